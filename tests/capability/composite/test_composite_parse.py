"""What a scheme may say, and how one that says something else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chiiki.capability.composite import parse_scheme
from chiiki.capability.composite.scheme import Aggregation, Missing, Outliers, Uncertainty, Weighting
from chiiki.errors import InputError

TWO = """
title = "Two things"
[[indicators]]
id = "a"
direction = "higher"
[[indicators]]
id = "b"
direction = "lower"
"""

WHOLE = """
title = "Capability"
title_ja = "地域の力"
note = "Says nothing about skills."
note_ja = "技能は分からない。"

[[dimensions]]
id = "people"
title = "People"
weight = 2

[[dimensions]]
id = "young"
parent = "people"

[[dimensions]]
id = "money"

[[indicators]]
id = "students"
title = "Students"
direction = "higher"
unit = "persons"
per = "persons"
weight = 3
dimension = "young"
note = "enrolled"

[[indicators]]
id = "income"
direction = "higher"
dimension = "money"
low = 0
high = 5e6

[[indicators]]
id = "jobless"
direction = "lower"
dimension = "people"

[outliers]
rule = "winsorise"
skewness = 1.5
kurtosis = 3
most = 2

[missing]
rule = "knn"
neighbours = 3
at_most = 0.2

[normalise]
method = "z"

[weights]
method = "given"

[aggregate]
method = "geometric"
floor = 0.1

