"""Titles, ids and whose text it is: starter, official, or the agency's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.manifest import Entry, Fetched, Manifest
from ingest.naming import is_title, name_documents, own_title
from ingest.records import Page, ReadDocument
from ingest.sources import SourceFile

ROADMAP = Entry(
    document_id="roadmap",
    title="Roadmap (starter digest)",
    official_title="Organizational Roadmap",
    official_edition="Revised February 2024",
    edition="starter 2026.1",
    source="starter",
    file="starter/roadmap.pdf",
    title_words=("Organizational Roadmap",),
    file_words=("roadmap",),
    official_sha256=("confirmed",),
)
RISK = Entry(
    document_id="risk",
    title="Risk (starter digest)",
    official_title="Risk Questionnaire",
    source="starter",
    title_words=("Risk Questionnaire",),
    file_words=("risk",),
)
FETCHED = Fetched(document_id="roadmap", file="official/r.pdf", sha256="fetched", date="2026-01-02")
MANIFEST = Manifest(folder=Path(), entries=(ROADMAP, RISK), fetched=(FETCHED,))


def file(name: str, sha256: str = "abcdefabcdefabcdef", entry: Entry | None = None) -> SourceFile:
    return SourceFile(
        path=Path(name),
        file=name,
        sha256=sha256,
        size=1,
        kind="pdf",
        entry=entry,
        official=name.startswith("official/"),
        manifest=MANIFEST,
    )


def reading(text: str = "Something else", **titles: str) -> ReadDocument:
    return ReadDocument(pages=(Page(number=1, label="1", text=text),), **titles)


STARTER = (file("starter/roadmap.pdf", "starter", ROADMAP), reading())


def test_a_listed_document_has_the_name_of_its_entry() -> None:
    (document,) = name_documents([STARTER])
    assert (document.document_id, document.title) == ("roadmap", "Roadmap (starter digest)")
    assert (document.source, document.edition) == ("starter", "starter 2026.1")


def test_other_documents_are_the_agencys_and_known_by_their_bytes() -> None:
    (document,) = name_documents([(file("policy.pdf"), reading(metadata_title="Camera policy"))])
    assert (document.document_id, document.title) == ("doc-abcdefabcdef", "Camera policy")
    assert (document.source, document.edition) == ("agency", "")


@pytest.mark.parametrize(
    ("sha256", "name", "edition"),
    [
        ("fetched", "official/r.pdf", "fetched 2026-01-02"),
        ("confirmed", "elsewhere/x.pdf", "Revised February 2024"),
    ],
)
def test_confirmed_bytes_are_official_and_replace_the_starter(sha256: str, name: str, edition: str) -> None:
    (document,) = name_documents([STARTER, (file(name, sha256), reading())])
    assert (document.document_id, document.title) == ("roadmap", "Organizational Roadmap")
    assert (document.source, document.edition) == ("official", edition)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("official/a.pdf", "TOOLKIT\nORGANIZATIONAL\nROAD-\nMAP\nRevised  August 2025"),
        ("official/My Road map.pdf", "Revised August 2025"),
    ],
)
def test_a_likely_match_replaces_the_starter_but_stays_the_agencys(name: str, text: str) -> None:
    (document,) = name_documents([STARTER, (file(name), reading(text))])
    assert (document.document_id, document.title) == ("roadmap", "Organizational Roadmap")
    assert (document.source, document.edition) == ("agency", "Revised August 2025")


def test_outside_the_official_folder_nothing_is_guessed() -> None:
    documents = name_documents([STARTER, (file("notes/roadmap.pdf"), reading("Organizational Roadmap"))])
    assert [document.source for document in documents] == ["starter", "agency"]


def test_a_title_page_that_fits_two_entries_is_decided_by_the_file_name() -> None:
    text = "Organizational Roadmap and Risk Questionnaire"
    (document,) = name_documents([(file("official/risk.pdf"), reading(text))])
    assert document.document_id == "risk"
    (document,) = name_documents([(file("official/other.pdf"), reading(text))])
    assert document.document_id.startswith("doc-")


def test_a_confirmed_document_wins_over_a_likely_one() -> None:
    likely = (file("official/roadmap.pdf"), reading("Organizational Roadmap", first_line="Old copy"))
    documents = name_documents([likely, STARTER, (file("official/r.pdf", "fetched"), reading())])
    assert [(d.document_id, d.source) for d in documents] == [
        ("doc-abcdefabcdef", "agency"),
        ("roadmap", "official"),
    ]


def test_identical_bytes_count_twice_and_are_numbered_by_file_name() -> None:
    named = name_documents(
        [(file("b.pdf"), reading()), (file("c.pdf"), reading()), (file("a.pdf"), reading())]
    )
    assert [(d.file, d.document_id) for d in named] == [
        ("b.pdf", "doc-abcdefabcdef-2"),
        ("c.pdf", "doc-abcdefabcdef-3"),
        ("a.pdf", "doc-abcdefabcdef"),
    ]


def test_the_title_is_looked_for_in_the_documents_own_order() -> None:
    assert own_title(reading(metadata_title="Use of force", heading_title="Other")) == "Use of force"
    assert own_title(reading(metadata_title="Microsoft Word - x.doc", heading_title="Heading")) == "Heading"
    assert own_title(reading(heading_title="* * *", first_line="First line")) == "First line"
    assert own_title(reading()) == "Untitled document"
    assert len(own_title(reading(first_line="word " * 100))) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "Untitled", "untitled document 3", "Microsoft Word - policy v3", "PowerPoint Presentation",
        "Document1", "policy_final.docx", "slides.pptx", "report-2023", "scan_0001", "12/04/2024", "abc",
        "file:///C:/x.htm", "(null)", "w", "nist.sp.800-218", "Title", "\ufffd\ufffdpolicy text",
    ],
)  # fmt: skip
def test_what_programs_leave_behind_is_no_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ethics Guidelines for AI",
        "A pro-innovation approach to AI regulation",
        "Handbook",
        "GDPR",
        "AI Act 2024/1689",
        "Slide rules for officers",
        "Überwachung",
    ],
)
def test_titles_are_titles(text: str) -> None:
    assert is_title(text)
