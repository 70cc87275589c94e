"""The About page; its parts stand in `toolkit_qa/ui/about.py`."""

from __future__ import annotations

from toolkit_qa.ui import about

about.draw()
