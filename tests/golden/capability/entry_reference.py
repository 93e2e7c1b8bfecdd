"""Compute the stored values of the entry model with other people's implementations.

Run in an environment of its own::

    pip install statsmodels==0.15.0 scikit-learn==1.9.1 pandas==3.1.1 numpy
    python tests/golden/capability/entry_reference.py

Makes a seeded panel (5 periods, 40 regions, 25 activities, whole amounts), computes the
predictors cell by cell from the definitions, fits a binomial GLM (statsmodels), and judges
with scikit-learn. Writes `entry.json` beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import statsmodels.api as sm
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss, roc_auc_score

HERE = Path(__file__).parent
PREDICTORS = ["density", "pci", "region_size", "activity_size"]


def main() -> None:
    """Write the file."""
    amounts = _panel()
    table = pd.concat([_cells(amounts, t) for t in range(len(amounts))])
    learnt, judged = table[table.period < 3], table[table.period == 3]
    fitted = sm.GLM(learnt.entered, sm.add_constant(learnt[PREDICTORS]), family=sm.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": learnt.region}, tol=1e-14
    )
    stated = fitted.predict(sm.add_constant(judged[PREDICTORS]))
    observed, mean_stated = calibration_curve(judged.entered, stated, n_bins=10, strategy="quantile")
    last = table[table.period == 4]
    values = {
        "amounts": amounts.astype(int).tolist(),
        "predictors_of_period_0": table[table.period == 0][PREDICTORS].to_numpy().tolist(),
        "coefficients": fitted.params.tolist(),
        "se": fitted.bse.tolist(),
        "p_values": fitted.pvalues.tolist(),
        "n_cells": len(learnt),
        "n_entries": int(learnt.entered.sum()),
        "auc": float(roc_auc_score(judged.entered, stated)),
        "auc_of_density": float(roc_auc_score(judged.entered, judged.density)),
        "brier": float(brier_score_loss(judged.entered, stated)),
        "brier_of_base": float(brier_score_loss(judged.entered, np.full(len(judged), learnt.entered.mean()))),
        "calibration": np.column_stack([mean_stated, observed]).tolist(),
        "probability": fitted.predict(sm.add_constant(last[PREDICTORS])).tolist(),
    }
    (HERE / "entry.json").write_text(json.dumps(values) + "\n", encoding="utf-8")


def _panel() -> np.ndarray:
    """Regions move slowly towards activities that share a latent factor with them."""
    rng = np.random.default_rng(20260104)
    skills, needs = rng.normal(size=(40, 3)), rng.normal(size=(25, 3))
    level = rng.normal(size=(40, 1)) + rng.normal(size=(1, 25)) + 4
    state = rng.normal(size=(40, 25))
    periods = []
    for _ in range(5):
        state = 0.8 * state + 0.25 * skills @ needs.T + 0.6 * rng.normal(size=(40, 25))
        periods.append(np.ceil(np.exp(level + state)))
    return np.stack(periods)


def _presence(x: np.ndarray) -> np.ndarray:
    regions, activities = x.shape
    return np.array(
        [
            [(x[r, a] / x[r].sum()) / (x[:, a].sum() / x.sum()) >= 1 - 1e-12 for a in range(activities)]
            for r in range(regions)
        ]
    )


def _density(presence: np.ndarray) -> np.ndarray:
    regions, activities = presence.shape
    near = np.zeros((activities, activities))
    for a in range(activities):
        for b in range(activities):
            if a != b:
                both = (presence[:, a] & presence[:, b]).sum()
                near[a, b] = min(both / presence[:, a].sum(), both / presence[:, b].sum())
    return np.array([[near[a][presence[r]].sum() / near[a].sum() for a in range(activities)] for r in range(regions)])


def _pci(presence: np.ndarray) -> np.ndarray:
    diversity, ubiquity = presence.sum(axis=1), presence.sum(axis=0)
    walk = (presence / diversity[:, None]) @ (presence / ubiquity).T
    values, vectors = np.linalg.eig(walk)
    eci = vectors[:, np.argsort(-values.real)[1]].real
    eci = (eci - eci.mean()) / eci.std(ddof=1)
    eci *= np.sign(np.corrcoef(eci, diversity)[0, 1])
    pci = (presence / ubiquity).T @ eci
    return (pci - pci.mean()) / pci.std(ddof=1)


def _cells(amounts: np.ndarray, period: int) -> pd.DataFrame:
    x, presence = amounts[period], _presence(amounts[period])
    near, pci = _density(presence), _pci(presence)
    later = _presence(amounts[period + 1]) if period + 1 < len(amounts) else None
    rows = [
        (period, r, near[r, a], pci[a], np.log(x[r].sum()), np.log(x[:, a].sum()), later is not None and later[r, a])
        for r in range(x.shape[0])
        for a in range(x.shape[1])
        if not presence[r, a]
    ]
    table = pd.DataFrame(rows, columns=["period", "region", *PREDICTORS, "entered"])
    table["entered"] = table.entered.astype(float)
    table[PREDICTORS] = (table[PREDICTORS] - table[PREDICTORS].mean()) / table[PREDICTORS].std(ddof=0)
    return table


if __name__ == "__main__":
    main()