[uncertainty]
missing = ["knn", "median"]
normalise = ["z", "min-max", "rank"]
weights = ["given", "equal"]
aggregate = ["arithmetic", "geometric", "copeland"]
spread = "dirichlet"
concentration = 50
leave_one_out = false
draws = 200
level = 0.8
"""


def test_a_scheme_of_two_indicators_has_the_stated_defaults():
    scheme = parse_scheme(TWO)

    assert (scheme.name, scheme.title, scheme.normalise) == ("scheme", "Two things", "min-max")
    assert [(i.id, i.direction, i.weight, i.per) for i in scheme.indicators] == [
        ("a", "higher", 1, ""),
        ("b", "lower", 1, ""),
    ]
    assert scheme.outliers == Outliers()
    assert scheme.missing == Missing()
    assert scheme.weights == Weighting()
    assert scheme.aggregate == Aggregation()
    assert scheme.uncertainty == Uncertainty()


def test_every_key_is_read():
    scheme = parse_scheme(WHOLE, name="whole.toml")

    assert (scheme.name, scheme.title_ja, scheme.note_ja) == ("whole.toml", "地域の力", "技能は分からない。")
    assert [(d.id, d.parent, d.weight) for d in scheme.dimensions] == [
        ("people", "", 2),
        ("young", "people", 1),
        ("money", "", 1),
    ]
    assert scheme.indicators[0].per == "persons"
    assert (scheme.indicators[1].low, scheme.indicators[1].high) == (0, 5e6)
    assert scheme.outliers == Outliers("winsorise", 1.5, 3, 2)
    assert scheme.missing == Missing("knn", 3, 0.2)
    assert (scheme.normalise, scheme.weights.method) == ("z", "given")
    assert scheme.aggregate == Aggregation("geometric", 0.1)
    assert scheme.uncertainty.missing == ("knn", "median")
    assert (scheme.uncertainty.spread, scheme.uncertainty.draws, scheme.uncertainty.level) == ("dirichlet", 200, 0.8)


def test_a_mark_of_byte_order_is_no_part_of_the_text():
    assert parse_scheme("\ufeff" + TWO).title == "Two things"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("title =", "titel ="), "has no key 'titel'. Did you mean title?"),
        (('"Two things"', "2"), "key title: got 2; allowed is a text, not empty"),
        (('"Two things"', '" "'), "key title: got ' '; allowed is a text, not empty"),
        (('"higher"', '"up"'), "[[indicators]] number 1, key direction: got 'up'; allowed is one of higher, lower"),
        (('direction = "higher"', ""), "key direction: got nothing; allowed is one of higher, lower"),
        (('"b"', '"a"'), "number 2, key id: got 'a'; allowed is an id that no other indicator has"),
        (('"b"', '"b"\nunits = "yen"'), "[[indicators]] number 2 has no key 'units'. Did you mean unit?"),
        (('"b"', '"b"\nweight = 0'), "key weight: got 0; allowed is a number above 0 and up to 1e+06"),
        (('"b"', '"b"\nweight = true'), "key weight: got True; allowed is a number above 0"),
        (('"b"', '"b"\nweight = nan'), "key weight: got nan"),
        (('"b"', '"b"\nweight = inf'), "key weight: got inf"),
        (('"b"', '"b"\nweight = "2"'), "key weight: got '2'"),
        (('"b"', '"b"\nweight = 0x' + "f" * 5000), "key weight: got a number of more than 60 digits"),
        (('"b"', '"b"\nweight = [0x' + "f" * 5000 + "]"), "key weight: got a list with a number too long to print"),
        (('"b"', '"b"\nnote = ["' + "x" * 500 + '"]'), "…; allowed is text"),
        (('"b"', '"b"\nlow = 3\nhigh = 3'), "key high: got 3; allowed is a number above low, which is 3"),
        (('"b"', '"b"\nlow = 1979-05-27'), "key low: got datetime.date(1979, 5, 27)"),
        (('"b"', '"b"\nper = "area"'), "key per: got 'area'"),
        (('"b"', '"b"\ndimension = "x"'), "key dimension: got 'x'; allowed is nothing"),
        (('"b"', '"b"\nnote = 5'), "key note: got 5; allowed is text"),
    ],
)
def test_a_bad_key_is_named_with_its_value_and_what_is_allowed(change, told):
    with pytest.raises(InputError) as refused:
        parse_scheme(TWO.replace(*change, 1), name="s.toml")

    assert "scheme s.toml" in str(refused.value)
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("section", "told"),
    [
        (
            '[normalise]\nmethod = "minmax"',
            "[normalise], key method: got 'minmax'; allowed is one of min-max, z, rank, best",
        ),
        ('[normalise]\nby = "z"', "[normalise] has no key 'by'. Known are: method."),
        ('[missing]\nrule = "zero"', "key rule: got 'zero'"),
        ("[missing]\nneighbours = 1.5", "key neighbours: got 1.5; allowed is a whole number from 1 to 1000"),
        ("[missing]\nneighbours = true", "key neighbours: got True"),
        ("[missing]\nat_most = 1.1", "key at_most: got 1.1"),
        ('[outliers]\nrule = ["log"]', "key rule: got ['log']"),
        ("[outliers]\nmost = 0", "key most: got 0"),
        ('[weights]\nmethod = "bod"\nlow_share = 0.6', "key low_share: got 0.6; allowed is at most 1/2"),
        ('[weights]\nmethod = "bod"\nhigh_share = 0.4', "key high_share: got 0.4; allowed is at least 1/2"),
        ("[weights]\nlow_share = -0.1", "key low_share: got -0.1; allowed is a number from 0 to 1"),
        ("[weights]\nfactors = 3", "key factors: got 3; allowed is a whole number up to 2"),
        ('[weights]\nmethod = "bod"\n[aggregate]\nmethod = "copeland"', "[aggregate], key method: got 'copeland'"),
        ('[aggregate]\nmethod = "median"', "key method: got 'median'"),
        ('[uncertainty]\nnormalise = "z"', "key normalise: got 'z'; allowed is a list out of"),
        ('[uncertainty]\nnormalise = ["min-max", "min-max"]', "each at most once"),
        ('[uncertainty]\nnormalise = ["z", 3]', "key normalise: got ['z', 3]"),
        ('[uncertainty]\nnormalise = ["z", "rank"]', "allowed is a list with the scheme's own choice, min-max"),
        ('[uncertainty]\nmissing = ["mean"]', "allowed is a list with the scheme's own choice, refuse"),
        ('[uncertainty]\nspread = "dirichlet"\nconcentration = 0.5', "key concentration: got 0.5"),
        ("[uncertainty]\nleave_one_out = 1", "key leave_one_out: got 1; allowed is true or false"),
        (
            "[uncertainty]\ndraws = 1000000000000",
            "key draws: got 1000000000000; allowed is a whole number from 10 to 100000",
        ),
        ("[uncertainty]\nlevel = 1", "key level: got 1"),
        ('[uncertainty]\nspread = "none"\nleave_one_out = false', "ranks would have no interval"),
        ('[[dimensions]]\nid = "x"', "key dimension: got nothing; allowed is one of x"),
        ("[[normalise]]", "key normalise: got [{}]; allowed is a table [normalise]"),
        ("dimensions = 3", "key dimensions: got 3; allowed is tables [[dimensions]]"),
        ("dimensions = [1]", "key dimensions: got [1]; allowed is tables [[dimensions]]"),
    ],
)
def test_a_bad_section_is_named_with_its_value_and_what_is_allowed(section, told):
    text = f"{section}\n{TWO}" if section.startswith("dim") else f"{TWO}\n{section}"

    with pytest.raises(InputError) as refused:
        parse_scheme(text)

    assert told in str(refused.value)


def test_a_dimension_stands_after_its_parent_holds_something_and_has_its_own_id():
    base = WHOLE
    for change, told in [
        (('parent = "people"', 'parent = "money"'), "key parent: got 'money'; allowed is one of , people"),
        (('id = "money"\n', 'id = "people"\n'), "an id that no other dimension has"),
        (('dimension = "money"', 'dimension = "people"'), "a dimension that holds an indicator or another dimension"),
    ]:
        with pytest.raises(InputError) as refused:
            parse_scheme(base.replace(*change, 1))
        assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "key title: got nothing"),
        ("title = ", "is not TOML"),
        ("title = 'x'", "0 tables [[indicators]]; a composite index needs at least two"),
        ("a = " + "[" * 5000, "is not TOML"),
        ("a = " + "9" * 5000, "is not TOML"),
        ("title = '" + "x" * 1_000_001, "at most 1000000 are allowed"),
        ("title = '" + "x" * 30_000 + "'", "a text, not empty"),
        ("title = 'x'\n" + "[[indicators]]\n" * 501, "501 tables [[indicators]]; at most 500 are allowed"),
    ],
)
def test_hostile_text_is_refused_in_one_sentence(text, told):
    with pytest.raises(InputError) as refused:
        parse_scheme(text)

    assert told in str(refused.value)
    assert len(str(refused.value)) < 700


def test_the_scheme_of_the_explanation_page_is_one():
    page = (Path(__file__).parents[3] / "docs" / "explanation" / "capability-composite.md").read_text(encoding="utf-8")

    scheme = parse_scheme(page.split("```toml\n")[1].split("```")[0])

    assert scheme.uncertainty.aggregate == ("arithmetic", "geometric", "copeland")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=80), st.sampled_from(["title", "normalise", "weights", "uncertainty", "indicators"]))
def test_any_text_in_any_place_is_read_or_refused(text, key):
    for hostile in (text, f"{key} = {text}\n{TWO}", TWO + f"\n[{key}]\n{text}"):
        assert _refusal(hostile)[:13] in {"", "scheme scheme"}


def _refusal(text):
    try:
        parse_scheme(text)
    except InputError as refused:
        return str(refused)
    return ""
