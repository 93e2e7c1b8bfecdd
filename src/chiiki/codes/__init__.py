"""Names and codes that people type, turned into the ids that the facts use.

Reading order: :mod:`names` (how names are compared), :mod:`regions`, :mod:`subjects`.
Works on rows handed in; nothing here knows a country.
"""

from __future__ import annotations

from chiiki.codes.names import normalise, suggestions
from chiiki.codes.regions import RegionRow, find_region
from chiiki.codes.subjects import ProgrammeRow, find_programme, find_subject

__all__ = [
    "ProgrammeRow",
    "RegionRow",
    "find_programme",
    "find_region",
    "find_subject",
    "normalise",
    "suggestions",
]
