from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path

import pytest
from chart_gallery import PACK, outlines

ROOT = Path(__file__).parents[3]
SOURCE = ROOT.parent / "shared/data/japan_geo/ja_prefecture_area.json"


def corners(path):
    """Absolute points of a path in relative steps."""
    points = []
    for part in re.findall(r"M([^l]+)l([^z]*)z", path):
        start, steps = (list(map(float, re.findall(r"-?[\d.]+", piece))) for piece in part)
        x, y = start
        points.append((x, y))
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
    return points


def test_every_prefecture_has_an_outline_inside_the_map():
    drawn = outlines()
    assert [shape.region_id for shape in drawn.shapes] == [f"{k:02d}" for k in range(1, 48)]
    for shape in drawn.shapes:
        assert all(-1 <= x <= drawn.width + 1 and -1 <= y <= drawn.height + 1 for x, y in corners(shape.path))
        assert 0 <= shape.x <= drawn.width
        assert 0 <= shape.y <= drawn.height


def test_the_file_is_small_and_credits_its_source():
    assert (PACK / "outlines.json").stat().st_size < 20_000
    assert outlines().credit == "「国土数値情報（行政区域データ）」（国土交通省）を加工して作成"
    assert outlines().source_id == "mlit-n03"


@pytest.mark.parametrize(
    ("region_id", "longitude", "latitude"), [("04", 140.87, 38.27), ("13", 139.69, 35.69), ("47", 127.68, 26.21)]
)
def test_an_office_stands_in_its_prefecture(region_id, longitude, latitude):
    drawn = outlines()
    shape = next(shape for shape in drawn.shapes if shape.region_id == region_id)
    x, y = drawn.place(longitude, latitude, region_id=region_id)
    points = corners(shape.path)
    assert min(a for a, _ in points) <= x <= max(a for a, _ in points)
    assert min(b for _, b in points) <= y <= max(b for _, b in points)


def test_neighbours_share_their_border():
    drawn = {shape.region_id: corners(shape.path) for shape in outlines().shapes}
    near = sum(any(abs(x - a) < 0.6 and abs(y - b) < 0.6 for a, b in drawn["06"]) for x, y in drawn["04"])
    assert near >= 8


@pytest.mark.shared
def test_the_script_makes_the_shipped_file():
    if not SOURCE.exists():
        pytest.skip(f"needs {SOURCE.name} in the folder shared/ beside the checkout")
    spec = importlib.util.spec_from_file_location("outlines_script", ROOT / "scripts/outlines.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert json.loads(script.outlines(SOURCE)) == json.loads((PACK / "outlines.json").read_text(encoding="utf-8"))
