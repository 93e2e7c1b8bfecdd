r"""Effects of a programme that began at different times in different places.

One function for nine estimators of staggered difference-in-differences. Each answers: how far did
treated units move away from what they would have been, judged by units not treated, or not yet? All
assume that without treatment both would have moved in parallel, and that nobody reacted before the
start; they differ in the comparisons they use. Two-way fixed effects is here to show what goes wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, get_args

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.estimators.callaway_santanna import fit_callaway_santanna
from chiiki.evaluation.estimators.chaisemartin import fit_chaisemartin
from chiiki.evaluation.estimators.covariates import blank_incomplete, choose_covariates
from chiiki.evaluation.estimators.imputed import fit_imputation
from chiiki.evaluation.estimators.local_projections import fit_local_projections
from chiiki.evaluation.estimators.sun_abraham import fit_sun_abraham
from chiiki.evaluation.estimators.two_stage import fit_two_stage
from chiiki.evaluation.estimators.two_way import fit_two_way
from chiiki.evaluation.estimators.wooldridge import fit_etwfe, fit_poisson
from chiiki.evaluation.inference.apply import why_few, with_inference
from chiiki.evaluation.panel import usable
from chiiki.evaluation.results import LEVEL, BasePeriod, Comparison, Effects, Method

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chiiki.evaluation.estimators.fitted import Fitted
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Estimator, Inference

__all__ = ["COMPARISONS", "estimate_effects"]

COMPARISONS: Mapping[Estimator, tuple[Comparison, ...]] = {
    "cs": ("not-yet", "never"),
    "sa": ("never",),
    "bjs": ("not-yet",),
    "2s": ("not-yet",),
    "etwfe": ("not-yet", "never"),
    "dcdh": ("not-yet",),
    "lpdid": ("not-yet", "never"),
    "twfe": ("not-yet",),
    "ppml": ("not-yet",),
}
"""Whom each estimator can compare with; the first is its default."""

ABSORBING: frozenset[Estimator] = frozenset({"sa", "2s", "twfe"})
"""Estimators whose effects of units and periods take in covariates that do not change."""

FEW_CLUSTERS = 10
"""Below this many clusters the analytic error is known to be too small."""


def estimate_effects(  # noqa: PLR0913 -- the choices of a study
    panel: Panel,
    *,
    estimator: Estimator = "bjs",
    comparison: Comparison | None = None,
    method: Method = "dr",
    covariates: Sequence[str] = (),
    base_period: BasePeriod = "varying",
    leads: int = 0,
    inference: Inference | None = None,
    draws: int = 999,
    seed: int = 0,
    level: float = LEVEL,
    mechanism: Mechanism | None = None,
) -> Effects:
    """Estimate what treatment did to the treated units.

    Parameters
    ----------
    panel : Panel
        As it was read; what cannot be used is left out and counted.
    estimator : {"bjs", "cs", "sa", "2s", "etwfe", "dcdh", "lpdid", "twfe", "ppml"}
        See the modules of :mod:`~chiiki.evaluation.estimators`.
    comparison : {"never", "not-yet"}, optional
        Default: units never treated for ``sa``, not yet treated for the others.
    method : {"dr", "reg", "ipw"}
        How covariates enter ``cs``.
    covariates : sequence of str
        Names among ``panel.covariates``.
    base_period : {"varying", "universal"}
        What ``cs`` measures effects before treatment from.
    leads : int
        Periods before treatment for which ``bjs`` estimates a coefficient; the others have them anyway.
    inference : Inference, optional
        Default: randomisation for ``bjs``, and for ``cs`` without covariates; else analytic.
    draws : int
        Draws of randomisation, bootstrap or wild inference.
    seed : int
        Of the draws; the same seed gives the same result.
    level : float
        Nominal coverage of the intervals, between 0 and 1.
    mechanism : Mechanism, optional
        How treatment was assigned, for randomisation inference.

    Returns
    -------
    Effects
        ``standard_error`` is the estimator's analytic one, whatever the interval comes from.

    Raises
    ------
    InputError
        If the panel or a choice cannot be used.
    MethodError
        If the design has no answer: no untreated unit, no period before treatment.
    MissingExtraError
        If the estimator needs the extra ``stats`` and it is not installed.

    Examples
    --------
    >>> import numpy as np
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 2.0, 6.0], [0.0, 1.0, 2.0], [5.0, 6.0, 7.0], [2.0, 4.0, 5.0]])
    >>> panel = Panel(("A", "B", "C", "D"), np.array([2000, 2001, 2002]), y, np.array([2002, 2001, np.inf, np.inf]))
    >>> found = estimate_effects(panel, draws=99)
    >>> found.estimator, found.comparison, found.n_treated
    ('bjs', 'not-yet', 2)
    """
    _check_choices(estimator, comparison=comparison, method=method, base_period=base_period)
    _check_leads(leads, estimator=estimator)
    ready = usable(blank_incomplete(panel, covariates=covariates))
    choices = _Choices(
        estimator, _comparison(ready, estimator, comparison), method, tuple(covariates), base_period, leads
    )
    analytic = partial(_estimate, choices=choices)
    effects = analytic(ready)
    found = with_inference(
        ready,
        effects,
        inference=inference or ("randomisation" if estimator == "bjs" or choices.is_plain_cs else "analytic"),
        draws=draws,
        seed=seed,
        level=level,
        mechanism=mechanism,
        estimate=analytic,
        covariates=choices.covariates,
    )
    return _with_own_errors(found, effects, panel=ready)


@dataclass(frozen=True, slots=True)
class _Choices:
    estimator: Estimator
    comparison: Comparison
    method: Method
    covariates: tuple[str, ...]
    base_period: BasePeriod
    leads: int

    @property
    def is_plain_cs(self) -> bool:
        """Callaway-Sant'Anna without covariates."""
        return self.estimator == "cs" and not self.covariates


