"""Running headers, footers and page numbers go, by name; body text that recurs stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.furniture import drop_furniture, printed_labels
from ingest.words import RawPage
from tests.typeset import block_texts, page, prose, read, word, words

NUMBERED = f"""#set page(header: [Agency handbook #h(1fr) Draft 3], numbering: "i")
= Foreword
{prose(3)}
#pagebreak()
#counter(page).update(1)
#set page(numbering: "1")
""" + "#pagebreak()\n".join(f"= Part {n}\n{prose(5, n)}\n" for n in range(4))


def dropped(pages: list[RawPage], labels: tuple[str, ...] = ()) -> dict[int, list[str]]:
    return {number: [line.text for line in found] for number, found in drop_furniture(pages, labels).items()}


def pages_of(*, head: str = "", foot: str = "{n}", count: int = 5) -> list[RawPage]:
    made = []
    for n in range(1, count + 1):
        rows = [words(f"text of page {n} in the middle", 50, 300)]
        rows += [words(head.format(n=n), 50, 30)] if head else []
        rows += [words(foot.format(n=n), 50, 770)] if foot else []
        made.append(page(n, *rows))
    return made


def test_a_line_that_recurs_in_its_place_goes() -> None:
    assert dropped(pages_of(head="Agency handbook", foot=""))[3] == ["Agency handbook"]


def test_numbers_that_run_with_the_pages_go() -> None:
    assert dropped(pages_of(foot="Page {n}"))[4] == ["Page 4"]


def test_text_in_the_middle_stays_though_it_recurs() -> None:
    pages = [page(n, words("Notes", 50, 400), words(f"page {n} says more", 50, 420)) for n in range(1, 6)]
    assert dropped(pages) == {}


def test_a_line_below_text_of_its_own_is_no_header() -> None:
    pages = [
        page(
            n,
            words(f"{'abcde'[n - 1]} begins here", 50, 30),
            words("Package (mandatory)", 50, 50),
            words("text", 50, 300),
        )
        for n in range(1, 6)
    ]
    assert dropped(pages) == {}


def test_a_title_that_changes_goes_beside_its_page_number() -> None:
    pages = [
        page(n, words("text", 50, 300), words(f"Chapter {'abcde'[n - 1]}", 50, 770), [word(f"{n}", 500, 770)])
        for n in range(1, 6)
    ]
    assert sorted(dropped(pages)[2]) == ["2", "Chapter b"]


def test_a_lone_number_goes_when_it_is_the_label_of_its_page() -> None:
    pages = [page(1, words("A cover", 50, 300), words("ii", 300, 780))]
    assert dropped(pages, ("ii",)) == {1: ["ii"]}
    assert dropped([page(1, words("A cover", 50, 300), words("ii", 300, 780))], ("i",)) == {}


def test_a_document_of_recurring_lines_alone_keeps_them() -> None:
    pages = [page(n, words("Potato", 50, 30)) for n in range(1, 6)]
    assert dropped(pages) == {}
    assert all(one.words for one in pages)


def test_labels_are_read_from_the_numbers_and_gaps_in_a_run_filled() -> None:
    pages = pages_of(count=6)
    pages[2].words = [one for one in pages[2].words if one.y0 < 700]
    assert printed_labels(drop_furniture(pages), 6) == ("1", "2", "3", "4", "5", "6")


def test_roman_and_arabic_runs_are_kept_apart() -> None:
    numbers = ["i", "ii", "iii", "1", "2", "3", "4"]
    pages = [
        page(n, words("text of it", 50, 300), words(label, 300, 770))
        for n, label in enumerate(numbers, start=1)
    ]
    assert printed_labels(drop_furniture(pages), 7) == tuple(numbers)


def test_no_numbers_give_no_labels() -> None:
    assert printed_labels({}, 3) == ()


def test_a_typeset_document_loses_its_headers_and_numbers_by_name_and_nothing_else() -> None:
    reading = read(NUMBERED)
    assert [one.label for one in reading.pages] == ["i", "1", "2", "3", "4"]
    for number, one in enumerate(reading.pages[1:]):
        assert block_texts(one) == [f"Part {number}", prose(5, number)]
        assert {"Agency handbook", "Draft 3", one.label} <= set(one.dropped)


@pytest.mark.parametrize("count", [1, 2])
def test_a_short_document_keeps_its_only_lines(count: int) -> None:
    assert (
        dropped(
            [
                page(n, words(f"Letter {n} to all", 50, 30), words("text", 50, 300))
                for n in range(1, count + 1)
            ][:1]
        )
        == {}
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["Head", "Page 1", "1", "ii", "some words"]), st.integers(0, 78)),
        max_size=30,
    )
)
def test_every_word_is_kept_or_named(placed: list[tuple[str, int]]) -> None:
    pages = [page(n, *(words(text, 50 + n, 10 * y) for text, y in placed[n::3])) for n in range(3)]
    for number, one in enumerate(pages):
        one.number = number + 1
    before = sorted(word.text for one in pages for word in one.words)
    gone = drop_furniture(pages)
    after = [word.text for one in pages for word in one.words]
    after += [word.text for found in gone.values() for line in found for word in line.words]
    assert sorted(after) == before
