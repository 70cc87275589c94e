"""The commands on checklists: what there is, the items of one, and a form of it as a file."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import InputError

from .cli_output import (
    Common,
    JsonOption,
    StoreOption,
    VersionOption,
    common,
    print_file,
    print_json,
    print_table,
    print_text,
    unusable,
    write_file,
)

if TYPE_CHECKING:
    from index.version import Version
    from ingest.records import ChecklistItem

    from .checklists import Checklist
    from .filled import FilledChecklist

checklists = typer.Typer(help="Checklists, their items, and forms to fill.")
IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id, or enough of its beginning.")]


@checklists.callback(invoke_without_command=True)
def _checklists(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    ctx.obj = common(ctx, store, as_json)
    if ctx.invoked_subcommand is None:
        _list(ctx.obj, None)


@checklists.command("list")
def list_checklists(
    ctx: typer.Context, version: VersionOption = None, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """All checklists, document by document: id, title, source, number of items."""
    _list(common(ctx, store, as_json), version)


@checklists.command("show")
def show_checklist(
    ctx: typer.Context,
    checklist_id: IdArgument,
    version: VersionOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """The items of one checklist, section by section."""
    options = common(ctx, store, as_json)
    opened, checklist = _find(options, checklist_id, version)
    if options.json:
        print_json(_head(checklist) | {"items": [_item(opened, item) for item in checklist.items]})
    else:
        _show(opened, checklist)


@checklists.command("export")
def export_checklist(
    ctx: typer.Context,
    checklist_id: IdArgument,
    format_name: Annotated[str, typer.Option("--format", help="md, csv, docx or json.")] = "md",
    out: Annotated[Path | None, typer.Option("--out", help="File to write; default standard output.")] = None,
    filled: Annotated[
        Path | None, typer.Option("--filled", help="A filled form (.json or .csv) to export as it is.")
    ] = None,
    version: VersionOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """A checklist as a form to fill, or one that has been filled."""
    from .filled_files import write_filled

    options = common(ctx, store, as_json)
    form = _empty(options, checklist_id, version) if filled is None else _filled(filled, checklist_id)
    data = write_filled(form, format_name)
    if out is None:
        print_file(data, format_name, as_json=options.json)
        return
    write_file(out, data)
    said = {"out": str(out), "format": format_name, "items": len(form.items)}
    print_json(said) if options.json else print_text(f"{len(form.items)} items: {out}")


def _find(options: Common, checklist_id: str, version_id: str | None) -> tuple[Version, Checklist]:
    from .assistant import Assistant
    from .checklists import find_checklist

    version = Assistant.open(options.store, settings=options.settings).version(version_id)
    return version, find_checklist(version, checklist_id)


def _list(options: Common, version_id: str | None) -> None:
    from .assistant import Assistant

    found = Assistant.open(options.store, settings=options.settings).checklists(version=version_id)
    if options.json:
        print_json({"checklists": [_head(one) | {"items": len(one.items)} for one in found]})
    elif not found:
        print_text("This version has no checklists.")
    for title, group in groupby(() if options.json else found, key=lambda one: one.document_title):
        own = list(group)
        print_text(f"{title} [{own[0].source}]", style="bold")
        rows = [(one.checklist_id, one.heading, len(one.items)) for one in own]
        print_table(("id", "title", "items"), rows)


def _show(version: Version, checklist: Checklist) -> None:
    from .filled import empty_form
    from .filled_text import depths, sections

    form = empty_form(version, checklist)
    depth = depths(form)
    print_text(form.title, style="bold")
    if form.notice:
        print_text(form.notice)
    for title, items in sections(form):
        print_text(f"\n{title}" if title else "", style="bold")
        rows = [(one.item_id, "– " * depth[one.item_id] + one.text, one.page_label) for one in items]
        print_table(("item", "question", "page"), rows)


def _head(checklist: Checklist) -> dict[str, Any]:
    names = ("checklist_id", "title", "heading", "source", "document_id", "document_title", "file")
    return {name: getattr(checklist, name) for name in names}


def _item(version: Version, item: ChecklistItem) -> dict[str, Any]:
    page = version.page(item.document_id, item.spans[0].page)
    return {
        "item_id": item.item_id,
        "number": item.number,
        "text": item.text,
        "section": list(item.section),
        "page": page.number,
        "page_label": page.label,
        "parent": item.parent,
        "principles": list(item.principles),
        "stage": item.stage,
    }


def _empty(options: Common, checklist_id: str, version_id: str | None) -> FilledChecklist:
    from .filled import empty_form

    return empty_form(*_find(options, checklist_id, version_id))


def _filled(path: Path, checklist_id: str) -> FilledChecklist:
    from .filled_files import read_filled

    try:
        data = path.read_bytes()
    except OSError as error:
        raise unusable(path, "read", error) from error
    form = read_filled(data, path.name)
    if not form.checklist_id.startswith(checklist_id):
        raise InputError(f"'{path.name}' is filled from '{form.checklist_id}', not '{checklist_id}'.")
    return form
