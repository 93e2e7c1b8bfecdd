"""Compute reference values of structure, levelling, convergence and Moran's I in Python.

Run in an environment of its own, never in the project's::

    pip install econcomplex==1.0.1 inequality==1.1.2 esda==2.9.0 libpysal==4.14.1 statsmodels==0.15.0
    python tests/golden/capability/structure_reference.py

Reads `provinces.csv` and `mexico.csv` beside this file and the sample data of libpysal
(stl, sids2), and writes `structure_py.json`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import econcomplex as ecx
import libpysal
import numpy as np
import pandas as pd
import statsmodels.api as sm
from esda.moran import Moran, Moran_Local
from inequality.atkinson import Atkinson
from inequality.gini import Gini
from inequality.schutz import Schutz

HERE = Path(__file__).parent


def main() -> None:
    """Write the file."""
    values = {"provinces": _provinces(), "mexico": _mexico(), "weighted": _weighted(), "moran": _moran()}
    (HERE / "structure_py.json").write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")


def _provinces() -> dict[str, list[float]]:
    table = pd.read_csv(HERE / "provinces.csv", index_col="province").astype(float)
    return {
        "shannon": ecx.shannon_entropy(table).tolist(),
        "herfindahl": ecx.herfindahl(table, normalize=False).tolist(),
        "herfindahl_normalised": ecx.herfindahl(table).tolist(),
        "krugman": ecx.krugman_index(table).tolist(),
        "spec_coefficient": ecx.spec_coefficient(table).tolist(),
        "locational_gini": ecx.locational_gini(table).tolist(),
        "hoover_gini": ecx.hoover_gini(table).tolist(),
        "hoover_index": ecx.hoover_index(table).tolist(),
    }


def _mexico() -> dict[str, Any]:
    """States of Mexico, each as one, and the line of growth on the initial income."""
    table = pd.read_csv(HERE / "mexico.csv")
    first, last = table["pcgdp1940"].to_numpy(float), table["pcgdp2000"].to_numpy(float)
    line = sm.OLS(np.log(last / first) / 60, sm.add_constant(np.log(first)))
    weights = np.arange(1.0, len(first) + 1)
    weighted = sm.WLS(line.endog, line.exog, weights=weights)
    return {
        "atkinson": {str(e): float(Atkinson(last, e).A) for e in (0.5, 1.0, 2.0)},
        "hoover": float(Schutz(table, "pcgdp2000").distance),
        "beta": {kind: _line(line.fit() if kind == "classical" else line.fit(cov_type=kind)) for kind in KINDS},
        "weighted_beta": {
            kind: _line(weighted.fit() if kind == "classical" else weighted.fit(cov_type=kind)) for kind in KINDS
        },
    }


KINDS = ("classical", "HC1", "HC3")


def _line(fit: Any) -> dict[str, float]:
    return {
        "intercept": float(fit.params[0]),
        "slope": float(fit.params[1]),
        "standard_error": float(fit.bse[1]),
        "r_squared": float(fit.rsquared),
    }


def _weighted() -> dict[str, Any]:
    """Twelve invented regions; PySAL sees each person."""
    rng = np.random.default_rng(20260102)
    per_head = np.round(rng.lognormal(1.0, 0.5, 12), 3)
    persons = rng.integers(20, 900, 12)
    each = np.repeat(per_head, persons)
    return {
        "per_head": per_head.tolist(),
        "persons": persons.tolist(),
        "atkinson": {str(e): float(Atkinson(each, e).A) for e in (0.5, 1.0, 2.0)},
        "mean_log_deviation": float(np.log(each.mean()) - np.log(each).mean()),
        "gini": float(Gini(each).g),
        "hoover": float(Schutz(pd.DataFrame({"income": each}), "income").distance),
    }


def _moran() -> dict[str, Any]:
    return {
        "stl": _case("stl.gal", "stl_hom.txt", "HR8893"),
        "sids": _case("sids2.gal", "sids2.dbf", "SIDR74"),
    }


def _case(weights_file: str, table_file: str, column: str) -> dict[str, Any]:
    weights = libpysal.io.open(libpysal.examples.get_path(weights_file)).read()
    values = np.array(libpysal.io.open(libpysal.examples.get_path(table_file)).by_col[column], dtype=float)
    found, local = Moran(values, weights, permutations=0), Moran_Local(values, weights, permutations=0)
    return {
        "values": values.tolist(),
        "neighbours": [[weights.id2i[name] for name in weights.neighbors[one]] for one in weights.id_order],
        "I": float(found.I),
        "expected": float(found.EI),
        "standard_error": float(found.seI_rand),
        "z": float(found.z_rand),
        "p_norm": float(found.p_norm),
        "local": np.asarray(local.Is).tolist(),
        "quadrants": np.asarray(local.q).tolist(),
    }


if __name__ == "__main__":
    main()
