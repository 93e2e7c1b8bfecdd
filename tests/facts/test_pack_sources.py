"""The decisions about sources: every address of the raw tables is described, and nothing unknown is made up."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import re
from pathlib import Path

import pytest

_JP = Path(__file__).parents[2] / "data-raw/jp"
_KINDS = {"publisher", "official_mirror", "press", "aggregator", "statistics", "compilation"}
_ADDRESS_COLUMNS = ("source_url", "known_total_source", "address")
_IN_TEXT = re.compile(r"https?://[^\s;,)\"]+|seed:\d{3}\w*")
_PRESS = ("asahi.com", "nikkeibp.co.jp", "projectdesign.jp", "resemom.jp", "newswitch.jp", "shidaikyo.or.jp")
_AGGREGATORS = (
    "123deta.com",
    "docslib.org",
    "dokumen.tips",
    "expydoc.com",
    "fdocument.pub",
    "happylibus.com",
    "kotobank.jp",
    "paperzz.com",
    "pdfslide",
    "vdocuments.",
    "wikipedia.org",
)
_MINISTRIES = (".mext.go.jp", ".meti.go.jp", ".cao.go.jp", ".chisou.go.jp", ".mlit.go.jp", ".soumu.go.jp")


def _source_ids():
    spec = importlib.util.spec_from_file_location("source_ids_of_jp", _JP / "steps/source_ids.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(path):
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def _addresses_of(row, split):
    for column, cell in row.items():
        if column in _ADDRESS_COLUMNS:
            yield from split(cell)
        else:
            yield from _IN_TEXT.findall(cell)


@pytest.fixture(scope="module")
def sources():
    return _read(_JP / "decisions/sources.csv")


@pytest.fixture(scope="module")
def licences():
    return _read(_JP / "decisions/licences.csv")


def test_every_address_of_the_raw_tables_is_described(sources):
    ids = _source_ids()
    known = {ids.source_id_of(row["url"]) for row in sources}
    paths = sorted((_JP / "raw").glob("*.csv"))
    assert paths
    missing = {
        address
        for path in paths
        for row in _read(path)
        for address in _addresses_of(row, ids.split_addresses)
        if ids.source_id_of(address) not in known
    }
    assert not missing


def test_no_address_is_listed_twice(sources):
    urls = [row["url"] for row in sources]
    assert len(urls) == len(set(urls))


def test_spellings_of_one_address_say_the_same(sources):
    ids = _source_ids()
    said = {}
    for row in sources:
        facts = {column: value for column, value in row.items() if column != "url"}
        assert said.setdefault(ids.source_id_of(row["url"]), facts) == facts, row["url"]


def test_kinds_licences_and_states_are_closed(sources, licences):
    licence_ids = {row["licence_id"] for row in licences}
    assert {row["source_kind"] for row in sources} <= _KINDS
    assert {row["licence_id"] for row in sources} <= licence_ids
    assert {row["licence_status"] for row in sources} <= {"verified", "not_verified"}
    assert {row["allows_reuse"] for row in licences} <= {"yes", "no", "unclear"}


def test_a_source_without_a_title_says_so_and_only_such_a_source(sources):
    for row in sources:
        assert (row["missing"] == "unknown") == (not row["title_ja"] and not row["title_en"]), row["url"]


def test_no_title_is_a_placeholder_or_a_working_remark(sources):
    bad = re.compile(
        r"^(-|\?|x|n/a|none|unknown|untitled|page|不明|なし|無題)$|mirror of|miscounts|excerpt|seen:", re.IGNORECASE
    )
    for row in sources:
        for column in ("title_ja", "title_en"):
            assert not bad.search(row[column]), row["url"]
            assert not row[column].startswith("http"), row["url"]


def test_every_source_has_a_publisher(sources):
    assert all(row["publisher_ja"] and row["publisher_en"] for row in sources)


def test_dates_are_years_months_or_days(sources):
    date = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
    assert all(date.fullmatch(row["published_on"]) for row in sources if row["published_on"])


def test_press_aggregators_and_ministries_are_told_apart(sources):
    for row in sources:
        host = "." + row["url"].split("/")[2] if "//" in row["url"] else ""
        if any(name in host for name in _PRESS):
            assert row["source_kind"] in {"press", "aggregator"}, row["url"]
        if any(name in host for name in _AGGREGATORS):
            assert row["source_kind"] == "aggregator", row["url"]
        if host.endswith(_MINISTRIES):
            assert row["source_kind"] == "publisher", row["url"]


def test_what_the_press_and_aggregators_print_is_not_taken_for_reusable(sources):
    for row in sources:
        if row["source_kind"] == "press":
            assert row["licence_id"] in {"ALL-RIGHTS-RESERVED", "NOT-VERIFIED"}, row["url"]


@pytest.mark.parametrize("name", ["found_designations", "found_grades", "found_spans"])
def test_what_was_found_later_names_its_page(name, sources):
    known = {row["url"] for row in sources}
    for row in _read(_JP / f"decisions/{name}.csv"):
        assert row["url"] in known, row
        assert row["locator"], row


def test_a_found_span_is_stated_or_computed_and_runs_forward():
    rows = _read(_JP / "decisions/found_spans.csv")
    assert {row["basis"] for row in rows} == {"stated", "computed"}
    assert all(int(row["start_fy"] or 0) <= int(row["end_fy"]) for row in rows)
    assert len({row["designation_id"] for row in rows}) == len(rows)
