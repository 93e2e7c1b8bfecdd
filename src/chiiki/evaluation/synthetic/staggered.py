r"""Several treated units, each from its own date, beside mixtures of units that were never treated.

Synthetic control mixes donors for each treated unit, synthetic difference in differences for the mean of
each cohort (units treated from the same period on), matrix completion fills all treated cells at once.
Gaps are averaged by distance from the first treated period; the overall effect is the mean over
all treated cells::

    gap(e) = mean over treated i of (y - synthetic)_{i, g_i + e}        att = mean over cells with t >= g_i

Chance is judged by giving the same dates to donors drawn at random, with as many units to each date.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import MethodError
from chiiki.evaluation.panel import first_of
from chiiki.evaluation.results import LEVEL
from chiiki.evaluation.synthetic.donors import LEAST_DONORS, donor_pool, pre_periods
from chiiki.evaluation.synthetic.estimate import POOR_FIT, ROUNDING
from chiiki.evaluation.synthetic.recipe import Recipe, completed_gaps
from chiiki.evaluation.synthetic.results import EventGap, Staggered, SyntheticUnit, root_mean_square

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.synthetic.donors import Pool
    from chiiki.evaluation.synthetic.results import SyntheticMethod

__all__ = ["DRAWS", "staggered_control"]

DRAWS = 200
"""Placebo assignments, unless another number is asked for."""


@dataclass(frozen=True, slots=True)
class _Slots:
    """The treated units, or donors in their place: gaps of each, and when its treatment begins."""

    gaps: FloatArray
    """Shape (n_slots, n_periods): one row for each unit, or for each cohort that is mixed as one."""

    first: IntArray
    """Position of the first treated period, shape (n_slots,)."""

    n: IntArray
    """Units in each row."""


@dataclass(frozen=True, slots=True)
class _Design:
    panel: Panel
    pool: Pool
    treated: IntArray
    recipe: Recipe

    @property
    def first(self) -> IntArray:
        return self.panel.first_index[self.treated]

    @property
    def dates(self) -> list[int]:
        found: list[int] = np.unique(self.first).tolist()
        return found


def staggered_control(  # noqa: PLR0913 -- one for each choice of the caller
    panel: Panel,
    *,
    method: SyntheticMethod = "sc",
    donors: Sequence[str] | None = None,
    drop_incomplete: bool = False,
    penalty: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
) -> Staggered:
    """Compare all treated units of a panel with mixtures of units that were never treated.

    Parameters
    ----------
    panel : Panel
        With the first treated period of each unit; units of unknown treatment take no part.
    method : {"sc", "asc", "sdid", "mc"}
        Synthetic control, augmented, synthetic difference in differences, matrix completion.
    donors : sequence of str, optional
        Units to choose from; all that were never treated when left out.
    drop_incomplete : bool
        Leave out, and count, donors with a missing outcome, which are refused otherwise.
    penalty : float, optional
        Of the ridge (``asc``) or the nuclear norm (``mc``); chosen from the data when left out.
    draws : int
        Placebo assignments; 0 for none.
    seed : int
        Of the draws and of cross-validation.
    level : float
        Nominal coverage of the interval.

    Returns
    -------
    Staggered

    Raises
    ------
    UnknownNameError, InputError, MissingValueError
        As for :func:`~chiiki.evaluation.synthetic.estimate.synthetic_control`.
    MethodError
        If no unit is treated, one has no period before treatment, or fewer than two donors.

    Notes
    -----
    The standard error is the standard deviation of the placebo effects, the interval the normal one around the
    estimate (Arkhangelsky et al. 2021, algorithm 4). It takes treated units to vary as donors do.

    References
    ----------
    Arkhangelsky, D., Athey, S., Hirshberg, D. A., Imbens, G. W. and Wager, S. (2021). Synthetic
    difference-in-differences. American Economic Review 111, 4088-4118.
    Cavallo, E., Galiani, S., Noy, I. and Pantano, J. (2013). Catastrophic natural disasters and economic growth.
    Review of Economics and Statistics 95, 1549-1561.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 1.0, 4.0], [1.0, 3.0, 3.0], [0.0, 0.0, 0.0], [2.0, 2.0, 2.0]])
    >>> g = np.array([3.0, 2.0, np.inf, np.inf])  # gaps 3 in the last period; 2 and 2 in the last two
    >>> found = staggered_control(Panel(tuple("ABCD"), np.array([1, 2, 3]), y, g), draws=0)
    >>> [(one.event_time, one.gap, one.n) for one in found.by_event_time if one.event_time >= 0], round(found.att, 6)
    ([(0, 2.5, 2), (1, 2.0, 1)], 2.333333)
    """
    design = _design(panel, method=method, donors=donors, drop_incomplete=drop_incomplete, penalty=penalty, seed=seed)
    slots, units, design = _estimated(design)
    found = _averaged(design, slots, units)
    if draws == 0:
        return found
    return _with_placebos(design, slots, found, draws=draws, level=level)


def _design(  # noqa: PLR0913 -- as the caller's choices
    panel: Panel,
    *,
    method: SyntheticMethod,
    donors: Sequence[str] | None,
    drop_incomplete: bool,
    penalty: float | None,
    seed: int,
) -> _Design:
    treated = np.flatnonzero(panel.is_ever_treated & panel.is_known)
    if not treated.size:
        msg = "no unit is treated within the table, so there is nothing to compare. Name the column of first treatment."
        raise MethodError(msg)
    for row in treated.tolist():
        pre_periods(panel, float(panel.first_treated[row]), of=panel.units[row])
    pool = donor_pool(
        panel, treated=treated.tolist(), names=donors, drop_incomplete=drop_incomplete, gaps_allowed=method == "mc"
    )
    return _Design(panel, pool, treated, Recipe(method, seed=seed, penalty=penalty))


def _estimated(design: _Design) -> tuple[_Slots, tuple[SyntheticUnit, ...], _Design]:
    """Return the gaps of the treated, what to show of each, and the design with its penalty settled."""
    outcomes = design.panel.outcomes[design.treated]
    everyone: BoolArray = np.ones(len(design.pool.units), dtype=bool)
    if design.recipe.method == "mc":
        gaps, penalty = _completed(design, outcomes, design.first, everyone)
        slots = _Slots(gaps, design.first, np.ones(len(gaps), dtype=np.intp))
        return slots, _shown(design, slots, None), replace(design, recipe=replace(design.recipe, penalty=penalty))
    if design.recipe.method == "sdid":
        dates = np.array(design.dates)
        means = np.stack([outcomes[design.first == date].mean(axis=0) for date in dates])
        n = np.array([int((design.first == date).sum()) for date in dates])
    else:
        dates, means, n = design.first, outcomes, np.ones(len(outcomes), dtype=np.intp)
    gaps, weights = _mixed(design, means, dates, n, np.tile(everyone, (len(means), 1)))
    slots = _Slots(gaps, dates, n)
    return slots, _shown(design, slots, weights), design


def _mixed(
    design: _Design, targets: FloatArray, dates: IntArray, n: IntArray, allowed: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Gaps and weights of targets with their dates; those of one date and size are solved side by side."""
    gaps, weights = np.empty(targets.shape), np.zeros(allowed.shape)
    for date, size in sorted(set(zip(dates.tolist(), n.tolist(), strict=True))):
        these = (dates == date) & (n == size)
        found = design.recipe.mix(
            design.pool.outcomes, targets[these], n_pre=date, allowed=allowed[these], n_treated=size
        )
        gaps[these] = found.gaps
        if found.weights is not None:
            weights[these] = found.weights
    return gaps, weights


