"""Treatments from the facts: known, known in part, not known."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.errors import InputError, UnknownNameError
from chiiki.studies.treatments import lineage_of, treatment_of


@pytest.fixture(scope="module")
def kci(jp_pack):
    return treatment_of(jp_pack, ["KCI"])


def test_the_knowledge_cluster_list_lacks_two_regions_and_four_years(kci):
    assert kci.of_state("start-not-known") == ("20", "21", "28", "35")
    assert (kci.n_missing, dict(kci.open_years)) == (2, {2002: 4, 2004: 2})
    assert len(kci.of_state("treated")) == 12
    assert len(kci.of_state("not-treated")) == 31


def test_the_second_phase_and_the_global_type_add_no_prefecture(jp_pack, kci):
    first_phase = {row.designation_id for row in jp_pack.designations if row.phase_en == "Phase I"}
    places = {link.region_id for link in jp_pack.designation_prefectures if link.designation_id in first_phase}

    treated = {*kci.of_state("treated"), *kci.of_state("start-not-known")}
    assert treated <= places


def test_a_later_selection_does_not_date_a_unit_that_has_an_older_one_without_a_year(kci):
    hyogo = kci.units.index("28")

    assert (kci.states[hyogo], kci.starts[hyogo], kci.n_selections[hyogo]) == ("start-not-known", None, 2)


def test_first_treated_is_infinite_for_untreated_and_missing_for_not_known(kci):
    found = kci.first_treated

    assert (int(np.isinf(found).sum()), int(np.isnan(found).sum())) == (31, 4)
    assert found[kci.units.index("40")] == 2002


def test_the_last_year_counts_all_selections_of_a_unit(kci):
    assert kci.ends[kci.units.index("01")] == 2013


def test_a_short_list_leaves_units_without_a_selection_not_known(jp_pack):
    city_area = treatment_of(jp_pack, ["CITYAREA"])

    assert city_area.of_state("not-treated") == ()
    assert (city_area.n_missing, city_area.open_years[2002]) == (52, 18)


def test_a_whole_list_leaves_no_unit_open(jp_pack):
    found = treatment_of(jp_pack, ["EMC"])

    assert (found.n_missing, found.of_state("not-known"), found.of_state("start-not-known")) == (0, (), ())


def test_wide_areas_are_treated_where_one_of_their_prefectures_is(jp_pack):
    found = treatment_of(jp_pack, ["KCI"], kind="wide_area")

    assert found.starts[found.units.index("W-HOKURIKU")] == 2003
    assert found.states[found.units.index("W-OKINAWA")] == "not-known"  # one of the two missing could lie there


def test_municipalities_are_units_too(jp_pack):
    found = treatment_of(jp_pack, ["EMC"], kind="municipality")

    assert sum(start is not None for start in found.starts) == len(
        {link.region_id for link in jp_pack.designation_municipalities if _programme(jp_pack, link) == "EMC"}
    )


def _programme(pack, link):
    return pack.designation(link.designation_id).programme_id


def test_a_line_of_programmes_counts_from_its_first_selection(jp_pack):
    assert lineage_of(jp_pack, "RSSP-GLOBAL") == ("CITYAREA", "KCI", "RICP", "RSSP-GLOBAL")
    line = treatment_of(jp_pack, ("RICP", "RSSP-GLOBAL"))
    assert min(start for start in line.starts if start) == 2010


def test_a_programme_that_is_not_in_the_pack_is_refused(jp_pack):
    with pytest.raises(UnknownNameError, match="no programme 'KCX'"):
        treatment_of(jp_pack, ["KCX"])


def test_no_programme_is_refused(jp_pack):
    with pytest.raises(InputError, match="at least one programme"):
        treatment_of(jp_pack, [])
