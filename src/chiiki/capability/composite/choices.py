"""The choices of a scheme that could have been made otherwise, and ranks under many of them.

Each draw picks one alternative for every choice (Handbook, section 7.1: triggers). All draws
that share the discrete choices differ by weights only and are computed in one product.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.composite.aggregate import arithmetic, copeland, geometric, ranks
from chiiki.capability.composite.benefit import benefit_of_the_doubt
from chiiki.capability.composite.normalise import positive
from chiiki.capability.composite.weigh import factor_weights, tree_weights

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.capability.composite.prepare import Prepared
    from chiiki.capability.composite.scheme import (
        AggregationName,
        MissingName,
        NormalisationName,
        Scheme,
        WeightingName,
    )

__all__ = ["DISCRETE", "Choices", "Draws", "choices_of", "draw", "ranks_of", "scores_of", "weights_of"]

DISCRETE = ("missing", "normalise", "weights", "aggregate", "left_out")
"""The choices between alternatives, in the order of the columns of :class:`Draws`."""


SMALLEST = 1e-12
"""A weight of nothing has no Dirichlet distribution."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Alternatives for each choice; one alternative is no choice."""

    missing: tuple[MissingName, ...]
    normalise: tuple[NormalisationName, ...]
    weights: tuple[WeightingName, ...]
    aggregate: tuple[AggregationName, ...]
    left_out: tuple[int, ...]
    """Positions of indicators; −1 leaves none out."""

    def sizes(self) -> tuple[int, ...]:
        """Return the number of alternatives, in the order of :data:`DISCRETE`."""
        return tuple(
            len(options) for options in (self.missing, self.normalise, self.weights, self.aggregate, self.left_out)
        )


@dataclass(frozen=True, slots=True)
class Draws:
    """Many schemes, one a row."""

    picked: IntArray
    """Which alternative of each choice, shape (n_draws, 5), columns as :data:`DISCRETE`."""

    factors: FloatArray
    """What weights are multiplied by, before they are scaled to sum 1, for each method of
    weighting; shape (n_draws, n_weightings, n_indicators)."""


def choices_of(scheme: Scheme) -> Choices:
    """Return the alternatives that the scheme declares, its own alone where it declares none.

    Parameters
    ----------
    scheme : Scheme

    Returns
    -------
    Choices
    """
    drawn = scheme.uncertainty
    n = len(scheme.indicators)
    return Choices(
        missing=drawn.missing or (scheme.missing.rule,),
        normalise=drawn.normalise or (scheme.normalise,),
        weights=drawn.weights or (scheme.weights.method,),
        aggregate=drawn.aggregate or (scheme.aggregate.method,),
        left_out=(-1, *range(n)) if drawn.leave_one_out else (-1,),
    )


def weights_of(prepared: Prepared, method: WeightingName, filled: FloatArray) -> FloatArray:
    """Return one weight for each indicator, sum 1; ``bod`` has none of its own and starts equal.

    Parameters
    ----------
    prepared : Prepared
    method : {"equal", "given", "pca", "bod"}
    filled : array of shape (n_regions, n_indicators)
        Values without gaps, for ``pca``.

    Returns
    -------
    array of shape (n_indicators,)
    """
    if method == "pca":
        return factor_weights(filled, n_factors=prepared.scheme.weights.factors).weights
    return tree_weights(prepared.scheme, equal=method != "given")


def draw(prepared: Prepared, choices: Choices, *, n: int, rng: np.random.Generator) -> Draws:
    """Draw `n` schemes, every alternative of a choice equally often.

    Parameters
    ----------
    prepared : Prepared
    choices : Choices
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    Draws

    Notes
    -----
    Dirichlet weights are gamma draws with the weights times the concentration as shapes, over
    their sum; here they stand divided by the weights, so that both spreads are factors.
    """
    drawn = prepared.scheme.uncertainty
    picked = np.column_stack([rng.integers(size, size=n) for size in choices.sizes()])
    shape = (n, len(choices.weights), len(prepared.scheme.indicators))
    if drawn.spread == "uniform":
        one = rng.uniform(1.0 - drawn.width, 1.0 + drawn.width, size=(n, 1, shape[2]))
        return Draws(picked=picked, factors=np.broadcast_to(one, shape))
    if drawn.spread == "dirichlet":
        filled = prepared.filled(choices.missing[0])
        centre = np.stack([weights_of(prepared, method, filled) for method in choices.weights])
        centre = np.maximum(centre, SMALLEST)
        return Draws(picked=picked, factors=rng.standard_gamma(centre * drawn.concentration, size=shape) / centre)
    return Draws(picked=picked, factors=np.ones(shape))


