"""Topics from elsewhere: those a version treats are left out; a question on one of the others is near it."""

from __future__ import annotations

from toolkit_qa import Assistant
from toolkit_qa.elsewhere import Elsewhere, topics

TOPICS = len(topics())


def test_the_topics_are_many_short_and_different() -> None:
    assert len(set(topics())) == TOPICS > 200
    assert max(len(topic.split()) for topic in topics()) <= 6


def test_a_question_on_a_topic_is_nearer_than_one_on_the_documents(small_assistant: Assistant) -> None:
    elsewhere = Elsewhere(small_assistant.version(), small_assistant.embedder.encode)
    encode = small_assistant.embedder.encode_query
    assert elsewhere.nearest(encode("Which weather forecast?")) > 0.7
    assert elsewhere.nearest(encode("Is a match proof?")) < 0.6


def test_what_the_documents_treat_is_no_topic_from_elsewhere(small_assistant: Assistant) -> None:
    version = small_assistant.version()
    text = version.passages[0].text

    def encode(texts: object) -> object:
        return small_assistant.embedder.encode([text, "zebra crossing"])

    assert len(Elsewhere(version, encode)) == 1  # type: ignore[arg-type]
