"""Seeded tables of the benchmark: the same for ours and for the peers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

__all__ = ["WORKS", "Documents", "Work", "amounts", "documents"]


@dataclass(frozen=True, slots=True)
class Work:
    """The size of a table of regions by fields."""

    n_regions: int
    n_fields: int
    filled: float


WORKS = {
    "W1": Work(47, 300, 0.6),
    "W2": Work(2000, 5000, 0.08),
    "W2 quick": Work(500, 1250, 0.08),
}


@dataclass(frozen=True, slots=True)
class Documents:
    """Rows of documents, those of one document beside each other."""

    documents: npt.NDArray[np.int64]
    fields: npt.NDArray[np.int64]
    n_fields: int


def amounts(work: Work, *, seed: int = 1) -> npt.NDArray[np.float64]:
    """Draw a nested table: effects of regions and fields, three factors, lognormal amounts."""
    rng = np.random.default_rng(seed)
    shape = work.n_regions, work.n_fields
    effects = rng.normal(size=(shape[0], 1)) + rng.normal(size=shape[1])
    factors = rng.normal(size=(shape[0], 3)) @ rng.normal(size=(3, shape[1])) / np.sqrt(3)
    latent = effects + factors + rng.logistic(size=shape)
    has = latent > np.quantile(latent, 1 - work.filled)
    has[np.arange(shape[0]), rng.integers(0, shape[1], shape[0])] = True  # no empty region
    has[rng.integers(0, shape[0], shape[1]), np.arange(shape[1])] = True  # no empty field
    return np.where(has, rng.lognormal(size=shape), 0.0)


def documents(n_documents: int, *, n_fields: int = 5000, seed: int = 1) -> Documents:
    """Draw documents of two to eight fields, of which some are named far more often."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 9, n_documents)
    owners = np.repeat(np.arange(n_documents), sizes)
    drawn = (n_fields * rng.random(owners.size) ** 2).astype(np.int64)
    keys = np.unique(owners * n_fields + drawn)
    return Documents(documents=keys // n_fields, fields=keys % n_fields, n_fields=n_fields)
