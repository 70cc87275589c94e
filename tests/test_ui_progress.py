"""About how long it will take, from how much is done."""

from __future__ import annotations

import pytest

from toolkit_qa.ui import words
from toolkit_qa.ui.progress import time_left


@pytest.mark.parametrize(("share", "seconds"), [(0.0, 60), (0.04, 60), (0.5, 1), (1.0, 60)])
def test_nothing_is_guessed_too_early_or_at_the_end(share: float, seconds: float) -> None:
    assert time_left(share, seconds) == ""


@pytest.mark.parametrize(
    ("share", "seconds", "left"),
    [
        (0.5, 5, words.starting.LEFT_LITTLE),
        (0.5, 10, words.starting.LEFT_SECONDS.format(count=10)),
        (0.25, 10, words.starting.LEFT_SECONDS.format(count=30)),
        (0.1, 20, words.starting.LEFT_MINUTES.format(count=3)),
    ],
)
def test_the_rest_is_taken_to_go_as_fast_as_what_is_done(share: float, seconds: float, left: str) -> None:
    assert time_left(share, seconds) == left
