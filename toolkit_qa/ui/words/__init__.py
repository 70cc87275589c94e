"""All words of the frame, in English, a module a page. Another language is another package of this shape.

Text in `{braces}` is filled in. These words are ours: where they are Markdown, `ui.plain.label` must
have been used on what is filled in.
"""

from __future__ import annotations

from . import (
    about,
    asking,
    checklists,
    citation_check,
    common,
    conversations,
    difference,
    earlier,
    exporting,
    figures,
    library,
    looking_up,
    rehearsal,
    sources,
    starting,
)

__all__ = [
    "about",
    "asking",
    "checklists",
    "citation_check",
    "common",
    "conversations",
    "difference",
    "earlier",
    "exporting",
    "figures",
    "library",
    "looking_up",
    "rehearsal",
    "sources",
    "starting",
]
