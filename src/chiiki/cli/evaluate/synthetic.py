"""``chiiki evaluate synthetic``: what a treated unit would have been, as a mixture of untreated ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.evaluate import columns
from chiiki.cli.evaluate.output import require_json_or_table
from chiiki.cli.terminal import say
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.cautions import Caution
    from chiiki.cli.evaluate.synthetic_report import Report
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.synthetic.predictors import Predictor
    from chiiki.evaluation.synthetic.results import PlaceboKind, SyntheticMethod

__all__ = ["synthetic"]

PLACEBOS: dict[str, tuple[PlaceboKind, ...]] = {
    "all": ("space", "time", "donors"),
    "space": ("space",),
    "time": ("time",),
    "donors": ("donors",),
    "none": (),
}

Treated = Annotated[
    str | None, typer.Option(help="The treated unit. Without it all of --first-treated.", metavar="UNIT")
]
Start = Annotated[int | None, typer.Option("--from", help="First period in which it is treated.", metavar="TIME")]
FirstTreated = Annotated[
    str | None,
    typer.Option(
        help="Column of each unit's first treated period. Treated units are never donors.",
        metavar="COL",
    ),
]
PredictorOption = Annotated[
    list[str] | None,
    typer.Option(
        help="For sc: mean of a column over a window to match, as income:1980-1988; may be given more than once.",
        metavar="COL:FROM-TO",
    ),
]
Method = Annotated[str, typer.Option(help="sc, asc, sdid or mc, see above.")]
PlaceboOption = Annotated[
    str,
    typer.Option("--placebo", help="all; space: at every donor; time: at an earlier date; donors: without one; none."),
]
Donor = Annotated[
    list[str] | None,
    typer.Option(help="Untreated unit to choose from; may be given more than once. Without it all.", metavar="UNIT"),
]
DropIncomplete = Annotated[bool, typer.Option("--drop-incomplete", help="Leave out donors with a missing outcome.")]
Penalty = Annotated[float | None, typer.Option(help="Lambda of asc or mc; chosen from the data when left out.")]
Draws = Annotated[int, typer.Option(min=0, help="Placebo assignments in the staggered form.")]
Seed = Annotated[int, typer.Option(min=0, help="Of random starts, divisions and draws.")]


def synthetic(  # noqa: PLR0913 -- each parameter is an option of the command
    table: columns.TableFile,
    *,
    unit: columns.Unit,
    time: columns.Time,
    outcome: columns.Outcome,
    treated: Treated = None,
    start: Start = None,
    first_treated: FirstTreated = None,
    never: columns.Never = "any",
    predictor: PredictorOption = None,
    method: Method = "sc",
    placebo: PlaceboOption = "all",
    donor: Donor = None,
    drop_incomplete: DropIncomplete = False,
    penalty: Penalty = None,
    draws: Draws = 200,
    seed: Seed = 0,
    sheet: columns.Sheet = None,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Compare a treated unit with a mixture of untreated ones that was like it before.

    \b
    Methods:
      sc    synthetic control: shares >= 0 that sum to 1 and match the outcomes before treatment, or the predictors
      asc   augmented: a ridge regression takes off what the mixture misses; shares may be negative
      sdid  synthetic difference in differences: parallel before treatment, not equal; periods are weighted as well
      mc    matrix completion: the panel untreated is of low rank, with effects of units and periods; takes gaps

    \b
    Placebos: the same at every donor, where nothing happened (rank and p value; the treated unit is never a donor),
    at an earlier date, and without each donor that has weight. Without --treated, all units of --first-treated are
    compared with units never treated and averaged by distance from treatment.

    \b
    In use:
      chiiki evaluate synthetic smoking.csv --unit state --time year --outcome cigsale --treated California --from 1989
      chiiki evaluate synthetic panel.csv --unit pref --time year --outcome income --first-treated start --method sdid
    """  # noqa: D301 -- \b keeps lines apart on the help page
    from chiiki.cli.tables import read_table, require_free  # noqa: PLC0415 -- quick help
    from chiiki.evaluation.tables.panels import Columns, read_panel  # noqa: PLC0415 -- as above

    chosen = require_json_or_table(form, out)
    require_free(out, force=force)
    asked = _asked(method, placebo, predictor or (), treated=treated, start=start, first_treated=first_treated)
    spelled = columns.never_as(never)
    read = read_table(table, sheet=sheet)
    names = tuple(dict.fromkeys(one.column for one in asked.predictors))
    panel = read_panel(read.table, Columns(unit, time, outcome, first_treated, covariates=names), never=spelled)
    choice = _Choice(treated, start, None if donor is None else tuple(donor), drop_incomplete, penalty, draws, seed)
    say(f"{method}: {treated or 'all treated units'}, placebos: {placebo if treated else draws} …")
    report = _report(panel, asked, choice, outcome=outcome, cautions=read.cautions)
    report.write(form=chosen, out=out, force=force)


