"""All words of the frame, in English. Another language is another module of this shape.

Text in `{braces}` is filled in. These words are ours: where they are Markdown, `ui.plain.label` must
have been used on what is filled in.
"""

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
ASK_HELP = "Ask a question; the answer is made of quotes, each with its page."
LOOK_UP_HELP = "Search the documents and read the passages found."
ABOUT_HELP = "What this is and is not, and which documents it reads."


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

# Ask
ASK_TITLE = "What would you like to know?"
ASK_LEAD = (
    "Ask about responsible AI in policing. Every answer is made of quotes from the documents, word for word, "
    "each with its page. Where the documents do not cover a question, you are told so."
)
ASK_PLACEHOLDER = "Ask a question"
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
NEW_CONVERSATION = "New conversation"
CONVERSATIONS = "Conversations"
CONVERSATIONS_SEARCH = "Search titles and questions"
CONVERSATIONS_NONE = "There is no conversation yet. What you ask is listed here."
CONVERSATIONS_NOT_FOUND = "No conversation holds these words."
CONVERSATIONS_MORE = "Show older ones"
CONVERSATION_HERE = "open now"
CONVERSATION_CHANGES = {"rename": ":small[Rename “{title}”]", "delete": ":small[Delete “{title}”]"}
CONVERSATION_TITLE = "Title"
CONVERSATION_DELETE_SURE = (
    "The conversation is deleted from this computer, with its answers and the feedback on them. This cannot "
    "be undone."
)
CONVERSATION_DELETE_YES = "Delete the conversation"
CONVERSATION_GONE = "That conversation is not there any more. It was deleted, perhaps in another tab."
QUESTIONS_COUNT = "{count} questions"
QUESTIONS_ONE = "1 question"
SEPARATOR = " · "
SAVE = "Save"
CANCEL = "Cancel"
RETENTION = (
    "Conversations are deleted {days} days after their last question. Questions with personal data are never "
    "kept."
)
RETENTION_NONE = "Conversations are kept until you delete them. Questions with personal data are never kept."
PUT_ASIDE = (
    "What was kept could not be read. It was put aside unchanged as data/{name}, and a new file was begun. "
    "This line goes when you move that file away."
)
VERSION_GONE = "Index version {version} is gone. The quotes were compared with the version in use."
EDIT_HELP = "Ask this in other words"
EDIT_OF = ":small[Ask question {number} in other words]"
EDIT_LABEL = "The question in other words"
EDIT_SEND = "Ask"
BRANCHED = "Asked in a new conversation. The one before is under Conversations, as it was."
EXPORT_ALL = "Export everything"
EXPORT_ALL_FILE = "toolkit-qa-everything.json"
DELETE_ALL = "Delete everything"
DELETE_ALL_SURE = (
    "All conversations, feedback and filled checklists are deleted from this computer, so that nothing of "
    "them can be read in its files. Documents and index stay. This cannot be undone."
)
DELETE_ALL_YES = "Delete everything for good"
DELETED_ALL = "Deleted: {conversations} conversations, {feedback} judgements, {checklists} filled checklists."
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
SEARCHING = "Searching the documents…"
WARMING = "The language model is still being loaded. Your question is answered as soon as it is ready."
UNDERSTOOD_AS = "Understood as: {text}"
CORRECTED = "“{written}” read as “{read_as}”"
SOURCES = "Sources"
CHECKLISTS = "Checklist items that bear on this"
NEAREST = "Nearest passages"
NEAREST_BADGE = "Not an answer"
SUGGESTIONS = "You could ask"
RELATED = "Related questions"
CONVERSATION = "Conversation"
SAID_QUOTES = "{status}: {count} quotes"
SAID_QUOTE = "{status}: 1 quote"
SAID_NO_QUOTES = "{status}: no quotes"
SAID_ERROR = "That did not work"
WITHHELD = "A quote was left out because it no longer matches its stored page."

