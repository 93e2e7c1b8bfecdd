"""The answers of ``chiiki evaluate sensitivity``, kind by kind, as records and as rows."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from chiiki.cli.evaluate.columns import never_as
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.cli.tables import read_table
from chiiki.cli.terminal import say
from chiiki.errors import InputError
from chiiki.evaluation.did import COMPARISONS, estimate_effects
from chiiki.evaluation.leave_out import leave_one_cohort_out, leave_one_unit_out
from chiiki.evaluation.records import caution_records, estimate_record
from chiiki.evaluation.specification import specification_curve, specifications
from chiiki.evaluation.tables.panels import Columns, read_panel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.cautions import Caution
    from chiiki.evaluation.leave_out import LeaveOneOut
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects
    from chiiki.evaluation.specification import Curve, Specification, Window
    from chiiki.frames.table import Table

__all__ = [
    "Asked",
    "ReadPanel",
    "Report",
    "answer",
    "answer_and_write",
    "one_estimator",
    "read_asked_panel",
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command as they were given."""

    table: str | None
    kind: str
    unit: str | None
    time: str | None
    outcome: str | None
    first_treated: str | None
    covariate: list[str] | None
    cluster: str | None
    never: str
    estimator: list[str] | None
    comparison: list[str] | None
    method: str
    inference: str | None
    draws: int
    seed: int
    level: float
    event_study: str | None
    covariance: str | None
    restriction: str
    bound: list[float] | None
    weights: str
    reference: int
    window: list[str] | None
    outcome_form: list[str] | None
    neighbours: str | None
    prefectures: list[str] | None
    ring: list[float] | None
    seats: str | None
    total: list[str] | None
    sheet: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """What is written: all of it for JSON, rows for people."""

    record: dict[str, object]
    header: tuple[str, ...]
    rows: list[tuple[object, ...]]
    summary: str


@dataclass(frozen=True, slots=True)
class ReadPanel:
    """The panel, and the table that it was read from."""

    panel: Panel
    table: Table[Any]
    cautions: tuple[Caution, ...]


def answer(asked: Asked) -> Report:
    """Answer one kind of question.

    Parameters
    ----------
    asked : Asked
        The options.

    Raises
    ------
    InputError
        If the kind is unknown, or an option that it needs is not given.
    """
    # These read the panel with functions of this module.
    from chiiki.cli.evaluate.sensitivity_honest import honest  # noqa: PLC0415 -- as said above
    from chiiki.cli.evaluate.sensitivity_lists import lists  # noqa: PLC0415 -- as said above
    from chiiki.cli.evaluate.sensitivity_near import near  # noqa: PLC0415 -- as said above

    kinds: dict[str, Callable[[Asked], Report]] = {
        "honest": honest,
        "leave-one-out": partial(_leave_out, leave=leave_one_unit_out),
        "leave-cohort-out": partial(_leave_out, leave=leave_one_cohort_out),
        "specifications": _specifications,
        "neighbours": near,
        "lists": lists,
    }
    if asked.kind not in kinds:
        msg = f"there is no kind {asked.kind!r}; choose from {', '.join(kinds)}."
        raise InputError(msg)
    return kinds[asked.kind](asked)


def answer_and_write(options: dict[str, Any]) -> None:
    """Answer the question and write the report.

    Parameters
    ----------
    options : dict
        All options of the command by name: the fields of :class:`Asked`, ``form``, ``out`` and ``force``.
    """
    names = {field.name for field in fields(Asked)}
    form = require_json_or_table(options["form"], options["out"])
    found = answer(Asked(**{name: options[name] for name in names}))
    write_report(
        found.record,
        header=found.header,
        rows=found.rows,
        summary=found.summary,
        form=form,
        out=options["out"],
        force=options["force"],
    )


def read_asked_panel(asked: Asked) -> ReadPanel:
    """Read the panel that the options name.

    Parameters
    ----------
    asked : Asked
        The options.

    Raises
    ------
    InputError
        If the table or one of its columns is not named, or cannot be read.
    """
    named = {
        "--unit": asked.unit,
        "--time": asked.time,
        "--outcome": asked.outcome,
        "--first-treated": asked.first_treated,
    }
    if asked.table is None or None in named.values():
        lacking = ["TABLE"] * (asked.table is None) + [option for option, column in named.items() if column is None]
        msg = f"{', '.join(lacking)} is not given. Name the table and its columns."
        raise InputError(msg)
    read = read_table(asked.table, sheet=asked.sheet)
    covariates = tuple(dict.fromkeys(asked.covariate or ()))
    unit, time, outcome, first_treated = map(str, named.values())
    columns = Columns(unit, time, outcome, first_treated, covariates=covariates, cluster=asked.cluster)
    return ReadPanel(read_panel(read.table, columns, never=never_as(asked.never)), read.table, read.cautions)


