"""Checklist items: which entries are items, their numbers, tags, parents, ids, and that none is invented."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.checklists import common_section, extract_items
from ingest.limits import Limits
from ingest.markdown_reader import read_markdown
from ingest.pdf import read_pdf
from ingest.records import HEADING, LIST_ITEM, PARAGRAPH, TABLE_ROW, Block, Box, ChecklistItem, Document, Page

STARTER = Path(__file__).parent.parent / "corpus" / "starter"
HEAD = "| No. | Question | Yes | Partly | No | Evidence |\n|--|--|--|--|--|--|\n"
Line = tuple[str, float, str]  # kind, x of its first word, text


def markdown(text: str, *, questionnaire: bool = False, document_id: str = "policy") -> Document:
    pages = read_markdown(text.encode(), Limits()).pages
    return document(pages, questionnaire=questionnaire, document_id=document_id)


def document(pages: Sequence[Page], *, questionnaire: bool = False, document_id: str = "policy") -> Document:
    return Document(
        document_id=document_id,
        title="Policy",
        file="policy.md",
        sha256="0" * 64,
        questionnaire=questionnaire,
        pages=tuple(pages),
    )


def printed(number: int, *lines: Line, section: tuple[str, ...] = ("Checks",)) -> Page:
    """A page with boxes: one block a line, words six points apart; "+" before a kind says it goes on."""
    text, blocks, boxes = "", [], []
    for place, (kind, x, words) in enumerate(lines):
        start = len(text) + bool(text)
        text = f"{text}\n{words}" if text else words
        for found in re.finditer(r"\S+", words):
            left = x + 6.0 * found.start()
            top, end = 20.0 * place, left + 6.0 * len(found[0])
            boxes.append(
                Box(
                    start=start + found.start(), end=start + found.end(), x0=left, y0=top, x1=end, y1=top + 10
                )
            )
        blocks.append(
            Block(kind=kind.strip("+"), start=start, end=len(text), section=section, continues=kind[0] == "+")
        )
    return Page(number=number, label=str(number), text=text, blocks=tuple(blocks), boxes=tuple(boxes))


def assert_exact(found: Document, items: Sequence[ChecklistItem]) -> None:
    """Every item is word for word the text of its spans."""
    for item in items:
        texts = [found.page(span.page).text[span.start : span.end] for span in item.spans]
        assert " ".join(texts) == item.text
        assert item.text.strip() == item.text != ""


def texts(found: Document) -> list[str]:
    items = extract_items(found)
    assert_exact(found, items)
    return [item.text for item in items]


@cache
def starter(name: str) -> Document:
    pages = read_pdf((STARTER / f"{name}.pdf").read_bytes(), Limits()).pages
    listed = name in ("workbook", "risk-assessment", "organizational-readiness-assessment")
    return document(pages, questionnaire=listed, document_id=name)


# --- what a checklist is ------------------------------------------------------------------------


def test_a_section_of_questions_is_a_checklist() -> None:
    found = markdown("# Buying\n\nAsk the vendor:\n\n- Who built it?\n- Who tested it?\n- Who mends it?\n")
    assert texts(found) == ["Who built it?", "Who tested it?", "Who mends it?"]


@pytest.mark.parametrize(
    "text",
    [
        "# Law\n\nMay we do this? It depends. Who decides? The judge. Is that all? No.",
        "# Law\n\n- Who decides?\n- Is there a warrant?\n",
        "# Law\n\n- Who decides?\n- Is it legal?\n- Is it fair?\n- Write it down.\n- Sign it.\n- Keep it.\n",
        "# Law\n\n"
        + "Much is said about the law here. " * 20
        + "\n\n- Who may?\n- Who must?\n- Who shall?\n",
        "# 1 Who decides?\n\nThe judge.\n\n# 2 Who pays?\n\nThe state.\n\n# 3 Who knows?\n\nNobody.",
    ],
    ids=["prose", "too few", "too few of all", "too few words", "headings"],
)
def test_what_merely_contains_questions_is_no_checklist(text: str) -> None:
    assert texts(markdown(text)) == []


def test_lines_of_a_table_of_contents_are_no_items() -> None:
    contents = "- Who decides?\n- Who pays?\n- Who knows?\n\n"
    assert texts(markdown(contents + "# Who decides?\n\nA.\n\n# Who pays?\n\nB.\n\n# Who knows?\n\nC.")) == []


def test_sections_too_small_alone_are_judged_with_those_of_the_same_title() -> None:
    chapter = "# Part {0}\n\nSome words.\n\n## {0}.2 To consider:\n\n1. Is part {0} clear?\n\n"
    found = markdown("".join(chapter.format(number) for number in (1, 2, 3)))
    items = extract_items(found)
    assert [item.text for item in items] == ["Is part 1 clear?", "Is part 2 clear?", "Is part 3 clear?"]
    assert {item.checklist_id for item in items} == {"policy--to-consider"}


def test_in_a_questionnaire_every_question_counts() -> None:
    text = "# Law\n\n- Is there a legal basis?\n- Keep a copy.\n"
    assert texts(markdown(text)) == []
    assert texts(markdown(text, questionnaire=True)) == ["Is there a legal basis?"]


def test_boxes_to_tick_are_items_without_a_question() -> None:
    text = "# Before use\n\n- [ ] Owner named\n- [ ] Test report read\n- [x] Users trained\n"
    assert texts(markdown(text)) == ["Owner named", "Test report read", "Users trained"]


def test_answered_examples_are_no_items() -> None:
    rows = "| A1.1 | Partly | Training list of 3 March |\n| A1.2 | No | Nobody knew |\n"
    text = f"# Example\n\n| Item | Answer | Evidence |\n|--|--|--|\n{rows}"
    assert texts(markdown(text, questionnaire=True)) == []


# --- tables -------------------------------------------------------------------------------------


def test_rows_with_room_for_answers_are_items_whatever_stands_around_them() -> None:
    text = "# Law\n\n" + "Much is said here. " * 40 + f"\n\n{HEAD}| L1 | Is it legal? | ☐ | ☐ | ☐ | |\n"
    (item,) = extract_items(markdown(text))
    assert (item.text, item.number, item.item_id) == ("Is it legal?", "L1", "L1")


def test_statements_count_beside_empty_answers_only() -> None:
    rows = "| 1 | The agency has named an owner | | | | |\n| 2 | The agency has a policy | Yes | | | |\n"
    assert texts(markdown(f"# Law\n\n{HEAD}{rows}")) == ["The agency has named an owner"]


def test_columns_give_principle_and_stage() -> None:
    text = (
        "# Law\n\n| Ref | Question | Principle | Life-cycle stage |\n|--|--|--|--|\n"
        "| a) | Is it legal? | lawfulness, Minimisation of harm | planning |\n"
        "| b) | Is it kind? | Kindness | planning |\n| c) | Is it good? | | data |\n"
    )
    tags = [(item.principles, item.stage) for item in extract_items(markdown(text))]
    assert tags == [
        (("Lawfulness", "Minimization of Harm"), "planning"),
        (("Kindness",), "planning"),
        ((), "data"),
    ]


def test_a_line_above_gives_principle_and_stage_until_the_section_ends() -> None:
    table = HEAD + "| {0}.1 | Is it {0}? | | | | |\n\n"
    text = (
        "# Checks\n\n## One\n\nPrinciple: Privacy; Human Agency · Stage: building or buying\n\n"
        + table.format("A1")
        + "## Two\n\n"
        + table.format("A2")
    )
    one, two = extract_items(markdown(text))
    assert (one.principles, one.stage) == (("Privacy", "Human Agency"), "building or buying")
    assert (two.principles, two.stage) == ((), "")


def test_headings_give_what_no_line_and_no_column_gives() -> None:
    text = "# 2 Fairness\n\n## Stage 3: Testing\n\n- Is it fair?\n- Is it even?\n- Is it just?\n"
    assert {(item.principles, item.stage) for item in extract_items(markdown(text))} == {
        (("Fairness",), "Testing")
    }


def test_a_row_of_one_cell_heads_the_rows_below_it() -> None:
    rows = "| Good governance | | | | | |\n| 1 | Is there an owner? | | | | |\n"
    (item,) = extract_items(markdown(f"# Checks\n\n{HEAD}{rows}"))
    assert (item.section, item.principles) == (("Checks", "Good governance"), ("Good Governance",))


def test_cells_are_found_by_their_place_where_empty_ones_leave_no_trace() -> None:
    head = (TABLE_ROW, 50.0, "No.\tQuestion              \tYes\tNo\tPrinciple")
    page = printed(1, head, (TABLE_ROW, 50.0, "1\tIs the use lawful now?             \tPrivacy"))
    (item,) = extract_items(document([page]))
    assert (item.text, item.principles) == ("Is the use lawful now?", ("Privacy",))


def test_a_question_cut_by_a_page_break_in_a_table_has_two_spans() -> None:
    head = (TABLE_ROW, 50.0, "No.\tQuestion\tYes\tNo")
    first = printed(1, head, (TABLE_ROW, 50.0, "A1\tIs every use of the"))
    second = printed(2, head, (TABLE_ROW, 68.0, "system recorded?"), (TABLE_ROW, 50.0, "A2\tIs it kept?"))
    found = document([first, second])
    assert texts(found) == ["Is every use of the system recorded?", "Is it kept?"]
    assert [span.page for span in extract_items(found)[0].spans] == [1, 2]


# --- parents ------------------------------------------------------------------------------------


def test_sub_questions_hang_under_the_question_above() -> None:
    text = "# Checks\n\n- Is it logged?\n  - Who reads it?\n  - Who keeps it?\n- Is it tested?\n"
    items = extract_items(markdown(text))
    by_id = {item.item_id: item.text for item in items}
    assert [by_id.get(item.parent, "") for item in items] == ["", "Is it logged?", "Is it logged?", ""]


def test_a_line_that_only_leads_in_to_questions_is_their_parent() -> None:
    found = markdown(
        "# Checks\n\n- Did you assess:\n  - who is hurt?\n  - who is helped?\n- Note it:\n  - here.\n"
    )
    items = extract_items(found)
    assert [item.text for item in items] == ["Did you assess:", "who is hurt?", "who is helped?"]
    assert [item.parent for item in items[1:]] == [items[0].item_id] * 2


def test_numbers_tell_the_parent_where_indentation_does_not() -> None:
    lines = ("12. Is it used?", "12.1. If so, where?", "12.2. If not, why not?", "13. Is it kept?")
    items = extract_items(document([printed(1, *((LIST_ITEM, 50.0, line) for line in lines))]))
    assert [item.parent for item in items] == ["", "12", "12", ""]


def test_numbers_aligned_at_their_dots_are_one_level() -> None:
    lines = [(LIST_ITEM, 56.0, "9. Is it used?"), (LIST_ITEM, 50.0, "10. Is it kept?")]
    lines.append((LIST_ITEM, 56.0, "1. Is it sold?"))
    page = printed(1, *lines)
    assert [item.parent for item in extract_items(document([page], questionnaire=True))] == ["", "", ""]


def test_running_text_between_ends_the_question_above() -> None:
    lines = [(PARAGRAPH, 20.0, "22 Is that all you have to say?"), (PARAGRAPH, 32.0, "Legal matters")]
    lines += [(PARAGRAPH, 40.0, f"L{number}. Is it legal?") for number in (1, 2)]
    items = extract_items(document([printed(1, *lines)]))
    assert [(item.number, item.parent) for item in items] == [("22", ""), ("L1", ""), ("L2", "")]


def test_indentation_holds_over_a_page_break() -> None:
    first = printed(1, (LIST_ITEM, 50.0, "• Is there a log?"), (LIST_ITEM, 62.0, "• Is it read by"))
    second = printed(2, ("+paragraph", 74.0, "anyone?"), (LIST_ITEM, 62.0, "• Is it kept?"))
    found = document([first, second])
    assert texts(found) == ["Is there a log?", "Is it read by anyone?", "Is it kept?"]
    top, *below = extract_items(found)
    assert [item.parent for item in below] == [top.item_id] * 2


# --- ids and titles -----------------------------------------------------------------------------


def test_ids_are_numbers_or_hashes_and_do_not_change_with_what_is_added() -> None:
    text = "# Checks\n\n- Is it used?\n- Is it kept?\n- Is it read?\n"
    before = extract_items(markdown(text))
    after = extract_items(markdown(text.replace("- Is it kept?", "- Is it new?\n- Is it kept?")))
    assert {item.item_id for item in before} < {item.item_id for item in after}
    assert before[0].item_id == "q74d0d0fcf4"


def test_ids_of_a_checklist_never_clash() -> None:
    text = "# Checks\n\n1. Is it used?\n1. Is it used?\n\n---\n\n1. Is it used?\n2. Is it kept?\n"
    ids = [item.item_id for item in extract_items(markdown(text))]
    assert len(ids) == len(set(ids)) == 4


def test_two_checklists_of_one_title_have_two_ids() -> None:
    questions = "- Is it used?\n- Is it kept?\n- Is it read?\n\n"
    words = "Many words about the part. " * 12
    text = "".join(f"# Part {n}\n\n{words}\n\n## Checklist\n\n{questions}" for n in (1, 2))
    ids = Counter(item.checklist_id for item in extract_items(markdown(text)))
    assert ids == {"policy--checklist": 3, "policy--checklist-2": 3}


def test_a_document_of_nothing_else_is_one_checklist_under_its_own_id() -> None:
    text = "# A\n\n- Is it used?\n- Is it kept?\n\n# B\n\n- Is it read?\n- Is it seen?\n"
    assert {item.checklist_id for item in extract_items(markdown(text))} == {"policy"}


def test_the_section_common_to_all_items_names_the_checklist() -> None:
    assert common_section([("A", "B", "C"), ("A", "B", "D")]) == ("A", "B")
    assert common_section([("A", "1 Questions"), ("B", "2 Questions:")]) == ("1 Questions",)
    assert common_section([("A", "B")]) == ("A", "B")
    assert common_section([]) == ()


# --- anything at all ----------------------------------------------------------------------------

WORDS = st.text(st.sampled_from("a?:.1A•☐✓\ufffd()| \t…-"), min_size=1, max_size=30).filter(str.strip)
LINES = st.tuples(
    st.sampled_from([HEADING, PARAGRAPH, LIST_ITEM, TABLE_ROW, "+paragraph", "footnote", "contents"]),
    st.sampled_from([50.0, 62.0, 74.0]),
    st.one_of(
        WORDS, st.sampled_from(["No.\tQuestion\tYes\tNo", "Principle: Privacy · Stage: data", "Is it so?"])
    ),
)


@settings(deadline=None)
@given(pages=st.lists(st.lists(LINES, max_size=12), max_size=3), questionnaire=st.booleans())
def test_items_are_exact_and_their_ids_their_own_whatever_the_pages_hold(
    pages: list[list[Line]], questionnaire: bool
) -> None:
    found = document([printed(n, *lines) for n, lines in enumerate(pages, 1)], questionnaire=questionnaire)
    items = extract_items(found)
    assert_exact(found, items)
    ids = [(item.checklist_id, item.item_id) for item in items]
    assert len(ids) == len(set(ids))
    assert all(not item.parent or (item.checklist_id, item.parent) in ids for item in items)


# --- real documents -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "letter", "sizes"),
    [
        ("organizational-readiness-assessment", "A", 73),
        ("risk-assessment", "S", 91),
        ("workbook", "W", 81),
    ],
)
def test_every_item_of_the_companion_checklists_comes_out_once(name: str, letter: str, sizes: int) -> None:
    found = starter(name)
    items = extract_items(found)
    assert_exact(found, items)
    source = (STARTER.parent / "sources" / f"{name}.typ").read_text(encoding="utf-8")
    wanted = list(_sourced(source))
    assert [(item.number, item.principles, item.stage) for item in items] == [row[:3] for row in wanted]
    assert [" ".join(item.text.split()) for item in items] == [row[3] for row in wanted]
    assert len(items) == sizes
    assert all(item.number == item.item_id and item.number[0] == letter and not item.parent for item in items)


def _sourced(source: str) -> list[tuple[str, tuple[str, ...], str, str]]:
    """Number, principles, stage and text of each item as the source of the document gives them."""
    call = re.compile(
        r'#checklist\(\s*id: "(\w+)", principle: (\(.*?\)|".*?"), stage: "(.*?)",\s*\((.*?)\n  \)', re.S
    )
    return [
        (
            f"{name}.{number}",
            tuple(re.findall(r'"(.*?)"', principles)),
            stage.lower(),
            question.replace("'", "’"),
        )
        for name, principles, stage, questions in call.findall(source)
        for number, question in enumerate(re.findall(r'"(.*?)",?\n', questions + "\n"), start=1)
    ]


def test_questions_of_the_principles_document_carry_the_principle_they_are_about() -> None:
    items = extract_items(starter("principles"))
    assert len({item.checklist_id for item in items}) == 22
    assert all(len(item.principles) == 1 and item.text.endswith("?") for item in items)
    assert all(item.principles[0].casefold() in item.section[-1].casefold() for item in items)


def test_the_readme_has_no_checklist() -> None:
    assert extract_items(starter("readme-file")) == ()


def test_headings_are_no_entries() -> None:
    page = printed(1, *((HEADING, 50.0, f"{n} Is it used?") for n in (1, 2, 3)))
    assert extract_items(document([page], questionnaire=True)) == ()
