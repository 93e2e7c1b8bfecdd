"""One treated unit beside its synthetic one, with all placebos."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import ChiikiError, MethodError, MissingValueError
from chiiki.evaluation.results import LEVEL
from chiiki.evaluation.synthetic.donors import donor_pool, pre_periods, unit_position
from chiiki.evaluation.synthetic.placebo import NO_GAP, backdated, donors_in_role, placebos_in_space, without_donors
from chiiki.evaluation.synthetic.predictors import predictor_means
from chiiki.evaluation.synthetic.recipe import Recipe
from chiiki.evaluation.synthetic.results import SyntheticControl, root_mean_square
from chiiki.evaluation.synthetic.solutions import most_even_mixture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Interval
    from chiiki.evaluation.synthetic.donors import Pool
    from chiiki.evaluation.synthetic.predictors import Predictor
    from chiiki.evaluation.synthetic.results import Fits, InTimePlacebo, PlaceboKind, SyntheticMethod

__all__ = ["ALL_PLACEBOS", "POOR_FIT", "synthetic_control"]

ALL_PLACEBOS: tuple[PlaceboKind, ...] = ("space", "time", "donors")
"""At every donor, at an earlier date, without each donor that has weight."""

POOR_FIT = 0.25
"""A gap before treatment above this share of the spread between donors is a poor fit."""

FEW = 20
"""With fewer units in the ranking no p value can be as small as 5 %."""

ROUNDING = 1e-8
"""Shares below this are not shown."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What is estimated."""

    panel: Panel
    pool: Pool
    row: int
    n_pre: int
    stack: FloatArray
    recipe: Recipe
    predictors: tuple[Predictor, ...]
    cautions: tuple[Caution, ...]

    @property
    def rows(self) -> IntArray:
        return np.append(self.row, self.pool.rows)

    @property
    def size(self) -> float:
        return float(np.nanmax(np.abs(self.stack)))


def synthetic_control(  # noqa: PLR0913 -- one for each choice of the caller
    panel: Panel,
    *,
    treated: str,
    start: float,
    method: SyntheticMethod = "sc",
    predictors: Sequence[Predictor] = (),
    placebos: Sequence[PlaceboKind] = ALL_PLACEBOS,
    donors: Sequence[str] | None = None,
    drop_incomplete: bool = False,
    penalty: float | None = None,
    seed: int = 0,
    level: float = LEVEL,
) -> SyntheticControl:
    """Compare a treated unit with what a mixture of untreated units says it would have been.

    Parameters
    ----------
    panel : Panel
        Units that were treated within it are never donors; the treated unit's own first period
        there is not used. Predictors are among its covariates.
    treated : str
        Label of the treated unit.
    start : float
        First treated period.
    method : {"sc", "asc", "sdid", "mc"}
        Synthetic control, augmented, synthetic difference in differences, matrix completion.
    predictors : sequence of Predictor
        For ``sc``: what the mixture should match in place of all outcomes before treatment.
    placebos : sequence of {"space", "time", "donors"}
        Which to compute; all when left out.
    donors : sequence of str, optional
        Units to choose from; all that were never treated when left out.
    drop_incomplete : bool
        Leave out, and count, donors with a missing outcome, which are refused otherwise.
    penalty : float, optional
        Of the ridge (``asc``) or the nuclear norm (``mc``); chosen from the data when left out.
    seed : int
        Of random starts (predictors) and random divisions (``mc``).
    level : float
        Nominal coverage of the interval.

    Returns
    -------
    SyntheticControl

    Raises
    ------
    UnknownNameError
        If a unit or a predictor's column does not occur.
    InputError
        If a donor is treated, a window reaches into treatment, or a setting is not for the method.
    MissingValueError
        If outcomes are missing, or a predictor has no value in its window.
    MethodError
        If there is no period before treatment or none after, or fewer than two donors.

    Notes
    -----
    The p value is the place of the treated unit among itself and all donors by the ratio of the root mean
    squared gap after treatment to that before. It is exact if the treated unit could as well have been any
    other. Synthetic difference in differences adds the standard error of its placebos: all donors
    in turn, not a draw of them.

    References
    ----------
    Abadie, A. (2021). Using synthetic controls: feasibility, data requirements, and methodological aspects.
    Journal of Economic Literature 59, 391-425.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 9.0], [0.0, 0.0, 1.0], [4.0, 8.0, 5.0]])
    >>> panel = Panel(("A", "B", "C"), np.array([2000, 2001, 2002]), y, np.full(3, np.inf))
    >>> found = synthetic_control(panel, treated="A", start=2002)
    >>> found.weights, found.att  # 9 - (0.75 x 1 + 0.25 x 5)
    ({'B': 0.75, 'C': 0.25}, 7.0)
    """
    case = _case(panel, treated=treated, start=start, method=method, predictors=tuple(predictors), donors=donors,
                 drop_incomplete=drop_incomplete, penalty=penalty, seed=seed)  # fmt: skip
    roles, allowed = donors_in_role(len(case.pool.units))
    if "space" not in placebos:
        roles, allowed = roles[:1], allowed[:1]
    fits, extra = _fits(case, roles=roles, allowed=allowed)
    found = _summary(case, fits, treated=treated)
    if "space" in placebos:
        at_donors = placebos_in_space(fits, units=case.pool.units, n_pre=case.n_pre, size=case.size)
        found = replace(found, placebos=at_donors)
    if "time" in placebos:
        found = _with_earlier_date(case, found)
    if "donors" in placebos and fits.weights is not None:
        weights = np.array([found.weights.get(unit, 0.0) for unit in case.pool.units])
        left_out = without_donors(case.recipe, case.stack, units=case.pool.units, weights=weights, n_pre=case.n_pre)
        found = replace(found, left_out=left_out)
    error, interval = _placebo_error(found, level=level)
    cautions = (*found.cautions, *_cautions(case, found, fits, is_unique=extra.is_unique))
    return replace(
        found,
        standard_error=error,
        interval=interval,
        cautions=cautions,
        predictor_weights=extra.weights,
        predictor_means=extra.means,
    )


