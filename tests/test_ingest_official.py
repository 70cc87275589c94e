"""Which PDF stands for which official document, of which edition, and who answers for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.manifest import Entry, Fetched, Manifest
from ingest.naming import name_documents
from ingest.official import edition_in, held_by, letters, match_official, title_page_says
from ingest.records import Page, ReadDocument
from ingest.sources import SourceFile

RISK = Entry(
    document_id="risk",
    title="Risk Questionnaire (starter digest)",
    official_title="Risk Questionnaire",
    source="starter",
    title_words=("Risk Questionnaire",),
    file_words=("risk",),
)
CONFIRMING = replace(RISK, official_sha256=("mine",), official_edition="Revised May 2025")


def manifest(entry: Entry = RISK, *fetched: str) -> Manifest:
    records = [Fetched(document_id="risk", file="official/risk.pdf", sha256=one) for one in fetched]
    return Manifest(folder=Path(), entries=(entry,), fetched=tuple(records))


def file(name: str, of: Manifest, sha256: str = "other", kind: str = "pdf") -> SourceFile:
    path = Path("official") / name
    return SourceFile(
        path=path, file=path.as_posix(), sha256=sha256, size=1, kind=kind, official=True, manifest=of
    )


def reading(*pages: str) -> ReadDocument:
    return ReadDocument(pages=tuple(Page(number=n, label="", text=text) for n, text in enumerate(pages, 1)))


def standing(read: list[tuple[SourceFile, ReadDocument]]) -> list[str]:
    """How the file that stands for the document was found, then how its rivals are called."""
    matches = sorted(match_official(read).values(), key=lambda match: match.beaten)
    return [match.how for match in matches]


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("Revised February 2024", "Revised February 2024"),
        ("(REVISED  FEBRUARY\n2024)", "Revised February 2024"),
        ("Revised edition, Mar. 2025", "Revised March 2025"),
        ("Published in June 2023\nRevised in February 2024", "Revised February 2024"),
        ("Revised March 2025. It follows the text revised February 2024.", "Revised March 2025"),
        ("Version September 2026", "Version September 2026"),
        ("The law was revised in 2024", ""),
        ("Unrevised February 2024", ""),
        ("", ""),
    ],
)
def test_the_edition_is_read_from_the_first_pages(text: str, edition: str) -> None:
    assert edition_in(reading("Cover", text)) == edition


def test_the_edition_is_not_looked_for_beyond_the_first_pages() -> None:
    assert edition_in(reading("a", "b", "c", "Revised February 2024")) == ""


def test_spelling_and_layout_do_not_hide_a_title() -> None:
    assert letters("ORGANI-\nSATIONAL  Road\u00admap") == letters("Organizational Roadmap")
    assert letters("e\u0301tude") == letters("Étude")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("See README.", True),
        ("READ-\nME_file", True),
        ("r e a d m e", True),
        ("Read media", False),
        ("", False),
    ],
)
def test_a_phrase_is_held_from_word_to_word(text: str, held: bool) -> None:
    assert held_by(text)("Readme") is held


def test_a_title_is_looked_for_behind_a_cover_that_names_none() -> None:
    assert title_page_says(reading("Cover", "Risk Questionnaire"), [RISK]) == (RISK,)
    assert title_page_says(reading("Cover", "b", "c", "Risk Questionnaire"), [RISK]) == ()


def test_title_and_edition_may_stand_in_the_running_head() -> None:
    page = Page(number=1, label="", text="Ask.", dropped=("Risk Questionnaire", "Revised February 2024"))
    read = ReadDocument(pages=(page,))
    assert (title_page_says(read, [RISK]), edition_in(read)) == ((RISK,), "Revised February 2024")


def test_the_manifest_has_the_last_word_then_what_was_fetched_last() -> None:
    of = manifest(CONFIRMING, "old", "new")
    read = [(file(f"{sha256}.pdf", of, sha256), reading("x")) for sha256 in ("old", "new", "mine")]
    assert standing(read) == ["confirmed in the manifest", *["another file stands for it"] * 2]
    assert match_official(read)[2].beaten is False
    assert match_official(read[:2])[1].beaten is False


def test_the_first_of_two_equal_files_stands_for_the_document() -> None:
    of = manifest()
    named = name_documents([(file(name, of), reading("x")) for name in ("risk-a.pdf", "risk-b.pdf")])
    assert [(one.document_id, one.match) for one in named] == [
        ("risk", "file name"),
        ("doc-other", "risk: another file stands for it"),
    ]


@pytest.mark.parametrize(
    ("name", "text", "how"),
    [
        ("Risk-1.pdf", "Risk Questionnaire", ["title page and file name"]),
        ("x.pdf", "RISK\nQUESTIONNAIRE", ["title page"]),
        ("Ré\u0301v Risk étude.pdf", "x", ["file name"]),
        ("x.pdf", "y", []),
    ],
)
def test_a_match_says_by_what_it_was_found(name: str, text: str, how: list[str]) -> None:
    assert standing([(file(name, manifest()), reading(text))]) == how


def test_only_a_pdf_is_taken_for_an_official_document() -> None:
    assert standing([(file("risk.docx", manifest(), kind="docx"), reading("Risk Questionnaire"))]) == []


def test_an_older_starter_document_is_never_taken_for_the_official_one() -> None:
    text = "Risk Questionnaire (starter digest)\nOfficial document: Risk Questionnaire"
    assert standing([(file("risk.pdf", manifest()), reading(text))]) == []


def test_a_fetched_file_without_edition_does_not_get_that_of_the_manifest() -> None:
    of = manifest(replace(CONFIRMING, official_sha256=()), "new")
    (match,) = match_official([(file("risk.pdf", of, "new"), reading("Risk Questionnaire"))]).values()
    assert (match.source, match.edition) == ("official", "fetched")
