"""The commands about versions: list, show, roll back, verify, prune.

What compares two versions stands in cli_changes, what lets one serve in cli_rehearse.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import StoreError

from . import cli_changes, cli_rehearse
from .cli_output import Common, JsonOption, StoreOption, common, print_json, print_table, print_text

if TYPE_CHECKING:
    from index.versions import VersionInfo

versions = typer.Typer(help="Versions of the index: which there are, which one serves.")

versions.command("diff")(cli_changes.diff)
versions.command("check")(cli_changes.check)
versions.command("rehearse")(cli_rehearse.rehearse)
versions.command("activate")(cli_rehearse.activate)

VersionArgument = Annotated[str, typer.Argument(metavar="V", help=cli_changes.NAMED)]


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
    from index.store import Store
    from index.versions import named

    options = common(ctx, store, as_json)
    wanted = named(options.store, version)
    Store(options.store).version_folder(wanted)
    info = next(one for one in _infos(options.store) if one.version == wanted)
    if info.error:
        raise StoreError(info.error)
    if options.json:
        print_json(info.to_dict())
        return
    for name, value in info.to_dict().items():
        if name == "counts":
            value = ", ".join(f"{count:,} {what.replace('_', ' ')}" for what, count in value.items())
        if name not in ("documents", "activated") and value not in ("", None):
            print_text(f"{name}: {_readable(name, value)}")
    for one in info.activated:
        print_text(f"activated: {one['at']} {one['reason']}".rstrip())
    rows = [(one.document_id, one.title, one.edition) for one in info.documents]
    print_table(("id", "title", "edition"), rows)


@versions.command()
def rollback(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Let the version serve that served before."""
    from index import versions as room

    options = common(ctx, store, as_json)
    cli_rehearse.print_serves(options, room.rollback(options.store))


@versions.command()
def verify(
    ctx: typer.Context,
    version: Annotated[
        str | None, typer.Argument(metavar="[V]", help="Id or part as above; default the one that serves.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every file, every passage against its page, and the kept source files."""
    from index import versions as room

    options = common(ctx, store, as_json)
    checked = room.named(options.store, version or room.CURRENT)
    faults = room.verify(options.store, checked)
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
    keep: Annotated[int, typer.Option("--keep", metavar="N", help="How many versions stay, at least 2.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete all but N versions, never the one that serves or one in use, and what no version needs."""
    from index.pruning import prune as prune_versions

    options = common(ctx, store, as_json)
    pruned = prune_versions(options.store, keep)
    if options.json:
        print_json(pruned.to_dict())
        return
    print_text(f"Deleted {len(pruned.versions)} versions and {pruned.files} source files.")
    for version, processes in pruned.in_use.items():
        print_text(f"Kept {version}: it is in use by process {', '.join(processes)}.")


def _list(options: Common) -> None:
    infos = _infos(options.store)
    if options.json:
        current = next((one.version for one in infos if one.current), None)
        print_json({"current": current, "versions": [one.to_dict() for one in infos]})
        return
    rows = [
        (
            one.version,
            "serves" if one.current else "",
            one.created,
            one.counts["documents"] if one.counts else "",
            ", ".join(dict.fromkeys(document.edition for document in one.documents if document.edition)),
            _readable("bytes", one.bytes),
            one.note or one.error,
        )
        for one in infos
    ]
    print_table(("version", "", "built", "documents", "editions", "size", "note"), rows)


def _readable(name: str, value: object) -> object:
    return f"{value / 1e6:.1f} MB" if name == "bytes" and isinstance(value, int) else value


def _infos(store: Path) -> tuple[VersionInfo, ...]:
    """All versions. Raises StoreError when there is none."""
    from index.store import BUILD
    from index.versions import list_versions

    infos = list_versions(store)
    if not infos:
        raise StoreError(f"There is no index in {store} yet.", BUILD)
    return infos
