"""The principles for responsible AI innovation: their names, spellings, and how text names them.

Five core principles, with seventeen instrumental ones under them: the one place where the names stand.
The spellings beside a name are those by which other documents speak of the same thing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True, kw_only=True, slots=True)
class Principle:
    """A principle: its name, the core principle it stands under (its own name for a core one), spellings."""

    name: str
    core: str
    spellings: tuple[str, ...] = ()


def _group(
    core: str, *instrumental: tuple[str, tuple[str, ...]], spellings: tuple[str, ...] = ()
) -> tuple[Principle, ...]:
    below = (Principle(name=name, core=core, spellings=others) for name, others in instrumental)
    return (Principle(name=core, core=core, spellings=spellings), *below)


PRINCIPLES: tuple[Principle, ...] = (
    *_group(
        "Lawfulness",
        ("Legitimacy", ()),
        ("Necessity", ()),
        ("Proportionality", ()),
    ),
    *_group(
        "Minimization of Harm",
        ("Robustness and Safety", ("Safety and Robustness", "Robustness")),
        ("Accuracy", ()),
        (
            "Human and Environmental Well-being",
            ("Societal and Environmental Well-being", "Environmental Well-being", "Human Well-being"),
        ),
        ("Efficiency", ()),
        spellings=("Harm Minimization",),
    ),
    *_group(
        "Human Autonomy",
        ("Human Control and Oversight", ("Human Oversight", "Human Control", "Agency and Oversight")),
        ("Human Agency", ()),
        ("Privacy", ()),
        ("Transparency and Explainability", ("Transparency", "Explainability")),
    ),
    *_group(
        "Fairness",
        ("Equality and Non-discrimination", ("Non-discrimination",)),
        ("Protection of Vulnerable Groups", ("Vulnerable Groups",)),
        ("Diversity and Accessibility", ("Accessibility", "Diversity")),
        ("Contestability and Redress", ("Contestability", "Ability to Redress")),
    ),
    *_group(
        "Good Governance",
        ("Traceability and Auditability", ("Traceability", "Auditability")),
        ("Accountability", ()),
    ),
)


def principles_in(text: str) -> tuple[str, ...]:
    """Names of the principles that `text` names, in the order in which it names them.

    Case, hyphens, "&" for "and", and -isation for -ization make no difference.
    """
    return tuple(dict.fromkeys(_names()[match[0]] for match in _pattern().finditer(_plain(text))))


@cache
def _names() -> dict[str, str]:
    """Every spelling, made plain, with the name it stands for."""
    return {_plain(spelling): one.name for one in PRINCIPLES for spelling in (one.name, *one.spellings)}


@cache
def _pattern() -> re.Pattern[str]:
    """Any spelling as whole words; the longest first, so that a name wins over its parts."""
    spellings = sorted(_names(), key=lambda spelling: (-len(spelling), spelling))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)")


def _plain(text: str) -> str:
    text = text.casefold().replace("&", " and ").replace("wellbeing", "well being")
    text = re.sub(r"[-\u2010-\u2014]", " ", text)
    return " ".join(re.sub(r"isation\b", "ization", text).split())
