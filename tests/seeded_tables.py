"""Tables that the reference values of the conventions are computed on: seeded ones, and public ones where they lie."""

from __future__ import annotations

import csv
import gzip
from functools import cache

import numpy as np

from shared_data import SHARED

PUBLIC = {
    "provinces": ("datawheel/subnat_exports.csv", "Subnat Geography ID", "Section ID", "Trade Value"),
    "exports": ("datawheel/global_exports.csv", "Country ID", "Section ID", "Trade Value"),
    "world": ("pachadotdev/world_trade_avg_1998_to_2000.csv.gz", "country", "product", "value"),
}
N_CELLS = 60
"""Cells that are kept of each table of results."""

N_FIELDS = 80
"""Values that are kept of a long vector."""


def tables() -> dict[str, np.ndarray]:
    """Give every table by its name: regions in rows, fields in columns."""
    return {"latent": latent(), "empties": _empties(), "ties": _ties()}


def latent(n_regions: int = 47, n_fields: int = 300, seed: int = 20260101) -> np.ndarray:
    """Draw amounts from effects of regions and fields and three factors, four cells in ten empty."""
    rng = np.random.default_rng(seed)
    effects = rng.normal(size=(n_regions, 1)) + rng.normal(size=(1, n_fields))
    factors = rng.normal(size=(n_regions, 3)) @ rng.normal(size=(3, n_fields))
    amounts = np.exp(effects + factors + rng.normal(size=(n_regions, n_fields)))
    return np.where(amounts >= np.quantile(amounts, 0.4), amounts, 0.0)


def _empties() -> np.ndarray:
    """Draw a table in which one region and one field have nothing at all."""
    table = latent(14, 17, seed=20260102)
    table[4] = 0.0
    table[:, 6] = 0.0
    return table


def _ties() -> np.ndarray:
    """Draw thirds, with regions that have exactly the mix of the country: the last digit decides."""
    rng = np.random.default_rng(20260103)
    part = rng.integers(1, 6, (5, 8)).astype(float)
    return np.vstack([part, part[::-1], part.sum(axis=0)]) / 3


def public_tables() -> dict[str, np.ndarray]:
    """Give every public table that lies beside the checkout."""
    return {name: table for name in PUBLIC if (table := public_table(name)) is not None}


@cache
def public_table(name: str) -> np.ndarray | None:
    """Read one public table, regions and fields in the order of their ids as text; nothing where it is missing."""
    path, region, field, value = PUBLIC[name]
    file = SHARED / "complexity_benchmarks" / path
    if not file.exists():
        return None
    opened = gzip.open if path.endswith("gz") else open
    with opened(file, "rt", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    regions = {label: n for n, label in enumerate(sorted({row[region] for row in rows}))}
    fields = {label: n for n, label in enumerate(sorted({row[field] for row in rows}))}
    table = np.zeros((len(regions), len(fields)))
    for row in rows:
        table[regions[row[region]], fields[row[field]]] += float(row[value] or 0)
    return table


def kept(values: np.ndarray) -> np.ndarray:
    """Give the places that are kept, as flat positions: all of a short vector, a seeded sample of the rest."""
    most = N_CELLS if values.ndim > 1 else N_FIELDS if values.size > 300 else values.size
    if values.size <= most:
        return np.arange(values.size)
    return np.sort(np.random.default_rng(1).choice(values.size, most, replace=False))
