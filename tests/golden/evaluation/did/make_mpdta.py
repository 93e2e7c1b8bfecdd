"""``mpdta_counts.csv`` from the data set that the package moderndid 0.2.0 ships; checks that logarithms rebuild it.

Usage: ``python make_mpdta.py`` in an environment with moderndid and pandas.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

given = pd.read_pickle(files("moderndid").joinpath("core/datasets/mpdta_long.pkl.gz"))  # noqa: S301 -- a data set of an installed package
rows = given.rename(columns={"first.treat": "first_treat"}).sort_values(["countyreal", "year"])
rows = rows.assign(emp=np.rint(np.exp(rows["lemp"])).astype(int), pop=np.rint(np.exp(rows["lpop"]) * 1000).astype(int))
same = np.allclose(np.log(rows["emp"]), rows["lemp"], rtol=0, atol=1e-13)
same &= np.allclose(np.log(rows["pop"] / 1000), rows["lpop"], rtol=0, atol=1e-13)
if not same:
    msg = "the data set does not hold logarithms of whole numbers"
    raise SystemExit(msg)
wide = rows.pivot_table(index=["countyreal", "pop", "first_treat", "treat"], columns="year", values="emp")
wide = wide.astype(int).add_prefix("emp").reset_index().astype(int)
wide.to_csv(Path(__file__).with_name("mpdta_counts.csv"), index=False)
