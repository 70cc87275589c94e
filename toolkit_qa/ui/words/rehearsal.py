"""The rehearsal of a version, on the Library page."""

from __future__ import annotations

from .common import Look

LEAD = (
    "The questions of this program, and those your officers marked, are put to the version in use and to "
    "another one. Nothing is switched by it."
)
VERSION = "Version to rehearse"
BUTTON = "Rehearse"
NEEDS_TWO = "There is only one version. Build another to rehearse it."
REHEARSED = "{count} questions, put to version {old} (before) and to version {new} (after)"
REHEARSED_NONE = (
    "No question could be put: those of this program are about documents that the version in use does not "
    "hold, and no officer has marked any. Read what changed before you let the version serve."
)

# The gate
GATE_OPEN = "Nothing speaks against version {version}."
GATE_SHUT = "Version {version} is refused"
GATE_SERVED = "Version {version} serves since this rehearsal."
GATE_REASONS = {
    "page_hit_at_5": "The right page is found less often: {before} before, {after} now.",
    "key_phrase": "Answers hold the key phrase less often: {before} before, {after} now.",
}
GATE_ITEMS = "{count} checklist items are gone, the first: {first}"
GATE_RULE = "A figure may fall by {margin} at most, and no checklist item may go."
OVERRIDE = "Let it serve all the same"
OVERRIDE_WHY = "Why it may serve; kept with the version"
OVERRIDE_HINT = "For example: official documents replace the digests these questions were written for"
OVERRIDE_NEEDS_WHY = "Say why first: the reason is kept with the version."

# Figures
FIGURES = "Figures"
FIGURE_COLUMNS = ("Figure", "Before", "After", "Difference", "Questions")
FIGURE_NAMES = {
    "page_hit_at_5": "The right page is among the first five found",
    "key_phrase": "The answer holds a key phrase",
    "page_cited": "The answer cites the right page",
    "all_points": "The answer holds every point",
    "right_verdict": "The verdict is right",
    "outside_refused": "A question about something else is refused",
    "near_miss_refused": "A question the documents just miss is refused",
    "answerable_refused": "A question that has an answer is refused (less is better)",
    "statements_hold": "Quotes stand on the cited page",
}
FIGURES_ALL = "All figures: python -m toolkit_qa versions rehearse {old} {new}"

# Answers
ANSWERS = "Answers"
ANSWERS_SHOWN = "Show answers that"
ANSWERS_NONE = "No answer of this kind."
ANSWERS_MORE = "Show more"
BECAME = {
    "vanishes": Look("vanish", ":material/do_not_disturb_on:", "red", "Answered before, not any more"),
    "changes": Look("change", ":material/edit:", "orange", "Other quotes than before"),
    "appears": Look("appear", ":material/add_circle:", "green", "Not answered before"),
    "moves": Look("move", ":material/move_down:", "blue", "The same quotes on other pages or in other order"),
    "stays": Look("stay", ":material/check_circle:", "gray", "The same quotes on the same pages"),
    "unanswered": Look("are in neither", ":material/block:", "gray", "Answered by neither version"),
}
BECAME_COUNT = "{word} ({count})"
BEFORE_IN = "Before · version {version}"
AFTER_IN = "After · version {version}"
