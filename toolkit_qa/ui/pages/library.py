"""The Library page: documents, versions, what changed between them, saved citations checked again."""

from __future__ import annotations

from toolkit_qa.ui import library

library.draw()
