"""Selections on the time axis: one bar each, or one per programme, open where the end is unknown."""

from __future__ import annotations

import pytest

from chiiki.brief.document import plain
from chiiki.brief.timelines import MARKS, MOST_ROWS, holdings_table, holdings_timeline, law_events, plan_bands
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.holdings import holdings_by_region
from small_pack import small_tables, write_pack


def _voice(pack, lang="en"):
    return Voice(pack=pack, wording=load_wording(lang), book=NumberBook())


def _figure(pack, region, lang="en"):
    return holdings_timeline(holdings_by_region(pack)[region], _voice(pack, lang), place="Ko")


def test_few_selections_have_a_bar_each_with_years_and_grade(small_pack):
    bars = _figure(small_pack, "01").chart.bars

    assert [(bar.start_fy, bar.end_fy, bar.grade, bar.tone) for bar in bars] == [
        (2002, 2006, "A", "grade"),
        (2004, 2008, "", "grade"),
    ]


def test_an_unknown_end_stays_open_and_has_its_key(small_pack):
    chart = _figure(small_pack, "03").chart

    assert chart.bars[0].end_fy is None
    assert [key.sample for key in chart.keys][-1] == "unknown_end"


def test_many_selections_are_drawn_by_programme(jp_pack):
    holdings = [h for h in holdings_by_region(jp_pack)["01"] if h.designation.start_fy]
    chart = _figure(jp_pack, "01").chart

    assert len(holdings) > MOST_ROWS
    assert len(chart.bars) == len({holding.programme.programme_id for holding in holdings})
    for bar in chart.bars:
        assert bar.end_fy is None or bar.start_fy <= bar.end_fy


def test_the_axis_spans_bars_and_plans(jp_pack):
    chart = _figure(jp_pack, "04").chart
    years = [year for bar in chart.bars for year in (bar.start_fy, bar.end_fy) if year]

    assert chart.first_fy == min([*years, chart.bands[0].start_fy])
    assert chart.last_fy == max([*years, chart.bands[-1].end_fy])


def test_nothing_dated_draws_nothing(small_pack):
    assert _figure(small_pack, "04") is None


def test_undated_selections_are_counted_below_and_stand_in_the_table(tmp_path):
    tables = small_tables()
    tables["designations"][1] |= {"start_fy": "", "end_fy": "", "missing": "unknown"}
    pack = load_pack(write_pack(tmp_path / "p", tables))
    figure = _figure(pack, "01")

    assert plain(figure.note) == "1 whose first year was not found stand in the table only."
    assert [plain(row[2].text) for row in figure.table.rows] == ["FY2002–2006", "unknown"]


@pytest.mark.parametrize(("lang", "years", "grade"), [("en", "FY2009–?", "…"), ("ja", "2009年度〜?", "…")])
def test_the_table_says_what_is_not_known(small_pack, lang, years, grade):
    row = holdings_table(holdings_by_region(small_pack)["03"], _voice(small_pack, lang), place="Hei").rows[0]

    assert (plain(row[2].text), plain(row[3].text), row[3].tone) == (years, grade, "none")


def test_plans_are_bands_in_their_order(jp_pack, small_pack):
    assert [(band.start_fy, band.end_fy) for band in plan_bands(_voice(small_pack))] == [(2001, 2005), (2006, 2010)]
    assert all(band.start_fy <= band.end_fy for band in plan_bands(_voice(jp_pack)))


def test_laws_stand_where_their_date_lies_in_a_year_from_april(small_pack):
    laws = small_pack.laws_and_strategies
    event = law_events(_voice(small_pack), laws=laws)[0]

    assert (event.at, event.mark) == (pytest.approx(2000 + 7 / 12), MARKS[0])


def test_landmarks_come_in_order_of_their_dates(jp_pack):
    events = law_events(_voice(jp_pack, "ja"))

    assert [event.at for event in events] == sorted(event.at for event in events)
    assert len(events) == sum(law.is_landmark for law in jp_pack.laws_and_strategies)
