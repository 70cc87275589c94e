"""The commands before a switch: the rehearsal of a version, and its activation behind the gate."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_changes import NAMED
from .cli_output import (
    Common,
    JsonOption,
    StoreOption,
    common,
    print_json,
    print_table,
    print_text,
    progress,
)

if TYPE_CHECKING:
    from .rehearsal import Rehearsal, Told

SHOWN = ("vanishes", "changes", "appears", "moves")


def rehearse(
    ctx: typer.Context,
    old: Annotated[str | None, typer.Argument(metavar="[A]", help=NAMED)] = None,
    new: Annotated[str | None, typer.Argument(metavar="[B]", help=NAMED)] = None,
    sets: Annotated[
        list[Path] | None,
        typer.Option("--set", metavar="FILE", help="Question set (JSON lines); may be repeated."),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put the questions of the sets to versions A and B: what becomes of the answers and of the figures.

    A and B as for `versions diff`. Says whether the gate would let B serve.
    """
    from index.versions import named, usual_pair

    from .assistant import Assistant
    from .gate import rehearse_usual
    from .question_sets import COMMITTED

    options = common(ctx, store, as_json)
    place = options.store
    first, second = usual_pair(place) if old is None else (old, new or "current")
    assistant = Assistant.open(place, settings=options.settings)
    with progress(options.json) as tell:
        rehearsal = rehearse_usual(
            assistant,
            named(place, first),
            named(place, second),
            sets=tuple(sets or COMMITTED),
            progress=partial(tell, "rehearse"),
        )
    refusals = rehearsal.refusals(options.settings.gate_margin)
    if options.json:
        print_json(rehearsal.to_dict() | {"margin": options.settings.gate_margin, "refusals": list(refusals)})
        return
    _print(rehearsal)
    for refusal in refusals:
        print_text(f"Refused by the gate: {refusal}.", style="bold")
    if not refusals:
        print_text("The gate has nothing against it.")


def activate(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(metavar="V", help=NAMED)],
    reason: Annotated[
        str, typer.Option("--reason", help="Why it may serve without a rehearsal; kept with the version.")
    ] = "",
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let a version serve, after all its checks; one that never did, after a rehearsal."""
    from index.versions import activate as let_serve
    from index.versions import named

    from .gate import activate_checked, has_to_rehearse

    options = common(ctx, store, as_json)
    wanted = named(options.store, version)
    if reason or not has_to_rehearse(options.store, wanted):
        let_serve(options.store, wanted, reason)
    else:
        from .assistant import Assistant

        assistant = Assistant.open(options.store, settings=options.settings)
        with progress(options.json) as tell:
            activate_checked(
                assistant,
                options.store,
                wanted,
                margin=options.settings.gate_margin,
                progress=partial(tell, "rehearse"),
            )
    print_serves(options, wanted)


def print_serves(options: Common, version: str) -> None:
    """Which version serves now."""
    if options.json:
        print_json({"version": version, "activated": True})
    else:
        print_text(f"Version {version} serves now.")


def _print(rehearsal: Rehearsal) -> None:
    from .figures import TITLES

    print_text(f"From version {rehearsal.old} to {rehearsal.new}", style="bold")
    rows = [
        (TITLES[name], f"{one.before:.3f}", f"{one.after:.3f}", f"{one.difference:+.3f}", one.n)
        for name, one in rehearsal.figures.items()
    ]
    print_table(("figure", "before", "after", "difference", "questions"), rows)
    print_text("\n" + ", ".join(f"{count} {became}" for became, count in rehearsal.counts.items()))
    for became in SHOWN:
        for one in (answer for answer in rehearsal.answers if answer.became == became):
            print_text(f"\n{became}: {one.question}", style="bold")
            _print_told("before", one.before)
            if became != "moves":
                _print_told("after", one.after)
            else:
                print_text(f"after: {'; '.join(one.after.places)}", indent=2)


def _print_told(when: str, told: Told) -> None:
    if not told.quotes:
        print_text(f"{when}: {told.status}", indent=2)
    for quote, place in zip(told.quotes, told.places, strict=True):
        print_text(f"{when}: {quote} ({place})", indent=2)
