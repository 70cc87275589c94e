"""The command line: every command of the contract, one JSON object or readable text each.

The rooms behind a command are imported when it runs, so that `--help` costs nothing. Exit codes:
0 done, 1 a clear line on standard error, 2 wrong usage.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import InputError, ToolkitError

from . import __version__, cli_browse, cli_checklists, cli_evaluate, cli_fetch, cli_kept, cli_versions
from .cli_output import (
    Common,
    JsonOption,
    StoreOption,
    VersionOption,
    common,
    print_error,
    print_file,
    print_json,
    print_text,
    progress,
    speak_utf8,
    write_file,
)
from .log import FILE_ONLY
from .settings import PROJECT

if TYPE_CHECKING:
    from .assistant import Assistant
    from .records import Answer

logger = logging.getLogger(__name__)

PROGRAM = "python -m toolkit_qa"
app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Quoted passages from the toolkit for responsible AI in law enforcement: document, section, page.",
)
app.add_typer(cli_browse.documents, name="documents")
app.add_typer(cli_checklists.checklists, name="checklists")
app.add_typer(cli_versions.versions, name="versions")
app.add_typer(cli_kept.feedback, name="feedback")
app.add_typer(cli_kept.data, name="data")
app.command("fetch")(cli_fetch.fetch)
app.command("evaluate")(cli_evaluate.evaluate)

QuestionArgument = Annotated[str | None, typer.Argument(help="The question, in quotation marks.")]
KOption = Annotated[int, typer.Option("-k", help="How many passages.")]
DocumentOption = Annotated[
    list[str] | None, typer.Option("--document", help="Only from this document (id); may be repeated.")
]
SectionOption = Annotated[
    list[str] | None, typer.Option("--section", help="Only from this section (heading); may be repeated.")
]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="Questions, one JSON object a line.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where the answers to --batch go.")]
AnswerOutOption = Annotated[
    Path | None, typer.Option("--out", help="File for the answer, or for the answers to --batch.")
]
FormatOption = Annotated[
    str | None, typer.Option("--format", help="md, docx or json.", show_default="by the ending of --out")
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; no traceback reaches the user."""
    speak_utf8()
    try:
        code = app(arguments, prog_name=PROGRAM, standalone_mode=False)
    except ToolkitError as error:
        print_error(str(error))
        return 1
    except typer.TyperException as error:
        return _usage(error)
    except (KeyboardInterrupt, typer.Abort):
        print_error("Stopped.")
        return 130
    except BrokenPipeError:
        return 1  # the reader of our output went away
    except Exception as error:
        _log_fault(error)
        print_error(f"Something unexpected went wrong ({type(error).__name__}). See data/log/toolkit_qa.log.")
        return 1
    return code if isinstance(code, int) else 0


