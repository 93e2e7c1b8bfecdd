"""The scatter: leaders that do not cross, names in the accent, peers as one path."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from chart_gallery import scatter
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.brief.charts import Label, ScatterDot, ScatterName, draw

SVG = "{http://www.w3.org/2000/svg}"


def _drawn(chart, width="wide"):
    return ET.fromstring(draw(chart, theme="print", width=width))  # noqa: S314 -- our own output


def _leaders(svg):
    """Dot and end of each leader: the paths of three points."""
    found = []
    for path in svg.iter(f"{SVG}path"):
        points = [tuple(map(float, pair.split())) for pair in re.findall(r"[ML]([\d.]+ [\d.]+)", path.get("d"))]
        if len(points) == 3:
            found.append(points[:2])
    return found


def _side(a, b, c):
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(10, 60), st.integers(1, 424)), min_size=1, max_size=9, unique=True))
def test_leaders_never_cross(places):
    named = tuple(
        ScatterName(ScatterDot(x / 100, -y, 1.0), f"Industry {k}", Label(f"{k}%")) for k, (x, y) in enumerate(places)
    )
    leaders = _leaders(_drawn(replace(scatter("en"), named=named)))

    assert len(leaders) == len(places)
    for (a, b), (c, d) in combinations(leaders, 2):
        # places are written with two decimals, so lines that only touch may seem to cross by that much
        assert _side(a, b, c) * _side(a, b, d) >= -1e2 or _side(c, d, a) * _side(c, d, b) >= -1e2


def test_long_names_take_lines_of_their_own_and_make_the_drawing_as_tall_as_they_need():
    long = (
        "Measuring, analytical, testing, surveying, physical and chemical instruments and their parts and accessories"
    )
    named = tuple(ScatterName(ScatterDot(0.4, -200 - k, 1.0), long, Label(f"{k}%")) for k in range(9))
    svg = _drawn(replace(scatter("en"), named=named))
    texts = [text for text in svg.iter(f"{SVG}text") if not text.get("text-anchor")]
    lines = sorted(float(text.get("y")) for text in texts if float(text.get("x")) > 430)

    assert len(lines) > 2 * len(named)
    assert all(later - earlier >= 12.9 for earlier, later in pairwise(lines))
    assert lines[-1] + 2 <= float(svg.get("height"))


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_only_the_named_dots_are_in_the_accent(width):
    chart = scatter("en")
    circles = [circle.get("fill") for circle in _drawn(chart, width).iter(f"{SVG}circle")]

    assert circles == ["#0055ad"] * len(chart.named)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_hundreds_of_peers_are_one_path(width):
    chart = scatter("en")
    peers = [path for path in _drawn(chart, width).iter(f"{SVG}path") if path.get("fill") == "#767f88"]

    assert len(peers) == 1
    assert peers[0].get("d").count("M") == len(chart.peers)


def test_the_area_of_a_dot_grows_with_its_size():
    dots = tuple(ScatterName(ScatterDot(0.3, -size, size), str(size), Label("")) for size in (100.0, 400.0))
    radii = [
        float(circle.get("r")) for circle in _drawn(replace(scatter("en"), named=dots, peers=())).iter(f"{SVG}circle")
    ]

    assert radii[1] == 2 * radii[0]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_a_map_without_names_or_peers_still_has_its_corners(width):
    for chart in (replace(scatter("en"), named=()), replace(scatter("en"), peers=(), size_label="")):
        words = ["".join(text.itertext()) for text in _drawn(chart, width).iter(f"{SVG}text")]

        assert set(chart.corners) <= set(words)


def test_items_without_size_are_dots_of_the_smallest_kind():
    named = (ScatterName(ScatterDot(0.3, -10, 0.0), "None", Label("")),)
    circles = list(_drawn(replace(scatter("en"), named=named, peers=())).iter(f"{SVG}circle"))

    assert [circle.get("r") for circle in circles] == ["3"]
