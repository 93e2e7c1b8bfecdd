"""Compute the stored reference values of imputation and Sobol indices with scikit-learn and SciPy.

Run in an environment of its own, never in the project's::

    pip install scikit-learn==1.9.1 scipy==1.17.1
    python tests/golden/capability/composite_reference.py

Reads `composite_coinr.json` beside this file for the table with gaps, and writes
`composite_python.json`.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from scipy.stats import kurtosis, skew, sobol_indices, uniform
from sklearn.impute import KNNImputer

HERE = Path(__file__).parent
GAPS = [(0, 0), (4, 1), (8, 2), (8, 3), (29, 4)]
N_DRAWS = 256
"""A power of two, which SciPy's Sobol sequence wants."""


def main() -> None:
    """Write the file."""
    skewed = np.array(json.loads((HERE / "composite_coinr.json").read_text(encoding="utf-8"))["skewed"])
    gaps = skewed.copy()
    gaps[tuple(zip(*GAPS, strict=True))] = np.nan
    spread, middle = np.nanstd(gaps, axis=0), np.nanmean(gaps, axis=0)
    filled = KNNImputer(n_neighbors=3).fit_transform((gaps - middle) / spread) * spread + middle
    result = {
        "gaps": GAPS,
        "knn": [filled[cell] for cell in GAPS],
        "skewness": skew(skewed, axis=0, bias=False).tolist(),
        "kurtosis": kurtosis(skewed, axis=0, bias=False).tolist(),
        "ishigami": _ishigami(),
    }
    (HERE / "composite_python.json").write_text(json.dumps(result) + "\n", encoding="utf-8")


def _ishigami() -> dict[str, object]:
    """The textbook function of three inputs: outcomes of SciPy's design, and its indices."""
    kept: list[np.ndarray] = []

    def outcome(x: np.ndarray) -> np.ndarray:
        y = np.sin(x[0]) + 7 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])
        kept.append(y)
        return y

    inputs = [uniform(loc=-np.pi, scale=2 * np.pi)] * 3
    found = sobol_indices(func=outcome, n=N_DRAWS, dists=inputs, rng=np.random.default_rng(20260401))
    return {
        "outcomes": [np.round(y, 12).ravel().tolist() for y in kept],
        "first": found.first_order.tolist(),
        "total": found.total_order.tolist(),
    }


if __name__ == "__main__":
    main()
