"""The commands that show the documents, and readable text for all results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_fetch import print_matches
from .cli_output import (
    Common,
    JsonOption,
    StoreOption,
    VersionOption,
    common,
    print_json,
    print_table,
    print_text,
)
from .records import Answer, Citation, Hit

if TYPE_CHECKING:
    from ingest.records import Problem

    from .assistant import Assistant
    from .doctor import Finding

documents = typer.Typer(help="Documents of the version that serves: ids, editions, pages, problems.")


@documents.callback(invoke_without_command=True)
def _documents(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    ctx.obj = common(ctx, store, as_json)
    if ctx.invoked_subcommand is None:
        _list_documents(ctx.obj, None)


@documents.command("list")
def list_documents(
    ctx: typer.Context, version: VersionOption = None, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """All documents: id, title, edition, source, pages, and what could not be read."""
    _list_documents(common(ctx, store, as_json), version)


@documents.command("page")
def show_page(
    ctx: typer.Context,
    document_id: Annotated[str, typer.Argument(metavar="ID")],
    number: Annotated[int, typer.Argument(metavar="N", help="Physical page, from 1.")],
    version: VersionOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """The stored text of one page."""
    options = common(ctx, store, as_json)
    page = _open(options).page(document_id, number, version=version)
    if options.json:
        found = {"document_id": document_id, "page": page.number, "page_label": page.label, "text": page.text}
        print_json(found)
    else:
        print_text(page.text)


def _open(options: Common) -> Assistant:
    from .assistant import Assistant

    return Assistant.open(options.store, settings=options.settings)


def _list_documents(options: Common, version_id: str | None) -> None:
    version = _open(options).version(version_id)
    passages = Counter(passage.document_id for passage in version.passages)
    rows = [
        {
            "document_id": one.document_id,
            "title": one.title,
            "edition": one.edition,
            "source": one.source,
            "category": one.category,
            "file": one.file,
            "match": one.match,
            "pages": version.page_count(one.document_id),
            "passages": passages[one.document_id],
            "problems": [_problem(problem) for problem in version.problems if problem.file == one.file],
        }
        for one in version.documents
    ]
    if options.json:
        problems = [_problem(problem) for problem in version.problems]
        print_json({"version": version.version_id, "documents": rows, "problems": problems})
        return
    columns = ("document_id", "title", "edition", "source", "pages", "passages")
    print_table(("id", *columns[1:]), [[row[name] for name in columns] for row in rows])
    print_matches(version.documents)
    print_problems([_problem(problem) for problem in version.problems])


def _problem(problem: Problem) -> dict[str, Any]:
    record = asdict(problem)
    return {name: record[name] for name in ("file", "page", "kind", "message")}


def print_hits(hits: Sequence[Hit]) -> None:
    """Hits as text: where, then the passage."""
    for hit in hits:
        print_text(f"{hit.rank}. {_place(hit)}", style="bold")
        print_text(hit.text, indent=3)
        for copy in hit.also_in:
            print_text(f"also in {copy.title}, page {copy.page}", indent=3)
        print_text()


def print_answer(answer: Answer) -> None:
    """An answer as text: status, questions to ask instead, quotes, citations, checklist items, nearest."""
    print_text(answer.status.replace("_", " "), style="bold")
    if answer.message:
        print_text(answer.message)
    if answer.understood_as != answer.question:
        print_text(f"Understood as: {answer.understood_as}")
    for suggestion in answer.suggestions:
        print_text(f"- {suggestion}")
    for statement in answer.statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        print_text(f"\n{statement.text} {marks}")
    print_text()
    for citation in answer.citations:
        print_text(f"[{citation.n}] {_place(citation)}")
    for link in answer.checklists:
        print_text(f"Checklist: {link.text} ({link.title}, page {link.page_label})")
    print_hits(answer.nearest)
    print_text(f"Answer {answer.answer_id}, version {answer.version}")


def print_build(report: Mapping[str, Any]) -> None:
    """What a build did, and what could not be read."""
    state = "serves now" if report["activated"] else "is built, not activated"
    print_text(f"Version {report['version']} {state}.", style="bold")
    names = ("documents", "pages", "passages", "sentences", "checklist_items", "embedded", "reused")
    print_text(", ".join(f"{report[name]:,} {name.replace('_', ' ')}" for name in names))
    print_text(f"{report['seconds']['total']:.1f} seconds")
    print_problems(report["problems"])


def print_problems(problems: Sequence[Mapping[str, Any]]) -> None:
    """Each problem on a line, nothing when there are none."""
    for problem in problems:
        page = f", page {problem['page']}" if problem["page"] is not None else ""
        print_text(f"{problem['file']}{page}: {problem['kind']}: {problem['message']}", style="yellow")


def print_findings(findings: Sequence[Finding]) -> None:
    """What the doctor found, each with the command that mends it."""
    for finding in findings:
        print_text(f"{'ok     ' if finding.ok else 'not ok '} {finding.name}: {finding.detail}")
        if finding.command:
            print_text(f"mend it: {finding.command}", style="bold", indent=8)


def _place(found: Hit | Citation) -> str:
    """Title, edition, section, printed and physical page, source."""
    edition = f" ({found.edition})" if found.edition else ""
    section = f" › {' › '.join(found.section)}" if found.section else ""
    printed = f"page {found.page_label}" if found.page_label else f"page {found.page}"
    physical = f" (physical {found.page})" if found.page_label != str(found.page) else ""
    return f"{found.title}{edition}{section}, {printed}{physical} [{found.source}]"
