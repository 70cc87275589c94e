"""Which version holds an earlier edition of what an answer quotes, and what became of the quotes since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.records import Document
from tests.fakes import FakeEmbedder
from tests.made_documents import HANDBOOK, made_document, publish_made
from tests.made_editions import FIRST, IN_FRONT, KEPT, OTHER_RULE, RULE, WITHOUT, publish_first
from toolkit_qa import Assistant
from toolkit_qa.citation_health import MOVED, REWORDED
from toolkit_qa.earlier import compared, earlier_version, editions_of, versions_before
from toolkit_qa.rehearsal import MOVES
from toolkit_qa.settings import Settings

OTHER = made_document("leave", ("Leave is asked for two weeks ahead.",), sha256="1" * 64)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    publish_first(tmp_path / "store")
    return tmp_path / "store"


def opened(store: Path) -> Assistant:
    return Assistant.open(store, settings=Settings(), load_embedder=lambda form: FakeEmbedder())


def before(store: Path) -> str | None:
    """The version that would be asked what it said before."""
    assistant = opened(store)
    answer = assistant.ask(KEPT.question)
    found = earlier_version(answer, versions_before(store, answer.version), assistant.version())
    return found.version if found else None


def renewed(document: Document, digit: str) -> Document:
    """The document as if its file were another one."""
    return replace(document, sha256=digit * 64)


def test_the_first_version_has_none_before_it(store: Path) -> None:
    assert before(store) is None


def test_a_document_added_since_makes_no_earlier_edition_of_another(store: Path) -> None:
    publish_made(store, (FIRST, OTHER))
    assert before(store) is None


def test_the_latest_version_with_another_edition_is_meant(store: Path) -> None:
    publish_made(store, (renewed(IN_FRONT, "2"), OTHER))
    second = opened(store).version().version_id
    publish_made(store, (renewed(WITHOUT, "3"), OTHER))
    assert before(store) == second


def test_quotes_are_held_against_the_other_version(store: Path) -> None:
    assistant = opened(store)
    old = assistant.version()
    publish_made(store, (renewed(IN_FRONT, "2"),))
    now, then = assistant.ask(KEPT.question), assistant.ask(KEPT.question, version=old.version_id)
    found = compared(old, then, assistant.version(), now)
    (number,) = [one.n for one in then.citations if one.quote == RULE]
    assert found.became == MOVES
    assert found.since[number].state == found.before[number].state == MOVED
    assert found.since[number].now.page == 2
    assert found.before[number].now.page == 1


def test_a_rule_that_was_put_in_place_of_another_is_told_from_both_sides(store: Path) -> None:
    assistant = opened(store)
    old = assistant.version()
    publish_made(store, (renewed(WITHOUT, "2"),))
    now = assistant.ask(KEPT.question.replace("ninety days", "thirty weeks"))
    then = assistant.ask(KEPT.question, version=old.version_id)
    found = compared(old, then, assistant.version(), now)
    (old_rule,) = [one.n for one in then.citations if one.quote == RULE]
    (new_rule,) = [one.n for one in now.citations if one.quote == OTHER_RULE]
    assert found.since[old_rule].state == found.before[new_rule].state == REWORDED
    assert found.since[old_rule].now.quote == OTHER_RULE
    assert found.before[new_rule].now.quote == RULE


def test_the_editions_named_are_those_of_the_documents_cited(store: Path) -> None:
    answer = opened(store).ask(KEPT.question)
    publish_made(store, (renewed(WITHOUT, "2"),))
    after = versions_before(store, opened(store).version().version_id)
    assert editions_of(answer, after[0].documents) == (HANDBOOK.edition,)
