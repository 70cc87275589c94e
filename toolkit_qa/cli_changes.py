"""The commands about what changed: the difference of two versions, and saved citations checked again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import StoreError

from .cli_output import JsonOption, StoreOption, common, print_json, print_text

if TYPE_CHECKING:
    from index.version import Version

    from .citation_health import Health
    from .saved_quotes import SavedQuote

NAMED = "Id of a version, or: current, previous, latest."


def diff(
    ctx: typer.Context,
    old: Annotated[str | None, typer.Argument(metavar="[A]", help=NAMED)] = None,
    new: Annotated[str | None, typer.Argument(metavar="[B]", help=NAMED)] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """What changed from version A to B: documents, headings, passages, checklist items.

    Without A and B: from the version that serves to the latest one built; when that serves already,
    from the one that served before it.
    """
    from index.difference import difference
    from index.version import open_version
    from index.versions import named, usual_pair

    from .difference_text import lines_of

    options = common(ctx, store, as_json)
    place = options.store
    first, second = usual_pair(place) if old is None else (old, new or "current")
    compared = difference(open_version(place, named(place, first)), open_version(place, named(place, second)))
    if options.json:
        print_json(compared.to_dict())
        return
    for line in lines_of(compared):
        print_text(line.text, style=line.style, indent=line.indent)


def check(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Saved answers or checklists, as JSON.")],
    version: Annotated[str, typer.Option("--version", metavar="V", help=NAMED)] = "current",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check whether saved citations hold in a version: unchanged, moved, reworded or gone."""
    from index.version import open_version
    from index.versions import named

    from .citation_health import check_quotes, counts_of
    from .saved_quotes import read_saved

    options = common(ctx, store, as_json)
    quotes = read_saved(file)
    opened = open_version(options.store, named(options.store, version))
    health = list(check_quotes(opened, quotes, _earlier(options.store, quotes, opened)))
    counts = counts_of(health)
    if options.json:
        found = [one.to_dict() for one in health]
        print_json({"version": opened.version_id, "counts": counts, "citations": found})
        return
    _print_health(health)
    print_text(f"\n{', '.join(f'{count} {state}' for state, count in counts.items())}")


def _earlier(store: Path, quotes: tuple[SavedQuote, ...], opened: Version) -> dict[str, Version]:
    """The versions that the quotes were taken from, as far as they are still there and sound."""
    from index.store import Store
    from index.version import open_version

    found = {}
    there = set(Store(store).version_ids()) - {opened.version_id}
    for name in {quote.version for quote in quotes} & there:
        try:
            found[name] = open_version(store, name)
        except StoreError:
            continue  # damaged: checked without its help
    return found


def _print_health(health: list[Health]) -> None:
    from .difference_text import marked
    from .sections import ARROW

    for one in health:
        saved, now = one.saved, one.now
        place = f"{saved.title}, page {saved.page_label or saved.page}"
        state = one.state
        if now is not None and now.page != saved.page:
            state += f" (now page {now.page_label})"
        title = saved.title.partition(ARROW)[0]  # of an item of an answer: document and checklist
        if now is not None and now.title != title and now.document_id != saved.document_id:
            state += f" (now in {now.title})"
        print_text(f"{state}: {place}", style="" if one.state == "unchanged" else "bold")
        print_text(marked(one.words) if one.words else " ".join(saved.quote.split()), indent=2)
