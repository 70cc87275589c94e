"""The About page."""

from __future__ import annotations

from .common import Look

TITLE = "About this assistant"
IS = "What it is"
NOT = "What it is not"
STARTER = "Whose words it quotes"
PRIVACY = "Privacy"
ACCESSIBILITY = "Accessibility"
DOCUMENTS = "Edition and index in use"
VERSION = "Index version {version} · release {release} of this program"
PRINCIPLES = "How it stands against the toolkit's principles"
DOES = "What it does"
SHORT = "Where it falls short"
EVIDENCE = "See for yourself"
NO_FILE = "This file is not in this installation."
STANDING = {
    "holds": Look("Holds", ":material/check_circle:", "green", "What was to be done is done and tested."),
    "partly": Look("In part", ":material/contrast:", "orange", "Something that matters is missing."),
    "short": Look("Falls short", ":material/do_not_disturb_on:", "red", "It rests with the people."),
}
PAGES = "{count} pages"
PAGE = "1 page"
