"""The index of the library: what stands in lists, what it is found by, and from which facts it was made."""

from __future__ import annotations

from chiiki.web.library.models.records import IndexState, Record, RecordFacet, RecordName, RecordText

__all__ = ["IndexState", "Record", "RecordFacet", "RecordName", "RecordText"]
