"""Structure, variety, inequality and shift-share of tables: same numbers as the methods, in labels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl
import pytest

from chiiki.capability import tables
from chiiki.capability.concentration import concentration_theil, ellison_glaeser, plant_herfindahl
from chiiki.capability.inequality import theil, theil_by_group
from chiiki.capability.shift_share import shift_share
from chiiki.capability.structure import krugman_index, shannon
from chiiki.errors import InputError, MethodError, MissingValueError, UnknownNameError

FIRST = np.array([[30.0, 10, 10], [10, 30, 20], [5, 5, 40]])
SECOND = np.array([[40.0, 8, 12], [10, 33, 25], [6, 9, 30]])
REGIONS, FIELDS, BROAD = ["01", "02", "47"], ["x", "y", "z"], ["p", "p", "q"]
PERSONS = {"01": 100.0, "02": 50.0, "47": 80.0}
NAMED = {"region": "pref", "field": "trade", "value": "jobs"}


def _rows(x, *, year=None):
    rows = {
        "pref": [r for r in REGIONS for _ in FIELDS],
        "trade": FIELDS * 3,
        "broad": BROAD * 3,
        "jobs": x.ravel().tolist(),
        "pop": [PERSONS[r] for r in REGIONS for _ in FIELDS],
    }
    return rows if year is None else {**rows, "year": [year] * 9}


def _two_years(first=FIRST, second=SECOND):
    before, after = _rows(first, year=2009), _rows(second, year=2014)
    return {name: before[name] + after[name] for name in before}


def _found(answer, measure):
    made = answer.frame()
    return {
        label: value
        for label, name, value in zip(made["label"], made["measure"], made["value"], strict=True)
        if name == measure
    }


def test_structure_is_that_of_the_methods_region_by_region():
    answer = tables.structure(_rows(FIRST), **NAMED)

    assert list(answer.columns) == ["label", "measure", "value"]
    assert list(dict.fromkeys(answer.frame()["measure"])) == [
        "shannon",
        "herfindahl",
        "herfindahl_normalised",
        "equivalent_number",
        "krugman",
        "krugman_others",
        "gini",
        "gini_equal",
        "hoover",
    ]
    assert _found(answer, "krugman") == dict(zip(REGIONS, krugman_index(FIRST).tolist(), strict=True))
    assert _found(answer, "shannon") == dict(zip(REGIONS, shannon(FIRST).tolist(), strict=True))
    assert "furthest from the country's mix" in answer.summary()


def test_a_country_that_is_stated_is_compared_with():
    rows = _rows(FIRST)
    country = {"pref": ["JP"] * 3, "trade": FIELDS, "broad": BROAD, "jobs": [100.0, 100, 100], "pop": [0.0] * 3}
    given = {name: rows[name] + country[name] for name in rows}

    answer = tables.structure(given, reference="JP", **NAMED)

    expected = krugman_index(FIRST, reference=np.array([100.0, 100, 100]))
    assert _found(answer, "krugman") == dict(zip(REGIONS, expected.tolist(), strict=True))


def test_concentration_is_that_of_the_methods_field_by_field():
    plain = tables.structure(_rows(FIRST), of="fields", **NAMED)
    weighted = tables.structure(_rows(FIRST), of="fields", persons="pop", **NAMED)

    assert _found(plain, "theil") == dict(zip(FIELDS, concentration_theil(FIRST).tolist(), strict=True))
    persons = np.array(list(PERSONS.values()))
    assert _found(weighted, "theil") == dict(
        zip(FIELDS, concentration_theil(FIRST, persons=persons).tolist(), strict=True)
    )


def test_a_single_amount_may_be_compared_with_persons():
    patents = {"pref": REGIONS, "patents": [1.0, 2, 3], "pop": list(PERSONS.values())}

    answer = tables.structure(patents, of="fields", region="pref", field=None, value="patents", persons="pop")

    persons = np.array(list(PERSONS.values()))
    expected = concentration_theil(np.array([[1.0], [2.0], [3.0]]), persons=persons)[0]
    assert _found(answer, "theil") == {"all": expected}
    with pytest.raises(MethodError, match="needs at least 2"):
        tables.structure(patents, of="fields", region="pref", field=None, value="patents")


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
def test_a_frame_gives_a_frame_of_its_kind(frame):
    made = tables.structure(frame(_rows(FIRST)), **NAMED).frame()

    assert isinstance(made, frame)
    assert list(made["label"])[::9] == REGIONS


def test_an_array_gives_an_array():
    made = tables.structure(FIRST).frame()

    assert made["value"][4] == krugman_index(FIRST)[0]


def test_plants_are_summed_and_their_sizes_count():
    plants = {
        "pref": ["01", "01", "02", "02", "01", "02", "JP"],
        "trade": ["x", "x", "x", "y", "y", "y", "x"],
        "jobs": [3.0, 4, 5, 6, 1, 2, 1000],
    }
    rows = {name: cells[:6] for name, cells in plants.items()}

    answer = tables.structure(rows, of="fields", plants=True, **NAMED)

    herfindahl = plant_herfindahl(np.array(rows["jobs"]), activities=np.array([0, 0, 0, 1, 1, 1]), n_activities=2)
    expected = ellison_glaeser(np.array([[7.0, 1.0], [5.0, 8.0]]), plant_herfindahl=herfindahl)
    assert list(_found(answer, "ellison_glaeser").values()) == pytest.approx(expected.gamma.tolist())
    assert list(_found(answer, "plant_herfindahl").values()) == pytest.approx(herfindahl.tolist())


def test_plants_of_several_periods_stay_apart():
    rows = {"pref": ["01", "01", "02", "02"] * 2, "trade": ["x"] * 8, "other": [1] * 8}
    rows |= {"year": [1] * 4 + [2] * 4, "jobs": [1.0, 2, 3, 4, 4, 3, 2, 2]}
    both = {name: cells * 2 for name, cells in rows.items()} | {"trade": ["x"] * 8 + ["y"] * 8}

    answer = tables.structure(both, of="fields", plants=True, time="year", **NAMED)

    found = dict(
        zip(
            zip(
                answer.columns["year"].tolist(),
                answer.columns["label"].tolist(),
                answer.columns["measure"].tolist(),
                strict=True,
            ),
            answer.columns["value"].tolist(),
            strict=True,
        )
    )
    assert found[1, "x", "plant_herfindahl"] == pytest.approx((1 + 4 + 9 + 16) / 100)
    assert found[2, "y", "plant_herfindahl"] == pytest.approx((16 + 9 + 4 + 4) / 121)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"plants": True}, "ask for of=fields, or leave plants out"),
        ({"persons": "pop"}, "ask for of=fields, or leave persons out"),
        ({"plants": True, "of": "fields", "field": None}, "plants need the column of their field"),
    ],
)
def test_what_does_not_go_together_is_refused(given, message):
    with pytest.raises(InputError, match=message):
        tables.structure(_rows(FIRST), **{**NAMED, **given})


def test_an_array_has_no_plants():
    with pytest.raises(InputError, match="an array has none"):
        tables.structure(FIRST, of="fields", plants=True)


def test_a_field_with_a_single_plant_is_refused_by_name():
    rows = {"pref": ["01", "02", "01"], "trade": ["x", "x", "y"], "jobs": [1.0, 2, 3]}

    with pytest.raises(MethodError, match="fields 'y' have a single plant each"):
        tables.structure(rows, of="fields", plants=True, **NAMED)


def test_variety_adds_up_and_names_its_parts():
    answer = tables.variety(_rows(FIRST), parent="broad", **NAMED)

    total, unrelated, related = (_found(answer, name) for name in ("total", "unrelated", "related"))
    assert {label: unrelated[label] + related[label] for label in REGIONS} == pytest.approx(total)
    assert total == pytest.approx(dict(zip(REGIONS, shannon(FIRST).tolist(), strict=True)))
    assert "most related variety" in answer.summary()


def test_coherence_is_given_on_request():
    answer = tables.variety(_rows(FIRST), parent="broad", coherence=True, **NAMED)

    assert all(0 <= value <= 1 for value in _found(answer, "coherence").values())


def test_a_region_with_a_single_field_has_no_coherence_and_is_named():
    x = FIRST.copy()
    x[2] = [0, 0, 40]

    with pytest.raises(MethodError, match="regions '47' have one"):
        tables.variety(_rows(x), parent="broad", coherence=True, **NAMED)


def test_variety_needs_parents():
    with pytest.raises(InputError, match=r"variety needs the column of the parent.*--parent"):
        tables.variety(_rows(FIRST), **NAMED)


def test_inequality_divides_totals_by_persons():
    answer = tables.inequality(_rows(FIRST), persons="pop", **NAMED)

    persons = np.array(list(PERSONS.values()))
    expected = [theil(FIRST[:, i] / persons, persons=persons).value for i in range(3)]
    assert list(_found(answer, "theil").values()) == pytest.approx(expected)
    assert list(_found(answer, "theil")) == FIELDS
    assert not [caution for caution in answer.cautions if caution.code == "unweighted"]


def test_amounts_per_head_are_left_as_they_are():
    answer = tables.inequality(_rows(FIRST), persons="pop", per_head=True, **NAMED)

    persons = np.array(list(PERSONS.values()))
    assert _found(answer, "theil")["x"] == pytest.approx(theil(FIRST[:, 0].copy(), persons=persons).value)


def test_without_fields_the_label_is_all_and_without_persons_regions_count_as_one():
    income = {"pref": REGIONS, "income": [1.0, 3.0, 2.0]}

    answer = tables.inequality(income, region="pref", value="income", aversion=0.5)

    assert answer.frame()["label"] == ["all"] * 7
    assert answer.frame()["measure"] == [
        "theil",
        "mean_log_deviation",
        "gini",
        "coefficient_of_variation",
        "variance_of_logs",
        "hoover",
        "atkinson",
    ]
    assert [caution.code for caution in answer.cautions] == ["unweighted"]
    assert answer.settings == {"weighted by": "regions", "aversion": "0.5"}


def test_groups_split_theil():
    income = {"pref": REGIONS, "income": [1.0, 3.0, 2.0], "east": ["e", "e", "w"]}

    answer = tables.inequality(income, region="pref", value="income", groups="east")

    parts = theil_by_group(np.array([1.0, 3.0, 2.0]), persons=None, groups=["e", "e", "w"])
    assert _found(answer, "theil_within")["all"] == pytest.approx(parts.within)
    assert _found(answer, "theil_between")["all"] == pytest.approx(parts.between)


def test_a_region_has_one_group():
    income = {"pref": ["01", "01", "02"], "trade": ["x", "y", "x"], "jobs": [1.0, 3, 2], "east": ["e", "w", "w"]}

    with pytest.raises(InputError, match=r"row 1.*region '01' belongs to 'w' here and to 'e' elsewhere"):
        tables.inequality(income, groups="east", **NAMED)
    with pytest.raises(InputError, match="an array has none"):
        tables.inequality(FIRST, groups="east")


def test_a_zero_leaves_out_what_takes_logarithms_and_says_so():
    income = {"pref": REGIONS, "income": [0.0, 3.0, 2.0]}

    answer = tables.inequality(income, region="pref", value="income")

    assert answer.frame()["measure"] == ["theil", "gini", "coefficient_of_variation", "hoover"]
    assert [caution.code for caution in answer.cautions] == ["unweighted", "no-logarithm"]


def test_a_field_without_any_amount_and_a_region_without_persons_are_named():
    x = FIRST.copy()
    x[:, 1] = 0

    with pytest.raises(InputError, match=r"every field needs an amount above 0; empty.* 'y'"):
        tables.inequality(_rows(x), persons="pop", **NAMED)
    rows = _rows(FIRST)
    rows["pop"] = [0.0 if pref == "02" else 9.0 for pref in rows["pref"]]
    with pytest.raises(InputError, match=r"every region needs .* above 0; empty.* '02'"):
        tables.inequality(rows, persons="pop", **NAMED)


def test_inequality_by_period_shows_sigma_convergence():
    answer = tables.inequality(_two_years(), time="year", persons="pop", **NAMED)

    assert list(answer.columns) == ["year", "label", "measure", "value"]
    assert list(dict.fromkeys(answer.frame()["year"])) == [2009, 2014]


def test_shift_share_adds_up_region_by_region():
    answer = tables.shift_share(_two_years(), time="year", **NAMED)

    parts = shift_share(FIRST, SECOND).by_region()
    assert list(answer.columns) == ["label", "measure", "value"]
    assert list(_found(answer, "regional").values()) == pytest.approx(parts.regional.tolist())
    sums = [_found(answer, name) for name in ("national", "industry_mix", "regional")]
    assert {r: sum(part[r] for part in sums) for r in REGIONS} == pytest.approx(_found(answer, "change"))


def test_labels_are_matched_and_years_put_in_order_whatever_the_rows():
    rows = _two_years()
    order = np.random.default_rng(3).permutation(18)
    mixed = {name: [cells[i] for i in order] for name, cells in rows.items()}

    found = tables.shift_share(mixed, time="year", **NAMED)

    expected = _found(tables.shift_share(rows, time="year", **NAMED), "regional")
    assert _found(found, "regional") == pytest.approx(expected)


@pytest.mark.parametrize(
    ("earlier", "later", "change"), [("before", "after", 13.0), ("after", "before", 13.0), ("2014.0", "2009.0", -13.0)]
)
def test_periods_that_are_no_numbers_stay_in_the_order_of_the_table(earlier, later, change):
    rows = _two_years()
    rows["year"] = [earlier if year == 2009 else later for year in rows["year"]]

    answer = tables.shift_share(rows, time="year", **NAMED)

    assert sum(_found(answer, "change").values()) == pytest.approx(change)


def test_cells_have_a_row_for_each_region_field_and_part():
    answer = tables.shift_share(_two_years(), time="year", form="esteban-marquillas", cells=True, **NAMED)

    assert list(answer.columns) == ["pref", "trade", "measure", "value"]
    assert answer.frame()["measure"][:5] == ["change", "national", "industry_mix", "regional", "allocation"]
    assert answer.frame()["value"][0] == 10.0
    assert answer.n_rows == 3 * 3 * 5


def test_a_country_may_be_stated_for_both_periods():
    rows = _two_years()
    for year, jobs in ((2009, [100.0, 100, 200]), (2014, [120.0, 90, 220])):
        country = {
            "pref": ["JP"] * 3,
            "trade": FIELDS,
            "broad": BROAD,
            "jobs": jobs,
            "pop": [0.0] * 3,
            "year": [year] * 3,
        }
        rows = {name: rows[name] + country[name] for name in rows}

    answer = tables.shift_share(rows, time="year", reference="JP", **NAMED)

    reference = (np.array([100.0, 100, 200]), np.array([120.0, 90, 220]))
    expected = shift_share(FIRST, SECOND, reference=reference).by_region()
    assert list(_found(answer, "national").values()) == pytest.approx(expected.national.tolist())


def test_two_of_several_periods_are_chosen_by_name():
    rows, third = _two_years(), _rows(SECOND * 2, year=2019)
    three = {name: rows[name] + third[name] for name in rows}

    with pytest.raises(InputError, match=r"the table has 3: '2009', '2014', '2019'. Choose with first= and last="):
        tables.shift_share(three, time="year", **NAMED)
    with pytest.raises(InputError, match="give both, and two different ones"):
        tables.shift_share(three, time="year", first="2009", **NAMED)
    with pytest.raises(UnknownNameError, match="there is no period '2010'"):
        tables.shift_share(three, time="year", first="2010", last="2014", **NAMED)
    answer = tables.shift_share(three, time="year", first="2014", last="2019", **NAMED)
    assert _found(answer, "change") == pytest.approx(dict(zip(REGIONS, SECOND.sum(axis=1).tolist(), strict=True)))


def test_periods_of_different_codes_are_refused_with_both_sides_named():
    rows = _two_years()
    rows["trade"] = [
        f"{trade}2" if year == 2014 and trade == "z" else trade
        for trade, year in zip(rows["trade"], rows["year"], strict=True)
    ]

    with pytest.raises(
        InputError, match=r"differ in their fields \(column 'trade'\): only 2009 has 'z'; only 2014 has 'z2'.*vintages"
    ):
        tables.shift_share(rows, time="year", **NAMED)


def test_a_field_that_begins_in_the_country_is_named():
    first = FIRST.copy()
    first[:, 1] = 0

    with pytest.raises(InputError, match="fields 'y' begin from 0 in the whole country"):
        tables.shift_share(_two_years(first), time="year", **NAMED)


def test_a_missing_cell_is_refused_with_its_row():
    rows = _rows(FIRST)
    rows["jobs"][4] = None

    with pytest.raises(MissingValueError, match="row 4"):
        tables.structure(rows, **NAMED)
