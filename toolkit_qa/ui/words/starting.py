"""Building the first index, and opening one."""

from __future__ import annotations

TITLE = "Getting ready"
LEAD = (
    "The documents are read once and an index is made of them. This takes a minute or two; afterwards the "
    "app opens at once."
)

STAGES = {
    "read": "Reading the documents",
    "split": "Finding sections and passages",
    "embed": "Computing what each passage is about",
    "write": "Writing the index",
}
TIME_LEFT = "{said} · {left}"
LEFT_MINUTES = "about {count} minutes left"
LEFT_SECONDS = "about {count} seconds left"
LEFT_LITTLE = "a few seconds left"
BUILD_NOTHING = "The build ended, but there is no index. Run: python -m toolkit_qa doctor"
TRY_AGAIN = "Try again"
OPEN_FAILED = "The index could not be opened."
BUILD_AGAIN = "Build the index again"
PROBLEMS = "{count} files were read only in part or not at all. `python -m toolkit_qa doctor` names them."
