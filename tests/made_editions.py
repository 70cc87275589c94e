"""Made editions of the small handbook, and one of them published so that it waits behind the gate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from index.store import Store
from ingest.records import Block, Document
from tests.made_documents import HANDBOOK, POLICY, made_answer, made_document, made_item, publish_made
from toolkit_qa.keeping import Keeping, Turn
from toolkit_qa.keeping_feedback import UP, give
from toolkit_qa.question_sets import GoldPlace, SetQuestion
from toolkit_qa.records import ANSWERED

RULE = "Records of every search are kept for ninety days."
OTHER_RULE = "Records of every search are kept for thirty weeks."
ITEM = "Has the agency named an owner for the system?"
KEPT = SetQuestion(
    id="kept",
    question="Are the records of a search kept for ninety days?",
    kind="yes_no",
    expect=(ANSWERED,),
    gold=(GoldPlace(document="handbook", pages=(1,)),),
    key_phrases=(("ninety days",),),
)


def whole(document: Document) -> Document:
    """The document with its lines as blocks, as a reader gives them."""
    pages = []
    for page in document.pages:
        blocks, start = [], 0
        for line in page.text.split("\n"):
            blocks.append(Block(kind="paragraph", start=start, end=start + len(line)))
            start += len(line) + 1
        pages.append(replace(page, blocks=tuple(blocks)))
    return replace(document, pages=tuple(pages))


def edition(*pages: str, named: str = "") -> Document:
    """The handbook with other pages."""
    made = whole(replace(HANDBOOK, pages=made_document("handbook", pages).pages))
    return replace(made, edition=named or made.edition)


FIRST = whole(HANDBOOK)
TEXTS = [page.text for page in HANDBOOK.pages]
IN_FRONT = edition("This page is new and holds nothing else.", *TEXTS)
WITHOUT = edition(TEXTS[0].replace(RULE, OTHER_RULE), *TEXTS[1:], named="starter 2026.2")


def mark(data: Path, question: str) -> None:
    """Gives an answer to the question a thumb up, in the data folder."""
    keeping = Keeping(data)
    conversation = keeping.asked(None, question)
    keeping.settled(conversation, Turn(question=question, answer=made_answer(question), number=1))
    kept = keeping.conversation(conversation)
    assert kept is not None
    give(keeping, conversation, kept.turns, 1, UP)


def publish_first(store: Path) -> str:
    """Lets the first edition serve, with its checklist item."""
    return publish_made(store, (FIRST, POLICY), (made_item(FIRST, ITEM),))


def publish_waiting(store: Path, document: Document, *items: str) -> tuple[str, str]:
    """Publishes an edition that waits; the version that serves and the new one."""
    old = Store(store).served()
    new = publish_made(store, (document, POLICY), tuple(made_item(document, text) for text in items))
    Store(store).point_to(old)
    lines = (store / "activations.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if new not in line]
    (store / "activations.jsonl").write_text("\n".join([*kept, ""]), encoding="utf-8")
    return old[0], new
