"""The Checklists page: all of them with their progress, or one to fill, as the address says."""

from __future__ import annotations

from toolkit_qa.ui import checklist_pages

checklist_pages.draw()
