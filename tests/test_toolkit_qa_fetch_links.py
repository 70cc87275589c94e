"""Links of a landing page: which document each leads to, by its text, what stands around it, its name."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.manifest import Entry, read_manifest
from tests.web_site import TITLES, write_manifest
from toolkit_qa.fetch_links import AROUND, BY_NAME, IN_TEXT, ITS_TEXT, Link, read_page, recognise

PAGE = "https://unicri.example/topics/toolkit"


@pytest.fixture(scope="module")
def entries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Entry, ...]:
    folder: Path = tmp_path_factory.mktemp("corpus")
    write_manifest(folder, PAGE)
    return read_manifest(folder).entries


def links(body: str) -> tuple[Link, ...]:
    return read_page(f"<body>{body}</body>".encode(), PAGE, "utf-8").links


RISK, WORKBOOK, README = TITLES["risk-assessment"], TITLES["workbook"], TITLES["readme-file"]

RECOGNISED = {
    "its own text": (f'<a href="/a.pdf">{RISK}</a>', "risk-assessment", ITS_TEXT),
    "text with size and date": (
        f'<a href="/a.pdf">Download: {RISK} (PDF, 2 MB, revised February 2024)</a>',
        "risk-assessment",
        ITS_TEXT,
    ),
    "text in pieces": ('<a href="/a.pdf"><b>Risk</b>\n<i>Assess&shy;ment</i> Questionnaire</a>',
                       "risk-assessment", ITS_TEXT),
    "title within other text": (
        f'<a href="/a.pdf">Agenda of the training on the {RISK}</a>', "risk-assessment", IN_TEXT),
    "an image": (f'<a href="/a.pdf"><img src="x" alt="{WORKBOOK}"></a>', "workbook", ITS_TEXT),
    "a label": (f'<a href="/a.pdf" aria-label="{README}">here</a>', "readme-file", ITS_TEXT),
    "two links to one address": (
        f'<a href="/a.pdf"><img src="x"></a><p>x</p><a href="/a.pdf">{README}</a>', "readme-file", ITS_TEXT),
    "a heading before": (f'<h3>Part</h3><div><h4>{WORKBOOK}</h4><p><a href="/a.pdf">PDF</a></p></div>',
                         "workbook", AROUND),
    "a table row": (f'<table><tr><td>{RISK}</td><td><a href="/a.pdf">EN</a></td></tr>'
                    f'<tr><td>{WORKBOOK}</td><td></td></tr></table>', "risk-assessment", AROUND),
    "the file name": ('<a href="/files/02_Risk_Assessm_Feb24.pdf">Evaluación de riesgos</a>',
                      "risk-assessment", BY_NAME),
    "name with accents and spaces": ('<a href="/f/Évaluation du RISK (v2).pdf">ici</a>',
                                     "risk-assessment", BY_NAME),
    "name in the middle of the path": ('<a href="/content/7/file/Workbook.pdf?lang=eng">x</a>',
                                       "workbook", BY_NAME),
    "title of two, name of one": (f'<a href="/workbook.pdf">{WORKBOOK} and {RISK}</a>', "workbook", IN_TEXT),
    "no ending, but a type": (f'<a href="/d/1" type="application/pdf">{README}</a>', "readme-file", ITS_TEXT),
    "a short name": ('<a href="/download/7.pdf">The workbook</a>', "workbook", BY_NAME),
    "embedded": ('<iframe src="/readme.pdf"></iframe>', "readme-file", BY_NAME),
}  # fmt: skip


@pytest.mark.parametrize("name", RECOGNISED)
def test_a_link_is_recognised_by(name: str, entries: tuple[Entry, ...]) -> None:
    body, document_id, sureness = RECOGNISED[name]
    (link,) = links(body)
    match = recognise(link, entries)
    assert match is not None
    assert (match[0].document_id, match[1]) == (document_id, sureness)
    assert link.is_pdf
    assert not link.foreign


UNKNOWN = {
    "another PDF": '<a href="/annual-report.pdf">Annual report</a>',
    "two titles and no name": f'<a href="/a.pdf">{WORKBOOK}, {RISK}</a>',
    "icons before titles": f'<p><a href="/a.pdf">x</a>{WORKBOOK}<a href="/b.pdf">x</a>{RISK}</p>',
    "a title far away": f'<div>{RISK}<p>{"word " * 200}</p><a href="/a.pdf">x</a></div>',
    "part of a word": '<a href="/news.pdf">Read media release</a>',
    "two short names": '<a href="/download/7.pdf">Risk workbook</a>',
    "no PDF with the right name": '<a href="/workbook">Order a copy</a>',
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_link_is_not_recognised_by(name: str, entries: tuple[Entry, ...]) -> None:
    assert [recognise(link, entries) for link in links(UNKNOWN[name])] == [None] * UNKNOWN[name].count("<a ")


@pytest.mark.parametrize(
    "body",
    [
        f'<a href="/a.pdf" hreflang="fr">{RISK}</a>',
        f'<a href="/a.pdf">{RISK} (Français)</a>',
        f'<a href="/a.pdf">{RISK} - Arabic version</a>',
        f'<a href="/Risk_FR.pdf">{RISK}</a>',
        '<a href="/Risk%20Assessment%20(ES).pdf">PDF</a>',
        "<a href='/risk.pdf'>风险 中文</a>",
    ],
)
def test_versions_in_other_languages_are_known(body: str) -> None:
    assert [link.foreign for link in links(body)] == [True]


@pytest.mark.parametrize(
    ("text", "dated"),
    [("Workbook_Feb24", (2024, 1)), ("Workbook, March 2025", (2025, 2)), ("Feb24 (Mar25)", (2025, 2)),
     ("Workbook", (0, 0)), ("Mar250", (0, 0))],
)  # fmt: skip
def test_a_link_may_be_dated(text: str, dated: tuple[int, int]) -> None:
    assert Link(url="https://x.example/", text=text).dated == dated
    assert Link(url=f"https://x.example/{text.replace(' ', '%20')}.pdf", text="").dated == dated


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("a.pdf", "https://unicri.example/topics/a.pdf"),
        ("../b c é.pdf#page=2", "https://unicri.example/b%20c%20%C3%A9.pdf"),
        ("b%20c.pdf", "https://unicri.example/topics/b%20c.pdf"),
        ("//files.example/a.pdf", "https://files.example/a.pdf"),
        (" /a\n.pdf ", "https://unicri.example/a.pdf"),
    ],
)
def test_addresses_are_made_whole(href: str, url: str) -> None:
    assert [link.url for link in links(f'<a href="{href}">x</a>')] == [url]


@pytest.mark.parametrize(
    "href", ["mailto:a@b.example", "javascript:void(0)", "data:application/pdf,x", "http://[", "#top", ""]
)
def test_what_is_no_address_of_the_web_is_left_out(href: str) -> None:
    assert links(f'<a href="{href}">x</a>') == ()


def test_a_page_may_have_another_base_and_send_its_readers_on() -> None:
    html = b'<base href="/files/"><meta http-equiv="Refresh" content="0; URL=\'new\'"><a href="a.pdf">x</a>'
    page = read_page(html, PAGE)
    assert page.links[0].url == "https://unicri.example/files/a.pdf"
    assert page.moved_to == "https://unicri.example/files/new"


@pytest.mark.parametrize("charset", ["latin-1", None, "no-such-charset"])
def test_pages_in_old_encodings_are_read(charset: str | None) -> None:
    html = '<meta charset="latin-1"><a href="/a.pdf">Évaluation</a>'.encode("latin-1")
    assert read_page(html, PAGE, charset).links[0].text == "Évaluation"


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + '<a href="/a.pdf">x</a>',
        '<a href="/a.pdf">x' + "".join(f'<a href="/{n}.pdf">unclosed' for n in range(3_000)),
        '<a href="/a.pdf">' + "".join(f'<a href="/{n}.pdf">' for n in range(20_000)),
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><a href='/a.pdf'/></html>",
        '<a href="/a.pdf">x</a>' + "<![CDATA[" + "<" * 10_000,
    ],
    ids=["deep", "unclosed", "unclosed and empty", "xhtml", "cut off"],
)
def test_odd_pages_are_read_in_good_time(body: str) -> None:
    started = time.monotonic()
    assert links(body)[0].url == "https://unicri.example/a.pdf"
    assert time.monotonic() - started < 30
