"""No ghosts: nothing of a text that was removed or replaced is found in the next version, by any way."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import build
from index.content import headings, passage_texts, sentence_texts
from index.lexical import terms
from index.version import Version, open_version
from index.versions import verify
from tests.fakes import FakeEmbedder
from toolkit_qa import Assistant
from toolkit_qa.citations import verify_quote
from toolkit_qa.settings import Settings

NAMES = ("custody.md", "drones.txt", "records/log.md", "a b – ü.txt")

# (what, which document, how many paragraphs, whether with questions) of each edit
edits = st.lists(
    st.tuples(
        st.sampled_from(("write", "change", "remove", "rename")),
        st.sampled_from(NAMES),
        st.integers(1, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


class Corpus:
    """A folder of documents in which every sentence has a word of its own; `gone` are those taken away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = itertools.count()
        self._words: dict[str, list[str]] = {}
        self.gone: set[str] = set()
        self.write("custody.md", 2, True)
        self.write("anchor.txt", 1, False)

    @property
    def present(self) -> set[str]:
        return {word for words in self._words.values() for word in words}

    def word(self) -> str:
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{next(self._numbers):04d}")
        return f"zq{letters}x"

    def write(self, name: str, paragraphs: int, questions: bool) -> None:
        words = [self.word() for _ in range(2 * paragraphs + 3 * questions + 1)]
        own = iter(words)
        lines = [f"# The rules of {next(own)}", ""]
        for _ in range(paragraphs):
            lines += [f"The officer signs the {next(own)} each day. Nobody may copy the {next(own)}.", ""]
        lines += [f"{number}. Is the {word} signed?" for number, word in enumerate(own, start=1)]
        self._put(name, "\n".join(lines) + "\n", words)

    def change(self, name: str, *_: object) -> None:
        """One word of a document becomes another."""
        if name in self._words:
            old, new = self._words[name][-1], self.word()
            text = (self.folder / name).read_text(encoding="utf-8").replace(old, new)
            self._put(name, text, [*self._words[name][:-1], new])

    def remove(self, name: str, *_: object) -> None:
        if name in self._words:
            (self.folder / name).unlink()
            self.gone |= set(self._words.pop(name))

    def rename(self, name: str, number: int, *_: object) -> None:
        if name in self._words:
            other = f"renamed {number} {Path(name).name}"
            self.remove(other)
            (self.folder / name).rename(self.folder / other)
            self._words[other] = self._words.pop(name)

    def _put(self, name: str, text: str, words: list[str]) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        self.gone |= set(self._words.get(name, ())) - set(words)
        self._words[name] = words


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp())
    yield folder
    shutil.rmtree(folder)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits)
def test_nothing_old_is_found_after_random_edits(
    files_read: list[str], place: Path, done: list[tuple[str, str, int, bool]]
) -> None:
    here = Path(tempfile.mkdtemp(dir=place))
    corpus, store = Corpus(here / "corpus"), here / "store"
    build([corpus.folder], store=store, embedder=FakeEmbedder())
    assistant = Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())
    for what, name, count, questions in done:
        getattr(corpus, what)(name, count, questions)
        report = build([corpus.folder], store=store, embedder=FakeEmbedder())
        version = open_version(store)
        assert version.version_id == report.version
        assert verify(store) == ()
        assert words_in(version) == corpus.present
        assert_vectors_are_of_the_texts(version)
        assert not [word for word in corpus.gone if version.lexical.frequency(*terms(word))]
        assert_no_answer_holds(corpus, assistant)


def words_in(version: Version) -> set[str]:
    """The words of their own in all that a version holds of its documents."""
    texts = [page.text for one in version.documents for page in version.pages(one.document_id)]
    texts += [passage.text for passage in version.passages]
    texts += [passage.context for passage in version.passages]
    texts += [sentence.text for _, sentence in version.sentences]
    texts += [item.text for item in version.items]
    texts += [document.title for document in version.documents]
    return {word for text in texts for word in terms(text) if word.startswith("zq")}


def assert_vectors_are_of_the_texts(version: Version) -> None:
    embedder = FakeEmbedder()
    for vectors, texts in (
        (version.passage_vectors(), passage_texts(version.passages)),
        (version.sentence_vectors(), sentence_texts(version.passages)),
        (version._heading_dense.vectors(), headings(version.documents, version.passages)[0]),
    ):
        assert np.array_equal(vectors, embedder.encode(texts))


def assert_no_answer_holds(corpus: Corpus, assistant: Assistant) -> None:
    """Questions that name what is gone, and one that does not: answers hold present words on real pages."""
    version = assistant.version()
    for word in [*sorted(corpus.gone)[-3:], "log"]:
        question = f"Is the {word} signed by the officer each day?"
        answer = assistant.ask(question)
        texts = [hit.text for hit in assistant.lookup(question)] + [one.text for one in answer.checklists]
        for citation in answer.citations:
            verify_quote(version, citation)
            assert 1 <= citation.page <= version.page_count(citation.document_id)
            texts.append(citation.quote)
        assert not [gone for gone in corpus.gone for text in texts if gone in text]
