"""Answers: what they say, how they look in a notebook, what is drawn, whose conventions they follow."""

from __future__ import annotations

import builtins
import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability import conventions, density, tables
from chiiki.capability.tables import charts
from chiiki.errors import InputError, MethodError, MissingExtraError, UnknownNameError

AMOUNTS = np.random.default_rng(7).integers(1, 60, size=(6, 9)).astype(float)
REGIONS = [f"R{at}" for at in range(6)]
FIELDS = [f"f{at}" for at in range(9)]
ROWS = {
    "region": np.repeat(REGIONS, 9).tolist(),
    "field": FIELDS * 6,
    "value": AMOUNTS.ravel().tolist(),
}
METHODS = ["rca", "proximity", "relatedness", "density", "complexity", "reflections", "fitness", "genepy", "outlook"]


def _ask(method, **options):
    return getattr(tables, method)(pl.DataFrame(ROWS), **options)


def test_the_summary_says_what_was_asked_by_which_choices_and_what_was_found():
    assert _ask("density", own_field=True).summary().splitlines() == [
        "density: How much of what a field is related to does a region already have?",
        "6 regions by 9 fields; convention chiiki; present if RCA >= 1; own field counted",
        f"  {_ask('density', own_field=True).findings[0]}",
    ]


def test_the_summary_ends_with_the_cautions():
    answer = tables.rca({"region": [*"AAB"], "field": [*"xyy"], "value": [3, 1, 3]})

    assert answer.summary().splitlines()[-1].startswith("caution (absent-is-zero): 1 of 4 pairs")


def test_the_notebook_shows_the_first_rows_and_escapes_labels():
    answer = tables.rca({"region": ["<b>", "<b>", "B", "B"], "field": [*"xyxy"], "value": [3, 1, 1, 3]})

    shown = answer._repr_html_()
    assert "&lt;b&gt;" in shown
    assert "<b>" not in shown
    assert "10 of 54 rows" in _ask("rca")._repr_html_()
    assert "<td></td>" in _ask("complexity")._repr_html_()


def test_the_result_of_the_method_is_kept():
    answer = _ask("complexity")

    assert answer.result.eci.shape == (6,)
    assert answer.arrays()["value"][:6].tolist() == answer.result.eci.tolist()
    twice = {name: cells * 2 for name, cells in ROWS.items()} | {"year": [1] * 54 + [2] * 54}
    assert set(tables.genepy(twice, time="year").result) == {"1", "2"}


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_the_rows_decides_the_order_of_the_answer_and_nothing_else(method):
    order = np.random.default_rng(1).permutation(54)
    shuffled = {name: [cells[at] for at in order] for name, cells in ROWS.items()}

    before, after = (_keyed(getattr(tables, method)(table)) for table in (ROWS, shuffled))

    # sums are taken in another order
    assert after == {key: pytest.approx(value, rel=1e-9, abs=1e-9) for key, value in before.items()}


