"""What the About page says, read from `about.toml`: texts, and the judgement on each principle.

The evidence of a judgement is a file of this project, a command (`run: …`) or a page of the app (`page: …`).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.principles import PRINCIPLES

FILE = Path(__file__).with_name("about.toml")
HOLDS, PARTLY, SHORT = "holds", "partly", "short"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Where something can be checked: `kind` is "file", "run" or "page", `target` what it names."""

    kind: str
    target: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """How the assistant stands against one principle: what it does for it, where it falls short."""

    name: str
    core: str
    meaning: str
    standing: str
    does: str
    short: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutText:
    """All texts of the page; `judgements` in the order of the principles."""

    is_text: str
    is_not: str
    starter: str
    privacy: tuple[str, ...]
    accessibility: tuple[str, ...]
    accessibility_evidence: tuple[Evidence, ...]
    principles_lead: str
    judgements: tuple[Judgement, ...]


@cache
def about_text() -> AboutText:
    """The texts, read once."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    cores = {one.name: one.core for one in PRINCIPLES}
    judgements = tuple(
        Judgement(
            **{field: one[field] for field in ("name", "meaning", "standing", "does", "short")},
            core=cores[one["name"]],
            evidence=tuple(map(_evidence, one["evidence"])),
        )
        for one in data["principle"]
    )
    return AboutText(
        is_text=data["is"].strip(),
        is_not=data["is_not"].strip(),
        starter=data["starter"].strip(),
        privacy=tuple(data["privacy"]),
        accessibility=tuple(data["accessibility"]),
        accessibility_evidence=tuple(map(_evidence, data["accessibility_evidence"])),
        principles_lead=data["principles_lead"].strip(),
        judgements=judgements,
    )


def _evidence(text: str) -> Evidence:
    """`run: make bench` and `page: ask` name a command and a page, anything else a file."""
    kind, mark, target = text.partition(": ")
    return Evidence(kind=kind, target=target) if mark else Evidence(kind="file", target=text)
