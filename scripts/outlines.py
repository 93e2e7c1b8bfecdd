"""Make the small outline map of the facts pack from the Digital Agency's prefecture file.

Run as ``python scripts/outlines.py FILE`` where FILE is ``ja_prefecture_area.json`` (TopoJSON
keyed by prefecture code, CC BY 4.0, from the repository digital-go-jp/policy-dashboard-assets).
Shared borders are simplified once, so neighbours still touch. Islands south of 30°N other than
Okinawa, and islets, are left out; Okinawa is drawn in a box at the top left.
Writes ``src/chiiki/facts/data/jp/outlines.json``.
"""

from __future__ import annotations

import json
import math
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "src/chiiki/facts/data/jp/outlines.json"
CREDIT = "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
SOURCE_ID = "mlit-n03"

TOLERANCE = 0.03
"""Degrees: 0.6 px on the map."""

LEAST_AREA = 0.004
"""Square degrees, about 40 km²: smaller islands are left out unless they are all a region has."""

BOXED = "47"
SOUTH_END = 30.0
WEST, NORTH = 128.5, 45.7
Y_SCALE = 20.2
X_SCALE = Y_SCALE * math.cos(math.radians(37.5))
WIDTH, HEIGHT = 328, 322
SHIFT = (98.0, -362.0)
"""Okinawa: right and down, px."""

FRAME = "M0 92H92L150 34V0"

Ring = list[tuple[float, float]]


def _distance(point: tuple[float, float], start: tuple[float, float], end: tuple[float, float]) -> float:
    (x, y), (x0, y0), (x1, y1) = point, start, end
    length = math.hypot(x1 - x0, y1 - y0)
    if length == 0:
        return math.hypot(x - x0, y - y0)
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length


def simplify(line: Ring) -> Ring:
    """Leave out points nearer than the tolerance to the straight line (Douglas and Peucker).

    Parameters
    ----------
    line
        Longitudes and latitudes.

    Returns
    -------
    list
        A part of the points; first and last are kept.
    """
    if len(line) <= 2:  # noqa: PLR2004 -- a straight line
        return line
    distances = [_distance(point, line[0], line[-1]) for point in line[1:-1]]
    far = max(range(len(distances)), key=distances.__getitem__)
    if distances[far] <= TOLERANCE:
        return [line[0], line[-1]]
    return simplify(line[: far + 2])[:-1] + simplify(line[far + 1 :])


def decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    """Turn the file's delta-coded arcs into lines in degrees.

    Parameters
    ----------
    topology
        A quantised TopoJSON.

    Returns
    -------
    list
        One line per arc.
    """
    (x_scale, y_scale), (x_shift, y_shift) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        xs = accumulate(step[0] for step in arc)
        ys = accumulate(step[1] for step in arc)
        lines.append([(x * x_scale + x_shift, y * y_scale + y_shift) for x, y in zip(xs, ys, strict=True)])
    return lines


def _simplified(line: Ring) -> Ring:
    """Simplify a line; one that is closed in two halves, since its ends are one point."""
    half = len(line) // 2
    is_ring = line[0] == line[-1]
    return simplify(line[: half + 1])[:-1] + simplify(line[half:]) if is_ring else simplify(line)


def rings_of(geometry: dict[str, Any], arcs: list[Ring]) -> list[Ring]:
    """Join a geometry's arcs into closed rings, outer ones only.

    Parameters
    ----------
    geometry
        Polygon or MultiPolygon of a TopoJSON.
    arcs
        As from :func:`decode_arcs`.

    Returns
    -------
    list
        Rings, the largest first.
    """
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        ring: Ring = []
        for index in polygon[0]:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            ring += line if not ring else line[1:]
        rings.append(ring)
    return sorted(rings, key=area, reverse=True)


def area(ring: Ring) -> float:
    """Measure a closed ring in square degrees.

    Parameters
    ----------
    ring
        Longitudes and latitudes.

    Returns
    -------
    float
        Not negative.
    """
    following = ring[1:] + ring[:1]
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, following, strict=True))) / 2


