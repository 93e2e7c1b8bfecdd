"""One package on one work of ``evaluation_synthetic.py``: seconds, effect, fit and memory, as JSON.

Usage: ``python evaluation_synthetic_runs.py PACKAGE WORK TABLE RUNS``, in interpreters that need not have chiiki.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.evaluation.synthetic.results import SyntheticMethod

__all__ = ["main"]

START = 1989
SLOW = ("azcausal", "synthdid")
"""Half a minute a run: run once."""

PREDICTORS = ("lnincome:1980-1988", "beer:1984-1988", "age15to24:1980-1988", "retprice:1980-1988")
LAGS = (1975, 1980, 1988)


def main() -> int:
    """Run one package and print what it gave."""
    warnings.simplefilter("ignore")
    who, work, table, runs = sys.argv[1:5]
    kind = work.split(" ", 1)[0]
    run = PACKAGES[who](kind, table)
    seconds, answer = [], {"att": 0.0}
    for _ in range(1 if kind == "predictors" or who in SLOW else int(runs)):
        started = time.perf_counter()
        answer = run()
        seconds.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000.0
    print(json.dumps({**answer, "seconds": min(seconds), "peak_mb": peak}))
    return 0


def _chiiki(kind: str, table: str) -> Callable[[], dict[str, Any]]:
    import numpy as np  # noqa: PLC0415 -- only where it is run

    from chiiki.evaluation.panel import Panel  # noqa: PLC0415 -- as above
    from chiiki.evaluation.synthetic.estimate import synthetic_control  # noqa: PLC0415 -- as above
    from chiiki.evaluation.synthetic.predictors import parse_predictor  # noqa: PLC0415 -- as above

    with open(table, encoding="utf-8", newline="") as file:  # noqa: PTH123 -- as the peers read it
        rows = list(csv.DictReader(file))
    units = list(dict.fromkeys(row["state"] for row in rows))
    years = sorted({int(row["year"]) for row in rows})
    columns = {name: np.full((len(units), len(years)), np.nan) for name in rows[0] if name not in {"state", "year"}}
    for row in rows:
        for name, cells in columns.items():
            cells[units.index(row["state"]), int(row["year"]) - years[0]] = float(row[name] or "nan")
    panel = Panel(tuple(units), np.array(years), columns["cigsale"], np.full(len(units), np.inf), columns)
    asked = [*PREDICTORS, *(f"cigsale:{year}-{year}" for year in LAGS)] if kind == "predictors" else []
    method: SyntheticMethod = "sdid" if kind == "sdid" else "sc"
    predictors = [parse_predictor(text) for text in asked]

    def run() -> dict[str, Any]:
        found = synthetic_control(
            panel, treated="California", start=START, method=method, predictors=predictors, placebos=("space",)
        )
        return {"att": found.att, "loss": None if kind == "sdid" else found.rmspe_pre**2}

    return run


def _statspai(kind: str, table: str) -> Callable[[], dict[str, Any]]:
    import pandas as pd  # noqa: PLC0415 -- in the peers' interpreter

    statspai = import_module("statspai")

    frame = pd.read_csv(table)[["state", "year", "cigsale"]]
    names = {"outcome": "cigsale", "unit": "state", "time": "year", "treated_unit": "California"}

    def run() -> dict[str, Any]:
        if kind == "sdid":
            reps = frame.state.nunique() - 1
            found = statspai.sdid(frame, **names, treatment_time=START, se_method="placebo", n_reps=reps, seed=1)
            return {"att": float(found.estimate)}
        found = statspai.synth(frame, **names, treatment_time=START, placebo=True)
        return {"att": float(found.estimate), "loss": float(found.model_info["pre_treatment_mspe"])}

    return run


def _diff_diff(kind: str, table: str) -> Callable[[], dict[str, Any]]:
    import diff_diff  # noqa: PLC0415 -- in the peers' interpreter
    import pandas as pd  # noqa: PLC0415 -- as above

    frame = pd.read_csv(table)
    frame["ever"] = (frame.state == "California").astype(int)
    frame["on"] = frame.ever * (frame.year >= START)
    names = {"outcome": "cigsale", "unit": "state", "time": "year"}
    before = [int(year) for year in sorted(frame.year.unique()) if year < START]

    def run() -> dict[str, Any]:
        if kind == "sdid":
            reps = frame.state.nunique() - 1
            after = [int(year) for year in sorted(frame.year.unique()) if year >= START]
            model = diff_diff.SyntheticDiD(variance_method="placebo", n_bootstrap=reps, seed=1)
            return {"att": float(model.fit(frame, treatment="ever", post_periods=after, **names).att)}
        if kind == "outcomes":
            weights = [1.0] * len(before)
            model = diff_diff.SyntheticControl(v_method="custom", custom_v=weights, standardize="none")
            found = model.fit(frame, treatment="on", pre_period_outcomes=before, **names)
        else:
            model = diff_diff.SyntheticControl(seed=1)
            windows = [text.split(":") for text in PREDICTORS]
            special = [(name, list(range(int(w[:4]), int(w[5:]) + 1)), "mean") for name, w in windows]
            special += [("cigsale", [year], "mean") for year in LAGS]
            found = model.fit(frame, treatment="on", special_predictors=special, **names)
        found.in_space_placebo()
        return {"att": float(found.att), "loss": float(found.pre_rmspe) ** 2}

    return run


def _azcausal(kind: str, table: str) -> Callable[[], dict[str, Any]]:
    import pandas as pd  # noqa: PLC0415 -- in the peers' interpreter

    placebo, causal_panel = (
        import_module("azcausal.core.error").Placebo,
        import_module("azcausal.core.panel").CausalPanel,
    )
    method = import_module("azcausal.estimators.panel.sdid").SDID
    del kind
    frame = pd.read_csv(table)
    frame["on"] = ((frame.state == "California") & (frame.year >= START)).astype(int)
    panel = causal_panel(frame).setup(outcome="cigsale", intervention="on", time="year", unit="state")

    def run() -> dict[str, Any]:
        model = method()
        found = model.fit(panel)
        model.error(found, placebo(n_samples=frame.state.nunique() - 1, seed=1))
        return {"att": float(found.effect.value)}

    return run


def _synthdid(kind: str, table: str) -> Callable[[], dict[str, Any]]:
    import pandas as pd  # noqa: PLC0415 -- in the peers' interpreter

    method = import_module("synthdid.synthdid").Synthdid
    del kind
    frame = pd.read_csv(table)[["state", "year", "cigsale"]]
    frame["on"] = ((frame.state == "California") & (frame.year >= START)).astype(int)

    def run() -> dict[str, Any]:
        found = method(frame, unit="state", time="year", treatment="on", outcome="cigsale").fit()
        found.vcov(method="placebo", n_reps=frame.state.nunique() - 1)
        return {"att": float(found.att)}

    return run


def _pysyncon(kind: str, table: str) -> Callable[[], dict[str, Any]]:
    import pandas as pd  # noqa: PLC0415 -- in the peers' interpreter

    pysyncon = import_module("pysyncon")
    del kind
    frame = pd.read_csv(table)
    windows = [text.split(":") for text in PREDICTORS]
    special = [(name, list(range(int(w[:4]), int(w[5:]) + 1)), "mean") for name, w in windows]
    special += [("cigsale", [year], "mean") for year in LAGS]

    def run() -> dict[str, Any]:
        prepared = pysyncon.Dataprep(
            foo=frame,
            predictors=[],
            predictors_op="mean",
            special_predictors=special,
            dependent="cigsale",
            unit_variable="state",
            time_variable="year",
            treatment_identifier="California",
            controls_identifier=sorted(set(frame.state) - {"California"}),
            time_predictors_prior=range(1970, START),
            time_optimize_ssr=range(1970, START),
        )
        model = pysyncon.Synth()
        model.fit(prepared)
        effect = model.att(time_period=range(START, 2001))
        return {"att": float(effect["att"]), "loss": float(model.mspe())}

    return run


PACKAGES = {
    "chiiki": _chiiki,
    "statspai": _statspai,
    "diff-diff": _diff_diff,
    "azcausal": _azcausal,
    "synthdid": _synthdid,
    "pysyncon": _pysyncon,
}

if __name__ == "__main__":
    sys.exit(main())
