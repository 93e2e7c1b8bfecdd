"""What other packages give on Proposition 99. Usage: python peers.py (in an environment with the packages below)."""

from __future__ import annotations

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import diff_diff
import numpy as np
import pandas as pd
import statspai
from causaltensor.cauest.MCNNM import MCNNMPanelSolver
from pysyncon import AugSynth, Dataprep

warnings.simplefilter("ignore")
smoking = pd.read_csv("smoking.csv")
donors = sorted(set(smoking.state) - {"California"})
names = ("causaltensor", "diff-diff", "pysyncon", "statspai")
found = {"versions": {name: version(name) for name in names}, "donors": donors}

prepared = Dataprep(
    foo=smoking, predictors=["cigsale"], predictors_op="mean", time_predictors_prior=range(1970, 1989),
    dependent="cigsale", unit_variable="state", time_variable="year", treatment_identifier="California",
    controls_identifier=donors, time_optimize_ssr=range(1970, 1989),
)  # fmt: skip
augmented = AugSynth()
augmented.fit(prepared, lambda_=500.0, use_covariates=False)
found["augmented"] = {"lambda": 500.0, "weights": augmented.W.tolist(), "order": list(prepared.controls_identifier)}
chosen = AugSynth()
chosen.fit(prepared, use_covariates=False)
found["augmented_chosen"] = {"lambda": float(chosen.lambda_)}

outcomes = np.stack([smoking.cigsale[smoking.state == name].to_numpy() for name in ("California", *donors)])
treated = np.zeros_like(outcomes)
treated[0, 19:] = 1
completed = MCNNMPanelSolver(Z=treated).solve_with_regularizer(O=outcomes, l=30.0, eps=1e-20, max_iter=20000)
missed = (outcomes - completed.baseline)[treated == 0]
loss = 0.5 * float((missed**2).sum()) + 30.0 * float(np.linalg.svd(completed.M)[1].sum())
found["completion"] = {"threshold": 30.0, "loss": loss, "baseline": completed.baseline[0].tolist()}

classic = statspai.synth(
    smoking[["state", "year", "cigsale"]], outcome="cigsale", unit="state", time="year",
    treated_unit="California", treatment_time=1989, placebo=False,
)  # fmt: skip
shares = dict(zip(classic.model_info["weights"]["unit"], classic.model_info["weights"]["weight"], strict=True))
found["outcomes"] = {"att": float(classic.estimate), "weights": {unit: float(w) for unit, w in shares.items()}}

smoking["ever"] = (smoking.state == "California").astype(int)
double = diff_diff.SyntheticDiD(variance_method="placebo", n_bootstrap=200, seed=1).fit(
    smoking, outcome="cigsale", treatment="ever", unit="state", time="year", post_periods=list(range(1989, 2001))
)
found["difference"] = {"att": float(double.att), "standard_error": float(double.se)}

Path("peers.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