# What the earlier edition said
EARLIER = "What did the earlier edition say?"
EARLIER_CLOSE = "Close the earlier answer"
EARLIER_HELP = "Puts this question to the version before: {version}"
EARLIER_BUILT = "built {created} UTC"
EARLIER_THEN = "Earlier"
EARLIER_NOW = "Now"
EARLIER_SINCE = {
    "unchanged": Look("stands unchanged", ":material/check_circle:", "gray", ""),
    "moved": Look("now on {place}", ":material/move_down:", "blue", ""),
    "reworded": Look("reworded since", ":material/edit:", "orange", ""),
    "gone": Look("gone since", ":material/do_not_disturb_on:", "red", ""),
}
EARLIER_BEFORE = {
    "unchanged": Look("stood there before", ":material/check_circle:", "gray", ""),
    "moved": Look("was on {place}", ":material/move_down:", "blue", ""),
    "reworded": Look("new wording", ":material/edit:", "orange", ""),
    "gone": Look("new", ":material/add_circle:", "green", ""),
}

# Sources
PAGE = "page {label}"
PAGES = "pages {label}"
PAGES_BOTH = "pages {label} (PDF pages {number})"
PAGE_BOTH = "page {label} (PDF page {number})"
SECTION_JOIN = " › "
SHOW_PAGE = "Show page"
CLOSE = "Close"
SOURCE_OF = "Source {n}"
PASSAGE = "Passage"
ITEM = "Checklist item"
PREVIOUS_PAGE = "Previous"
NEXT_PAGE = "Next"
PAGE_OF = "PDF page {number} of {count}"
PRINTED = "Printed page {label}"
MARKED_ON = "Marked: PDF page {number}"
DOWNLOAD = "Download"
DOWNLOAD_HELP = "Download the document ({file})"
CITE = "Cite"
PICTURE_ALT = "Page {number} of {title}{marked}"
PICTURE_MARKED = ", with the quoted words marked"
NO_PICTURE = "The page cannot be shown as a picture ({reason}). Its text:"
PAGE_TEXT = "This document has no pages to picture. Its text:"

# Look up
LOOK_UP_TITLE = "Look up a passage"
LOOK_UP_LEAD = "Finds passages by meaning and by words. Nothing is answered here; you read and judge."
LOOK_UP_LABEL = "Words, a question or a phrase"
DOCUMENTS_FILTER = "Documents"
DOCUMENTS_ALL = "All documents"
HITS_FOUND = "{count} passages, best first"
HITS_FOUND_ONE = "1 passage"
NO_HITS = "No passage was found. Use other words, or search in all documents."
EXPORT_HITS = "Export table"
EXPORTS_HITS = {
    "csv": ("CSV for a spreadsheet", ":material/table:"),
    "md": ("Markdown", ":material/article:"),
}
FILTERS = "Filters"
FILTERS_CHOSEN = "Filters ({count})"
CATEGORY_FILTER = "Categories"
CATEGORY_ALL = "All categories"
EDITION_FILTER = "Editions"
EDITION_ALL = "All editions"
SECTION_FILTER = "Sections"
SECTION_ALL = "All sections"
VERSION_FILTER = "Put to the index version"
VERSION_IN_USE = "{version} (in use)"
VERSION_BUILT = "{version}, built {when} UTC"
NO_DOCUMENT_FITS = "No document fits these filters together. Take one away."
OLDER_VERSION = "These passages are from version {version}, which is not in use."
WHY = "Why this rank"
WHY_CLOSE = "Close the explanation"
WHY_LEAD = (
    "Each value is compared with those of all passages, in standard deviations above or below their mean; "
    "what it adds is that number times its weight. The sum makes the rank."
)
WHY_HEAD = ("What is measured", "Value", "Against all", "Weight", "Adds")
WHY_PARTS = {
    "passage": ("Meaning of the passage", "How near its meaning is to the question: cosine, at most 1."),
    "evidence": (
        "Best sentence",
        "How near its sentence nearest to the question is, plus the share of the question’s words it holds: "
        "at most 2.",
    ),
    "heading": ("Heading", "How near the heading above it is: cosine, at most 1."),
    "defined": ("Definition", "Whether it defines the term that the question asks for."),
    "phrase": ("Exact phrase", "The share of the phrases in double quotes that it holds, word for word."),
    "words": ("Words", "Words shared with the question, rare ones count more: BM25, 0 where none is shared."),
}
WHY_SUM = "Sum"
WHY_SENTENCE = "Best sentence: “{sentence}”"
ALSO_IN = "Nearly the same passage is also in: {places}"
MORE_HITS = "Show more"