@dataclass(frozen=True, slots=True)
class _Choice:
    treated: str | None
    start: int | None
    donors: tuple[str, ...] | None
    drop_incomplete: bool
    penalty: float | None
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class _Asked:
    method: SyntheticMethod
    placebos: tuple[PlaceboKind, ...]
    predictors: tuple[Predictor, ...]


def _report(panel: Panel, asked: _Asked, choice: _Choice, *, outcome: str, cautions: Sequence[Caution]) -> Report:
    """Estimate one treated unit, or all of them, and word what was found."""
    from chiiki.cli.evaluate.synthetic_report import single_report, staggered_report  # noqa: PLC0415 -- quick help
    from chiiki.evaluation.synthetic.estimate import synthetic_control  # noqa: PLC0415 -- as above
    from chiiki.evaluation.synthetic.staggered import staggered_control  # noqa: PLC0415 -- as above

    if choice.treated is None:
        several = staggered_control(
            panel,
            method=asked.method,
            donors=choice.donors,
            drop_incomplete=choice.drop_incomplete,
            penalty=choice.penalty,
            draws=choice.draws,
            seed=choice.seed,
        )
        return staggered_report(several, outcome=outcome, cautions=cautions)
    one = synthetic_control(
        panel,
        treated=choice.treated,
        start=_begin(panel, choice.treated, choice.start),
        method=asked.method,
        predictors=asked.predictors,
        placebos=asked.placebos,
        donors=choice.donors,
        drop_incomplete=choice.drop_incomplete,
        penalty=choice.penalty,
        seed=choice.seed,
    )
    return single_report(one, outcome=outcome, cautions=cautions)


def _asked(  # noqa: PLR0913 -- what is checked together
    method: str,
    placebo: str,
    predictors: Sequence[str],
    *,
    treated: str | None,
    start: int | None,
    first_treated: str | None,
) -> _Asked:
    """Check the options that can be checked without the table."""
    from chiiki.evaluation.synthetic.predictors import parse_predictor  # noqa: PLC0415 -- quick help
    from chiiki.evaluation.synthetic.results import METHODS  # noqa: PLC0415 -- quick help

    if method not in METHODS:
        msg = f"there is no method {method!r}; choose from {', '.join(METHODS)}."
        raise InputError(msg)
    if placebo not in PLACEBOS:
        msg = f"there is no placebo {placebo!r}; choose from {', '.join(PLACEBOS)}."
        raise InputError(msg)
    if treated is None and first_treated is None:
        msg = "name the treated unit with --treated UNIT --from TIME, or the column of all with --first-treated COL."
        raise InputError(msg)
    if treated is None and (start is not None or predictors):
        what = "--from" if start is not None else "--predictor"
        msg = f"{what} is for one treated unit: add --treated UNIT, or leave it out."
        raise InputError(msg)
    if treated is not None and start is None and first_treated is None:
        msg = f"say from when {treated} is treated: --from TIME."
        raise InputError(msg)
    found = tuple(map(parse_predictor, predictors))
    return _Asked(method, PLACEBOS[placebo], found)


def _begin(panel: Panel, treated: str, start: int | None) -> float:
    """Return the first treated period: as given, or from the column."""
    from chiiki.evaluation.synthetic.donors import unit_position  # noqa: PLC0415 -- quick help

    if start is not None:
        return float(start)
    first = float(panel.first_treated[unit_position(panel, treated, what="treated unit")])
    if not math.isfinite(first):
        msg = f"the column of first treatment gives no period for {treated}. Add --from TIME."
        raise InputError(msg)
    return first
