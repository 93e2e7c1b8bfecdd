"""Read a shipped table with the csv module alone, to count again what the studies counted."""

from __future__ import annotations

import csv

from chiiki.facts.pack import SHIPPED


def rows(table: str) -> list[dict[str, str]]:
    with (SHIPPED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
