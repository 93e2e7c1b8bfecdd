"""Times one peer on one work in its own interpreter; prints JSON, compares with what ours kept.

Usage: ``python capability_peers.py PEER WORK FOLDER``. Needs NumPy and the peer, not chiiki.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from capability_tables import WORKS, amounts, documents

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["PEERS", "main"]

Found = tuple[dict[str, float], dict[str, Any]]


def main() -> None:
    """Run one peer."""
    peer, name, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    seconds, found = PEERS[peer](name)
    ours = np.load(folder / "ours.npz")
    differences = {key: _difference(ours[key], value) for key, value in found.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    print(json.dumps({"seconds": seconds, "differences": differences, "peak_mb": peak}))


def _difference(ours: Any, theirs: Any) -> float:  # noqa: ANN401 -- arrays of any type
    wanted, found = np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float)
    return float(np.abs(wanted - found).max() / max(1.0, np.abs(wanted).max()))


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    work_again = 1
    started = time.perf_counter()
    found = work()
    least = time.perf_counter() - started
    if least < 1:
        work_again = 2
    for _ in range(work_again - 1):
        started = time.perf_counter()
        found = work()
        least = min(least, time.perf_counter() - started)
    return least, found


def _econcomplex(name: str) -> Found:
    import econcomplex as peer  # type: ignore[import-not-found]  # noqa: PLC0415 -- only in its own interpreter

    table = amounts(WORKS[name])
    seconds: dict[str, float] = {}
    seconds["rca"], presence = _timed(lambda: peer.mcp(table))
    seconds["proximity"], both = _timed(lambda: peer.proximity(presence, use_rca=False, compute="product"))
    near = both["product"] if isinstance(both, dict) else both
    with_itself = np.asarray(near).copy()
    np.fill_diagonal(with_itself, 1.0)  # where this package has 0
    seconds["density"], _ = _timed(lambda: peer.relatedness_density(presence, phi=near, use_rca=False))
    seconds["fitness"], fit = _timed(lambda: peer.fitness_complexity(presence, use_rca=False, iterations=20, tol=0.0))
    seconds["reflections"], _ = _timed(lambda: peer.method_of_reflections(presence, use_rca=False, iterations=20))
    seconds["complexity"], (eci, pci) = _timed(lambda: peer.eci_pci(presence, use_rca=False))
    eci, pci = np.asarray(eci), np.asarray(pci)
    seconds["outlook"], _ = _timed(lambda: peer.cog(presence, pci, phi=near, use_rca=False))
    found = {
        "presence": np.asarray(presence),
        "proximity": with_itself[:: max(1, len(near) // 50)],
        "eci": (eci - eci.mean()) / eci.std(ddof=1),
        "pci": (pci - pci.mean()) / pci.std(ddof=1),
        "fitness": np.asarray(fit[0]),
    }
    return seconds, found


def _ecomplexity(name: str) -> Found:
    import pandas as pd  # noqa: PLC0415
    from ecomplexity import ecomplexity  # type: ignore[import-not-found]  # noqa: PLC0415

    frame = _long(amounts(WORKS[name]), pd)
    columns = {"time": "year", "loc": "region", "prod": "field", "val": "value"}
    least, _ = _timed(lambda: ecomplexity(frame, columns, verbose=False))
    return {"all": least}, {}


def _economic_complexity(name: str) -> Found:
    import economic_complexity as peer  # type: ignore[import-not-found]  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    table = pd.DataFrame(amounts(WORKS[name]))

    def chain() -> None:
        ratios = peer.rca(table)
        near = peer.proximity(ratios)
        peer.relatedness(ratios, proximities=near)
        peer.complexity(ratios)

    least, _ = _timed(chain)
    return {"chain by reflections": least}, {}


def _long(table: Any, pd: Any) -> Any:  # noqa: ANN401 -- pandas is the peer's
    rows, columns = np.indices(table.shape)
    names = {"year": 2020, "region": rows.ravel(), "field": columns.ravel(), "value": table.ravel()}
    return pd.DataFrame(names)


def _duckdb(name: str) -> Found:
    import duckdb  # type: ignore[import-not-found]  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    drawn = documents(int(name.split()[1]))
    rows = pd.DataFrame({"d": drawn.documents, "f": drawn.fields})
    query = "select a.f, b.f, count(*) n from drawn a join drawn b on a.d = b.d and a.f < b.f group by 1, 2"
    duckdb.register("drawn", rows)
    least, found = _timed(lambda: duckdb.sql(query).fetchnumpy()["n"])
    return {"documents": least}, {"counts": _sums(found)}


def _scipy(name: str) -> Found:
    from scipy import sparse  # noqa: PLC0415

    drawn = documents(int(name.split()[1]))

    def count() -> Any:  # noqa: ANN401 -- a sparse matrix
        table = sparse.csr_matrix((np.ones(drawn.fields.size), (drawn.documents, drawn.fields)))
        return sparse.triu(table.T @ table, k=1).data

    least, found = _timed(count)
    return {"documents": least}, {"counts": _sums(found)}


def _polars(name: str) -> Found:
    import polars as pl  # noqa: PLC0415

    drawn = documents(int(name.split()[1]))
    frame = pl.DataFrame({"d": drawn.documents, "f": drawn.fields})

    def count() -> Any:  # noqa: ANN401 -- a column
        joined = frame.join(frame, on="d").filter(pl.col("f") < pl.col("f_right"))
        return joined.group_by("f", "f_right").len()["len"].to_numpy()

    least, found = _timed(count)
    return {"documents": least}, {"counts": _sums(found)}


def _numpy(name: str) -> Found:
    drawn = documents(int(name.split()[1]))

    def count() -> Any:  # noqa: ANN401 -- an array
        pairs = []
        for apart in range(1, 8):  # rows of one document stand beside each other
            same = drawn.documents[apart:] == drawn.documents[:-apart]
            pairs.append(drawn.fields[:-apart][same] * drawn.n_fields + drawn.fields[apart:][same])
        return np.unique(np.concatenate(pairs), return_counts=True)[1]

    least, found = _timed(count)
    return {"documents": least}, {"counts": _sums(found)}


def _sums(counts: Any) -> list[float]:  # noqa: ANN401 -- an array of any integer type
    numbers = np.asarray(counts, dtype=float)
    return [numbers.size, numbers.sum(), (numbers**2).sum()]


PEERS: dict[str, Callable[[str], Found]] = {
    "econcomplex": _econcomplex,
    "ecomplexity": _ecomplexity,
    "economic-complexity": _economic_complexity,
    "DuckDB": _duckdb,
    "SciPy": _scipy,
    "Polars": _polars,
    "NumPy": _numpy,
}
"""What runs each peer, by the name of the work."""


if __name__ == "__main__":
    main()