# Building and starting
BUILD_TITLE = "Getting ready"
BUILD_LEAD = (
    "The documents are read once and an index is made of them. This takes a minute or two; afterwards the "
    "app opens at once."
)
STAGES = {
    "read": "Reading the documents",
    "split": "Finding sections and passages",
    "embed": "Computing what each passage is about",
    "write": "Writing the index",
}
STAGE_START = "Starting"
STAGE_OTHER = "Working"
STAGE_COUNT = "{stage}: {done} of {total}"
TIME_LEFT = "{said} · {left}"
LEFT_MINUTES = "about {count} minutes left"
LEFT_SECONDS = "about {count} seconds left"
LEFT_LITTLE = "a few seconds left"
BUILD_FAILED = "The index could not be built."
BUILD_NOTHING = "The build ended, but there is no index. Run: python -m toolkit_qa doctor"
TRY_AGAIN = "Try again"
OPEN_FAILED = "The index could not be opened."
BUILD_AGAIN = "Build the index again"
UNEXPECTED = "Something went wrong ({kind}). Reload the page; the details are in data/log."
PROBLEMS = "{count} files were read only in part or not at all. `python -m toolkit_qa doctor` names them."

# About
ABOUT_TITLE = "About this assistant"
ABOUT_IS = "What it is"
ABOUT_NOT = "What it is not"
ABOUT_STARTER = "Whose words it quotes"
ABOUT_PRIVACY = "Privacy"
ABOUT_ACCESSIBILITY = "Accessibility"
ABOUT_DOCUMENTS = "Edition and index in use"
ABOUT_VERSION = "Index version {version} · release {release} of this program"
ABOUT_PRINCIPLES = "How it stands against the toolkit's principles"
ABOUT_DOES = "What it does"
ABOUT_SHORT = "Where it falls short"
ABOUT_EVIDENCE = "See for yourself"
ABOUT_NO_FILE = "This file is not in this installation."
STANDING = {
    "holds": Look("Holds", ":material/check_circle:", "green", "What was to be done is done and tested."),
    "partly": Look("In part", ":material/contrast:", "orange", "Something that matters is missing."),
    "short": Look("Falls short", ":material/do_not_disturb_on:", "red", "It rests with the people."),
}