def _keyed(answer):
    columns = answer.arrays()
    labels = [name for name, cells in columns.items() if cells.dtype == object]
    value = next(name for name in ("rca", "value", "density", "coi") if name in columns)
    keys = zip(*(columns[name].tolist() for name in labels), strict=True)
    return dict(zip(keys, columns[value].tolist(), strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_every_answer_can_be_drawn_in_the_colours_of_the_house(method):
    drawn = json.loads(_ask(method).plot().to_json())

    assert drawn["title"]["text"] == _ask(method).question
    assert charts.ACCENT in json.dumps(drawn) or charts.STEPS[0] in json.dumps(drawn)


def test_a_large_drawing_is_cut_and_says_so():
    rng = np.random.default_rng(1)
    answer = tables.rca(rng.random((60, 3)))

    drawn = charts.specification(answer)
    assert len(drawn["data"]["values"]) == charts.MOST * 3
    assert f"the {charts.MOST} largest of an axis are drawn" in drawn["title"]["subtitle"]


def test_measures_are_bars_in_rows_and_opportunities_a_scatter():
    bars = charts.specification(_ask("structure"))
    points = charts.specification(_ask("opportunity"))

    assert bars["encoding"]["column"]["title"] == "measure"
    assert (points["encoding"]["x"]["title"], points["encoding"]["y"]["title"]) == ("density", "complexity")


def test_an_answer_without_a_number_cannot_be_drawn():
    with pytest.raises(MethodError, match="no number to draw"):
        charts.specification(replace(_ask("genepy"), columns={"region": np.array(["A"], dtype=object)}))


def test_a_drawing_without_its_extra_says_what_to_add(monkeypatch):
    real = builtins.__import__

    def without(name, *arguments, **more):
        if name == "altair":
            raise ImportError(name)
        return real(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match="extra plot"):
        _ask("rca").plot()


@pytest.mark.parametrize("name", [name for name in conventions.CONVENTIONS if name != "chiiki"])
def test_a_convention_gives_what_the_analysis_of_the_same_table_gives(name):
    analysis = conventions.analyse(AMOUNTS, convention=name)

    for method in conventions.CONVENTIONS[name].methods & {"density", "proximity", "complexity", "outlook", "rca"}:
        answer = _ask(method, convention=name)
        assert answer.convention == name
        expected = {
            "density": analysis.density.ravel,
            "proximity": lambda: analysis.proximity[~np.eye(9, dtype=bool)],
            "complexity": lambda: np.concatenate([analysis.eci, analysis.pci]),
            "outlook": lambda: analysis.coi,
            "rca": analysis.rca.ravel,
        }[method]()
        column = {"density": "density", "outlook": "coi", "rca": "rca"}.get(method, "value")
        np.testing.assert_array_equal(answer.arrays()[column], expected)


def test_a_convention_sees_labels_in_ascending_order_and_answers_in_the_callers():
    backwards = {name: cells[::-1] for name, cells in ROWS.items()}

    found = tables.density(backwards, convention="ecomplexity")

    assert found.arrays()["region"][0] == "R5"
    expected = conventions.analyse(AMOUNTS, convention="ecomplexity").density[::-1, ::-1]
    np.testing.assert_array_equal(found.arrays()["density"], expected.ravel())


def test_a_convention_decides_its_own_choices():
    with pytest.raises(UnknownNameError, match="there is no convention 'atla'"):
        _ask("rca", convention="atla")
    with pytest.raises(InputError, match="cut is decided by the convention atlas"):
        _ask("density", convention="atlas", cut=1.5)
    with pytest.raises(InputError, match="presence=positive is no choice"):
        _ask("density", convention="atlas", presence="positive")


def test_the_gain_of_a_convention():
    found = _ask("outlook", convention="econcomplex", gain=True)

    expected = conventions.analyse(AMOUNTS, convention="econcomplex").cog.ravel()
    np.testing.assert_array_equal(found.arrays()["cog"], expected)
    assert found.method == "outlook"


def test_presence_without_any_region_is_refused_or_dropped():
    # B has the country's mix, and z the same share everywhere
    table = {"region": [*"AAABBBCCC"], "field": [*"xyz"] * 3, "value": [90, 5, 5, 95, 95, 10, 5, 90, 5]}

    with pytest.raises(InputError, match=r"region 'B' is specialised in nothing by this cut"):
        tables.density(table, cut=1.5)
    found = tables.proximity(table, cut=1.5, drop_empty=True)
    assert found.frame()["field"] == ["x", "y"]
    assert [caution.code for caution in found.cautions] == ["empty-dropped"]
    with pytest.raises(InputError, match="field 'z' is nobody's specialisation"):
        tables.proximity({**table, "value": [90, 5, 5, 5, 90, 5, 5, 90, 5]}, cut=1.2)


def test_ratios_at_the_cut_are_counted():
    even = tables.rca({"region": [*"AABB"], "field": [*"xyxy"], "value": [1, 1, 1, 1]})

    assert [caution.code for caution in even.cautions] == ["near-cut"]
    assert "4 ratios lie within 1e-09 of the cut 1" in even.cautions[0].message


def test_what_a_method_refuses_is_said_in_labels():
    # x is only in A, y only in B: nothing is near
    with pytest.raises(MethodError, match="fields 'x', 'y' are related to no other one"):
        tables.density({"region": [*"AABB"], "field": [*"xyxy"], "value": [3, 1, 1, 3]})
    with pytest.raises(MethodError, match="activities at"):
        density.density(np.eye(2, dtype=bool), np.eye(2))
    yearly = {"region": [*"AABB"], "field": [*"xyxy"], "value": [3, 1, 1, 3], "year": [2014] * 4}
    with pytest.raises(MethodError, match=r"\(period 2014\)"):
        tables.density(yearly, time="year")


def test_intervals_and_chances_are_added_on_request():
    plain = _ask("rca")
    more = _ask("rca", p_values=True, intervals=True, n_draws=100, seed=1)
    adjusted = _ask("rca", p_values=True, adjust=True)

    assert list(more.columns) == [*plain.columns, "p_value", "low", "high"]
    arrays = more.arrays()
    assert (arrays["low"] <= arrays["high"]).all()
    assert (adjusted.arrays()["p_value"] >= arrays["p_value"]).all()
    assert "100 Poisson draws, seed 1" in more.summary()


def test_relatedness_may_count_documents():
    patents = {"id": [1, 1, 2, 2, 2, 3], "class": [*"xyxyzz"]}

    found = tables.relatedness(patents, document="id", field="class", measure="jaccard")

    # x and y are both in documents 1 and 2
    assert found.frame()["value"][0] == 1.0
    assert found.size == "3 documents by 3 fields"
    with pytest.raises(InputError, match="an array names none"):
        tables.cooccurrence(np.ones((2, 2)), document="id")


def test_rows_of_zero_name_no_field_of_a_document():
    patents = {"id": [1, 1, 2, 2], "class": [*"xyxy"], "n": [1, 1, 1, 0], "year": [1, 1, 2, 2]}

    assert tables.cooccurrence(patents, document="id", field="class", value="n").frame()["value"] == [1.0, 1.0]
    found = tables.cooccurrence(patents, document="id", field="class", time="year", period="1")
    assert found.frame()["year"] == [1, 1]
    both = tables.cooccurrence(patents, document="id", field="class", time="year")
    assert both.frame()["year"] == [1, 1, 2, 2]


def test_fitness_on_request_in_logarithms():
    plain, logs = _ask("fitness", n_updates=5), _ask("fitness", n_updates=5, log=True)

    np.testing.assert_allclose(np.log(plain.arrays()["value"]), logs.arrays()["value"], rtol=1e-12)


@pytest.mark.parametrize("method", ["relatedness", "reflections", "fitness", "genepy"])
def test_a_convention_has_the_methods_of_its_package_and_no_others(method):
    for name, rule in conventions.CONVENTIONS.items():
        if method in rule.methods:
            assert _ask(method, convention=name).convention == name
        else:
            with pytest.raises(InputError, match=f"has no {method}"):
                _ask(method, convention=name)


def test_documents_of_one_field_have_no_pairs():
    found = tables.relatedness({"id": [1, 2], "class": ["x", "x"]}, document="id", field="class", measure="cosine")

    assert found.n_rows == 0
    assert found.findings == ()


@given(st.lists(st.integers(1, 50), min_size=12, max_size=12), st.integers(0, 11))
@settings(max_examples=20, deadline=None)
def test_splitting_a_row_in_two_halves_changes_nothing(amounts, at):
    region, field = [*"AAAABBBBCCCC"], [*"wxyz"] * 3
    halves = [*amounts, amounts[at] / 2]
    halves[at] = amounts[at] / 2

    before = tables.rca({"region": region, "field": field, "value": amounts})
    after = tables.rca(
        {"region": [*region, region[at]], "field": [*field, field[at]], "value": halves}, duplicates="sum"
    )

    # halves of whole numbers are exact
    assert after.frame() == before.frame()
