"""How wide words are in the shipped font, and where they may break.

Screens may substitute a font that sets Latin wider, so every label box keeps 8 % room.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from chiiki.brief.charts.widths import BOLD, REGULAR

__all__ = ["ROOM", "label_width", "text_width", "wrap"]

ROOM: Final = 1.08
_EM: Final = 1000
_SOFT_HYPHEN: Final = "\u00ad"
_NOT_FIRST: Final = frozenset("、。，．・：；！？）」』】〕〉》ーっゃゅょッャュョ々%％,.:;)]〜")
_NOT_LAST: Final = frozenset("（「『【〔〈《([")


@cache
def _widths(*, is_bold: bool) -> dict[str, int]:
    table = BOLD if is_bold else REGULAR
    return {character: width for width, characters in table.items() for character in characters} | {_SOFT_HYPHEN: 0}


def text_width(text: str, *, size: float, is_bold: bool = False) -> float:
    """Measure `text` in px.

    Parameters
    ----------
    text
        Words, on one line.
    size
        Font size, px.
    is_bold
        Weight 700 instead of 400.

    Returns
    -------
    float
        Sum of the shipped font's advance widths, without kerning.

    Examples
    --------
    >>> text_width("年度", size=10)
    20.0
    """
    widths = _widths(is_bold=is_bold)
    return sum(widths.get(character, _EM) for character in text) * size / _EM


def label_width(text: str, *, size: float, is_bold: bool = False) -> float:
    """Measure the box that `text` needs: its width and 8 % room.

    Parameters
    ----------
    text, size, is_bold
        As for :func:`text_width`.

    Returns
    -------
    float
        Width in px.
    """
    return ROOM * text_width(text, size=size, is_bold=is_bold)


def _units(text: str) -> list[str]:
    """Cut `text` into the pieces between which a line may break."""
    units: list[str] = []
    for character in text:
        before = units[-1][-1] if units else ""
        is_joined = bool(before) and (
            (_is_word(before) and _is_word(character))
            or character in _NOT_FIRST
            or before in _NOT_LAST
            or character in " \u00ad"
        )
        if is_joined:
            units[-1] += character
        else:
            units.append(character)
    return units


def _is_word(character: str) -> bool:
    return character not in " \u00ad-–—/" and ord(character) < 0x2E80  # noqa: PLR2004 -- where East Asian scripts begin


def wrap(text: str, *, width: float, size: float, is_bold: bool = False) -> tuple[str, ...]:
    """Break `text` into lines of at most `width` px, with 8 % room.

    Parameters
    ----------
    text
        Words; Latin breaks at spaces, hyphens and soft hyphens, Japanese between characters
        but never before 、。）ー or after （「.
    width
        Width of the box, px. A piece that cannot be broken may exceed it.
    size, is_bold
        As for :func:`text_width`.

    Returns
    -------
    tuple of str
        Lines without surrounding spaces; soft hyphens are gone or have become hyphens.
    """
    lines = [""]
    for unit in _units(text):
        joined = lines[-1] + unit
        if lines[-1] and label_width(joined.rstrip(" "), size=size, is_bold=is_bold) > width:
            lines.append(unit)
        else:
            lines[-1] = joined
    return tuple(_shown(line) for line in lines)


def _shown(line: str) -> str:
    line = line.strip(" ")
    hyphen = "-" if line.endswith(_SOFT_HYPHEN) else ""
    return line.replace(_SOFT_HYPHEN, "") + hyphen
