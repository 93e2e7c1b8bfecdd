"""Tables of users, as files: read with rows that can be named, written whole or not at all."""

from __future__ import annotations

from chiiki.cli.tables.reading import ReadTable, read_table
from chiiki.cli.tables.writing import form_of, require_free, write_answer

__all__ = ["ReadTable", "form_of", "read_table", "require_free", "write_answer"]
