"""How much structure matrix completion may see: lambda by cross-validation over random cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.synthetic.completion import complete_matrix, largest_penalty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["FOLDS", "cross_validated_penalty"]

FOLDS = 5
"""Random divisions of the seen cells."""

GRID = 10.0 ** -np.linspace(0.0, 2.0, 13)
"""Penalties as shares of the largest that matters."""

KEPT = 0.8
"""Share of the seen cells that a division keeps, as in MCPanel."""

CLOSE = 1e-5
"""Held-out cells need not be foretold more exactly than this share of the spread to rank penalties."""

TRIES = 50
"""Divisions that leave a unit or a period without a seen cell are drawn anew, this often at most."""


def cross_validated_penalty(outcomes: FloatArray, seen: BoolArray, *, seed: int, folds: int = FOLDS) -> float:
    """Return the penalty that foretells held-out cells best.

    In each fold a random four fifths of the seen cells are kept, and the others are foretold.

    Parameters
    ----------
    outcomes : array of shape (n_units, n_periods)
        Any value where not seen.
    seen : array of shape (n_units, n_periods)
        True for cells that are observed and untreated.
    seed : int
        Of the divisions.
    folds : int
        Number of divisions.

    Returns
    -------
    float
        One of a fixed grid of shares of the largest penalty that matters.

    Raises
    ------
    MethodError
        If no division keeps every unit and period in sight.

    References
    ----------
    Athey, S., Bayati, M., Doudchenko, N., Imbens, G. and Khosravi, K. (2021). Matrix completion
    methods for causal panel data models. Journal of the American Statistical Association 116, 1716-1730.

    Examples
    --------
    >>> rows, columns = np.arange(6.0)[:, None], np.arange(6.0)[None]
    >>> y = rows + columns  # nothing but effects, so that the largest penalty is as good as any
    >>> bool(cross_validated_penalty(y, np.ones((6, 6), dtype=bool), seed=0) < 1e-12)
    True
    """
    errors = np.zeros(len(GRID))
    for kept in _divisions(seen, seed=seed, folds=folds):
        top, held, start = largest_penalty(outcomes, kept), seen & ~kept, None
        for at, factor in enumerate(GRID):
            fitted = complete_matrix(outcomes, kept, penalty=top * factor, start=start, settled=CLOSE).fitted
            errors[at] += float(np.sum((outcomes - fitted)[held] ** 2))
            start = fitted
    return largest_penalty(outcomes, seen) * float(GRID[int(np.argmin(errors))])


def _divisions(seen: BoolArray, *, seed: int, folds: int) -> Iterator[BoolArray]:
    generator = np.random.default_rng(seed)
    cells = np.flatnonzero(seen)
    n_kept, found = min(int(np.ceil(KEPT * len(cells))), len(cells) - 1), 0
    for _ in range(TRIES * folds):
        kept = np.zeros(seen.size, dtype=bool)
        kept[generator.choice(cells, size=n_kept, replace=False)] = True
        both = kept.reshape(seen.shape)
        if both.any(axis=0).all() and both.any(axis=1).all():
            found += 1
            yield both
        if found == folds:
            return
    msg = (
        f"too few untreated cells ({len(cells)}) to choose a penalty: every division leaves a unit or a period unseen. "
        "Add periods or units."
    )
    raise MethodError(msg)
