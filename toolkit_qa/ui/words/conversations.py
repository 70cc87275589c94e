"""Conversations: the drawer of past ones, and what is kept on this computer."""

from __future__ import annotations

CONVERSATIONS = "Conversations"
SEARCH = "Search titles and questions"
NONE = "There is no conversation yet. What you ask is listed here."
NOT_FOUND = "No conversation holds these words."
MORE = "Show older ones"
HERE = "open now"
CHANGES = {"rename": ":small[Rename “{title}”]", "delete": ":small[Delete “{title}”]"}
TITLE = "Title"
DELETE_SURE = (
    "The conversation is deleted from this computer, with its answers and the feedback on them. This cannot "
    "be undone."
)
DELETE_YES = "Delete the conversation"
GONE = "That conversation is not there any more. It was deleted, perhaps in another tab."
QUESTIONS_COUNT = "{count} questions"
QUESTIONS_ONE = "1 question"
BRANCHED = "Asked in a new conversation. The one before is under Conversations, as it was."

# What is kept
RETENTION = (
    "Conversations are deleted {days} days after their last question. Questions with personal data are never "
    "kept."
)
RETENTION_NONE = "Conversations are kept until you delete them. Questions with personal data are never kept."
PUT_ASIDE = (
    "What was kept could not be read. It was put aside unchanged as data/{name}, and a new file was begun. "
    "This line goes when you move that file away."
)
EXPORT_ALL = "Export everything"
EXPORT_ALL_FILE = "toolkit-qa-everything.json"
DELETE_ALL = "Delete everything"
DELETE_ALL_SURE = (
    "All conversations, feedback and filled checklists are deleted from this computer, so that nothing of "
    "them can be read in its files. Documents and index stay. This cannot be undone."
)
DELETE_ALL_YES = "Delete everything for good"
DELETED_ALL = "Deleted: {conversations} conversations, {feedback} judgements, {checklists} filled checklists."
