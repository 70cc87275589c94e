"""From paths to an activated version: read, split, embed, write. Whatever is known is not made again."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.errors import CorpusError, DocumentError
from ingest.limits import Limits
from ingest.naming import name_documents
from ingest.problems import problem_of
from ingest.records import ChecklistItem, Document, Passage, Problem, ReadDocument
from ingest.sources import SourceFile, discover
from ingest.wire import Reply
from ingest.workers import ReadingPool

from . import files, publish
from .content import Content, embedded_texts
from .cuts import Cutter
from .embedder import Embedder, Embeds
from .in_use import clear_marks
from .model import find_model, model_hash
from .readings import ReadingCache
from .report import BuildReport, compare, indexed_files, one_a_kind
from .store import Store
from .tokens import TokenCounter
from .vectors import VectorCache
from .version import Before, read_before

Progress = Callable[[str, int, int], None]
Read = tuple[SourceFile, ReadDocument]
READ, SPLIT, EMBED, WRITE = STAGES = ("read", "split", "embed", "write")
SLICE = 8192  # texts embedded before their vectors are kept: what an interrupted build loses at most


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """Documents with pages, and what they were cut into: passages of at most `max_tokens` word pieces."""

    documents: tuple[Document, ...]
    passages: tuple[Passage, ...]
    items: tuple[ChecklistItem, ...]
    problems: tuple[Problem, ...]
    max_tokens: int


@dataclass
class Clock:
    """Seconds by stage."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))
    started: float = field(default_factory=time.perf_counter)

    @contextlib.contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] += time.perf_counter() - start

    def read(self) -> dict[str, float]:
        """All stages and the total, in seconds to three decimals."""
        total = time.perf_counter() - self.started
        return {name: round(value, 3) for name, value in {**self.seconds, "total": total}.items()}


@dataclass(frozen=True, kw_only=True)
class Work:
    """What the steps of one build work with: the store and the version in it, the model, whom to tell."""

    place: Store
    before: Before | None
    readings: ReadingCache
    embedder: Embeds
    model_folder: Path | None
    tell: Progress
    clock: Clock


def build(
    paths: Sequence[Path],
    *,
    store: Path,
    model_folder: Path | None = None,
    threads: int = 0,
    number_format: str = "auto",
    limits: Limits | None = None,
    activate: bool = True,
    note: str = "",
    progress: Progress | None = None,
    embedder: Embeds | None = None,
) -> BuildReport:
    """Builds a version whose whole content is what `paths` name, and lets it serve.

    Args:
        paths: files and folders.
        store: where versions are kept; made when it is not there.
        model_folder, threads, number_format: as for `Embedder`. `auto` keeps the number format of
            the version that serves, when it has the same model, so that its vectors can be used.
        activate: False leaves the version that serves as it is.
        note: a line about this build for the version's manifest.
        progress: called with stage (one of `STAGES`), how many are done, how many there are.
        embedder: in place of one made from the three arguments above.

    Raises:
        CorpusError: nothing readable was found; the version that serves goes on.
        StoreError: the store is in use, or cannot be written.
        InputError: a path does not exist, or the model folder holds none.
    """
    clock = Clock()
    place = Store(store)
    with place.locked():
        place.clear_leftovers()
        clear_marks(place)
        before = read_before(place)
        work = Work(
            place=place,
            before=before,
            readings=ReadingCache(place.readings, limits or Limits()),
            embedder=embedder or _embedder(model_folder, threads, number_format, before),
            model_folder=model_folder,
            tell=progress or _silent,
            clock=clock,
        )
        return _built(work, paths, note, activate)


def _built(work: Work, paths: Sequence[Path], note: str, activate: bool) -> BuildReport:
    """The four steps, one after the other, and what they did."""
    read, problems = _read(work, paths)
    corpus = _split(work, read, problems)
    vectors, embedded = _embed(work, corpus)
    content = _content(work, corpus)
    version = _write(work, content, vectors, note, activate)
    return BuildReport(
        version=version,
        activated=activate,
        **content.counts,
        embedded=embedded,
        reused=len(vectors) - embedded,
        files=indexed_files(corpus.documents, corpus.passages),
        changes=compare(work.before.documents if work.before else (), corpus.documents),
        problems=corpus.problems,
        seconds=work.clock.read(),
    )


def _silent(stage: str, done: int, total: int) -> None:
    """In place of a progress callback."""


def _embedder(folder: Path | None, threads: int, number_format: str, before: Before | None) -> Embedder:
    """An embedder that has loaded nothing yet, in the number format of the version before if it may be."""
    if number_format == "auto" and before and before.model_id == model_hash(find_model(folder)):
        number_format = before.number_format
    return Embedder(folder, threads, number_format)


def _warm_meanwhile(embedder: Embeds) -> None:
    """Loads the model while files are read: new files bring new text, and loading takes seconds."""

    def load() -> None:
        # Raised again, and seen, when the first text is embedded; or the build has ended before it was.
        with contextlib.suppress(Exception):
            embedder.warm()

    threading.Thread(target=load, name="warming").start()


