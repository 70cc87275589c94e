"""The difference between two versions, on the Library page."""

from __future__ import annotations

OLD = "From"
NEW = "To"
BUTTON = "Compare"
NEEDS_TWO = "There is only one version that can be read. Build another to compare them."
SAME = "Choose two different versions."
LEAD = "Document by document, in words: the earlier wording beside the later one."
COUNTS = "{sort}: {counts}"
NONE = "none"
SORTS = {
    "documents": "Documents",
    "passages": "Passages",
    "headings": "Headings",
    "checklist_items": "Checklist items",
}
CHART = "Share of each document"
NUMBERS = "The same in numbers"
WHAT = "What"
ALL = "All {sort}"
MOVED = "{count} more have the same words and stand on another page or at another place."
ALIKE = "Nothing has changed between these two versions."
SAME_DOCUMENTS = "{count} documents are the same in both."
CHANGE_WORDS = {
    "unchanged": "unchanged",
    "moved": "moved",
    "reworded": "reworded",
    "added": "added",
    "removed": "removed",
    "changed": "changed",
}
BEFORE = "Before"
AFTER = "After"
ABSENT = "not there"
MORE = "{count} more changes are not shown. All of them: python -m toolkit_qa versions diff {old} {new}"
