"""Answers as files: what each format says, that nothing quoted becomes markup, that JSON is read again."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import replace

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ingest.errors import InputError
from toolkit_qa import Assistant
from toolkit_qa.answer_export import (
    FORMATS,
    Asked,
    export_answer,
    export_conversation,
    file_name,
    now,
)
from toolkit_qa.answer_export_text import numbers_text, quoted_lines, when
from toolkit_qa.messages import STARTER_ONLY
from toolkit_qa.records import ANSWERED, BLOCKED, NEEDS_DETAIL, Answer, Correction, Statement
from toolkit_qa.saved_quotes import read_text

QUESTION = "Is a facial recognition match proof of identity?"
MATCH = "A facial recognition match is a lead and never proof of identity."
AT = "2026-11-24T10:04:05+00:00"
EVIL = [
    "<script>alert(1)</script>",
    "[a](javascript:b)",
    "![c](https://d.example/e.png)",
    "**bold** _under_ `code` $x^2$",
    "https://f.example www.g.example h@i.example",
    "# heading",
    "- list",
    "1. list",
    "12) list",
    "=====",
    "> quote",
    "a | b\n---|---",
    "```mermaid\ngraph TD\n```",
    "&lt;b&gt; &amp;",
]


@pytest.fixture
def answer(small_assistant: Assistant) -> Answer:
    """An answered question that quotes starter text and names a checklist item."""
    found = small_assistant.ask("Has the agency named an owner? Is a facial recognition match proof?")
    assert found.citations
    assert found.checklists
    return replace(found, status=ANSWERED)


@pytest.fixture
def refusal(small_assistant: Assistant) -> Answer:
    found = small_assistant.ask("How is bread baked in an oven?")
    assert found.nearest
    assert not found.citations
    return found


def markdown(answer: Answer) -> str:
    return export_answer(Asked(answer=answer, at=AT), "md").decode("utf-8")


def word(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def rendered_html(text: str) -> str:
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def read(text: str) -> str:
    """Markdown as it is read, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", "", rendered_html(text)))


@pytest.mark.parametrize("format_name", ["md", "docx"])
def test_a_file_says_all_that_a_record_needs(answer: Answer, format_name: str) -> None:
    data = export_answer(Asked(answer=answer, at=AT), format_name)
    said = read(data.decode("utf-8")) if format_name == "md" else word(data)
    citation = answer.citations[0]
    place = "Handbook, starter 2026.1, Part › Handbook, page i (PDF page 1)"
    for part in (
        answer.question,
        citation.quote,
        f"[{citation.n}]",
        place,
        "starter digest, in this project's own words, not the toolkit's",
        STARTER_ONLY,
        "Verdict: Answered",
        "Asked: 2026-11-24 10:04 UTC",
        f"Answer id: {answer.answer_id}",
        f"Index version: {answer.version}",
        answer.checklists[0].text,
    ):
        assert part in said


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2026-11-24T10:04:05+02:00", "2026-11-24 08:04 UTC"),
        ("2026-11-24T10:04", "2026-11-24 10:04 UTC"),
        ("soon", "soon"),
    ],
)
def test_a_moment_is_shown_in_utc(moment: str, shown: str) -> None:
    assert when(moment) == shown


def test_the_word_document_does_not_name_the_library_as_its_author(answer: Answer) -> None:
    properties = docx.Document(io.BytesIO(export_answer(Asked(answer=answer), "docx"))).core_properties
    assert (properties.author, properties.title) == ("Toolkit QA", answer.question)


def test_how_a_question_was_read_is_part_of_the_record(answer: Answer) -> None:
    read_so = replace(
        answer, understood_as="a match?", corrections=(Correction(written="macth", read_as="match"),)
    )
    assert "- Understood as: a match?\n- Spelling: “macth” read as “match”\n" in markdown(read_so)


def test_quotes_of_one_place_share_a_line_of_sources(answer: Answer) -> None:
    one = answer.citations[0]
    both = replace(answer, citations=(one, replace(one, n=2, quote="other")), statements=())
    assert markdown(both).count("\\[1, 2\\] Handbook") == 1


def test_items_of_a_list_stand_on_lines_of_their_own(answer: Answer) -> None:
    first = replace(answer.citations[0], n=1, quote="It holds:")
    others = [
        replace(first, n=n, quote=quote) for n, quote in ((2, "- a name;"), (3, "a sentence that goes"))
    ]
    over = replace(first, n=4, page=first.page + 1, quote="on overleaf.")
    cited = (first, *others, over)
    assert quoted_lines(cited) == ("It holds:", "- a name;", "a sentence that goes on overleaf.")
    cells = quoted_lines(cited, lambda one, other: (one.n, other.n) == (1, 2))
    assert cells == ("It holds: · - a name;", "a sentence that goes on overleaf.")
    whole = Statement(text=" ".join(one.quote for one in cited), citations=(1, 2, 3, 4))
    listed = replace(answer, citations=cited, statements=(whole,))
    assert "> It holds:\\\n> \\- a name;\\\n> a sentence that goes on overleaf. \\[1–4\\]\n" in markdown(
        listed
    )
    assert "It holds:\n- a name;\na sentence" in word(export_answer(Asked(answer=listed), "docx"))


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([4], "4"), ([1, 2], "1, 2"), ([9, 3, 4, 5], "3–5, 9")]
)
def test_numbers_are_written_short(numbers: list[int], text: str) -> None:
    assert numbers_text(numbers) == text


