"""Rules that hold for every drawing, checked on the gallery in both languages and widths."""

from __future__ import annotations

import re
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from chart_gallery import BUILDERS

from chiiki.brief.charts import Label, draw, has_narrow
from chiiki.brief.charts.letters import ROOM, text_width
from chiiki.brief.charts.sketch import FULL, NARROW
from chiiki.brief.tokens import COLOURS
from chiiki.errors import InputError

SVG = "{http://www.w3.org/2000/svg}"
PAINTS = ("fill", "stroke")
CASES = [
    pytest.param(name, lang, width, id=f"{name}-{lang}-{width}")
    for name, build in BUILDERS.items()
    for lang in ("ja", "en")
    for width in ("wide", "narrow")
    if width == "wide" or has_narrow(build("ja"))
]
every_case = pytest.mark.parametrize(("name", "lang", "width"), CASES)


def drawn(name, lang, width, *, theme="html"):
    return ET.fromstring(draw(BUILDERS[name](lang), theme=theme, width=width))  # noqa: S314 -- our own output


def boxes(svg, *, room=1.0):
    """Left, top, right, bottom and words of every text."""
    found = []
    for text in svg.iter(f"{SVG}text"):
        words = "".join(text.itertext())
        size = float(text.get("font-size", "10"))
        width = text_width(words, size=size, is_bold=text.get("font-weight") == "700") * room
        width = float(text.get("textLength", width))
        x, y = float(text.get("x")), float(text.get("y"))
        x -= {"middle": width / 2, "end": width}.get(text.get("text-anchor"), 0)
        found.append((x, y - 0.78 * size, x + width, y + 0.12 * size, words))
    return found


@every_case
def test_a_drawing_has_title_description_and_role(name, lang, width):
    svg = drawn(name, lang, width)
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    alt = BUILDERS[name](lang).alt
    assert description.text == alt
    assert alt.startswith(title.text)
    has_links = svg.find(f".//{SVG}a") is not None
    assert svg.get("role") == ("group" if has_links else "img")


@every_case
def test_colours_are_tokens_and_never_in_a_style(name, lang, width):
    allowed = {f"var(--{token})" for token in COLOURS} | {"none"}
    elements = list(drawn(name, lang, width).iter())
    assert not any(element.get("style") for element in elements)
    assert {element.get(paint) for element in elements for paint in PAINTS} - {None} <= allowed


@every_case
def test_print_has_light_colours_and_no_links(name, lang, width):
    elements = list(drawn(name, lang, width, theme="print").iter())
    allowed = {colour.light for colour in COLOURS.values()} | {"none"}
    assert {element.get(paint) for element in elements for paint in PAINTS} - {None} <= allowed
    assert not [element for element in elements if element.tag == f"{SVG}a"]


@every_case
def test_words_never_overlap(name, lang, width):
    overlaps = [
        (one[4], other[4])
        for one, other in combinations(boxes(drawn(name, lang, width)), 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlaps == []


@every_case
def test_words_stay_inside_with_room_for_wider_fonts(name, lang, width):
    svg = drawn(name, lang, width)
    full, height = (float(svg.get(side)) for side in ("width", "height"))
    outside = [
        words
        for left, top, right, bottom, words in boxes(svg, room=ROOM)
        if left < -0.5 or top < -0.5 or right > full + 0.5 or bottom > height + 0.5
    ]
    assert outside == []


@every_case
def test_words_are_text_of_at_least_ten_px(name, lang, width):
    svg = drawn(name, lang, width)
    assert float(svg.get("font-size")) >= 10
    assert all(float(text.get("font-size", "10")) >= 10 for text in svg.iter(f"{SVG}text"))
    assert float(svg.get("width")) <= (FULL if width == "wide" else NARROW)


@every_case
def test_numbers_are_finite(name, lang, width):
    assert not re.search(r"\b(nan|inf|None)\b", draw(BUILDERS[name](lang), theme="html", width=width))


def labels(value):
    """Every label inside a chart."""
    if isinstance(value, Label):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from labels(item)
    elif hasattr(value, "__slots__"):
        for field in value.__slots__:
            yield from labels(getattr(value, field))


@every_case
def test_every_number_with_an_id_is_a_link_to_its_note(name, lang, width):
    wanted = {f"#{label.number_id}" for label in labels(BUILDERS[name](lang)) if label.number_id}
    links = {link.get("href") for link in drawn(name, lang, width).iter(f"{SVG}a")}
    assert wanted <= links


def test_a_number_leads_where_the_renderer_says():
    svg = draw(BUILDERS["strip"]("ja"), theme="html", links={"n.designations.median": "#n7"})
    assert '<a href="#n7" class="num">' in svg


def test_what_is_no_chart_is_refused():
    with pytest.raises(InputError, match="str is not a chart"):
        draw("Timeline", theme="html")


def test_small_drawings_have_one_size():
    one_size = {name for name, build in BUILDERS.items() if not has_narrow(build("ja"))}
    assert one_size >= {"strip", "boxes", "grade_counts", "tiles", "outline"}
    assert not one_size & {"timeline", "lineage", "matrix", "series", "dots", "columns"}
