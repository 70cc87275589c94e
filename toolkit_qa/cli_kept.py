"""The commands on what users make: feedback as a file, all of it as one file, and deleting all of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import InputError

from .cli_output import JsonOption, StoreOption, common, print_json, print_text
from .settings import DATA_FOLDER

feedback = typer.Typer(help="What was thought of answers.", no_args_is_help=True)
data = typer.Typer(help="All that users make: conversations, feedback, checklists.", no_args_is_help=True)
OutOption = Annotated[Path | None, typer.Option("--out", help="File to write; default standard output.")]


@feedback.callback()
def _feedback(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    ctx.obj = common(ctx, store, as_json)


@data.callback()
def _data(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    ctx.obj = common(ctx, store, as_json)


@feedback.command("export")
def export_feedback(
    ctx: typer.Context,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write: .csv a table, else one JSON object a line.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Thumbs, reasons and comments with their questions, oldest first."""
    from .keeping import Keeping
    from .keeping_feedback import all_given, to_csv, to_jsonl

    options = common(ctx, store, as_json)
    given = all_given(Keeping(DATA_FOLDER))
    if out is not None:
        _write(out, to_csv(given) if out.suffix.lower() == ".csv" else to_jsonl(given))
        said = {"out": str(out), "feedback": len(given)}
        print_json(said) if options.json else print_text(f"{len(given)} judged answers: {out}")
    elif options.json:
        print_json({"feedback": [one.to_dict() for one in given]})
    elif given:
        print_text(to_jsonl(given).decode("utf-8").removesuffix("\n"))


@data.command("export")
def export_data(
    ctx: typer.Context, out: OutOption = None, store: StoreOption = None, as_json: JsonOption = False
) -> None:
    """Everything as one JSON file; `versions check` reads its quotes."""
    from .keeping import Keeping
    from .keeping_retention import everything, export

    options = common(ctx, store, as_json)
    keeping = Keeping(DATA_FOLDER)
    if out is None:
        print_json(everything(keeping))
        return
    _write(out, export(keeping))
    print_json({"out": str(out)}) if options.json else print_text(f"All that is kept: {out}")


@data.command("delete")
def delete_data(
    ctx: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Delete without asking.")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Delete everything, so that nothing of it can be read in the files. This cannot be undone."""
    from .keeping import Keeping
    from .keeping_retention import delete_everything

    options = common(ctx, store, as_json)
    if not yes:
        raise InputError("Nothing was deleted.", "To delete all that is kept for good, add --yes.")
    counts = delete_everything(Keeping(DATA_FOLDER))
    if options.json:
        print_json({"deleted": counts})
    else:
        print_text("Deleted: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError(
            f"The file '{path}' cannot be written ({error.strerror}).", "Name another."
        ) from error
