"""The index that ships: every prefecture, every figure as the pack states it, ranks as intervals."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.composite import sensitivity
from chiiki.errors import InputError, UnknownNameError
from chiiki.studies.capability_index import (
    YEAR,
    index_cells,
    prefecture_index,
    scheme_names,
    scheme_text,
    shipped_scheme,
)


@pytest.fixture(scope="module")
def found(jp_pack):
    return prefecture_index(jp_pack, seed=1)


def test_the_scheme_argues_its_choices_in_both_languages():
    scheme = shipped_scheme("jp-per-head")

    assert scheme_names() == ("jp-per-head",)
    assert scheme.title_ja
    assert "no ground for giving or taking money" in scheme.note
    assert "資金配分の根拠にはしないでください" in scheme.note_ja
    assert all(indicator.title for indicator in scheme.indicators)
    assert [indicator.per for indicator in scheme.indicators] == ["", *["persons"] * 4]


def test_a_scheme_that_does_not_ship_is_named():
    with pytest.raises(UnknownNameError, match="there is no scheme 'jp'; those that ship are jp-per-head"):
        scheme_text("jp")


def test_all_47_prefectures_have_a_score_and_a_rank_with_an_interval(found):
    index = found.index

    assert len(found.region_ids) == len(index.score) == 47
    assert found.region_ids[0] == "01"
    assert (index.rank_low <= index.rank_high).all()
    assert ((index.rank >= 1) & (index.rank <= 47)).all()
    inside = (index.rank_low <= index.rank) & (index.rank <= index.rank_high)
    assert inside.all()
    assert found.region_ids[int(index.rank.argmin())] == "13"


def test_the_explanation_page_says_what_comes_out(jp_pack):
    found = prefecture_index(jp_pack)
    index, nagano = found.index, found.region_ids.index("20")
    values = np.array([[c.value for c in found.cells if c.region_id == region] for region in found.region_ids])
    persons = np.array([next(c.persons for c in found.cells if c.region_id == r) for r in found.region_ids])

    moved_by = sensitivity(values, scheme=found.scheme, persons=persons)

    assert np.median(index.rank_high - index.rank_low) == 12
    assert (index.rank[nagano], index.rank_low[nagano], index.rank_high[nagano]) == (25, 20, 27)
    assert index.frequency[found.region_ids.index("13"), 0] == 1
    total = dict(zip(moved_by.choices, moved_by.total.round(2).tolist(), strict=True))
    assert (total["left_out"], total["aggregate"]) == (0.76, 0.31)


def test_every_figure_is_one_that_the_pack_states(found, jp_pack):
    indicators = {
        (r.region_id, r.indicator_id, r.source_id, r.locator, r.value) for r in jp_pack.indicators if r.year == YEAR
    }
    jobs = {
        (r.region_id, f"jobs_{r.section}", r.source_id, r.locator, r.persons)
        for r in jp_pack.employment
        if r.year == YEAR
    }

    assert len(found.cells) == 47 * 5
    for cell in found.cells:
        assert (cell.region_id, cell.field, cell.source_id, cell.locator, cell.value) in indicators | jobs
        assert (cell.region_id, "population", cell.persons_source_id, cell.persons_locator, cell.persons) in indicators
        assert cell.period in {"2021", "FY2021"}


def test_values_are_per_head_and_tokyo_is_not_let_to_set_the_scale(found):
    measured = found.index.prepared.measured
    cells = {(cell.region_id, cell.field): cell for cell in found.cells}
    nagano = found.region_ids.index("20")
    jobs = cells["20", "jobs_G"]

    assert measured[nagano, 3] == pytest.approx(jobs.value / jobs.persons, rel=1e-12)
    assert measured[nagano, 0] == cells["20", "prefectural_income_per_head"].value
    assert [caution.code for caution in found.index.cautions] == ["outliers-treated"]
    tokyo = found.region_ids.index("13")
    assert measured[tokyo, 3] > found.index.prepared.treated[tokyo, 3]
    np.testing.assert_allclose(found.index.weights, [1 / 3, 1 / 6, 1 / 6, 1 / 6, 1 / 6], rtol=1e-12)


def test_a_pack_without_a_figure_is_refused_with_region_and_indicator(small_pack):
    with pytest.raises(
        InputError, match="the pack has no prefectural_income_per_head or no population of 2021 for region"
    ):
        index_cells(small_pack)
