"""No text is lost or doubled when pieces count for nothing to the model."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import split_document
from ingest.records import Block, Document, Page


def seen_words(text: str) -> int:
    """A counter to which symbols are nothing, as to a model that drops them."""
    return sum(word.isalnum() for word in text.split())


@given(
    st.lists(
        st.lists(st.sampled_from(["word", "\u2205", "\ufffd", "a"]), min_size=1, max_size=9), min_size=30
    )
)
def test_every_block_is_in_one_passage_whatever_its_pieces_count(lines: list[list[str]]) -> None:
    blocks, text = [], ""
    for line in lines:
        start = len(text)
        text += " ".join(line)
        blocks.append(Block(kind="paragraph", start=start, end=len(text)))
        text += "\n"
    page = Page(number=1, label="1", text=text, blocks=tuple(blocks))
    document = Document(document_id="d", title="T", file="f", sha256="0", pages=(page,))
    passages = split_document(document, count_tokens=seen_words, max_tokens=20)
    assert "".join("".join(passage.text.split()) for passage in passages) == "".join(text.split())
