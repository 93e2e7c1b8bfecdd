"""The closed list of units, and what kind of quantity each one counts.

Money is nominal yen as an integer, shares are 0 to 1; percent exists only on screen.
"""

from __future__ import annotations

from typing import Literal

from chiiki.errors import UnknownNameError

__all__ = ["Kind", "kind_of"]

Kind = Literal["count", "money", "ratio", "index", "year"]
"""What may be done with a number: counts and money add up, ratios and indices do not."""

KINDS: dict[str, Kind] = {
    "JPY": "money",
    "areas": "count",
    "articles": "count",
    "cases": "count",
    "clusters": "count",
    "count": "count",
    "establishments": "count",
    "firms": "count",
    "index": "index",
    "jobs": "count",
    "patents": "count",
    "percent_point": "ratio",
    "persons": "count",
    "products": "count",
    "projects": "count",
    "ratio": "ratio",
    "regions": "count",
    "schools": "count",
    "universities": "count",
    "year": "year",
}
"""Unit to kind; the pack's vocabulary ``unit`` has the same codes (a test compares)."""


def kind_of(unit: str) -> Kind:
    """Say what kind of quantity `unit` is.

    Raises
    ------
    UnknownNameError
        If `unit` is not in the closed list.

    Examples
    --------
    >>> kind_of("JPY")
    'money'
    """
    if unit not in KINDS:
        msg = f"{unit!r} is no unit. Allowed: {', '.join(sorted(KINDS))}."
        raise UnknownNameError(msg)
    return KINDS[unit]
