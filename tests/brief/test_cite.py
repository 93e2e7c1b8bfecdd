from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sample_document import sample

from chiiki.brief import cite
from chiiki.errors import UnknownNameError


def test_a_computed_number_is_followed_to_its_sources():
    text = cite.cite_text(sample("en"), "r04.change")
    assert text.startswith("r04.change: −3.6% (2000–2022)\n")
    assert "Formula: r04.population / r04.population.2000 - 1" in text
    assert "    r04.population: 2.28 million (2022)" in text
    assert "[S-A] table 2" in text
    assert "Licence: CC BY 4.0" in text
    assert "Credit: 出典：見本庁（artificial）" in text
    assert "facts edition 2026.11, as of 20 November 2026" in text
    assert "ab" * 32 in text


def test_a_citation_speaks_the_language_of_the_document():
    text = cite.cite_text(sample("ja"), "r04.population")
    assert text.startswith("r04.population：228.0万人（2022年）\n")
    assert "注意：丸めた値" in text


def test_an_input_that_stands_twice_is_explained_once():
    document = sample("en")
    twice = replace(document.numbers["r04.change"], id="r04.twice", inputs=("r04.population", "r04.population"))
    document.numbers.add(twice)
    assert cite.cite_text(document, "r04.twice").count("as above") == 1


def test_a_source_without_date_or_address_is_still_cited():
    document = sample("en")
    bare = replace(document.sources["S-B"], url="", accessed_on="", credit="")
    document = replace(document, sources={**document.sources, "S-B": bare}, pack_sha256="")
    assert "[S-B] 資料B. 見本庁\n  Licence: CC BY 4.0\n\n" in cite.cite_text(document, "r04.money")
    assert "no checksum on record" in cite.cite_text(document, "r04.money")
    item = json.loads(cite.cite_csl(document, "r04.money"))[1]
    assert set(item) == {"id", "type", "title", "publisher", "note"}


def test_json_holds_the_number_its_inputs_and_their_sources():
    found = json.loads(cite.cite_json(sample(), "r04.change"))
    assert found["number"]["value"] == -0.036
    assert list(found["inputs"]) == ["r04.population", "r04.population.2000"]
    assert list(found["sources"]) == ["S-A"]
    assert found["pack"] == {"edition": "2026.11", "as_of": "2026-11-20", "sha256": "ab" * 32}


def test_csl_gives_the_number_as_a_data_set_and_each_source():
    items = json.loads(cite.cite_csl(sample("en"), "r04.population"))
    assert [item["id"] for item in items] == ["r04.population", "S-A"]
    assert items[0]["type"] == "dataset"
    assert items[1]["issued"] == {"date-parts": [[2014, 11, 28]]}


def test_bibtex_escapes_what_tex_would_read():
    entries = cite.cite_bibtex(sample("en"), "r04.population")
    assert entries.count("@misc{") == 2
    assert "\\&" in entries
    assert "url = {https://example.org/a?x=1&y=2}" in entries


def test_a_brief_has_a_bibtex_entry_with_its_checksum():
    entry = cite.bibtex(sample("ja"))
    assert entry.startswith("@techreport{chiiki-r04-2026.11,")
    assert "langid = {japanese}" in entry
    assert f"SHA-256 {'ab' * 32}" in entry
    assert "langid = {english}" in cite.bibtex(sample("en"))


def test_an_unknown_number_is_refused_with_near_ids():
    with pytest.raises(UnknownNameError, match=r"Did you mean r04\.population"):
        cite.find_number(sample(), "r04.populaton")
    with pytest.raises(UnknownNameError, match=r"no number is called .zzz.\. `chiiki brief 04 --format json`"):
        cite.find_number(sample(), "zzz")
