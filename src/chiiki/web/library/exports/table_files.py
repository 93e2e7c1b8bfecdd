"""Whole tables of the pack as files under one address each, with size and checksum."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from chiiki.facts.formats import json_bytes
from chiiki.web.library.queries.tables import read_cells
from chiiki.web.ui.exports import csv_answer

if TYPE_CHECKING:
    from chiiki.facts.pack import Pack

__all__ = ["FORMS", "FileFacts", "file_facts", "table_bytes"]

FORMS: Final = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
"""Ending → type of the content."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a catalogue says of a file."""

    n_bytes: int
    sha256: str
    n_rows: int


def table_bytes(pack: Pack, name: str, *, form: str) -> bytes:
    """Return the whole table `name`: JSON as the pack has it, CSV that no spreadsheet runs."""
    read = read_cells(pack, name)
    if form == "json":
        return json_bytes(pack.schema.tables[name], read, edition=pack.edition)
    rows = zip(*read.columns.values(), strict=True)
    return csv_answer(name, tuple(read.columns), rows, n_total=read.n_rows).content


@cache
def file_facts(pack: Pack, name: str, *, form: str) -> FileFacts:
    """Return size, checksum and rows of a file; made once per process."""
    content = table_bytes(pack, name, form=form)
    return FileFacts(len(content), sha256(content).hexdigest(), read_cells(pack, name).n_rows)
