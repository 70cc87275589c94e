"""Checklists: grouped, found by id, named by their sections."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from index.version import Version, open_version
from ingest.errors import InputError
from tests.made_documents import HANDBOOK, POLICY, made_item, publish_made
from toolkit_qa.checklists import checklists_of, find_checklist, item_link

OWNER = made_item(HANDBOOK, "Has the agency named an owner for the system?")
AUDIT = replace(made_item(HANDBOOK, "An auditor reads the records each month."), item_id="A1.2")
OTHER = replace(OWNER, item_id="B1", checklist_id="other list&more", section=("Part", "Other"))


@pytest.fixture
def version(tmp_path: Path) -> Version:
    publish_made(tmp_path, (HANDBOOK, POLICY), (OWNER, AUDIT, OTHER))
    return open_version(tmp_path)


def test_items_are_grouped_by_checklist_in_their_order(version: Version) -> None:
    first, second = checklists_of(version)
    assert [item.item_id for item in first.items] == ["A1.1", "A1.2"]
    assert (first.title, second.title) == ("Handbook › Ownership", "Handbook › Other")
    assert first.source == "starter"


def test_an_unknown_checklist_is_refused_with_those_there_are(version: Version) -> None:
    assert find_checklist(version, "handbook-list").document_id == "handbook"
    with pytest.raises(InputError, match="handbook-list, other list&more"):
        find_checklist(version, "none")


def test_a_link_is_an_address_within_the_app() -> None:
    assert item_link(OTHER) == "/checklists?checklist=other+list%26more&item=B1"


def test_the_beginning_of_an_id_finds_a_checklist_when_it_is_the_only_one(version: Version) -> None:
    assert find_checklist(version, "handb").checklist_id == "handbook-list"
    with pytest.raises(InputError, match="no checklist ''"):
        find_checklist(version, "")


def test_a_checklist_of_many_sections_is_named_by_what_they_share(tmp_path: Path) -> None:
    items = (replace(OWNER, section=("2 Checks:", "A")), replace(AUDIT, section=("2 Checks:", "B")))
    publish_made(tmp_path, (HANDBOOK,), items)
    (checklist,) = checklists_of(open_version(tmp_path))
    assert (checklist.heading, checklist.title) == ("Checks", "Handbook › Checks")
    assert checklist.document_title == "Handbook"