def one_estimator(asked: Asked, *, default: str = "bjs") -> Callable[[Panel], Effects]:
    """Return the one estimator that is asked for, with its choices.

    Parameters
    ----------
    asked : Asked
        The options.
    default : str
        Estimator where none is named.

    Raises
    ------
    InputError
        If several estimators or comparisons are named.
    """
    chosen, compared = asked.estimator or [default], asked.comparison or []
    if len(chosen) > 1 or len(compared) > 1:
        msg = f"{asked.kind} takes one estimator and one comparison. Several are for --kind specifications."
        raise InputError(msg)
    return partial(
        estimate_effects,
        estimator=chosen[0],  # type: ignore[arg-type]  # checked there, with the list of those there are
        comparison=compared[0] if compared else None,  # type: ignore[arg-type]
        method=asked.method,  # type: ignore[arg-type]
        covariates=tuple(dict.fromkeys(asked.covariate or ())),
        base_period="universal" if asked.kind == "honest" else "varying",
        inference=asked.inference or "analytic",  # type: ignore[arg-type]
        draws=asked.draws,
        seed=asked.seed,
        level=asked.level,
    )


def _leave_out(asked: Asked, *, leave: Callable[..., LeaveOneOut]) -> Report:
    read, estimate = read_asked_panel(asked), one_estimator(asked)
    say(f"{asked.kind}: {read.panel.n_units:,} units, {len(read.panel.cohorts)} cohorts")
    found = leave(read.panel, estimate=estimate)
    most = found.most_influential
    record = {
        "kind": asked.kind,
        "whole": estimate_record(found.whole),
        "without": [
            {"left_out": one.left_out, **estimate_record(one.estimate), "change": one.change} for one in found.without
        ],
        "extent": list(found.extent),
        "most_influential": most.left_out,
        "n_other_sign": found.n_other_sign,
        "not_run": [{"name": one.name, "reason": one.reason} for one in found.not_run],
        "cautions": caution_records(read.cautions),
    }
    ordered = sorted(found.without, key=lambda one: one.estimate.estimate)
    rows: list[tuple[object, ...]] = [(one.left_out, one.estimate.estimate, one.change) for one in ordered]
    summary = (
        f"With all: {found.whole.estimate:.4g}. Without one {found.of}: {found.extent[0]:.4g} to "
        f"{found.extent[1]:.4g}; {most.left_out} changes it most, by {most.change:.4g}. "
        f"{found.n_other_sign} have the other sign, {len(found.not_run)} could not be run."
    )
    return Report(record, ("left_out", "estimate", "change"), rows, summary)


def _specifications(asked: Asked) -> Report:
    read = read_asked_panel(asked)
    covariates = tuple(dict.fromkeys(asked.covariate or ()))
    estimators = asked.estimator or ["bjs", "cs"]
    own = [COMPARISONS[known][0] for known in COMPARISONS if known in estimators]
    comparisons = asked.comparison or list(dict.fromkeys(own)) or ["not-yet"]
    chosen = specifications(
        estimators=estimators,  # type: ignore[arg-type]  # refused by the estimator, and listed as not run
        comparisons=comparisons,  # type: ignore[arg-type]
        windows=[_window(text) for text in asked.window or []] or [(None, None)],
        covariates=[(), covariates] if covariates else [()],
        outcomes=asked.outcome_form or ["level"],  # type: ignore[arg-type]
    )
    say(f"specifications: {len(chosen)}")
    found = specification_curve(read.panel, chosen, estimate=partial(_estimate_specified, asked))
    return Report(
        _curve_record(found, cautions=read.cautions),
        ("specification", "estimate", "low", "high", "p_value"),
        [
            (
                one.specification.label,
                one.estimate.estimate,
                *(one.estimate.interval or (None, None)),
                one.estimate.p_value,
            )
            for one in found.ran
        ],
        _said_of_curve(found),
    )


def _estimate_specified(asked: Asked, panel: Panel, specification: Specification) -> Effects:
    return estimate_effects(
        panel,
        estimator=specification.estimator,
        comparison=specification.comparison,
        method=asked.method,  # type: ignore[arg-type]  # checked there
        covariates=specification.covariates,
        inference=asked.inference,  # type: ignore[arg-type]
        draws=asked.draws,
        seed=asked.seed,
        level=asked.level,
    )


def _window(text: str) -> Window:
    first, _, last = text.partition("-")
    try:
        return int(first) if first else None, int(last) if last else None
    except ValueError as error:
        msg = f"--window is FROM-TO such as 2001-2012, or open as 2001-, got {text!r}."
        raise InputError(msg) from error


def _curve_record(found: Curve, *, cautions: Sequence[Caution]) -> dict[str, object]:
    return {
        "kind": "specifications",
        "ran": [
            {
                "specification": one.specification.label,
                "estimator": one.specification.estimator,
                "comparison": one.specification.comparison,
                "window": list(one.specification.window),
                "covariates": list(one.specification.covariates),
                "outcome": one.specification.outcome,
                **estimate_record(one.estimate),
            }
            for one in found.ran
        ],
        "share_positive": found.share_positive,
        "share_same_sign": found.share_same_sign,
        "share_excluding_zero": found.share_excluding_zero,
        "not_run": [{"name": one.name, "reason": one.reason} for one in found.not_run],
        "cautions": caution_records(cautions),
    }


def _said_of_curve(found: Curve) -> str:
    excluding = found.share_excluding_zero
    lines = [
        f"{len(found.ran)} specifications, {found.share_same_sign:.0%} of one sign.",
        "No interval could be had." if excluding is None else f"{excluding:.0%} of intervals leave out 0.",
        *(f"Not run, {one.name}: {one.reason}" for one in found.not_run),
    ]
    return "\n".join(lines)
