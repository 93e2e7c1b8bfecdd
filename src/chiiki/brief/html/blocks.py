"""Blocks, figures, tables and headline figures as HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from chiiki.brief.charts.drawing import draw, draw_for_paper, has_narrow
from chiiki.brief.document import plain
from chiiki.brief.html.markup import element, number_link, paragraph, safe_href, source_link, text_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Block, Cell, Figure, Kpi, Table, Text
    from chiiki.brief.html.markup import Frame

__all__ = ["block_html", "kpi_row", "table_html"]

_SCROLLS_FROM = 3
"""Columns from which a table may be wider than a phone and gets a scroll region."""

_SHORT_WORD = 8
_LONGEST_DATE = 16
"""Characters of ``21 December 2018``, which is never broken into two lines."""

_DIGITS_OF_A_DATE = 0.3
"""Share of digits that a date or a period has at least; a name that ends in a year has less."""

_MANY_LINKS = 12
"""Links in a drawing from which a keyboard can skip it."""

_MANY_SOURCES = 4
"""Sources up to which a block names them in a line; more are opened by the reader."""


def kpi_row(kpis: Sequence[Kpi], frame: Frame) -> str:
    """Write the headline figures as a list."""
    if not kpis:
        return ""
    items = "".join(element("li", _kpi(kpi, frame)) for kpi in kpis)
    return element("ul", items, class_="kpis", aria_label=frame.document.labels["figures_at_a_glance"])


def _kpi(kpi: Kpi, frame: Frame) -> str:
    unit = element("span", escape(kpi.unit), class_="unit") if kpi.unit else ""
    value = number_link(kpi.value, frame).removesuffix("</a>") + unit + "</a>"
    return (
        element("p", escape(kpi.label), class_="kpi-label")
        + element("p", escape(kpi.period), class_="kpi-period")
        + element("p", value, class_="kpi-value")
        + (
            element("div", draw(kpi.strip, theme="html", links=frame.document.elsewhere), class_="strip")
            if kpi.strip is not None
            else ""
        )
        + paragraph(kpi.context, frame, class_="kpi-context")
    )


def block_html(block: Block, frame: Frame, *, figure_number: int | None) -> str:
    """Write one block: claim, figure, sentences, lists, tables, cautions, sources."""
    heading_id = f"h-{block.id}"
    mark = ""
    if figure_number is not None:
        mark = element("span", frame.word("figure", n=str(figure_number)), class_="fig") + " "
    return element(
        "section",
        element("h2", mark, text_html(block.heading.text, frame), id=heading_id),
        _figure(block.figure, frame, block_id=block.id) if block.figure else "",
        _words(block, frame),
        class_=f"block {block.width}" + _layout(block),
        id=f"b-{block.id}",
        aria_labelledby=heading_id,
    )


def _layout(block: Block) -> str:
    """Name the layout of a block with a drawing: with words beside it, if there are any."""
    if not block.figure:
        return ""
    return " drawn beside" if block.sentences or block.items or block.cautions else " drawn"


def _words(block: Block, frame: Frame) -> str:
    """Write what stands beside or below a drawing; tables take the whole width."""
    said = "".join(paragraph(sentence, frame) for sentence in block.sentences) + _items(block, frame)
    tables = "".join(
        table_html(table, frame, table_id=f"t-{block.id}-{index}") for index, table in enumerate(block.tables, 1)
    )
    backed = "".join(_caution(text, frame) for text in block.cautions) + _sources(block.source_ids, frame)
    if block.figure:
        return element("div", said, backed, class_="aside") + (
            element("div", tables, class_="tables small" if _are_small(block.tables) else "tables") if tables else ""
        )
    return said + tables + backed


def _are_small(tables: Sequence[Table]) -> bool:
    """Say whether tables hold numbers only, so that they are no wider than a drawing."""
    return all(cell.align == "right" for table in tables for row in table.rows for cell in row[1:])


def _figure(figure: Figure, frame: Frame, *, block_id: str) -> str:
    drawing = _drawings(figure, frame, block_id=block_id)
    has_many_links = drawing.partition("drawing narrow")[0].count("<a ") >= _MANY_LINKS
    return element(
        "figure",
        paragraph(figure.measure, frame, class_="measure"),
        element("a", frame.word("skip_drawing"), href=f"#past-{block_id}", class_="skip") if has_many_links else "",
        drawing,
        element(
            "div",
            paragraph(figure.note, frame, class_="note"),
            _alternative(figure, frame, block_id=block_id),
            id=f"past-{block_id}",
        ),
        aria_labelledby=f"h-{block_id}",
    )


def _drawings(figure: Figure, frame: Frame, *, block_id: str) -> str:
    """Write the drawing for screens, for phones where it differs, and for paper where it is longer than a sheet."""
    links = frame.document.elsewhere
    if figure.is_small:
        return element("div", draw(figure.chart, theme="html", width="narrow", links=links), class_="drawing")
    wide, sheets = draw_for_paper(figure.chart, name=f"d-{block_id}", links=links)
    if not has_narrow(figure.chart):
        return element("div", wide, class_="drawing")
    narrow = draw(figure.chart, theme="html", width="narrow", links=links)
    return (
        element("div", wide, class_="drawing wide cut" if sheets else "drawing wide")
        + element("div", narrow, class_="drawing narrow")
        + (element("div", sheets, class_="sheets") if sheets else "")
    )


def _alternative(figure: Figure, frame: Frame, *, block_id: str) -> str:
    if figure.table is None:
        return ""
    if figure.table_href:
        link = element("a", frame.word("show_table"), href=safe_href(figure.table_href))
        return element("p", link, class_="note")
    table = table_html(figure.table, frame, table_id=f"t-{block_id}")
    return element("details", element("summary", frame.word("show_table")), table)


def _items(block: Block, frame: Frame) -> str:
    if not block.items:
        return ""
    return element("ol" if block.ordered else "ul", *(element("li", text_html(item, frame)) for item in block.items))


def _caution(text: Text, frame: Frame) -> str:
    sign = element("span", "△", class_="sign", aria_hidden="true")
    return element("p", sign, text_html(text, frame), class_="caution")


def _sources(source_ids: Sequence[str], frame: Frame) -> str:
    known = [source for source in source_ids if source in frame.document.sources]
    if not known:
        return ""
    if len(known) > _MANY_SOURCES and frame.document.whole:
        link = element("a", frame.word("sources_many", count=str(len(known))), href="#sources")
        return element("p", link, class_="source")
    if len(known) > _MANY_SOURCES:
        entries = (element("li", source_link(source, frame)) for source in known)
        summary = element("summary", frame.word("sources_many", count=str(len(known))))
        return element("details", summary, element("ul", *entries), class_="source")
    links = frame.word("list_separator").join(source_link(source, frame) for source in known)
    return element("p", frame.word("sources") + frame.word("colon") + links, class_="source")


def table_html(table: Table, frame: Frame, *, table_id: str) -> str:
    """Write a table whose caption names its scroll region and whose first column heads its row."""
    aligned = [cell.align for cell in table.rows[0]] if table.rows else []
    heads = "".join(
        element("th", escape(head), scope="col", class_="r" if aligned[index : index + 1] == ["right"] else None)
        for index, head in enumerate(table.header)
    )
    body = "".join(_row(row, frame) for row in table.rows)
    caption_id = f"{table_id}-caption"
    written = element(
        "table",
        element("caption", element("span", text_html(table.caption, frame)), id=caption_id),
        element("thead", element("tr", heads)),
        element("tbody", body),
    )
    if len(table.header) >= _SCROLLS_FROM:
        written = element(
            "div", written, class_="scroll", role="region", tabindex="0", aria_labelledby=caption_id, id=table_id
        )
    return written + _shown_of(table, frame) + paragraph(table.note, frame, class_="note")


def _shown_of(table: Table, frame: Frame) -> str:
    if table.n_total is None or table.n_total == len(table.rows):
        return ""
    words = frame.word("rows_shown", shown=f"{len(table.rows):,}", total=f"{table.n_total:,}")
    return element("p", words, class_="note")


def _row(row: Sequence[Cell], frame: Frame) -> str:
    tones = {cell.tone for cell in row if cell.tone == "own"} | ({row[0].tone} & {"total"})
    cells = "".join(_cell(cell, frame, is_head=index == 0) for index, cell in enumerate(row))
    return element("tr", cells, class_=" ".join(sorted(tones)) or None)


def _cell(cell: Cell, frame: Frame, *, is_head: bool) -> str:
    classes = [name for name in ("r" if cell.align == "right" else "", cell.tone) if name and name != "own"]
    if _is_whole(plain(cell.text)):
        classes.append("whole")
    return element(
        "th" if is_head else "td",
        text_html(cell.text, frame),
        scope="row" if is_head else None,
        class_=" ".join(classes) or None,
    )


def _is_whole(words: str) -> bool:
    """Say whether a cell is one date, period or word, which a line break would only tear."""
    if len(words) <= _SHORT_WORD:
        return "、" not in words
    n_digits = sum(char.isdigit() for char in words)
    return len(words) <= _LONGEST_DATE and n_digits > _DIGITS_OF_A_DATE * len(words)
