"""Predictors of the outcome: means of columns over windows before treatment, and mixtures that match them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError, MissingValueError, UnknownNameError
from chiiki.evaluation.panel import first_of
from chiiki.evaluation.synthetic.results import Fits
from chiiki.evaluation.synthetic.search import predictor_weights
from chiiki.evaluation.synthetic.simplex import simplex_least_squares
from chiiki.evaluation.synthetic.solutions import most_even_mixture

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = ["Matched", "Predictor", "parse_predictor", "predictor_fits", "predictor_means"]

SPECIFICATION = re.compile(r"^(?P<column>.+):(?P<first>-?\d+)-(?P<last>-?\d+)$")

STRICT = 1e5
"""How many times more matching predictors counts than the outcomes where several mixtures match them equally."""


@dataclass(frozen=True, slots=True)
class Predictor:
    """The mean of a column over a window of periods, both ends counted."""

    column: str
    first: int
    last: int

    @property
    def label(self) -> str:
        """As it is written: ``beer:1984-1988``."""
        return f"{self.column}:{self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Matched:
    """Synthetic paths, and how much each predictor counted for them."""

    fits: Fits
    predictor_weights: FloatArray
    """V, shape (n_targets, n_predictors); rows sum to 1."""

    is_unique: BoolArray
    """False where other mixtures match the predictors as well, shape (n_targets,)."""


def parse_predictor(text: str) -> Predictor:
    """Read a predictor as it is written on the command line.

    Parameters
    ----------
    text : str
        ``COLUMN:FROM-TO``, such as ``income:1980-1988``; one period is ``sales:1975-1975``.

    Raises
    ------
    InputError
        If it has another form, or the window ends before it begins.

    Examples
    --------
    >>> parse_predictor("beer:1984-1988")
    Predictor(column='beer', first=1984, last=1988)
    """
    parts = SPECIFICATION.match(text.strip())
    if parts is None:
        msg = (
            f"{text!r} is no predictor. Write COLUMN:FROM-TO, such as income:1980-1988, or sales:1975-1975 for one "
            "period: the mean of the column over these periods."
        )
        raise InputError(msg)
    found = Predictor(parts["column"], int(parts["first"]), int(parts["last"]))
    if found.last < found.first:
        msg = f"the predictor {text!r} ends before it begins. Write the earlier period first."
        raise InputError(msg)
    return found


def predictor_means(panel: Panel, predictors: Sequence[Predictor], *, rows: IntArray, n_pre: int) -> FloatArray:
    """Return the mean of each predictor over its window, empty cells left out.

    Parameters
    ----------
    panel : Panel
        With the columns among its covariates.
    predictors : sequence of Predictor
    rows : array of positions
        Units to return, in this order.
    n_pre : int
        Periods before treatment; windows must lie within them.

    Returns
    -------
    array of shape (n_rows, n_predictors)
        In the units of the columns.

    Raises
    ------
    UnknownNameError
        If the panel has no such covariate.
    InputError
        If a window reaches into treatment, or stands twice.
    MissingValueError
        If a unit has no value in a window.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> cells = np.array([[1.0, 3.0, 9.0]])
    >>> panel = Panel(("A",), np.array([1, 2, 3]), cells, np.array([3.0]), {"x": cells})
    >>> predictor_means(panel, [Predictor("x", 1, 2)], rows=np.array([0]), n_pre=2).tolist()
    [[2.0]]
    """
    labels = [one.label for one in predictors]
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        msg = f"the predictor {twice} stands more than once. Name each once."
        raise InputError(msg)
    return np.column_stack([_mean(panel, one, rows=rows, n_pre=n_pre) for one in predictors])


def _mean(panel: Panel, predictor: Predictor, *, rows: IntArray, n_pre: int) -> FloatArray:
    if predictor.column not in panel.covariates:
        listed = ", ".join(map(repr, panel.covariates)) or "none"
        msg = f"the panel has no covariate {predictor.column!r}. It has {listed}."
        raise UnknownNameError(msg)
    if predictor.last >= panel.periods[n_pre]:
        msg = (
            f"the predictor {predictor.label} reaches into treatment, which begins in {panel.periods[n_pre]}: it may "
            f"carry the effect itself. End it in {panel.periods[n_pre - 1]} or before."
        )
        raise InputError(msg)
    within = (panel.periods >= predictor.first) & (panel.periods <= predictor.last)
    cells = panel.covariates[predictor.column][rows][:, within]
    there = ~np.isnan(cells)
    silent = np.flatnonzero(~there.any(axis=1))
    if silent.size:
        units = [panel.units[rows[row]] for row in silent.tolist()]
        msg = (
            f"the predictor {predictor.label} has no value for {len(units)} of {len(rows)} units ({first_of(units)}). "
            f"The table begins in {panel.periods[0]}; choose a window with data, or leave the units out."
        )
        raise MissingValueError(msg)
    found: FloatArray = np.where(there, cells, 0.0).sum(axis=1) / there.sum(axis=1)
    return found


def predictor_fits(  # noqa: PLR0913 -- what the fit is made of
    predictors: FloatArray, outcomes: FloatArray, *, roles: IntArray, n_pre: int, allowed: BoolArray, seed: int
) -> Matched:
    """Mix donors so that predictors are matched, with the weights of predictors that fit the past best.

    Parameters
    ----------
    predictors : array of shape (n_units, n_predictors)
        Means over windows, in any units; none is the same for all.
    outcomes : array of shape (n_units, n_periods)
        The treated unit first, then the donors.
    roles : array of shape (n_targets,)
        Position of the unit in the treated role.
    n_pre : int
        Periods before treatment.
    allowed : array of shape (n_targets, n_units)
        Which units may be its donors; never the first.
    seed : int
        Of the random starts.

    Returns
    -------
    Matched
        Weights cover the donors only, without the treated unit.

    Raises
    ------
    MethodError
        If a predictor is the same for all units.

    Notes
    -----
    Where several mixtures match the predictors equally, the one that fits the outcomes before
    treatment best is taken.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative case studies.
    Journal of the American Statistical Association 105, 493-505.

    Examples
    --------
    >>> x = np.array([[1.0], [0.0], [2.0]])
    >>> y = np.array([[10.0, 15.0], [8.0, 9.0], [12.0, 13.0]])
    >>> may = np.array([[False, True, True]])
    >>> found = predictor_fits(x, y, roles=np.array([0]), n_pre=1, allowed=may, seed=0)
    >>> found.fits.weights.round(6).tolist(), found.fits.gaps.round(6).tolist()
    ([[0.5, 0.5]], [[0.0, 4.0]])
    """
    spread = predictors.std(axis=0, ddof=1)
    if not (spread > 0).all():
        msg = f"the predictor at position {int(np.argmin(spread))} is the same for all units. Leave it out."
        raise MethodError(msg)
    scaled = predictors / spread
    found = predictor_weights(scaled, outcomes[:, :n_pre], treated=roles, allowed=allowed, seed=seed)
    weights, unique = found.weights.copy(), np.ones(len(roles), dtype=bool)
    for row, role in enumerate(roles.tolist()):
        design = np.sqrt(found.predictors[row])[:, None] * scaled[allowed[row]].T
        target = np.sqrt(found.predictors[row]) * scaled[role]
        shares = weights[row, allowed[row]]
        unique[row] = most_even_mixture(design, target, shares).is_unique
        if not unique[row]:
            past = outcomes[:, :n_pre]
            weights[row, allowed[row]] = _closest(design, target, past[allowed[row]].T, past[role])
    gaps = outcomes[roles] - weights @ outcomes
    return Matched(Fits(gaps=gaps, weights=weights[:, 1:]), found.predictors, unique)


def _closest(design: FloatArray, target: FloatArray, past: FloatArray, own: FloatArray) -> FloatArray:
    """Of the mixtures that match the predictors equally, the one that fits the past best."""
    gaps, missed = design - target[:, None], past - own[:, None]
    size = np.linalg.norm(missed) / max(float(np.linalg.norm(gaps)), np.finfo(float).tiny)
    both = np.vstack([STRICT * size * gaps, missed])
    found: FloatArray = simplex_least_squares(both, np.zeros((1, len(both)))).weights[0]
    return found