@pytest.mark.parametrize("format_name", ["md", "docx"])
def test_a_refusal_is_written_as_a_refusal(refusal: Answer, format_name: str) -> None:
    data = export_answer(Asked(answer=refusal, at=AT), format_name)
    said = read(data.decode("utf-8")) if format_name == "md" else word(data)
    assert "Verdict: Not covered by the documents" in said
    assert "quoted word for word" not in said
    before, after = said.split("Nearest passages: not an answer")
    assert refusal.nearest[0].text[:30] in after
    assert refusal.nearest[0].text[:30] not in before


@pytest.mark.parametrize("status", [BLOCKED, NEEDS_DETAIL])
def test_what_was_not_answered_says_why(refusal: Answer, status: str) -> None:
    other = replace(refusal, status=status, message="Because.", nearest=(), suggestions=("And this?",))
    said = markdown(other)
    assert "**Because.**" in said
    assert "- Verdict: Not " in said
    assert "## What could be asked\n\n- And this?" in said


def test_a_conversation_holds_every_answer_in_order(answer: Answer, refusal: Answer) -> None:
    asked = [Asked(answer=answer, at=AT), Asked(answer=refusal)]
    said = export_conversation("Night shift", asked, "md", written_at=AT).decode("utf-8")
    heads = re.findall(r"^#+ .*", said, re.MULTILINE)
    assert heads[:2] == ["# Night shift", f"## {answer.question}"]
    assert f"## {refusal.question}" in heads
    assert "### Nearest passages: not an answer" in heads
    assert "Questions: 2" in said
    assert "Night shift" in word(export_conversation("Night shift", asked, "docx", written_at=AT))


def test_json_is_the_answer_of_the_contract_and_can_be_checked_later(answer: Answer, refusal: Answer) -> None:
    one = export_answer(Asked(answer=answer, at=AT), "json").decode("utf-8")
    assert json.loads(one)["asked_at"] == AT
    assert Answer.from_dict(json.loads(one)) == answer
    both = [Asked(answer=answer, at=AT), Asked(answer=refusal)]
    for text in (one, export_conversation("x", both, "json", written_at=AT).decode("utf-8")):
        quotes = [saved for saved in read_text(text, "file") if saved.kind == "citation"]
        assert [saved.quote for saved in quotes] == [cited.quote for cited in answer.citations]
        assert {(saved.version, saved.of) for saved in quotes} == {(answer.version, answer.question)}


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_quoted_becomes_markdown(answer: Answer, refusal: Answer, evil: str) -> None:
    cited = replace(answer.citations[0], quote=evil, title=evil, section=(evil,), page_label=evil)
    item = replace(answer.checklists[0], text=evil, title=evil)
    hit = replace(refusal.nearest[0], text=evil, title=evil)
    hostile = replace(
        answer,
        question=evil,
        message=evil,
        understood_as=f"{evil}?",
        citations=(cited,),
        statements=(replace(answer.statements[0], text=evil, citations=(cited.n,)),),
        checklists=(item,),
        nearest=(hit,),
        suggestions=(evil,),
    )
    rendered = rendered_html(markdown(hostile))
    assert set(re.findall(r"<(\w+)", rendered)) <= {"h1", "h2", "ul", "li", "p", "strong", "em", "blockquote"}
    assert not re.search(r"<(li|blockquote)>\s*<(ul|h\d|blockquote)", rendered)
    assert not re.search(r"(?<!\\):(?=//)|(?<!\\)\$", markdown(hostile))
    assert read(markdown(hostile)).count(" ".join(evil.split())) >= 6


@pytest.mark.parametrize("evil", [*EVIL, "a\x00b\x0b\u202ec\ud800", "\ufffe" * 3])
def test_word_takes_whatever_is_quoted_as_text(answer: Answer, evil: str) -> None:
    data = export_answer(Asked(answer=replace(answer, question=evil, message=evil)), "docx")
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text in {" ".join(evil.split()), "abc", ""}
    assert "\u202e" not in word(data)


@pytest.mark.parametrize("format_name", FORMATS)
@settings(deadline=None, max_examples=25)
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_can_be_written(format_name: str, text: str) -> None:
    answer = Answer(
        answer_id="a",
        question=text,
        understood_as="",
        corrections=(),
        version=text,
        status=text,
        confidence=0.0,
        message=text,
        suggestions=(text,),
    )
    assert export_answer(Asked(answer=answer, at=text), format_name)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Is a match proof?", "is-a-match-proof.md"),
        ("../../etc/passwd", "etc-passwd.md"),
        ("CON: Ünïcode “quotes”", "con-unicode-quotes.md"),
        ("??? 日本", "answer.md"),
        ("Nul?", "answer-nul.md"),
        ("a" * 100, "a" * 60 + ".md"),
    ],
)
def test_file_names_are_plain(question: str, name: str) -> None:
    assert file_name(question, "md") == name


def test_an_unknown_format_is_refused(answer: Answer) -> None:
    for write in (
        lambda: export_answer(Asked(answer=answer), "pdf"),
        lambda: export_conversation("x", [Asked(answer=answer)], "pdf", written_at=now()),
    ):
        with pytest.raises(InputError, match="'pdf' is no format for an answer. Known are: md, docx, json"):
            write()
