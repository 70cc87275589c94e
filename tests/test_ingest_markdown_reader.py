"""Markdown as it is shown: no markup, sections from headings, lists within lists, tables row by row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.limits import Limits
from ingest.markdown_reader import read_markdown

LIMITS = Limits()


def blocks_of(text: str) -> list[tuple[str, str]]:
    page = read_markdown(text.encode(), LIMITS).pages[0]
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def test_headings_open_sections_and_the_first_is_the_title() -> None:
    read = read_markdown(b"# Drones\n\nIntro.\n\nScope\n-----\n\nAll *units*.\n\n## Data\n\nKept.", LIMITS)
    page = read.pages[0]
    assert read.heading_title == "Drones"
    assert [b.section for b in page.blocks if b.kind == "paragraph"] == [
        ("Drones",),
        ("Drones", "Scope"),
        ("Drones", "Data"),
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A **bold** and *slanted* `word`.", "A bold and slanted word."),
        ("See [the form](https://example.org/form).", "See the form."),
        ("One line\nwrapped.", "One line wrapped."),
        ("AT&amp;T &lt;5 \\*", "AT&T <5 *"),
        ("![A map of the area](map.png)", "A map of the area"),
        ("<div>Kept<br>text<script>no()</script></div>", "Kept\ntext"),
        ("~~old~~ new", "old new"),
        ("```\nline one\n  line two\n```", "line one\nline two"),
    ],
)
def test_text_is_that_which_is_shown(text: str, shown: str) -> None:
    assert blocks_of(text) == [("paragraph", shown)]


def test_lists_within_lists_keep_numbers_and_depth() -> None:
    text = "Steps:\n\n3. Stop\n   - look\n   - listen\n4. Go\n\n   Slowly.\n"
    assert blocks_of(text) == [
        ("paragraph", "Steps:"),
        ("list_item", "3. Stop"),
        ("list_item", "• look"),
        ("list_item", "• listen"),
        ("list_item", "4. Go"),
        ("paragraph", "Slowly."),
    ]
    assert "\n  • look\n" in read_markdown(text.encode(), LIMITS).pages[0].text


def test_task_lists_show_boxes() -> None:
    assert blocks_of("- [ ] Is it lawful?\n- [x] Logged?") == [
        ("list_item", "• ☐ Is it lawful?"),
        ("list_item", "• ☑ Logged?"),
    ]


def test_tables_are_read_row_by_row() -> None:
    text = "| Risk | Owner |\n|---|---|\n| *High* | Chief |\n| Low | |\n"
    assert blocks_of(text) == [
        ("table_row", "Risk | Owner"),
        ("table_row", "High | Chief"),
        ("table_row", "Low |"),
    ]


def test_front_matter_gives_the_title_and_is_not_text() -> None:
    read = read_markdown(b'---\ntitle: "Use of force"\ndate: 2024\n---\nBody.', LIMITS)
    assert (read.metadata_title, read.pages[0].text) == ("Use of force", "Body.")


@pytest.mark.parametrize("text", [">" * 5000 + " x", "- " * 3000 + "x", "[" * 5000, "*a " * 5000])
def test_hostile_nesting_does_not_keep_the_rest_from_being_read(text: str) -> None:
    assert blocks_of(f"# Title\n\n{text}\n\nThe rest.")[-1] == ("paragraph", "The rest.")


@given(st.text(alphabet="#*-_[]()`<>|!123. \nab&\\~", max_size=200))
def test_any_markup_gives_blocks_that_are_spans(text: str) -> None:
    page = read_markdown(text.encode(), LIMITS).pages[0]
    last = 0
    for block in page.blocks:
        assert last <= block.start < block.end <= len(page.text)
        assert not page.text[last : block.start].strip()
        last = block.end
