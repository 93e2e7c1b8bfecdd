"""What stands beside numbers in Japanese documents: our own words in Japanese, else what the pack says."""

from __future__ import annotations

import re

from chiiki.provenance import Phrase, worded

_SIGNS = re.compile(r"[-+*/()\d.\s]*")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ALLOWED = {"exp", "ECI", "PCI"}
_CODED = re.compile(r"\w+: [^ ,=]+(=[^,]*)?(, [^ ,=]+(=[^,]*)?)*")
"""``designations: kci1-sendai, kci2-sendai``, ``employment: year=2021, region_id=04``."""


def english_beside_numbers(document, pack):
    """Return formulas and places of our own that a Japanese reader would find in English."""
    quoted = {"", *(row.locator for rows in _tables(pack) for row in rows)}
    found = []
    for number in document.numbers:
        if number.formula:
            found += _english_of_formula(
                number, codes={*pack.schema.tables, *(row.programme_id for row in pack.programmes)}
            )
        found += [
            one for one in number.locators if isinstance(one, str) and one not in quoted and not _CODED.fullmatch(one)
        ]
        found += [one for one in number.locators if isinstance(one, Phrase) and one.en == one.ja]
    return found


def _tables(pack):
    return (getattr(pack, name) for name, table in pack.schema.tables.items() if "locator" in table.columns)


def _english_of_formula(number, *, codes):
    text = worded(number.formula, "ja")
    for name in sorted(number.inputs, key=len, reverse=True):
        text = text.replace(name, "")
    if number.formula.en == number.formula.ja:
        return [] if _SIGNS.fullmatch(text) else [text]
    # ids of regions, programmes and quantities stand among the words
    return [word for word in _WORD.findall(re.sub(r"[\w.-]*[._][\w.-]+", "", text)) if word not in _ALLOWED | codes]
