"""The files of a version and the id that follows from them."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.content import Content, array_from_bytes, array_to_bytes, to_files, version_id
from ingest.records import Box, Page, Problem
from tests.made_documents import HANDBOOK, POLICY, made_item, made_passages


def made_content(*documents, **changes):
    content = Content(
        documents=documents,
        passages=tuple(passage for document in documents for passage in made_passages(document)),
        items=(),
        problems=(),
        model_id="m",
        number_format="float32",
        options={"max_tokens": 254},
    )
    return replace(content, **changes)


def id_of(content):
    return version_id(content, to_files(content))


BASE = made_content(HANDBOOK, POLICY)


def changed_page(**fields):
    pages = (replace(HANDBOOK.pages[0], **fields), *HANDBOOK.pages[1:])
    return replace(BASE, documents=(replace(HANDBOOK, pages=pages), POLICY))


def test_the_same_content_has_the_same_id():
    assert id_of(made_content(HANDBOOK, POLICY)) == id_of(BASE)
    assert len(id_of(BASE)) == 12


@given(st.data())
def test_one_changed_character_gives_another_id(data):
    text = HANDBOOK.pages[0].text
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(exclude_characters=text[place]))
    assert id_of(changed_page(text=text[:place] + letter + text[place + 1 :])) != id_of(BASE)


def test_all_that_a_reader_can_see_counts():
    box = Box(start=0, end=1, x0=1, y0=1, x1=2, y1=2)
    others = [
        changed_page(label="1"),
        changed_page(boxes=(box,)),
        made_content(POLICY, HANDBOOK),
        made_content(replace(HANDBOOK, edition="2027"), POLICY),
        made_content(replace(HANDBOOK, file="other.pdf"), POLICY),
        replace(BASE, items=(made_item(POLICY, "Drones are flown only"),)),
        replace(BASE, problems=(Problem(file="x.pdf", kind="damaged", message="It is."),)),
        replace(BASE, model_id="other"),
        replace(BASE, number_format="bfloat16"),
        replace(BASE, options={"max_tokens": 126}),
    ]
    ids = {id_of(content) for content in others}
    assert len(ids) == len(others)
    assert id_of(BASE) not in ids


def test_counts_are_those_of_the_report():
    assert BASE.counts == {
        "documents": 2,
        "pages": 3,
        "passages": len(BASE.passages),
        "sentences": sum(len(passage.sentences) for passage in BASE.passages),
        "checklist_items": 0,
    }


def test_pages_without_boxes_have_an_empty_array():
    content = replace(BASE, documents=(replace(HANDBOOK, pages=(Page(number=1, label="1", text="x"),)),))
    files = to_files(content)
    assert array_from_bytes(files["boxes.npy"]).shape == (0, 6)
    assert array_from_bytes(files["box_offsets.npy"]).tolist() == [0, 0]


def test_arrays_survive_their_bytes():
    array = np.arange(6, dtype=np.float32).reshape(2, 3)
    assert (array_from_bytes(array_to_bytes(array)) == array).all()