@dataclass(frozen=True, slots=True)
class _OfPredictors:
    weights: Mapping[str, float]
    means: Mapping[str, tuple[float, float]]
    is_unique: bool | None
    """None where the mixture is not one of matched predictors."""


def _case(  # noqa: PLR0913 -- as the caller's choices
    panel: Panel,
    *,
    treated: str,
    start: float,
    method: SyntheticMethod,
    predictors: tuple[Predictor, ...],
    donors: Sequence[str] | None,
    drop_incomplete: bool,
    penalty: float | None,
    seed: int,
) -> _Case:
    row = unit_position(panel, treated, what="treated unit")
    n_pre = pre_periods(panel, start, of=treated)
    pool = donor_pool(panel, treated=[row], names=donors, drop_incomplete=drop_incomplete, gaps_allowed=method == "mc")
    own = panel.outcomes[row]
    for there, when in ((own[:n_pre], "before"), (own[n_pre:], "after")):
        if np.isnan(there).all():
            msg = f"{treated} has no outcome {when} treatment begins in {panel.periods[n_pre]}. Add one."
            raise MissingValueError(msg)
    rows, cautions = np.append(row, pool.rows), pool.cautions
    means = None
    if predictors:
        means = predictor_means(panel, predictors, rows=rows, n_pre=n_pre)
        predictors, means, constant = _varying(predictors, means)
        cautions = (*cautions, *constant)
    recipe = Recipe(method, seed=seed, penalty=penalty, predictors=means)
    return _Case(panel, pool, row, n_pre, np.vstack([own, pool.outcomes]), recipe, predictors, cautions)


def _varying(
    predictors: tuple[Predictor, ...], means: FloatArray
) -> tuple[tuple[Predictor, ...], FloatArray, tuple[Caution, ...]]:
    """Leave out predictors that are the same for all units, which tell none apart."""
    varies = np.ptp(means, axis=0) > 0
    if varies.all():
        return predictors, means, ()
    labels = ", ".join(one.label for one, kept in zip(predictors, varies, strict=True) if not kept)
    if not varies.any():
        msg = f"no predictor differs between units ({labels}). Name others, or use outcomes alone."
        raise MethodError(msg)
    left = tuple(one for one, kept in zip(predictors, varies, strict=True) if kept)
    caution = Caution("covariate-dropped", f"The same for all units, and left out: {labels}.")
    return left, means[:, varies], (caution,)


def _fits(case: _Case, *, roles: IntArray, allowed: BoolArray) -> tuple[Fits, _OfPredictors]:
    if case.recipe.predictors is None:
        fits = case.recipe.fits(case.stack, roles=roles, n_pre=case.n_pre, allowed=allowed)
        return fits, _OfPredictors({}, {}, None)
    matched = case.recipe.matched(case.stack, roles=roles, n_pre=case.n_pre, allowed=allowed)
    labels = [one.label for one in case.predictors]
    shares = matched.fits.weights
    mixed = case.recipe.predictors[0] if shares is None else shares[0] @ case.recipe.predictors[1:]
    weights = dict(zip(labels, matched.predictor_weights[0].tolist(), strict=True))
    means = dict(zip(labels, zip(case.recipe.predictors[0].tolist(), mixed.tolist(), strict=True), strict=True))
    return matched.fits, _OfPredictors(weights, means, bool(matched.is_unique[0]))


