"""Compare every cell of what the packages computed with the conventions, and write the table that ships.

Run in the project's environment on the folder that ``conventions_reference.py`` filled, from the
folder of this script::

    python differences_reference.py FOLDER

Rows of other families of methods are kept as they are.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from conventions_reference import full

from chiiki.capability.conventions import CONVENTIONS, analyse
from seeded_tables import public_tables, tables
from written_formulas import atlas_by_loops

SHIPPED = Path(__file__).parents[3] / "src" / "chiiki" / "capability" / "differences.csv"
COLUMNS = ("method", "peer", "version", "input", "largest_difference", "tolerance", "reason")
INPUTS = {
    "latent": "latent 47 x 300, seed 20260101",
    "empties": "14 x 17 with an empty region and field, seed 20260102",
    "ties": "11 x 8 in thirds with exact ties, seed 20260103",
    "provinces": "exports of 53 Spanish provinces by 22 sections",
    "exports": "exports of 226 countries by 21 sections",
    "world": "world trade 226 x 785, mean of 1998 to 2000",
}
REASONS = {
    ("complexity", "economic-complexity"): "it iterates 20 reflections, which leave some six digits",
    ("gain", "economic-complexity"): "uses its PCI, from 20 reflections",
    (
        "complexity",
        "economiccomplexity",
    ): "takes LAPACK's unsorted second eigenvector: repeated, with a caution where it is another",
    ("complexity", "EconGeo"): "matrix rounded to four decimals: equal with the reference BLAS that Debian gives R",
    ("density", "EconGeo"): "of its probability index, rounded to two decimals as the package prints it",
    ("complexity", "atlas"): "the formula as written, solved with numpy.linalg.eig",
    ("rca", "EconGeo"): "its location_quotient; its rca prints the same to two decimals",
}
ROUNDING = "order of addition"
LOOSE = 1e-6
TIGHT = 1e-9


def method_of(quantity: str) -> str:
    """Name the method that a quantity belongs to."""
    names = {"eci": "complexity", "pci": "complexity", "coi": "outlook", "cog": "gain", "quality": "fitness"}
    return names.get(quantity, "reflections" if quantity.startswith("reflected") else quantity.split(maxsplit=1)[0])


def ours(table: np.ndarray, convention: str, quantity: str) -> np.ndarray:
    """Compute one quantity by a convention."""
    found = analyse(table, convention=convention, measure=quantity.split()[1] if " " in quantity else None)
    pairs = {"reflected_regions": ("reflections", 0), "reflected_fields": ("reflections", 1)}
    pairs |= {"fitness": ("fitness", 0), "quality": ("fitness", 1)}
    if quantity in pairs:
        name, side = pairs[quantity]
        return getattr(found, name)[side]
    return np.asarray(getattr(found, quantity.split(maxsplit=1)[0]), dtype=float)


def difference(mine: np.ndarray, theirs: np.ndarray) -> float:
    """Give the largest difference, over the largest value where that is above 1; missing in the same places."""
    if mine.shape != theirs.shape or (np.isnan(mine) != np.isnan(theirs)).any():
        return float("inf")
    if np.isnan(theirs).all():
        return 0.0
    return float(np.nanmax(np.abs(mine - theirs)) / max(1.0, np.nanmax(np.abs(theirs))))


def rows(folder: Path) -> list[dict[str, str]]:
    """Compare everything, the largest difference of each method, convention and table."""
    everything, worst = tables() | public_tables(), defaultdict(float)
    for name, conventions in full(folder).items():
        for convention, quantities in conventions.items():
            for quantity, theirs in quantities.items():
                key = (method_of(quantity), convention, name)
                worst[key] = max(worst[key], difference(ours(everything[name], convention, quantity), theirs))
    for name in ("latent", "ties"):
        for quantity, theirs in atlas_by_loops(everything[name]).items():
            key = (method_of(quantity), "atlas", name)
            worst[key] = max(worst[key], difference(ours(everything[name], "atlas", quantity), theirs))
    found = []
    for (method, convention, name), largest in sorted(worst.items()):
        loose = method == "reflections" or (convention == "economic-complexity" and method in ("complexity", "gain"))
        origin = CONVENTIONS[convention].origin
        package, version = ("atlas", "2014") if convention == "atlas" else origin.split(",")[0].rsplit(" ", 1)
        reason = REASONS.get((method, convention), "none" if largest == 0 else ROUNDING)
        values = (method, package, version, INPUTS[name], f"{largest:.1e}", f"{LOOSE if loose else TIGHT:g}", reason)
        found.append(dict(zip(COLUMNS, values, strict=True)))
    return found


def main() -> None:
    """Write the table."""
    found = rows(Path(sys.argv[1]))
    mine = {(row["peer"], row["method"]) for row in found}
    kept = []
    if SHIPPED.exists():
        with SHIPPED.open(encoding="utf-8", newline="") as file:
            kept = [row for row in csv.DictReader(file) if (row["peer"], row["method"]) not in mine]
    with SHIPPED.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found + kept)


if __name__ == "__main__":
    main()
