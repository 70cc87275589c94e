"""What all tests share: no network, no model hub, the shared data where it is present, and the fakes.

The network is blocked three times over: pytest-socket (`--allow-hosts` in pyproject.toml) guards this
process; `tests/offline/sitecustomize.py`, put in front of PYTHONPATH here, guards every Python that a
test starts; and Chromium is started with a resolver that knows only loopback.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
OFFLINE = ROOT / "tests" / "offline"

# Before transformers is first imported, and inherited by every child process.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ.setdefault("TOOLKIT_QA_THREADS", "1")
os.environ["PYTHONPATH"] = os.pathsep.join([str(OFFLINE), str(ROOT)])
os.environ["PYTHONUTF8"] = "1"

import numpy as np  # noqa: E402 (the environment comes first)
import pytest  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

import tests.offline.sitecustomize  # noqa: E402, F401 (guards name look-ups in this process too)
from index import publish  # noqa: E402
from index.content import Content, embedded_texts  # noqa: E402
from index.embedder import Vectors  # noqa: E402
from index.lexical import terms  # noqa: E402
from index.store import Store  # noqa: E402
from ingest import worker  # noqa: E402
from ingest.limits import Limits  # noqa: E402
from ingest.records import Box, ChecklistItem, Document, Page, Passage, Sentence, Span  # noqa: E402
from ingest.sources import SourceFile  # noqa: E402
from ingest.wire import Reply  # noqa: E402
from toolkit_qa import Assistant, verdict  # noqa: E402
from toolkit_qa.examples import Example  # noqa: E402
from toolkit_qa.records import (  # noqa: E402
    ANSWERED,
    NOT_COVERED,
    Answer,
    Citation,
    Explanation,
    Hit,
    ScorePart,
    Statement,
)
from toolkit_qa.retrieve import WEIGHTS  # noqa: E402
from toolkit_qa.sections import within  # noqa: E402
from toolkit_qa.settings import Settings  # noqa: E402

if TYPE_CHECKING:
    from streamlit.testing.v1 import AppTest

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def shared_data_folder() -> Path:
    """Where the real documents stand, if they are here at all."""
    named = os.environ.get("TOOLKIT_QA_SHARED_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


def find_chromium() -> str | None:
    """The path of an installed Chromium (or `TOOLKIT_QA_CHROMIUM`), or None."""
    named = os.environ.get("TOOLKIT_QA_CHROMIUM")
    return named or next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips what this machine lacks, with the reason; under CI a missing Chromium fails instead."""
    folder = shared_data_folder()
    no_data = pytest.mark.skip(reason=f"no shared data at {folder} (set TOOLKIT_QA_SHARED_DATA)")
    no_browser = pytest.mark.skip(reason="no Chromium found (install it, or set TOOLKIT_QA_CHROMIUM)")
    for item in items:
        if item.get_closest_marker("shared_data") and not folder.is_dir():
            item.add_marker(no_data)
        if item.get_closest_marker("browser") and not find_chromium() and os.environ.get("CI") != "true":
            item.add_marker(no_browser)


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps the model hub switched off even when a test tidies the environment."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("TRANSFORMERS_OFFLINE", "1")


@pytest.fixture(autouse=True)
def _fresh_streamlit_caches() -> Iterator[None]:
    """Cached objects of one app test must not reach the next, and what it froze is collected again."""
    yield
    gc.unfreeze()
    if "streamlit" in sys.modules:
        import streamlit

        streamlit.cache_data.clear()
        streamlit.cache_resource.clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents. Tests that ask for it are marked `shared_data`."""
    return shared_data_folder()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium. Tests that ask for it are marked `browser`."""
    path = find_chromium()
    if path is None:
        pytest.fail("no Chromium found: install Debian's chromium, or set TOOLKIT_QA_CHROMIUM")
    return path