def ranks_of(prepared: Prepared, choices: Choices, draws: Draws) -> IntArray:
    """Rank the regions under each draw.

    Parameters
    ----------
    prepared : Prepared
    choices : Choices
    draws : Draws

    Returns
    -------
    int array of shape (n_draws, n_regions)
        1 is the best; ties share the better rank.

    Notes
    -----
    ``bod`` brings its own weights and sums, so neither the spread of weights nor the choice of
    aggregation touches a draw that picked it.
    """
    found = np.empty((len(draws.picked), len(prepared.kept)), dtype=np.intp)
    left_out = np.array(choices.left_out)[draws.picked[:, 4]]
    for missing, rule in enumerate(choices.missing):
        filled = prepared.filled(rule)
        weights = [weights_of(prepared, method, filled) for method in choices.weights]
        for (method, normalised), weighting in product(enumerate(choices.normalise), range(len(weights))):
            scores = prepared.scores(filled, normalised)
            among = (draws.picked[:, :3] == (missing, method, weighting)).all(axis=1)
            if choices.weights[weighting] == "bod":
                usable = positive(scores, method=normalised, floor=0.0)
                for position in np.unique(left_out[among]):
                    found[among & (left_out == position)] = ranks(_bod(prepared, usable, left_out=int(position)))
                continue
            for number, aggregation in enumerate(choices.aggregate):
                rows = np.flatnonzero(among & (draws.picked[:, 3] == number))
                drawn = _varied(weights[weighting], draws.factors[rows, weighting], left_out=left_out[rows])
                floor = prepared.scheme.aggregate.floor
                found[rows] = ranks(
                    scores_of(scores, weights=drawn, normalised=normalised, aggregation=aggregation, floor=floor)
                )
    return found


def _varied(weights: FloatArray, factors: FloatArray, *, left_out: IntArray) -> FloatArray:
    """Return the weights of each draw, scaled to sum 1."""
    varied = weights * factors
    without = np.flatnonzero(left_out >= 0)
    varied[without, left_out[without]] = 0.0
    return np.asarray(varied / varied.sum(axis=1, keepdims=True))


def scores_of(
    scores: FloatArray,
    *,
    weights: FloatArray,
    normalised: NormalisationName,
    aggregation: AggregationName,
    floor: float,
) -> FloatArray:
    """Aggregate normalised scores.

    Parameters
    ----------
    scores : array of shape (n_regions, n_indicators)
    weights : array of shape (n_indicators,) or (n_draws, n_indicators)
    normalised : {"min-max", "z", "rank", "best"}
        How `scores` were made.
    aggregation : {"arithmetic", "geometric", "copeland"}
    floor : float
        See :func:`~chiiki.capability.composite.normalise.positive`.

    Returns
    -------
    array of shape (n_regions,) or (n_draws, n_regions)
    """
    if aggregation == "geometric":
        return geometric(positive(scores, method=normalised, floor=floor), weights=weights)
    return (arithmetic if aggregation == "arithmetic" else copeland)(scores, weights=weights)


def _bod(prepared: Prepared, usable: FloatArray, *, left_out: int) -> FloatArray:
    shares = prepared.scheme.weights
    remaining = [position for position in range(usable.shape[1]) if position != left_out]
    part = 1 / len(remaining)
    return benefit_of_the_doubt(
        usable[:, remaining], low_share=min(shares.low_share, part), high_share=max(shares.high_share, part)
    ).score