def _summary(case: _Case, fits: Fits, *, treated: str) -> SyntheticControl:
    gaps, n_pre, panel = fits.gaps[0], case.n_pre, case.panel
    cautions, weights = case.cautions, {}
    if fits.weights is not None:
        shares = fits.weights[0]
        if case.recipe.method == "sc" and case.recipe.predictors is None:
            past = case.stack[:, :n_pre]
            mixture = most_even_mixture(past[1:].T, past[0], shares)
            shares = mixture.weights
            if not mixture.is_unique:
                cautions = (*cautions, _many("the outcomes before treatment"))
                gaps = case.stack[0] - shares @ case.stack[1:]
        weights = {
            unit: share for unit, share in zip(case.pool.units, shares.tolist(), strict=True) if abs(share) > ROUNDING
        }
    gaps = np.where(np.abs(gaps) <= NO_GAP * case.size, 0.0, gaps)
    times = {} if fits.time_weights is None else _shares_of_periods(panel, fits.time_weights[0])
    return SyntheticControl(
        method=case.recipe.method,
        treated=treated,
        first_treated=int(panel.periods[n_pre]),
        donors=case.pool.units,
        periods=panel.periods,
        observed=case.stack[0],
        gaps=gaps,
        weights=weights,
        att=float(np.nanmean(gaps[n_pre:])),
        rmspe_pre=float(root_mean_square(gaps[:n_pre])),
        rmspe_post=float(root_mean_square(gaps[n_pre:])),
        time_weights=times,
        settings=fits.settings,
        cautions=cautions,
    )


def _shares_of_periods(panel: Panel, shares: FloatArray) -> dict[int, float]:
    pairs = zip(panel.periods.tolist(), shares.tolist(), strict=False)  # shares end where treatment begins
    return {period: share for period, share in pairs if share > ROUNDING}


def _many(what: str) -> Caution:
    return Caution(
        "many-solutions",
        f"Other mixtures of donors match {what} as well, so that the data do not determine the weights; "
        "with others the gaps after treatment may differ. Leave out donors that are unlike the treated unit.",
    )


def _with_earlier_date(case: _Case, found: SyntheticControl) -> SyntheticControl:
    """Move treatment to the middle of the periods before it, where that leaves enough to fit."""
    n_fake = case.n_pre // 2
    try:
        placebo = _earlier(case, n_fake)
    except ChiikiError as error:
        return replace(found, settings={**found.settings, "placebo in time": f"none: {error}"})
    return replace(found, in_time=placebo)


def _earlier(case: _Case, n_fake: int) -> InTimePlacebo:
    if n_fake == 0:
        msg = "there is one period before treatment only."
        raise MethodError(msg)
    recipe = case.recipe
    if recipe.predictors is not None:
        last = int(case.panel.periods[n_fake - 1])
        cut = [replace(one, last=min(one.last, last)) for one in case.predictors if one.first <= last]
        if not cut:
            msg = f"no predictor has a window that begins by {last}."
            raise MethodError(msg)
        unique = tuple(dict.fromkeys(cut))
        means = predictor_means(case.panel, unique, rows=case.rows, n_pre=n_fake)
        recipe = replace(recipe, predictors=_varying(unique, means)[1])
    return backdated(recipe, case.stack, periods=case.panel.periods, n_pre=case.n_pre, n_fake=n_fake)


def _placebo_error(found: SyntheticControl, *, level: float) -> tuple[float | None, Interval | None]:
    """Take the spread of all placebos as the error of synthetic difference in differences, and its normal interval."""
    if found.method != "sdid" or not found.placebos:
        return None, None
    error = float(np.std([one.att for one in found.placebos]))
    reach = NormalDist().inv_cdf(0.5 + level / 2.0) * error
    return error, (found.att - reach, found.att + reach)


def _cautions(case: _Case, found: SyntheticControl, fits: Fits, *, is_unique: bool | None) -> list[Caution]:
    cautions = [_many("the predictors")] if is_unique is False else []
    before = case.stack[1:, : case.n_pre]
    spread = float(np.sqrt(np.mean(np.nanvar(before, axis=0))))
    if found.rmspe_pre > POOR_FIT * spread:
        message = (
            f"The synthetic unit misses the treated one by {found.rmspe_pre:.4g} before treatment, more than a quarter "
            f"of the spread between donors ({spread:.4g}): the gap afterwards may be that misfit."
        )
        cautions.append(Caution("poor-fit", message))
    if case.n_pre == 1:
        message = "There is one period before treatment: a mixture that fits it may fit by chance."
        cautions.append(Caution("single-pre-period", message))
    n_ranked = 1 + len(found.placebos)
    if found.placebos and n_ranked < FEW:
        message = f"With {n_ranked} units in the ranking no p value can be below {1 / n_ranked:.2g}."
        cautions.append(Caution("rank-only", message))
    if fits.weights is not None and float(fits.weights[0].min()) < -ROUNDING:
        total = -float(fits.weights[0][fits.weights[0] < 0].sum())
        message = f"Weights of {total:.2g} in sum are negative: the path lies in part outside what donors show."
        cautions.append(Caution("extrapolation", message))
    return cautions
