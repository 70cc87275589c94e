"""The Checklists page."""

from __future__ import annotations

TITLE = "Checklists"
LEAD = "Questions found in the documents, word for word. Answers are saved on this computer as you give them."
NO_CHECKLISTS = "The documents in the index hold no checklists."
NO_CHECKLIST = "There is no such checklist in the index. It may have another name in this edition."
NO_ITEM = "The item of this link is not among the questions of this form."
ALL_CHECKLISTS = "All checklists"
ITEMS_ANSWERED = "{done} of {count} answered"
ITEMS_ONLY = "{count} questions"
EARLIER_FORMS = "Filled forms of other editions"
UNREADABLE_FORMS = "These files in data/checklists cannot be read and were left as they are: {names}"

# A question
ANSWER_LABEL = "Answer to {name}"
ANSWER_WORDS = {"yes": "Yes", "partly": "Partly", "no": "No", "not_applicable": "Not applicable", "": "Open"}
ANSWER_ICONS = {
    "yes": ":material/check:",
    "partly": ":material/contrast:",
    "no": ":material/close:",
    "not_applicable": ":material/remove:",
}
NOTE = "Evidence"
NOTE_LABEL = "Evidence for {name}"
NOTE_HINT = "What shows it: a document, a decision, a person, a date"
ADD_QUOTE = "Add a quote"
ADD_QUOTE_HELP = "Quotes of the answers in this tab's conversation"
REMOVE_QUOTE = "Remove this quote"
LINKED_ITEM = "Opened by a link"
SOURCE_GONE = "The page of this question is not in the index any more."

# A form
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

# Two tabs at once
CONFLICT = "This was changed in another tab meanwhile. Nothing is lost: choose what stays."
CONFLICT_THEIRS = "Saved from the other tab"
CONFLICT_MINE = "Yours, not saved yet"
CONFLICT_KEEP_MINE = "Save mine"
CONFLICT_KEEP_THEIRS = "Keep the other"
CONFLICT_NOTHING = "(nothing)"
CONFLICT_GONE = "This form was deleted in another tab, so nothing was saved."

# Files
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

# Summary
SUMMARY_PRINCIPLES = "Summary by principle"
SUMMARY_SECTIONS = "Summary by section"
SUMMARY_COUNT = "{name}: {counts}"
SUMMARY_AXIS = "Questions"