def pdf_of(*pages: Sequence[str], size: tuple[int, int] = (595, 842)) -> bytes:
    """A PDF whose pages hold the given lines in 12-point Helvetica, the first one 72 points from the top."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = " ".join(f"({_pdf_string(line)}) Tj 0 -18 Td" for line in lines)
        drawing = f"BT /F1 12 Tf 72 {size[1] - 84} Td {shown} ET"
        objects.append(f"<< /Length {len(drawing)} >>\nstream\n{drawing}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, offsets = "%PDF-1.4\n", []
    for number, entry in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{entry}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def _pdf_string(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


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
            "question": question,
            "understood_as": question,
            "corrections": (),
            "version": self.version_id,
            "status": ANSWERED,
            "confidence": 0.9,
            "message": "",
            "citations": citations,
            "statements": tuple(Statement(text=one.quote, citations=(one.n,)) for one in citations),
            "nearest": () if quotes else self.lookup(question)[:3],
        }
        return Answer(**(given | fields))

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


class FakeEmbedder:
    """Vectors without a model: each stem has a direction of its own, a text is the sum of its stems.

    `questions` counts the questions embedded, `embedded` keeps the texts.
    """

    model_id = "fa" * 32
    number_format = "float32"
    dimensions = 64

    def __init__(self) -> None:
        self.questions = 0
        self.embedded: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.embedded.extend(texts)
        if progress is not None:
            progress(len(texts))
        return np.stack([self._vector(text) for text in texts])

    def encode_question(self, text: str) -> Vectors:
        self.questions += 1
        return self._vector(text)

    def warm(self) -> None:
        """Nothing to load."""

    def _vector(self, text: str) -> Vectors:
        total = sum((_direction(stem) for stem in terms(text)), start=np.full(64, 1e-3))
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


class FakeReadingPool:
    """The readers themselves in this process, without workers; `read` collects the files read."""

    def __init__(self, read: list[str], limits: Limits) -> None:
        self._read, self._limits = read, limits

    def __enter__(self) -> FakeReadingPool:
        return self

    def __exit__(self, *error: object) -> None:
        """Nothing to end."""

    def read_all(self, files: Iterable[SourceFile]) -> Iterator[tuple[SourceFile, Reply]]:
        for file in files:
            self._read.append(file.file)
            yield file, worker.read_file(file.kind, file.path.read_bytes(), self._limits)


@cache
def _direction(stem: str) -> NDArray[np.float64]:
    """A direction of length about 1 that follows from the stem alone."""
    seed = int.from_bytes(hashlib.sha256(stem.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).normal(size=64) / 8


def made_document(document_id: str, pages: Sequence[str], **fields: Any) -> Document:
    """A document of plain pages, labelled "i", "ii", … as front matter is."""
    labels = ("i", "ii", "iii", "iv", "v", "vi")
    made = tuple(Page(number=n, label=labels[n - 1], text=text) for n, text in enumerate(pages, start=1))
    given = {"title": document_id.title(), "file": f"{document_id}.pdf", "sha256": "0" * 64}
    return Document(document_id=document_id, pages=made, **(given | fields))


def made_answer(question: str, **fields: Any) -> Answer:
    """An answer without quotes."""
    given = {
        "answer_id": hashlib.sha256(question.encode()).hexdigest()[:16],
        "question": question,
        "understood_as": question,
        "corrections": (),
        "version": "0123456789ab",
        "status": ANSWERED,
        "confidence": 0.9,
        "message": "",
    }
    return Answer(**(given | fields))


def made_passages(document: Document) -> Iterator[Passage]:
    """One passage for each paragraph of the pages; a last one without full stop goes on overleaf."""
    open_spans: list[Span] = []
    for page in document.pages:
        for paragraph in re.finditer(r"[^\n]+", page.text):
            open_spans.append(Span(page=page.number, start=paragraph.start(), end=paragraph.end()))
            if paragraph[0].endswith((".", "?")):
                yield _made_passage(document, tuple(open_spans))
                open_spans = []


def _made_passage(document: Document, spans: tuple[Span, ...]) -> Passage:
    texts = [document.page(span.page).text[span.start : span.end] for span in spans]
    if len(spans) == 1:
        sentences = tuple(
            _made_sentence(spans[0], found, texts[0]) for found in re.finditer(r"\S[^.?]*[.?]", texts[0])
        )
    else:
        sentences = (Sentence(spans=spans, text=" ".join(texts)),)
    identity = hashlib.sha256(f"{document.document_id}{spans}".encode()).hexdigest()[:12]
    return Passage(
        passage_id=identity,
        document_id=document.document_id,
        section=("Part", document.title),
        spans=spans,
        text="\n".join(texts),
        context=f"{document.title} › Part",
        sentences=sentences,
    )


def _made_sentence(span: Span, found: re.Match[str], text: str) -> Sentence:
    start, end = span.start + found.start(), span.start + found.end()
    return Sentence(spans=(Span(page=span.page, start=start, end=end),), text=found[0])


def publish_made(store: Path, documents: Sequence[Document], items: Sequence[ChecklistItem] = ()) -> str:
    """Publishes and activates a version of made documents; returns its id."""
    passages = tuple(passage for document in documents for passage in made_passages(document))
    embedder = FakeEmbedder()
    content = Content(
        documents=tuple(documents),
        passages=passages,
        items=tuple(items),
        problems=(),
        model_id=embedder.model_id,
        number_format=embedder.number_format,
        options={"max_tokens": 254},
    )
    place = Store(store)
    with place.locked():
        version = publish.publish(
            place,
            content,
            embedder.encode(embedded_texts(documents, passages)),
        )
        publish.activate(place, version)
    return version


HANDBOOK = made_document(
    "handbook",
    (
        "A facial recognition match is a lead and never proof of identity. Two officers review each match.\n"
        "Records of every search are kept for ninety days. An auditor reads the records each month.\n"
        "Automation bias is the habit of trusting a machine more than",
        "one should. Officers guard against it by forming a view first.\n"
        "Has the agency named an owner for the system?\n"
        "Drones are flown only with a warrant signed by a judge.",
    ),
    source="starter",
    edition="starter 2026.1",
)
POLICY = made_document(
    "policy",
    (
        "Procurement contracts give the agency the right to inspect training data.\n"
        "Drones are flown only with a warrant signed by a judge.",
    ),
    source="official",
    edition="Revised February 2024",
)


def made_item(document: Document, text: str) -> ChecklistItem:
    """A checklist item that stands word for word in a made document."""
    page = next(page for page in document.pages if text in page.text)
    start = page.text.index(text)
    return ChecklistItem(
        item_id="A1.1",
        checklist_id=f"{document.document_id}-list",
        document_id=document.document_id,
        text=text,
        number="1",
        section=("Part", "Ownership"),
        spans=(Span(page=page.number, start=start, end=start + len(text)),),
    )


@pytest.fixture(scope="session", autouse=True)
def _judged_for_the_fake(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The shipped coefficients of the verdict count for the fake embedder too."""
    content = json.loads(verdict.FILE.read_text(encoding="utf-8"))
    content["models"].append(FakeEmbedder.model_id)
    file = tmp_path_factory.mktemp("verdict") / verdict.FILE.name
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdict, "FILE", file)
        yield


