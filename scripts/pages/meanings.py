"""What the numbers of briefs mean, and the words of the project, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from chiiki.brief.wording import load_wording
from chiiki.studies.phrases import FORMULAS, PLACES
from pages.markdown import page, table

__all__ = ["GLOSSARY", "definition_ids", "glossary_page", "load_glossary", "numbers_page"]

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.yml"

_NUMBERS = """# Definitions of numbers

Every number of a brief names one of these definitions. The texts are those of the brief and of `chiiki cite`.
"""

_FORMULAS = """## Formulas and places in words

Most formulas are made of ids and signs, and most places are what a source says or ids of rows; they read the same in
each language. The others are worded here: how a number was computed, then where in the facts it stands.
"""

_GLOSSARY = """# Glossary · 用語集

One thing, one name, in code, briefs and documents. The file `docs/glossary.yml` decides before the code does.
一つのものに一つの名前を使います。
"""


def definition_ids() -> list[str]:
    """Return the ids of all definitions, in the order of the wording."""
    entries = load_wording("en").entries
    found = [key.split(".")[1] for key in entries if key.startswith("definitions.") and key.endswith(".name")]
    return list(dict.fromkeys(found))


def numbers_page() -> str:
    """Write every definition in Japanese and English."""
    english, japanese = load_wording("en"), load_wording("ja")
    rows = []
    for name in definition_ids():
        keys = [f"definitions.{name}.{part}" for part in ("name", "text")]
        cells = ["{}<br>{}".format(*(f"**{one.word(keys[0])}**", one.word(keys[1]))) for one in (english, japanese)]
        rows.append((f"`{name}`", *cells))
    return page(_NUMBERS, table(("Id", "English", "日本語"), rows), _FORMULAS, *map(_worded, (FORMULAS, PLACES)))


def _worded(phrases: dict[str, tuple[str, str]]) -> str:
    return table(("English", "日本語"), [(f"`{en}`", f"`{ja}`") for en, ja in phrases.values()])


def load_glossary() -> list[dict[str, Any]]:
    """Read the terms of ``docs/glossary.yml``."""
    found: list[dict[str, Any]] = yaml.safe_load(GLOSSARY.read_text(encoding="utf-8"))["terms"]
    return found


def glossary_page() -> str:
    """Write every term, sorted by its English name."""
    terms = sorted(load_glossary(), key=lambda term: str(term["en"]).lower())
    rows = [
        (f"**{term['en']}**", str(term["ja"]), str(term["definition_en"]), str(term["definition_ja"])) for term in terms
    ]
    return page(_GLOSSARY, table(("English", "日本語", "Definition", "定義"), rows))
