"""What the wild bootstrap multiplies the residuals of each cluster by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray

__all__ = ["Law", "Multipliers", "multipliers"]

Law: TypeAlias = Literal["rademacher", "webb"]
"""Two signs, or Webb's six values, which tell few clusters apart."""


@dataclass(frozen=True, slots=True)
class Multipliers:
    """What each cluster's residuals are multiplied by, the same for every coefficient."""

    values: FloatArray
    """Shape (n_draws, n_clusters)."""

    are_all: bool
    """Whether these are all sign patterns there are, and none was drawn."""


def multipliers(n_clusters: int, *, draws: int, seed: int, law: Law = "rademacher") -> Multipliers:
    """Draw the multipliers of clusters; where all patterns of signs are few, list them.

    Parameters
    ----------
    n_clusters : int
    draws : int
        How many; if at least 2 ** n_clusters, all patterns of signs are listed instead.
    seed : int
    law : {"rademacher", "webb"}
        Webb's six values make sense below about a dozen clusters.

    Raises
    ------
    InputError
        If there is not one draw.

    Examples
    --------
    >>> multipliers(2, draws=99, seed=0).values.tolist()
    [[-1.0, -1.0], [1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]]
    """
    if draws < 1:
        msg = f"draws must be at least 1, got {draws}."
        raise InputError(msg)
    if law == "rademacher" and 2**n_clusters <= draws:
        bits = np.arange(2**n_clusters)[:, None] >> np.arange(n_clusters) & 1
        return Multipliers(2.0 * bits - 1.0, are_all=True)
    rng = np.random.default_rng(seed)
    if law == "webb":
        values = np.sqrt(np.array([0.5, 1.0, 1.5]))
        return Multipliers(rng.choice(np.concatenate((-values, values)), (draws, n_clusters)), are_all=False)
    bits = np.unpackbits(np.frombuffer(rng.bytes(-(-draws * n_clusters // 8)), dtype=np.uint8))
    signs = bits[: draws * n_clusters].reshape(draws, n_clusters).astype(float)
    signs *= 2.0
    signs -= 1.0
    return Multipliers(signs, are_all=False)
