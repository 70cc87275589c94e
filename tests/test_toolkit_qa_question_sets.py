"""The committed question sets: well formed, and every gold place and key phrase really in the corpus."""

from __future__ import annotations

import json
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from ingest.limits import Limits
from ingest.manifest import Manifest, read_manifest
from ingest.pdf import read_pdf
from ingest.records import Page

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "toolkit_qa" / "questions"
KINDS = (
    "plain", "definition", "list", "comparison", "yes_no", "number", "multi_part", "follow_up", "vague",
    "outside", "near_miss",
)  # fmt: skip
ROLES = ("patrol", "investigation", "command", "procurement", "legal", "oversight", "data_science")
VERDICTS = ("answered", "partly_answered", "not_covered", "needs_detail")
NEEDED = {"id", "question", "kind", "role", "expect", "gold", "key_phrases"}
ALLOWED = NEEDED | {"history", "open", "note"}
PLACE = {"document", "section", "pages", "source"}
ASKS_FOR_THE_OFFICIAL = {
    "forty-14": "Organizational Readiness Assessment Questionnaire",
    "forty-15": "Organizational Roadmap",
    "forty-27": "Risk Assessment Questionnaire",
    "forty-28": "Risk Assessment Questionnaire",
    "forty-39": "Responsible AI Innovation in Action Workbook",
}

Question = dict[str, Any]
Pages = dict[tuple[str, int], Page]


def load(name: str) -> list[Question]:
    return [json.loads(line) for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]


FORTY, STARTER, SECOND = SETS = [load(f"{name}.jsonl") for name in ("forty", "starter", "second")]
EVERY = [question for questions in SETS for question in questions]
LARGE = {"starter": STARTER, "second": SECOND}
FEWEST = {"starter": 10, "second": 8}  # questions of a kind
MOST_TIMES_FEWEST = {"starter": 1.5, "second": 4.5}  # documents; the second set goes by their length


def flat(text: str) -> str:
    return " ".join(text.split())


def verdicts(question: Question) -> set[str]:
    expected = question["expect"]
    return {expected} if isinstance(expected, str) else set(expected)


def phrases(question: Question) -> list[str]:
    return [phrase for point in question["key_phrases"] for phrase in point]


def wrong(questions: list[Question], is_right: Any) -> list[str]:
    return [question["id"] for question in questions if not is_right(question)]


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return read_manifest(ROOT / "corpus")


@pytest.fixture(scope="module")
def pages(manifest: Manifest) -> Pages:
    found = {}
    for entry in manifest.entries:
        read = read_pdf((ROOT / "corpus" / entry.file).read_bytes(), Limits())
        found.update({(entry.document_id, page.number): page for page in read.pages})
    return found


def gold_texts(question: Question, pages: Pages) -> list[str]:
    """The text of each gold place: its pages, white space made one."""
    return [
        " \n ".join(flat(pages[place["document"], number].text) for number in place["pages"])
        for place in question["gold"]
    ]


def test_the_fields_are_those_of_the_readme() -> None:
    assert wrong(EVERY, lambda q: NEEDED <= set(q) <= ALLOWED) == []
    assert wrong(EVERY, lambda q: q["kind"] in KINDS and q["role"] in ROLES) == []
    assert wrong(EVERY, lambda q: verdicts(q) and verdicts(q) <= set(VERDICTS)) == []
    assert wrong(EVERY, lambda q: all(set(place) == PLACE for place in q["gold"])) == []


def test_no_id_and_no_question_stands_twice() -> None:
    assert [key for key, count in Counter(q["id"] for q in EVERY).items() if count > 1] == []
    asked = Counter((*q.get("history", ()), flat(q["question"]).casefold()) for q in EVERY)
    assert [key for key, count in asked.items() if count > 1] == []


def test_every_question_can_be_asked() -> None:
    turns = [turn for q in EVERY for turn in (q["question"], *q.get("history", ()))]
    assert [turn for turn in turns if turn != turn.strip() or not 0 < len(turn) <= 2000] == []
    assert wrong(EVERY, lambda q: "history" not in q or len(q["history"]) > 0) == []
    assert wrong(EVERY, lambda q: q["kind"] != "follow_up" or "history" in q) == []


