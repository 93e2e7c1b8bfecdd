"""What the reading of a plan may say: never more than the interval allows, in both languages."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from chiiki.brief.plan.bundle import bundle_files
from chiiki.brief.plan.reading import effect_text, read_plan
from chiiki.brief.wording import load_wording
from chiiki.cautions import Caution
from chiiki.evaluation.inference.compare import ComparedInterval, Comparisons
from chiiki.evaluation.plan import Outcome, parse_plan
from chiiki.evaluation.results import Estimator, Target
from chiiki.evaluation.tables.plans import read_plan_inputs
from chiiki.studies.plan_run import Skipped, run_plan

TEXT = (
    'question = "Did it help?"\nquestion_ja = "効果はあったのか。"\ndata = { table = "t.csv" }\n'
    '[[outcomes]]\ncolumn = "income"\nname = "income"\nname_ja = "所得"\nlog = true\n'
    "[inference]\ndraws = 99\n[sensitivity]\nleave_one_out = false\n[estimation]\nsecond = []\n"
)
UP, DOWN, OPEN = (0.01, 0.03), (-0.03, -0.01), (-0.01, 0.03)


@pytest.fixture(scope="module")
def result():
    """Return a small plan, carried out."""
    generator = np.random.default_rng(3)
    cells = [(unit, year) for unit in range(16) for year in range(8)]
    rows = {
        "unit": [f"u{unit}" for unit, _ in cells],
        "time": [year for _, year in cells],
        "first_treated": [4 if unit < 7 else 0 for unit, _ in cells],
        "income": np.exp(generator.normal(5, 0.1, len(cells))).tolist(),
    }
    plan = parse_plan(TEXT, name="p.toml")
    return run_plan(plan, read_plan_inputs(plan, rows), announced=plan)


def _with_interval(result, interval, cautions=()):
    effects = result.main.effects.with_estimates(
        lambda one: replace(one, interval=interval) if one.target == Target("simple") else one
    )
    return replace(result, answers=(replace(result.main, effects=replace(effects, cautions=tuple(cautions))),))


@pytest.mark.parametrize(
    ("interval", "en", "ja"),
    [
        (UP, "stood higher than their comparison", "比較の相手より高くなっていました"),
        (DOWN, "stood lower than their comparison", "比較の相手より低くなっていました"),
        (OPEN, "this is no proof that there was none", "効果がなかったことの証明でもありません"),
        ((-np.inf, 0.02), "−∞ to +2.0%", "−∞から+2.0%"),
        (None, "No interval can be given", "区間は示せません"),
    ],
)
def test_a_direction_is_told_only_where_no_effect_lies_outside_the_interval(result, interval, en, ja):
    found = _with_interval(result, interval)

    assert en in read_plan(found, "en")
    assert ja in read_plan(found, "ja")


@pytest.mark.parametrize("interval", [OPEN, None])
def test_an_open_interval_never_speaks_of_a_direction(result, interval):
    text = read_plan(_with_interval(result, interval), "en")

    assert not any(word in text for word in ("higher", "lower", "raised", "proves", "no effect was"))


def test_a_refused_interval_says_why_in_each_language(result):
    found = _with_interval(result, None, [Caution("interval-refused", "Too few.")])

    assert "need six units that were treated" in read_plan(found, "en")
    assert "処置のあった単位が6以上" in read_plan(found, "ja")


def test_deviations_and_what_was_not_done_are_in_the_reading(result):
    found = replace(
        result, deviations={"inference.draws": ("999", "99")}, skipped=(Skipped("income: power", "too short"),)
    )

    assert "inference.draws: planned 999, done 99." in read_plan(found, "en")
    assert "- income: the smallest effect that could be found (the program reports: too short)" in read_plan(
        found, "en"
    )
    assert "inference.draws：計画は999、実際は99。" in read_plan(found, "ja")


def test_one_interval_alone_is_not_said_to_agree(result):
    intervals = (ComparedInterval("analytic", None, None, "none"), ComparedInterval("bootstrap", OPEN, None, "holds"))
    main = replace(result.main, compared=Comparisons(Target("simple"), 0.01, intervals, agree=True))

    text = read_plan(replace(result, answers=(main,)), "en")

    assert "Kinds of interval: standard error (no reliable interval); bootstrap −1.0% to +3.0%." in text
    assert "agree" not in text


def test_what_only_lacks_an_extra_says_in_the_readers_language_how_to_get_it(result):
    missing = (
        Skipped("second opinion cs", "it needs the extra stats", needs_extra=True),
        Skipped("income: honest bounds", "it needs the extra stats", needs_extra=True),
    )
    en, ja = (read_plan(replace(result, skipped=missing), lang) for lang in ("en", "ja"))

    assert "All settings are those of the plan." in en
    assert "- Second estimator: Callaway-Sant'Anna. This needs the extra `stats`" in en
    assert "- 所得：傾向のずれを許した区間。追加機能 `stats` を入れると計算できます" in ja
    assert "it needs" not in en + ja


def test_honest_bounds_that_need_more_treated_units_say_so_in_the_readers_language(result):
    one = replace(result.main.design.cohorts[0], treated=("u0",))
    main = replace(result.main, design=replace(result.main.design, cohorts=(one,)))
    found = replace(result, answers=(main,), skipped=(Skipped("income: honest bounds", "no covariance"),))

    assert "- 所得：傾向のずれを許した区間。処置のあった単位が6以上" in read_plan(found, "ja")


def test_a_programme_is_told_in_prefectures_and_fiscal_years_and_a_table_in_units_and_periods(result):
    data = replace(result.plan.data, programme="KCI", table="")
    programme = replace(result, plan=replace(result.plan, data=data))

    assert "選定のあった7都道府県と、なかった9都道府県を、0年度から7年度まで比べました。" in read_plan(programme, "ja")
    assert "From FY4, 7 prefectures: u0" in read_plan(programme, "en")
    assert "処置のあった7単位と、なかった9単位を、0から7まで比べました。" in read_plan(result, "ja")
    assert "7 units that were treated are compared with 9 units that were not, from 0 to 7." in read_plan(result, "en")


def test_every_estimator_interval_and_mechanism_has_a_name_in_both_languages():
    for lang in ("ja", "en"):
        words = load_wording(lang).table("plan")
        assert {f"estimator_{name}" for name in Estimator.__args__} <= set(words)
        assert {f"mechanism_{name}" for name in ("complete", "strata", "blocks", "size", "neighbours")} <= set(words)


@pytest.mark.parametrize(
    ("value", "outcome", "text"),
    [
        (0.0953101798, Outcome("y", log=True), "+10.0%"),
        (-0.0512932944, Outcome("y", log=True), "−5.0%"),
        (0.0, Outcome("y", log=True), "0.0%"),
        (1234.5, Outcome("y", unit="JPY"), "+1,235 JPY"),
        (12.34, Outcome("y", unit="千円"), "+12.3千円"),
        (-0.01234, Outcome("y"), "−0.0123"),
        (0.0, Outcome("y"), "0"),
    ],
)
def test_effects_of_logarithms_are_relative_changes(value, outcome, text):
    assert effect_text(value, outcome=outcome) == text


def test_the_bundle_is_whole_and_the_same_every_time(result):
    files = bundle_files(result, plan_text=TEXT, inputs={"t.csv": "ab"})
    record = json.loads(files["result.json"])

    assert sorted(files) == [
        "effects-1.csv",
        "event-study-1.en.svg",
        "event-study-1.ja.svg",
        "manifest.json",
        "plan.toml",
        "reading.en.md",
        "reading.ja.md",
        "result.json",
    ]
    assert files == bundle_files(result, plan_text=TEXT, inputs={"t.csv": "ab"})
    assert record["plan"]["sha256"] == result.announced.sha256
    assert record["outcomes"][0]["effects"]["overall"]["simple"]["estimate"] == result.main.overall.estimate
    assert ET.fromstring(files["event-study-1.ja.svg"]).tag.endswith("svg")  # noqa: S314 -- our own drawing
