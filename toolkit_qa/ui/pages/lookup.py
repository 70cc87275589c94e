"""The Look up page: a search box, hits with their words marked, the page beside them."""

from __future__ import annotations

from toolkit_qa.ui import looking_up

looking_up.draw()
