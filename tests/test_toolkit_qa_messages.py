"""What stands beside quotes: starter text is never passed off as the toolkit's."""

from __future__ import annotations

import pytest

from ingest.records import Document
from toolkit_qa.messages import DECLINED, MESSAGES, STARTER_ONLY, STARTER_PARTLY, answered, refused
from toolkit_qa.records import NOT_COVERED


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        (["starter", "starter"], STARTER_ONLY),
        (["official", "starter"], STARTER_PARTLY),
        (["starter", "agency"], STARTER_PARTLY),
        (["official", "agency"], ""),
        ([], ""),
    ],
)
def test_starter_text_is_named_wherever_it_is_quoted(sources: list[str], said: str) -> None:
    assert answered(sources) == said


def test_both_sentences_hold_the_words_of_the_design() -> None:
    for sentence in (STARTER_ONLY, STARTER_PARTLY):
        assert "quoted from this project's own digest, not from the toolkit." in sentence.lower()


def document(source: str, title: str = "Roadmap") -> Document:
    return Document(
        document_id="d",
        title=f"{title} (starter digest)",
        file="d.pdf",
        sha256="",
        source=source,
        official_title=title,
        landing_page="https://example.org/toolkit",
    )


def test_a_refusal_beside_a_digest_names_the_official_document() -> None:
    message = refused([document("starter")], DECLINED)
    assert message.startswith(DECLINED)
    assert message.endswith("The official document to open: Roadmap (https://example.org/toolkit).")


def test_a_refusal_beside_other_documents_names_none() -> None:
    assert refused([document("official")]) == MESSAGES[NOT_COVERED]


def test_a_refusal_names_each_official_document_once() -> None:
    near = [document("starter"), document("starter", "Workbook"), document("starter")]
    message = refused(near)
    assert message.endswith(
        "The official documents to open: Roadmap; Workbook (https://example.org/toolkit)."
    )