def _read(work: Work, paths: Sequence[Path]) -> tuple[list[Read], list[Problem]]:
    """Everything readable with its reading, in the order found, and what went wrong."""
    with work.clock.stage(READ):
        sources = discover(paths)
        replies = [work.readings.get(source.sha256, source.file) for source in sources]
        unread = [row for row, reply in enumerate(replies) if reply is None]
        work.tell(READ, len(sources) - len(unread), len(sources))
        if unread:
            _warm_meanwhile(work.embedder)
            _read_anew(work, sources, unread, replies)
        return _sorted_out(sources, replies, work.place)


def _read_anew(
    work: Work, sources: Sequence[SourceFile], unread: Sequence[int], replies: list[Reply | None]
) -> None:
    """Reads the rows `unread` of `sources` and puts them in their place among `replies`."""
    known = len(sources) - len(unread)
    with ReadingPool(work.readings.limits) as pool:
        outcomes = pool.read_all([sources[row] for row in unread])
        for done, (row, (source, reply)) in enumerate(zip(unread, outcomes, strict=True), start=1):
            replies[row] = reply
            if _unchanged(source):
                work.readings.put(source.sha256, source.file, reply)
            work.tell(READ, known + done, len(sources))


def _unchanged(source: SourceFile) -> bool:
    """Whether a file still has the bytes that were found: only then what was read is theirs."""
    try:
        return files.sha256_of_file(source.path) == source.sha256
    except OSError:
        return False


def _sorted_out(
    sources: Sequence[SourceFile], replies: Sequence[Reply | None], place: Store
) -> tuple[list[Read], list[Problem]]:
    """What was read, its source files kept, and what went wrong."""
    read: list[Read] = []
    problems: list[Problem] = []
    copies: list[Path] = []
    for source, reply in zip(sources, replies, strict=True):
        error = reply if isinstance(reply, DocumentError) else _keep(source, place, copies)
        if error is not None:
            problems.append(problem_of(error, source.file))
        elif isinstance(reply, ReadDocument):
            read.append((source, reply))
            problems.extend(reply.problems)
    files.sync_files(copies)
    return read, problems


def _keep(source: SourceFile, place: Store, copies: list[Path]) -> DocumentError | None:
    """Keeps a source file in the store; the error when it is not the file any more that was read."""
    try:
        copy = place.keep_source(source.path, source.sha256, source.file)
    except DocumentError as error:
        return error
    copies += [copy] if copy else []
    return None


def _split(work: Work, read: Sequence[Read], problems: list[Problem]) -> Corpus:
    """Names the documents and cuts them up; one that gives no passage is named as a problem and left out."""
    documents: list[Document] = []
    passages: list[Passage] = []
    items: list[ChecklistItem] = []
    with work.clock.stage(SPLIT):
        tokens = TokenCounter(work.model_folder)
        cutter = Cutter(work.place.cuts, work.readings, tokens)
        named = name_documents(read)
        for done, document in enumerate(named, start=1):
            try:
                own, found_items = cutter.cut(document)
            except DocumentError as error:
                problems.append(problem_of(error, document.file))
            else:
                documents.append(document)
                passages.extend(own)
                items.extend(found_items)
            work.tell(SPLIT, done, len(named))
    found = one_a_kind(problems)
    if not documents:
        raise CorpusError(f"None of the files could be read ({_first(found)}).", "Mend them, or name others.")
    return Corpus(
        documents=tuple(documents),
        passages=tuple(passages),
        items=tuple(items),
        problems=found,
        max_tokens=tokens.max_tokens,
    )


def _first(problems: Sequence[Problem]) -> str:
    if not problems:
        return "they are empty"
    more = f", and {len(problems) - 1} more" if len(problems) > 1 else ""
    return f"{problems[0].file}: {problems[0].message}{more}"


def _embed(work: Work, corpus: Corpus) -> tuple[NDArray[np.float32], int]:
    """A vector for each of the corpus's texts, and how many texts had to be embedded for it."""
    with work.clock.stage(EMBED):
        texts = embedded_texts(corpus.documents, corpus.passages)
        cache = VectorCache(work.place.vectors, work.embedder.model_id, work.embedder.number_format)
        missing = cache.missing(texts)
        work.tell(EMBED, 0, len(missing))
        for start in range(0, len(missing), SLICE):
            part = missing[start : start + SLICE]
            cache.add(part, work.embedder.encode(part, _counting(work.tell, start, len(missing))))
        return cache.get(texts), len(missing)


def _counting(tell: Progress, start: int, total: int) -> Callable[[int], None]:
    return lambda done: tell(EMBED, start + done, total)


def _content(work: Work, corpus: Corpus) -> Content:
    return Content(
        documents=corpus.documents,
        passages=corpus.passages,
        items=corpus.items,
        problems=corpus.problems,
        model_id=work.embedder.model_id,
        number_format=work.embedder.number_format,
        options={"max_tokens": corpus.max_tokens},
    )


def _write(work: Work, content: Content, vectors: NDArray[np.float32], note: str, activate: bool) -> str:
    """Publishes the version, lets it serve if it is to, and returns its id."""
    with work.clock.stage(WRITE):
        work.tell(WRITE, 0, 1)
        version = publish.publish(work.place, content, vectors, note)
        if activate:
            publish.activate(work.place, version)
        work.tell(WRITE, 1, 1)
    return version
