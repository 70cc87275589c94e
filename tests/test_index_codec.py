"""Records to JSON and back, for any text."""

import json

from hypothesis import given
from hypothesis import strategies as st

from index import codec
from ingest.records import Block, Box, ChecklistItem, Document, Page, Passage, Problem, Sentence, Span

texts = st.text(st.characters(), max_size=30)  # lone surrogates, line separators and NUL included
numbers = st.integers(0, 10_000)
sections = st.lists(texts, max_size=3).map(tuple)
spans = st.lists(st.builds(Span, page=numbers, start=numbers, end=numbers), max_size=3).map(tuple)
sizes = st.floats(0, 2000, width=32)
blocks = st.builds(
    Block,
    kind=texts,
    start=numbers,
    end=numbers,
    section=sections,
    level=numbers,
    continues=st.booleans(),
    sentences=st.lists(st.tuples(numbers, numbers), max_size=3).map(tuple),
)
boxes = st.builds(Box, start=numbers, end=numbers, x0=sizes, y0=sizes, x1=sizes, y1=sizes)
pages = st.builds(
    Page,
    number=numbers,
    label=texts,
    text=texts,
    blocks=st.lists(blocks, max_size=3).map(tuple),
    boxes=st.lists(boxes, max_size=3).map(tuple),
    dropped=sections,
    width=sizes,
    height=sizes,
)
sentences = st.lists(st.builds(Sentence, spans=spans, text=texts), max_size=3).map(tuple)
passages = st.builds(
    Passage,
    passage_id=texts,
    document_id=texts,
    section=sections,
    spans=spans,
    text=texts,
    context=texts,
    sentences=sentences,
)
items = st.builds(
    ChecklistItem,
    item_id=texts,
    checklist_id=texts,
    document_id=texts,
    text=texts,
    number=texts,
    section=sections,
    spans=spans,
    parent=texts,
    principles=sections,
    stage=texts,
)
documents = st.builds(
    Document,
    document_id=texts,
    title=texts,
    file=texts,
    sha256=texts,
    questionnaire=st.booleans(),
    match=texts,
)
problems = st.builds(Problem, file=texts, kind=texts, message=texts, page=st.none() | numbers)


def through_lines(record):
    (again,) = codec.from_lines(codec.to_lines([record]))
    return again


@given(pages)
def test_pages_survive(page):
    boxes = codec.boxes_to_array(page.boxes).astype("float32").astype("float64")
    assert codec.page_from_json(through_lines(codec.page_to_json(page)), boxes) == page


@given(st.lists(passages, max_size=3))
def test_passages_and_sentences_survive(made):
    rows = codec.from_lines(codec.to_lines(codec.sentences_to_json(made)))
    own = [
        [s for owner, s in map(codec.sentence_from_json, rows) if owner == row] for row in range(len(made))
    ]
    again = [
        codec.passage_from_json(through_lines(codec.passage_to_json(passage)), tuple(mine))
        for passage, mine in zip(made, own, strict=True)
    ]
    assert again == made


@given(items)
def test_items_survive(item):
    assert codec.item_from_json(through_lines(codec.item_to_json(item))) == item


@given(documents, problems)
def test_documents_and_problems_survive(document, problem):
    assert codec.document_from_json(through_lines(codec.document_to_json(document))) == document
    assert codec.problem_from_json(through_lines(codec.problem_to_json(problem))) == problem


@given(st.lists(texts, max_size=4))
def test_a_line_a_record_whatever_is_in_it(some):
    data = codec.to_lines(some)
    assert data.count(b"\n") == len(some)
    assert [json.loads(line) for line in data.split(b"\n")[:-1]] == some
