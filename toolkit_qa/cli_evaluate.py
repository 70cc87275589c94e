"""The command that measures: figures on question sets, for one version or two side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ingest.errors import InputError

from . import __version__
from .cli_output import (
    Common,
    JsonOption,
    StoreOption,
    VersionOption,
    common,
    print_json,
    print_table,
    print_text,
    progress,
)

if TYPE_CHECKING:
    from .evaluation import Evaluation
    from .figures import Compared, Measured

BY_KIND = ("page_hit_at_5", "page_cited", "key_phrase", "right_verdict")
MOST_CHANGES = 40
SHARES = (0.05, 0.08, 0.12)  # of the covered questions that may be refused


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which questions were asked."""

    files: tuple[str, ...]
    half: str


def evaluate(
    ctx: typer.Context,
    sets: Annotated[
        list[Path] | None,
        typer.Option("--set", metavar="FILE", help="Question set (JSON lines); may be repeated."),
    ] = None,
    half: Annotated[str, typer.Option("--half", metavar="HALF", help="tune, test or all.")] = "all",
    version: VersionOption = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="V", help="Another version, or a saved --json result, to compare with."
        ),
    ] = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="Fit the weights of the verdict on the tuning halves instead.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="With --fit: where to write what was fitted.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask the questions of a set and print how good the answers are; by default the committed sets."""
    from . import last_evaluation
    from .assistant import Assistant
    from .evaluation import evaluate as ask_all
    from .question_sets import COMMITTED, read_sets

    options = common(ctx, store, as_json)
    files = tuple(sets or COMMITTED)
    if fit:
        _fit(options, files, half, version, out)
        return
    questions = read_sets(files, half)
    saved = _saved(Path(against)) if against and against.endswith(".json") else None
    assistant = Assistant.open(options.store, settings=options.settings, version=version)
    with progress(options.json) as tell:
        after = ask_all(assistant, questions, progress=partial(tell, "evaluate"))
        before = saved
        if against and saved is None:
            before = ask_all(assistant, questions, version=against, progress=partial(tell, "against"))
    _refuse_strangers(before, after)
    asked = Asked(files=tuple(file.name for file in files), half=half)
    result = _as_json(asked, after, before)
    last_evaluation.keep(options.store, result)
    if options.json:
        print_json(result)
    else:
        _print(asked, after, before)


def _fit(options: Common, files: tuple[Path, ...], half: str, version: str | None, out: Path | None) -> None:
    """Prints the weights that fit the questions of the tuning halves, beside those in use; writes them."""
    from index.query_adapter import query_model_id

    from . import fitting, verdict
    from .assistant import Assistant
    from .question_sets import TEST, TUNE, read_sets

    if half == TEST:
        raise InputError("Nothing is fitted on the test half.", "Leave --half out.")
    questions = read_sets(files, TUNE)
    assistant = Assistant.open(options.store, settings=options.settings, version=version)
    samples = fitting.samples_of("asked", assistant, questions)
    weights = fitting.fit(samples)
    model = query_model_id(assistant.version().model_id)
    fitted = fitting.coefficients_of(weights, samples, [model])
    used = verdict.coefficients(options.store, model)
    if out is not None:
        fitting.write(out, fitted, samples)
    levels = {f"{share:.2f}": fitting.level_for(weights, samples, share) for share in SHARES}
    if options.json:
        print_json({"weights": weights, "in_use": used.to_dict() if used else None, "levels": levels})
        return
    rows = [
        (name, f"{used.weights[name]:.2f}" if used else "–", f"{weight:.2f}")
        for name, weight in weights.items()
    ]
    print_table(("feature", "in use", "fitted"), rows)
    for share, level in levels.items():
        print_text(f"a level of {level:.2f} refuses {float(share):.0%} of the covered questions")
    print_text("Weights for documents of all kinds are fitted on several sets: make bench ONLY=fit")


def _saved(path: Path) -> Evaluation:
    """An evaluation printed earlier with --json. Raises InputError."""
    from .evaluation import Evaluation, Outcome

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        outcomes = tuple(Outcome.from_dict(one) for one in data["each"])
        return Evaluation(version=str(data["version"]), outcomes=outcomes)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.", "Check --against.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path} is no result of `evaluate --json`.", "Name a version, or such a file, with --against."
        ) from error


def _refuse_strangers(before: Evaluation | None, after: Evaluation) -> None:
    """Raises InputError when there is a result to compare with that has none of the questions."""
    asked = {one.id for one in after.outcomes}
    if before is not None and not any(one.id in asked for one in before.outcomes):
        raise InputError(
            "The two results have no question in common.", "Name the same sets with --set as then."
        )


def _as_json(asked: Asked, after: Evaluation, before: Evaluation | None) -> dict[str, Any]:
    from . import figures

    outcomes = after.outcomes
    history = figures.history_difference(outcomes)
    result: dict[str, Any] = {
        "version": after.version,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "release": __version__,
        "sets": list(asked.files),
        "half": asked.half,
        "questions": len(outcomes),
        "figures": _dicts(figures.measured(outcomes)),
        "kinds": {kind: _dicts(found) for kind, found in figures.by_kind(outcomes).items()},
        "verdicts": figures.verdicts_by_kind(outcomes),
        "history": history.to_dict() if history else None,
        "milliseconds": figures.milliseconds(outcomes),
        "unknown_documents": list(after.unknown),
        "each": [one.to_dict() for one in outcomes],
    }
    if before is not None:
        result["against"] = {
            "version": before.version,
            "figures": _dicts(figures.side_by_side(before, after)),
            "changed": [one.to_dict() for one in figures.changed(before, after)],
        }
    return result


def _dicts(found: Mapping[str, Measured] | Mapping[str, Compared]) -> dict[str, Any]:
    return {name: one.to_dict() for name, one in found.items()}


def _print(asked: Asked, after: Evaluation, before: Evaluation | None) -> None:
    from . import figures

    outcomes = after.outcomes
    print_text(f"Version {after.version}: {len(outcomes)} questions ({', '.join(asked.files)}; {asked.half})")
    if after.unknown:
        print_text(
            f"Not in this version, so its questions cannot be answered rightly: {', '.join(after.unknown)}"
        )
    rows = [(figures.TITLES[name], shown(one), one.n) for name, one in figures.measured(outcomes).items()]
    print_table(("figure", "mean (95 % interval)", "questions"), rows)
    history = figures.history_difference(outcomes)
    if history:
        print_text(f"\nFollow-ups, page hit@5 with the history against without: {_difference(history)}")
    times = figures.milliseconds(outcomes)
    print_text(f"\nask: {times['p50']:.1f} ms at the median, {times['p95']:.1f} ms at the 95th percentile\n")
    _print_kinds(after)
    if before is not None:
        _print_comparison(before, after)


def _print_kinds(after: Evaluation) -> None:
    from . import figures

    verdicts = figures.verdicts_by_kind(after.outcomes)
    rows = [
        (
            kind,
            found["right_verdict"].n,
            *(shown(found[name]) if name in found else "–" for name in BY_KIND),
            ", ".join(f"{status} {count}" for status, count in verdicts[kind].items()),
        )
        for kind, found in figures.by_kind(after.outcomes).items()
    ]
    print_table(("kind", "questions", *(figures.TITLES[name] for name in BY_KIND), "verdicts"), rows)


def _print_comparison(before: Evaluation, after: Evaluation) -> None:
    from . import figures

    print_text(f"\nAgainst version {before.version}\n")
    rows = [
        (figures.TITLES[name], f"{one.before:.3f}", f"{one.after:.3f}", _difference(one), one.n)
        for name, one in figures.side_by_side(before, after).items()
    ]
    print_table(("figure", "before", "after", "difference (95 % interval)", "questions"), rows)
    changes = figures.changed(before, after)
    judged = sorted((one for one in changes if set(one.fields) != {"quoted"}), key=lambda one: one.better)
    print_text(
        f"\n{len(judged)} questions judged otherwise, {len(changes) - len(judged)} only worded otherwise"
    )
    for one in judged[:MOST_CHANGES]:
        what = "; ".join(
            f"{name.replace('_', ' ')}: {_word(old)} → {_word(new)}"
            for name, (old, new) in one.fields.items()
            if name != "quoted"
        )
        mark = "worse" if one.better < 0 else "better" if one.better > 0 else "other"
        print_text(f"{mark}  {one.id}  {one.question}")
        print_text(what, indent=7)
    if len(judged) > MOST_CHANGES:
        print_text(f"and {len(judged) - MOST_CHANGES} more: --json has them all")


def shown(one: Measured) -> str:
    """`0.951 (0.925–0.973)`."""
    return f"{one.value:.3f} ({one.low:.3f}–{one.high:.3f})"


def _difference(one: Compared) -> str:
    return f"{one.difference:+.3f} ({one.low:+.3f} to {one.high:+.3f})"


def _word(value: object) -> str:
    return (
        {True: "yes", False: "no", None: "–"}.get(value, str(value))
        if isinstance(value, bool | None)
        else str(value)
    )
