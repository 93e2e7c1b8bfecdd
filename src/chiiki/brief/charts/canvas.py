"""Shapes in tokens: the lower half of the pen."""

from __future__ import annotations

import re
from html import escape
from typing import Final, Literal

from chiiki.brief.tokens import COLOURS, FONT_STACK

__all__ = ["GHOST", "SIZE", "Canvas", "Theme", "font", "number"]

Theme = Literal["html", "print"]

SIZE: Final = 10.0
"""Letters, px; none is smaller."""

GHOST: Final = 0.35
"""Opacity of what stands behind."""

_FIRST_SENTENCE: Final = re.compile(r"^.*?(?:。|[.!?](?=\s|$)|$)", re.DOTALL)


def number(value: float) -> str:
    """Write a length or place with at most two decimals."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def font() -> str:
    """Write the letters of a drawing as attributes."""
    stack = FONT_STACK.replace('"', "'")
    return f'font-family="{stack}" font-size="{number(SIZE)}"'


class Canvas:
    """Collects the elements of one drawing.

    Parameters
    ----------
    theme
        ``html``: colours are ``var(--token)``. ``print``: light hex.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
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
            shown = number(value) if isinstance(value, int | float) else value
            attribute = key.rstrip("_").replace("_", "-")
            pieces.append(f'{attribute}="{escape(shown)}"')
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
        d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
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

    def svg(self, *, width: float, height: float, alt: str, name: str = "") -> str:
        """Close the drawing; `name` is the id of all that is drawn, where something leads to it.

        A drawing with links is a group, since an image's contents are hidden from
        assistive technology.
        """
        first = _FIRST_SENTENCE.match(alt)
        title = first.group(0) if first else alt
        role = "group" if self._has_link else "img"
        w, h = number(width), number(height)
        drawn = "".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="{role}" '
            f"{font()}><title>{escape(title)}</title><desc>{escape(alt)}</desc>"
            + (f'<g id="{name}">{drawn}</g>' if name else drawn)
            + "</svg>"
        )
