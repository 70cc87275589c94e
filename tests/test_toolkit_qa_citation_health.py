"""What became of saved citations: unchanged, moved, reworded, gone."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build
from index.version import Version, open_version
from ingest.errors import InputError
from ingest.limits import Limits
from ingest.worker import read_file
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, POLICY, made_document, publish_made
from toolkit_qa import Assistant
from toolkit_qa.checklists import find_checklist
from toolkit_qa.citation_health import GONE, MOVED, REWORDED, UNCHANGED, check_quotes, counts_of
from toolkit_qa.filled import empty_form
from toolkit_qa.records import Answer
from toolkit_qa.saved_quotes import read_saved, saved_quotes

KEPT = "Are the records of a search kept for ninety days?"


@pytest.fixture
def answer(small_assistant: Assistant) -> Answer:
    """An answer that quotes the handbook's rule on records."""
    return small_assistant.ask(KEPT)


def edition(store: Path, *changes: tuple[str, str]) -> Version:
    """The handbook with words replaced, published beside the version that was there."""
    texts = [page.text for page in HANDBOOK.pages]
    for old, new in changes:
        assert any(old in text for text in texts)
        texts = [text.replace(old, new) for text in texts]
    document = replace(HANDBOOK, pages=made_document("handbook", texts).pages)
    return open_version(store, publish_made(store, (document, POLICY)))


def states(version: Version, data: object, *before: Version) -> list[str]:
    known = {one.version_id: one for one in before}
    return [one.state for one in check_quotes(version, saved_quotes(data), known)]


def test_in_its_own_version_everything_is_unchanged(small_assistant: Assistant, answer: Answer) -> None:
    found = states(small_assistant.version(), answer.to_dict())
    assert found == [UNCHANGED] * (len(answer.citations) + len(answer.checklists))
    assert found


def test_other_places_on_the_page_and_white_space_are_no_change(small_store: Path, answer: Answer) -> None:
    new = edition(small_store, ("Records of every", "New words come first.\nRecords of  every"))
    (first, *_) = check_quotes(new, saved_quotes(answer.to_dict()), {})
    assert first.state == UNCHANGED
    assert first.now is not None
    assert new.page("handbook", first.now.page).text[first.now.start : first.now.end] == first.now.quote


def test_another_page_is_moved_with_its_number_and_label(small_store: Path, answer: Answer) -> None:
    texts = ["A new first page.", *(page.text for page in HANDBOOK.pages)]
    document = replace(HANDBOOK, pages=made_document("handbook", texts).pages)
    new = open_version(small_store, publish_made(small_store, (document,)))
    (first, *_) = check_quotes(new, saved_quotes(answer.to_dict()), {})
    assert (first.state, first.now and first.now.page, first.now and first.now.page_label) == (MOVED, 2, "ii")


def test_another_wording_is_shown_beside_the_old_one(small_store: Path, answer: Answer) -> None:
    new = edition(small_store, ("kept for ninety days", "kept for thirty days"))
    (first, *_) = check_quotes(new, saved_quotes(answer.to_dict()), {})
    assert first.state == REWORDED
    assert first.now is not None
    assert "thirty" in first.now.quote
    assert ("removed", "ninety") in first.words


def test_what_was_deleted_is_gone(small_store: Path, answer: Answer) -> None:
    new = edition(small_store, ("Records of every search are kept for ninety days. ", ""))
    assert states(new, answer.to_dict())[0] == GONE


def test_a_sentence_that_was_there_before_is_no_new_wording(small_store: Path) -> None:
    rule = "Records of every search are kept for ninety days."
    twin = "Records of every search are kept for ten days in a safe."
    old = open_version(
        small_store, publish_made(small_store, (made_document("rules", (f"{rule}\n{twin}",)),))
    )
    new = open_version(small_store, publish_made(small_store, (made_document("rules", (twin,)),)))
    quote = {"version": old.version_id, "quote": rule, "document_id": "rules", "page": 1}
    assert states(new, quote, old) == [GONE]
    assert states(new, quote) == [REWORDED]  # without the old version nobody can know


