"""Statements that disagree stand side by side, the preferred one first, with its reason."""

from __future__ import annotations

import pytest

from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.document import plain
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.unknowns import disagreements_on
from small_pack import small_tables, write_pack


def _tables(pack, lang="en"):
    voice = Voice(pack=pack, wording=load_wording(lang), book=NumberBook())
    return conflict_tables(disagreements_on(pack, {row.row_id for row in pack.disagreements}), voice)


def test_each_statement_has_its_source_date_and_reason(tmp_path):
    tables = small_tables()
    tables["disagreements"][1] |= {"source_id": "art-press", "locator": "p. 2"}
    tables["sources"][1] |= {"published_on": "", "missing": "unknown"}
    (table,) = _tables(load_pack(write_pack(tmp_path / "p", tables)))
    rows = [[plain(cell.text) for cell in row] for row in table.rows]

    assert [row[0] for row in rows] == ["FY2006", "FY2007"]
    assert [row[1] for row in rows] == ["(Artificial) Report", "(Artificial) Article"]
    assert rows[1][2] == "not stated"
    assert [row[3] for row in rows] == ["preferred", "–"]
    assert rows[0][4] == "stated by the publisher"


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_disagreement_of_the_pack_names_what_it_is_about(jp_pack, lang):
    tables = _tables(jp_pack, lang)

    assert len(tables) == len({row.disagreement_id for row in jp_pack.disagreements})
    for table in tables:
        assert plain(table.caption)
        assert len(table.rows) > 1
        assert sum(plain(row[3].text) not in {"–", "―", "－"} for row in table.rows) == 1


def test_no_disagreement_makes_no_table(small_pack):
    voice = Voice(pack=small_pack, wording=load_wording("ja"), book=NumberBook())

    assert conflict_tables((), voice) == ()


@pytest.mark.parametrize(
    ("lang", "values", "dates"),
    [("ja", {"2014年11月28日", "2012年"}, "2024年10月26日"), ("en", {"28 November 2014", "2012"}, "26 October 2024")],
)
def test_dates_of_a_disagreement_read_as_everywhere_else(jp_pack, lang, values, dates):
    ids = [row.disagreement_id for row in jp_pack.disagreements]
    table = _tables(jp_pack, lang)[list(dict.fromkeys(ids)).index("TPJ-ACT-DATE")]
    rows = [[plain(cell.text) for cell in row] for row in table.rows]
    assert {row[0] for row in rows} == values
    assert dates in {row[2] for row in rows}


def test_no_statement_shows_a_code_or_a_bare_date(jp_pack):
    said = [plain(row[0].text) for table in _tables(jp_pack, "ja") for row in table.rows]
    assert [text for text in said if "-" in text and text.replace("-", "").isdigit()] == []
    assert [text for text in said if text in {"MEXT", "METI", "CAO"}] == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_two_disagreements_have_one_caption(jp_pack, lang):
    captions = [plain(table.caption) for table in _tables(jp_pack, lang)]
    assert len(set(captions)) == len(captions)
