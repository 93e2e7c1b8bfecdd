r"""Thirteen programmes in 47 prefectures: who is treated, how outcomes vary, what the effect is.

A replication draws who is treated from the design's mechanism, then the outcomes::

    y[i, t] = e[i, t] + effect[i, t] D[i, t]        e[i, t] = rho e[i, t - 1] + noise, sd s[i]

Effects of prefectures and years are left out: every estimator here is free of them, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import UnknownNameError
from chiiki.evaluation.inference.mechanism import complete_mechanism, neighbour_mechanism, size_mechanism
from chiiki.evaluation.panel import Panel
from chiiki.evaluation.simulation.prefectures import PREFECTURES, distances, persons

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.inference.mechanism import Mechanism

__all__ = [
    "DESIGNS",
    "FURTHER",
    "Design",
    "Growth",
    "Selection",
    "design_named",
    "draw_assignments",
    "draw_errors",
    "effect_profile",
    "every_assignment",
    "mechanism_of",
]

Selection: TypeAlias = Literal["any", "small", "large", "neighbours"]
"""Who is treated: any prefecture alike, small or large ones with more chance, groups of neighbours."""

Growth: TypeAlias = Literal["constant", "growing"]
"""One effect for all, or one that grows and differs by cohort and prefecture."""

RANGE_KM = 300.0
"""Distance over which the spatial correlation of errors falls to 1/e in D5."""

SPATIAL_SHARE = 0.7
"""Share of the variance of errors that neighbours share in D5."""

SIZE_EXPONENT = -0.25
"""Standard deviation of errors by residents, in D4 and its kin. Residuals of yearly growth of gross
prefectural product and income per head on prefecture and year give -0.05 to -0.28; this is steep."""

YEARLY_GROWTH = 0.1
"""By which share of its first year an effect grows each year in D2."""

COHORT_STEPS = 0.25
"""By which share the effect of each later cohort is smaller in D2."""

UNIT_SPREAD = 0.5
"""Standard deviation of effects over prefectures as a share of their mean in D2."""


@dataclass(frozen=True, slots=True)
class Design:
    """A programme whose effect is known."""

    name: str
    words: str
    """What is special about it, in one line."""

    n_periods: int
    starts: tuple[int, ...]
    """Position of the first treated period of each cohort, rising."""

    sizes: tuple[int, ...]
    """Treated prefectures of each cohort."""

    correlation: float = 0.0
    """Of errors from one year to the next (rho)."""

    selection: Selection = "any"
    size_exponent: float = 0.0
    """Power of the residents to which the standard deviation of errors is in proportion."""

    spatial: bool = False
    growth: Growth = "constant"
    anticipation: float = 0.0
    """Share of the effect that is there one year before treatment."""

    @property
    def n_treated(self) -> int:
        """Treated prefectures."""
        return sum(self.sizes)


def _twelve(name: str, words: str, *, sizes: tuple[int, ...], selection: Selection = "any") -> Design:
    starts = (4, 6, 8)[: len(sizes)] if len(sizes) > 1 else (6,)
    return Design(name, words, 12, starts, sizes, correlation=0.7, selection=selection, size_exponent=SIZE_EXPONENT)


DESIGNS: tuple[Design, ...] = (
    Design("D1", "18 treated in three cohorts, independent errors", 12, (4, 6, 8), (6, 6, 6)),
    Design(
        "D2",
        "26 years, effects grow and differ by cohort and prefecture",
        26,
        (8, 13, 18),
        (8, 6, 4),
        correlation=0.5,
        growth="growing",
    ),
    Design("D3", "one cohort of five", 12, (6,), (5,)),
    Design("D3s", "cohorts of two, two and one", 12, (4, 6, 8), (2, 2, 1)),
    _twelve("D4", "errors by size of prefecture", sizes=(6, 6, 6)),
    _twelve("D4sm", "small prefectures likelier treated", sizes=(6, 6, 6), selection="small"),
    _twelve("D4lg", "large prefectures likelier treated", sizes=(6, 6, 6), selection="large"),
    _twelve("D4f", "five treated, errors by size", sizes=(5,)),
    _twelve("D4f-sm", "five treated, small ones likelier", sizes=(5,), selection="small"),
    _twelve("D4f-lg", "five treated, large ones likelier", sizes=(5,), selection="large"),
    _twelve("D4o", "one treated, errors by size", sizes=(1,)),
    _twelve("D4o-sm", "one treated, small ones likelier", sizes=(1,), selection="small"),
    Design(
        "D5",
        "three groups of six neighbours, errors shared by neighbours",
        12,
        (4, 6, 8),
        (6, 6, 6),
        correlation=0.5,
        selection="neighbours",
        spatial=True,
    ),
)
"""The designs of the coverage table, in its order."""


FURTHER: tuple[Design, ...] = (
    Design("A1", "D1, half of the effect a year ahead", 12, (4, 6, 8), (6, 6, 6), anticipation=0.5),
    Design(
        "A2", "D2, half of the effect a year ahead", 26, (8, 13, 18), (8, 6, 4), 0.5, growth="growing", anticipation=0.5
    ),
    Design("F2", "D1 with two treated", 12, (6,), (2,)),
    Design("F3", "D1 with three treated", 12, (6,), (3,)),
    Design(
        "S1", "D4o-sm, errors by the square root of size", 12, (6,), (1,), 0.7, selection="small", size_exponent=-0.5
    ),
)
"""What happens where an assumption fails, or hardly anyone is treated."""


def design_named(name: str) -> Design:
    """Return the design of that name.

    Parameters
    ----------
    name : str
        As in the table; capitals do not matter.

    Raises
    ------
    UnknownNameError
        If there is none.

    Examples
    --------
    >>> design_named("d3s").sizes
    (2, 2, 1)
    """
    for design in (*DESIGNS, *FURTHER):
        if design.name.lower() == name.strip().lower():
            return design
    listed = ", ".join(design.name for design in (*DESIGNS, *FURTHER))
    msg = f"there is no design {name!r}. Choose one of {listed}."
    raise UnknownNameError(msg)


def mechanism_of(design: Design) -> Mechanism:
    """Return how the design chooses who is treated.

    Parameters
    ----------
    design : Design

    Examples
    --------
    >>> mechanism_of(design_named("D4o")).n_assignments
    47
    """
    size = persons()
    first = np.full(len(size), np.inf)
    first[: design.n_treated] = np.repeat(np.array(design.starts, dtype=float), design.sizes)
    labels = tuple(row[0] for row in PREFECTURES)
    panel = Panel(labels, np.arange(design.n_periods), np.zeros((len(size), design.n_periods)), first)
    if design.selection == "any":
        return complete_mechanism(panel)
    if design.selection == "neighbours":
        return neighbour_mechanism(panel, distances=distances())
    return size_mechanism(panel, sizes=1.0 / size if design.selection == "small" else size)


def draw_assignments(mechanism: Mechanism, n: int, *, rng: np.random.Generator) -> IntArray:
    """Draw who is treated, as positions of cohorts.

    Parameters
    ----------
    mechanism : Mechanism
    n : int
    rng : Generator

    Returns
    -------
    array of shape (n, n_units)
        Position of the cohort of each prefecture; the last for never treated.

    Examples
    --------
    >>> found = draw_assignments(mechanism_of(design_named("D3s")), 1, rng=np.random.default_rng(0))
    >>> np.bincount(found[0]).tolist()
    [2, 2, 1, 42]
    """
    return np.searchsorted(np.unique(mechanism.first_index), mechanism.draw(rng, n))


def every_assignment(mechanism: Mechanism) -> IntArray:
    """Return all assignments as positions of cohorts.

    Parameters
    ----------
    mechanism : Mechanism
        Whose assignments are equally likely.
    """
    return np.searchsorted(np.unique(mechanism.first_index), mechanism.every())


def draw_errors(design: Design, n: int, *, rng: np.random.Generator) -> FloatArray:
    """Draw the outcomes without any effect.

    Parameters
    ----------
    design : Design
    n : int
        Replications.
    rng : Generator

    Returns
    -------
    array of shape (n, 47, n_periods)
        Mean 0; the mean variance over prefectures is 1, and the same in every year.

    Examples
    --------
    >>> errors = draw_errors(design_named("D1"), 200, rng=np.random.default_rng(0))
    >>> errors.shape, round(float(errors.var()), 1)
    ((200, 47, 12), 1.0)
    """
    size = persons()
    noise = rng.standard_normal((n, design.n_periods, len(size)))
    if design.spatial:
        noise = noise @ _shared_by_neighbours().T
    noise = np.swapaxes(noise, 1, 2)
    errors = np.empty_like(noise)
    errors[..., 0] = noise[..., 0]
    fresh = np.sqrt(1.0 - design.correlation**2)
    for period in range(1, design.n_periods):
        errors[..., period] = design.correlation * errors[..., period - 1] + fresh * noise[..., period]
    spread = size**design.size_exponent
    scaled: FloatArray = errors * (spread / np.sqrt((spread**2).mean()))[:, None]
    return scaled


def _shared_by_neighbours() -> FloatArray:
    """Return a square root of the spatial correlation; shape (47, 47)."""
    km = distances()
    mixed = SPATIAL_SHARE * np.exp(-km / RANGE_KM) + (1.0 - SPATIAL_SHARE) * np.eye(len(km))
    return np.linalg.cholesky(mixed)


def effect_profile(design: Design, assignments: IntArray, *, rng: np.random.Generator) -> FloatArray:
    """Return the effect on each cell as a multiple of their expected mean.

    Parameters
    ----------
    design : Design
    assignments : array of shape (n, 47)
        As from :func:`draw_assignments`.
    rng : Generator

    Returns
    -------
    array of shape (n, 47, n_periods)
        0 in cells that feel nothing; 1 in treated ones where effects are constant.

    Examples
    --------
    >>> design = design_named("D3")
    >>> who = draw_assignments(mechanism_of(design), 1, rng=np.random.default_rng(0))
    >>> float(effect_profile(design, who, rng=np.random.default_rng(0)).sum())  # 5 prefectures, 6 years
    30.0
    """
    starts = np.append(design.starts, design.n_periods)[assignments]
    since = np.arange(design.n_periods) - starts[..., None]
    treated = since >= 0
    felt = treated + design.anticipation * (since == -1)
    if design.growth == "constant":
        return felt
    raw = 1.0 + YEARLY_GROWTH * np.maximum(since, 0)
    raw = raw * (1.0 - COHORT_STEPS * assignments)[..., None]
    mean = (raw * treated).sum(axis=(1, 2)) / treated.sum(axis=(1, 2))
    own = 1.0 + UNIT_SPREAD * rng.standard_normal(assignments.shape)
    found: FloatArray = raw * own[..., None] * felt / mean[:, None, None]
    return found
