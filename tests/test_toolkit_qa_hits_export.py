"""Passages found, as CSV and Markdown: whole, and nothing in them a formula or markup."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from ingest.errors import InputError
from tests.test_toolkit_qa_answer_export import EVIL
from toolkit_qa import Assistant
from toolkit_qa.hits_export import COLUMNS, RECORD, Found, export_hits

QUESTION = "Who signs the warrant for drones?"


@pytest.fixture
def found(small_assistant: Assistant) -> Found:
    return Found(
        query=QUESTION,
        hits=small_assistant.lookup(QUESTION, k=3),
        version="v1",
        within="Policy",
        written_at="2026-11-24T10:04:05+00:00",
    )


def rows(found: Found) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export_hits(found, "csv").decode("utf-8-sig"), newline="")))


def table(found: Found) -> str:
    text = export_hits(found, "md").decode("utf-8")
    return str(MarkdownIt("commonmark").enable("table").render(text))


def test_every_row_of_the_csv_is_a_record_of_its_own(found: Found) -> None:
    written = rows(found)
    assert tuple(written[0]) == (*COLUMNS, *RECORD)
    assert [row["passage"] for row in written] == [hit.text for hit in found.hits]
    first, hit = written[0], found.hits[0]
    assert (first["document"], first["printed page"], first["PDF page"]) == (hit.title, "i", "1")
    assert {row["searched for"] for row in written} == {QUESTION}
    assert {(row["searched in"], row["index version"]) for row in written} == {("Policy", "v1")}


def test_a_digest_is_named_in_every_row(found: Found) -> None:
    sources = {hit.source: row["source"] for hit, row in zip(found.hits, rows(found), strict=True)}
    assert "not the toolkit's" in sources["starter"]
    assert "not the toolkit's" in table(found)


def test_markdown_is_one_table(found: Found) -> None:
    read = table(found)
    assert read.count("<tr>") == 1 + len(found.hits)
    assert f"<h1>{QUESTION}</h1>" in read
    assert "page i (PDF page 1)" in read


@pytest.mark.parametrize("evil", [*EVIL, "=1+1", "@SUM(A1)", " -2", "a\tb"])
def test_nothing_found_becomes_a_formula_or_markup(found: Found, evil: str) -> None:
    hit = replace(found.hits[0], text=evil, title=evil, section=(evil,), page_labels=(evil,))
    hostile = replace(found, query=evil, within=evil, hits=(hit,))
    for row in rows(hostile):
        assert not [cell for cell in row.values() if cell.lstrip()[:1] in tuple("=+-@")]
    read = table(hostile)
    assert read.count("<td>") == 3
    assert not any(f"<{tag}" in read for tag in ("script", "a ", "img", "strong", "code", "h2", "blockquote"))


def test_an_unknown_format_is_refused(found: Found) -> None:
    with pytest.raises(InputError, match="Known are: csv, md"):
        export_hits(found, "xlsx")
