"""Label lines: "Principle: Necessity; Efficiency · Stage: planning" above a table or list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.principles import principles_in

LONGEST = 200  # characters; beyond that it is running text
_PRINCIPLE = r"(?:(?:core|instrumental|guiding|ethical)\s+)?principles?"
_STAGE = r"(?:(?:ai\s+)?life[-\s]?cycle\s+)?(?:stages?|phases?)"
_LABEL = re.compile(rf"(?:(?P<principle>{_PRINCIPLE})|(?P<stage>{_STAGE}))", re.IGNORECASE)
_LABELLED = re.compile(rf"(?<!\w)(?:(?P<principle>{_PRINCIPLE})|(?P<stage>{_STAGE}))\s*:", re.IGNORECASE)
_STAGE_TITLE = re.compile(
    r"^(?:[\d.]+\s+)?(?:(?:ai\s+)?life[-\s]?cycle\s+)?(?:stage|phase)\s*(?:\d{1,2}|[ivx]{1,4})?\s*[:–—-]\s*(?P<after>.+)$"
    r"|^(?:[\d.]+\s+)?(?:the\s+)?(?P<before>[^\W\d][\w -]{2,40}?)\s+(?:stage|phase)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Labels:
    """Principles and life-cycle stage that a line, a column or a heading names."""

    principles: tuple[str, ...] = ()
    stage: str = ""

    def over(self, other: Labels) -> Labels:
        """These labels, with what they leave open taken from `other`."""
        return Labels(principles=self.principles or other.principles, stage=self.stage or other.stage)


NO_LABELS = Labels()


def read_labels(text: str) -> Labels | None:
    """The labels of a line that consists of them, or None for any other text."""
    text = text.strip()
    marks = list(_LABELLED.finditer(text)) if len(text) <= LONGEST else []
    if not marks or marks[0].start() != 0:
        return None
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    found = NO_LABELS
    for mark, end in zip(marks, ends, strict=True):
        value = text[mark.end() : end].strip(" \t\n·•|;/,–—-")
        found = found.over(labels_of(mark[0].rstrip(": "), value))
    return found if found != NO_LABELS and not text.endswith(".") else None


def labels_of(label: str, value: str) -> Labels:
    """What `value` says under `label`, the head of a column or of a line."""
    kind = _LABEL.fullmatch(label.strip().rstrip(":"))
    if not kind or not value.strip():
        return NO_LABELS
    if kind["stage"]:
        return Labels(stage=" ".join(value.split()))
    parts = (" ".join(part.split()) for part in re.split(r"[;,/\n]", value))
    return Labels(principles=principles_in(value) or tuple(part for part in parts if part))


def labels_of_section(section: tuple[str, ...]) -> Labels:
    """What the innermost headings say that name a principle, or are a stage's ("Stage 2: data")."""
    found = NO_LABELS
    for title in reversed(section):
        stage = _STAGE_TITLE.match(title.strip())
        name = (stage["after"] or stage["before"]).strip() if stage else ""
        found = found.over(Labels(principles=principles_in(title), stage=name))
    return found
