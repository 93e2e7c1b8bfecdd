"""Times one peer on one work of the evaluation benchmark in its own interpreter; prints JSON.

Usage: ``python evaluation_peers.py PEER WORK``. Needs NumPy, pandas and the peer, not chiiki.
Peers without randomisation inference are looped over permuted assignments; a loop is cut after
:data:`LOOPS` and scaled to 999, which the driver says.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from evaluation_works import LONG, fewest_seconds, missing, panel

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PEERS", "main"]

LOOPS = {"47x26": 60, LONG: 8}
"""Draws after which a loop is cut; each takes the same time."""

Found = tuple[float, dict[str, Any]]


def main() -> None:
    """Run one peer."""
    warnings.simplefilter("ignore")
    peer, work = sys.argv[1], sys.argv[2]
    seconds, found = PEERS[peer, work]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "version": version(peer.split(" ")[0]), **found}))


def _frame(name: str, *, gaps: bool = False) -> pd.DataFrame:
    outcomes, first = panel(name)
    n_units, n_periods = outcomes.shape
    cells = missing(outcomes) if gaps else outcomes
    columns = {
        "unit": np.repeat(np.arange(n_units), n_periods),
        "time": np.tile(np.arange(n_periods), n_units),
        "outcome": cells.ravel(),
        "first": np.repeat(np.where(np.isfinite(first), first, 0).astype(int), n_periods),
    }
    frame = pd.DataFrame(columns).dropna()
    frame["on"] = ((frame["first"] > 0) & (frame["time"] >= frame["first"])).astype(int)
    return frame


def _loop(name: str, *, gaps: bool = False) -> Found:
    """Estimate by diff-diff under permuted assignments, one after the other."""
    from diff_diff import ImputationDiD  # noqa: PLC0415 -- only in its interpreter

    frame, generator = _frame(name, gaps=gaps), np.random.default_rng(1)
    names = {"outcome": "outcome", "unit": "unit", "time": "time", "first_treat": "first"}
    found = ImputationDiD().fit(frame, **names)
    firsts = frame.groupby("unit")["first"].first().to_numpy()
    started = time.perf_counter()
    for _ in range(LOOPS[name]):
        drawn = generator.permutation(firsts)
        ImputationDiD().fit(frame.assign(first=drawn[frame["unit"]]), **names)
    seconds = (time.perf_counter() - started) / LOOPS[name] * 999
    return seconds, {"estimate": float(found.overall_att), "note": f"{LOOPS[name]} of 999 draws, scaled"}


def _diff_diff_cs(name: str) -> Found:
    from diff_diff import CallawaySantAnna  # noqa: PLC0415 -- as above

    frame = _frame(name)

    def work() -> Any:  # noqa: ANN401 -- the peer's result
        fitted = CallawaySantAnna(control_group="not_yet_treated", n_bootstrap=0)
        return fitted.fit(frame, outcome="outcome", unit="unit", time="time", first_treat="first", aggregate="all")

    seconds, found = fewest_seconds(work, runs=3)
    return seconds, {"estimate": float(found.overall_att)}


def _csdid(name: str) -> Found:
    from csdid.att_gt import ATTgt  # noqa: PLC0415 -- as above

    frame = _frame(name)

    def work() -> Any:  # noqa: ANN401 -- the peer's result
        fitted = ATTgt(
            yname="outcome", gname="first", idname="unit", tname="time", data=frame, control_group="notyettreated"
        ).fit(est_method="dr", bstrap=False)
        return fitted.aggte(typec="simple", bstrap=False)

    seconds, found = fewest_seconds(work, runs=1)
    return seconds, {"estimate": float(found.atte["overall_att"])}


def _statspai_wild() -> Found:
    import statspai  # noqa: PLC0415 -- as above

    frame = _frame("47x26")

    def work() -> Any:  # noqa: ANN401 -- the peer's result
        fitted = statspai.feols("outcome ~ on | unit + time", data=frame, cluster="unit")
        return statspai.wild_cluster_boot(
            fitted, frame, "unit", variable="on", n_boot=9999, seed=1, confidence_set=True
        )

    seconds, found = fewest_seconds(work, runs=1)
    return seconds, {"p_value": float(found["p_boot"]), "interval": [float(end) for end in found["ci_boot"]]}


def _pyfixest_wild() -> Found:
    import pyfixest  # noqa: PLC0415 -- as above

    frame = _frame("47x26")

    def work() -> Any:  # noqa: ANN401 -- the peer's result
        fitted = pyfixest.feols("outcome ~ on + C(unit) + C(time)", frame, vcov={"CRV1": "unit"})
        return fitted, fitted.wildboottest(param="on", reps=9999, seed=1)

    seconds, (fitted, test) = fewest_seconds(work, runs=1)
    found = {"estimate": float(fitted.coef()["on"]), "p_value": float(test["Pr(>|t|)"])}
    return seconds, {**found, "note": "p value only"}


PEERS: dict[tuple[str, str], Callable[[], Found]] = {
    ("diff-diff", "RI 999, 47 x 26"): lambda: _loop("47x26"),
    ("diff-diff", "RI 999, 47 x 26, missing cells"): lambda: _loop("47x26", gaps=True),
    ("diff-diff", "RI 999, 1,900 x 25"): lambda: _loop(LONG),
    ("statspai", "wild 9,999 with interval, 47 clusters"): _statspai_wild,
    ("pyfixest", "wild 9,999 with interval, 47 clusters"): _pyfixest_wild,
    ("diff-diff", "CS with event study, 47 x 26"): lambda: _diff_diff_cs("47x26"),
    ("csdid", "CS with event study, 47 x 26"): lambda: _csdid("47x26"),
    ("diff-diff", "CS with event study, 1,900 x 25"): lambda: _diff_diff_cs(LONG),
    ("csdid", "CS with event study, 1,900 x 25"): lambda: _csdid(LONG),
}

if __name__ == "__main__":
    main()
