"""Neighbours found that continue each other on one page are one hit; copies are folded elsewhere too."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.version import open_version
from ingest.records import Span
from tests.fakes import FakeEmbedder
from tests.made_documents import made_document, publish_made
from toolkit_qa import Assistant
from toolkit_qa.folding import MOST_JOINED, Folding, joined, touch

LONG = "\n".join(f"Rule {n} is about the storing of footage." for n in range(1, 7))
GUIDE = made_document("guide", (LONG, "Rule 7 is about the storing of footage."))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    publish_made(tmp_path, (GUIDE,))
    return tmp_path


@pytest.fixture
def folding(store: Path) -> Folding:
    return Folding(open_version(store))


def groups(folding: Folding, order: list[int], most: int) -> list[list[int]]:
    return folding.groups(order, most, page_of=lambda row: 1 if row < 6 else 2)


def test_neighbours_are_one_group_in_the_order_found(folding: Folding) -> None:
    assert groups(folding, [2, 4, 1, 5, 3], 3) == [[2, 1, 3], [4, 5]]


def test_a_group_takes_a_bounded_number(folding: Folding) -> None:
    assert [len(group) for group in groups(folding, [0, 1, 2, 3, 4, 5], 9)] == [MOST_JOINED, MOST_JOINED]


def test_what_stands_on_another_page_is_a_hit_of_its_own(folding: Folding) -> None:
    assert groups(folding, [5, 6], 9) == [[5], [6]]


def test_nothing_is_joined_that_was_found_after_the_last_place(folding: Folding) -> None:
    assert groups(folding, [0, 3, 5, 1], 2) == [[0], [3]]


def test_without_pages_nothing_is_joined(folding: Folding) -> None:
    assert folding.groups([0, 1], 9) == [[0], [1]]


def test_lookup_joins_and_its_text_is_that_of_the_page(store: Path) -> None:
    assistant = Assistant.open(store, load_embedder=lambda _: FakeEmbedder())
    hits = assistant.lookup("storing of footage", k=7)
    page = assistant.page("guide", 1).text
    assert sorted(one for hit in hits for one in hit.passages) == sorted(assistant.version().passage_rows)
    assert len(hits) < 7
    assert all(hit.text in page for hit in hits if hit.page == 1)
    assert all(hit.passage_id in hit.passages for hit in hits)
    assert "passages" not in hits[0].to_dict()


KEPT = "Each officer on duty must write down who asked for the recording and why, in the log of the station"
LONG_RULE = f"{KEPT} before the shift ends. The log is read each week by the head of the records office."


@pytest.mark.parametrize(
    ("change", "other", "folded"),
    [
        ("recording", "recor ding", True),
        ("down", "up", True),
        ("must", "should", False),
        ("before", "after", False),
        ("week", "7 days", False),
        ("records office", "Records Board", False),
    ],
)
def test_a_copy_may_differ_in_small_words_only(tmp_path: Path, change: str, other: str, folded: bool) -> None:
    changed = LONG_RULE.replace(change, other)
    assert changed != LONG_RULE
    publish_made(tmp_path, (made_document("one", (LONG_RULE,)), made_document("two", (changed,))))
    assert Folding(open_version(tmp_path)).copies_of([0]) == ((1,) if folded else ())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Span(page=1, start=0, end=5), Span(page=1, start=6, end=9), True),
        (Span(page=1, start=0, end=5), Span(page=1, start=7, end=9), False),
        (Span(page=1, start=0, end=5), Span(page=2, start=6, end=9), False),
    ],
)
def test_spans_touch_over_one_space_of_a_page(one: Span, other: Span, expected: bool) -> None:
    assert touch(one, other) is expected
    assert len(joined((one, other))) == (1 if expected else 2)