@app.callback(invoke_without_command=True)
def _frame(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the program's release.")] = False,
) -> None:
    if version:
        print_text(f"toolkit_qa {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        print_text(ctx.get_help())
        raise typer.Exit(2)


@app.command()
def build(
    ctx: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files and folders; default corpus/.")
    ] = None,
    no_activate: Annotated[
        bool, typer.Option("--no-activate", help="Leave the version that serves as it is.")
    ] = False,
    note: Annotated[str, typer.Option("--note", help="Why this version is built; kept with it.")] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Read documents, build a version whose whole content they are, and let it serve."""
    from index.build import build as build_version
    from index.version import open_version

    options = common(ctx, store, as_json)
    settings = options.settings
    with progress(options.json) as tell:
        report = build_version(
            paths or [PROJECT / "corpus"],
            store=settings.store,
            model_folder=settings.model_folder,
            threads=settings.threads,
            limits=settings.reading_limits,
            activate=not no_activate,
            note=note,
            progress=tell,
        )
    if options.json:
        print_json(report.to_dict())
    else:
        cli_browse.print_build(report.to_dict())
        cli_fetch.print_matches(open_version(settings.store, report.version).documents)


@app.command()
def lookup(
    ctx: typer.Context,
    question: QuestionArgument = None,
    k: KOption = 10,
    document: DocumentOption = None,
    section: SectionOption = None,
    version: VersionOption = None,
    batch: BatchOption = None,
    out: OutOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ranked passages for a question, each with document, section and page."""
    options = common(ctx, store, as_json)
    filters = _filters(k, document, section, version)
    if batch is not None or out is not None:
        _batch(options, "lookup", question, batch, out, filters)
        return
    hits = _assistant(options).lookup(_given(question), **filters)
    if options.json:
        print_json({"hits": [hit.to_dict() for hit in hits]})
    else:
        cli_browse.print_hits(hits)


@app.command()
def ask(
    ctx: typer.Context,
    question: QuestionArgument = None,
    k: KOption = 10,
    document: DocumentOption = None,
    section: SectionOption = None,
    version: VersionOption = None,
    batch: BatchOption = None,
    out: AnswerOutOption = None,
    format_name: FormatOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """A short answer in the documents' own words, each quote with document, section and page."""
    options = common(ctx, store, as_json)
    filters = _filters(k, document, section, version)
    if batch is not None or (out is not None and question is None):
        _batch(options, "ask", question, batch, out, filters)
        return
    answer = _assistant(options).ask(_given(question), **filters)
    if out is not None or format_name is not None:
        _export(options, answer, format_name, out)
    elif options.json:
        print_json(answer.to_dict())
    else:
        cli_browse.print_answer(answer)


@app.command()
def doctor(ctx: typer.Context, store: StoreOption = None, as_json: JsonOption = False) -> None:
    """What is installed, whether model and index are sound, and the command that mends what is not."""
    from .doctor import examine

    options = common(ctx, store, as_json)
    findings = examine(options.settings)
    if options.json:
        sound = all(finding.ok for finding in findings)
        print_json({"ok": sound, "findings": [finding.to_dict() for finding in findings]})
    else:
        cli_browse.print_findings(findings)


def _assistant(options: Common) -> Assistant:
    from .assistant import Assistant

    return Assistant.open(options.store, settings=options.settings)


def _filters(
    k: int, document: list[str] | None, section: list[str] | None, version: str | None
) -> dict[str, Any]:
    """Where to look, as the assistant takes it."""
    places = {"documents": tuple(document or ()), "sections": tuple(section or ())}
    return {"k": k, "version": version, **places}


def _given(question: str | None) -> str:
    if question is None:
        raise InputError("There is no question.", "Write it in quotation marks, or name a file with --batch.")
    return question


def _export(options: Common, answer: Answer, format_name: str | None, out: Path | None) -> None:
    """An answer as a file that can be put on record; shown where no file is named."""
    from .answer_export import Asked, export_answer, now

    form = format_name or (out.suffix.removeprefix(".").lower() if out else "")
    data = export_answer(Asked(answer=answer, at=now()), form)
    if out is None:
        print_file(data, form, as_json=options.json)
        return
    write_file(out, data)
    said = {"out": str(out), "format": form, "status": answer.status, "answer_id": answer.answer_id}
    print_json(said) if options.json else print_text(f"{answer.status.replace('_', ' ')}: {out}")


def _batch(
    options: Common,
    command: str,
    question: str | None,
    batch: Path | None,
    out: Path | None,
    filters: dict[str, Any],
) -> None:
    """Answers a file of questions with one command, on the version that serves at its start."""
    from .batch import run_batch
    from .questions import checked_documents, checked_k
    from .sections import checked_sections

    if batch is None or out is None or question is not None:
        raise InputError("--batch and --out belong together, without a question.", "Name both files.")
    assistant = _assistant(options)
    version = assistant.version(filters["version"])
    checked_k(filters["k"])
    checked_documents(filters["documents"], [one.document_id for one in version.documents])
    checked_sections(filters["sections"], version)
    filters = {**filters, "version": version.version_id}

    def respond(asked: Any, history: Any) -> dict[str, Any]:
        if command == "ask":
            return {"answer": assistant.ask(asked, history=history, **filters).to_dict()}
        hits = assistant.lookup(asked, history=history, **filters)
        return {"hits": [hit.to_dict() for hit in hits]}

    assistant.warm()
    with progress(options.json) as tell:
        report = run_batch(batch, out, respond, lambda done, total: tell(command, done, total))
    said = {"out": str(out), "answered": report.answered, "failed": report.failed}
    if options.json:
        print_json(said | {"version": version.version_id})
    else:
        print_text(f"{report.answered} answered, {report.failed} failed: {out}")


def _usage(error: typer.TyperException) -> int:
    """A bad value is an error like any other (1); an unknown command or option is wrong usage (2)."""
    print_error(f"{error.format_message()} Try: {PROGRAM} --help")
    return 1 if type(error) is typer.BadParameter else error.exit_code


def _log_fault(error: Exception) -> None:
    """Where it happened, without the message: that may hold what a user typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("%s\n%s", type(error).__name__, where, extra={FILE_ONLY: True})
