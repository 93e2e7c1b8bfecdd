"""How far the methods are from other packages: the table that ships, as a page."""

from __future__ import annotations

import csv
from importlib.resources import files
from itertools import groupby

from pages.markdown import page, table

__all__ = ["peers_page"]

_SAID = (
    "Every method of `chiiki.capability` and `chiiki.evaluation` against every package that has it, on public and on "
    "seeded tables: the largest difference of any cell, what a test allows, and why they differ. Where a package has "
    "conventions of its own, ours were set to them (`--option convention=NAME`). The same tables are in the package, "
    "as `chiiki/capability/differences.csv` and `chiiki/evaluation/differences.csv`."
)

_ROOMS = {"chiiki.capability": "What regions can do", "chiiki.evaluation": "What programmes did"}


def peers_page() -> str:
    """Write the tables of differences, a part for each room and a section for each peer."""
    parts = [f"## {title}\n\n" + "\n\n".join(_sections(room)) for room, title in _ROOMS.items()]
    return page("# Agreement with other packages", _SAID, *parts)


def _sections(room: str) -> list[str]:
    text = files(room).joinpath("differences.csv").read_text(encoding="utf-8")
    rows = sorted(csv.DictReader(text.splitlines()), key=lambda row: row["peer"].lower())
    return [
        f"### {peer}\n\n"
        + table(("Method", "Version", "Input", "Largest difference", "Allowed", "Reason"), map(_cells, of_peer))
        for peer, of_peer in groupby(rows, key=lambda row: row["peer"])
    ]


def _cells(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(row[name] for name in ("method", "version", "input", "largest_difference", "tolerance", "reason"))
