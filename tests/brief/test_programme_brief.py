"""The programme brief: every programme of the shipped pack in both languages, and what that pack lacks."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import pytest

from chiiki.brief.charts import Columns, GradeCounts, Label, Lineage
from chiiki.brief.claims import Condition
from chiiki.brief.compose import compose
from chiiki.brief.document import Link, NumberRef, plain
from chiiki.errors import UnknownNameError
from chiiki.facts.pack import SHIPPED, load_pack
from small_pack import small_tables, write_pack

PROGRAMMES = sorted(row.programme_id for row in load_pack(SHIPPED).programmes)
MOST_CHARACTERS = 40
MOST_WORDS = 15
UNWORDED = {"numbers", "definitions", "sources", "labels", "subjects", "number_id", "href", "guard", "inputs", "rule"}
"""Fields whose content is no text that a reader sees, or is the frame's."""


def _parts(thing):
    """Yield everything inside a document that is worded for it."""
    yield thing
    if is_dataclass(thing):
        for field in fields(thing):
            if field.name not in UNWORDED:
                yield from _parts(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from _parts(item)


def _holds(guard, numbers):
    for condition in guard.split(" and ") if guard else ():
        left, sign, right = condition.split(" ")
        value = float(right) if re.fullmatch(r"-?[\d.]+", right) else right
        if not Condition(left, sign, value).holds(numbers):
            return False
    return True


def _block(document, block_id):
    return next(block for block in document.blocks if block.id == block_id)


def _small(tmp_path, lang="en", programme="ART-SEL", **changes):
    tables = small_tables()
    for table, change in changes.items():
        change(tables[table])
    return compose("programme", programme, pack=load_pack(write_pack(tmp_path / "pack", tables)), lang=lang)


def _row(_table, rows):
    """Make a row like the first of `table`, with its source."""

    def add(existing):
        existing.extend(
            dict.fromkeys(existing[0], "") | {"source_id": "art-report", "locator": "p. 1"} | row for row in rows
        )

    return add


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_programme_is_told_without_a_claim_beyond_its_numbers(programme, lang, jp_pack):
    document = compose("programme", programme, pack=jp_pack, lang=lang)
    parts = list(_parts(document))
    texts = [part for part in parts if isinstance(part, str)]
    texts += [piece.text for piece in parts if isinstance(piece, NumberRef | Link | Label)]

    assert [claim.guard for claim in document.claims if not _holds(claim.guard, document.numbers)] == []
    assert [number.id for number in document.numbers if not (number.source_ids or number.formula)] == []
    linked = {part.number_id for part in parts if isinstance(part, NumberRef | Label) and part.number_id}
    assert sorted(linked - {number.id for number in document.numbers}) == []
    assert [text for text in texts if re.search(r"\bNone\b|\bnan\b|\[\]|\{|undated", text)] == []
    hrefs = {part.href for part in parts if isinstance(part, Link)}
    assert sorted(href for href in hrefs if href.removeprefix("#s-") not in document.sources) == []
    for claim in document.claims:
        words = plain(claim.text)
        assert (len(words) <= MOST_CHARACTERS) if lang == "ja" else (len(words.split()) <= MOST_WORDS), words


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_both_languages_stand_on_the_same_numbers(programme, jp_pack):
    ja, en = (compose("programme", programme, pack=jp_pack, lang=lang) for lang in ("ja", "en"))

    assert list(ja.numbers) == list(en.numbers)
    assert [block.id for block in ja.blocks] == [block.id for block in en.blocks]


def test_an_unknown_programme_is_refused(jp_pack):
    with pytest.raises(UnknownNameError, match="no programme 'KCJ'"):
        compose("programme", "KCJ", pack=jp_pack, lang="en")


def test_the_title_sets_what_is_found_beside_what_is_published(jp_pack):
    assert plain(compose("programme", "KCI", pack=jp_pack, lang="ja").title.text) == (
        "知的クラスターは2002〜2009年度に31件を選定、29件を確認、評点は未確認"
    )


def test_published_results_of_both_cluster_programmes_are_rebuilt_with_their_sum(jp_pack):
    document = compose("programme", "KCI", pack=jp_pack, lang="en")
    table = _block(document, "outcomes").tables[0]

    assert [plain(cell.text) for cell in table.rows[0]] == [
        "Domestic patents",
        "FY2002–2011",
        "3,064 patents",
        "1,097 patents",
        "4,161 patents",
        "4,161 patents",
        "0",
    ]
    other = compose("programme", "CITYAREA", pack=jp_pack, lang="en").numbers
    sums = [number for number in document.numbers if number.definition == "outcome_sum"]
    assert len(sums) == 6
    assert [other[number.id] for number in sums] == sums


@pytest.mark.parametrize(
    ("lang", "reason"),
    [
        ("ja", "2012年度が一方にだけ含まれるため、投資当たりの成果は計算しません。"),
        ("en", "Since FY2012 is in one of them only, no result per yen is computed."),
    ],
)
def test_results_per_yen_over_mixed_periods_are_refused_with_the_reason(lang, reason, jp_pack):
    document = compose("programme", "KCI", pack=jp_pack, lang=lang)

    assert plain(_block(document, "outcomes").sentences[0]).endswith(reason)
    assert not [number for number in document.numbers if number.definition == "outcome_per_yen"]


def test_years_without_a_known_amount_are_slots_and_not_zero(jp_pack):
    chart = _block(compose("programme", "KCI", pack=jp_pack, lang="en"), "money").figure.chart

    assert isinstance(chart, Columns)
    by_year = {year.fy: year for year in chart.years}
    assert by_year[2006].columns
    assert by_year[2008].columns == ()
    assert by_year[2008].missing


def test_kinds_of_money_are_told_apart(jp_pack):
    table = _block(compose("programme", "CITYAREA", pack=jp_pack, lang="en"), "money").tables[0]

    kinds = {plain(row[1].text) for row in table.rows}
    assert {"initial budget", "budget request", "per site and year (limit)", "state commission"} <= kinds


def test_grades_are_counted_by_letter_and_the_rest_is_said(jp_pack):
    document = compose("programme", "ECO", pack=jp_pack, lang="en")
    chart = _block(document, "judgement").figure.chart

    assert isinstance(chart, GradeCounts)
    assert sum(row.n for row in chart.rows) == document.numbers["p-ECO.selections"].value
    assert plain(_block(document, "judgement").heading.text).startswith("Of ")


def test_a_programme_without_relatives_says_so(jp_pack):
    block = _block(compose("programme", "ECO", pack=jp_pack, lang="en"), "lineage")

    assert block.figure is None
    assert "does not mean there is none" in plain(block.sentences[0])


def test_a_network_that_selects_nothing_makes_no_claim_of_selections(jp_pack):
    document = compose("programme", "LOCAL-STC", pack=jp_pack, lang="en")

    assert document.title.rule == "programme.title.other_none"
    assert _block(document, "tiles").figure is None
    assert "sites" not in [block.id for block in document.blocks]


def test_a_single_selection_is_told_in_the_singular(tmp_path):
    document = _small(tmp_path, programme="ART-ONE")

    assert plain(document.title.text) == "Art. Single: 1 selection, FY2009; no grade on record"
    assert plain(_block(document, "tiles").heading.text) == "All selections on record are in Hei"
    assert plain(_block(document, "lineage").heading.text) == "Grew out of Art. Selection"


def test_a_programme_without_records_says_so(tmp_path):
    document = _small(tmp_path, lang="ja", programme="ART-NONE")

    assert plain(document.title.text) == "架空空の選定は確認できない"
    assert plain(document.lead[-1]) == "個別の記録は見つかっていません。"
    assert plain(_block(document, "money").heading.text) == "総額は未公表、年度ごとの額も確認できない"


def test_published_selections_without_a_name_are_counted_as_published(tmp_path):
    document = _small(
        tmp_path,
        programme="ART-NONE",
        coverage=_row(
            "coverage", [{"programme_id": "ART-NONE", "known_total": "5", "total_kind": "exact", "n_found": "0"}]
        ),
    )

    assert plain(document.title.text) == "Art. Empty made 5 selections, FY2009; their names could not be found"
    assert plain(document.lead[-1]) == "The facts hold 0 selections of 5 published."


def _calls(*counts):
    rows = [
        {
            "call_id": f"art-more-{fy}",
            "programme_id": "ART-SEL",
            "fy": str(fy),
            "type_ja": "公募",
            "type_en": "call",
            "kind": "selection",
            "n_applied": applied,
            "n_selected": selected,
            "missing": "" if applied and selected else "unknown",
        }
        for fy, applied, selected in counts
    ]
    return _row("calls", rows)


@pytest.mark.parametrize(
    ("calls", "heading"),
    [
        ([(2004, "10", "5")], "The rate of selection rose from 30.0% in FY2002 to 50.0% in FY2004"),
        ([(2004, "20", "2")], "The rate of selection fell from 30.0% in FY2002 to 10.0% in FY2004"),
        ([(2004, "20", "6")], "In each of 2 calls with known applicants 30.0% were selected"),
        ([(2003, "10", "5"), (2004, "20", "6")], "In 3 calls with known applicants 30.0% to 50.0% were selected"),
        ([(2004, "", "4")], "In FY2002 30.0% of applicants were selected (3 of 10)"),
    ],
)
def test_a_rate_is_stated_only_where_applicants_are_known(calls, heading, tmp_path):
    block = _block(_small(tmp_path, calls=_calls(*calls)), "calls")

    assert plain(block.heading.text) == heading


def test_an_applicant_count_that_is_unknown_makes_no_rate(tmp_path):
    block = _block(_small(tmp_path, programme="ART-ONE"), "calls")

    assert plain(block.heading.text) == "1 selected in calls on record; applicants not known"
    assert plain(block.tables[0].rows[0][5].text) == "–"


def test_two_calls_without_applicants_are_drawn_by_their_selections(tmp_path):
    def unknown_applicants(rows):
        rows[0].update(n_applied="", missing="unknown")
        _calls((2004, "", "4"))(rows)

    figure = _block(_small(tmp_path, calls=unknown_applicants), "calls").figure

    assert "applicants are not known in any" in figure.alt


def test_a_tie_of_grades_names_no_leader(tmp_path):
    def second_letter(rows):
        rows[1].update(grade="B", missing="")

    block = _block(_small(tmp_path, evaluations=second_letter), "judgement")

    assert plain(block.heading.text) == "A grade is on record for 2 selections: A and B"


def test_a_programme_judged_as_a_whole_without_a_letter_says_so(tmp_path):
    def whole(rows):
        del rows[0]
        rows[0].update(designation_id="", remark_ja="全体の評価", remark_en="of the whole")

    block = _block(_small(tmp_path, evaluations=whole), "judgement")

    assert block.heading.rule == "programme.judgement.programme_only"
    assert block.figure is None
    assert [plain(cell.text) for cell in block.tables[0].rows[0]][:5] == [
        "whole programme",
        "FY2007",
        "final evaluation",
        "…",
        "of the whole",
    ]


def test_all_graded_needs_nobody_to_ask(tmp_path):
    def all_graded(rows):
        rows[1].update(grade="A", missing="")
        _row(
            "evaluations",
            [
                {
                    "evaluation_id": "e3",
                    "designation_id": "art-ko-2",
                    "programme_id": "ART-SEL",
                    "fy": "2008",
                    "kind": "final",
                    "grade": "A",
                }
            ],
        )(rows)

    block = _block(_small(tmp_path, evaluations=all_graded), "judgement")

    assert block.sentences == ()
    assert plain(block.heading.text) == "Of 3 selections with a grade on record, 3 got A"


def _family(n):
    def programmes(rows):
        for k in range(n):
            rows.append(rows[0] | {"programme_id": f"ART-{k}", "short_ja": f"架空{k}", "short_en": f"Art. {k}"})
        rows[-1].update(start_fy="", missing="unknown")

    def links(rows):
        for k in range(n):
            rows.append(rows[0] | {"link_id": f"l{k}", "from_programme_id": f"ART-{k}", "to_programme_id": "ART-SEL"})

    return {"programmes": programmes, "programme_links": links}


def test_relatives_without_a_first_year_are_named_and_not_drawn(tmp_path):
    block = _block(_small(tmp_path, **_family(2)), "lineage")

    assert isinstance(block.figure.chart, Lineage)
    assert "ART-1" not in {bar.programme_id for bar in block.figure.chart.bars}
    assert plain(block.figure.note) == "Not drawn, since their first year could not be found: Art. 1."
    assert len(block.figure.table.rows) == 3


def test_a_large_family_is_shown_one_step_each_way(tmp_path):
    changes = _family(13)

    def far(rows):
        changes["programme_links"](rows)
        rows.append(rows[0] | {"link_id": "far", "from_programme_id": "ART-NONE", "to_programme_id": "ART-0"})

    document = _small(tmp_path, programmes=changes["programmes"], programme_links=far)
    block = _block(document, "lineage")

    assert "only programmes directly tied" in plain(block.sentences[0])
    assert "ART-NONE" not in {bar.programme_id for bar in block.figure.chart.bars}
    assert plain(block.heading.text) == "Grew out of Art. 0, Art. 1 and others; continued as Art. Single"


def test_a_family_without_years_is_a_table(tmp_path):
    def undated(rows):
        for row in rows[:2]:
            row.update(start_fy="", end_fy="", missing="unknown")

    block = _block(_small(tmp_path, programmes=undated), "lineage")

    assert block.figure is None
    assert len(block.tables[0].rows) == 1


def test_a_condition_for_applying_is_no_succession(tmp_path):
    def condition(rows):
        rows[0].update(kind="condition_for")

    block = _block(_small(tmp_path, programme_links=condition), "lineage")

    assert plain(block.heading.text) == "Tied to Art. Single as a condition for applying"


def _budgets(*amounts):
    rows = [
        {
            "budget_id": f"b{k}",
            "subject_kind": "programme",
            "subject_id": "ART-SEL",
            "amount_jpy": str(amount) if amount else "",
            "approximate": "false",
            "missing": "" if amount else "unknown",
            "kind": kind,
            "from_fy": str(fy or ""),
            "to_fy": str(to or ""),
        }
        for k, (kind, fy, to, amount) in enumerate(amounts)
    ]

    def replace(existing):
        _row("budgets", rows)(existing)
        del existing[:2]

    return replace


@pytest.mark.parametrize(
    ("amounts", "heading"),
    [
        (
            [("initial", 2003, 2003, 10**9), ("initial", 2004, 2004, 2 * 10**9)],
            "The largest initial budget on record is ¥2 billion, in FY2004",
        ),
        (
            [("initial", 2003, 2003, 10**9), ("initial", 2004, 2004, 10**9)],
            "The largest initial budget on record is ¥1 billion, in FY2003 and FY2004",
        ),
        ([("request", 2003, 2003, 10**9)], "On record: budget request of ¥1 billion in FY2003"),
        ([("total_of_years", 2003, 2005, 10**9)], "On record: total of the years of ¥1 billion in FY2003–2005"),
        ([("total_of_years", None, None, 10**9)], "On record: total of the years of ¥1 billion"),
        ([("per_site_year", 2003, 2003, 10**8)], "Only ¥100 million per site and year found; total not published"),
        ([("initial", 2003, 2003, None)], "1 amount on record, such as initial budget; total not published"),
    ],
)
def test_money_is_told_by_what_is_known_of_it(amounts, heading, tmp_path):
    document = _small(tmp_path, budgets=_budgets(*amounts))

    assert plain(_block(document, "money").heading.text) == heading


def test_the_headline_figure_of_money_is_never_a_zero(tmp_path, jp_pack):
    unknown = _small(tmp_path, budgets=_budgets(("initial", 2003, 2003, None))).kpis[1]
    free = compose("programme", "EMC", pack=jp_pack, lang="en").kpis[1]
    total = compose("programme", "F-REI", pack=jp_pack, lang="en").kpis[1]

    assert unknown.value.text == "not published"
    assert (free.value.text, plain(free.context)) == ("–", "A programme without money")
    assert (total.label, total.value.text, total.unit) == ("Money (total of the years)", "about ¥100", "billion")


def test_money_and_results_of_different_calendars_are_refused_too(tmp_path):
    def group_money(rows):
        _row(
            "budgets",
            [
                {
                    "budget_id": "g",
                    "subject_kind": "group",
                    "subject_id": "ART-ALL",
                    "from_fy": "2002",
                    "to_fy": "2008",
                    "amount_jpy": "1000000",
                    "approximate": "false",
                    "kind": "investment_total",
                },
            ],
        )(rows)

    def calendar(rows):
        for row in rows[:2]:
            row.update(calendar="calendar")

    refused = _small(tmp_path, budgets=group_money, outcomes=calendar)
    allowed = _small(tmp_path, budgets=group_money)

    assert "fiscal and by calendar years" in plain(_block(refused, "outcomes").sentences[0])
    assert _block(allowed, "outcomes").sentences == ()


def test_results_of_parts_are_named_with_their_subject(tmp_path):
    def part_only(rows):
        del rows[:2]
        rows[0].update(value="7", missing="")

    def undated(rows):
        part_only(rows)
        rows[0].update(from_fy="", to_fy="")

    def count(rows):
        part_only(rows)
        rows[0].update(kind="count")

    headings = [
        plain(_block(_small(tmp_path / name, outcomes=change), "outcomes").heading.text)
        for name, change in (("dated", part_only), ("undated", undated), ("count", count))
    ]

    assert headings == [
        "Ko area: Domestic patent applications 7 patents (FY2002–2006)",
        "Ko area: Domestic patent applications 7 patents",
        "No published result found; only counts and targets are on record",
    ]


def test_a_selection_without_a_known_prefecture_is_listed_and_counted_apart(tmp_path):
    def some(rows):
        del rows[2]

    def none(rows):
        rows.clear()

    partly = _block(_small(tmp_path / "some", designation_prefectures=some), "tiles")
    wholly = _block(_small(tmp_path / "none", designation_prefectures=none), "tiles")

    assert plain(partly.sentences[-1]) == "Not in the drawing, since the prefecture could not be found: 1 selection."
    assert plain(wholly.heading.text) == "Prefectures of the selections could not be found"
    assert wholly.figure is None


def test_equal_counts_name_no_first_prefecture(tmp_path):
    def equal(rows):
        rows[1].update(region_id="04")

    def everywhere(rows):
        rows.extend(row | {"region_id": region} for row in rows[:1] for region in ("02", "03", "04"))

    tied = _block(_small(tmp_path / "tied", designation_prefectures=equal), "tiles")
    whole = _block(_small(tmp_path / "whole", designation_prefectures=everywhere), "tiles")

    assert plain(tied.heading.text) == "On record in 3 prefectures; none in 1 prefecture"
    assert whole.heading.rule == "programme.tiles.spread"
    assert "counts in each" in plain(whole.sentences[0])


def test_what_nobody_runs_names_nobody_to_ask(tmp_path):
    document = _small(tmp_path, programme="ART-NONE", programme_authorities=lambda rows: rows.pop())

    assert plain(document.lead[1]) == "Who runs it could not be found."
    assert plain(_block(document, "tiles").sentences[0]) == "The body that runs the programme may have a list of sites."


def test_facilities_are_counted_as_facilities(tmp_path):
    def facility(rows):
        for row in rows:
            row.update(selects="facility")

    found = _small(tmp_path / "found", programmes=facility)
    empty = _small(tmp_path / "empty", programmes=facility, programme="ART-NONE")

    assert plain(found.title.text) == "Art. Selection: of 4 facilities published, 3 found"
    assert empty.title.rule == "programme.title.other_none_facility"


def test_a_lower_bound_that_is_reached_is_not_told_as_complete(jp_pack):
    document = compose("programme", "CAO-RUI", pack=jp_pack, lang="en")

    assert document.title.rule == "programme.title.found_ungraded"
    assert plain(_block(document, "found").heading.text) == "22 selections found by name; at least 22 published"


def test_selections_known_from_calls_only_are_not_denied(jp_pack):
    document = compose("programme", "WIDENET", pack=jp_pack, lang="ja")

    assert plain(document.title.text) == "広域情報ネットで38件の採択を確認、名前は確認できない"


def test_an_approximate_amount_shows_no_digit_that_its_source_does_not_give(jp_pack):
    kpi = compose("programme", "CITYAREA", pack=jp_pack, lang="en").kpis[1]

    assert (kpi.value.text, kpi.unit) == ("about ¥4.6", "billion")


def test_a_sum_without_a_declared_total_says_that_there_is_none(tmp_path):
    table = _block(_small(tmp_path, check_parts=lambda rows: rows.pop()), "outcomes").tables[0]

    assert [plain(cell.text) for cell in table.rows[0]][-3:] == ["42 patents", "–", "–"]


def test_a_published_distribution_of_grades_stands_with_the_judgement(jp_pack):
    table = _block(compose("programme", "COC", pack=jp_pack, lang="en"), "judgement").tables[0]

    assert [plain(row[1].text)[-1] for row in table.rows] == ["S", "A", "B", "C"]