# How good it is
FIGURES_TITLE = "How good it is"
FIGURES_LEAD = (
    "{questions} questions with known answers were put to index version {version} on {date} (release "
    "{release}, question sets {sets}, {half}). No model judges: pages and phrases are compared."
)
FIGURES_HALVES = {
    "all": "all of them",
    "test": "the half kept for testing",
    "tune": "the half used for tuning",
}
FIGURES_OTHER = "This is not the version in use. Measure again with the command below."
FIGURES_NONE = "Nothing has been measured on this computer yet. This takes about half a minute:"
FIGURES_COMMAND = "python -m toolkit_qa evaluate"
FIGURES_CAPTION = "Share of the questions, with the range in which it lies with 95 % certainty"
FIGURES_COLUMNS = ("What is measured", "Share", "95 % range", "Questions")
FIGURES_SHOWN = {
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
ABOUT_PAGES = "{count} pages"
ABOUT_PAGE = "1 page"

# Checklists
CHECKLISTS_PAGE = "Checklists"
CHECKLISTS_HELP = "Fill checklists, item by item, with evidence; save, export and import them."
CHECKLISTS_TITLE = "Checklists"
CHECKLISTS_LEAD = (
    "Questions found in the documents, word for word. Answers are saved on this computer as you give them."
)
OPEN_ITEM = "Open in checklist"
NO_CHECKLISTS = "The documents in the index hold no checklists."
NO_CHECKLIST = "There is no such checklist in the index. It may have another name in this edition."
NO_ITEM = "The item of this link is not among the questions of this form."
ALL_CHECKLISTS = "All checklists"
ITEMS_ANSWERED = "{done} of {count} answered"
ITEMS_ONLY = "{count} questions"
EARLIER_FORMS = "Filled forms of other editions"
UNREADABLE_FORMS = "These files in data/checklists cannot be read and were left as they are: {names}"
ANSWER_LABEL = "Answer to {name}"
ANSWER_WORDS = {"yes": "Yes", "partly": "Partly", "no": "No", "not_applicable": "Not applicable", "": "Open"}
ANSWER_ICONS = {
    "yes": ":material/check:",
    "partly": ":material/contrast:",
    "no": ":material/close:",
    "not_applicable": ":material/remove:",
}
QUESTION_NUMBER = "Question {number}"
NOTE = "Evidence"
NOTE_LABEL = "Evidence for {name}"
NOTE_HINT = "What shows it: a document, a decision, a person, a date"
ADD_QUOTE = "Add a quote"
ADD_QUOTE_HELP = "Quotes of the answers in this tab's conversation"
REMOVE_QUOTE = "Remove this quote"
SUBJECT = "What is assessed"
SUBJECT_HINT = "A system, a unit, a project"
ANSWERED_BY = "Who answers"
SAVED_AT = "Saved {when} UTC"
NOT_SAVED_YET = "Saved with the first answer"
FORM = "Form"
FORM_NAME = "{number}. {name}"
FORM_UNNAMED = "not named"
NEW_FORM = "New form"
OTHER_EDITION = (
    "This form was filled on other questions: {edition}, index version {version}. Answers can be carried "
    "over to the questions of today that are word for word the same; this form stays as it is."
)
EDITION_UNNAMED = "an edition without a name"
CARRY_OVER = "Carry the answers over"
CONFLICT = "This was changed in another tab meanwhile. Nothing is lost: choose what stays."
CONFLICT_THEIRS = "Saved from the other tab"
CONFLICT_MINE = "Yours, not saved yet"
CONFLICT_KEEP_MINE = "Save mine"
CONFLICT_KEEP_THEIRS = "Keep the other"
CONFLICT_NOTHING = "(nothing)"
CONFLICT_GONE = "This form was deleted in another tab, so nothing was saved."
EXPORT = "Export"
EXPORT_CONVERSATION = "Export conversation"
EXPORTS_ANSWER = {
    "docx": ("Word document", ":material/description:"),
    "md": ("Markdown", ":material/article:"),
    "json": ("JSON, to check the quotes again", ":material/data_object:"),
}
PRINT = "Print or save as PDF"
RECORD = "Answer {answer} · Index version {version}"
RECORD_ASKED = "Asked {when}"
EXPORTS = {
    "docx": ("Word document", ":material/description:"),
    "md": ("Markdown", ":material/article:"),
    "csv": ("CSV for a spreadsheet", ":material/table:"),
    "json": ("JSON, to import again", ":material/data_object:"),
}
IMPORT = "Import a filled checklist"
IMPORT_LABEL = "A JSON or CSV file that was exported here"
IMPORTED = "Imported: {title}"
DELETE_FORM = "Delete"
DELETE_SURE = "The form and its answers are deleted from this computer. This cannot be undone."
DELETE_YES = "Delete the form"
SUMMARY_PRINCIPLES = "Summary by principle"
SUMMARY_SECTIONS = "Summary by section"
SUMMARY_COUNT = "{name}: {counts}"
SUMMARY_AXIS = "Questions"
LINKED_ITEM = "Opened by a link"
SOURCE_GONE = "The page of this question is not in the index any more."

# Library
LIBRARY_PAGE = "Library"
LIBRARY_HELP = (
    "Documents and versions: add, build, compare, rehearse, switch, go back; check saved citations."
)
LIBRARY_TITLE = "Library"
LIBRARY_LEAD = (
    "What is read and quoted. Whatever you add or build here, answers stay as they are until you let a new "
    "version serve."
)
LIBRARY_TABS = ("Documents", "Difference", "Rehearsal", "Versions", "Citation check")
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
VERSION_SERVES = "In use"
VERSION_NEW = "Never served"
VERSION_FACTS = "Built {created} UTC · {documents} documents · {size} MB"
VERSION_USE = "Use this version"
VERSION_USE_LABEL = "Use version {version}"
VERSION_SERVED = "In use from {when} UTC{reason}"
VERSION_REASON = ": {reason}"
ROLL_BACK = "Go back to version {version}"
ROLL_BACK_HELP = "The version used before serves again at once"
SWITCHED = "Version {version} is in use now."

# Rehearsal
REHEARSAL_LEAD = (
    "The questions of this program, and those your officers marked, are put to the version in use and to "
    "another one. Nothing is switched by it."
)
REHEARSAL_OF = "Version to rehearse"
REHEARSAL_BUTTON = "Rehearse"
REHEARSAL_NEEDS_TWO = "There is only one version. Build another to rehearse it."
REHEARSED = "{count} questions, put to version {old} (before) and to version {new} (after)"
REHEARSED_NONE = (
    "No question could be put: those of this program are about documents that the version in use does not "
    "hold, and no officer has marked any. Read what changed before you let the version serve."
)
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

# Difference
COMPARE_OLD = "From"
COMPARE_NEW = "To"
COMPARE_BUTTON = "Compare"
COMPARE_NEEDS_TWO = "There is only one version that can be read. Build another to compare them."
COMPARE_SAME = "Choose two different versions."
COMPARE_LEAD = "Document by document, in words: the earlier wording beside the later one."
COMPARE_COUNTS = "{sort}: {counts}"
COMPARE_NONE = "none"
COMPARE_SORTS = {
    "documents": "Documents",
    "passages": "Passages",
    "headings": "Headings",
    "checklist_items": "Checklist items",
}
COMPARE_CHART = "Share of each document"
COMPARE_NUMBERS = "The same in numbers"
COMPARE_WHAT = "What"
COMPARE_ALL = "All {sort}"
COMPARE_MOVED = "{count} more have the same words and stand on another page or at another place."
COMPARE_ALIKE = "Nothing has changed between these two versions."
COMPARE_SAME_DOCUMENTS = "{count} documents are the same in both."
CHANGE_WORDS = {
    "unchanged": "unchanged",
    "moved": "moved",
    "reworded": "reworded",
    "added": "added",
    "removed": "removed",
    "changed": "changed",
}
COMPARE_BEFORE = "Before"
COMPARE_AFTER = "After"
COMPARE_ABSENT = "not there"
COMPARE_MORE = (
    "{count} more changes are not shown. All of them: python -m toolkit_qa versions diff {old} {new}"
)
CHECK_LABEL = "A JSON or JSONL file of saved answers or filled checklists"
CHECK_LEAD = "Do quotes saved earlier still stand in the version in use? Each is looked for, word for word."
CHECK_STATES = {
    "unchanged": Look("Unchanged", ":material/check_circle:", "green", ""),
    "moved": Look("Moved", ":material/move_down:", "blue", ""),
    "reworded": Look("Reworded", ":material/edit:", "orange", ""),
    "gone": Look("Gone", ":material/do_not_disturb_on:", "red", ""),
}
CHECK_NOW = "now {place}"
CHECK_MORE = "{count} more quotes are not shown."
