r"""How likely a region takes up an activity, learnt from past entries and judged on later ones.

An entry is a region that is not specialised in an activity at *t* and is at *t + k*. Its
logit is linear in what was known at *t*: density around the activity, complexity of the
activity (PCI), and the logarithms of the totals of region and activity, each standardised
over the cells that stood open at *t*. Nothing of a later period enters: ratios, cut,
proximity, complexity and standardisation are those of *t* alone.

A model is fitted on earlier periods and judged on later ones. The last outcome it has
learnt from must not be later than the first period from which it forecasts; it is refused
otherwise, so the figures can never be those of a model that saw what it foretells.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from chiiki.capability.entry_panel import PREDICTORS, entry_panel
from chiiki.capability.judging import auc, judge
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.capability.entry_panel import EntryPanel, OpenCells, Predictor
    from chiiki.capability.judging import Judgement

__all__ = [
    "Coefficient",
    "EntryFit",
    "EntryModel",
    "entry_model",
    "fit_entry",
    "judge_entry",
]

ENOUGH_CLUSTERS = 30
"""Below some thirty clusters their standard errors are too small (Cameron and Miller 2015)."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The effect of one standard deviation of a predictor on the logarithm of the odds."""

    name: Literal["constant"] | Predictor
    estimate: float
    se: float
    """Clustered by region."""

    p_value: float


@dataclass(frozen=True, slots=True)
class EntryFit:
    """What :func:`fit_entry` returns."""

    coefficients: tuple[Coefficient, ...]
    """The constant first, then the predictors in their order."""

    starts: tuple[int, ...]
    """Periods whose open cells were learnt from."""

    lag: int
    n_cells: int
    n_entries: int
    cautions: tuple[Caution, ...] = ()

    @property
    def base_rate(self) -> float:
        """Share of the open cells that were entered."""
        return self.n_entries / self.n_cells

    def probability(self, cells: OpenCells) -> FloatArray:
        """Return the probability of entry of each open cell, shape (n_cells,)."""
        constant, *slopes = (coefficient.estimate for coefficient in self.coefficients)
        return np.asarray(0.5 + 0.5 * np.tanh((constant + cells.predictors @ np.array(slopes)) / 2))  # cannot overflow


@dataclass(frozen=True, slots=True)
class EntryModel:
    """What :func:`entry_model` returns."""

    fit: EntryFit
    judgement: Judgement
    judged_starts: tuple[int, ...]
    """Periods from which was forecast."""

    auc_of_density: float | None
    """Of density alone on the same cells; None where it is no predictor."""

    probability: FloatArray
    """Of an entry after the last period, shape (n_regions, n_activities); NaN where there is
    nothing to enter, as the region is specialised already."""

    cautions: tuple[Caution, ...] = ()


def entry_model(
    amounts: FloatArray,
    *,
    presence: BoolArray | None = None,
    lag: int = 1,
    n_judged: int = 1,
    predictors: Sequence[Predictor] = PREDICTORS,
) -> EntryModel:
    """Learn from past entries, judge on later ones, and forecast from the last period.

    Parameters
    ----------
    amounts : array of shape (n_periods, n_regions, n_activities)
        Amounts >= 0 in one unit and one coding of activities, in order of time, equally
        far apart. At least three periods (``2 lag + 1``).
    presence : bool array of the same shape, optional
        True where a region is specialised, by a rule that looks at one period at a time;
        without it where the ratio reaches 1.
    lag : int
        After how many periods an entry counts, from 1.
    n_judged : int
        From how many of the last periods with known outcome is forecast, from 1.
    predictors : sequence of str
        ``density``, ``pci``, ``region_size``, ``activity_size``.

    Returns
    -------
    EntryModel
        The model that was judged is the one that forecasts: it is not fitted anew.

    Raises
    ------
    ShapeError
        If `amounts` has not three dimensions, or `presence` another shape.
    InputError
        If a period's amounts cannot be used, or an option is out of range.
    MethodError
        If there are too few periods, no entries, only entries, a predictor that does not
        vary, or one that tells entries and others apart without error.
    MissingExtraError
        If the extra ``stats`` is not installed.

    Notes
    -----
    Entry here is a ratio that crosses 1, so a region near the cut enters and leaves by
    noise; a probability is no promise, and no effect of any policy. Fields whose coding
    changes between periods enter and leave by definition: use one vintage.

    References
    ----------
    Boschma, R., Balland, P.-A. and Kogler, D. F. (2015). Relatedness and technological
    change in cities. Industrial and Corporate Change 24, 223-250.

    Examples
    --------
    >>> amounts = np.random.default_rng(2).lognormal(size=(3, 40, 15))
    >>> model = entry_model(amounts)  # pure noise: nobody can foretell it
    >>> abs(model.judgement.auc - 0.5) < 0.1
    True
    """
    _check_periods(amounts, lag=lag, n_judged=n_judged)
    panel = entry_panel(amounts, presence=presence, lag=lag, predictors=predictors)
    judged = range(panel.n_known - n_judged, panel.n_known)
    fit = fit_entry(panel, starts=range(judged[0] - lag + 1))
    last = panel.periods[-1]
    probability = np.full(panel.shape, np.nan)
    probability[last.region, last.activity] = fit.probability(last)
    return EntryModel(
        fit=fit,
        judgement=judge_entry(panel, fit, starts=judged),
        judged_starts=tuple(judged),
        auc_of_density=_auc_of_density(panel, starts=judged),
        probability=probability,
        cautions=fit.cautions,
    )


