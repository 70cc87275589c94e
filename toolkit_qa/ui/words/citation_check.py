"""The check of saved citations, on the Library page."""

from __future__ import annotations

from .common import Look

LABEL = "A JSON or JSONL file of saved answers or filled checklists"
LEAD = "Do quotes saved earlier still stand in the version in use? Each is looked for, word for word."
STATES = {
    "unchanged": Look("Unchanged", ":material/check_circle:", "green", ""),
    "moved": Look("Moved", ":material/move_down:", "blue", ""),
    "reworded": Look("Reworded", ":material/edit:", "orange", ""),
    "gone": Look("Gone", ":material/do_not_disturb_on:", "red", ""),
}
NOW = "now {place}"
MORE = "{count} more quotes are not shown."
