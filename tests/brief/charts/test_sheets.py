"""Long drawings on paper: cut between rows, whole, with head and axis on each sheet."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET  # our own output
from itertools import pairwise

import pytest

from chiiki.brief.charts import Band, Event, Key, Lane, LaneItem, Lanes, Span, Timeline, draw, draw_for_paper
from chiiki.brief.charts.pen import Pen
from chiiki.brief.charts.sheets import AXIS, LONGEST, parts
from chiiki.brief.charts.sketch import sketch

SVG = "{http://www.w3.org/2000/svg}"
SHEET = 997.0
"""Height of an A4 sheet between its margins, px."""

BANDS = (Band(2001, 2005, "Plan 2", "2"), Band(2006, 2010, "Plan 3", "3"))
KEYS = (Key("unknown_end", "last year not found"),)


def timeline(n, *, n_lanes=0):
    bars = tuple(
        Span(
            f"bar {k}", f"bar {k}", 2000 + k % 9, None, lane=f"lane {k * n_lanes // n}" if n_lanes else "", href=f"/{k}"
        )
        for k in range(n)
    )
    events = (Event(2004.5, "①", "A law (2004)"),)
    return Timeline("Timeline.", 2000, 2010, BANDS, "Plans", events, "Laws", bars, KEYS)


def lanes(n):
    items = tuple(LaneItem(f"item {k}", f"item {k}", 2000 + k % 3, 2010) for k in range(n))
    return Lanes("Lanes.", 2000, 2010, BANDS, (Lane("few", items[:3]), Lane("many", items[3:])), KEYS)


LONG = {"timeline": timeline(52), "timeline in lanes": timeline(60, n_lanes=4), "lanes": lanes(45)}


def sketched(chart):
    """Return the pen, the height and the parts of a wide drawing."""
    pen = Pen("html", {})
    _, height = sketch(chart, pen, "wide")
    return pen, height, list(parts(pen.cuts, height=height))


@pytest.mark.parametrize("chart", [timeline(3), timeline(30), lanes(10)])
def test_what_a_sheet_holds_is_drawn_once(chart):
    assert draw_for_paper(chart, name="d") == (draw(chart, theme="html"), "")


@pytest.mark.parametrize("name", LONG)
def test_every_row_stands_on_one_sheet_and_no_more(name):
    pen, height, found = sketched(LONG[name])
    assert height > LONGEST
    rows = [strips[-2] for strips in found]
    assert len(rows) > 1
    assert rows[0][0] == pen.cuts.rows[0].top
    assert all(above[1] == below[0] for above, below in pairwise(rows))
    assert rows[-1][1] == pen.cuts.foot


@pytest.mark.parametrize("name", LONG)
def test_each_sheet_begins_with_the_head_and_ends_with_the_years(name):
    pen, height, found = sketched(LONG[name])
    head, foot = pen.cuts.rows[0].top, pen.cuts.foot
    assert [strips[0] for strips in found] == [(0.0, head)] * len(found)
    assert [strips[-1] for strips in found] == [*[(foot, foot + AXIS)] * (len(found) - 1), (foot, height)]
    assert max(sum(last - first for first, last in strips) for strips in found) <= SHEET


@pytest.mark.parametrize("name", LONG)
def test_no_cut_goes_through_words(name):
    drawn, _ = draw_for_paper(LONG[name], name="d")
    _, _, found = sketched(LONG[name])
    edges = {edge for strips in found for strip in strips for edge in strip}
    # no letter of 10 px is higher than 9 px above its line, or deeper than 2.5 px
    cut = [
        (word.text, edge)
        for word in ET.fromstring(drawn).iter(f"{SVG}text")  # noqa: S314 -- our own output
        for edge in edges
        if float(word.get("y")) - 9 < edge < float(word.get("y")) + 2.5
    ]
    assert cut == []


@pytest.mark.parametrize("name", ["timeline in lanes", "lanes"])
def test_a_lane_that_goes_on_says_its_name_again(name):
    drawn, _ = draw_for_paper(LONG[name], name="d")
    _, _, found = sketched(LONG[name])
    lines = {float(word.get("y")): word.text for word in ET.fromstring(drawn).iter(f"{SVG}text")}  # noqa: S314
    headings = [strip for strips in found for strip in strips[1:-2]]
    assert headings
    for first, last in headings:
        assert next(words for y, words in lines.items() if first < y < last).startswith(("lane", "many"))


@pytest.mark.parametrize("name", LONG)
def test_the_parts_are_windows_onto_the_drawing(name):
    drawn, sheets = draw_for_paper(LONG[name], name="d-time")
    assert drawn.count('id="d-time"') == 1
    assert set(re.findall(r'href="(#[^"]*)"', sheets)) == {"#d-time"}
    found = list(ET.fromstring(f'<p xmlns="http://www.w3.org/2000/svg">{sheets}</p>'))  # noqa: S314 -- our own output
    for part in found:
        windows = list(part)
        assert [float(one.get("y")) for one in windows] == [
            sum(float(above.get("height")) for above in windows[:k]) for k in range(len(windows))
        ]
        assert float(part.get("height")) == sum(float(one.get("height")) for one in windows)
        assert all(one.get("viewBox").split()[2:] == [one.get("width"), one.get("height")] for one in windows)