def fit_entry(panel: EntryPanel, *, starts: Sequence[int]) -> EntryFit:
    """Fit the logit of entry on the open cells of some periods.

    Parameters
    ----------
    panel : EntryPanel
    starts : sequence of int
        Positions of periods whose outcome is known.

    Returns
    -------
    EntryFit
        Standard errors are clustered by region, with the usual small-sample factor
        ``G / (G - 1) (n - 1) / (n - k)``.

    Raises
    ------
    InputError, MethodError, MissingExtraError
        As :func:`entry_model`.
    """
    cells = _pooled(panel, starts)
    entered = np.concatenate([np.asarray(each.entered) for each in cells])
    if (n := int(entered.sum())) in {0, entered.size}:
        msg = (
            f"{n} of {entered.size} open cells were entered, so there is nothing to learn. Take more or other periods."
        )
        raise MethodError(msg)
    region = np.concatenate([each.region for each in cells])
    fitted = _logit(entered, np.concatenate([each.predictors for each in cells]), groups=region)
    names: tuple[Any, ...] = ("constant", *panel.predictors)
    return EntryFit(
        coefficients=tuple(
            Coefficient(name, float(estimate), float(se), float(p))
            for name, estimate, se, p in zip(names, fitted.params, fitted.bse, fitted.pvalues, strict=True)
        ),
        starts=tuple(starts),
        lag=panel.lag,
        n_cells=entered.size,
        n_entries=n,
        cautions=_few(np.unique(region).size),
    )


def judge_entry(panel: EntryPanel, fit: EntryFit, *, starts: Sequence[int]) -> Judgement:
    """Judge a fitted model on periods that it has not seen.

    Parameters
    ----------
    panel : EntryPanel
    fit : EntryFit
    starts : sequence of int
        Positions of periods whose outcome is known, none before the last outcome that the
        model has learnt from.

    Returns
    -------
    Judgement
        Against the base rate of the periods that were learnt from.

    Raises
    ------
    InputError
        If a period was learnt from, or has no known outcome.
    MethodError
        If nothing was entered, or everything.
    """
    learnt = max(fit.starts) + fit.lag
    if early := [start for start in starts if start < learnt][:5]:
        msg = (
            f"periods {early} cannot judge the model: it has learnt from outcomes up to period {learnt}. "
            f"Judge from period {learnt} on, or fit on earlier periods."
        )
        raise InputError(msg)
    cells = _pooled(panel, starts)
    entered = np.concatenate([np.asarray(each.entered) for each in cells])
    stated = np.concatenate([fit.probability(each) for each in cells])
    return judge(stated, entered, base_rate=fit.base_rate)


def _check_periods(amounts: FloatArray, *, lag: int, n_judged: int) -> None:
    if lag < 1 or n_judged < 1:
        msg = f"lag and n_judged must be at least 1, got {lag} and {n_judged}."
        raise InputError(msg)
    if len(amounts) < (needed := 2 * lag + n_judged):
        msg = (
            f"an entry model needs {needed} periods or more, to learn from entries and to be judged on later ones; "
            f"got {len(amounts)}."
        )
        raise MethodError(msg)


def _pooled(panel: EntryPanel, starts: Sequence[int]) -> list[OpenCells]:
    if not len(starts) or (unknown := [start for start in starts if not 0 <= start < panel.n_known][:5]):
        which = f"got {unknown}" if len(starts) else "got none"
        msg = f"starts must be periods with a known outcome, from 0 to {panel.n_known - 1}, {which}."
        raise InputError(msg)
    return [panel.periods[start] for start in starts]


def _auc_of_density(panel: EntryPanel, *, starts: Sequence[int]) -> float | None:
    if "density" not in panel.predictors:
        return None
    cells = _pooled(panel, starts)
    column = panel.predictors.index("density")
    return auc(
        np.concatenate([each.predictors[:, column] for each in cells]),
        np.concatenate([np.asarray(each.entered) for each in cells]),
    )


def _logit(entered: BoolArray, predictors: FloatArray, *, groups: IntArray) -> Any:  # noqa: ANN401 -- untyped package
    try:
        from statsmodels.discrete.discrete_model import Logit  # noqa: PLC0415 -- an optional extra, slow to import
    except ImportError as error:
        msg = (
            "The entry model needs the extra stats: pip install 'chiiki[stats]', or in a checkout ./run --all-extras …"
        )
        raise MissingExtraError(msg) from error
    design = np.column_stack([np.ones(entered.size), predictors])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        msg = "the predictors are not independent of each other over the open cells. Leave one of them out."
        raise MethodError(msg)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is that the fit does not converge, which is refused below
        fitted = Logit(entered.astype(float), design).fit(
            disp=False, warn_convergence=False, cov_type="cluster", cov_kwds={"groups": groups}
        )
    if not fitted.mle_retvals["converged"]:
        msg = (
            "the predictors tell entries and other cells apart without error, so the coefficients have no finite "
            "estimate. Take more periods or regions, or fewer predictors."
        )
        raise MethodError(msg)
    return fitted


def _few(n_regions: int) -> tuple[Caution, ...]:
    if n_regions >= ENOUGH_CLUSTERS:
        return ()
    message = (
        f"Standard errors are clustered by {n_regions} regions; with fewer than {ENOUGH_CLUSTERS} they are too small."
    )
    return (Caution("few-units", message),)
