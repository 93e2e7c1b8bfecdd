r"""Several outcomes at once: p values that count how many questions were asked.

Romano and Wolf's step-down test in its min-p form: every outcome is tested over the same
assignments, so that the dependence between outcomes is kept. With ``p[k, b]`` the p value of
outcome k under assignment b, outcomes in the order of their observed p values::

    adjusted[k] = share of assignments with  min over outcomes k, k + 1, ... of p[., b]  <=  p[k]

made to rise from one outcome to the next. Rejecting where it is at most 5 % errs at all, on any
of the outcomes, in at most 5 % of studies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.inference.randomisation import DRAWS, randomise
from chiiki.evaluation.results import SIMPLE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Target

__all__ = ["RomanoWolf", "outcomes_together", "step_down"]

TIE = 1e-9
"""Two statistics closer than this share are equal: rounding, not chance, tells them apart."""


@dataclass(frozen=True, slots=True)
class RomanoWolf:
    """Tests of no effect on several outcomes."""

    outcomes: tuple[str, ...]
    estimates: FloatArray
    """Each in the unit of its outcome, shape (n_outcomes,)."""

    p_values: FloatArray
    """Of each outcome alone, shape (n_outcomes,)."""

    adjusted: FloatArray
    """For all of them together, shape (n_outcomes,)."""

    n_draws: int
    is_exact: bool
    """Whether every assignment was gone through."""


def outcomes_together(
    panels: Mapping[str, Panel],
    *,
    target: Target | None = None,
    mechanism: Mechanism | None = None,
    draws: int = DRAWS,
    seed: int = 0,
) -> RomanoWolf:
    """Test no effect on several outcomes of the same units, by imputation and randomisation.

    Parameters
    ----------
    panels : mapping of str to Panel
        By outcome; the same units, in one order, treated from the same periods.
    target : Target, optional
        Which effect; the average over treated cells without it.
    mechanism : Mechanism, optional
        How units came to be treated; without it every unit could have been, alike.
    draws : int
        Assignments to draw, the same for every outcome.
    seed : int

    Returns
    -------
    RomanoWolf
        Outcomes in the order given.

    Raises
    ------
    InputError
        If no outcome is given, or units or treatment differ between them.

    References
    ----------
    Romano, J. P. and Wolf, M. (2005). Exact and approximate stepdown methods for multiple
    hypothesis testing. Journal of the American Statistical Association 100, 94-108.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> rise = {"income": [9.0, 1.0, 2.0, 4.0], "firms": [3.0, 2.0, 1.0, 7.0]}
    >>> first = np.array([1.0, np.inf, np.inf, np.inf])
    >>> panels = {
    ...     name: Panel(tuple("ABCD"), np.array([0, 1]), np.array([[0.0, up] for up in ups]), first)
    ...     for name, ups in rise.items()
    ... }
    >>> found = outcomes_together(panels)
    >>> found.p_values.tolist(), found.adjusted.tolist()  # A first of four in income, last in firms
    ([0.25, 1.0], [0.5, 1.0])
    """
    _check(panels)
    asked = SIMPLE if target is None else target
    found = [
        randomise(panel, mechanism=mechanism, targets=[asked], draws=draws, seed=seed) for panel in panels.values()
    ]
    statistics = np.array([one.statistics.at(np.zeros(1))[0] for one in found if one.statistics is not None])
    return RomanoWolf(
        outcomes=tuple(panels),
        estimates=np.array([one.estimates[0] for one in found]),
        p_values=np.array([one.p_values[0] for one in found]),
        adjusted=step_down(statistics[:, 0], statistics[:, 1:], is_exact=found[0].is_exact),
        n_draws=found[0].n_draws,
        is_exact=found[0].is_exact,
    )


def step_down(observed: FloatArray, drawn: FloatArray, *, is_exact: bool) -> FloatArray:
    """Adjust p values of several statistics for one another.

    Parameters
    ----------
    observed : array of shape (n_hypotheses,)
        Statistics; larger speaks against the hypothesis.
    drawn : array of shape (n_hypotheses, n_draws)
        The same under drawn assignments, a draw in each column.
    is_exact : bool
        Whether the draws are all assignments, the observed one among them.

    Returns
    -------
    array of shape (n_hypotheses,)
        In the order given; never below the p value of one alone.

    Raises
    ------
    MethodError
        If there is no draw.

    Examples
    --------
    >>> step_down(np.array([3.0, 2.0]), np.array([[3.0, 1.0, 2.0, 0.0], [2.0, 3.0, 1.0, 0.0]]), is_exact=True).tolist()
    [0.5, 0.5]
    """
    if not drawn.size:
        msg = "there is no draw to compare with. Draw at least 99 assignments."
        raise MethodError(msg)
    pool = drawn if is_exact else np.column_stack([observed, drawn])
    p = _p_values(np.column_stack([observed, pool]), pool)
    own, others = p[:, 0], p[:, 1:]
    order = np.argsort(own, kind="stable")
    least = np.minimum.accumulate(others[order][::-1], axis=0)[::-1]
    shares = (least <= own[order][:, None] * (1.0 + TIE)).mean(axis=1)
    adjusted = np.empty(len(own))
    adjusted[order] = np.maximum.accumulate(shares)
    return adjusted


def _p_values(statistics: FloatArray, pool: FloatArray) -> FloatArray:
    """Share of the pool that is at least as large, for each statistic of a row."""
    found = np.empty(statistics.shape)
    for at, (row, others) in enumerate(zip(statistics, pool, strict=True)):
        rising = np.sort(others)
        found[at] = 1.0 - np.searchsorted(rising, row * (1.0 - TIE), side="left") / len(rising)
    return found


def _check(panels: Mapping[str, Panel]) -> None:
    if not panels:
        msg = "no outcome was given. Name at least one panel."
        raise InputError(msg)
    names = list(panels)
    first = panels[names[0]]
    for name in names[1:]:
        other = panels[name]
        same = other.units == first.units and np.array_equal(other.first_treated, first.first_treated)
        if not same or not np.array_equal(other.periods, first.periods):
            msg = (
                f"the outcomes {names[0]!r} and {name!r} have other units, periods or first treated periods. Give the "
                "same units in one order; leave out those that one outcome lacks."
            )
            raise InputError(msg)