def is_shown(region_id: str, ring: Ring, *, rank: int) -> bool:
    """Say whether an island is large and near enough.

    Parameters
    ----------
    region_id
        Prefecture code.
    ring
        Its outline.
    rank
        0 for the region's largest, which always stays.

    Returns
    -------
    bool
        True to draw it.
    """
    is_near = region_id == BOXED or min(latitude for _, latitude in ring) >= SOUTH_END
    return rank == 0 or (is_near and area(ring) >= LEAST_AREA)


def place(point: tuple[float, float], *, region_id: str) -> tuple[float, float]:
    """Project degrees to map units.

    Parameters
    ----------
    point
        Longitude and latitude.
    region_id
        Prefecture code; Okinawa is shifted into its box.

    Returns
    -------
    (float, float)
        x right, y down, one decimal.
    """
    right, down = SHIFT if region_id == BOXED else (0.0, 0.0)
    return round((point[0] - WEST) * X_SCALE + right, 1), round((NORTH - point[1]) * Y_SCALE + down, 1)


def shape_of(region_id: str, rings: list[Ring]) -> dict[str, Any]:
    """Write a region's path in relative steps, with the middle of its largest part.

    Parameters
    ----------
    region_id
        Prefecture code.
    rings
        Its outer rings, the largest first.

    Returns
    -------
    dict
        ``path``, ``x``, ``y``.
    """
    path = ""
    for rank, ring in enumerate(rings):
        if not is_shown(region_id, ring, rank=rank):
            continue
        points = list(dict.fromkeys(place(point, region_id=region_id) for point in ring))
        steps = [(round(x1 - x0, 1), round(y1 - y0, 1)) for (x0, y0), (x1, y1) in pairwise(points)]
        path += f"M{points[0][0]:g} {points[0][1]:g}l" + " ".join(f"{dx:g} {dy:g}" for dx, dy in steps) + "z"
    x, y = place(middle(rings[0]), region_id=region_id)
    return {"path": path.replace(" -", "-"), "x": x, "y": y}


def middle(ring: Ring) -> tuple[float, float]:
    """Find the centre of gravity of a ring.

    Parameters
    ----------
    ring
        Longitudes and latitudes.

    Returns
    -------
    (float, float)
        Longitude and latitude.
    """
    x_ref, y_ref = ring[0]
    local = [(x - x_ref, y - y_ref) for x, y in ring]
    pairs = list(zip(local, local[1:] + local[:1], strict=True))
    crosses = [x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs]
    total = 3 * sum(crosses)
    x = sum((x0 + x1) * cross for ((x0, _), (x1, _)), cross in zip(pairs, crosses, strict=True)) / total
    y = sum((y0 + y1) * cross for ((_, y0), (_, y1)), cross in zip(pairs, crosses, strict=True)) / total
    return x + x_ref, y + y_ref


def outlines(source: Path) -> str:
    """Build the content of ``outlines.json``.

    Parameters
    ----------
    source
        The TopoJSON file.

    Returns
    -------
    str
        JSON, one entry per line.
    """
    topology = json.loads(source.read_text(encoding="utf-8"))
    arcs = [_simplified(line) for line in decode_arcs(topology)]
    (layer,) = topology["objects"].values()
    rings = {shape["properties"]["prefecture_code"]: rings_of(shape, arcs) for shape in layer["geometries"]}
    content = {
        "credit": CREDIT,
        "source_id": SOURCE_ID,
        "width": WIDTH,
        "height": HEIGHT,
        "frame": FRAME,
        "west": WEST,
        "north": NORTH,
        "x_scale": round(X_SCALE, 6),
        "y_scale": Y_SCALE,
        "shifts": {BOXED: SHIFT},
        "shapes": {region_id: shape_of(region_id, rings[region_id]) for region_id in sorted(rings)},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(outlines(Path(sys.argv[1])), encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1000:.1f} kB")
