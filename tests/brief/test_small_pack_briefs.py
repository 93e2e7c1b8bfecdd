"""Briefs of artificial packs: no record, ties, one selection, missing values, and hostile names."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pypdfium2
import pytest
from document_texts import broken_guards, texts

from chiiki.brief.charts.drawing import draw
from chiiki.brief.compose import compose
from chiiki.brief.document import NumberRef, plain
from chiiki.brief.html import render_html
from chiiki.brief.json_form import render_json
from chiiki.brief.markdown import render_markdown
from chiiki.brief.pdf import render_pdf
from chiiki.facts.pack import load_pack
from small_pack import small_tables, write_pack

LANGUAGES = ("ja", "en")
FORBIDDEN = re.compile(r"\bNone\b|\bnan\b|\binf\b|\[\]|\bTrue\b|\bFalse\b|\bundated\b")
HOSTILE = '<script>alert(1)</script> #import "x" {x} $x$ [a](b) *b* `c` \\ & | ~'


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.words = [], []

    def handle_starttag(self, tag, _attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.words.append(data)


def _pack(folder, change=None):
    tables = small_tables()
    if change:
        change(tables)
    return load_pack(write_pack(folder / "pack", tables))


def _subjects(pack):
    yield from (("region", region.region_id) for region in pack.regions if region.kind == "prefecture")
    yield from (("programme", programme.programme_id) for programme in pack.programmes)
    yield ("national", "jp")


def _check(document):
    """Every guard holds, every number is there with one origin, nothing shows the machine, no block is empty."""
    assert broken_guards(document) == []
    for number in document.numbers:
        assert bool(number.source_ids) != bool(number.formula), number.id
        assert (number.value is None) == bool(number.missing), number.id
    for text in texts(document):
        assert not FORBIDDEN.search(plain(text)), plain(text)
        assert all(piece.number_id in document.numbers for piece in text if isinstance(piece, NumberRef))
    for block in document.blocks:
        if document.kind == "region":
            assert block.figure or block.tables or block.sentences or block.items, block.id
        assert all(table.rows for table in block.tables), block.id
        if block.figure:
            assert "<svg" in draw(block.figure.chart, theme="html", width="wide")
            assert "<svg" in draw(block.figure.chart, theme="html", width="narrow")


def _blocks(document):
    return {block.id: block for block in document.blocks}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return _pack(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_brief_of_the_small_pack_holds_in_every_form(small, lang):
    for kind, subject in _subjects(small):
        document = compose(kind, subject, pack=small, lang=lang)

        _check(document)
        assert render_html(document).startswith("<!DOCTYPE html>")
        assert render_markdown(document)
        assert json.loads(render_json(document))["lang"] == lang


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_brief_of_the_small_pack_prints(small, lang):
    for kind, subject in _subjects(small):
        assert render_pdf(compose(kind, subject, pack=small, lang=lang)).startswith(b"%PDF")


def test_a_region_without_record_says_what_is_missing_why_and_where(small):
    document = compose("region", "04", pack=small, lang="en")
    blocks = _blocks(document)

    assert document.title.rule == "region.title.none"
    assert {
        block: blocks[block].heading.rule for block in ("timeline", "support", "outcomes", "groups", "unknown")
    } == {
        "timeline": "region.timeline.none",
        "support": "region.support.none",
        "outcomes": "region.outcomes.none",
        "groups": "region.groups.not_covered",
        "unknown": "region.unknown.nothing",
    }
    assert not any(blocks[block].figure for block in ("timeline", "support", "outcomes", "groups"))
    assert [plain(sentence) for sentence in blocks["timeline"].sentences] == [
        (
            "No record of this prefecture was found among the national programmes of FY2002–2009 that the facts cover. "
            "That no record was found does not mean that there was none."
        ),
        "The prefectural government and the ministries in charge may hold records of earlier designations.",
    ]
    assert document.numbers["r04.designations"].value == 0
    assert document.numbers["r04.designations"].source_ids == ("chiiki-facts",)


def test_ties_name_nobody_as_first(small):
    document = compose("region", "02", pack=small, lang="en")
    blocks = _blocks(document)

    assert plain(document.kpis[0].context) == "2nd of 4 (ties)"
    assert blocks["industry"].heading.rule == "region.industry.neutral"
    assert blocks["alike"].heading.rule == "region.alike.neutral"
    assert "level with others" in plain(blocks["known"].items[-1])
    assert {plain(row[2].text) for row in blocks["alike"].tables[0].rows} == {"no common specialisation"}


def test_one_designation_is_said_in_the_singular(small):
    document = compose("region", "03", pack=small, lang="en")

    assert plain(document.title.text) == "Hei holds 1 national designation; no grade is on record"
    assert _blocks(document)["timeline"].heading.rule == "region.timeline.single"


def _without(*names):
    def change(tables):
        for name in names:
            tables[name] = []

    return change


def _without_region(table, region):
    def change(tables):
        tables[table] = [row for row in tables[table] if row["region_id"] != region]

    return change


def _undated(tables):
    for row in tables["designations"]:
        row |= {"start_fy": "", "end_fy": "", "missing": "unknown"}


def _three_regions(tables):
    tables["regions"] = [row for row in tables["regions"] if row["region_id"] != "04"]
    for table in ("indicators", "employment", "employment_groups"):
        tables[table] = [row for row in tables[table] if row["region_id"] != "04"]


def _one_region(tables):
    _three_regions(tables)
    tables["designations"] = [row for row in tables["designations"] if row["designation_id"].startswith("art-ko")]
    tables["regions"] = [row for row in tables["regions"] if row["region_id"][:2] in {"00", "01"}]
    for table in ("designation_prefectures", "indicators", "employment", "employment_groups"):
        tables[table] = [row for row in tables[table] if row["region_id"] in {"00", "01"}]


def _unknown_2022(tables):
    tables["indicators"] = [
        row for row in tables["indicators"] if row["region_id"] != "01" or row["year"] not in {"2000", "2022"}
    ]


def _one_large_industry(tables):
    for row in tables["employment"]:
        if row["region_id"] == "01" and row["section"] == "G":
            row["persons"] = "1000000"


def _one_year_of_jobs(tables):
    tables["employment"] = [row for row in tables["employment"] if row["year"] == "2021"]


def _complete_lists(tables):
    tables["coverage"] = [row | {"known_total": row["n_found"], "caution_ids": ""} for row in tables["coverage"]]


def _zero_population(tables):
    for row in tables["indicators"]:
        if row["indicator_id"] == "population" and row["region_id"] == "01":
            row["value"] = "0"


VARIANTS = {
    "no facts but regions": _without(
        "designations",
        "designation_prefectures",
        "designation_municipalities",
        "designation_fields",
        "evaluations",
        "awards",
        "outcomes",
        "coverage",
        "coverage_years",
        "disagreements",
        "plans",
        "laws_and_strategies",
        "indicators",
        "employment",
        "employment_groups",
        "check_parts",
        "checks",
        "citations",
    ),
    "no plans, laws, outcomes, coverage or disagreements": _without(
        "plans", "laws_and_strategies", "outcomes", "coverage", "coverage_years", "disagreements"
    ),
    "no indicators": _without("indicators"),
    "no indicators of one region": _without_region("indicators", "01"),
    "no indicators of the nation": _without_region("indicators", "00"),
    "latest and base year unknown": _unknown_2022,
    "no employment of one region": _without_region("employment", "01"),
    "no employment": _without("employment", "employment_groups"),
    "one year of employment": _one_year_of_jobs,
    "one large industry": _one_large_industry,
    "undated designations": _undated,
    "three regions": _three_regions,
    "one region": _one_region,
    "no stages": _without("programme_stages"),
    "no authorities": _without("programme_authorities"),
    "complete lists": _complete_lists,
    "nobody lives there": _zero_population,
}


@pytest.fixture(scope="module", params=sorted(VARIANTS), ids=lambda name: name.replace(" ", "-"))
def variant(request, tmp_path_factory):
    return request.param, _pack(tmp_path_factory.mktemp("variant"), VARIANTS[request.param])


def test_a_region_whose_facts_are_missing_keeps_every_block_with_its_heading(variant):
    _, pack = variant
    for lang in LANGUAGES:
        document = compose("region", "01", pack=pack, lang=lang)

        _check(document)
        assert len(document.blocks) == 16
        assert len(document.kpis) == 4
    assert render_html(document)
    assert render_markdown(document)
    assert render_json(document)


@pytest.mark.parametrize("name", ["no facts but regions", "undated designations", "one region"])
def test_a_brief_whose_facts_are_missing_prints(name, tmp_path):
    pack = _pack(tmp_path, VARIANTS[name])

    assert render_pdf(compose("region", "01", pack=pack, lang="ja")).startswith(b"%PDF")


def _hostile(tables):
    long = HOSTILE + " " + "very long " * 30 + "無" * 120
    for table, columns in {
        "programmes": ("name_ja", "name_en", "short_ja", "short_en"),
        "designations": ("name_ja", "name_en", "short_ja", "short_en"),
        "sources": ("title_ja", "title_en", "publisher_ja", "publisher_en"),
        "regions": ("name_ja", "name_en", "short_ja", "short_en"),
        "industries": ("name_ja", "name_en"),
    }.items():
        for k, row in enumerate(tables[table]):
            row.update(dict.fromkeys(columns, f"{long} {k}\nsecond line" if k == 0 else f"{HOSTILE} {k}"))
    for row in tables["sources"]:
        row["url"] = 'https://example.org/"><script>alert(2)</script>(a) b'


def _squeezed(text):
    return re.sub(r"\s+|\N{ZERO WIDTH SPACE}|\N{SOFT HYPHEN}|\ufffe|-", "", text)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return _pack(tmp_path_factory.mktemp("hostile"), _hostile)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_name_is_text_in_the_page(hostile, lang):
    for kind, subject in (("region", "01"), ("programme", "ART-SEL")):
        document = compose(kind, subject, pack=hostile, lang=lang)
        page = _Page()
        page.feed(render_html(document))
        scripts = [word for word in page.words if "alert(2)" in word]

        assert "script" not in page.tags
        assert _squeezed(HOSTILE) in _squeezed("".join(page.words))
        assert all("<" in word for word in scripts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hostile_name_is_text_in_markdown(hostile, lang):
    for kind, subject in (("region", "01"), ("programme", "ART-SEL")):
        text = render_markdown(compose(kind, subject, pack=hostile, lang=lang))

        assert "<script" not in text
        assert "[a](b)" not in text
        assert "$x$" not in text
        assert r"&lt;script&gt;alert(1)&lt;/script&gt; #import" in text
        assert not re.search(r"(?<!\\)\*b", text)


@pytest.mark.parametrize("kind_and_subject", [("region", "01"), ("programme", "ART-SEL")])
def test_a_hostile_name_is_text_in_print(hostile, kind_and_subject):
    pdf = pypdfium2.PdfDocument(render_pdf(compose(*kind_and_subject, pack=hostile, lang="en")))
    words = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()

    assert _squeezed('<script>alert(1)</script> #import "x" {x} $x$ [a](b) *b* `c`') in _squeezed(words)
