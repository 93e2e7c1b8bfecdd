"""Compute the reference values of the conventions with the packages themselves.

Run in environments of their own, never in the project's. FOLDER is any empty folder outside
the checkout::

    python conventions_reference.py tables FOLDER             # NumPy
    python conventions_reference.py peers FOLDER              # ecomplexity 0.5.3, econcomplex 1.0.1, pandas 3
    python conventions_reference.py peers FOLDER              # economic-complexity 0.3.0, pandas 2
    Rscript conventions_reference.R FOLDER                    # economiccomplexity 2.0.0, EconGeo 2.1
    python conventions_reference.py collect FOLDER            # writes the JSON files beside this one

R takes the order of its sums from BLAS: run it with the reference BLAS and LAPACK that Debian
gives it, as the last digits of reflections, and EconGeo's rounding to four decimals, hang on it.

Public tables are read from ``shared/data/complexity_benchmarks`` beside the checkout; without it
their file is left as it is.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import sys
import warnings
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from seeded_tables import PUBLIC, kept, public_tables, tables  # noqa: E402 -- beside the tests that use it


def write_tables(folder: Path) -> None:
    """Write every table, cells as hexadecimal so that no digit is lost."""
    for name, table in (tables() | public_tables()).items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["region", *(f"f{n:04d}" for n in range(table.shape[1]))])
            writer.writerows([f"r{n:04d}", *(float(cell).hex() for cell in row)] for n, row in enumerate(table))


def run_peers(folder: Path) -> None:
    """Run the Python packages that are installed here."""
    import pandas as pd  # noqa: PLC0415 -- only where it is installed

    warnings.simplefilter("ignore")
    runs = {"ecomplexity": _ecomplexity, "econcomplex": _econcomplex, "economic_complexity": _datawheel}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        cells = [[float.fromhex(cell) for cell in row[1:]] for row in rows[1:]]
        frame = pd.DataFrame(cells, index=[row[0] for row in rows[1:]], columns=rows[0][1:])
        long = frame.rename_axis("region").reset_index().melt("region", var_name="field", value_name="value")
        table = long.pivot(index="region", columns="field", values="value")  # noqa: PD010 -- no pair comes twice
        for package, run in runs.items():
            if importlib.util.find_spec(package):
                _write(folder / f"{path.stem}.{package}.json", run(table, long))


def _ecomplexity(table, long):
    from ecomplexity import ecomplexity, proximity  # noqa: PLC0415 -- only where it is installed

    long = long.assign(time=1)[["time", "region", "field", "value"]]
    names = {"time": "time", "loc": "region", "prod": "field", "val": "value"}
    found = ecomplexity(long, names, check_logsupermodularity=False, verbose=False)
    near = proximity(long, names)

    def cells(column):
        wide = found.pivot(index="region", columns="field", values=column)  # noqa: PD010 -- no pair comes twice
        return wide.reindex(index=table.index, columns=table.columns).to_numpy(float)

    def first(column, axis):
        values = cells(column)
        return np.where(np.isnan(values).all(axis), np.nan, np.nanmax(np.nan_to_num(values, nan=-np.inf), axis))

    wide = near.pivot(index="field_1", columns="field_2", values="proximity")  # noqa: PD010 -- likewise
    return {
        "rca": cells("rca"),
        "presence": np.nan_to_num(cells("mcp")),
        "density": cells("density"),
        "cog": cells("cog"),
        "eci": first("eci", 1),
        "pci": first("pci", 0),
        "coi": first("coi", 1),
        "proximity": wide.reindex(index=table.columns, columns=table.columns).to_numpy(float),
    }


def _econcomplex(table, _long):
    import econcomplex  # noqa: PLC0415 -- only where it is installed
    from econcomplex.relatedness.cooccurrence import relatedness_index  # noqa: PLC0415 -- only where it is installed

    presence = econcomplex.mcp(table)
    eci, pci = econcomplex.eci_pci(table)
    reflected = econcomplex.eci_pci(table, method="reflections")
    fit = econcomplex.eci_pci(table, method="fitness")
    return {
        "rca": econcomplex.rca(table),
        "presence": presence,
        "proximity": econcomplex.proximity(table, compute="product")["product"],
        "density": econcomplex.relatedness_density(table),
        "eci": eci,
        "pci": pci,
        "coi": econcomplex.complexity_outlook_index(table, pci),
        "cog": econcomplex.complexity_outlook_gain(table, pci),
        "reflected_regions": reflected[0],
        "reflected_fields": reflected[1],
        "fitness": fit[0],
        "quality": fit[1],
        **{
            f"relatedness {measure}": relatedness_index(presence, method=measure)
            for measure in ("association", "cosine", "jaccard", "probability")
        },
    }


def _datawheel(table, _long):
    import economic_complexity  # noqa: PLC0415 -- only where it is installed

    ratios = economic_complexity.rca(table)
    eci, pci = economic_complexity.complexity(ratios)
    return {
        "rca": ratios,
        "presence": ratios.ge(1),
        "proximity": economic_complexity.proximity(ratios),
        "density": economic_complexity.relatedness(ratios),
        "eci": eci.reindex(table.index),
        "pci": pci.reindex(table.columns),
        "reflected_regions": eci.reindex(table.index),
        "reflected_fields": pci.reindex(table.columns),
        "cog": economic_complexity.opportunity_gain(ratios, pci=pci),
    }


def _write(path: Path, found) -> None:
    path.write_text(json.dumps({name: np.asarray(values, float).tolist() for name, values in found.items()}))


def full(folder: Path) -> dict[str, dict[str, dict[str, np.ndarray]]]:
    """Read every result: table, convention, quantity."""
    names = {"ecomplexity": "ecomplexity", "econcomplex": "econcomplex", "economic_complexity": "economic-complexity"}
    names |= {"economiccomplexity": "economiccomplexity", "EconGeo": "EconGeo"}
    found: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    for path in sorted(folder.glob("*.*.json")):
        table, package, _ = path.name.split(".")
        values = json.loads(path.read_text())
        found.setdefault(table, {})[names[package]] = {
            name: np.array(cells, dtype=float) for name, cells in values.items()
        }
    return found


def collect(folder: Path) -> None:
    """Keep a sample of every result in the files beside this script."""
    found = full(folder)
    for file, names in (("conventions.json", tables()), ("conventions-shared.json", PUBLIC)):
        if not all(name in found for name in names):
            continue
        sample = {
            table: {
                convention: {
                    quantity: [None if np.isnan(cell) else cell for cell in values.ravel()[kept(values)].tolist()]
                    for quantity, values in sorted(results.items())
                }
                for convention, results in sorted(found[table].items())
            }
            for table in names
        }
        (HERE / file).write_text(json.dumps(sample, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    {"tables": write_tables, "peers": run_peers, "collect": collect}[sys.argv[1]](Path(sys.argv[2]))
