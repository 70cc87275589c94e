"""Headings from the outline and from type; what only looks like one; the document's title."""

from __future__ import annotations

from ingest.headings import find_headings
from ingest.layout import Region
from ingest.lines import Line, make_line
from ingest.marks import LaidOutPage
from ingest.records import HEADING
from ingest.second_reader import OutlineEntry
from tests.typeset import blocks, line, lines, prose, read, word, words

BODY = ["running text of the body that goes on and on over the column"] * 9


def laid_out(*parts: list[Line], number: int = 1) -> LaidOutPage:
    regions = [Region(lines=part, x0=50, y0=part[0].y0, x1=400, y1=part[-1].y1) for part in parts]
    return LaidOutPage(number=number, height=800, regions=regions)


def found(*parts: list[Line], outline: tuple[OutlineEntry, ...] = ()) -> list[tuple[int, str]]:
    pages = [laid_out(lines(BODY), number=1), laid_out(lines(BODY), number=2), laid_out(*parts, number=3)]
    headings = find_headings(pages, outline)
    return [(mark.level, mark.title) for mark in headings.by_line.values()]


def entry(title: str, level: int = 1, page: int | None = 3) -> OutlineEntry:
    return OutlineEntry(level=level, title=title, page=page, y=None)


def test_larger_and_bold_lines_over_text_are_headings_of_two_levels() -> None:
    part = [line("Part One", y=50, size=14), line("1.1 Scope", y=80, bold=True), *lines(BODY, y=100)]
    assert found(part) == [(1, "Part One"), (2, "1.1 Scope")]


def test_a_bold_sentence_and_a_bold_beginning_of_a_paragraph_are_none() -> None:
    sentence = [line("This is important for all.", y=50, bold=True), *lines(BODY, y=70)]
    begins = [line("One-step retrieval is not enough for claims that are long", y=50, bold=True)]
    mixed = make_line(
        [*words("and hard.", 50, 62, bold=True), *words("We use more steps for these now", 110, 62)]
    )
    assert found(sentence) == []
    assert found([*begins, mixed, *lines(BODY, y=74)]) == []


def test_names_with_raised_marks_are_none() -> None:
    names = [
        part
        for n, name in enumerate(("Ada", "Alan", "Grace"))
        for part in (word(name, 50 + 60 * n, 50, size=12), word("1", 81 + 60 * n, 50, size=7))
    ]
    assert found([make_line(names), *lines(BODY, y=80)]) == []


def test_the_outline_says_what_is_a_heading_and_of_which_level() -> None:
    part = [line("Oversight", y=50), *lines(BODY, y=70), line("By people", y=200), *lines(BODY, y=220)]
    outline = (entry("Oversight"), entry("By people", level=2), entry("Elsewhere"))
    assert found(part, outline=outline) == [(1, "Oversight"), (2, "By people")]


def test_the_outline_may_number_what_is_printed_without_number_and_name_a_wrong_page() -> None:
    part = [line("Oversight by people", y=50, bold=True), *lines(BODY, y=70)]
    assert found(part, outline=(entry("Appendix A. Oversight by people", page=2), entry("B"))) == [
        (1, "Appendix A. Oversight by people")
    ]


def test_an_entry_that_is_not_printed_opens_a_section_without_lines() -> None:
    pages = [laid_out(lines(BODY))]
    headings = find_headings(pages, (entry("Not printed anywhere", page=1), entry("Nor this", page=1)))
    assert [mark.title for mark in headings.unprinted][-1:] == ["Nor this"]


def test_the_largest_type_of_the_first_page_is_the_title_and_no_section() -> None:
    cover = laid_out([line("Handbook of careful use", y=100, size=30)], [line("March 2023", y=300)])
    headings = find_headings([cover, laid_out(lines(BODY), number=2)], ())
    assert headings.title == "Handbook of careful use"
    assert [mark.level for mark in headings.by_line.values()] == [0]


def test_entries_of_a_table_of_contents_are_none() -> None:
    contents = [
        make_line([*words(f"Part {n}", 50, 50 + 14 * n, bold=True), word(f"{n}", 380, 50 + 14 * n)])
        for n in range(9)
    ]
    assert found(contents) == []


def test_sections_of_a_typeset_document_are_paths_of_its_headings() -> None:
    parts = f"= Rules\n{prose(4)}\n== Scope\n{prose(4, 4)}\n= Duties\n{prose(4, 8)}"
    source = f'#set heading(numbering: "1.1")\n{parts}'
    paths = [block.section for page in read(source).pages for block in page.blocks if block.kind != HEADING]
    assert paths == [("1 Rules",), ("1 Rules", "1.1 Scope"), ("2 Duties",)]


def test_a_centred_heading_and_one_in_capitals_are_found_without_outline() -> None:
    source = f"#align(center)[*Our duties*]\n\n{prose(4)}\n\nTHE RULES OF USE\n\n{prose(4, 4)}"
    assert blocks(source, HEADING) == ["Our duties", "THE RULES OF USE"]
