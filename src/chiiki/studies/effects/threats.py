"""Ten ways in which an estimate may be wrong, each with a computed answer.

Most answers are the same estimate made once more: on other prefectures, other years, another
outcome, another list. They are read against the interval of the main estimate. All effects are
in logarithms; a value that the facts do not allow is None.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.design import design_of
from chiiki.evaluation.incomplete import OpenList, assignment_bounds
from chiiki.evaluation.inference.mechanism import strata_mechanism
from chiiki.evaluation.inference.randomisation import randomise
from chiiki.evaluation.inference.spatial_rule import check_space
from chiiki.evaluation.results import SIMPLE
from chiiki.studies.effects.estimates import list_estimates, overall_effect
from chiiki.studies.effects.neighbours import contiguity
from chiiki.studies.effects.others import most_overlapping, running
from chiiki.studies.effects.panels import outcome_panel, vintage_panel, vintages_of
from chiiki.studies.effects.study import LEAST, LEAST_BEFORE, ProgrammeEffect, study_effect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.facts.pack import Pack
    from chiiki.provenance import Value

__all__ = ["THREATS", "Threat", "ThreatKind", "threats_of"]

ThreatKind: TypeAlias = Literal[
    "selection",
    "overlap",
    "before",
    "spillovers",
    "shocks",
    "commuters",
    "base_years",
    "list",
    "few",
    "space",
]

THREATS: tuple[ThreatKind, ...] = get_args(ThreatKind)
"""Selection of strong regions, other programmes, few years before, neighbours, crises, commuters, base years,
incomplete lists, few clusters, spatial correlation."""

CRISIS = (2008, 2010)
"""Fiscal years of the financial crisis and of the slump after it; the earthquake struck in the last weeks of FY2010."""

STRUCK = ("03", "04", "07")
"""Iwate, Miyagi, Fukushima."""

BUREAUS = (
    *("W-HOKKAIDO", "W-TOHOKU", "W-KANTO", "W-CHUBU", "W-KINKI"),
    *("W-CHUGOKU", "W-SHIKOKU", "W-KYUSHU", "W-OKINAWA"),
)
"""Areas of the bureaus of METI, which share out all prefectures."""

NORMAL = 1.96
"""Half the width of a 95 % interval of a normal estimate, in standard errors."""


@dataclass(frozen=True, slots=True)
class Threat:
    """One threat and what was computed about it."""

    kind: ThreatKind
    values: Mapping[str, Value]
    """By name; :data:`chiiki.studies.effects.formulas.FORMULAS` says what each is."""

    names: tuple[str, ...] = ()
    """Programmes, vintages or years that the values are about."""


@lru_cache(maxsize=256)
def threats_of(pack: Pack, programme_id: str) -> tuple[Threat, ...]:
    """Compute the ten threats to the estimate for income per head.

    Parameters
    ----------
    pack : Pack
    programme_id : str
        Of a programme with an estimate.

    Returns
    -------
    tuple of Threat
        In the order of :data:`THREATS`; their values are explained in
        :data:`chiiki.studies.effects.formulas.FORMULAS`.

    Raises
    ------
    MethodError
        If no effect of the programme can be estimated.
    """
    effect = study_effect(pack, programme_id)
    if not isinstance(effect, ProgrammeEffect):
        msg = f"no effect of {programme_id} can be estimated ({effect.reason}), so nothing threatens it."
        raise MethodError(msg)
    draws = effect.mechanism.draw(np.random.default_rng(effect.seed), effect.draws)
    return (
        _selection(effect, draws),
        _overlap(pack, effect),
        _before(pack, effect),
        _spillovers(pack, effect),
        _shocks(effect),
        Threat("commuters", {"product": _or_none(outcome_panel(pack, effect.treatment, outcome="product"))}),
        _base_years(pack, effect),
        _list(pack, effect),
        _few(effect),
        _space(pack, effect),
    )


def _selection(effect: ProgrammeEffect, draws: IntArray) -> Threat:
    panel = effect.design.panel
    before = panel.periods < panel.cohorts[0]
    outcomes, years = panel.outcomes[:, before], panel.periods[before].astype(float)
    years = years - years.mean()
    treated = draws < panel.n_periods
    found: dict[str, Value] = {}
    for name, values in (("level", outcomes.mean(axis=1)), ("trend", outcomes @ years / (years @ years))):
        gap, p_value = _gap(values, panel.is_ever_treated, treated)
        found |= {f"{name}_gap": gap, f"{name}_p": p_value}
    return Threat("selection", found | {"matched": overall_effect(design_of(panel, comparison="matched").panel)})


def _gap(values: FloatArray, observed: BoolArray, drawn: BoolArray) -> tuple[float, float]:
    """Return the mean difference of treated and others, and how often a draw has one as large."""
    centred = values - values.mean()

    n = int(observed.sum())
    scale = 1 / n + 1 / (len(centred) - n)
    own, other = float(centred[observed].sum()) * scale, (drawn @ centred) * scale
    larger = int((np.abs(other) >= abs(own) * (1 - 1e-9)).sum())
    return own, (1 + larger) / (1 + len(drawn))


def _overlap(pack: Pack, effect: ProgrammeEffect) -> Threat:
    panel = effect.design.panel
    others = running(pack, effect.programme_id, units=panel.units, years=panel.periods)
    n_running = np.sum(list(others.values()), axis=0) if others else np.zeros(panel.outcomes.shape)
    after = np.zeros(panel.outcomes.shape, dtype=bool)
    after[~panel.is_ever_treated] = panel.periods >= panel.cohorts[0]
    covered = replace(panel, covariates={"others": n_running.astype(float)})
    named = most_overlapping(others, panel, least=LEAST)
    left = panel.subset(np.flatnonzero(~others[named].any(axis=1))) if named else None
    return Threat(
        "overlap",
        {
            "treated_share": float((n_running > 0)[panel.treated].mean()),
            "untreated_share": float((n_running > 0)[after].mean()),
            "adjusted": overall_effect(covered, covariates=("others",)),
            "without": None if left is None else overall_effect(left),
            "n_treated": None if left is None else int(left.is_ever_treated.sum()),
        },
        (named,) if named else (),
    )


def _before(pack: Pack, effect: ProgrammeEffect) -> Threat:
    panel = effect.design.panel
    first, last = panel.cohorts[0], int(panel.periods[-1])
    made = outcome_panel(pack, effect.treatment, outcome="manufacturing")
    return Threat(
        "before",
        {
            "years": first - int(panel.periods[0]),
            "short": overall_effect(design_of(panel, window=(first - LEAST_BEFORE, last)).panel),
            "manufacturing_years": int((made.periods < first).sum()),
            "manufacturing_gap": _growth_gap(made, selected=np.array(effect.treatment.n_selections) > 0),
        },
        (str(made.periods[0]), str(made.periods[-1])),
    )


def _growth_gap(panel: Panel, *, selected: BoolArray) -> float | None:
    """Describe how much more an outcome grew in selected prefectures, from the first to the last year on record."""
    growth = panel.outcomes[:, -1] - panel.outcomes[:, 0]
    known = ~np.isnan(growth)
    if not ((known & selected).any() and (known & ~selected).any()):
        return None
    return float(growth[known & selected].mean() - growth[known & ~selected].mean())


def _spillovers(pack: Pack, effect: ProgrammeEffect) -> Threat:
    panel, treatment = effect.design.panel, effect.treatment
    selected = np.array(treatment.n_selections) > 0
    borders = contiguity(pack, treatment.units)
    beside = {unit: bool((row & selected).any()) for unit, row in zip(treatment.units, borders, strict=True)}
    never = ~panel.is_ever_treated
    near = never & np.array([beside[unit] for unit in panel.units])
    far = never & ~near
    found: dict[str, Value] = {"n_neighbours": int(near.sum()), "without": None, "on_neighbours": None}
    if near.any() and int(far.sum()) >= LEAST:
        found["without"] = overall_effect(panel.subset(~near))
        exposed = replace(panel, first_treated=np.where(near, panel.cohorts[0], panel.first_treated))
        found["on_neighbours"] = overall_effect(exposed.subset(never))
    return Threat("spillovers", found)


def _shocks(effect: ProgrammeEffect) -> Threat:
    panel = effect.design.panel
    crisis = (panel.periods >= CRISIS[0]) & (panel.periods <= CRISIS[1])
    calm = replace(panel, outcomes=np.where(crisis, np.nan, panel.outcomes))
    early = [start for start in panel.cohorts if start < CRISIS[0] - 1]
    until = design_of(panel, window=(int(panel.periods[0]), CRISIS[0] - 1)) if early else None
    return Threat(
        "shocks",
        {
            "without_crisis": _or_none(calm),
            "without_struck": _or_none(panel.subset(~np.isin(panel.units, STRUCK))),
            "until_crisis": overall_effect(until.panel) if until and until.n_treated >= LEAST else None,
        },
    )


def _base_years(pack: Pack, effect: ProgrammeEffect) -> Threat:
    """Estimate within the vintage that has enough years before and most after, as published and as linked."""
    first = effect.design.panel.cohorts[0]
    wide = {name: years for name, years in vintages_of(pack).items() if years[0] <= first - LEAST_BEFORE < years[1]}
    if not wide or max(years[1] for years in wide.values()) <= first:
        return Threat("base_years", {"one_vintage": None, "linked": None})
    name = max(wide, key=lambda vintage: wide[vintage][1])
    return Threat(
        "base_years",
        {
            "one_vintage": _or_none(vintage_panel(pack, effect.treatment, vintage=name)),
            "linked": overall_effect(design_of(effect.design.panel, window=wide[name]).panel),
        },
        (name,),
    )


def _list(pack: Pack, effect: ProgrammeEffect) -> Threat:
    treatment = effect.treatment
    n_undated, n_missing = len(treatment.of_state("start-not-known")), treatment.n_missing or 0
    found: dict[str, Value] = {"bounds": None, "n_lists": 1, "n_missing": n_missing, "n_undated": n_undated}
    totals = dict(treatment.open_years)
    if not (n_undated or n_missing) or sum(totals.values()) != n_undated + n_missing:
        return Threat("list", found)
    panel = outcome_panel(pack, treatment, outcome=effect.outcome)
    known = OpenList(treatment.first_treated, totals, np.ones(panel.n_units, dtype=bool))
    bounds = assignment_bounds(known, estimate=lambda lists: list_estimates(panel, lists), seed=effect.seed)
    return Threat("list", found | {"bounds": (bounds.lowest, bounds.highest), "n_lists": bounds.n_assignments})


def _few(effect: ProgrammeEffect) -> Threat:
    overall = effect.overall
    width = None
    if overall.interval and overall.standard_error > 0:
        width = (overall.interval[1] - overall.interval[0]) / (2 * NORMAL * overall.standard_error)
    return Threat(
        "few",
        {
            "n_treated": effect.design.n_treated,
            "smallest": min(len(cohort.treated) for cohort in effect.design.cohorts),
            "least_p": 1 / (1 + effect.draws),
            "width": width,
        },
    )


def _space(pack: Pack, effect: ProgrammeEffect) -> Threat:
    panel = effect.design.panel
    borders = contiguity(pack, panel.units)
    tests = check_space(panel, adjacency=borders, draws=effect.draws, seed=effect.seed)
    areas = {row.member_region_id: row.region_id for row in pack.region_members if row.region_id in BUREAUS}
    _, strata = np.unique([areas.get(unit, unit) for unit in panel.units], return_inverse=True)
    way = strata_mechanism(panel, strata=strata)
    blocks = randomise(panel, mechanism=way, targets=(SIMPLE,), draws=effect.draws, seed=effect.seed)
    return Threat(
        "space",
        {
            "borders": tests.joins,
            "borders_p": tests.joins_p_value,
            "moran": tests.moran,
            "moran_p": tests.moran_p_value,
            "blocks_interval": blocks.intervals[0],
            "blocks_p": float(blocks.p_values[0]),
        },
    )


def _or_none(panel: Panel) -> float | None:
    """Estimate on another panel; None where it has no design."""
    try:
        return overall_effect(design_of(panel).panel)
    except MethodError:
        return None
