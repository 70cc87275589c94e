"""Questions to begin with, one a role at most, made from the documents and answered before they are shown.

A role is a sentence that says whom it concerns. The question shown for it is the one whose section lies
nearest to that sentence, and nearer to it than to those of the other roles, of the questions that the
assistant answers from the very section they were made from. Where the documents hold nothing for a
role, it has no question.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.version import Version
from ingest.errors import InputError

from .identity import digest
from .made_questions import Made, alike
from .records import ANSWERED, Answer, Record, picked

logger = logging.getLogger(__name__)
Scores = NDArray[np.float64]
ROLES = {
    "patrol": "a patrol officer on the street, in contact with the public, using a tool during a shift",
    "investigation": "a detective who investigates a crime: evidence, suspects, facial recognition",
    "command": "the leadership: who decides, which roles and policies are needed, what leaders must do",
    "procurement": "buying a system from a vendor: contract, procurement, supplier, cost",
    "legal": "law and rights: data protection, what is lawful and proportionate, court, a fair trial",
    "data_science": "a data scientist: training data, model performance, precision and recall, testing",
}
PASSAGE = 0.5  # what the nearest passage of a section counts beside its heading
OWN = 1.0  # what it counts to be nearer to one role than to the others
ASKED = 0.2  # what it counts to stand in the document as a question
LEAST = 0.35  # nearness below which a section has nothing for a role
MOST_TRIED = 8
FOLDER = "examples"
FORMAT = 1  # counted up when questions are made in another way


@dataclass(frozen=True, kw_only=True, slots=True)
class Example(Record):
    """A question for a role (a key of `ROLES`) with the section that answers it."""

    role: str
    question: str
    document_id: str
    section: tuple[str, ...]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Example:
        return cls(**picked(cls, data))


def choose_examples(
    version: Version,
    made: Sequence[Made],
    encode: Callable[[str], NDArray[np.float32]],
    ask: Callable[[str], Answer],
) -> tuple[Example, ...]:
    """The examples of a version. `encode` gives the vector of a text, `ask` the answer to a question."""
    chosen: list[Example] = []
    for role, ranked in zip(ROLES, _ranked(version, made, encode), strict=True):
        fresh = (one for one in ranked if not any(alike(one.question, other.question) for other in chosen))
        answered = (
            one for one in islice(fresh, MOST_TRIED) if answers_from_its_place(ask(one.question), one)
        )
        chosen += [
            Example(role=role, question=one.question, document_id=one.document_id, section=one.section)
            for one in islice(answered, 1)
        ]
    return tuple(chosen)


def answers_from_its_place(answer: Answer, made: Made) -> bool:
    """Whether a made question is answered, and with a quote from the section it was made from."""
    places = ((one.document_id, one.section) for one in answer.citations)
    return answer.status == ANSWERED and (made.document_id, made.section) in places


def _ranked(
    version: Version, made: Sequence[Made], encode: Callable[[str], NDArray[np.float32]]
) -> Iterator[list[Made]]:
    """For each role the questions that concern it, the most typical first."""
    if not made:
        yield from ([] for _ in ROLES)
        return
    nearness = np.stack([_nearness(version, made, encode(profile)) for profile in ROLES.values()])
    asked = np.array([ASKED * one.asked for one in made])
    for row, own in enumerate(nearness):
        others = np.delete(nearness, row, axis=0).mean(axis=0)
        typical = np.round(own + OWN * (own - others) + asked, 4)
        order = np.argsort(-typical, kind="stable")
        yield [made[number] for number in order if own[number] >= LEAST]


def _nearness(version: Version, made: Sequence[Made], vector: NDArray[np.float32]) -> Scores:
    """How near each question's section is to a vector, shape (n_made,)."""
    heading, passage = version.heading_scores(vector), version.dense(vector)
    return np.array(
        [heading[one.passages[0]] + PASSAGE * max(passage[row] for row in one.passages) for one in made],
        dtype=np.float64,
    )


def kept_examples(version: Version, stamp: str) -> tuple[Example, ...] | None:
    """The examples kept beside the versions of the store; None where there are none of this `stamp`."""
    try:
        data = json.loads(_file(version).read_text(encoding="utf-8"))
        if data["stamp"] == _stamped(stamp):
            return tuple(Example.from_dict(one) for one in data["examples"])
    except (OSError, ValueError, KeyError, TypeError, InputError):
        pass  # never made, or spoilt: they are made anew
    return None


def keep_examples(version: Version, stamp: str, examples: Sequence[Example]) -> None:
    """Keeps the examples of a version; `stamp` is all they depend on besides it. Those of versions that are
    gone are deleted. A store that cannot be written to goes without."""
    file = _file(version)
    data = {"stamp": _stamped(stamp), "examples": [one.to_dict() for one in examples]}
    aside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(exist_ok=True)
        aside.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(file)
        for other in file.parent.glob("*.json"):
            if not (version.folder.parent / other.stem).is_dir():
                other.unlink(missing_ok=True)
    except OSError as error:
        logger.info("examples are not kept: %s", error.strerror)


def _file(version: Version) -> Path:
    return version.folder.parent.parent / FOLDER / f"{version.version_id}.json"


def _stamped(stamp: str) -> str:
    return digest({"format": FORMAT, "roles": ROLES, "stamp": stamp})
