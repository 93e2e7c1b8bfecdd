"""From a subject to a document: its notes, its sources, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest

from chiiki.brief.compose import compose
from chiiki.errors import UnknownNameError
from chiiki.facts.pack import load_pack
from small_pack import small_tables, write_pack


@pytest.mark.parametrize(
    ("kind", "subject", "prefix"),
    [("region", "04", "r04"), ("programme", "KCI", "p-KCI"), ("national", "jp", "n")],
)
def test_a_document_names_its_kind_and_subject(kind, subject, prefix, jp_pack):
    document = compose(kind, subject, pack=jp_pack, lang="en")

    assert (document.kind, document.id, document.number_prefix) == (kind, subject, prefix)
    assert document.edition == jp_pack.edition
    assert document.pack_sha256 == sha256((jp_pack.folder / "datapackage.json").read_bytes()).hexdigest()


@pytest.mark.parametrize(("kind", "subject"), [("region", "99"), ("programme", "NOBODY")])
def test_an_unknown_subject_is_refused(kind, subject, jp_pack):
    with pytest.raises(UnknownNameError):
        compose(kind, subject, pack=jp_pack, lang="ja")


def test_an_unknown_language_is_refused(jp_pack):
    with pytest.raises(UnknownNameError, match="choose from ja, en"):
        compose("region", "04", pack=jp_pack, lang="fr")


def test_sources_are_those_that_numbers_and_blocks_name(jp_pack):
    document = compose("region", "04", pack=jp_pack, lang="ja")
    used = {source for number in document.numbers for source in number.source_ids}
    used |= {source for block in document.blocks for source in block.source_ids}

    assert used <= set(document.sources)
    assert list(document.sources) == sorted(document.sources)


def test_every_subject_of_a_number_has_a_name(jp_pack):
    document = compose("region", "04", pack=jp_pack, lang="ja")

    assert document.subjects["r13"] == "東京都"
    assert document.subjects["n"] == "日本"
    assert {number.id.partition(".")[0] for number in document.numbers} == set(document.subjects)


def test_a_source_in_one_language_is_named_in_that_one(tmp_path):
    tables = small_tables()
    tables["sources"][0] |= {"title_en": "", "publisher_en": ""}
    tables["sources"][1] |= {"title_ja": "", "title_en": "", "publisher_ja": ""}
    tables["designations"][0] |= {"source_id": "art-press"}
    pack = load_pack(write_pack(tmp_path / "p", tables))
    document = compose("region", "01", pack=pack, lang="en")

    assert (document.sources["art-report"].title, document.sources["art-report"].publisher) == (
        "（架空）報告書",
        "（架空）庁",
    )
    assert document.sources["art-press"].title == document.labels["title_not_found"]
    assert compose("region", "01", pack=pack, lang="ja").sources["art-press"].publisher == "(Artificial) Press"


def test_terms_that_are_unclear_are_not_named_as_terms(tmp_path):
    tables = small_tables()
    tables["designations"][0] |= {"source_id": "art-press"}
    pack = load_pack(write_pack(tmp_path / "p", tables))
    sources = compose("region", "01", pack=pack, lang="en").sources

    assert (sources["art-report"].terms, sources["art-press"].terms) == ("Artificial open terms", "")


def test_a_pack_without_nation_calls_it_n(tmp_path):
    tables = small_tables()
    tables["regions"] = [row | {"parent_id": ""} for row in tables["regions"] if row["kind"] != "nation"]
    for table in ("indicators", "employment", "employment_groups"):
        tables[table] = [row for row in tables[table] if row["region_id"] != "00"]
    pack = load_pack(write_pack(tmp_path / "p", tables))

    assert compose("region", "01", pack=pack, lang="en").subjects["n"] == "n"


def test_a_document_is_the_same_each_time(jp_pack):
    first, second = (compose("region", "04", pack=jp_pack, lang="ja") for _ in range(2))

    assert replace(first, numbers=second.numbers) == second
    assert list(first.numbers) == list(second.numbers)
