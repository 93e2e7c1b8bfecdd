"""Several intervals of one estimate, side by side, and whether they agree about zero."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from chiiki.cautions import Caution
from chiiki.errors import ChiikiError, MethodError
from chiiki.evaluation.inference.apply import with_inference
from chiiki.evaluation.inference.randomisation import DRAWS
from chiiki.evaluation.results import LEVEL, SIMPLE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects, Inference, Interval, Target

__all__ = ["ComparedInterval", "Comparisons", "compare_intervals"]


@dataclass(frozen=True, slots=True)
class ComparedInterval:
    """One interval of one target."""

    inference: Inference
    interval: Interval | None
    p_value: float | None
    says: Literal["above", "below", "holds", "none"]
    """Where it lies to zero; ``none`` where there is no interval."""

    reason: str = ""
    """Why there is no interval."""


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Intervals of one target, side by side."""

    target: Target
    estimate: float
    intervals: tuple[ComparedInterval, ...]
    agree: bool
    """Whether all intervals that exist say the same about 0."""

    cautions: tuple[Caution, ...] = ()


def compare_intervals(  # noqa: PLR0913 -- as with_inference, for several
    panel: Panel,
    effects: Effects,
    *,
    inferences: Sequence[Inference],
    target: Target | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
    mechanism: Mechanism | None = None,
    estimate: Callable[[Panel], Effects],
    covariates: Sequence[str] = (),
) -> Comparisons:
    """Show one estimate with several intervals, and say whether they agree about zero.

    Parameters
    ----------
    panel, effects, draws, seed, level, mechanism, estimate, covariates
        As for :func:`with_inference`.
    inferences : sequence of Inference
        In the order to show.
    target : Target, optional
        Which estimate; the average over treated cells without it.

    Returns
    -------
    Comparisons
        With a Caution where the intervals disagree. An inference that does not fit, or is
        refused, has no interval but a reason.

    Raises
    ------
    MethodError
        If the result has no such target.
    """
    asked = SIMPLE if target is None else target
    chosen = [one for one in effects.estimates if one.target == asked]
    if not chosen:
        msg = f"the result of {effects.estimator!r} has no {asked}. Name one of its {len(effects.estimates)} targets."
        raise MethodError(msg)
    only = replace(effects, estimates=tuple(chosen))
    found = []
    for inference in inferences:
        try:
            result = with_inference(
                panel,
                only,
                inference=inference,
                draws=draws,
                seed=seed,
                level=level,
                mechanism=mechanism,
                estimate=estimate,
                covariates=covariates,
            )
        except ChiikiError as error:
            found.append(ComparedInterval(inference, None, None, "none", str(error)))
        else:
            found.append(_compared(result, before=effects))
    said = {one.says for one in found} - {"none"}
    return Comparisons(asked, chosen[0].estimate, tuple(found), len(said) < 2, _disagreement(found))  # noqa: PLR2004 -- one voice


def _compared(result: Effects, *, before: Effects) -> ComparedInterval:
    one = result.estimates[0]
    if one.interval is None:
        reasons = [caution.message for caution in result.cautions if caution not in before.cautions]
        return ComparedInterval(result.inference, None, one.p_value, "none", " ".join(reasons))
    low, high = one.interval
    return ComparedInterval(
        result.inference, one.interval, one.p_value, "above" if low > 0 else "below" if high < 0 else "holds"
    )


def _disagreement(found: list[ComparedInterval]) -> tuple[Caution, ...]:
    apart = [one.inference for one in found if one.says in ("above", "below")]
    holding = [one.inference for one in found if one.says == "holds"]
    signs = {one.says for one in found} & {"above", "below"}
    if not (apart and holding) and len(signs) < 2:  # noqa: PLR2004 -- both signs
        return ()
    message = (
        f"Intervals disagree about zero: {', '.join(apart)} leave it out, {', '.join(holding) or 'none'} hold it. "
        "Read the effect as not established."
    )
    return (Caution("intervals-disagree", message),)
