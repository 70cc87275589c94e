"""The Ask page: a conversation of questions and quoted answers."""

from __future__ import annotations

from toolkit_qa.ui import asking

asking.draw()
