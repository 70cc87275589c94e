"""What every page has: names of the app and its pages, verdicts and kinds of source, words for all."""

from __future__ import annotations

from typing import NamedTuple

APP = "Toolkit QA"
PAGE_TITLE = "{page} · {app}"
ABOUT_MENU = (
    "Toolkit QA answers questions about the Toolkit for Responsible AI Innovation in Law Enforcement "
    "with quotes that are checked word for word. It runs on this computer only."
)
TOOLKIT = "INTERPOL and UNICRI Toolkit for Responsible AI Innovation in Law Enforcement"

# Pages
ASK = "Ask"
LOOK_UP = "Look up"
ABOUT = "About"
CHECKLISTS = "Checklists"
LIBRARY = "Library"
ASK_HELP = "Ask a question; the answer is made of quotes, each with its page."
LOOK_UP_HELP = "Search the documents and read the passages found."
ABOUT_HELP = "What this is and is not, and which documents it reads."
CHECKLISTS_HELP = "Fill checklists, item by item, with evidence; save, export and import them."
LIBRARY_HELP = (
    "Documents and versions: add, build, compare, rehearse, switch, go back; check saved citations."
)


class Look(NamedTuple):
    """How a status or a kind of source is shown: in words, with an icon and a colour."""

    text: str
    icon: str
    colour: str
    help: str


STATUS = {
    "answered": Look("Answered", ":material/check_circle:", "green", "The quotes below answer the question."),
    "partly_answered": Look(
        "Partly answered", ":material/contrast:", "orange", "The quotes below answer a part of the question."
    ),
    "not_covered": Look(
        "Not covered", ":material/do_not_disturb_on:", "gray", "The documents do not answer this question."
    ),
    "needs_detail": Look(
        "Needs more detail",
        ":material/help:",
        "blue",
        "The question says too little; choose one of those below.",
    ),
    "not_a_question": Look(
        "Not a question", ":material/chat_bubble:", "gray", "There is nothing to look up."
    ),
    "blocked": Look(
        "Not processed", ":material/block:", "red", "The question was not processed, for the reason given."
    ),
}
OTHER_LANGUAGE = Look(
    "Not in English", ":material/translate:", "blue", "The documents are in English: ask in English."
)
UNKNOWN_STATUS = Look("Result", ":material/info:", "gray", "")
SOURCE = {
    "official": Look(
        "Official", ":material/verified:", "blue", "Quoted from an official document of INTERPOL and UNICRI."
    ),
    "starter": Look(
        "Starter digest",
        ":material/edit_note:",
        "violet",
        "Quoted from this project's own digest, not from the toolkit.",
    ),
    "agency": Look("Agency", ":material/shield:", "gray", "Quoted from a document your agency added."),
}
UNKNOWN_SOURCE = Look("Unknown source", ":material/question_mark:", "gray", "")
STARTER_NOTE = "Quoted from this project's own digest, not from the toolkit."

# On several pages
NEW_CONVERSATION = "New conversation"
CONVERSATION = "Conversation"
EXPORT = "Export"
SAVE = "Save"
CANCEL = "Cancel"
SEPARATOR = " · "
QUESTION_NUMBER = "Question {number}"
PAGE = "page {label}"
SECTION_JOIN = " › "
SHOW_PAGE = "Show page"
VERSION_SERVES = "In use"

# What is going on
SEARCHING = "Searching the documents…"
STAGE_START = "Starting"
STAGE_OTHER = "Working"
STAGE_COUNT = "{stage}: {done} of {total}"
BUILD_FAILED = "The index could not be built."
UNEXPECTED = "Something went wrong ({kind}). Reload the page; the details are in data/log."
SAID_QUOTES = "{status}: {count} quotes"
SAID_QUOTE = "{status}: 1 quote"
SAID_NO_QUOTES = "{status}: no quotes"
SAID_ERROR = "That did not work"
