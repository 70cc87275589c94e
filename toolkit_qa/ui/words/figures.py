"""How good it is: the figures and the curve on the About page."""

from __future__ import annotations

TITLE = "How good it is"
LEAD = (
    "{questions} questions with known answers were put to index version {version} on {date} (release "
    "{release}, question sets {sets}, {half}). No model judges: pages and phrases are compared."
)
HALVES = {
    "all": "all of them",
    "test": "the half kept for testing",
    "tune": "the half used for tuning",
}
OTHER = "This is not the version in use. Measure again with the command below."
NONE = "Nothing has been measured on this computer yet. This takes about half a minute:"
COMMAND = "python -m toolkit_qa evaluate"
CAPTION = "Share of the questions, with the range in which it lies with 95 % certainty"
COLUMNS = ("What is measured", "Share", "95 % range", "Questions")
SHOWN = {
    "statements_hold": "Every quote stands word for word on the page it names",
    "page_hit_at_5": "The right page is among the first five found",
    "page_cited": "The answer cites a right page",
    "page_cited_when_answered": "The same, where there is an answer",
    "key_phrase": "The answer holds the words that matter",
    "answerable_refused": "Answerable, but refused by mistake (the lower the better)",
    "outside_refused": "About something else, and refused",
    "near_miss_refused": "Close to the documents but not answered by them, and refused",
    "follow_up_hit_at_5": "Follow-up questions: the right page among the first five",
}

CURVE_TITLE = "How far its confidence can be trusted"
CURVE_LEAD = (
    "If only its surest answers were given, fewer questions would be answered, and more of the answers would "
    "be right: the line shows how many. To answer a question that the documents do not cover counts as wrong."
)
CURVE_X = "Share of the questions answered, the surest first"
CURVE_Y = "Share of answers right"
CURVE_AT = "Surest {answered} of the questions: {right} right"
CURVE_ALT = "Line chart. {points}"
CURVE_CONFIDENCE = "Confidence"
