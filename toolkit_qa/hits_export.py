"""Passages found, as a table for a file: CSV for a spreadsheet, Markdown for reading."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.errors import InputError

from .answer_export_text import shown, source_of, when
from .filled_csv import safe_cells
from .plain_text import for_markdown
from .records import Hit
from .sections import ARROW

COLUMNS = ("rank", "score", "document", "edition", "source", "section", "printed page", "PDF page", "passage")
RECORD = ("document id", "passage id", "file", "searched for", "searched in", "index version", "written")
READ = ("Rank", "Where", "Passage")
EVERYWHERE = "all documents"


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What was searched for and found: `within` says where it was looked for, in words, "" for everywhere."""

    query: str
    hits: tuple[Hit, ...]
    version: str
    within: str
    written_at: str


def export_hits(found: Found, format_name: str) -> bytes:
    """The table as the bytes of a file. Raises InputError for a format that is none of `WRITERS`."""
    if format_name not in WRITERS:
        raise InputError(f"'{format_name}' is no format for a table.", f"Known are: {', '.join(WRITERS)}.")
    return WRITERS[format_name](found)


def to_csv(found: Found) -> bytes:
    """UTF-8 with the mark that Excel looks for; each row says by itself what it was found for."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow((*COLUMNS, *RECORD))
    searched = (found.query, found.within or EVERYWHERE, found.version, found.written_at)
    for hit in found.hits:
        writer.writerow(safe_cells((*_cells(hit), hit.document_id, hit.passage_id, hit.file, *searched)))
    return out.getvalue().encode("utf-8-sig")


def to_markdown(found: Found) -> bytes:
    """A heading, what was searched, and the table."""
    facts = (
        ("Searched in", found.within or EVERYWHERE),
        ("Index version", found.version),
        ("Written", when(found.written_at)),
    )
    lines = [f"# {_safe(found.query)}", "", *(f"- {name}: {_safe(value)}" for name, value in facts), ""]
    lines += [_row(READ), _row(["---"] * len(READ))]
    lines += [_row((str(hit.rank), _safe(_where(hit)), _safe(hit.text))) for hit in found.hits]
    return ("\n".join(lines) + "\n").encode("utf-8")


WRITERS = {"csv": to_csv, "md": to_markdown}


def _cells(hit: Hit) -> tuple[str, ...]:
    return (
        str(hit.rank),
        f"{hit.score:.4f}",
        hit.title,
        hit.edition,
        source_of(hit.source),
        ARROW.join(hit.section),
        _range(hit.page_labels) or str(hit.page),
        _range([str(page) for page in hit.pages]),
        hit.text,
    )


def _where(hit: Hit) -> str:
    printed, physical = _range(hit.page_labels), _range([str(page) for page in hit.pages])
    pages = f"page {printed or physical}" + (f" (PDF page {physical})" if printed != physical else "")
    named = filter(None, (hit.title, hit.edition, ARROW.join(hit.section), pages))
    return f"{', '.join(named)}. {source_of(hit.source)}"


def _range(pages: Sequence[str]) -> str:
    """One page, or the first and the last."""
    return "–".join(dict.fromkeys((pages[0], pages[-1]))) if pages else ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _safe(text: str) -> str:
    return for_markdown(shown(text))
