"""Kinds of blocks on typeset pages: headings, paragraphs, items, rows, notes."""

from __future__ import annotations

from ingest.records import FOOTNOTE, HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW
from tests.typeset import blocks, prose, read

ALL = f"""= Rules of use
{prose(3)}

The unit keeps to these:
+ {prose(1, 3)}
+ {prose(1, 4)}#footnote[{prose(1, 60)}]
  - {prose(1, 5)}
+ {prose(1, 6)}

#table(columns: 2, [Stage], [Owner], [Plan], [Chief])

{prose(2, 7)}
"""


def test_a_page_comes_out_as_it_was_written() -> None:
    kinds = [block.kind for page in read(ALL).pages for block in page.blocks]
    assert kinds == [HEADING, PARAGRAPH, PARAGRAPH, *[LIST_ITEM] * 4, *[TABLE_ROW] * 2, PARAGRAPH, FOOTNOTE]


def test_items_keep_their_markers_and_all_their_lines() -> None:
    items = blocks(ALL, LIST_ITEM)
    assert [item.split(" ")[0] for item in items] == ["1.", "2.", "•", "3."]
    assert items[0] == f"1. {prose(1, 3)}"


def test_ticks_and_boxes_are_items() -> None:
    asked = f"#set list(marker: none)\n- ☐ {prose(1)}\n- ☑ {prose(1, 2)}"
    assert [item[0] for item in blocks(asked, LIST_ITEM)] == ["☐", "☑"]


def test_a_box_is_read_as_text_in_its_place() -> None:
    source = f"{prose(2)}\n\n#block(stroke: 1pt, inset: 8pt)[*Box 1.* {prose(2, 9)}]\n\n{prose(2, 20)}"
    assert blocks(source) == [prose(2), f"Box 1. {prose(2, 9)}", prose(2, 20)]


def test_an_empty_page_has_no_blocks() -> None:
    assert blocks("#rect(width: 3cm, height: 2cm, fill: black)") == []
