"""Ruled tables: grids, merged cells, tables of horizontal rules alone; charts are none."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.records import TABLE_ROW
from ingest.tables import Table, find_tables
from ingest.words import Rule, Word
from tests.typeset import blocks, box, prose, word, words


def across(x0: float, x1: float, *ys: float) -> list[Rule]:
    return [Rule(x0=x0, y0=y, x1=x1, y1=y) for y in ys]


def down(y0: float, y1: float, *xs: float) -> list[Rule]:
    return [Rule(x0=x, y0=y0, x1=x, y1=y1) for x in xs]


def cells(table: Table) -> list[list[str]]:
    return [[" ".join(one.text for one in cell.words) for cell in row] for row in table.rows]


def found(rules: Sequence[Rule], *rows: Sequence[Word]) -> tuple[list[list[list[str]]], list[str]]:
    tables, rest = find_tables(rules, [one for row in rows for one in row])
    return [cells(table) for table in tables], [one.text for one in rest]


GRID = [*across(50, 350, 100, 120, 140), *down(100, 140, 50, 150, 350)]


def test_words_stand_in_the_cells_of_a_grid_and_others_outside() -> None:
    rows = (
        words("Risk", 55, 105),
        words("What to do", 155, 105),
        words("Bias", 55, 125),
        words("Test", 155, 125),
    )
    tables, rest = found(GRID, *rows, words("Below", 55, 160))
    assert tables == [[["Risk", "What to do"], ["Bias", "Test"]]]
    assert rest == ["Below"]


def test_fields_without_a_rule_between_them_are_one_cell() -> None:
    rules = [*across(50, 350, 100, 120, 140), *down(100, 140, 50, 350), *down(120, 140, 150)]
    tables, _ = found(rules, words("Over both", 55, 105), words("One", 55, 125), words("Two", 155, 125))
    assert tables == [[["Over both"], ["One", "Two"]]]


def test_a_table_open_at_its_sides_has_its_outer_columns() -> None:
    rules = [*across(50, 450, 100, 120, 140), *down(100, 140, 150, 300)]
    tables, _ = found(
        rules, *(words(text, x, 105) for text, x in (("One", 55), ("Two", 155), ("Three", 305)))
    )
    assert tables == [[["One", "Two", "Three"]]]


def test_a_box_around_text_is_no_table() -> None:
    tables, rest = found(box(50, 100, 350, 200), words("A box of text", 60, 110))
    assert tables == []
    assert rest == ["A", "box", "of", "text"]


def test_a_chart_whose_lines_run_through_its_labels_is_no_table() -> None:
    rules = [*across(50, 350, 100, 110, 120), *down(100, 120, 50, 157, 350)]
    tables, rest = found(rules, words("label label", 140, 105), words("label", 300, 115))
    assert tables == []
    assert len(rest) == 3


def test_columns_between_horizontal_rules_are_cells() -> None:
    rows = [
        [*words("System", 55, 103), *words("Recall", 255, 103)],
        [*words("Alpha matcher", 55, 123), *words("0.81", 255, 123)],
        [*words("Beta", 55, 143), *words("0.66", 255, 143)],
    ]
    tables, _ = found(across(50, 350, 100, 120, 140, 160), *rows)
    assert tables == [[["System", "Recall"], ["Alpha matcher", "0.81"], ["Beta", "0.66"]]]


def test_running_text_between_two_rules_is_no_table() -> None:
    rows = [words("one two three four five six seven eight nine ten", 55, 105 + 12 * n) for n in range(4)]
    assert found(across(50, 450, 100, 160), *rows)[0] == []


def test_text_columns_under_a_header_rule_are_no_table() -> None:
    left = [words("one two three four five six seven", 55, 105 + 12 * n) for n in range(30)]
    right = [words("one two three four five six seven", 305, 105 + 12 * n) for n in range(30)]
    assert found(across(50, 550, 100, 480), *left, *right)[0] == []


def test_no_word_is_lost_or_doubled() -> None:
    rows = [[word(f"w{n}", 40 + 23 * n, 105 + 3 * n, order=n)] for n in range(14)]
    tables, rest = find_tables(GRID, [one for row in rows for one in row])
    inside = [one.text for table in tables for row in table.rows for cell in row for one in cell.words]
    assert sorted([*inside, *(one.text for one in rest)]) == sorted(f"w{n}" for n in range(14))


def test_a_typeset_table_comes_out_row_by_row_with_text_above_and_below() -> None:
    table = (
        "#table(columns: (1fr, 2fr), [*Stage*], [*Question*], [Plan], [Who owns it?], [Test], [Who checks?])"
    )
    assert blocks(f"{prose(2)}\n\n{table}\n\n{prose(2, 5)}", TABLE_ROW) == [
        "Stage\tQuestion",
        "Plan\tWho owns it?",
        "Test\tWho checks?",
    ]


def test_a_typeset_table_without_sides_keeps_long_cells_apart() -> None:
    rows = [
        ("*Risk*", "*Cause*", "*Answer*"),
        ("Bias", prose(2), prose(3, 4)),
        ("Drift", prose(3, 8), prose(1, 12)),
    ]
    cells = "table.hline(), ".join("".join(f"[{cell}], " for cell in row) for row in rows)
    options = "stroke: none, columns: (1fr, 2fr, 2fr)"
    read = [
        row.split("\t")
        for row in blocks(f"#table({options}, table.hline(), {cells} table.hline())", TABLE_ROW)
    ]
    assert [row[0] for row in read] == ["Risk", "Bias", "Drift"]
    assert read[1][1:] == [prose(2), prose(3, 4)]
