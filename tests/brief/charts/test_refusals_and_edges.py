from __future__ import annotations

from dataclasses import replace

import pytest
from chart_gallery import BUILDERS

from chiiki.brief.charts import (
    Column,
    ColumnKind,
    Columns,
    ColumnYear,
    DotMark,
    DotRow,
    Dots,
    EventStudy,
    GradeBoxes,
    Join,
    Label,
    Line,
    Lineage,
    LineageBar,
    LineageLink,
    OutlineMap,
    Point,
    Series,
    Site,
    Span,
    Tick,
    TileGrid,
    Timeline,
    draw,
)
from chiiki.errors import InputError, UnknownNameError

TICKS = (Tick(0, "0"), Tick(10, "10"))


def timeline_of(*bars, first_fy=2000, last_fy=2010):
    return Timeline(
        alt="Timeline.",
        first_fy=first_fy,
        last_fy=last_fy,
        bands=(),
        bands_label="",
        events=(),
        events_label="",
        bars=bars,
    )


def series_of(*points, joins=(), tone="own"):
    return Series(alt="Lines.", lines=(Line(points, tone, "a"),), y_ticks=TICKS, y_label="n", joins=joins)


def columns_of(*years, kinds=("accent",)):
    return Columns(
        alt="Columns.", kinds=tuple(ColumnKind(tone, tone) for tone in kinds), years=years, y_ticks=TICKS, y_label="n"
    )


def test_a_bar_without_start_and_end_is_refused():
    with pytest.raises(InputError, match="'RSP' has neither start nor end"):
        draw(timeline_of(Span("RSP", "RSP", None, None)), theme="html")


def test_a_bar_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError, match="runs from 2005 to 2003"):
        draw(timeline_of(Span("RSP", "RSP", 2005, 2003)), theme="html")


def test_a_time_axis_that_runs_backwards_is_refused():
    with pytest.raises(InputError, match="from 2010 to 2000"):
        draw(timeline_of(Span("RSP", "RSP", 2005, 2006), first_fy=2010, last_fy=2000), theme="html")


def test_a_timeline_of_one_year_labels_it_once():
    svg = draw(timeline_of(Span("RSP", "RSP", 2005, 2005), first_fy=2005, last_fy=2005), theme="html")
    assert svg.count(">2005<") == 1


def test_a_bar_outside_the_axis_stands_at_its_edge():
    svg = draw(timeline_of(Span("RSP", "RSP", 1980, 2005)), theme="html")
    assert "RSP" in svg


def test_an_unknown_end_is_drawn_with_a_stub_of_fixed_length():
    def stubs(last_fy):
        return draw(timeline_of(Span("RSP", "RSP", 2001, None), last_fy=last_fy), theme="html").count(">?<")

    assert stubs(2005) == stubs(2040) == 1


def test_a_foreign_grade_is_refused():
    with pytest.raises(InputError, match="grade 'met' has no colour"):
        draw(GradeBoxes(alt="Grades.", grades=("met",), note=Label("")), theme="html")


def test_no_designation_draws_no_box():
    svg = draw(GradeBoxes(alt="Grades.", grades=(), note=Label("none")), theme="html")
    assert "<rect" not in svg


def test_a_link_to_a_programme_that_is_not_drawn_is_refused():
    lineage = Lineage(
        alt="Lineage.",
        first_fy=2000,
        last_fy=2010,
        bands=(),
        bars=(LineageBar("KCI", "KCI", "KCI", 2002, 2009),),
        links=(LineageLink("KCI", "RICP", "merged"),),
    )
    with pytest.raises(UnknownNameError, match="no bar has the id 'RICP'"):
        draw(lineage, theme="html")


def test_a_successor_far_away_is_reached_through_the_gap():
    bars = (
        LineageBar("A", "A", "A", 2000, 2002),
        LineageBar("B", "B", "B", 2001, 2003),
        LineageBar("C", "C", "C", 2008, 2009),
    )
    links = (LineageLink("A", "C", "succeeded"), LineageLink("B", "C", "merged"))
    lineage = Lineage(alt="Lineage.", first_fy=2000, last_fy=2010, bands=(), bars=bars, links=links)
    heads = draw(lineage, theme="html").count("l-6 -3.5v7z")
    assert heads == len(links)


def test_an_empty_lineage_is_an_axis():
    empty = Lineage(alt="Lineage.", first_fy=2000, last_fy=2010, bands=(), bars=(), links=())
    assert ">2000<" in draw(empty, theme="html")


def test_lines_without_points_are_refused():
    with pytest.raises(InputError, match="no line has a point"):
        draw(series_of(), theme="html")


def test_a_gap_is_never_bridged():
    whole = draw(series_of(*(Point(2000 + k, k) for k in range(5))), theme="html")
    gap = draw(series_of(*(Point(2000 + k, None if k == 2 else k) for k in range(5))), theme="html")
    broken = draw(series_of(*(Point(2000 + k, k) for k in range(5)), joins=(Join(2002, "break", "∥"),)), theme="html")

    def n_lines(svg):
        return svg.count('stroke-width="2.5"')

    assert (n_lines(whole), n_lines(gap), n_lines(broken)) == (1, 2, 2)


