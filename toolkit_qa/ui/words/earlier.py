"""What the earlier edition said, beside the answer of today."""

from __future__ import annotations

from .common import Look

OPEN = "What did the earlier edition say?"
CLOSE = "Close the earlier answer"
HELP = "Puts this question to the version before: {version}"
BUILT = "built {created} UTC"
THEN = "Earlier"
NOW = "Now"
SINCE = {
    "unchanged": Look("stands unchanged", ":material/check_circle:", "gray", ""),
    "moved": Look("now on {place}", ":material/move_down:", "blue", ""),
    "reworded": Look("reworded since", ":material/edit:", "orange", ""),
    "gone": Look("gone since", ":material/do_not_disturb_on:", "red", ""),
}
BEFORE = {
    "unchanged": Look("stood there before", ":material/check_circle:", "gray", ""),
    "moved": Look("was on {place}", ":material/move_down:", "blue", ""),
    "reworded": Look("new wording", ":material/edit:", "orange", ""),
    "gone": Look("new", ":material/add_circle:", "green", ""),
}
