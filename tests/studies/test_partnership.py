"""Partners: gains computed again from density with and without what the other holds."""

from __future__ import annotations

import numpy as np
import pytest

from chiiki.capability.density import density
from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.capability import add_capability, capability_table
from chiiki.studies.industry import FEWEST_PERSONS, add_jobs, jobs_by_section
from chiiki.studies.partnership import N_PARTNERS, add_partners
from chiiki.studies.region import study_region
from small_pack import small_tables, write_pack


@pytest.fixture(scope="module")
def nagano(jp_pack):
    return study_region("20", pack=jp_pack)


def _gain(table, own, other):
    """Rise in the mean density of the named options of `own`, had it what `other` has, in points."""
    options = [option.activity for option in table.named(own)]
    presence, nearness = table.options.presence, table.options.proximity
    held = presence[other] & (table.jobs.persons[other, table.columns] >= FEWEST_PERSONS)
    joined = presence.copy()
    joined[own] |= held
    before, after = density(presence, nearness), density(joined, nearness)
    return 100 * float(np.mean(after[own, options] - before[own, options]))


def test_a_gain_is_the_rise_in_mean_density_of_the_named_options(nagano, jp_pack):
    table = capability_table(jp_pack)
    own = table.jobs.row("20")
    for partner in nagano.partners:
        other = table.jobs.row(partner.region_id)
        gain, give = _gain(table, own, other), _gain(table, other, own)

        assert nagano.book.scalar(partner.gain) == pytest.approx(gain, rel=1e-12)
        assert nagano.book.scalar(partner.give) == pytest.approx(give, rel=1e-12)
        assert nagano.book.scalar(partner.value) == pytest.approx(min(gain, give), rel=1e-12)


def test_partners_are_those_that_complete_best(nagano, jp_pack):
    table = capability_table(jp_pack)
    own = table.jobs.row("20")
    values = {
        region: min(_gain(table, own, row), _gain(table, row, own))
        for row, region in enumerate(table.jobs.region_ids)
        if region != "20"
    }

    assert [partner.region_id for partner in nagano.partners] == sorted(values, key=values.get)[::-1][:N_PARTNERS]


def test_reasons_name_what_one_holds_and_the_other_lacks(nagano, jp_pack):
    table = capability_table(jp_pack)
    held = {
        region: {code for code, has in zip(table.codes, table.options.presence[row], strict=True) if has}
        for row, region in enumerate(table.jobs.region_ids)
    }
    named = {option.code for option in nagano.capability.named}
    for partner in nagano.partners:
        assert partner.gains
        assert partner.gives
        assert {code for code, _ in partner.gains} <= held[partner.region_id] - held["20"]
        assert {code for code, _ in partner.gives} <= held["20"] - held[partner.region_id]
        assert {option for _, option in partner.gains} <= named


def test_one_region_alone_has_no_partner(tmp_path, jp_pack):
    tables = small_tables()
    tables["employment"] = [row for row in tables["employment"] if row["region_id"] in {"00", "01"}]
    pack, book = load_pack(write_pack(tmp_path / "p", tables)), NumberBook()
    for place in ("20", "00"):
        add_jobs(book, jobs_by_section(jp_pack, 2021), region_id=place)

    found = study_region("20", pack=jp_pack).capability
    assert add_partners(book, pack, region_id="20", capability=found) == ()


def test_a_region_that_the_table_lacks_has_no_partner(jp_pack):
    book = NumberBook()
    for place in ("47", "00"):
        add_jobs(book, jobs_by_section(jp_pack, 2021), region_id=place)
    found = add_capability(book, jp_pack, region_id="47", year=2021)

    assert add_partners(book, jp_pack, region_id="99", capability=found) == ()