def _completed(design: _Design, outcomes: FloatArray, first: IntArray, donors: BoolArray) -> tuple[FloatArray, float]:
    """Gaps of units with the dates `first` beside the donors, and the penalty."""
    stack = np.vstack([outcomes, design.pool.outcomes[donors]])
    treated = np.zeros(stack.shape, dtype=bool)
    treated[: len(outcomes)] = np.arange(stack.shape[1]) >= first[:, None]
    gaps, penalty = completed_gaps(stack, treated, penalty=design.recipe.penalty, seed=design.recipe.seed)
    return gaps[: len(outcomes)], penalty


def _shown(design: _Design, slots: _Slots, weights: FloatArray | None) -> tuple[SyntheticUnit, ...]:
    found = []
    for at, date in enumerate(slots.first.tolist()):
        together = design.recipe.method == "sdid"
        rows = design.treated[design.first == date] if together else design.treated[[at]]
        shares = {} if weights is None else dict(zip(design.pool.units, weights[at].tolist(), strict=True))
        gaps = slots.gaps[at]
        found.append(
            SyntheticUnit(
                unit=", ".join(design.panel.units[row] for row in rows.tolist()),
                first_treated=int(design.panel.periods[date]),
                n=int(slots.n[at]),
                weights={unit: share for unit, share in shares.items() if abs(share) > ROUNDING},
                gaps=gaps,
                att=float(np.nanmean(gaps[date:])),
                rmspe_pre=float(root_mean_square(gaps[:date])),
                rmspe_post=float(root_mean_square(gaps[date:])),
            )
        )
    return tuple(found)


