"""Public tables that are not part of the repository, from the folder shared/ beside the checkout."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared" / "data"


def shared_rows(name):
    """Read a CSV file as dicts, or skip the test and say which file is missing."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs shared/data/{name} beside the checkout")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
