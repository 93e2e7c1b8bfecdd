r"""Which interval an estimate gets, and which it is refused.

An estimator gives estimates; where their intervals and p values come from is a choice of its own.
:func:`with_inference` puts them in. Analytic and jackknife intervals rest on many treated units
in each cohort; with fewer than six treated units, or a cohort of one, they cover far less than
they claim (20-25 % instead of 95 % with one treated region) and are refused, whatever a package
returns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.inference.bootstrap import bootstrap_intervals
from chiiki.evaluation.inference.jackknife import jackknife_intervals
from chiiki.evaluation.inference.linear import IMPUTING
from chiiki.evaluation.inference.neyman import neyman_intervals
from chiiki.evaluation.inference.randomisation import DRAWS, randomise
from chiiki.evaluation.inference.t_interval import with_t_interval
from chiiki.evaluation.inference.wild import wild_intervals
from chiiki.evaluation.results import LEVEL, check_level
from chiiki.evaluation.student import t_quantile
from chiiki.evaluation.targets import n_leads

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.inference.neyman import Neyman
    from chiiki.evaluation.inference.randomisation import Randomisation
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Effects, Estimate, Inference, Interval, Target

__all__ = ["FEW_TREATED", "why_few", "with_inference"]

FEW_TREATED = 6
"""With fewer treated units analytic and jackknife intervals are refused (methods, simulated at 47 regions)."""

SAME = 1e-6
"""Two computations of one estimate differ by less than this share of its spread."""

ROUNDING = 1e-12
"""Or by less than this share of the largest outcome, where an estimate and its spread are 0 but for rounding."""

REFUSABLE: tuple[Inference, ...] = ("analytic", "jackknife")
"""Intervals that need several treated units in every cohort."""


def with_inference(  # noqa: PLR0913 -- the seam of all intervals
    panel: Panel,
    effects: Effects,
    *,
    inference: Inference,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = LEVEL,
    mechanism: Mechanism | None = None,
    estimate: Callable[[Panel], Effects],
    covariates: Sequence[str] = (),
) -> Effects:
    """Give estimates the intervals and p values of the inference asked for.

    Parameters
    ----------
    panel : Panel
        The one that was estimated on.
    effects : Effects
        Estimates with analytic standard errors, as far as the estimator has them.
    inference : Inference
        Where intervals and p values are to come from.
    draws : int
        Of assignments or bootstrap samples.
    seed : int
        Of the draws.
    level : float
        Nominal coverage, between 0 and 1.
    mechanism : Mechanism, optional
        For randomisation; without it any unit could have been treated, with a Caution.
    estimate : callable
        Estimates again on another panel, for jackknife and bootstrap.
    covariates : sequence of str
        What the estimates were adjusted for.

    Returns
    -------
    Effects
        The same estimates in the same order. Where no honest interval exists, standard error,
        interval and p value are None, and a Caution says why.

    Raises
    ------
    InputError
        If the inference is unknown, or `level` or `seed` out of range.
    MethodError
        If the inference does not fit the estimator; the message names one that does.
    """
    check_level(level)
    if seed < 0:
        msg = f"the seed of the draws must be 0 or more, got {seed}."
        raise InputError(msg)
    asked = replace(effects, inference=inference, level=level)
    refusal = _refusal(panel, inference)
    if refusal is not None:
        return replace(_without(asked), cautions=(*effects.cautions, refusal))
    if inference == "randomisation":
        return _randomised(panel, asked, draws=draws, seed=seed, mechanism=mechanism, covariates=covariates)
    if inference == "neyman":
        return _neyman(panel, asked, covariates=covariates)
    if inference == "analytic":
        return _analytic(panel, asked)
    return _resampled(panel, asked, draws=draws, seed=seed, estimate=estimate, covariates=covariates)


def why_few(panel: Panel) -> str:
    """Say why analytic errors cannot be trusted: too few treated units, or a cohort of one.

    Parameters
    ----------
    panel : Panel
        The one that was estimated on.

    Returns
    -------
    str
        Empty where there are enough.

    Examples
    --------
    >>> import numpy as np
    >>> from chiiki.evaluation.panel import Panel
    >>> first = np.array([2001.0, 2001.0, np.inf])
    >>> why_few(Panel(("A", "B", "C"), np.array([2000, 2001]), np.zeros((3, 2)), first))
    '2 units were treated'
    """
    starts = panel.first_treated[panel.is_ever_treated]
    if len(starts) < FEW_TREATED:
        return f"{len(starts)} units were treated"
    alone = [cohort for cohort in panel.cohorts if (starts == cohort).sum() == 1]
    return f"the cohort of {alone[0]} is a single unit" if alone else ""


def _refusal(panel: Panel, inference: Inference) -> Caution | None:
    why = why_few(panel) if inference in REFUSABLE else ""
    if not why:
        return None
    message = (
        f"No {inference} interval is given, because {why}: such intervals need at least {FEW_TREATED} treated units "
        "and two in every cohort. Ask for randomisation."
    )
    return Caution("interval-refused", message)


def _doubts(panel: Panel) -> tuple[Caution, ...]:
    """Say that a bootstrap does not keep its level with few treated units."""
    why = why_few(panel)
    message = f"The bootstrap interval covers far less than it says, because {why}. Ask for randomisation."
    return (Caution("level-not-kept", message),) if why else ()


def _without(effects: Effects) -> Effects:
    return replace(
        effects.with_estimates(lambda one: replace(one, standard_error=None, interval=None, p_value=None)),
        event_covariance=None,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """What an inference of ours says about one target."""

    estimate: float
    standard_error: float
    interval: Interval | None
    p_value: float


def _by_target(found: Randomisation | Neyman) -> dict[Target, _Found]:
    rows = zip(
        found.targets,
        found.estimates.tolist(),
        found.standard_errors.tolist(),
        found.intervals,
        found.p_values.tolist(),
        strict=True,
    )
    return {target: _Found(*said) for target, *said in rows}


def _merged(
    effects: Effects, found: Mapping[Target, _Found], *, rounding: float, cautions: tuple[Caution, ...]
) -> Effects:
    """Put in what was found, where it is about the same estimate; `rounding` is in the unit of the outcome."""
    own = {target: one for target, one in found.items() if target in {e.target for e in effects.estimates}}
    apart = [
        one.target
        for one in effects.estimates
        if one.target in own
        and abs(own[one.target].estimate - one.estimate)
        > max(SAME * own[one.target].standard_error, SAME * abs(one.estimate), rounding)
    ]
    if any(target.event_time is None or target.event_time >= 0 for target in apart):
        msg = (
            f"{effects.inference} inference is about another estimate than {effects.estimator!r} gives: "
            f"{len(apart)} of {len(effects.estimates)} targets differ, the first {apart[0]}. Use 'bjs', or 'cs' "
            "without covariates, or ask for wild, jackknife or analytic intervals."
        )
        raise MethodError(msg)

    def change(one: Estimate) -> Estimate:
        if one.target not in own or one.target in apart:
            return replace(one, standard_error=None, interval=None, p_value=None)
        said = own[one.target]
        return replace(one, standard_error=said.standard_error, interval=said.interval, p_value=said.p_value)

    n_without = sum(one.target not in own or one.target in apart for one in effects.estimates)
    if n_without:
        message = (
            f"{n_without} of {len(effects.estimates)} estimates (before treatment, or of single cells) have no "
            f"{effects.inference} interval."
        )
        cautions = (*cautions, Caution("interval-refused", message))
    return replace(effects.with_estimates(change), event_covariance=None, cautions=(*effects.cautions, *cautions))


def _rounding(panel: Panel) -> float:
    return ROUNDING * float(np.nanmax(np.abs(panel.outcomes)))


def _n_leads(panel: Panel, effects: Effects) -> int:
    return n_leads([one.target for one in effects.estimates], step=panel.step)


def _randomised(  # noqa: PLR0913 -- passes on
    panel: Panel, effects: Effects, *, draws: int, seed: int, mechanism: Mechanism | None, covariates: Sequence[str]
) -> Effects:
    has_leads = panel.is_complete and not covariates and effects.estimator in IMPUTING
    found = randomise(
        panel,
        mechanism=mechanism,
        estimator=effects.estimator,
        comparison=effects.comparison,
        covariates=covariates,
        leads=_n_leads(panel, effects) if has_leads else 0,
        base_period="varying" if effects.settings.get("base_period") == "varying" else "universal",
        targets=[one.target for one in effects.estimates],
        draws=draws,
        seed=seed,
        level=effects.level,
    )
    cautions = (*found.cautions, *_one_by_one(panel, effects))
    if mechanism is None:
        message = f"No assignment mechanism was stated. {found.mechanism.description} State how units were chosen."
        cautions = (Caution("mechanism", message), *cautions)
    settings = {
        **effects.settings,
        "mechanism": found.mechanism.description,
        "draws": f"all {found.n_draws} assignments" if found.is_exact else str(found.n_draws),
        "seed": str(seed),
    }
    changed = _merged(effects, _by_target(found), rounding=_rounding(panel), cautions=cautions)
    return replace(changed, settings=settings)


def _one_by_one(panel: Panel, effects: Effects) -> tuple[Caution, ...]:
    """Say that clusters do not enter an interval that takes units one by one."""
    if panel.clusters is None or panel.n_clusters == panel.n_units:
        return ()
    message = (
        f"Clusters enter the standard errors only: {effects.inference} takes units one by one. Where whole clusters "
        "were treated together, ask for wild or jackknife intervals."
    )
    return (Caution("mechanism", message),)


def _neyman(panel: Panel, effects: Effects, *, covariates: Sequence[str]) -> Effects:
    if effects.estimator not in IMPUTING:
        msg = (
            f"Neyman's variance is that of imputation, and the estimates are by {effects.estimator!r}. Use 'bjs', or "
            "ask for randomisation, wild, jackknife or analytic intervals."
        )
        raise MethodError(msg)
    found = neyman_intervals(panel, covariates=covariates, leads=_n_leads(panel, effects), level=effects.level)
    return _merged(effects, _by_target(found), rounding=_rounding(panel), cautions=_one_by_one(panel, effects))


def _analytic(panel: Panel, effects: Effects) -> Effects:
    """Intervals from the estimator's standard errors, with t quantiles of clusters less one."""
    freedom = panel.n_clusters - 1
    reach = t_quantile(effects.level, df=freedom)

    def change(one: Estimate) -> Estimate:
        return with_t_interval(one, error=one.standard_error, reach=reach, df=freedom)

    settings = {**effects.settings, "degrees_of_freedom": str(freedom)}
    return replace(effects.with_estimates(change), settings=settings)


def _resampled(  # noqa: PLR0913 -- passes on
    panel: Panel,
    effects: Effects,
    *,
    draws: int,
    seed: int,
    estimate: Callable[[Panel], Effects],
    covariates: Sequence[str],
) -> Effects:
    level = effects.level
    if effects.inference == "wild":
        return wild_intervals(panel, effects, draws=draws, seed=seed, level=level, covariates=covariates)
    if effects.inference == "jackknife":
        return jackknife_intervals(panel, effects, estimate=estimate, level=level)
    if effects.inference == "bootstrap":
        found = bootstrap_intervals(panel, effects, estimate=estimate, draws=draws, seed=seed, level=level)
        return replace(found, cautions=(*found.cautions, *_doubts(panel)))
    msg = (
        f"there is no inference {effects.inference!r}. Choose randomisation, neyman, analytic, bootstrap, wild or "
        "jackknife."
    )
    raise InputError(msg)
