"""Make the list of prefectures that border each other from the Digital Agency's prefecture file.

Run as ``python scripts/neighbours.py FILE`` with the file of ``scripts/outlines.py``. Its borders
are topological: where two prefectures meet they use one and the same line, so nothing has to be
measured with a tolerance. A border counts as land where it runs between large parts of both, and
as islet where two prefectures divide a small island between them. Fixed links across the sea are
named by hand below. Writes ``src/chiiki/facts/data/jp/neighbours.json``.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from outlines import CREDIT, SOURCE_ID, decode_arcs

if TYPE_CHECKING:
    from outlines import Ring

TARGET = Path(__file__).resolve().parents[1] / "src/chiiki/facts/data/jp/neighbours.json"

LEAST_AREA_KM2 = 100.0
"""Smaller parts are islets: the largest divided island has less than 10 km², the smallest main part 1,800."""

KM_PER_DEGREE = 111.32

LINKS = {
    ("01", "02"): "Seikan Tunnel",
    ("12", "14"): "Tokyo Bay Aqua-Line",
    ("28", "36"): "Onaruto Bridge",
    ("33", "37"): "Great Seto Bridge",
    ("34", "38"): "Nishiseto Expressway",
    ("35", "40"): "Kanmon tunnels and bridge",
}
"""Roads and railways across the sea between two prefectures."""


def area_km2(ring: list[int], arcs: list[Ring]) -> float:
    """Measure the area inside a ring.

    Parameters
    ----------
    ring
        Numbers of its arcs, ones' complement where they run backwards.
    arcs
        As from :func:`outlines.decode_arcs`.

    Returns
    -------
    float
        Square kilometres.
    """
    points = [point for arc in ring for point in (arcs[arc] if arc >= 0 else arcs[~arc][::-1])]
    twice = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*points, points[0]]))
    return abs(twice) / 2 * KM_PER_DEGREE**2 * math.cos(math.radians(points[0][1]))


def borders(topology: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Find every pair of prefectures that share a line.

    Parameters
    ----------
    topology
        A quantised TopoJSON.

    Returns
    -------
    dict
        From the pair of codes, in order, to ``land`` or ``islet``.
    """
    arcs = decode_arcs(topology)
    (layer,) = topology["objects"].values()
    sides: dict[int, list[tuple[str, bool]]] = {}
    for shape in layer["geometries"]:
        code = shape["properties"]["prefecture_code"]
        for polygon in shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]:
            is_large = area_km2(polygon[0], arcs) >= LEAST_AREA_KM2
            for arc in (arc for ring in polygon for arc in ring):
                sides.setdefault(arc if arc >= 0 else ~arc, []).append((code, is_large))
    found: dict[tuple[str, str], str] = {}
    for users in sides.values():
        for (one, is_one_large), (other, is_other_large) in combinations(sorted(users), 2):
            if one != other and found.get((one, other)) != "land":
                found[one, other] = "land" if is_one_large and is_other_large else "islet"
    return dict(sorted(found.items()))


def neighbours(source: Path) -> str:
    """Build the content of ``neighbours.json``.

    Parameters
    ----------
    source
        The TopoJSON file.

    Returns
    -------
    str
        JSON, one pair per line.
    """
    pairs = borders(json.loads(source.read_text(encoding="utf-8")))
    listed = [{"regions": list(pair), "kind": kind} for pair, kind in pairs.items()]
    listed += [{"regions": list(pair), "kind": "link", "name_en": name} for pair, name in LINKS.items()]
    head = json.dumps({"credit": CREDIT, "source_id": SOURCE_ID}, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n".join("  " + json.dumps(pair, ensure_ascii=False) for pair in listed)
    return f'{head},\n "pairs": [\n{lines}\n ]\n}}\n'


if __name__ == "__main__":
    TARGET.write_text(neighbours(Path(sys.argv[1])), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.1f} kB")
