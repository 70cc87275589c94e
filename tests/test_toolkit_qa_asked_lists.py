"""The things that a question asks to be named are told from other words in the plural."""

from __future__ import annotations

import pytest

from index.lexical import terms
from toolkit_qa.asked_lists import things_asked_for


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("What are the seven requirements for trustworthy systems?", "requirements"),
        ("Which documents make up the kit?", "documents"),
        ("List the ethical principles of the guide", "principles"),
        ("I have to sign it off. What papers should I have in front of me?", "papers"),
        ("Which rules and exceptions apply?", "rules exceptions"),
        ("Can you give me all the steps?", "steps"),
        ("What is bias?", ""),
        ("Why do records matter?", ""),
        ("What does the process need?", ""),
        ("What happens when alerts are wrong?", ""),
        ("Who signs the orders?", ""),
        ("Why does an order name records?", ""),
        ("Hello, list the steps please", "steps"),
        ("What goes in the log?", ""),
    ],
)
def test_things_asked_for(question: str, things: str) -> None:
    assert things_asked_for(question) == frozenset(terms(things))
