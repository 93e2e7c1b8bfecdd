"""What the pack holds of what is known to exist, in Japanese and English."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from chiiki.facts import load_pack
from pages.dictionary import PACK
from pages.markdown import page, table

if TYPE_CHECKING:
    from chiiki.facts import Pack
    from chiiki.facts.records import Coverage, CoverageYear

__all__ = ["coverage_page"]

Lang = Literal["ja", "en"]

_SAFE = "%/:?#[]@!$&'*+,;=~"
"""What an address may keep inside the brackets of a link."""

_WORDS = {
    "en": {
        "title": "# Coverage of the facts pack",
        "lead": (
            "How many selections of each programme the pack holds, and how many there are, as far as a source says. "
            "What is missing was not found; it does not mean that there was none. Edition {edition}, as of {as_of}. "
            "日本語: [収録の範囲](coverage.ja.md)"
        ),
        "header": "Programme|Found|Known total|As of|Missing|Where it could be had",
        "years": "## By year",
        "years_lead": "For programmes of which a total per year or part is known. Empty: no total known for that year.",
        "years_header": "Programme|Year|Part|Found|Known total",
        "other": "## Programmes without a known total",
        "other_lead": "Selections of these are in the pack, but no source for a total was found.",
        "other_header": "Programme|Found",
        "year": "FY{year}",
        "separator": ", ",
    },
    "ja": {
        "title": "# 事実データの収録の範囲",
        "lead": (
            "制度ごとに、採択・指定のうち確認できた件数と、資料からわかる総数を示します。"
            "欠けているものは「確認できていない」もので、「ない」ものではありません。{edition}版、{as_of}時点。 "
            "English: [Coverage](coverage.md)"
        ),
        "header": "制度・事業|確認できた数|総数|時点|欠けているもの|問い合わせ先・所在",
        "years": "## 年度別",
        "years_lead": "年度または区分ごとの総数がわかる制度です。空欄は、その年度の総数がわからないことを示します。",
        "years_header": "制度・事業|年度|区分|確認できた数|総数",
        "other": "## 総数のわからない制度",
        "other_lead": "採択・指定は収録していますが、総数を示す資料は見つかっていません。",
        "other_header": "制度・事業|確認できた数",
        "year": "{year}年度",
        "separator": "、",
    },
}


def coverage_page(lang: Lang) -> str:
    """Write the coverage of every programme, whole and by year."""
    pack, words = load_pack(PACK), _WORDS[lang]
    lead = words["lead"].format(edition=pack.edition, as_of=pack.as_of)
    parts = [words["title"], lead, _table(words["header"], [_row(row, pack, lang) for row in pack.coverage])]
    years = [_year_row(row, pack, lang) for row in pack.coverage_years]
    parts += [words["years"], words["years_lead"], _table(words["years_header"], years)]
    if others := _others(pack, lang):
        parts += [words["other"], words["other_lead"], _table(words["other_header"], others)]
    return page(*parts)


def _table(header: str, rows: list[tuple[str, ...]]) -> str:
    return table(header.split("|"), rows)


def _row(row: Coverage, pack: Pack, lang: Lang) -> tuple[str, ...]:
    kind = pack.label("total_kind", row.total_kind, lang)
    total = kind if row.known_total is None else f"{_linked(row, pack)} ({kind})"
    missing, ask = (row.missing_ja, row.ask_ja) if lang == "ja" else (row.missing_en, row.ask_en)
    return (_programme(row.programme_id, pack, lang), str(row.n_found), total, row.as_of, missing, ask)


def _linked(row: Coverage, pack: Pack) -> str:
    """Link the known total to the page that states it."""
    url = pack.source(row.source_id).url
    return f"[{row.known_total}]({quote(url, safe=_SAFE)})" if url else str(row.known_total)


def _year_row(row: CoverageYear, pack: Pack, lang: Lang) -> tuple[str, ...]:
    year = "" if row.fy is None else _WORDS[lang]["year"].format(year=row.fy)
    counts = tuple("" if count is None else str(count) for count in (row.n_found, row.known_total))
    return (_programme(row.programme_id, pack, lang), year, row.part, *counts)


def _others(pack: Pack, lang: Lang) -> list[tuple[str, ...]]:
    covered = {row.programme_id for row in pack.coverage}
    found = Counter(row.programme_id for row in pack.designations if row.programme_id not in covered)
    return [(_programme(name, pack, lang), str(count)) for name, count in sorted(found.items())]


def _programme(programme_id: str, pack: Pack, lang: Lang) -> str:
    row = pack.programme(programme_id)
    return f"{row.name_ja if lang == 'ja' else row.name_en} (`{programme_id}`)"
