"""The Library page: documents, builds and versions."""

from __future__ import annotations

from .common import Look

TITLE = "Library"
LEAD = (
    "What is read and quoted. Whatever you add or build here, answers stay as they are until you let a new "
    "version serve."
)
TABS = ("Documents", "Difference", "Rehearsal", "Versions", "Citation check")
CONTENTS = "Pages: {pages} · Passages: {passages} · Checklist items: {items}"
PROBLEM_PAGE = "Page {page}: "
UNREAD_FILES = "Files that could not be read"
ADD_DOCUMENTS = "Add documents of your agency"
ADD_DOCUMENTS_LABEL = "PDF, Markdown, text or Word files"
ADD_DOCUMENTS_WHERE = (
    "They are copied to corpus/agency in this program's folder and stay on this computer. A file of the same "
    "name takes the place of the earlier one, which is kept in corpus/agency/.replaced."
)
ADD_BUTTON = "Add to the library"
ADDED_FILES = {
    "added": "{name} was added.",
    "replaced": "{name} takes the place of the earlier file.",
    "same": "{name} is there already, byte for byte.",
}
AGENCY_STATES = {
    "in_index": Look("in the index", ":material/check:", "gray", ""),
    "built": Look("in the version that waits", ":material/hourglass_top:", "blue", ""),
    "waiting": Look("waits for the next build", ":material/schedule:", "orange", ""),
}
TAKE_AWAY = "Take away"
TAKE_AWAY_LABEL = "Take away {name}"

# Building
BUILD_HEADING = "Build a new version"
BUILD_LEAD_NEW = (
    "Reads all documents again; what has not changed is not computed anew. The version in use goes on "
    "answering: you compare and rehearse the new one before you let it serve."
)
BUILD_NOTE = "Note, kept with the version"
BUILD_NOTE_HINT = "Why it is built"
BUILD_NEW = "Build"
BUILD_WAITS = "Version {version} is built and waits above. It answers nothing yet."
BUILD_SAME = "Nothing has changed since version {version}, which is in use."
BUILD_KNOWN = "Version {version} is built. It was there before: you find it under Versions."
BUILD_COUNTS = "{documents} documents, {passages} passages, {embedded} computed anew, {seconds} seconds"

# A version that waits
WAITING_TITLE = "A new version waits"
WAITING_FACTS = "Version {version}, built {created} UTC{note}. Answers still come from version {current}."
WAITING_NOTE = ": {note}"
WAITING_STEPS = ("See what changed", "Rehearse", "Let it serve")
WAITING_HELP = (
    "Document by document: what is new, gone, reworded or on another page",
    "Puts all questions to both versions and sets the answers side by side",
    "Serves when the rehearsal finds nothing against it; it is run first if you have not",
)
REHEARSING = "Rehearsing version {version}"
REHEARSAL_STAGES = {
    "model": "Loading the language model, which has to be there before a question can be put",
    "questions": "Putting the questions to both versions",
}
STOP = "Stop"

# Versions
VERSION = "Version {version}"
VERSION_NEW = "Never served"
VERSION_FACTS = "Built {created} UTC · {documents} documents · {size} MB"
VERSION_USE = "Use this version"
VERSION_USE_LABEL = "Use version {version}"
VERSION_SERVED = "In use from {when} UTC{reason}"
VERSION_REASON = ": {reason}"
ROLL_BACK = "Go back to version {version}"
ROLL_BACK_HELP = "The version used before serves again at once"
SWITCHED = "Version {version} is in use now."
