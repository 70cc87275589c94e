"""The Ask page: questions, answers, and the judgement on them."""

from __future__ import annotations

from typing import NamedTuple

TITLE = "What would you like to know?"
LEAD = (
    "Ask about responsible AI in policing. Every answer is made of quotes from the documents, word for word, "
    "each with its page. Where the documents do not cover a question, you are told so."
)
PLACEHOLDER = "Ask a question"
EXAMPLES_LABEL = "Questions to begin with"


class Role(NamedTuple):
    """Whom a question to begin with concerns."""

    text: str
    icon: str


ROLES = {
    "patrol": Role("Patrol", ":material/local_police:"),
    "investigation": Role("Investigation", ":material/search:"),
    "command": Role("Command", ":material/groups:"),
    "procurement": Role("Procurement", ":material/handshake:"),
    "legal": Role("Legal", ":material/balance:"),
    "data_science": Role("Data science", ":material/query_stats:"),
}
UNKNOWN_ROLE = Role("Everyone", ":material/forum:")
EXAMPLES_WAIT = "Looking for questions that these documents answer…"
VERSION_GONE = "Index version {version} is gone. The quotes were compared with the version in use."
EDIT_HELP = "Ask this in other words"
EDIT_OF = ":small[Ask question {number} in other words]"
EDIT_LABEL = "The question in other words"
EDIT_SEND = "Ask"

# Answers
WARMING = "The language model is still being loaded. Your question is answered as soon as it is ready."
UNDERSTOOD_AS = "Understood as: {text}"
CORRECTED = "“{written}” read as “{read_as}”"
SOURCES = "Sources"
CHECKLIST_ITEMS = "Checklist items that bear on this"
NEAREST = "Nearest passages"
NEAREST_BADGE = "Not an answer"
SUGGESTIONS = "You could ask"
RELATED = "Related questions"
WITHHELD = "A quote was left out because it no longer matches its stored page."
OPEN_ITEM = "Open in checklist"

# Feedback
FEEDBACK_ASK = "Was this right?"
FEEDBACK_UP = "Thank you. The question is marked: new versions of the documents are tried on it."
FEEDBACK_DOWN = "What was wrong?"
FEEDBACK_SAVED = "Thank you. Saved on this computer."
FEEDBACK_REASON = "Reason"
FEEDBACK_REASONS = {
    "wrong_passage": "Wrong passage",
    "incomplete": "Incomplete",
    "should_refuse": "Should have been refused",
    "should_answer": "Should have been answered",
    "hard_to_read": "Hard to read",
    "other": "Something else",
}
FEEDBACK_COMMENT = "Comment"
FEEDBACK_COMMENT_HINT = "In your words, without names"
