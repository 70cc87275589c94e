"""The fake assistant: for pages and commands, over documents given in the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ingest.records import ChecklistItem, Document, Page, Passage, Span
from tests.made_documents import made_answer
from toolkit_qa.examples import Example
from toolkit_qa.records import NOT_COVERED, Answer, Citation, Explanation, Hit, ScorePart, Statement
from toolkit_qa.retrieve import WEIGHTS
from toolkit_qa.sections import within


class FakeAssistant:
    """An assistant over pages given in the test: it answers what it was told to, word for word.

    `answers` maps a question to an answer; any other question is not covered, with every page's
    first passage as nearest. `asked` and `looked_up` keep the calls: the question with its history, or
    with the documents searched. `offered` are its examples, `near` the related questions of a question.
    """

    version_id = "0123456789ab"
    items: tuple[ChecklistItem, ...] = ()

    def __init__(self, documents: Sequence[Document], files: Mapping[str, Path]) -> None:
        self._documents = tuple(documents)
        self._files = dict(files)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.looked_up: list[tuple[str, tuple[str, ...]]] = []
        self.offered = tuple(
            Example(role=role, question=question, document_id="handbook", section=("Oversight",))
            for role, question in (("patrol", "Who reviews a match?"), ("legal", "Who keeps records?"))
        )
        self.near: dict[str, tuple[str, ...]] = {}
        self.passages = tuple(
            Passage(
                passage_id=f"{document.document_id}-{page.number}",
                document_id=document.document_id,
                section=("Oversight", "Human review"),
                spans=(Span(page=page.number, start=0, end=len(page.text)),),
                text=page.text,
                context=document.title,
            )
            for document in documents
            for page in document.pages
        )

    def ask(self, question: str, *, history: Sequence[str] = (), version: str | None = None) -> Answer:
        self.asked.append((question, tuple(history)))
        return self.answers.get(question) or self.answer(question, (), status=NOT_COVERED)

    def lookup(
        self,
        question: str,
        *,
        k: int = 10,
        documents: Sequence[str] = (),
        sections: Sequence[str] = (),
        version: str | None = None,
    ) -> tuple[Hit, ...]:
        self.looked_up.append((question, tuple(documents)))
        found = [one for one in self.passages if not documents or one.document_id in documents]
        found = [one for one in found if not sections or within(one.section, sections)]
        return tuple(self._hit(rank, passage) for rank, passage in enumerate(found[:k], start=1))

    def examples(self, *, version: str | None = None) -> tuple[Example, ...]:
        return self.offered

    def related(self, answer: Answer, *, history: Sequence[str] = ()) -> tuple[str, ...]:
        return self.near.get(answer.question, ())

    def explain(self, question: str, passage_id: str, *, version: str | None = None) -> Explanation:
        parts = (
            ScorePart(name=name, score=0.5, deviations=2.0, weight=w, adds=2 * w)
            for name, w in WEIGHTS.items()
        )
        return Explanation(passage_id=passage_id, score=6.6, sentence="A sentence.", parts=tuple(parts))

    def answer(self, question: str, quotes: Sequence[tuple[str, int, str]], **fields: Any) -> Answer:
        """An answer of quotes (document_id, page, text), one statement each."""
        citations = tuple(self._citation(n, *quote) for n, quote in enumerate(quotes, start=1))
        given = {
            "answer_id": "a" * 16,
            "version": self.version_id,
            "citations": citations,
            "statements": tuple(Statement(text=one.quote, citations=(one.n,)) for one in citations),
            "nearest": () if quotes else self.lookup(question)[:3],
        }
        return made_answer(question, **(given | fields))

    def documents(self, *, version: str | None = None) -> tuple[Document, ...]:
        return self._documents

    def page(self, document_id: str, number: int, *, version: str | None = None) -> Page:
        return self._document(document_id).page(number)

    def passage(self, passage_id: str, *, version: str | None = None) -> Passage:
        return next(one for one in self.passages if one.passage_id == passage_id)

    def version(self, version: str | None = None) -> FakeAssistant:
        return self

    def page_count(self, document_id: str) -> int:
        return len(self._document(document_id).pages)

    def source_path(self, document_id: str) -> Path:
        return self._files[document_id]

    def warm(self) -> None:
        """Nothing to load."""

    def open(self, *args: object, **kwargs: object) -> FakeAssistant:
        return self

    def current_version(self, store: object) -> str | None:
        return self.version_id

    def _document(self, document_id: str) -> Document:
        return next(one for one in self._documents if one.document_id == document_id)

    def _citation(self, n: int, document_id: str, number: int, quote: str) -> Citation:
        document, page = self._document(document_id), self.page(document_id, number)
        return Citation(
            n=n,
            passage_id=f"{document_id}-{number}",
            document_id=document_id,
            title=document.title,
            edition=document.edition,
            source=document.source,
            file=document.file,
            page=number,
            page_label=page.label,
            section=("Oversight", "Human review"),
            quote=quote,
            start=page.text.index(quote),
            end=page.text.index(quote) + len(quote),
        )

    def _hit(self, rank: int, passage: Passage) -> Hit:
        document = self._document(passage.document_id)
        page = document.page(passage.pages[0])
        return Hit(
            rank=rank,
            score=1.0 / rank,
            passage_id=passage.passage_id,
            document_id=document.document_id,
            title=document.title,
            edition=document.edition,
            source=document.source,
            file=document.file,
            page=page.number,
            page_label=page.label,
            pages=passage.pages,
            page_labels=tuple(document.page(number).label for number in passage.pages),
            section=passage.section,
            text=passage.text,
        )
