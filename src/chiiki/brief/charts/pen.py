"""The pen of all drawings: shapes, text as text, links round numbers. Nothing else writes SVG."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Literal

from chiiki.brief.charts.canvas import SIZE, Canvas
from chiiki.brief.charts.letters import label_width, text_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.charts.canvas import Theme
    from chiiki.brief.charts.sheets import Cuts
    from chiiki.brief.charts.words import Label

__all__ = ["Anchor", "Pen"]

Anchor = Literal["start", "middle", "end"]


class Pen(Canvas):
    """Collects the elements of one drawing.

    Parameters
    ----------
    theme
        ``html``: colours are ``var(--token)``, links are written. ``print``: light hex, no links.
    links
        Number id → address; ids that are absent lead to ``#<id>``.
    """

    def __init__(self, theme: Theme, links: Mapping[str, str]) -> None:
        super().__init__(theme)
        self._links = links
        self.cuts: Cuts | None = None
        """Where a long drawing may be cut for paper, if it says so."""

    def text(  # noqa: PLR0913 -- a text has this many parts
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        fill: str = "ink",
        is_bold: bool = False,
        fit: float | None = None,
        halo: str | None = None,
        is_underlined: bool = False,
        content: str = "",
    ) -> None:
        """Write words; wider than `fit` px they are condensed to it. `halo` clears the ground.

        `content` is the same words as markup, where a part of them is a link.
        """
        if not words:
            return
        natural = text_width(words, size=SIZE, is_bold=is_bold)
        is_condensed = fit is not None and label_width(words, size=SIZE, is_bold=is_bold) > fit
        self._element(
            "text",
            x=x,
            y=y,
            font_weight="700" if is_bold else None,
            text_anchor=None if anchor == "start" else anchor,
            fill=self.colour(fill),
            text_decoration="underline" if is_underlined else None,
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
        label = f' aria-label="{escape(name)}"' if name else ""
        kind = ' class="num"' if is_number else ""
        self._parts.append(f'<a href="{escape(href)}"{kind}{label}>')

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
            link = f'<a href="{escape(href)}" class="num" text-decoration="underline">'
            content = f"{escape(lead)} {link}{escape(label.text)}</a>"
            href = ""
        self.open_link(href, is_number=True)
        self.text(
            *(x, y, words),
            anchor=anchor,
            fill=fill,
            is_bold=is_bold,
            fit=fit,
            halo=halo,
            is_underlined=bool(href) and self._theme == "html",
            content=content,
        )
        self.close_link(href)
