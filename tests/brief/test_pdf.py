"""The printed brief: the same bytes each time, shipped fonts alone, few pages, numbers that lead to notes."""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from sample_document import sample

from chiiki.brief.compose import compose
from chiiki.brief.document import Link, plain
from chiiki.brief.notes import gather_notes
from chiiki.brief.pdf import render_pdf

MOST_PAGES = 9
A4 = (595.3, 841.9)


@pytest.fixture(scope="module", params=["ja", "en"])
def miyagi(request, jp_pack):
    document = compose("region", "04", pack=jp_pack, lang=request.param)
    return document, render_pdf(document)


@pytest.fixture
def opened(miyagi):
    pdf = pypdfium2.PdfDocument(miyagi[1])
    yield pdf
    pdf.close()


def _words(content):
    pdf = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    pdf.close()
    return _squeezed(text)


def _squeezed(text):
    return re.sub(r"\s+|\N{ZERO WIDTH SPACE}|\N{SOFT HYPHEN}|\ufffe", "", text)


def test_the_same_document_gives_the_same_bytes(miyagi):
    document, content = miyagi

    assert render_pdf(document) == content


def test_title_language_and_pages_are_those_of_the_document(miyagi, opened):
    document, content = miyagi

    assert opened.get_metadata_value("Title") == plain(document.title.text)
    assert f"/Lang({document.lang})".encode() in content.replace(b"/Lang (", b"/Lang(")
    assert len(opened) <= MOST_PAGES
    assert {tuple(round(side, 1) for side in page.get_size()) for page in opened} == {A4}


def test_the_file_is_tagged(opened):
    assert pdfium.FPDFCatalog_IsTagged(opened.raw)


def test_every_font_is_the_shipped_one(miyagi):
    fonts = set(re.findall(rb"/FontName\s*/(?:[A-Z]{6}\+)?([A-Za-z0-9-]+)", miyagi[1]))

    assert fonts <= {b"NotoSansCJKjp-Regular", b"NotoSansCJKjp-Bold"}
    assert fonts


def test_the_headings_are_printed(miyagi):
    document, content = miyagi
    words = _words(content)

    assert _squeezed(document.subject) in words
    for source in (document.subject, *(block.source_ids[0] for block in document.blocks if block.source_ids)):
        title = document.sources[source].title if source in document.sources else source
        assert _squeezed(title)[:12] in words


def test_every_note_is_the_target_of_a_number(miyagi, opened):
    document, _ = miyagi
    last = len(gather_notes(document))
    words = _squeezed("".join(page.get_textpage().get_text_range() for page in opened))

    assert all(f"[{ordinal}]" in words for ordinal in range(1, last + 1))


def test_numbers_lead_to_places_in_the_file(opened):
    n_links = 0
    for page in opened:
        start, link = pdfium.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page.raw, start, link):
            n_links += bool(pdfium.FPDFLink_GetDest(opened.raw, link))

    assert n_links > 100


def test_a_link_that_is_no_web_address_is_plain_text():
    document = sample("en")
    lead = ((Link("javascript:alert(1)", "harmless words"),), (Link("#s-nobody", "no such source"),))
    content = render_pdf(replace(document, lead=lead))

    assert b"javascript" not in content
    assert "harmlesswords" in _words(content)
    assert "nosuchsource" in _words(content)


def test_a_long_address_is_cut_and_the_link_keeps_it():
    document = sample("en")
    key = next(iter(document.sources))
    url = "https://www.example.org/" + "long/" * 40
    content = render_pdf(
        replace(document, sources=dict(document.sources) | {key: replace(document.sources[key], url=url)})
    )

    assert "…" in _words(content)
    assert url.encode() in content


def test_hostile_text_is_printed_as_text():
    document = sample("en")
    text = '#import "x": * <script> $x$ {x} [a](b) \\ `c` @note-1 // comment'
    content = render_pdf(replace(document, subject=text, lead=((text,),)))

    assert _words(content).count(_squeezed(text)) > 1
