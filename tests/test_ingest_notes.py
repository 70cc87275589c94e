"""Footnotes are told from running text by their type, their rule and their marks."""

from __future__ import annotations

from ingest.layout import Region
from ingest.lines import Line, make_line
from ingest.marks import LaidOutPage
from ingest.notes import notes_of, split_notes
from ingest.records import FOOTNOTE, PARAGRAPH
from ingest.words import Rule
from tests.typeset import blocks, line, prose, word, words


def note(mark: str, text: str, y: float) -> Line:
    return make_line([word(mark, 50, y, size=5), *words(text, 56, y, size=8)])


def found(own: list[Line], *others: Line, rules: tuple[Rule, ...] = ()) -> list[str]:
    regions = [
        Region(lines=list(part), x0=50, y0=part[0].y0, x1=400, y1=part[-1].y1)
        for part in (others, own)
        if part
    ]
    page = LaidOutPage(number=1, height=800, regions=regions, rules=rules)
    return [one.text for one in notes_of(regions[-1], page, 10.0)]


def test_small_lines_from_a_mark_on_at_the_foot_are_notes() -> None:
    own = [note("1", "See the annex.", 700), line("on the next page.", 56, 709, size=8)]
    assert found(own, line("running text of the page", y=600)) == ["1 See the annex.", "on the next page."]


def test_small_lines_with_larger_text_below_are_none() -> None:
    own = [note("1", "See the annex.", 500)]
    assert found(own, line("running text below it", y=600)) == []


def test_a_small_column_of_its_own_is_none() -> None:
    own = [line("Smith, J. 2019. A title", y=600 + 9 * n, size=8) for n in range(4)]
    assert found([*own, line("402-410, Online.", 60, 640, size=8)]) == []


def test_the_rest_of_a_note_of_the_page_before_is_a_note_below_the_rule() -> None:
    own = [line("goes on from overleaf.", y=700, size=8), note("2", "Another one.", 710)]
    rule = Rule(x0=50, y0=695, x1=150, y1=695)
    assert len(found(own, line("running text of the page", y=600), rules=(rule,))) == 2


def test_notes_are_divided_at_their_marks() -> None:
    own = [note("1", "One.", 700), line("12 pages of it", 56, 709, size=8), note("2", "Two.", 718)]
    assert [len(one) for one in split_notes(own)] == [2, 1]


def test_typeset_footnotes_are_blocks_of_their_own_after_the_text() -> None:
    source = f"{prose(3)}#footnote[{prose(2, 30)}] {prose(3, 10)}#footnote[{prose(1, 40)}]"
    notes = blocks(source, FOOTNOTE)
    assert [one[1:].strip() for one in notes] == [prose(2, 30), prose(1, 40)]
    assert not any(prose(1, 40) in one for one in blocks(source, PARAGRAPH))
