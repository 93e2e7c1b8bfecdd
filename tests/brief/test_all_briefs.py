"""Every brief of the shipped pack: origins, links, guards, languages, and what must never be printed."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from importlib import resources

import jsonschema
import pytest
from document_texts import broken_guards, texts

from chiiki.brief.compose import compose
from chiiki.brief.document import NumberRef, plain
from chiiki.brief.html import render_html
from chiiki.brief.json_form import render_json
from chiiki.brief.markdown import render_markdown
from chiiki.facts.pack import SHIPPED, load_pack
from own_words import english_beside_numbers

_PACK = load_pack(SHIPPED)
SCHEMA = json.loads((resources.files("chiiki.brief") / "schema" / "brief.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
SUBJECTS = [
    *(("region", region.region_id) for region in _PACK.regions if region.kind == "prefecture"),
    *(("programme", programme.programme_id) for programme in _PACK.programmes),
    ("national", "jp"),
]
LONGEST_HEADING = {"ja": 48, "en": 110}
"""Characters: the rule of 40 and 15 words, with room for the longest programme names."""

FORBIDDEN = re.compile(r"\bNone\b|\bnan\b|\binf\b|\[\]|\{[a-z_]+\}|\bTrue\b|\bFalse\b")

pytestmark = pytest.mark.slow


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.ids, self.targets, self.words = [], [], []

    def handle_starttag(self, _tag, attrs):
        for name, value in attrs:
            if name == "id":
                self.ids.append(value)
            if name in {"href", "xlink:href"} and value and value.startswith("#"):
                self.targets.append(value[1:])

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module", params=SUBJECTS, ids="-".join)
def documents(request, jp_pack):
    """Compose one subject in both languages."""
    kind, subject = request.param
    return [compose(kind, subject, pack=jp_pack, lang=lang) for lang in ("ja", "en")]


def test_every_number_has_a_source_or_a_formula_and_every_input_is_in_the_brief(documents):
    for document in documents:
        for number in document.numbers:
            assert bool(number.source_ids) != bool(number.formula), number.id
            assert all(name in document.numbers for name in number.inputs), number.id
            assert all(source in document.sources for source in number.source_ids), number.id
            assert len(number.locators) == len(number.source_ids), number.id
            assert all(number.locators), number.id
            assert (number.value is None) == bool(number.missing), number.id
            assert number.definition in document.definitions, number.id


def test_no_formula_and_no_place_of_our_own_is_english_in_japanese(documents):
    numbers = json.loads(render_json(documents[0]))["numbers"].values()
    assert english_beside_numbers(numbers, _PACK) == []


def test_every_number_in_a_sentence_or_table_is_in_the_book(documents):
    for document in documents:
        named = {piece.number_id for text in texts(document) for piece in text if isinstance(piece, NumberRef)}

        assert {name for name in named if name not in document.numbers} == set()


def test_every_guard_holds(documents):
    for document in documents:
        for claim in document.claims:
            assert all(name in document.numbers for name in claim.inputs)

        assert broken_guards(document) == []


def test_both_languages_stand_on_the_same_numbers(documents):
    ja, en = documents

    assert list(ja.numbers) == list(en.numbers)


def test_headings_are_short_and_no_text_shows_the_machine(documents):
    for document in documents:
        too_long = [
            plain(claim.text) for claim in document.claims if len(plain(claim.text)) > LONGEST_HEADING[document.lang]
        ]
        broken = [plain(text) for text in texts(document) if FORBIDDEN.search(plain(text))]

        assert too_long == []
        assert broken == []


def test_every_link_of_the_page_resolves_and_ids_are_unique(documents):
    for document in documents:
        page = _Page()
        page.feed(render_html(document))

        assert len(page.ids) == len(set(page.ids))
        assert {target for target in page.targets if target != "_" and target not in set(page.ids)} == set()
        # BibTeX writes its values in braces
        assert {word for word in page.words if FORBIDDEN.search(word) and not word.startswith("@")} == set()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("subject", [("region", "04"), ("region", "10"), ("programme", "ECO"), ("national", "jp")])
def test_the_json_form_keeps_its_contract(subject, lang, jp_pack):
    # four subjects: checking one document against the schema takes half a second
    VALIDATOR.validate(json.loads(render_json(compose(*subject, pack=jp_pack, lang=lang))))


def test_every_footnote_of_the_markdown_form_is_defined(documents):
    for document in documents:
        text = render_markdown(document)
        used = set(re.findall(r"\[\^(\d+)\](?!:)", text))

        assert used <= set(re.findall(r"^\[\^(\d+)\]:", text, flags=re.MULTILINE))
