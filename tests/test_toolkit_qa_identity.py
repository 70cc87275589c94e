"""The id of an answer: the same for the same parts, and it says which part differs."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.errors import InputError
from toolkit_qa.identity import PARTS, answer_id, differences

SAME: dict[str, Any] = {
    "question": "q",
    "history": ("h",),
    "filters": {"documents": ("a",), "k": 10},
    "manifest_sha256": "0" * 64,
    "release": "1.0",
    "verdict": {"level": 0.5},
}
OTHER: dict[str, Any] = {
    "question": "r",
    "history": (),
    "filters": {"documents": (), "k": 10},
    "manifest_sha256": "1" * 64,
    "release": "1.1",
    "verdict": {"level": 0.6},
}


def test_the_same_parts_give_the_same_id() -> None:
    assert answer_id(**SAME) == answer_id(**SAME)
    assert differences(answer_id(**SAME), answer_id(**SAME)) == ()


@pytest.mark.parametrize(("name", "part"), list(zip(SAME, PARTS, strict=True)))
def test_the_part_that_differs_is_named(name: str, part: str) -> None:
    changed = SAME | {name: OTHER[name]}
    assert differences(answer_id(**SAME), answer_id(**changed)) == (part,)


def test_what_is_no_id_is_refused() -> None:
    with pytest.raises(InputError, match="no answer id"):
        differences(answer_id(**SAME), "abc")
