"""``chiiki evaluate bacon``: what the coefficient of two-way fixed effects is an average of."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from chiiki.cli.evaluate import columns
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.evaluation.records import caution_records, exclusion_records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.cautions import Caution
    from chiiki.evaluation.bacon import ComparisonKind, Decomposition

__all__ = ["bacon"]

KINDS: tuple[ComparisonKind, ...] = ("never", "later", "earlier")
HEADER = ("compared_with", "treated", "untreated", "estimate", "weight")


def bacon(  # noqa: PLR0913 -- each parameter is an option of the command
    table: columns.TableFile,
    *,
    unit: columns.Unit,
    time: columns.Time,
    outcome: columns.Outcome,
    first_treated: columns.FirstTreated,
    never: columns.Never = "any",
    sheet: columns.Sheet = None,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Take the coefficient of two-way fixed effects apart into comparisons of two cohorts.

    JSON has estimate, by_kind (compared with units never treated, treated later, treated earlier:
    weight and estimate) and comparisons (treated, untreated, kind, estimate, weight).

    In use: chiiki evaluate bacon panel.csv --unit pref --time year --outcome income
    --first-treated start
    """
    from chiiki.evaluation.bacon import decompose  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.tables.panels import Columns  # noqa: PLC0415

    chosen = require_json_or_table(form, out)
    named = Columns(unit, time, outcome, first_treated)
    panel, cautions = columns.opened_panel(table, named, never=never, sheet=sheet)
    found = decompose(panel)
    write_report(
        _record(found, cautions=cautions),
        header=HEADER,
        rows=[(part.kind, part.treated, part.untreated, part.estimate, part.weight) for part in found.comparisons],
        summary=_summary(found, cautions=cautions),
        form=chosen,
        out=out,
        force=force,
    )


def _record(found: Decomposition, *, cautions: Sequence[Caution]) -> dict[str, object]:
    return {
        "estimate": found.estimate,
        "by_kind": {kind: {"weight": found.weight_of(kind), "estimate": found.estimate_of(kind)} for kind in KINDS},
        "comparisons": [asdict(part) for part in found.comparisons],
        "n_units": found.n_units,
        "n_periods": found.n_periods,
        "settings": {"package": found.package},
        "exclusions": exclusion_records(found.exclusions),
        "cautions": caution_records((*cautions, *found.cautions)),
    }


def _summary(found: Decomposition, *, cautions: Sequence[Caution]) -> str:
    lines = [
        f"The coefficient {found.estimate:.4g} is the sum of estimate times weight, over {found.n_units} units.",
        *(f"compared with {kind}: {found.weight_of(kind):.1%}" for kind in KINDS if found.weight_of(kind)),
        *(left.message for left in found.exclusions),
        *(f"{caution.code}: {caution.message}" for caution in (*cautions, *found.cautions)),
    ]
    return "\n".join(lines)