def test_a_lone_year_is_a_dot_with_its_interval():
    svg = draw(series_of(Point(2000, 4, 3, 5)), theme="html")
    assert svg.count("<circle") == 1
    assert 'stroke-width="1.5"' in svg
    assert svg.count(">2000<") == 1


def test_a_line_of_unknown_values_has_no_label():
    assert ">a<" not in draw(series_of(Point(2000, None), Point(2001, None)), theme="html")


def test_a_dot_in_a_panel_that_does_not_exist_is_refused():
    chart = Dots(alt="Dots.", rows=(DotRow("a", (DotMark(1, Label("1"), panel=1),)),), ticks=TICKS)
    with pytest.raises(InputError, match="row 'a' has a dot in a panel that does not exist"):
        draw(chart, theme="html")


def test_a_dot_shows_its_interval():
    chart = Dots(alt="Dots.", rows=(DotRow("a", (DotMark(4, Label("4"), low=3, high=5),)),), ticks=TICKS)
    assert draw(chart, theme="html").count('stroke-width="1.5"') == 1


def test_dots_without_axis_words_and_break_words_are_lower():
    full = BUILDERS["dots"]("en")
    bare = replace(full, axis_label="", break_label="", reference=None)
    assert float(draw(bare, theme="html").split('height="')[1].split('"')[0]) < 190


def test_tick_labels_without_room_are_left_out():
    ticks = tuple(Tick(v, f"{v:,}") for v in range(0, 100_000, 2_000))
    svg = draw(Dots(alt="Dots.", rows=(), ticks=ticks), theme="html")
    assert 2 < svg.count("<text") < len(ticks)


@pytest.mark.parametrize("column", [Column(1, 3), Column(-1, 3), Column(0, -3)])
def test_a_column_of_an_unknown_kind_or_below_zero_is_refused(column):
    with pytest.raises(InputError, match="FY2002 has kind"):
        draw(columns_of(ColumnYear(2002, (column,))), theme="html")


def test_values_that_would_touch_stand_one_above_the_other():
    years = tuple(ColumnYear(2000 + k, (Column(0, 5, Label("1,234,567")),)) for k in range(30))
    svg = draw(columns_of(*years), theme="html", width="narrow")
    heights = {part.split('"')[0] for part in svg.split(' y="')[1:]}
    assert len(heights) > 3
    assert ">2000<" in svg
    assert ">2029<" in svg
    assert ">2001<" not in svg


def test_a_missing_year_is_hatched_and_says_so():
    svg = draw(columns_of(ColumnYear(2002, (Column(0, 3),)), ColumnYear(2003, (), missing="未公表")), theme="html")
    assert "未公表" in svg
    assert 'stroke-dasharray="3 2"' in svg


def test_a_map_may_show_no_region_of_its_own():
    assert draw(OutlineMap(alt="Map.", shapes=(), width=10, height=10, frame=""), theme="html").count("<path") == 0


def test_a_leader_near_the_right_edge_goes_left():
    chart = BUILDERS["outline"]("ja")
    east = replace(chart, own="01", own_label=Label("北海道 37件と長い説明"))
    assert 'text-anchor="end"' in draw(east, theme="html")
    assert draw(replace(chart, own_label=None), theme="html").count("宮城 13件") == 0


def test_many_sites_at_one_place_still_get_their_numbers():
    chart = replace(BUILDERS["outline"]("ja"), sites=tuple(Site(100, 100, str(k), "x") for k in range(9)))
    svg = draw(chart, theme="html")
    assert all(f">{k}<" in svg for k in range(9))


def test_a_grid_without_own_region_has_no_frame_and_no_line_for_it():
    grid = replace(BUILDERS["tiles"]("ja"), own="", own_label="", missing_label="")
    assert 'stroke-width="2.5"' not in draw(grid, theme="html")
    assert "<svg" in draw(TileGrid(alt="Map.", title="n", tiles=(), classes=()), theme="html")


def test_a_tile_is_a_link_named_by_region_and_value():
    svg = draw(BUILDERS["tiles"]("en"), theme="html")
    assert '<a href="#r04.designations" aria-label="Miyagi: 13">' in svg
    assert svg.count("<a ") == 47


def test_a_join_without_room_for_its_word_keeps_its_line():
    points = tuple(Point(1990 + k, 5) for k in range(30))
    joins = tuple(Join(2000 + k, "chained", "linked") for k in range(3))
    svg = draw(series_of(*points, joins=joins), theme="html", width="narrow")
    assert svg.count(">linked</text>") == 1
    assert svg.count("<title>linked</title>") == len(joins)


def test_an_event_study_without_points_is_refused():
    chart = EventStudy(alt="Effects.", points=(), y_ticks=TICKS, y_label="", x_label="", before="")

    with pytest.raises(InputError, match="no point to draw"):
        draw(chart, theme="html")
