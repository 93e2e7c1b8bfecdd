"""What each number means: notes that the style sheet shows as a card when they are addressed.

Every number is a list item with the number's id inside the note of its definition; numbers
with the same sources and cautions share one statement of them. A link to a number makes the note
a card that hides the other values; 「閉じる」 leads to an id that does
not exist, so the card goes and the page stays where it is. On paper they are endnotes.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from chiiki.brief import formats
from chiiki.brief.html.markup import element, language_of, safe_href, source_link
from chiiki.brief.notes import is_foreign, names_sources, sources_behind, subject_of
from chiiki.provenance import worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import SourceNote
    from chiiki.brief.html.markup import Frame
    from chiiki.brief.notes import Note
    from chiiki.provenance import Locator, Number

__all__ = ["note_html", "source_html"]

_MANY_INPUTS = 8
"""Inputs from one note that are named one by one; more are named as a group."""

_MANY_ELSEWHERE = 2
"""Inputs explained elsewhere that are named one by one."""

_MANY_VALUES = 4
"""Values up to which a note on the page says everything of each; more show it on the card only."""

_LONGEST_ADDRESS = 60
"""Characters of an address that are shown."""

_MANY_PLACES = 8
"""Places in sources up to which a note on the page lists them; more stand on the card."""


def note_html(note: Note, frame: Frame) -> str:
    """Write one note with all its numbers."""
    definition = frame.document.definitions[note.definition]
    name = escape(definition.name)
    if note.is_foreign:
        name += element("span", frame.word("other_places"), class_="places")
    is_dense = note.is_foreign or len(note.numbers) > _MANY_VALUES or _n_places(note) > _MANY_PLACES
    return element(
        "li",
        element("p", element("span", f"[{note.ordinal}]", class_="ordinal"), element("b", name), class_="note-name"),
        element("p", escape(definition.text), class_="definition"),
        _groups(note, frame),
        _summary(note, frame) if is_dense else "",
        element("p", element("a", frame.word("close"), href="#_"), class_="close"),
        class_="dense" if is_dense else None,
        id=f"note-{note.ordinal}",
        value=str(note.ordinal),
    )


def _summary(note: Note, frame: Frame) -> str:
    """Say which values a dense note hides, or how many, and on which sources they stand."""
    lang = frame.document.lang
    shown = frame.word("values_hidden", count=str(len(note.numbers)))
    if len(note.numbers) <= _MANY_VALUES:
        shown = frame.word("list_separator").join(escape(formats.number_text(one, lang)) for one in note.numbers)
    hint = element("span", frame.word("values_hint"), class_="hint")
    return element("p", shown, hint, class_="all-sources") + _all_sources(note, frame)


def _n_places(note: Note) -> int:
    return sum(len(number.source_ids) for number in note.numbers)


def _all_sources(note: Note, frame: Frame) -> str:
    named = dict.fromkeys(
        source
        for number in note.numbers
        if names_sources(number) or not note.is_foreign
        for source in number.source_ids
    )
    if not named:
        return ""
    if len(named) > _MANY_PLACES:
        return element("p", frame.word("sources_many", count=str(len(named))), class_="all-sources")
    links = frame.word("list_separator").join(source_link(source, frame) for source in named)
    return element("p", frame.word("sources"), frame.word("colon"), links, class_="all-sources")


def _groups(note: Note, frame: Frame) -> str:
    """Write the numbers; those with the same basis and cautions share one statement of them."""
    groups: dict[str, list[str]] = {}
    for number in note.numbers:
        groups.setdefault(_facts(number, frame), []).append(_value(number, frame))
    return "".join(
        element(
            "div",
            element("ul", *values, class_="values"),
            element("dl", facts, class_="facts") if facts else "",
            class_="group",
        )
        for facts, values in groups.items()
    )


def _value(number: Number, frame: Frame) -> str:
    lang = frame.document.lang
    whose = ""
    if is_foreign(number, frame.document):
        subject = subject_of(number.id)
        whose = element("span", escape(frame.document.subjects.get(subject, subject)), class_="whose")
    head = whose + element("b", escape(formats.number_text(number, lang)))
    when = element("span", escape(formats.period(number.period, lang)), class_="when")
    code = element("code", escape(number.id))
    if frame.document.whole:
        code = element("a", code, href=safe_href(f"{frame.document.whole}#{number.id}"))
    return element("li", head, " ", when, " ", code, _own_place(number, frame), id=number.id, tabindex="-1")


def _own_place(number: Number, frame: Frame) -> str:
    """Write where in its one source a number stands; the source itself is stated once for its group."""
    return " " + _place(number.locators[0], frame) if len(number.locators) == 1 else ""


def _place(locator: Locator, frame: Frame) -> str:
    return element("span", escape(formats.place_in_source(locator, frame.document.lang)), class_="locator")


def _facts(number: Number, frame: Frame) -> str:
    rows = [
        (frame.word("formula"), _formula(number, frame)),
        (frame.word("inputs"), _inputs(number.inputs, frame)),
        (frame.word("sources"), _where(number, frame)),
        (frame.word("caution"), _cautions(number.cautions, frame)),
    ]
    return "".join(element("dt", name) + element("dd", shown) for name, shown in rows if shown)


def _formula(number: Number, frame: Frame) -> str:
    """Write a formula; where the inputs that it names stand elsewhere, say that it stands there too."""
    if _is_elsewhere(number.inputs, frame):
        return frame.word("formula_in_whole")
    return escape(worded(number.formula, frame.document.lang)) if number.formula else ""


def _is_elsewhere(inputs: Sequence[str], frame: Frame) -> bool:
    return len(inputs) > _MANY_ELSEWHERE and all(one in frame.document.elsewhere for one in inputs)


def _inputs(inputs: Sequence[str], frame: Frame) -> str:
    if _is_elsewhere(inputs, frame):
        return ""
    groups: dict[str, list[str]] = {}
    for number_id in inputs:
        note = frame.notes.get(number_id)
        groups.setdefault(f"#note-{note.ordinal}" if note else "", []).append(number_id)
    shown = [
        part
        for note_href, ids in groups.items()
        for part in (
            _group(note_href, ids, frame)
            if len(ids) > (_MANY_INPUTS if note_href else _MANY_ELSEWHERE)
            else (_input(one, frame) for one in ids)
        )
    ]
    return frame.word("list_separator").join(shown)


def _group(note_href: str, ids: Sequence[str], frame: Frame) -> tuple[str]:
    if not note_href:
        words = frame.word("inputs_elsewhere", count=str(len(ids)))
        return (element("a", words, href=safe_href(frame.document.elsewhere[ids[0]])),)
    words = frame.word("inputs_of_note", n=note_href.removeprefix("#note-"), count=str(len(ids)))
    return (element("a", words, href=note_href),)


def _input(number_id: str, frame: Frame) -> str:
    document = frame.document
    number = document.numbers[number_id]
    name = document.definitions[number.definition].name
    subject = subject_of(number_id)
    whose = (
        ""
        if subject == document.number_prefix
        else escape(document.subjects.get(subject, subject)) + frame.word("colon")
    )
    words = f"{whose}{escape(name)}{frame.word('gap')}{escape(formats.number_text(number, document.lang))}"
    return element("a", words, href=safe_href(document.elsewhere.get(number_id, f"#{number_id}")))


def _where(number: Number, frame: Frame) -> str:
    if is_foreign(number, frame.document) and not names_sources(number):
        return frame.word("sources_elsewhere", count=str(len(number.source_ids)), id=number.id)
    if len(number.source_ids) == 1:
        return source_link(number.source_ids[0], frame)
    if number.inputs:
        behind = sources_behind(number, frame.document)
        return frame.word("list_separator").join(source_link(source, frame) for source in behind)
    if frame.document.whole and not names_sources(number):
        return frame.word("sources_in_whole", count=str(len(number.source_ids)))
    places = [
        element("li", source_link(source, frame), " ", _place(locator, frame))
        for source, locator in zip(number.source_ids, number.locators, strict=True)
    ]
    if len(places) > _MANY_PLACES:
        summary = element("summary", frame.word("sources_many", count=str(len(places))))
        return element("details", summary, element("ul", *places))
    return element("ul", *places) if places else ""


def _cautions(cautions: Sequence[str], frame: Frame) -> str:
    labels = frame.document.labels
    return "".join(
        element("span", "△ ", escape(labels.get(f"caution_text.{code}", code)), class_="caution-text")
        for code in cautions
    )


def _short(url: str) -> str:
    """Return an address as it is shown; the link holds all of it."""
    bare = unquote(url, errors="replace").removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= _LONGEST_ADDRESS else f"{bare[:_LONGEST_ADDRESS]}…"


def source_html(source: SourceNote, frame: Frame) -> str:
    """Write one entry of the list of sources."""
    lang = frame.document.lang
    published = (
        frame.word("published_on", date=formats.date(source.published_on, lang))
        if source.published_on
        else frame.word("published_unknown")
    )
    accessed = frame.word("accessed_on", date=formats.date(source.accessed_on, lang)) if source.accessed_on else ""
    address = element("a", escape(_short(source.url)), href=safe_href(source.url), class_="url")
    has_page = f"s-{source.id}" in frame.document.elsewhere
    web = element("p", address) if source.url and not has_page else ""
    label = frame.word("licence_label")
    is_named = source.licence.startswith(label)
    terms = escape(source.licence) if is_named else label + frame.word("colon") + escape(source.licence)
    separator = frame.word("list_separator")
    line = separator.join(part for part in (escape(source.publisher), escape(source.kind), published, accessed) if part)
    return element(
        "li",
        element("b", _title(source, frame), lang=language_of(source.title, frame)),
        element("p", line),
        "" if has_page else element("p", terms),
        web,
        id=f"s-{source.id}",
        tabindex="-1",
    )


def _title(source: SourceNote, frame: Frame) -> str:
    page = frame.document.elsewhere.get(f"s-{source.id}")
    return element("a", escape(source.title), href=safe_href(page)) if page else escape(source.title)