@pytest.fixture(scope="session")
def _published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store: Path = tmp_path_factory.mktemp("published")
    item = made_item(HANDBOOK, "Has the agency named an owner for the system?")
    publish_made(store, (HANDBOOK, POLICY), (item,))
    return store


@pytest.fixture
def small_store(_published: Path, tmp_path: Path) -> Path:
    """A store that serves two small documents, one of them starter text, and one checklist item."""
    return Path(shutil.copytree(_published, tmp_path / "store"))


@pytest.fixture
def small_assistant(small_store: Path) -> Assistant:
    """An assistant on `small_store` with the fake embedder."""
    fake = FakeEmbedder()
    return Assistant.open(small_store, settings=Settings(), load_embedder=lambda number_format: fake)


@pytest.fixture
def files_read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets builds read files in this process, and collects the names of those that are read."""
    read: list[str] = []
    monkeypatch.setattr("index.build.ReadingPool", lambda limits: FakeReadingPool(read, limits))
    return read


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A folder of two small documents, Markdown and text."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "custody.md").write_text(
        "# Custody rules\n\n## Records\n\nEvery entry is signed. No entry is deleted.\n\n"
        "## Cameras\n\nCameras run in every cell. Footage is kept for thirty days.\n",
        encoding="utf-8",
    )
    (folder / "drones.txt").write_text(
        "Use of drones\n\nA drone is flown with a warrant. The pilot keeps a log.\n", encoding="utf-8"
    )
    return folder


HANDBOOK_PAGES = (
    ("Handbook", "Contents and nothing else."),
    ("Oversight", "A person reviews each match.", "The person signs the review."),
    ("Records", "Records are kept for ninety days.", "Nobody may keep a copy."),
)


def page_of(number: int, lines: Sequence[str], label: str = "") -> Page:
    """A page as `pdf_of` draws it: its text, and a box per word where the word stands (roughly)."""
    starts = [sum(len(one) + 1 for one in lines[:row]) for row in range(len(lines))]
    words = [(row, word) for row, line in enumerate(lines) for word in re.finditer(r"\S+", line)]
    boxes = tuple(
        Box(
            start=starts[row] + word.start(),
            end=starts[row] + word.end(),
            x0=72 + 5.5 * word.start(),
            y0=72 + 18 * row,
            x1=72 + 5.5 * word.end(),
            y1=86 + 18 * row,
        )
        for row, word in words
    )
    return Page(
        number=number, label=label or str(number), text="\n".join(lines), boxes=boxes, width=595, height=842
    )


@pytest.fixture
def fake_assistant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAssistant]:
    """The assistant of the app is a fake one over a starter PDF and an agency's note in Markdown."""
    from toolkit_qa.ui import resources

    (tmp_path / "handbook.pdf").write_bytes(pdf_of(*HANDBOOK_PAGES))
    (tmp_path / "note.md").write_text("# Note\nAsk the records officer.", encoding="utf-8")
    handbook = Document(
        document_id="handbook",
        title="Handbook (starter digest)",
        file="handbook.pdf",
        sha256="ab" * 32,
        source="starter",
        edition="starter 2026.1",
        category="guides",
        pages=tuple(page_of(n, lines, f"{n + 4}") for n, lines in enumerate(HANDBOOK_PAGES, start=1)),
    )
    note = Document(
        document_id="note",
        title="Note",
        file="note.md",
        sha256="cd" * 32,
        category="notes",
        pages=(Page(number=1, label="1", text="Note\nAsk the records officer."),),
    )
    files = {"handbook": tmp_path / "handbook.pdf", "note": tmp_path / "note.md"}
    assistant = FakeAssistant((handbook, note), files)
    monkeypatch.setattr(resources, "Assistant", assistant)
    monkeypatch.setattr(resources, "DRAWN_FIRST", 0.0)
    monkeypatch.setattr(resources, "DATA_FOLDER", tmp_path / "data")
    monkeypatch.setenv("TOOLKIT_QA_STORE", str(tmp_path / "store"))
    yield assistant
    resources.pictures(str(tmp_path / "store")).close()


@pytest.fixture
def app(fake_assistant: FakeAssistant) -> AppTest:
    """The app on the fake assistant, run once."""
    from streamlit.testing.v1 import AppTest

    return AppTest.from_file(ROOT / "app.py", default_timeout=60).run()