def test_a_removed_document_is_gone_and_a_renamed_one_is_found(small_store: Path, answer: Answer) -> None:
    gone = open_version(small_store, publish_made(small_store, (POLICY,)))
    assert set(states(gone, [one.to_dict() for one in answer.citations])) == {GONE}
    renamed = replace(HANDBOOK, document_id="doc-1", title="Other", file="other.pdf")
    moved = open_version(small_store, publish_made(small_store, (renamed,)))
    assert states(moved, answer.to_dict())[0] == MOVED


def test_a_filled_checklist_is_checked_with_its_citations(
    small_store: Path, small_assistant: Assistant, answer: Answer
) -> None:
    version = small_assistant.version()
    form = empty_form(version, find_checklist(version, "handbook-list"))
    filled = form.with_item("A1.1", answer="yes", citations=answer.citations)
    assert states(version, filled.to_dict()) == [UNCHANGED] * (1 + len(answer.citations))
    new = edition(small_store, ("named an owner for", "named an owner and a deputy for"))
    (item, *_) = check_quotes(new, saved_quotes(filled.to_dict()), {version.version_id: version})
    assert (item.state, item.saved.kind, item.saved.name) == (REWORDED, "checklist_item", "A1.1")


@pytest.mark.parametrize("lines", [False, True], ids=["one object", "lines of a batch"])
def test_files_of_answers_are_read(tmp_path: Path, answer: Answer, lines: bool) -> None:
    path = tmp_path / "antworten – 答え.json"
    record = {"id": "1", "answer": answer.to_dict()}
    text = "\n".join(json.dumps(record) for _ in range(2)) if lines else json.dumps({"answers": [record] * 2})
    path.write_text(text, encoding="utf-8")
    quotes = read_saved(path)
    assert len(quotes) == 2 * (len(answer.citations) + len(answer.checklists))
    assert {(one.version, one.of) for one in quotes} == {(answer.version, KEPT)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "holds no citation"),
        ('{"a": 1}\nnone', "line 2"),
        (b"\xff\xfe\x00", "no UTF-8"),
    ],
)
def test_files_without_citations_are_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = tmp_path / "saved.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError, match=said):
        read_saved(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_saved(tmp_path / "none.json")


@pytest.mark.shared_data
def test_known_edits_of_a_real_document_are_told_rightly(
    shared_data: Path, tmp_path: Path, files_read: list[str]
) -> None:
    """The paragraphs of a real PDF as a text file; sentences of it saved; the file edited and built again."""
    dice = random.Random(5)
    path = tmp_path / "edition.txt"
    path.write_text(paragraphs(shared_data / "pdfs" / "uk-cp-815.pdf"), encoding="utf-8")
    old = built(path)
    text, truth, quotes = path.read_text(encoding="utf-8"), {}, []
    for _, sentence in dice.sample(old.sentences, 400):
        words = sentence.text.split()
        if len(words) < 8 or text.count(sentence.text) != 1:
            continue
        changed = dice.sample(range(1, len(words) - 1), len(words) // 4)  # it stays one sentence
        new = " ".join("henceforth" if row in changed else word for row, word in enumerate(words))
        fate = dice.choice((UNCHANGED, REWORDED, GONE))
        text = text.replace(sentence.text, {UNCHANGED: sentence.text, REWORDED: new, GONE: ""}[fate])
        truth[sentence.text] = (fate, new)
        quotes.append(
            {
                "version": old.version_id,
                "quote": sentence.text,
                "document_id": "doc-1",
                "file": "edition.txt",
                "page": 1,
            }
        )
    path.write_text(text, encoding="utf-8")
    found = list(check_quotes(built(path), saved_quotes(quotes), {old.version_id: old}))
    right = [one for one in found if one.state == truth[one.saved.quote][0]]
    assert len(found) > 200
    assert len(right) >= 0.97 * len(found), counts_of(found)
    shown = [one.now.quote == truth[one.saved.quote][1] for one in right if one.now and one.state == REWORDED]
    assert sum(shown) >= 0.97 * len(shown)


def paragraphs(path: Path) -> str:
    """A PDF's blocks as paragraphs of a text file."""
    pages = read_file("pdf", path.read_bytes(), Limits()).pages
    blocks = [" ".join(page.text[b.start : b.end].split()) for page in pages for b in page.blocks]
    return "\n\n".join(blocks)


def built(path: Path) -> Version:
    """A version of one file."""
    report = build([path], store=path.parent / "store", embedder=FakeEmbedder())
    return open_version(path.parent / "store", report.version)
