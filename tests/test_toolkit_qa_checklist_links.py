"""Checklist items are linked by meaning, shared principle and section, from different checklists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.version import Version, open_version
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY, made_item, publish_made
from toolkit_qa import Assistant
from toolkit_qa.answer import Chosen
from toolkit_qa.checklist_links import MOST_LINKS, ChecklistLinker
from toolkit_qa.followup import Turn
from toolkit_qa.retrieve import Search

OWNER = made_item(HANDBOOK, "Has the agency named an owner for the system?")
AUDIT = replace(made_item(HANDBOOK, "An auditor reads the records each month."), item_id="A1.2")
OTHER = replace(
    OWNER, item_id="B1", checklist_id="other list", section=("Else", "Other"), text="Is an owner named?"
)


def number_of(version: Version, word: str) -> int:
    return next(n for n, (_, one) in enumerate(version.sentences) if word in one.text)


def linked(version: Version, quoted: str, question: str = "", **scores: float) -> Sequence[str]:
    """The ids of the items linked where the sentence with a word is quoted; `scores` are cosines."""
    similarity = np.zeros(len(version.sentences))
    for word, score in scores.items():
        similarity[number_of(version, word)] = score
    best = number_of(version, quoted)
    search = Search(
        ranked=(),
        asked=Turn(text=question, vector=FakeEmbedder().encode_query("x")),
        similarity=similarity,
        evidence=similarity,
        heading=np.zeros(len(version.passages)),
        weights={},
    )
    links = ChecklistLinker(version).links(search, Chosen(units=((best,),), best=best))
    return [link.item_id for link in links]


@pytest.fixture
def version(tmp_path: Path) -> Version:
    publish_made(tmp_path, (HANDBOOK, POLICY), (OWNER, AUDIT, OTHER))
    return open_version(tmp_path)


def test_what_is_like_question_and_quote_comes_first(version: Version) -> None:
    assert linked(version, "auditor", owner=0.9, auditor=0.8)[0] == "A1.2"
    assert linked(version, "owner", owner=0.9, auditor=0.8)[0] == "A1.1"


def test_items_that_are_not_alike_are_not_linked(version: Version) -> None:
    assert linked(version, "warrant", owner=0.1) == []


def test_another_checklist_is_named_before_a_second_item_of_one(tmp_path: Path) -> None:
    again = replace(OWNER, item_id="A1.3", text="Who is the owner?")
    publish_made(tmp_path, (HANDBOOK,), (OWNER, again, OTHER))
    assert linked(open_version(tmp_path), "owner", owner=0.9) == ["A1.1", "B1", "A1.3"]


@pytest.mark.parametrize(
    "shared", [{"principles": ("Human Oversight",)}, {"section": ("Part", "Handbook", "Ownership")}]
)
def test_a_shared_principle_or_section_counts(tmp_path: Path, shared: dict[str, tuple[str, ...]]) -> None:
    plain = replace(OWNER, section=("Else",), checklist_id="one")
    better = replace(plain, item_id="A9", checklist_id="two", text="Who is the owner?", **shared)  # type: ignore[arg-type]
    publish_made(tmp_path, (HANDBOOK,), (plain, better))
    question = "Who is owner, for human oversight?"
    assert linked(open_version(tmp_path), "owner", question, owner=0.9) == ["A9", "A1.1"]


def test_at_most_five_items_are_linked(tmp_path: Path) -> None:
    publish_made(
        tmp_path, (HANDBOOK,), [replace(OWNER, item_id=f"A{n}", text=f"Owner {n}?") for n in range(9)]
    )
    assert len(linked(open_version(tmp_path), "owner", owner=0.9)) == MOST_LINKS


def test_a_refusal_names_the_checklist_that_is_near(tmp_path: Path) -> None:
    publish_made(tmp_path, (HANDBOOK,), (OWNER,))
    assistant = Assistant.open(tmp_path, load_embedder=lambda _: FakeEmbedder())
    refused = assistant.ask("How much money does the agency pay its owner for the system?")
    assert refused.status == "not_covered"
    assert [link.item_id for link in refused.checklists] == ["A1.1"]
    assert refused.message.endswith("The checklist to open: Handbook › Ownership.")
    assert assistant.ask("How much money does the zoo pay?").checklists == ()


def test_an_item_that_says_the_same_is_linked_once(tmp_path: Path) -> None:
    publish_made(tmp_path, (HANDBOOK,), (OWNER, replace(OWNER, item_id="C1", checklist_id="copy")))
    assert linked(open_version(tmp_path), "owner", owner=0.9) == ["A1.1"]
