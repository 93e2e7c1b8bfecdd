"""Colours, spaces and type sizes of everything chiiki shows: the one place.

The HTML style sheet takes :func:`custom_properties`, charts for print the light column of
:data:`COLOURS`, the PDF the sizes in points. A test recomputes every contrast. Hues and
greys follow the Digital Agency's design tokens (MIT, notice in ``LICENSES/``); no run-time link.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLOURS", "FONT_STACK", "GRADE_LEVELS", "MONO_STACK", "SPACES", "TYPE_SIZES", "Colour", "custom_properties"]

FONT_STACK: Final = '"Noto Sans JP","Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI","Meiryo",system-ui,sans-serif'
MONO_STACK: Final = '"Noto Sans Mono",ui-monospace,monospace'


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour on white paper and on the dark screen, as ``#rrggbb``."""

    light: str
    dark: str


def _colours() -> dict[str, Colour]:
    """Name every colour; text keeps 4.5 to its ground, marks keep 3."""
    pairs = {
        "paper": "#ffffff #11161c",
        "wash": "#f4f6f8 #1a2129",
        "ink": "#14191f #eef2f5",
        "ink-2": "#4a535c #b4bec8",
        "line": "#7a838c #7d8893",
        "rule": "#d5dbe1 #333d47",
        "accent": "#0055ad #57b8ff",
        "peer": "#767f88 #8f9aa5",
        "none": "#e9ecef #2a333d",
        "link": "#0041a8 #8fc7ff",
        "visited": "#6a1b9a #d7b3ff",
        "caution": "#8a4a00 #ffc46b",
        "caution-bg": "#fff4df #33260d",
        "error": "#b3261e #ff9a90",
        "error-bg": "#fdecea #3a1714",
        "ok": "#0f6b45 #6fd3a0",
        "focus": "#ffd43d #ffd43d",
        "focus-ink": "#14191f #14191f",
        "seq-1": "#dcebfa #1a2f45",
        "seq-2": "#a9cbef #214f7c",
        "seq-3": "#6aa5e0 #2f6db0",
        "seq-4": "#2a76c4 #86bdf2",
        "seq-5": "#00458f #d6e9fc",
        "div-1": "#a63d00 #ff8d44",
        "div-2": "#e89a63 #8a5230",
        "div-3": "#e9ebee #2a333d",
        "div-4": "#7db0e6 #2c6aa8",
        "div-5": "#00468f #86bdf2",
        "cat-1": "#0055ad #57b8ff",
        "cat-2": "#b78f00 #927200",
        "cat-3": "#008da6 #008299",
        "cat-4": "#541e00 #f3e5f4",
        "cat-5": "#c2185b #ff9696",
    }
    return {name: Colour(*pair.split()) for name, pair in pairs.items()}


COLOURS: Final[Mapping[str, Colour]] = MappingProxyType(_colours())
"""``seq`` amounts and grades, ``div`` change (1 = −2 … 5 = +2), ``cat`` at most five kinds."""

GRADE_LEVELS: Final[Mapping[str, int]] = MappingProxyType({"S+": 5, "S": 5, "A": 4, "B": 3, "C": 2, "D": 1})
"""Grade letter → step of ``seq``; the letter always stands beside the colour."""

SPACES: Final = (4, 8, 12, 16, 24, 32, 48)
"""Steps in px."""

TYPE_SIZES: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "h1": (25, 17),
        "h2": (16, 11.5),
        "lead": (15, 10.5),
        "body": (15, 9.5),
        "table": (13, 8.5),
        "caption": (12, 7.5),
        "chart": (10, 7.5),
        "headline": (26, 19),
    }
)
"""Role → (screen px, print pt)."""


def custom_properties(*, is_dark: bool) -> str:
    """List the colours as CSS declarations, ``--accent:#0055ad;…``.

    Parameters
    ----------
    is_dark
        Take the dark column.

    Returns
    -------
    str
        Declarations to stand inside a rule.
    """
    return "".join(f"--{name}:{colour.dark if is_dark else colour.light};" for name, colour in COLOURS.items())
