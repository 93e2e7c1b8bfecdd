"""The nation's brief: composes in both languages, and says no more than its numbers."""

from __future__ import annotations

import re

import pytest

from chiiki.brief.claims import choose_claim
from chiiki.brief.compose import compose
from chiiki.brief.document import NumberRef, plain
from chiiki.brief.html import render_html
from chiiki.brief.nation import compose_nation
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from small_pack import small_tables, write_pack

MOST_JA, MOST_EN = 40, 15


@pytest.fixture(scope="module", params=["ja", "en"])
def document(request, jp_pack):
    return compose("national", "jp", pack=jp_pack, lang=request.param)


def _tables(document):
    for block in document.blocks:
        yield from block.tables
        if block.figure and block.figure.table:
            yield block.figure.table
    yield from document.conflicts


def _texts(document):
    yield document.title.text
    yield from document.lead
    for kpi in document.kpis:
        yield (kpi.value,)
        yield kpi.context
    for block in document.blocks:
        yield block.heading.text
        yield from (*block.sentences, *block.items, *block.cautions)
        if block.figure:
            yield from (block.figure.measure, block.figure.note, (block.figure.alt,))
    for table in _tables(document):
        yield from (table.caption, table.note, table.header)
        yield from (cell.text for row in table.rows for cell in row)


def _labels(chart):
    """Find every number that a drawing links to, however deep."""
    if hasattr(chart, "number_id"):
        yield chart.number_id
    for name in getattr(chart, "__slots__", ()):
        value = getattr(chart, name)
        for part in value if isinstance(value, tuple) else (value,):
            if hasattr(part, "__slots__"):
                yield from _labels(part)


def test_every_number_of_text_and_drawing_is_in_the_book(document):
    refs = [piece.number_id for text in _texts(document) for piece in text if isinstance(piece, NumberRef)]
    drawn = [name for block in document.blocks if block.figure for name in _labels(block.figure.chart) if name]

    assert len(refs) > 100
    assert len(drawn) > 100
    assert [name for name in (*refs, *drawn) if name not in document.numbers] == []


def test_every_heading_is_short_and_no_sentence_holds_a_python_word(document):
    for claim in document.claims:
        said = plain(claim.text)
        assert len(said) <= MOST_JA if document.lang == "ja" else len(said.split()) <= MOST_EN, said
    said = " ".join(plain(text) for text in _texts(document))
    assert re.findall(r"\b(?:None|nan|True|False)\b|\(\)|\[\]", said) == []


def test_every_definition_and_source_is_worded(document):
    assert all(found.name and found.text for found in document.definitions.values())
    assert {number.definition for number in document.numbers} == set(document.definitions)


def test_the_pages_are_in_order_and_at_most_six(document):
    pages = [block.page for block in document.blocks]

    assert pages == sorted(pages)
    assert set(pages) == {1, 2, 3, 4, 5, 6}


def test_a_block_has_at_most_two_sentences_and_two_cautions(document):
    assert [block.id for block in document.blocks if len(block.sentences) > 2 or len(block.cautions) > 2] == []


def test_all_disagreements_of_the_pack_stand_side_by_side(document, jp_pack):
    assert len(document.conflicts) == len({row.disagreement_id for row in jp_pack.disagreements})
    assert all(len(table.rows) > 1 for table in document.conflicts)


def test_it_renders_as_html(document):
    assert "None" not in render_html(document).split("<main", 1)[1].split('id="notes"', 1)[0]


def test_the_rules_ending_in_a_neutral_form_make_every_guard_true(jp_pack, monkeypatch):
    chosen = []

    def watched(block_id, rules, *, numbers):
        claim = choose_claim(block_id, rules, numbers=numbers)
        rule = next(rule for rule in rules if rule.key == claim.rule)
        chosen.append((claim.id, all(condition.holds(numbers) for condition in rule.when), rules[-1].when))
        return claim

    monkeypatch.setattr("chiiki.brief.voice.choose_claim", watched)
    compose_nation(pack=jp_pack, wording=load_wording("ja"))

    assert len(chosen) > 8
    assert [block for block, holds, last in chosen if not holds or last] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_artificial_nation_is_composed_with_ties_and_gaps(small_pack, lang):
    parts = compose("national", "jp", pack=small_pack, lang=lang)

    assert {block.id for block in parts.blocks} >= {"timeline", "spread", "mix", "results", "balance", "unknown"}
    assert [block.id for block in parts.blocks if not plain(block.heading.text)] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_nation_without_any_record_keeps_its_headings(tmp_path, lang):
    emptied = (
        *("designations", "designation_prefectures", "designation_municipalities", "designation_fields"),
        *("evaluations", "awards", "outcomes", "checks", "check_parts", "budgets", "events", "partnerships"),
        *("programme_authorities", "call_authorities", "disagreements", "citations", "plans", "plan_concepts"),
    )
    tables = small_tables()
    for table in emptied:
        tables[table] = []
    for row in tables["programmes"]:
        row["plan_id"] = ""
    tables["indicators"] = [
        row for row in tables["indicators"] if row["indicator_id"] != "population" or row["year"] == "2022"
    ]
    document = compose("national", "jp", pack=load_pack(write_pack(tmp_path / "empty", tables)), lang=lang)

    rules = {claim.id: claim.rule for claim in document.claims}
    assert rules["title"] == "nation.title.none"
    assert rules["results"] == "nation.results.none"
    assert rules["balance"] == "nation.balance.none"
    assert rules["exchange"] == "nation.exchange.none"
