"""bfloat16 finds what float32 finds, on real passages: the figures, not the order, are held to it."""

import json

import numpy as np
import pytest

from index.content import passage_texts
from index.embedder import BFLOAT16, FLOAT32, Embedder
from index.tokens import TokenCounter
from ingest.limits import Limits
from ingest.passages import split_document
from ingest.records import Document
from ingest.wire import PDF
from ingest.worker import read_file

pytestmark = [pytest.mark.model, pytest.mark.shared_data]
MOST_APART = 0.005


@pytest.fixture(scope="module")
def passages(shared_data):
    data = (shared_data / "pdfs" / "nist-ai-600-1.pdf").read_bytes()
    reading = read_file(PDF, data, Limits())
    document = Document(document_id="d", title="AI 600-1", file="d.pdf", sha256="0" * 64, pages=reading.pages)
    return split_document(document, count_tokens=TokenCounter().count)


@pytest.fixture(scope="module")
def questions(shared_data, passages):
    """The 292 questions with their pages, and every sentence with those of its passage.

    The questions alone are too few: two of them more or less are 0.007.
    """
    lines = (shared_data / "questions" / "nist-ai-600-1.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [(line["question"], set(line["pages"])) for line in map(json.loads, lines)]
    said = [(sentence.text, set(passage.pages)) for passage in passages for sentence in passage.sentences]
    return asked + said


def figures(number_format, passages, questions):
    """hit@1, hit@5 and nDCG@10 of the first passage on a gold page."""
    embedder = Embedder(None, threads=1, number_format=number_format)
    vectors = embedder.encode(passage_texts(passages))
    scores = embedder.encode([question for question, _ in questions]) @ vectors.T
    ranks = []
    for row_scores, (_, pages) in zip(scores, questions, strict=True):
        order = np.argsort(-np.round(row_scores, 4), kind="stable")
        ranks.append(next((n for n, row in enumerate(order) if pages & set(passages[row].pages)), len(order)))
    found = np.array(ranks)
    gain = np.where(found < 10, 1 / np.log2(found + 2), 0)
    return np.array([(found < 1).mean(), (found < 5).mean(), gain.mean()])


def test_figures_stay_within_the_limit(passages, questions):
    exact, native = (figures(form, passages, questions) for form in (FLOAT32, BFLOAT16))
    assert exact[1] > 0.5  # the measurement measures something
    print("hit@1, hit@5, nDCG@10:", exact, native)  # noqa: T201 (shown by pytest -s)
    assert np.abs(exact - native).max() <= MOST_APART
