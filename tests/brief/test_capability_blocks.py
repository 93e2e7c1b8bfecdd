"""What a region could do next, and with whom: the blocks of complexity, options and partners."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chiiki.brief.compose import compose
from chiiki.brief.document import plain
from chiiki.brief.region import capability, industry, partners
from chiiki.brief.region.capability import in_short
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from chiiki.provenance import Number, Phrase
from chiiki.studies.region import study_region
from small_pack import small_tables, write_pack


@pytest.fixture(scope="module")
def nagano(jp_pack):
    return study_region("20", pack=jp_pack)


@pytest.fixture(scope="module")
def okinawa(jp_pack):
    return study_region("47", pack=jp_pack)


@pytest.fixture(params=["ja", "en"])
def lang(request):
    return request.param


def _voice(study, pack, lang):
    return Voice(pack=pack, wording=load_wording(lang), book=study.book)


def _blocks(document):
    return {block.id: block for block in document.blocks}


def test_the_heading_counts_near_options_and_complex_ones_among_them(nagano, jp_pack):
    block = capability.opportunity(nagano, _voice(nagano, jp_pack, "en"))
    near, both = (nagano.book.scalar(f"r20.{name}.2014") for name in ("near", "near_complex"))

    assert plain(block.heading.text) == f"Of {near} industries near to its strengths, {both} are also complex"
    assert block.heading.guard == "r20.near_complex.2014 > 1"


@pytest.mark.parametrize(
    ("n", "rule", "text"),
    [
        (1, "region.opportunity.one", "1 is also complex"),
        (0, "region.opportunity.not_complex", "None of 72 industries near to its strengths is complex"),
    ],
)
def test_one_or_no_complex_option_is_said_in_its_own_words(nagano, jp_pack, n, rule, text):
    name = f"r20.test_{n}.2014"
    nagano.book.add(Number(name, n, "count", "2014", "options", formula=Phrase.signs("0")))
    study = replace(nagano, capability=replace(nagano.capability, n_near_complex=name))

    heading = capability.opportunity(study, _voice(study, jp_pack, "en")).heading

    assert heading.rule == rule
    assert text in plain(heading.text)


def test_the_table_shows_the_named_options_of_all_with_linked_numbers(nagano, jp_pack, lang):
    table = capability.opportunity(nagano, _voice(nagano, jp_pack, lang)).tables[0]

    assert len(table.rows) == len(nagano.capability.named)
    assert table.n_total == nagano.book.scalar("r20.open.2014")
    assert {piece.number_id for row in table.rows for cell in row[1:5] for piece in cell.text} == {
        name
        for option in nagano.capability.named
        for name in (option.density, option.place, option.quotient, option.persons)
    }


def test_every_option_is_drawn_and_only_the_named_ones_carry_words(nagano, jp_pack, lang):
    chart = capability.opportunity(nagano, _voice(nagano, jp_pack, lang)).figure.chart

    assert len(chart.peers) + len(chart.named) == nagano.book.scalar("r20.open.2014")
    assert [item.shown.number_id for item in chart.named] == [option.density for option in nagano.capability.named]
    low, high = chart.x_ticks[0].value, chart.x_ticks[-1].value
    assert all(low <= dot.x <= high for dot in chart.peers)


def test_the_map_says_that_it_recommends_nothing(nagano, jp_pack):
    block = capability.opportunity(nagano, _voice(nagano, jp_pack, "en"))

    assert "The map recommends nothing." in plain(block.cautions[0])


def test_a_region_without_3_digit_numbers_is_told_so_in_each_block(okinawa, jp_pack):
    voice = _voice(okinawa, jp_pack, "en")
    ranked, drawn, completed = (
        block(okinawa, voice) for block in (capability.complexity, capability.opportunity, partners.complete)
    )

    assert ranked.heading.rule == "region.complexity.none"
    assert "does not include Okinawa" in plain(ranked.sentences[0])
    assert "one of large industries" in plain(drawn.sentences[-1])
    assert "too coarse" in plain(completed.cautions[0])


def test_the_rank_of_complexity_stands_with_the_strip_of_all(nagano, jp_pack):
    block = capability.complexity(nagano, _voice(nagano, jp_pack, "ja"))
    rank = nagano.book.scalar("r20.eci.2014.rank")

    assert plain(block.heading.text) == f"産業の複雑さは42都道府県中{rank}位"
    assert len(block.figure.chart.values) == 42
    assert [row[0].tone for row in block.figure.table.rows].index("own") == rank - 1


def test_a_rank_is_not_given_where_the_order_has_no_known_end(nagano, jp_pack):
    voice = _voice(nagano, jp_pack, "en")
    unknown = capability.complexity(replace(nagano, complexity=()), voice)
    no_order = capability.complexity(replace(nagano, complexity=(), capability=None), voice)

    assert "either end" in plain(unknown.sentences[0])
    assert "no order" in plain(no_order.sentences[0])


def test_the_median_of_an_odd_number_of_regions_is_the_middle_one(nagano, jp_pack):
    kept = tuple(name for name in nagano.complexity if name != "r01.eci.2014")
    chart = capability.complexity(replace(nagano, complexity=kept), _voice(nagano, jp_pack, "en")).figure.chart

    assert chart.median == sorted(chart.values)[20]


def test_partners_are_named_with_what_each_side_holds(nagano, jp_pack, lang):
    voice = _voice(nagano, jp_pack, lang)
    block = partners.complete(nagano, voice)
    first = nagano.partners[0]
    held, option = (in_short(voice.industry(code)) for code in first.gains[0])
    row = block.tables[0].rows[0]

    assert block.heading.rule == "region.partners.three"
    assert held in plain(row[3].text)
    assert option in plain(row[3].text)
    assert [piece.number_id for cell in row[1:3] for piece in cell.text] == [first.gain, first.give]


def test_partners_that_tie_are_all_named(nagano, jp_pack):
    tied = tuple(replace(partner, value=nagano.partners[0].value, is_tied=True) for partner in nagano.partners)
    block = partners.complete(replace(nagano, partners=tied), _voice(nagano, jp_pack, "en"))

    assert block.heading.rule == "region.partners.neutral"
    assert plain(block.tables[0].rows[0][0].text).endswith(" (tied)")


def test_up_to_three_partners_are_listed_as_they_are(nagano, jp_pack):
    study = replace(nagano, partners=nagano.partners[:3])

    assert partners.complete(study, _voice(study, jp_pack, "ja")).heading.rule == "region.partners.neutral"


def test_without_a_map_or_a_partner_the_blocks_say_where_to_look(tmp_path, lang):
    pack = load_pack(write_pack(tmp_path / "p", small_tables()))
    blocks = _blocks(compose("region", "01", pack=pack, lang=lang))

    assert blocks["opportunity"].heading.rule == "region.opportunity.none"
    assert blocks["partners"].heading.rule == "region.partners.none"
    assert blocks["complexity"].heading.rule == "region.complexity.none"


def test_a_map_without_names_says_so(nagano, jp_pack, lang):
    study = replace(nagano, capability=replace(nagano.capability, named=(), strengths=()))
    voice = _voice(study, jp_pack, lang)
    block = capability.opportunity(study, voice)

    assert block.tables == ()
    assert block.figure.chart.named == ()
    assert len(capability.complexity(study, voice).sentences) == 1


def test_a_partner_without_reasons_has_a_dash(nagano, jp_pack):
    bare = tuple(replace(partner, gains=(), gives=()) for partner in nagano.partners)
    table = partners.complete(replace(nagano, partners=bare), _voice(nagano, jp_pack, "en")).tables[0]

    assert plain(table.rows[0][3].text) == "–"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("医薬品製造業", "医薬品"),
        ("その他の製造業", "その他の製造業"),
        ("他に分類されない製造業", "他に分類されない製造業"),
        ("製鋼業", "製鋼業"),
        ("金属被覆・彫刻業、熱処理業（ほうろう鉄器を除く）", "金属被覆・彫刻業、熱処理業"),
        ("Publishers, except newspapers", "Publishers"),
        ("Medicines", "Medicines"),
    ],
)
def test_names_are_shortened_to_the_industry(name, short):
    assert in_short(name) == short


def test_intervals_are_drawn_with_the_dots_and_written_beside_them(nagano, jp_pack, lang):
    block = industry.sections(nagano, _voice(nagano, jp_pack, lang))
    marks = [mark for row in block.figure.chart.rows for mark in row.marks]
    cells = [cell for row in block.figure.table.rows for cell in row[1:3] if cell.tone != "none"]

    assert all(mark.low < mark.value < mark.high for mark in marks)
    assert all(len([piece for piece in cell.text if not isinstance(piece, str)]) == 2 for cell in cells)
    assert plain(block.figure.note) == load_wording(lang).entries["industry.interval"]


def test_a_specialisation_leads_the_heading_only_where_its_whole_interval_is_above_one(nagano, jp_pack):
    heading = industry.sections(nagano, _voice(nagano, jp_pack, "en")).heading

    assert heading.guard == "r20.lq.2021.A.interval > 1.0 and r20.lq.2021.Q.interval > 1.0"


def test_without_establishments_there_are_points_without_intervals(tmp_path, lang):
    tables = small_tables()
    for row in tables["employment"]:
        row["establishments"] = "0"
    pack = load_pack(write_pack(tmp_path / "p", tables))
    block = _blocks(compose("region", "01", pack=pack, lang=lang))["industry"]

    assert all(mark.low is None for row in block.figure.chart.rows for mark in row.marks)
    assert block.figure.note == ()
