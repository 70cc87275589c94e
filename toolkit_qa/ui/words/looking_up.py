"""The Look up page."""

from __future__ import annotations

TITLE = "Look up a passage"
LEAD = "Finds passages by meaning and by words. Nothing is answered here; you read and judge."
LABEL = "Words, a question or a phrase"
HITS_FOUND = "{count} passages, best first"
HITS_FOUND_ONE = "1 passage"
NO_HITS = "No passage was found. Use other words, or search in all documents."
ALSO_IN = "Nearly the same passage is also in: {places}"
MORE_HITS = "Show more"

# Filters
DOCUMENTS_FILTER = "Documents"
DOCUMENTS_ALL = "All documents"
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

# Why a passage has its rank
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
