"""The last result of `evaluate`, kept in the store beside the versions it speaks of; the About page shows it.

The file is what `evaluate --json` prints, so that `--against` can read it too.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import files

from .evaluation import Outcome
from .figures import Measured, Sure, surest_first

log = logging.getLogger(__name__)
NAME = "evaluation.json"


@dataclass(frozen=True, kw_only=True, slots=True)
class LastEvaluation:
    """How good the answers of a version were: when, on which question sets, the figures by name.

    `curve` tells what share of the surest answers was right, see `figures.surest_first`.
    """

    version: str
    created: str
    release: str
    sets: tuple[str, ...]
    half: str
    questions: int
    figures: Mapping[str, Measured]
    curve: tuple[Sure, ...]


def keep(store: Path, result: Mapping[str, Any]) -> None:
    """Keeps what `evaluate` found. A store that cannot be written to is no reason to lose the figures."""
    data = json.dumps(result, ensure_ascii=False, indent=1).encode("utf-8")
    try:
        files.replace(store / NAME, data)
    except OSError as error:
        log.warning("the result was not kept in %s: %s", store, error)


def read(store: Path) -> LastEvaluation | None:
    """The last result; None where there is none, or none that this release can read."""
    try:
        return _read(json.loads((store / NAME).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        log.warning("%s in %s cannot be read: %s", NAME, store, error)
        return None


def _read(data: Mapping[str, Any]) -> LastEvaluation:
    return LastEvaluation(
        version=str(data["version"]),
        created=str(data["created"]),
        release=str(data["release"]),
        sets=tuple(map(str, data["sets"])),
        half=str(data["half"]),
        questions=int(data["questions"]),
        figures={str(name): Measured(**one) for name, one in data["figures"].items()},
        curve=surest_first([Outcome.from_dict(one) for one in data["each"]]),
    )
