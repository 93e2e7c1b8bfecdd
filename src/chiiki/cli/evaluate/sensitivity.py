"""``chiiki evaluate sensitivity``: how much an estimate hangs on an assumption, a region or a choice."""

from __future__ import annotations

from typing import Annotated

import typer

from chiiki.cli.evaluate import columns  # noqa: TC001 -- typer reads annotations when it runs
from chiiki.cli.evaluate.did import Draws, Level, Method, Seed  # noqa: TC001 -- as above

__all__ = ["sensitivity"]

KINDS = "honest, leave-one-out, leave-cohort-out, specifications, neighbours, lists"
OptionalTable = Annotated[
    str | None,
    typer.Argument(help="File, or - for CSV on standard input; left out with --event-study.", metavar="[TABLE]"),
]
Kind = Annotated[str, typer.Option(help=f"What is asked: {KINDS}.")]
Unit = Annotated[str | None, typer.Option(help="Column of the unit.", metavar="COL")]
Time = Annotated[str | None, typer.Option(help="Column of the period, whole numbers.", metavar="COL")]
Outcome = Annotated[str | None, typer.Option(help="Column of the outcome; empty where not observed.", metavar="COL")]
FirstTreated = Annotated[str | None, typer.Option(help="Column of the first treated period.", metavar="COL")]
Estimator = Annotated[
    list[str] | None,
    typer.Option(help="As for did; several for specifications. Default: cs for honest, else bjs."),
]
Comparison = Annotated[
    list[str] | None, typer.Option(help="never or not-yet; several for specifications.", metavar="never|not-yet")
]
Inference = Annotated[
    str | None, typer.Option(help="As for did. Default: that of did for specifications, else analytic.")
]
EventStudyFile = Annotated[
    str | None,
    typer.Option(help="honest: a table with the columns event_time and estimate, in place of TABLE.", metavar="FILE"),
]
CovarianceFile = Annotated[
    str | None,
    typer.Option(
        help="honest: covariance of --event-study; first row the event times, then one row for each in that order.",
        metavar="FILE",
    ),
]
Restriction = Annotated[
    str, typer.Option(help="honest: relative-magnitudes (of drifts before treatment) or smoothness (of the trend).")
]
Bound = Annotated[
    list[float] | None,
    typer.Option(
        help="honest: size of the violation; may be repeated. Times the largest drift before, or unit of the outcome."
    ),
]
Weights = Annotated[str, typer.Option(help="honest: mean or first of the periods after, or numbers as 0.5,0.5,0.")]
Reference = Annotated[int, typer.Option(help="honest: event time that is 0 by construction in --event-study.")]
Window = Annotated[
    list[str] | None, typer.Option(help="specifications: periods FROM-TO; may be repeated.", metavar="FROM-TO")
]
OutcomeForm = Annotated[
    list[str] | None, typer.Option(help="specifications: level or log; may be repeated.", metavar="level|log")
]
NeighbourFile = Annotated[
    str | None,
    typer.Option("--neighbours", help="neighbours: a table of pairs, the first two columns.", metavar="FILE"),
]
Prefectures = Annotated[
    list[str] | None,
    typer.Option(
        help="neighbours: units are prefectures; which borders of the facts pack count: land, islet, link.",
        metavar="KIND",
    ),
]
Ring = Annotated[
    list[float] | None,
    typer.Option(help="neighbours: outer edge of a ring in km between seats; may be repeated.", metavar="KM"),
]
Seats = Annotated[
    str | None,
    typer.Option(help="neighbours: columns of the seat's latitude and longitude, for --ring.", metavar="LAT,LON"),
]
Totals = Annotated[
    list[str] | None,
    typer.Option(
        "--total",
        help="lists: published number of all starts of a period, PERIOD:N; may be repeated. Units of unknown "
        "treatment are those that may have started.",
        metavar="PERIOD:N",
    ),
]


def sensitivity(  # noqa: PLR0913 -- each parameter is an option of the command
    table: OptionalTable = None,
    *,
    kind: Kind,
    unit: Unit = None,
    time: Time = None,
    outcome: Outcome = None,
    first_treated: FirstTreated = None,
    covariate: columns.Covariate = None,
    cluster: columns.Cluster = None,
    never: columns.Never = "any",
    estimator: Estimator = None,
    comparison: Comparison = None,
    method: Method = "dr",
    inference: Inference = None,
    draws: Draws = 999,
    seed: Seed = 0,
    level: Level = 0.95,
    event_study: EventStudyFile = None,
    covariance: CovarianceFile = None,
    restriction: Restriction = "relative-magnitudes",
    bound: Bound = None,
    weights: Weights = "mean",
    reference: Reference = -1,
    window: Window = None,
    outcome_form: OutcomeForm = None,
    neighbours: NeighbourFile = None,
    prefectures: Prefectures = None,
    ring: Ring = None,
    seats: Seats = None,
    total: Totals = None,
    sheet: columns.Sheet = None,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Ask how much an estimate hangs on an assumption, a region or a choice.

    JSON by kind. honest: estimate, original interval, robust [{bound, interval, excludes_zero}],
    excludes_zero_without_violation, and breakdown, the violation up to which 0 is outside (null where there is none,
    or no end to it). leave-one-out and leave-cohort-out: whole, without [{left_out, estimate, change}], extent,
    most_influential, not_run. specifications: ran [{specification, estimate, interval}], share_same_sign,
    share_excluding_zero, not_run. neighbours: dropped {with_neighbours, without_neighbours, difference, left_out}
    or its not_run, own_level {direct, spillovers, ignoring, difference}. lists: estimate (without units of unknown
    treatment), bounds, median, middle, n_lists, is_exact, unknown, open, lowest_list, highest_list.

    In use: chiiki evaluate sensitivity panel.csv --kind leave-one-out --unit pref --time year
    --outcome income --first-treated start
    """
    asked = dict(locals())
    from chiiki.cli.evaluate.sensitivity_kinds import answer_and_write  # noqa: PLC0415 -- help pages stay quick

    answer_and_write(asked)
