"""The names of the principles, and how text names them."""

from __future__ import annotations

import pytest

from ingest.principles import PRINCIPLES, principles_in


def test_five_core_and_seventeen_instrumental_principles() -> None:
    core = [one for one in PRINCIPLES if one.name == one.core]
    assert (len(core), len(PRINCIPLES) - len(core)) == (5, 17)
    assert {one.core for one in PRINCIPLES} == {one.name for one in core}


@pytest.mark.parametrize("name", [one.name for one in PRINCIPLES])
def test_every_name_is_found_as_itself(name: str) -> None:
    assert principles_in(f"4.2 {name}, a principle") == (name,)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Minimisation of harm", ("Minimization of Harm",)),
        ("ROBUSTNESS & SAFETY; Accuracy", ("Robustness and Safety", "Accuracy")),
        ("Human and environmental wellbeing", ("Human and Environmental Well-being",)),
        ("Equality and Non\u2010Discrimination", ("Equality and Non-discrimination",)),
        ("Accuracy, then accuracy again", ("Accuracy",)),
        ("inaccuracy and privacyless", ()),
        ("Safety at work", ()),
    ],
)
def test_spellings_and_what_is_no_principle(text: str, names: tuple[str, ...]) -> None:
    assert principles_in(text) == names
