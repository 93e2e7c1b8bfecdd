"""``chiiki evaluate coverage``: what every interval does where the truth is known."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from chiiki.cli.evaluate import columns
from chiiki.cli.evaluate.output import require_json_or_table, write_report
from chiiki.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.evaluation.simulation.coverage import Coverage
    from chiiki.evaluation.simulation.designs import Design

__all__ = ["coverage"]

HEADER = ("design", "interval", "bias", "coverage", "error", "size", "power", "width", "unbounded", "refused")
STEP = 1_000


def coverage(  # noqa: PLR0913 -- each parameter is an option of the command
    *,
    design: Annotated[
        list[str] | None,
        typer.Option(help="D1 … D5, or a further one; may be given more than once. All without it.", metavar="NAME"),
    ] = None,
    replications: Annotated[int, typer.Option(help="Studies of each design.", min=2)] = 5_000,
    draws: Annotated[int, typer.Option(help="Of each randomisation, wild and unit bootstrap.", min=99)] = 999,
    seed: Annotated[int, typer.Option(help="The same seed gives the same table.", min=0)] = 0,
    form: columns.Form = None,
    out: columns.Out = None,
    force: columns.Force = False,
) -> None:
    """Simulate programmes in 47 prefectures, and count how often each interval holds the truth.

    Coverage and power are at an effect of 2.8 standard deviations of the default estimate, size is
    at none; bias and width are in these standard deviations. error: Monte Carlo error of the
    coverage. refused: users do not get this interval in such a design.

    In use: chiiki evaluate coverage --design D3s --replications 1000
    """
    from chiiki.cli.tables import require_free  # noqa: PLC0415 -- help pages stay quick
    from chiiki.evaluation.simulation import coverage as simulated  # noqa: PLC0415
    from chiiki.evaluation.simulation.designs import DESIGNS, FURTHER, design_named  # noqa: PLC0415

    chosen = require_json_or_table(form, out)
    require_free(out, force=force)
    designs = [design_named(name) for name in design] if design else [*DESIGNS, *FURTHER]
    found: list[Coverage] = []
    for one in designs:
        say(f"{one.name}: {one.words}")
        found += simulated.coverage(
            one, replications=replications, draws=draws, seed=seed, progress=lambda done: _tell(done, replications)
        )
    write_report(
        _record(designs, found, replications=replications, draws=draws, seed=seed),
        header=HEADER,
        rows=[_row(one) for one in found],
        summary=f"{replications:,} replications, {draws:,} draws, seed {seed}.",
        form=chosen,
        out=out,
        force=force,
    )


def _tell(done: int, replications: int) -> None:
    if done % STEP == 0 and done < replications:
        say(f"  {done:,} of {replications:,}")


def _record(
    designs: Sequence[Design], found: Sequence[Coverage], *, replications: int, draws: int, seed: int
) -> dict[str, object]:
    return {
        "replications": replications,
        "draws": draws,
        "seed": seed,
        "designs": [asdict(one) for one in designs],
        "coverage": [{**asdict(one), "monte_carlo_error": one.monte_carlo_error} for one in found],
    }


def _row(one: Coverage) -> tuple[object, ...]:
    return (
        one.design,
        one.interval,
        one.bias,
        one.coverage,
        one.monte_carlo_error,
        one.size,
        one.power,
        one.width,
        one.unbounded,
        "yes" if one.is_refused else "",
    )
