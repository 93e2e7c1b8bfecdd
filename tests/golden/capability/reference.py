"""Compute the stored reference values with other people's implementations.

Run in an environment of its own, never in the project's::

    pip install inequality==1.1.2 ineqpy==0.4.1 economic-complexity==0.3.0 scikit-learn scipy
    python tests/golden/capability/reference.py

Reads `mexico.csv` and `provinces.csv` beside this file and writes `inequality.json`
and `provinces.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

import economic_complexity
import ineqpy.inequality
import numpy as np
import pandas as pd
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from scipy.spatial.distance import cdist
from scipy.stats import variation
from sklearn.metrics.pairwise import cosine_similarity

HERE = Path(__file__).parent
N_SIMILAR = 5
"""Provinces whose similarity to all others is stored."""


def main() -> None:
    """Write both files."""
    _write("inequality.json", {"mexico": _mexico(), "weighted": _weighted()})
    _write("provinces.json", _provinces())


def _mexico() -> dict[str, object]:
    """States of Mexico, each as one: PySAL's own sample and functions."""
    table = pd.read_csv(HERE / "mexico.csv")
    result: dict[str, object] = {}
    for column in (name for name in table if name.startswith("pcgdp")):
        incomes = table[column].to_numpy(float)
        parts = TheilD(incomes, table["region"].to_numpy())
        result[column] = {
            "theil": float(Theil(incomes).T),
            "within": float(np.ravel(parts.wg)[0]),
            "between": float(np.ravel(parts.bg)[0]),
            "gini": float(Gini(incomes).g),
            "coefficient_of_variation": float(variation(incomes)),
            "variance_of_logs": float(np.var(np.log(incomes))),
        }
    return result


def _weighted() -> dict[str, object]:
    """Twelve invented regions; PySAL sees each person, ineqpy the weights."""
    rng = np.random.default_rng(20260101)
    per_head = np.round(rng.lognormal(1.0, 0.5, 12), 3)
    persons = rng.integers(20, 900, 12)
    groups = np.repeat(["north", "middle", "south"], [3, 5, 4])
    each, of_each = np.repeat(per_head, persons), np.repeat(groups, persons)
    parts = TheilD(each, of_each)
    return {
        "per_head": per_head.tolist(),
        "persons": persons.tolist(),
        "groups": groups.tolist(),
        "theil": float(Theil(each).T),
        "within": float(np.ravel(parts.wg)[0]),
        "between": float(np.ravel(parts.bg)[0]),
        "gini": float(Gini(each).g),
        "coefficient_of_variation": float(variation(each)),
        "variance_of_logs": float(np.var(np.log(each))),
        "ineqpy_theil": float(ineqpy.inequality.theil(per_head, persons.astype(float))),
    }


def _provinces() -> dict[str, object]:
    table = pd.read_csv(HERE / "provinces.csv", index_col="province")
    shares = table.div(table.sum(axis=1), axis=0).to_numpy()
    return {
        "rca": economic_complexity.rca(table).to_numpy().tolist(),
        "cosine": cosine_similarity(shares)[:N_SIMILAR].tolist(),
        "krugman": cdist(shares, shares, metric="cityblock")[:N_SIMILAR].tolist(),
    }


def _write(name: str, values: dict[str, object]) -> None:
    (HERE / name).write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
