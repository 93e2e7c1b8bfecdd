"""Every plan, law, programme, measure, evaluation, source and conflict composes in both languages."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import unquote

import pytest
from django.urls import Resolver404, resolve
from django.utils.translation import override

from chiiki.brief.document import Link, NumberRef, plain
from chiiki.brief.html import content_html
from chiiki.brief.json_form import render_json
from chiiki.brief.markdown import render_markdown
from chiiki.facts.pack import load_pack
from chiiki.web.library.enums import LISTS, Kind
from chiiki.web.library.exports.document_tables import document_sheets, main_sheet
from chiiki.web.library.queries.subjects import subjects
from chiiki.web.library.views.cascade_pages import COMPOSERS

LANGS = ("ja", "en")
LARGEST = 195_000
"""Bytes of what stands in <main>; the frame takes less than the rest of 200 kB."""

LEAKS = re.compile(r"\bNaN\b|\bNone\b|\[\]|\{\}|\{[a-z_]+\}|\bnan\b")
UNLINKED = {"facts", "tables", "gaps", "unknown", "found", "tiles", "money", "judgement"}
"""Blocks whose lines are numbers, which open their source, or name one source under the table."""


EVERY = 8
"""Sources of which one is composed by the fast tests; all of them by the slow one."""


@cache
def _pack():
    return load_pack()


@pytest.fixture
def pack():
    return _pack()


@cache
def _composed(kind, lang):
    ids = list(subjects(kind, pack=_pack()))
    chosen = ids[::EVERY] if kind == Kind.SOURCE else ids
    return tuple(COMPOSERS[kind](subject_id, pack=_pack(), lang=lang) for subject_id in chosen)


def _tables(document):
    for block in document.blocks:
        if block.figure and block.figure.table:
            yield block.id, block.figure.table
        for table in block.tables:
            yield block.id, table


def _texts(document):
    yield document.title.text
    yield from document.lead
    for block in document.blocks:
        yield block.heading.text
        yield from (*block.sentences, *block.items, *block.cautions)
    for _, table in _tables(document):
        yield table.caption
        yield table.note
        yield from (cell.text for row in table.rows for cell in row)


def _hrefs(document):
    return {piece.href for text in _texts(document) for piece in text if isinstance(piece, Link)}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", COMPOSERS)
def test_each_page_is_whole_and_small(kind, lang):
    assert _faults(_composed(kind, lang)) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", LANGS)
def test_each_source_has_a_whole_and_small_page(pack, lang):
    ids = subjects(Kind.SOURCE, pack=pack)
    assert _faults(COMPOSERS[Kind.SOURCE](one, pack=pack, lang=lang) for one in ids) == []


def _faults(documents):
    wrong = []
    for document in documents:
        words = "\n".join(plain(text) for text in _texts(document))
        markup = content_html(document)
        if leak := LEAKS.search(words):
            wrong.append((document.id, leak[0]))
        if len(markup.encode()) > LARGEST:
            wrong.append((document.id, len(markup.encode())))
        if markup.count("<h1>") != 1 or "style=" in markup or "<script" in markup:
            wrong.append((document.id, "markup"))
    return wrong


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", COMPOSERS)
def test_every_number_opens_on_the_page_or_on_one_that_is_named(kind, lang):
    for document in _composed(kind, lang):
        refs = {piece.number_id for text in _texts(document) for piece in text if isinstance(piece, NumberRef)}
        explained = {number.id for number in document.numbers} | set(document.elsewhere)
        assert refs - explained == set(), document.id
        for number in document.numbers:
            assert number.definition in document.definitions
            assert set(number.source_ids) <= set(document.sources)
            assert all(number.locators), number.id


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", [kind for kind in COMPOSERS if kind != Kind.SOURCE])
def test_every_row_of_a_list_names_its_source_and_the_place_in_it(kind, lang):
    bare = []
    for document in _composed(kind, lang):
        for block_id, table in _tables(document):
            if block_id in UNLINKED:
                continue
            for row in table.rows:
                last = row[-1].text if block_id not in {"statements", "conflicts"} else row[1].text
                sources = [piece for piece in last if isinstance(piece, Link) and piece.href.startswith("#s-")]
                if len(sources) != 1 or len(plain(last)) <= len(sources[0].text):
                    bare.append((document.id, block_id, plain(row[0].text)))
    assert bare == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", COMPOSERS)
def test_links_inside_the_site_lead_to_things_that_exist(pack, kind, lang):
    words = {word: kind for kind, word in LISTS.items()}
    for document in _composed(kind, lang):
        for href in _hrefs(document):
            if href.startswith("#s-"):
                assert href[3:] in document.sources, (document.id, href)
            elif href.startswith("/"):
                _, found_lang, word, *rest = href.partition("#")[0].split("/")
                assert found_lang == lang
                if word in words:
                    assert unquote(rest[0]) in subjects(words[word], pack=pack), (document.id, href)


@override("ja")
def test_pages_of_the_cascade_have_addresses_that_resolve():
    for kind in COMPOSERS:
        for ending in ("", ".json", ".csv", ".md", ".bib"):
            try:
                resolve(f"/ja/{LISTS[kind]}/any-id.of-it{ending}")
            except Resolver404:
                pytest.fail(f"{kind} {ending} has no address")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", COMPOSERS)
def test_the_first_of_each_kind_has_every_form(kind, lang):
    document = _composed(kind, lang)[0]
    assert document.subject in render_markdown(document)
    assert f'"kind": "{document.kind}"' in render_json(document)
    sheets = document_sheets(document)
    assert len({sheet.name for sheet in sheets}) == len(sheets)
    assert main_sheet(sheets).rows
    assert all(len(row) == len(sheet.header) for sheet in sheets for row in sheet.rows)


@pytest.mark.parametrize("lang", LANGS)
def test_headings_say_one_thing(lang):
    # forty characters or fifteen words are aimed at (visual.md); long official names may pass by a few
    most = 50 if lang == "ja" else 19
    long = []
    for kind in COMPOSERS:
        for document in _composed(kind, lang):
            words = plain(document.title.text)
            size = len(words) if lang == "ja" else len(words.split())
            if size > most:
                long.append(words)
    assert long == []
