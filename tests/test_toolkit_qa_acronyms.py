"""Acronyms that the documents define let a question with the rarer form find the commoner one."""

from __future__ import annotations

import pytest

from toolkit_qa.acronyms import Acronyms, defined, words_of

TEXTS = (
    "A general-purpose AI (GPAI) model is used. Large language models (LLMs) are of that kind.",
    "GPAI is tested. GPAI is logged.",
    "GPAI again, from the SSDF (Secure Software Development Framework).",
    "The secure software development framework is read.",
    "The secure software development framework is kept, and so are large language models.",
    "A report (see below), a law (2016), an aside (WHICH IS LOUD) and the National Institute (Paris).",
)


@pytest.mark.parametrize(
    ("short", "before", "words"),
    [
        ("GPAI", "providers of General-Purpose AI", "General-Purpose AI"),
        (
            "UNICRI",
            "the United Nations Interregional Crime and Justice Research Institute",
            "United Nations Interregional Crime and Justice Research Institute",
        ),
        ("DPIA", "a data protection impact assessment", "data protection impact assessment"),
        ("EU", "laws of the European Union", "European Union"),
        ("AI", "systems of artificial intelligence", "artificial intelligence"),
        ("IoT", "the Internet of Things", "Internet of Things"),
        ("EU", "under this law", ""),
        ("No", "a number of", ""),
        ("ISO", "standards of the", ""),
        ("A", "an answer", ""),
    ],
)
def test_an_acronym_stands_for_the_words_with_its_letters(short: str, before: str, words: str) -> None:
    assert words_of(short, before.split()) == words


def test_definitions_are_found_in_either_order() -> None:
    assert defined(TEXTS) == {
        "GPAI": "general-purpose AI",
        "LLMs": "Large language models",
        "SSDF": "Secure Software Development Framework",
    }


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("Who tests general-purpose AI?", ("GPAI",)),
        ("Who tests general purpose AI?", ("GPAI",)),
        ("What is the SSDF?", ("Secure Software Development Framework",)),
        ("what is the ssdf", ("Secure Software Development Framework",)),
        ("What is GPAI?", ()),  # the other form is the rarer one
        ("What is the Secure Software Development Framework?", ()),
        ("What is the Secure Software Development Framework (SSDF)?", ()),
        ("What is a model?", ()),
    ],
)
def test_only_the_commoner_form_is_added(question: str, others: tuple[str, ...]) -> None:
    assert Acronyms(TEXTS).others(question) == others


def test_where_documents_differ_the_usual_form_is_taken() -> None:
    texts = ("Impact rating (IR)", "Incident report (IR)", "Incident report (IR)")
    assert defined(texts) == {"IR": "Incident report"}
