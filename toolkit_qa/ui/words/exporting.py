"""Answers, conversations, passages and checklists as files and on paper."""

from __future__ import annotations

EXPORT_CONVERSATION = "Export conversation"
EXPORTS_ANSWER = {
    "docx": ("Word document", ":material/description:"),
    "md": ("Markdown", ":material/article:"),
    "json": ("JSON, to check the quotes again", ":material/data_object:"),
}
EXPORT_HITS = "Export table"
EXPORTS_HITS = {
    "csv": ("CSV for a spreadsheet", ":material/table:"),
    "md": ("Markdown", ":material/article:"),
}
PRINT = "Print or save as PDF"
RECORD = "Answer {answer} · Index version {version}"
RECORD_ASKED = "Asked {when}"
