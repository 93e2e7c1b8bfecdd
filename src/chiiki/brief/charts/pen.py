"""The only place that writes SVG: elements in tokens, text as text, links round numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal
from xml.sax.saxutils import escape, quoteattr

from chiiki.brief.charts.letters import label_width, text_width
from chiiki.brief.tokens import COLOURS, FONT_STACK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.charts.words import Label

__all__ = ["GHOST", "Anchor", "Pen", "Theme"]

Theme = Literal["html", "print"]
Anchor = Literal["start", "middle", "end"]

_SIZE: Final = 10.0

GHOST: Final = 0.35
"""Opacity of what stands behind."""

_FIRST_SENTENCE: Final = re.compile(r"^.*?(?:。|[.!?](?=\s|$)|$)", re.DOTALL)


def _number(value: float) -> str:
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


class Pen:
    """Collects the elements of one drawing.

    Parameters
    ----------
    theme
        ``html``: colours are ``var(--token)``, links are written. ``print``: light hex, no links.
    links
        Number id → address; ids that are absent lead to ``#<id>``.
    """

    def __init__(self, theme: Theme, links: Mapping[str, str]) -> None:
        self._theme = theme
        self._links = links
        self._parts: list[str] = []
        self._has_link = False

    def colour(self, token: str | None) -> str:
        """Write a token as this theme does; None is no paint."""
        if token is None:
            return "none"
        return f"var(--{token})" if self._theme == "html" else COLOURS[token].light

    def _element(self, name: str, *, content: str = "", **attributes: float | str | None) -> None:
        pieces = [name]
        for key, value in attributes.items():
            if value is None or value == "":
                continue
            shown = _number(value) if isinstance(value, int | float) else value
            pieces.append(f"{key.rstrip('_').replace('_', '-')}={quoteattr(shown)}")
        head = " ".join(pieces)
        self._parts.append(f"<{head}>{content}</{name}>" if content else f"<{head}/>")

    def rect(  # noqa: PLR0913 -- a rectangle has this many parts
        self,
        x: float,
        y: float,
        *,
        width: float,
        height: float,
        fill: str | None = None,
        stroke: str | None = None,
        stroke_width: float | None = None,
        dash: str = "",
        title: str = "",
    ) -> None:
        """Draw a rectangle; `title` is read aloud and shown on hover."""
        self._element(
            "rect",
            x=x,
            y=y,
            width=width,
            height=height,
            fill=self.colour(fill),
            stroke=self.colour(stroke) if stroke else None,
            stroke_width=stroke_width,
            stroke_dasharray=dash,
            content=f"<title>{escape(title)}</title>" if title else "",
        )

    def path(  # noqa: PLR0913 -- a path has this many parts
        self,
        d: str,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        width: float | None = None,
        dash: str = "",
        opacity: float | None = None,
        title: str = "",
    ) -> None:
        """Draw a path given as SVG path data."""
        self._element(
            "path",
            d=d,
            fill=self.colour(fill),
            fill_opacity=opacity if fill else None,
            stroke=self.colour(stroke) if stroke else None,
            stroke_opacity=opacity if stroke else None,
            stroke_width=width,
            stroke_dasharray=dash,
            stroke_linejoin="round" if stroke else None,
            content=f"<title>{escape(title)}</title>" if title else "",
        )

    def polyline(  # noqa: PLR0913 -- a line has this many parts
        self,
        points: list[tuple[float, float]],
        *,
        stroke: str,
        width: float = 1,
        dash: str = "",
        opacity: float | None = None,
        title: str = "",
    ) -> None:
        """Draw straight lines through `points`."""
        d = "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points)
        self.path(d, stroke=stroke, width=width, dash=dash, opacity=opacity, title=title)

    def circle(  # noqa: PLR0913 -- a circle has this many parts
        self,
        x: float,
        y: float,
        *,
        r: float,
        fill: str,
        stroke: str | None = None,
        stroke_width: float | None = None,
        title: str = "",
    ) -> None:
        """Draw a dot."""
        self._element(
            "circle",
            cx=x,
            cy=y,
            r=r,
            fill=self.colour(fill),
            stroke=self.colour(stroke) if stroke else None,
            stroke_width=stroke_width,
            content=f"<title>{escape(title)}</title>" if title else "",
        )

    def text(  # noqa: PLR0913 -- a text has this many parts
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 10,
        anchor: Anchor = "start",
        fill: str = "ink",
        is_bold: bool = False,
        fit: float | None = None,
        halo: str | None = None,
        content: str = "",
    ) -> None:
        """Write words; wider than `fit` px they are condensed to it. `halo` clears the ground.

        `content` is the same words as markup, where a part of them is a link.
        """
        if not words:
            return
        natural = text_width(words, size=size, is_bold=is_bold)
        is_condensed = fit is not None and label_width(words, size=size, is_bold=is_bold) > fit
        self._element(
            "text",
            x=x,
            y=y,
            font_size=None if size == _SIZE else size,
            font_weight="700" if is_bold else None,
            text_anchor=None if anchor == "start" else anchor,
            fill=self.colour(fill),
            stroke=self.colour(halo) if halo else None,
            stroke_width=3 if halo else None,
            stroke_linejoin="round" if halo else None,
            paint_order="stroke" if halo else None,
            textLength=min(natural, fit) if is_condensed and fit is not None else None,
            lengthAdjust="spacingAndGlyphs" if is_condensed else None,
            content=content or escape(words),
        )

    def open_link(self, href: str, *, name: str = "", is_number: bool = False) -> None:
        """Begin a link round what follows; nothing for an empty address or in print."""
        if self._theme == "print" or not href:
            return
        self._has_link = True
        label = f" aria-label={quoteattr(name)}" if name else ""
        kind = ' class="num"' if is_number else ""
        self._parts.append(f"<a href={quoteattr(href)}{kind}{label}>")

    def close_link(self, href: str) -> None:
        """End the link that :meth:`open_link` began with the same address."""
        if self._theme == "html" and href:
            self._parts.append("</a>")

    def href(self, label: Label | None) -> str:
        """Say where a label's number leads; empty without number."""
        if label is None or not label.number_id:
            return ""
        return self._links.get(label.number_id, f"#{label.number_id}")

    def label(  # noqa: PLR0913 -- as for text
        self,
        x: float,
        y: float,
        label: Label,
        *,
        lead: str = "",
        anchor: Anchor = "start",
        fill: str = "ink",
        is_bold: bool = False,
        fit: float | None = None,
        halo: str | None = None,
    ) -> None:
        """Write a label, as a link when it has a number; `lead` are words before it on the line."""
        words = " ".join(part for part in (lead, label.text) if part)
        href = self.href(label)
        content = ""
        if href and lead and self._theme == "html":
            self._has_link = True
            content = f'{escape(lead)} <a href={quoteattr(href)} class="num">{escape(label.text)}</a>'
            href = ""
        self.open_link(href, is_number=True)
        self.text(x, y, words, anchor=anchor, fill=fill, is_bold=is_bold, fit=fit, halo=halo, content=content)
        self.close_link(href)

    def svg(self, *, width: float, height: float, alt: str) -> str:
        """Close the drawing.

        A drawing with links is a group, since an image's contents are hidden from
        assistive technology.
        """
        first = _FIRST_SENTENCE.match(alt)
        title = first.group(0) if first else alt
        role = "group" if self._has_link else "img"
        w, h = _number(width), _number(height)
        stack = FONT_STACK.replace('"', "'")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="{role}" '
            f'font-family="{stack}" font-size="{_number(_SIZE)}">'
            f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>{''.join(self._parts)}</svg>"
        )
