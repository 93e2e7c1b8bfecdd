"""The leading eigenvector of a symmetric matrix of which only products are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from chiiki.arrays import FloatArray

__all__ = ["Leading", "Step", "leading"]

Step: TypeAlias = Callable[[FloatArray], FloatArray]
"""Takes a vector, returns its product with the matrix."""

BASIS = 24
"""Vectors kept at a time; LAPACK solves up to 25 without threads, which stall when a core is busy."""

KEPT = 6
"""Best vectors with which a full basis is begun again."""

LOOKS = 4
"""Steps between two looks at the residual."""

ROUNDING = 2e-14
"""Residual at which a vector is as good as double precision gives it, for eigenvalues up to 1."""

APART = 1e-8
"""Eigenvalues this far apart are told apart with a margin."""

MOST_STEPS = 1500
"""Steps after which the whole spectrum is the shorter way."""


@dataclass(frozen=True, slots=True)
class Leading:
    """An eigenvalue and its vector of length 1."""

    value: float
    vector: FloatArray


def leading(step: Step, known: FloatArray, *, apart_from: float | None = None) -> Leading | None:
    """Return the largest eigenvalue outside the span of known eigenvectors, and its vector.

    Parameters
    ----------
    step : callable
        Product with a symmetric matrix whose eigenvalues lie from 0 to 1.
    known : array of shape (n_known, n)
        Eigenvectors of the larger eigenvalues, of length 1 and orthogonal.
    apart_from : float, optional
        Stop as soon as the eigenvalue is seen to be another than this one.

    Returns
    -------
    Leading or None
        None if the steps do not get there. The value is 0 where nothing is left.

    Examples
    --------
    >>> matrix = np.diag([1.0, 0.5, 0.25])
    >>> found = leading(lambda vector: matrix @ vector, np.eye(3)[:1])
    >>> round(found.value, 9), np.abs(found.vector).round(9).tolist()
    (0.5, [0.0, 1.0, 0.0])
    """
    n = known.shape[1]
    room = min(BASIS, n - len(known))
    if room <= 0:
        return Leading(0.0, np.zeros(n))
    basis, images, size = np.empty((room, n)), np.empty((room, n)), 0
    following: FloatArray | None = _start(known)
    for n_steps in range(1, MOST_STEPS + 1):
        if following is None:  # the steps span all that can be reached: exact
            return _best(basis[:size], images[:size])[0]
        basis[size], images[size] = following, step(following)
        size += 1
        full = size == room
        if full or n_steps % LOOKS == 0:
            best, residual = _best(basis[:size], images[:size])
            if residual <= ROUNDING or (apart_from is not None and best.value + residual < apart_from - APART):
                return best
        following = _beside(images[size - 1], basis[:size], known)
        if full:
            if room == n - len(known):
                return best
            size = _begin_again(basis, images)
    return None


def _start(known: FloatArray) -> FloatArray:
    """Return a vector that favours no direction, and another for each number of known ones."""
    n = known.shape[1]
    start: FloatArray = np.random.default_rng(len(known)).normal(size=(n,))  # changes nothing but the last digits
    for _ in range(2):
        start = start - known.T @ (known @ start)
    return np.asarray(start / np.linalg.norm(start))


def _beside(image: FloatArray, basis: FloatArray, known: FloatArray) -> FloatArray | None:
    """Return what is new in `image`, of length 1; None where nothing is."""
    rest = image
    for _ in range(2):  # the second time takes out what rounding left
        rest = rest - known.T @ (known @ rest)
        rest = rest - basis.T @ (basis @ rest)
    length = float(np.linalg.norm(rest))
    return rest / length if length > ROUNDING else None


def _best(basis: FloatArray, images: FloatArray) -> tuple[Leading, float]:
    values, mixes = np.linalg.eigh(_projected(basis, images))
    value, mix = float(values[-1]), mixes[:, -1]
    vector: FloatArray = mix @ basis
    residual = float(np.linalg.norm(mix @ images - value * vector))
    return Leading(value, np.asarray(vector / np.linalg.norm(vector))), residual


def _begin_again(basis: FloatArray, images: FloatArray) -> int:
    """Put the best vectors in front, and return how many."""
    mixes = np.linalg.eigh(_projected(basis, images))[1][:, : -KEPT - 1 : -1].T
    basis[: len(mixes)], images[: len(mixes)] = mixes @ basis, mixes @ images
    return len(mixes)


def _projected(basis: FloatArray, images: FloatArray) -> FloatArray:
    matrix = basis @ images.T
    return np.asarray((matrix + matrix.T) / 2)
