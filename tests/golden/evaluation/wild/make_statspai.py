"""Write the values of statspai and wildboottest for ``clustered.csv``; see SOURCE.md."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest
import statspai

HERE = Path(__file__).parent
rng = np.random.default_rng(20261130)
clusters = np.repeat(np.arange(12), [9, 4, 7, 12, 5, 8, 6, 10, 7, 5, 11, 6])
treated = np.isin(clusters, [0, 3, 4, 8, 9]).astype(float)
x = rng.standard_normal(len(clusters)) + 0.3 * treated
y = (
    1.0
    + 0.8 * treated
    + 0.5 * x
    + rng.standard_normal(12)[clusters] * (1 + treated)
    + rng.standard_normal(len(clusters))
)
frame = pd.DataFrame({"cluster": clusters, "treated": treated, "x": x.round(6), "y": y.round(6)})
frame.to_csv(HERE / "clustered.csv", index=False)
names = {"y": "y", "x": ["x", "treated"], "cluster": "cluster", "test_var": "treated"}
test = statspai.wild_cluster_bootstrap(frame, **names, n_boot=9999, weight_type="rademacher")
interval = statspai.wild_cluster_ci_inv(frame, **names, n_boot=9999, weight_type="rademacher")
model = pyfixest.feols("y ~ treated + x", frame, vcov={"CRV1": "cluster"})
other = model.wildboottest(param="treated", reps=9999, seed=1)
values = {
    "versions": {"statspai": statspai.__version__, "pyfixest": pyfixest.__version__, "wildboottest": "0.3.2"},
    "statspai": {
        "estimate": float(test["beta_hat"]),
        "p_value": float(test["p_boot"]),
        "n_draws": int(test["n_boot"]),
        "interval": [float(end) for end in interval["ci"]],
    },
    "wildboottest": {"p_value": float(other["Pr(>|t|)"]), "standard_error": float(model.se()["treated"])},
}
(HERE / "values.json").write_text(json.dumps(values, indent=1) + "\n")
