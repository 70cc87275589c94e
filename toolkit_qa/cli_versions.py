"""The commands about versions: list, show, activate, roll back, verify, prune."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import StoreError

from .cli_output import Common, JsonOption, StoreOption, common, print_json, print_table, print_text

if TYPE_CHECKING:
    from index.versions import VersionInfo

versions = typer.Typer(help="Versions of the index: which there are, which one serves.")

VersionArgument = Annotated[str, typer.Argument(metavar="V", help="Id of a version.")]


@versions.callback(invoke_without_command=True)
def _versions(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    ctx.obj = common(ctx, store, as_json)
    if ctx.invoked_subcommand is None:
        _list(ctx.obj)


@versions.command("list")
def list_versions(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """All versions, latest first, and which one serves."""
    _list(common(ctx, store, as_json))


@versions.command()
def show(
    ctx: typer.Context, version: VersionArgument, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """One version: when, why, counts, model, documents."""
    from index.version import open_version

    options = common(ctx, store, as_json)
    manifest = open_version(options.store, version).manifest
    info = next(one for one in _infos(options.store) if one.version == version)
    titles = [
        {name: document[name] for name in ("document_id", "title", "edition", "source", "file")}
        for document in manifest["documents"]
    ]
    if options.json:
        print_json(info.to_dict() | {"documents": titles})
        return
    for name, value in info.to_dict().items():
        if value not in ("", None):
            print_text(f"{name}: {value}")
    print_table(("id", "title", "edition"), [[d["document_id"], d["title"], d["edition"]] for d in titles])


@versions.command()
def activate(
    ctx: typer.Context, version: VersionArgument, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Let a version serve, after all its checks."""
    from index import versions as room

    options = common(ctx, store, as_json)
    room.activate(options.store, version)
    _serves(options, version)


@versions.command()
def rollback(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Let the version serve that served before."""
    from index import versions as room

    options = common(ctx, store, as_json)
    _serves(options, room.rollback(options.store))


@versions.command()
def verify(
    ctx: typer.Context,
    version: Annotated[
        str | None, typer.Argument(metavar="[V]", help="Id; default the one that serves.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every file, every passage against its page, and the kept source files."""
    from index import versions as room
    from index.store import Store

    options = common(ctx, store, as_json)
    checked = version or Store(options.store).current_id()
    faults = room.verify(options.store, version)
    if options.json:
        print_json({"version": checked, "ok": not faults, "faults": list(faults)})
    if faults:
        more = f" And {len(faults) - 1} more faults." if len(faults) > 1 else ""
        raise StoreError(faults[0] + more)
    if not options.json:
        print_text(f"Version {checked} is sound.")


@versions.command()
def prune(
    ctx: typer.Context,
    keep: Annotated[int, typer.Option("--keep", metavar="N", help="How many versions stay.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete all but the latest N versions, never the one that serves, and what none of them uses."""
    from index import versions as room

    options = common(ctx, store, as_json)
    pruned = room.prune(options.store, keep)
    if options.json:
        print_json(pruned.to_dict())
    else:
        print_text(f"Deleted {len(pruned.versions)} versions and {pruned.files} source files.")


def _list(options: Common) -> None:
    infos = _infos(options.store)
    if options.json:
        current = next((one.version for one in infos if one.current), None)
        print_json({"current": current, "versions": [one.to_dict() for one in infos]})
        return
    rows = [
        (one.version, "serves" if one.current else "", one.created, one.note or one.error) for one in infos
    ]
    print_table(("version", "", "built", "note"), rows)


def _infos(store: Path) -> tuple[VersionInfo, ...]:
    """All versions. Raises StoreError when there is none."""
    from index.store import BUILD
    from index.versions import list_versions

    infos = list_versions(store)
    if not infos:
        raise StoreError(f"There is no index in {store} yet.", BUILD)
    return infos


def _serves(options: Common, version: str) -> None:
    if options.json:
        print_json({"version": version, "activated": True})
    else:
        print_text(f"Version {version} serves now.")
