"""One peer on the event study in a file: its intervals by relative magnitudes, timed.

Usage: ``python benchmarks/evaluation_honest_peers.py statspai|moderndid FILE``, run by
``evaluation_honest.py`` in an interpreter that has the peer.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["PEERS", "main", "moderndid", "statspai"]


def statspai(study: dict[str, Any]) -> list[list[float]]:
    """Return the intervals of statspai, one for each bound."""
    from statspai.did import honest_did_from_moments  # noqa: PLC0415 -- a peer

    found = honest_did_from_moments(
        np.array(study["estimates"]),
        np.array(study["covariance"]),
        num_pre_periods=study["n_before"],
        m_grid=study["bounds"],
        l_vec=np.array(study["weights"]),
        method="relative_magnitude",
        honestdid_method="C-LF",
        breakdown=False,
    )
    return [[float(row.ci_lower), float(row.ci_upper)] for row in found.itertuples()]


def moderndid(study: dict[str, Any]) -> list[list[float]]:
    """Return the intervals of moderndid, one for each bound."""
    from moderndid.didhonest.sensitivity import create_sensitivity_results_rm  # noqa: PLC0415 -- a peer

    found = create_sensitivity_results_rm(
        np.array(study["estimates"]),
        np.array(study["covariance"]),
        study["n_before"],
        len(study["estimates"]) - study["n_before"],
        m_bar_vec=np.array(study["bounds"]),
        l_vec=np.array(study["weights"]).reshape(-1, 1),
        method="C-LF",
    )
    return [[float(row["lb"]), float(row["ub"])] for row in found.to_dicts()]


PEERS = {"statspai": statspai, "moderndid": moderndid}


def main() -> int:
    """Run one peer, its first call apart, and print seconds, intervals and version as JSON."""
    name, file = sys.argv[1:3]
    study = json.loads(Path(file).read_text(encoding="utf-8"))
    warnings.simplefilter("ignore")
    seconds = []
    intervals: list[list[float]] = []
    for _ in range(study["runs"][name]):
        started = time.perf_counter()
        intervals = PEERS[name](study)
        seconds.append(time.perf_counter() - started)
    print(json.dumps({"seconds": min(seconds), "intervals": intervals, "version": version(name)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