def test_the_verdict_goes_with_kind_and_gold() -> None:
    not_covered = [q for q in EVERY if q["expect"] == "not_covered"]
    assert wrong(not_covered, lambda q: q["gold"] == q["key_phrases"] == [] and q["note"]) == []
    answerable = [q for q in EVERY if "answered" in verdicts(q)]
    assert wrong(answerable, lambda q: q["gold"] and all(q["key_phrases"])) == []
    refused = [q for q in EVERY if q["kind"] in ("outside", "near_miss")]
    assert wrong(refused, lambda q: "not_covered" in verdicts(q) and "answered" not in verdicts(q)) == []
    vague = [q for q in EVERY if q["kind"] == "vague"]
    assert wrong(vague, lambda q: "needs_detail" in verdicts(q) and q["note"]) == []


def test_gold_places_are_in_the_corpus(manifest: Manifest, pages: Pages) -> None:
    sources = {entry.document_id: entry.source for entry in manifest.entries}
    places = [(q["id"], place) for q in EVERY for place in q["gold"]]
    assert [key for key, place in places if sources.get(place["document"]) != place["source"]] == []
    assert [key for key, place in places if not place["pages"]] == []
    assert [
        (key, place["section"], number)
        for key, place in places
        for number in place["pages"]
        if (page := pages.get((place["document"], number))) is None
        or (place["section"] and not any(place["section"] in block.section for block in page.blocks))
    ] == []


def test_every_key_phrase_stands_on_a_gold_page(pages: Pages) -> None:
    missing = [
        (q["id"], phrase)
        for q in EVERY
        for phrase in phrases(q)
        if not any(flat(phrase) in text for text in gold_texts(q, pages))
    ]
    assert missing == []


def test_every_gold_place_holds_a_key_phrase(pages: Pages) -> None:
    bare = [
        (q["id"], place["document"], place["section"])
        for q in EVERY
        if q["key_phrases"]
        for place, text in zip(q["gold"], gold_texts(q, pages), strict=True)
        if not any(flat(phrase) in text for phrase in phrases(q))
    ]
    assert bare == []


def test_the_documents_to_open_are_official_titles(manifest: Manifest) -> None:
    titles = {entry.official_title for entry in manifest.entries}
    assert wrong([q for q in EVERY if "open" in q], lambda q: q["open"] in titles) == []


def test_what_asks_for_the_official_text_is_not_covered() -> None:
    assert [q["id"] for q in FORTY] == [f"forty-{number:02d}" for number in range(1, 41)]
    assert {q["id"]: q["open"] for q in FORTY if q["expect"] == "not_covered"} == ASKS_FOR_THE_OFFICIAL


@pytest.mark.parametrize("name", LARGE)
def test_a_large_set_holds_every_kind_and_role(name: str) -> None:
    questions = LARGE[name]
    kinds = Counter(q["kind"] for q in questions)
    assert len(questions) >= 200
    assert min(kinds["outside"], kinds["near_miss"]) >= 30
    assert {kind for kind in KINDS if kinds[kind] < FEWEST[name]} == set()
    assert {role for role in ROLES if sum(q["role"] == role for q in questions) < 20} == set()


@pytest.mark.parametrize("name", LARGE)
def test_no_document_is_left_out(name: str, manifest: Manifest) -> None:
    first = Counter(q["gold"][0]["document"] for q in LARGE[name] if q["gold"])
    assert set(first) == {entry.document_id for entry in manifest.entries}
    assert max(first.values()) <= MOST_TIMES_FEWEST[name] * min(first.values())


@pytest.mark.parametrize("name", LARGE)
def test_the_hash_leaves_both_halves_large_enough(name: str) -> None:
    test_half = [q for q in LARGE[name] if sha256(q["id"].encode("utf-8")).digest()[0] % 2]
    assert 0.4 <= len(test_half) / len(LARGE[name]) <= 0.6


@pytest.mark.parametrize("kind", KINDS)
def test_the_readme_counts_right(kind: str) -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    counts = [sum(q["kind"] == kind for q in questions) for questions in SETS]
    assert f"| `{kind}` | {' | '.join(map(str, counts))} |" in text


def test_the_example_of_the_readme_is_a_question_of_the_set() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert json.loads(text.split("```json")[1].split("```")[0]) in STARTER