def _totals(slots: _Slots) -> tuple[float, float, float]:
    """Mean gap over treated cells, and root mean squared gaps before and after; units count equally."""
    there = ~np.isnan(slots.gaps)
    after = np.arange(slots.gaps.shape[1]) >= slots.first[:, None]
    gaps, n = np.where(there, slots.gaps, 0.0), np.broadcast_to(slots.n[:, None], there.shape)
    post, pre = n * (there & after), n * (there & ~after)
    att = float((post * gaps).sum() / post.sum())
    return att, float(np.sqrt((pre * gaps**2).sum() / pre.sum())), float(np.sqrt((post * gaps**2).sum() / post.sum()))


def _averaged(design: _Design, slots: _Slots, units: tuple[SyntheticUnit, ...]) -> Staggered:
    att, before, after = _totals(slots)
    distance = np.arange(slots.gaps.shape[1]) - slots.first[:, None]
    there = ~np.isnan(slots.gaps)
    events = []
    for step in np.unique(distance[there]).tolist():
        cells = there & (distance == step)
        n = (np.broadcast_to(slots.n[:, None], there.shape))[cells]
        gap = float((n * slots.gaps[cells]).sum() / n.sum())
        events.append(EventGap(step * design.panel.step, gap, int(n.sum())))
    spread = float(np.sqrt(np.mean(np.nanvar(design.pool.outcomes, axis=0))))
    poor = [one.unit for one in units if one.rmspe_pre > POOR_FIT * spread]
    cautions = design.pool.cautions
    if poor:
        message = (
            f"{len(poor)} of {len(units)} synthetic paths miss theirs before treatment by more than a quarter of the "
            f"spread between donors ({spread:.4g}): {first_of(poor)}."
        )
        cautions = (*cautions, Caution("poor-fit", message))
    settings = {} if design.recipe.penalty is None else {"lambda": f"{design.recipe.penalty:.6g}"}
    return Staggered(
        method=design.recipe.method,
        donors=design.pool.units,
        periods=design.panel.periods,
        units=units,
        by_event_time=tuple(events),
        att=att,
        rmspe_pre=before,
        rmspe_post=after,
        draws=0,
        settings=settings,
        cautions=cautions,
    )


def _with_placebos(design: _Design, slots: _Slots, found: Staggered, *, draws: int, level: float) -> Staggered:
    n_treated, n_donors = len(design.treated), len(design.pool.units)
    if n_donors < n_treated + LEAST_DONORS:
        message = (
            f"{n_donors} donors cannot stand in for {n_treated} treated units and still be mixed: "
            "there is no placebo, and no error or p value."
        )
        return replace(found, cautions=(*found.cautions, Caution("interval-refused", message)))
    generator = np.random.default_rng(design.recipe.seed)
    chosen = np.stack([generator.permutation(n_donors)[:n_treated] for _ in range(draws)])
    totals = np.array([_totals(replace(slots, gaps=gaps)) for gaps in _placebo_gaps(design, slots, chosen)])
    tiny = np.finfo(float).tiny
    own, others = found.rmspe_post / max(found.rmspe_pre, tiny), totals[:, 2] / np.maximum(totals[:, 1], tiny)
    rank = 1 + int((others >= own).sum())
    error = float(totals[:, 0].std())
    reach = NormalDist().inv_cdf(0.5 + level / 2.0) * error
    return replace(
        found,
        draws=draws,
        ratio_rank=rank,
        p_value=rank / (1 + draws),
        effect_p_value=(1 + int((np.abs(totals[:, 0]) >= abs(found.att)).sum())) / (1 + draws),
        standard_error=error,
        interval=(found.att - reach, found.att + reach),
    )


def _placebo_gaps(design: _Design, slots: _Slots, chosen: IntArray) -> Iterator[FloatArray]:
    """Gaps of donors in the places of the treated, for each draw of shape (n_treated,)."""
    outcomes = design.pool.outcomes
    if design.recipe.method == "mc":
        for drawn in chosen:
            donors = np.ones(len(outcomes), dtype=bool)
            donors[drawn] = False
            yield _completed(design, outcomes[drawn], design.first, donors)[0]
    elif design.recipe.method == "sdid":
        allowed = np.ones((len(chosen), len(outcomes)), dtype=bool)
        np.put_along_axis(allowed, chosen, values=False, axis=1)
        paths = [
            _mixed(
                design,
                outcomes[chosen[:, design.first == date]].mean(axis=1),
                np.full(len(chosen), date),
                np.full(len(chosen), size),
                allowed,
            )[0]
            for date, size in zip(slots.first.tolist(), slots.n.tolist(), strict=True)
        ]
        yield from np.stack(paths, axis=1)
    else:
        alone, one = ~np.eye(len(outcomes), dtype=bool), np.ones(len(outcomes), dtype=np.intp)
        by_date = {date: _mixed(design, outcomes, date * one, one, alone)[0] for date in design.dates}
        for drawn in chosen:
            yield np.stack([by_date[date][row] for date, row in zip(design.first.tolist(), drawn, strict=True)])
