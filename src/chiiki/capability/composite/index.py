"""A composite index: score and rank of each region, and how far its rank is a matter of choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.composite.aggregate import ranks
from chiiki.capability.composite.benefit import benefit_of_the_doubt
from chiiki.capability.composite.choices import choices_of, draw, ranks_of, scores_of, weights_of
from chiiki.capability.composite.normalise import positive
from chiiki.capability.composite.prepare import prepare
from chiiki.cautions import Caution
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.composite.prepare import Prepared
    from chiiki.capability.composite.scheme import Scheme

__all__ = ["Composite", "composite"]

FEWEST_DRAWS = 10

PER_INDICATOR = 3
"""Regions for each indicator below which factors are guesswork (Handbook, section 4: 3 to 1)."""


@dataclass(frozen=True, slots=True)
class Composite:
    """What :func:`composite` returns; regions in the order of the input."""

    prepared: Prepared
    """The table before normalisation: what was treated and filled."""

    normalised: FloatArray
    """Shape (n_kept, n_indicators), more is better."""

    weights: FloatArray
    """Shape (n_indicators,), sum 1; of each region, (n_kept, n_indicators), under ``bod``."""

    score: FloatArray
    """Shape (n_kept,), on the scale of the normalisation and aggregation."""

    rank: IntArray
    """Shape (n_kept,), 1 the best; regions that tie share the better rank."""

    rank_low: IntArray
    """Better end of the interval of ranks, shape (n_kept,)."""

    rank_high: IntArray
    """Worse end."""

    frequency: FloatArray
    """Share of the draws in which a region has each rank, shape (n_kept, n_kept); rows sum to 1,
    column 0 is rank 1."""

    level: float
    """Share of the draws within the interval, at least."""

    n_draws: int
    cautions: tuple[Caution, ...] = ()

    @property
    def kept(self) -> IntArray:
        """Positions of the regions in the input."""
        return self.prepared.kept

    @property
    def contributions(self) -> FloatArray:
        """Weights times scores, shape (n_kept, n_indicators); of an arithmetic index they sum to the score."""
        return np.asarray(self.normalised * self.weights)


def composite(  # noqa: PLR0913 -- a table, its labels and the experiment
    values: FloatArray,
    *,
    scheme: Scheme,
    persons: FloatArray | None = None,
    regions: Sequence[str] | None = None,
    seed: int | np.random.Generator = 0,
    draws: int | None = None,
    level: float | None = None,
) -> Composite:
    """Compute a composite index and the ranks it could have given.

    Parameters
    ----------
    values : array of shape (n_regions, n_indicators)
        One column for each indicator, in the order of the scheme, in its unit; NaN is missing.
    scheme : Scheme
        From :func:`~chiiki.capability.composite.parse_scheme`.
    persons : array of shape (n_regions,) or (n_regions, n_indicators), optional
        Above 0; needed where an indicator is per persons.
    regions : sequence of str, optional
        Labels for messages and cautions.
    seed : int or Generator
        Of the draws; the same seed gives the same intervals.
    draws : int, optional
        Schemes drawn, at least 10; the scheme's own number by default.
    level : float, optional
        Of the rank intervals, above 0 and below 1; the scheme's own by default.

    Returns
    -------
    Composite

    Raises
    ------
    InputError, MethodError
        If the values, the persons or the scheme cannot be used; the message names region and
        indicator.
    MissingExtraError
        If the scheme uses ``bod`` or ``box-cox`` and the extra ``stats`` is not installed.

    Notes
    -----
    The interval of a region holds at least `level` of its ranks under the choices that the
    scheme declares. It says how much the rank hangs on those choices, not how exact the
    statistics are, and nothing about indicators that nobody thought of. The scheme's own rank
    may lie outside, which says that the scheme is an unusual one.

    References
    ----------
    OECD and JRC (2008). Handbook on Constructing Composite Indicators. OECD.
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis
    techniques as tools for the quality assessment of composite indicators. Journal of the
    Royal Statistical Society A 168, 307-323.

    Examples
    --------
    >>> from chiiki.capability.composite import parse_scheme
    >>> scheme = parse_scheme('''
    ... title = "Skills"
    ... [[indicators]]
    ... id = "graduates"
    ... direction = "higher"
    ... [[indicators]]
    ... id = "unemployed"
    ... direction = "lower"
    ... ''')
    >>> values = np.array([[30.0, 5.0], [20.0, 3.0], [10.0, 7.0]])
    >>> index = composite(values, scheme=scheme)
    >>> index.score.tolist(), index.rank.tolist()
    ([0.75, 0.75, 0.0], [1, 1, 3])
    >>> index.rank_low.tolist(), index.rank_high.tolist()
    ([1, 1, 3], [2, 2, 3])
    """
    n_draws = scheme.uncertainty.draws if draws is None else draws
    asked = scheme.uncertainty.level if level is None else level
    _check_experiment(n_draws, asked)
    prepared = prepare(values, scheme=scheme, persons=persons, regions=regions)
    filled = prepared.filled(scheme.missing.rule)
    normalised = prepared.scores(filled, scheme.normalise)
    weights, score = _own(prepared, filled, normalised)
    choices = choices_of(scheme)
    drawn = draw(prepared, choices, n=n_draws, rng=np.random.default_rng(seed))
    found = ranks_of(prepared, choices, drawn)
    low, high = np.quantile(found, [(1 - asked) / 2, (1 + asked) / 2], axis=0, method="inverted_cdf")
    return Composite(
        prepared=prepared,
        normalised=normalised,
        weights=weights,
        score=score,
        rank=ranks(score),
        rank_low=low.astype(np.intp),
        rank_high=high.astype(np.intp),
        frequency=_frequency(found),
        level=asked,
        n_draws=n_draws,
        cautions=(*prepared.cautions, *_few(prepared)),
    )


def _check_experiment(draws: int, level: float) -> None:
    if draws < FEWEST_DRAWS:
        msg = f"draws must be at least {FEWEST_DRAWS}, got {draws}."
        raise InputError(msg)
    if not 0 < level < 1:
        msg = f"level must be above 0 and below 1, got {level}."
        raise InputError(msg)


def _own(prepared: Prepared, filled: FloatArray, normalised: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return weights and score under the scheme's own choices."""
    scheme = prepared.scheme
    if scheme.weights.method == "bod":
        best = benefit_of_the_doubt(
            positive(normalised, method=scheme.normalise, floor=0.0),
            low_share=scheme.weights.low_share,
            high_share=scheme.weights.high_share,
        )
        return best.weights, best.score
    weights = weights_of(prepared, scheme.weights.method, filled)
    score = scores_of(
        normalised,
        weights=weights,
        normalised=scheme.normalise,
        aggregation=scheme.aggregate.method,
        floor=scheme.aggregate.floor,
    )
    return weights, score


def _frequency(found: IntArray) -> FloatArray:
    n_draws, n = found.shape
    cells = found - 1 + np.arange(n) * n
    return np.asarray(np.bincount(cells.ravel(), minlength=n * n).reshape(n, n) / n_draws)


def _few(prepared: Prepared) -> tuple[Caution, ...]:
    n_regions, n_indicators = prepared.treated.shape
    methods = {prepared.scheme.weights.method, *prepared.scheme.uncertainty.weights}
    if "pca" not in methods or n_regions >= PER_INDICATOR * n_indicators:
        return ()
    message = (
        f"weights by pca rest on {n_regions} regions for {n_indicators} indicators; "
        f"below {PER_INDICATOR} regions an indicator they are guesswork."
    )
    return (Caution("few-units", message),)