def _check_choices(estimator: str, **others: str | None) -> None:
    allowed: dict[str, tuple[str, ...]] = {
        "estimator": tuple(COMPARISONS),
        "comparison": get_args(Comparison),
        "method": get_args(Method),
        "base_period": get_args(BasePeriod),
    }
    for name, value in {"estimator": estimator, **others}.items():
        if value is not None and value not in allowed[name]:
            msg = f"{name} is one of {', '.join(allowed[name])}, got {value!r}."
            raise InputError(msg)


def _check_leads(leads: int, *, estimator: Estimator) -> None:
    if leads < 0 or (leads and estimator != "bjs"):
        msg = f"leads is a number of periods before treatment for bjs, 0 or more, got {leads} for {estimator}."
        raise InputError(msg)


def _comparison(panel: Panel, estimator: Estimator, asked: Comparison | None) -> Comparison:
    allowed = COMPARISONS[estimator]
    chosen = asked or allowed[0]
    if chosen not in allowed:
        msg = f"{estimator} compares with units {allowed[0]} treated only, got {chosen}. Leave the comparison out."
        raise InputError(msg)
    if chosen == "never" and panel.is_ever_treated.all():
        msg = (
            f"all {panel.n_units} units are treated by {panel.periods[-1]}, so none is never treated. "
            "Compare with units not yet treated (cs, bjs), or add units."
        )
        raise MethodError(msg)
    return chosen


def _estimate(panel: Panel, *, choices: _Choices) -> Effects:
    """Return the estimates with their analytic errors and without intervals."""
    of_panel = _of_panel(panel)
    used = panel.observed & ~panel.treated if choices.estimator == "2s" else panel.observed
    chosen = choose_covariates(panel, covariates=choices.covariates, used=used, within=choices.estimator in ABSORBING)
    names = choices.covariates if choices.estimator == "bjs" else chosen.names
    fitted = _fit(choices)(panel, names)
    cautions = [*panel.cautions, *(() if choices.estimator == "bjs" else chosen.cautions), *of_panel]
    return Effects(
        estimator=choices.estimator,
        comparison=fitted.comparison,
        inference="analytic",
        estimates=fitted.estimates,
        n_units=panel.n_units,
        n_treated=int(panel.is_ever_treated.sum()),
        n_never=int((~panel.is_ever_treated).sum()),
        n_periods=panel.n_periods,
        n_cells=int(panel.observed.sum()),
        settings={"covariates": ", ".join(names) or "none", "clusters": _clusters(panel), **fitted.settings},
        exclusions=panel.exclusions,
        cautions=tuple(dict.fromkeys([*cautions, *fitted.cautions])),
        event_covariance=fitted.event_covariance,
    )


def _with_own_errors(found: Effects, analytic: Effects, *, panel: Panel) -> Effects:
    """Put the estimator's own errors in; too few treated units leave no covariance to build bounds on."""
    errors = {one.target: one.standard_error for one in analytic.estimates}
    own = found.with_estimates(lambda one: replace(one, standard_error=errors[one.target]))
    return replace(own, event_covariance=None if why_few(panel) else analytic.event_covariance)


def _fit(choices: _Choices) -> Callable[[Panel, Sequence[str]], Fitted]:
    comparison, method, base = choices.comparison, choices.method, choices.base_period
    fits: dict[Estimator, Callable[[Panel, Sequence[str]], Fitted]] = {
        "cs": lambda panel, names: fit_callaway_santanna(
            panel, comparison=comparison, method=method, covariates=names, base_period=base
        ),
        "sa": lambda panel, names: fit_sun_abraham(panel, covariates=names),
        "bjs": lambda panel, names: fit_imputation(panel, covariates=names, leads=choices.leads),
        "2s": lambda panel, names: fit_two_stage(panel, covariates=names),
        "etwfe": lambda panel, names: fit_etwfe(panel, comparison=comparison, covariates=names),
        "dcdh": _fit_without_covariates,
        "lpdid": lambda panel, names: fit_local_projections(panel, comparison=comparison, covariates=names),
        "twfe": lambda panel, names: fit_two_way(panel, covariates=names),
        "ppml": lambda panel, names: fit_poisson(panel, covariates=names),
    }
    return fits[choices.estimator]


def _fit_without_covariates(panel: Panel, names: Sequence[str]) -> Fitted:
    if names:
        msg = f"dcdh takes no covariates here, got {', '.join(names)}. Use cs, bjs, 2s or etwfe with them."
        raise InputError(msg)
    return fit_chaisemartin(panel)


def _clusters(panel: Panel) -> str:
    return f"{panel.n_units} units" if panel.clusters is None else f"{panel.n_clusters} clusters"


def _of_panel(panel: Panel) -> list[Caution]:
    found: list[Caution] = []
    if not panel.is_complete:
        gaps = int((~panel.observed).sum())
        message = f"{gaps} of {panel.outcomes.size} cells have no outcome; each estimate uses the cells that have one."
        found.append(Caution("unbalanced", message))
    if panel.n_clusters < 2:  # noqa: PLR2004 -- a variance
        msg = "all units are in one cluster, so nothing says how uncertain an effect is. Name another column."
        raise MethodError(msg)
    if panel.clusters is not None and panel.n_clusters < FEW_CLUSTERS:
        message = f"Standard errors from {panel.n_clusters} clusters are too small; prefer another inference."
        found.append(Caution("few-units", message))
    return found
