"""Tables without rules, and several rows between two rules: told by common baselines."""

from __future__ import annotations

from ingest.cells import aligned_groups, is_figure, split_rows
from ingest.records import LIST_ITEM, TABLE_ROW
from tests.typeset import blocks, line, lines


def texts(rows: list[list[list[object]]]) -> list[list[str]]:
    return [[" ".join(getattr(one, "text", "") for one in cell) for cell in row] for row in rows]


def test_a_column_of_figures_divides_a_band_into_rows() -> None:
    band = [lines(["Alpha", "Beta", "Gamma"]), lines(["0.1", "0.2", "0.3"], x=200)]
    assert texts(split_rows(band)) == [["Alpha", "0.1"], ["Beta", "0.2"], ["Gamma", "0.3"]]


def test_running_text_in_two_cells_stays_one_row() -> None:
    band = [lines(["Strategies to", "limit the harm"]), lines(["Mechanisms are in", "place and used"], x=200)]
    assert len(split_rows(band)) == 1


def test_three_columns_with_a_line_on_each_baseline_are_rows() -> None:
    names = ["Ada", "Grace", "Alan", "Kurt"]
    band = [lines(names), lines(["Vice", "Fraud", "Traffic", "Records"], x=200), lines(["North"] * 4, x=300)]
    assert [row[0] for row in texts(split_rows(band))] == names


def test_short_columns_on_common_baselines_are_a_table() -> None:
    columns = [
        lines(["Name", "Ada", "Grace"]),
        lines(["Unit", "Vice", "Fraud"], x=200),
        [line("Notes on it", 50, 300)],
    ]
    assert aligned_groups(columns) == [{0, 1}]


def test_columns_of_running_text_are_no_table() -> None:
    text = ["one two three four five six"] * 8
    assert aligned_groups([lines(text), lines(text, x=300)]) == []


def test_terms_beside_their_explanations_are_rows() -> None:
    terms = lines(["setup", "install", "finish"])
    explained = lines(
        ["starts the remote shell again", "puts all packages in place", "ends the whole process now"], x=150
    )
    assert aligned_groups([terms, explained, [line("a b", 50, 600), line("c d", 500, 612)]]) == [{0, 1}]


def test_figures_are_numbers_and_signs() -> None:
    assert all(is_figure(line(text)) for text in ("12", "97 %", "3.1a", "✓", "(0.4)"))
    assert not any(is_figure(line(text)) for text in ("none", "Table 3", "yes"))


def test_a_typeset_table_without_any_rule_comes_out_in_rows() -> None:
    options = "#table(stroke: none, columns: 3, column-gutter: 1em, "
    source = f"{options}[Name], [Unit], [Room], [Ada], [Vice], [12], [Alan], [Fraud], [14])"
    assert blocks(source, TABLE_ROW) == ["Name\tUnit\tRoom", "Ada\tVice\t12", "Alan\tFraud\t14"]


def test_two_lists_side_by_side_are_read_one_after_the_other() -> None:
    left, right = "- one thing\n- two things\n- third thing", "- fourth\n- fifth one\n- sixth"
    items = blocks(f"#grid(columns: 2, gutter: 1cm, [{left}], [{right}])", LIST_ITEM)
    assert items == ["• one thing", "• two things", "• third thing", "• fourth", "• fifth one", "• sixth"]
