"""What stands beside numbers in Japanese: our own words in Japanese, else ids, signs or what the source says."""

from __future__ import annotations

import re
from functools import cache

_SIGNS = re.compile(r"[-+*/()\d.\s]*")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ID = re.compile(r"[\w-]*[._-][\w.-]+", re.ASCII)
_ALLOWED = {"exp", "ECI", "PCI"}
_KEY = r"([^ ,=]+(=[^,]*)?|[^ ,=]*[A-Z0-9_-][^ ,=]*( [^ ,=]*[A-Z0-9_-][^ ,=]*)+)"
_CODED = re.compile(rf"\w+: {_KEY}(, {_KEY})*")
"""``designations: kci1-sendai, kci2-sendai``, ``plan_concepts: P5 society_5_0``, ``employment: year=2021``."""


def english_beside_numbers(numbers, pack):
    """Return formulas and places of our own that a Japanese reader would find in English.

    `numbers` are those of the JSON of a document in Japanese.
    """
    codes, quoted = _ALLOWED | _codes(pack), _quoted(pack)
    found = [text for number in numbers if "formula" in number for text in _of_formula(number, codes=codes)]
    places = [place for number in numbers for place in number.get("locators", ())]
    return found + [
        one for one in places if one not in quoted and not _JAPANESE.search(one) and not _CODED.fullmatch(one)
    ]


def _of_formula(number, *, codes):
    text = number["formula"]
    for name in sorted(number["inputs"], key=len, reverse=True):
        text = text.replace(name, "")
    if not _JAPANESE.search(text):
        return [] if _SIGNS.fullmatch(text) else [text]
    return [word for word in _WORD.findall(_ID.sub("", text)) if word not in codes]


@cache
def _codes(pack):
    """Return names of tables and ids of programmes, measures and bodies, which read the same in each language."""
    ids = (*(row.programme_id for row in pack.programmes), *(row.measure_id for row in pack.measures))
    return {*pack.schema.tables, *ids, *(row.code for row in pack.vocabularies if row.vocabulary == "authority")}


@cache
def _quoted(pack):
    """Return every place that a row of the pack names in its source."""
    tables = [name for name, table in pack.schema.tables.items() if "locator" in table.columns]
    return {row.locator for name in tables for row in getattr(pack, name)}
