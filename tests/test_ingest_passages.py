"""Passages: exact spans, one section each, never over the budget, lists with their lead-in."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.passages import context_line, split_document
from ingest.records import (
    CONTENTS,
    FOOTNOTE,
    HEADING,
    LIST_ITEM,
    PARAGRAPH,
    TABLE_ROW,
    Block,
    Document,
    Page,
    Passage,
)
from ingest.sentences import with_sentences
from tests.typeset import document_of, prose, read

KINDS = (HEADING, PARAGRAPH, LIST_ITEM, TABLE_ROW, FOOTNOTE, CONTENTS)
Written = tuple[str, str, tuple[str, ...]]  # kind, text, section


def words(text: str) -> int:
    return len(text.split())


def letters(text: str) -> int:
    return len(text)


def pieces(text: str) -> int:
    """A counter that is no sum of its parts, as those of models are none."""
    return sum(1 + len(word) // 3 for word in text.split()) + 1


def made_page(number: int, written: Iterable[Written], continues: bool = False) -> Page:
    text, blocks = "", []
    for kind, own, section in written:
        text += "\n" if text else ""
        start = len(text)
        text += own
        blocks.append(
            Block(kind=kind, start=start, end=len(text), section=section, continues=continues and not blocks)
        )
    return with_sentences(Page(number=number, label=str(number), text=text, blocks=tuple(blocks)))


def document(*pages: Page) -> Document:
    return Document(document_id="d", title="Handbook", file="d.pdf", sha256="0", pages=pages)


def split(*pages: Page, budget: int = 60, count: Callable[[str], int] = words) -> tuple[Passage, ...]:
    return split_document(document(*pages), count_tokens=count, max_tokens=budget)


def test_a_short_section_is_one_passage_with_its_heading() -> None:
    (passage,) = split(
        made_page(1, [(HEADING, "Scope", ("Scope",)), (PARAGRAPH, "It binds all.", ("Scope",))])
    )
    assert passage.text == "Scope\nIt binds all."
    assert passage.context == "Handbook › Scope"
    assert [one.text for one in passage.sentences] == ["It binds all."]


def test_sections_are_never_mixed() -> None:
    passages = split(made_page(1, [(PARAGRAPH, "One.", ("A",)), (PARAGRAPH, "Two.", ("B",))]))
    assert [passage.section for passage in passages] == [("A",), ("B",)]


def test_a_heading_without_text_goes_to_its_first_subsection() -> None:
    written = [
        (HEADING, "Part", ("Part",)),
        (HEADING, "Scope", ("Part", "Scope")),
        (PARAGRAPH, "One.", ("Part", "Scope")),
    ]
    (passage,) = split(made_page(1, written))
    assert passage.text == "Part\nScope\nOne."


def test_a_list_stays_with_its_lead_in_where_both_fit() -> None:
    lead = "The unit keeps to these rules:"
    filler = [(PARAGRAPH, prose(2, n), ("A",)) for n in range(4)]
    written = [
        *filler,
        (PARAGRAPH, lead, ("A",)),
        *((LIST_ITEM, f"• {prose(1, n)}", ("A",)) for n in range(2)),
    ]
    holding = [passage.text for passage in split(made_page(1, written), budget=60) if lead in passage.text]
    assert f"• {prose(1, 0)}" in holding[0]


def test_a_sentence_over_a_page_break_has_two_spans() -> None:
    first = made_page(1, [(PARAGRAPH, "The habit of trusting a machine more than", ("A",))])
    (passage,) = split(
        first, made_page(2, [(PARAGRAPH, "one should. It ends right here.", ("A",))], continues=True)
    )
    assert passage.pages == (1, 2)
    assert passage.sentences[0].text == "The habit of trusting a machine more than one should."
    assert len(passage.sentences[0].spans) == 2


def test_footnotes_are_passages_of_their_own_after_the_text_of_their_section() -> None:
    written = [(PARAGRAPH, "Text.", ("A",)), (FOOTNOTE, "1 A note.", ("A",))]
    assert [
        one.text for one in split(made_page(1, written), made_page(2, [(PARAGRAPH, "More.", ("A",))]))
    ] == [
        "Text.\nMore.",
        "1 A note.",
    ]


def test_a_long_text_is_cut_between_sentences() -> None:
    passages = split(made_page(1, [(PARAGRAPH, prose(20), ("A",))]), budget=50)
    assert len(passages) > 3
    assert all(passage.text.endswith(".") for passage in passages)


def test_the_same_text_twice_is_two_passages_with_ids_of_their_own() -> None:
    same = [(PARAGRAPH, "The same.", ("A",)), (PARAGRAPH, "Other.", ("B",)), (PARAGRAPH, "The same.", ("A",))]
    passages = split(made_page(1, same))
    assert len({passage.passage_id for passage in passages}) == 3
    assert [one.passage_id for one in split(made_page(1, same))] == [one.passage_id for one in passages]


def test_the_middle_of_a_long_path_is_left_out_of_the_context() -> None:
    path = [f"Heading of level {n} with several words" for n in range(12)]
    context = context_line("Handbook", path, words)
    assert words(context) <= 48
    assert context.startswith("Handbook › Heading of level 0")
    assert context.endswith(path[-1])


@pytest.mark.parametrize("count", [words, letters, pieces])
def test_a_typeset_document_is_cut_within_the_budget_and_without_loss(count: Callable[[str], int]) -> None:
    items = f"- {prose(2)}\n- {prose(1, 4)}\n\n#table(columns: 2, [a], [{prose(9)}])"
    source = f"= One\n{prose(40)}\n\n{items}\n= Two\n{prose(30, 9)}"
    reading = document_of(read(source))
    passages = split_document(reading, count_tokens=count, max_tokens=120)
    check(reading, passages, count, 120)


WRITTEN = st.tuples(
    st.sampled_from(KINDS),
    st.text(alphabet="aB. \té?:•", min_size=1, max_size=60).filter(lambda text: text.strip() == text),
    st.sampled_from([("A",), ("A", "B"), ("C",), ()]),
)


@settings(deadline=None)
@given(
    st.lists(st.lists(WRITTEN, max_size=6), min_size=1, max_size=3),
    st.sampled_from([words, letters, pieces]),
    st.integers(30, 120),
    st.booleans(),
)
def test_any_pages_are_cut_within_the_budget_and_without_loss(
    pages: list[list[Written]], count: Callable[[str], int], budget: int, continues: bool
) -> None:
    made = document(*(made_page(n, page, continues) for n, page in enumerate(pages, start=1)))
    check(made, split_document(made, count_tokens=count, max_tokens=budget), count, budget)


def check(made: Document, passages: Iterable[Passage], count: Callable[[str], int], budget: int) -> None:
    """Spans reproduce the text, sections are kept, the budget holds, every character is there once."""
    covered: dict[int, list[int]] = {page.number: [0] * len(page.text) for page in made.pages}
    for passage in passages:
        assert passage.text == "\n".join(made.page(s.page).text[s.start : s.end] for s in passage.spans)
        assert count(passage.context) + count(passage.text) <= budget
        for span in passage.spans:
            for place in range(span.start, span.end):
                covered[span.page][place] += 1
        for sentence in passage.sentences:
            assert sentence.text == " ".join(made.page(s.page).text[s.start : s.end] for s in sentence.spans)
            assert all(
                any(s.page == o.page and o.start <= s.start < s.end <= o.end for o in passage.spans)
                for s in sentence.spans
            )
    for page in made.pages:
        for block in page.blocks:
            shown = [p for p in range(block.start, block.end) if not page.text[p].isspace()]
            assert all(covered[page.number][place] == 1 for place in shown)
