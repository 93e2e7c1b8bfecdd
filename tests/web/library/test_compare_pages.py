"""Two to six of one kind stand side by side; nothing is put in an order over different periods."""

from __future__ import annotations

import pytest
from page_reading import LEFTOVERS, dangling_links, page_text

from chiiki.brief.document import plain
from chiiki.brief.html import content_html
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import Number, NumberBook
from chiiki.studies.region import study_region
from chiiki.web.library.facts import pack
from chiiki.web.library.pages.compare_programmes import compare_programmes
from chiiki.web.library.pages.compare_regions import compare_regions
from chiiki.web.library.pages.comparing import Measured, Refused, check_subjects, measured_block

LANGS = ("ja", "en")
SIX = ("01", "13", "10", "41", "47", "04")


def _check(document):
    html = content_html(document)
    assert len(html.encode()) <= 185_000
    assert LEFTOVERS.findall(page_text(html)) == []
    assert dangling_links(html) == set()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("regions", [("04", "26"), ("04", "26", "40"), SIX])
def test_regions_stand_side_by_side(regions, lang):
    _check(compare_regions(regions, pack=pack(), lang=lang))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "programmes", [("KCI", "ICP-METI"), ("KCI", "ICP-METI", "COI", "CITYAREA", "STARTUPCITY", "RIS")]
)
def test_programmes_stand_side_by_side(programmes, lang):
    _check(compare_programmes(programmes, pack=pack(), lang=lang))


@pytest.mark.slow
def test_every_programme_can_be_compared():
    ids = [row.programme_id for row in pack().programmes]
    for first in range(0, len(ids) - 1, 6):
        chosen = ids[first : first + 6]
        if len(chosen) > 1:
            _check(compare_programmes(chosen, pack=pack(), lang="en"))


def test_each_question_names_who_is_ahead_and_shows_all():
    document = compare_regions(("04", "26"), pack=pack(), lang="en")
    reached = next(block for block in document.blocks if block.id == "reached")
    values = {key: document.numbers[f"r{key}.designations"].value for key in ("04", "26")}
    assert reached.heading.rule == "place.compare.reached.top"
    assert plain(reached.heading.text).startswith("Kyoto" if values["26"] > values["04"] else "Miyagi")
    assert len(reached.figure.chart.rows) == 2
    assert len(reached.figure.table.rows) == 2


def _book(*numbers):
    book = NumberBook()
    for number in numbers:
        book.add(number)
    return book


def _income(region, value, period="FY2020"):
    return Number(
        id=f"r{region}.income",
        value=value,
        unit="JPY",
        period=period,
        definition="income",
        missing="" if value is not None else "not_published",
        source_ids=("chiiki-facts",),
        locators=("row",),
    )


def _answer(*numbers):
    voice = Voice(pack=pack(), wording=load_wording("en"), book=_book(*numbers))
    named = tuple((number.id, number.id) for number in numbers)
    return measured_block(Measured("income", named, voice.scalar_text), voice)


def test_values_of_different_periods_are_neither_drawn_on_one_axis_nor_ordered():
    block = _answer(_income("01", 3_000_000), _income("02", 2_000_000, "FY2021"))
    assert block.figure is None
    assert block.heading.rule == "place.compare.income.neutral"
    assert plain(block.cautions[0]) == "The periods differ, so the values cannot be ranked."
    assert len(block.tables[0].rows) == 2


def test_a_tie_has_no_first():
    assert _answer(_income("01", 3), _income("02", 3)).heading.rule == "place.compare.income.level"


def test_where_a_value_is_missing_nobody_is_ahead_and_the_gap_is_shown():
    block = _answer(_income("01", 3), _income("02", None))
    assert block.heading.rule == "place.compare.income.neutral"
    assert block.figure.chart.rows[1].marks == ()
    assert block.figure.chart.rows[1].missing


def test_numbers_are_those_of_the_briefs():
    document = compare_regions(("04", "26"), pack=pack(), lang="ja")
    brief = study_region("04", pack=pack()).book
    assert document.numbers["r04.income"] == brief["r04.income"]
    assert document.numbers["r04.designations"] == brief["r04.designations"]
    assert "r13.income" in document.numbers  # the rank is computed from all
    assert document.elsewhere["r13.income"].startswith("/ja/regions/13#")


@pytest.mark.parametrize(
    ("regions", "programmes", "refused"),
    [
        (["04"], [], Refused("few")),
        (["01", "02", "03", "04", "05", "06", "07"], [], Refused("many")),
        (["04", "99"], [], Refused("unknown", ("99",))),
        (["04", "04"], [], Refused("repeated", ("04",))),
        (["04", "05"], ["KCI"], Refused("mixed")),
        (["00", "04"], [], Refused("unknown", ("00",))),
        ([], ["KCI", "NOPE"], Refused("unknown", ("NOPE",))),
        (["04", "26"], [], None),
        ([], ["KCI", "COI"], None),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_reason(regions, programmes, refused):
    assert check_subjects(regions, programmes, pack=pack()) == refused


@pytest.mark.django_db
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "query",
    ["regions=04", "regions=04,99", "regions=04,04", "regions=04,05&programmes=KCI", "regions=" + ",".join(SIX * 2)],
)
def test_a_refusal_keeps_the_forms(client, lang, query):
    response = client.get(f"/{lang}/compare?{query}")
    assert response.status_code == 400
    assert 'class="error-summary"' in response.content.decode()
    assert 'name="regions"' in response.content.decode()


@pytest.mark.django_db
def test_hostile_ids_are_shown_as_text(client):
    page = client.get("/ja/compare", {"regions": "<script>alert(1)</script>,04"}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.django_db
def test_a_form_and_a_list_with_commas_mean_the_same(client):
    by_form = client.get("/en/compare?regions=04&regions=26").content
    by_list = client.get("/en/compare?regions=04,26").content
    assert by_form.count(b"<h2") == by_list.count(b"<h2")
    assert client.get("/en/compare").status_code == 200


@pytest.mark.django_db
def test_files_hold_every_row(client):
    response = client.get("/ja/compare.csv?regions=04,26&table=programmes-1")
    n_rows, n_total = response.headers["X-Rows"].split("/")
    assert n_rows == n_total
    assert client.get("/ja/compare.json?regions=04,26").json()["kind"] == "page"


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("regions", ["01,03", "01,05"])
def test_regions_of_which_none_has_any_of_a_measure_are_compared(client, regions, lang):
    assert client.get(f"/{lang}/compare", {"regions": regions}).status_code == 200
