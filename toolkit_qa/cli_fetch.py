"""The command that fetches official documents, and how matches of official documents are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.manifest import MANIFEST

from .cli_output import JsonOption, StoreOption, common, print_json, print_table, print_text, progress
from .records import OFFICIAL
from .settings import PROJECT

if TYPE_CHECKING:
    from ingest.records import Document

    from .fetch import FetchedDocument, FetchReport

PASSED_OVER_SHOWN = 10
STATUS = {
    "would_fetch": "would be fetched",
    "not_found": "not found",
    "fetched": "fetched",
    "updated": "fetched, another edition was there",
    "unchanged": "unchanged",
    "confirmed": "was there already, now confirmed",
    "failed": "failed",
}


def fetch(
    ctx: typer.Context,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would be fetched, and from where.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Fetch the official documents from their landing pages into corpus/official/ (needs a network)."""
    from .fetch import fetch as fetch_documents

    options = common(ctx, store, as_json)
    with progress(options.json) as tell:
        report = fetch_documents(
            PROJECT / "corpus", dry_run=dry_run, limits=options.settings.reading_limits, tell=tell
        )
    if options.json:
        print_json(report.to_dict())
    else:
        print_report(report)


def print_report(report: FetchReport) -> None:
    """What was found or fetched, what was passed over, and what to do next."""
    print_table(
        ("document", "status", "edition", "from"),
        [(one.title, STATUS[one.status], one.edition, one.url) for one in report.documents],
    )
    for one in report.documents:
        _print_remarks(one)
    for problem in report.problems:
        print_text(f"{problem.url}: {problem.message}", style="yellow")
    _print_passed_over(report)
    missing = [one for one in report.documents if one.status in ("not_found", "failed")]
    if missing:
        print_text(
            f"{len(missing)} of {len(report.documents)} could not be fetched. Download them in a browser and "
            "put them into corpus/official/."
        )
    if not report.dry_run:
        print_text("Then: python -m toolkit_qa build" if missing else "Now run: python -m toolkit_qa build")


def _print_remarks(one: FetchedDocument) -> None:
    if one.message:
        print_text(f"{one.title}: {one.message}", style="yellow")
    if one.kept:
        print_text(f"{one.title}: what was there is kept as {', '.join(one.kept)}")
    if one.also and not one.there:
        print_text(f"{one.title}: also found at {', '.join(one.also)}")


def _print_passed_over(report: FetchReport) -> None:
    for one in report.passed_over[:PASSED_OVER_SHOWN]:
        print_text(f"passed over, {one.reason}: {one.url} ({one.text or 'no text'})")
    more = len(report.passed_over) - PASSED_OVER_SHOWN
    if more > 0:
        print_text(f"and {more} more (--json lists them)")


def print_matches(documents: Sequence[Document]) -> None:
    """Which files stand for official documents, by what they were found, and how to change it."""
    for one in documents:
        line = f'official_sha256 = ["{one.sha256}"]'
        if one.match and one.source == OFFICIAL:
            print_text(f"{one.file} is the official {one.title} ({one.match}).")
        elif one.match and one.official_title:
            print_text(
                f"{one.file} stands for the official {one.title}, by its {one.match}, and counts as your "
                "agency's own until it is confirmed. To confirm it, or to give it to another document, add "
                f"to that document in {MANIFEST}: {line}",
                style="yellow",
            )
        elif one.match:
            print_text(
                f"{one.file} is read as a document of your agency ({one.match}). If it is an official one, "
                f"add to that document in {MANIFEST}: {line}",
                style="yellow",
            )
