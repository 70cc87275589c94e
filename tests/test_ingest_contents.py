"""Tables of contents: leaders go, entries keep their number beside their words."""

from __future__ import annotations

from ingest.contents import drop_leaders, ends_in_number, is_contents, parts_of
from ingest.lines import lines_of
from ingest.records import CONTENTS
from tests.typeset import block_texts, line, lines, page, prose, read, word, words

OUTLINE = """#set heading(numbering: "1.1")
#set page(numbering: "i")
#outline()
#pagebreak()
""" + "".join(f"= Chapter number {n}\n{prose(9, n)}\n== A part of it\n{prose(9, n + 40)}\n" for n in range(5))


def entry(dots: str, number: str) -> list[str]:
    made = page(1, [*words("Scope", 50, 100), word(dots, 80, 100), word(number, 400, 100)])
    drop_leaders([made])
    return [one.text for one in made.words]


def test_a_leader_to_a_page_number_is_no_text() -> None:
    assert entry("........", "12") == ["Scope", "12"]
    assert entry("........", "xiv") == ["Scope", "xiv"]


def test_dots_to_fill_in_stay() -> None:
    assert entry("........", "Name") == ["Scope", "........", "Name"]
    assert entry("...", "12") == ["Scope", "...", "12"]


def test_what_was_taken_away_is_told() -> None:
    made = page(7, [*words("Scope", 50, 100), word(".....", 80, 100), word("3", 400, 100)])
    assert drop_leaders([made]) == {7: ["....."]}


def test_a_page_is_contents_when_many_lines_end_in_a_page_number() -> None:
    assert is_contents(lines([f"Part {n} of it {n}" for n in range(8)]))
    assert not is_contents(lines([f"line {n} of running text" for n in range(8)]))


def test_the_number_of_an_entry_is_set_apart_from_its_words() -> None:
    far = lines_of([*words("Part two", 50, 100), *words("9", 400, 100)])
    joined = lines_of(
        [
            one
            for row in (
                [*words(f"Part {n}", 50, 100 + 20 * n), word("9", 400, 100 + 20 * n)] for n in range(4)
            )
            for one in row
        ]
    )
    assert len(far) == 2
    assert all(ends_in_number(one) for one in joined)
    assert [part.text for part in parts_of(joined[0])] == ["Part 0", "9"]
    assert not ends_in_number(line("in the year 2"))


def test_entries_are_blocks_of_two_cells_and_no_headings() -> None:
    contents = read(OUTLINE).pages[0]
    entries = block_texts(contents, CONTENTS)
    assert entries[0].startswith("1 Chapter number 0\t")
    assert len(entries) == 10
    assert len(contents.dropped) >= 10
