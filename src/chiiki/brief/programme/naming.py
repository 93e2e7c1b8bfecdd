"""How a programme's brief names things: what it selects, when, whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.document import NumberRef, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.brief.document import Lang, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Programme
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["ask", "bare", "fits", "known_total", "known_where", "noun", "selected_when", "span_text"]

MOST_CHARACTERS = 40
"""Of a Japanese heading."""

MOST_WORDS = 15
"""Of an English heading."""


def fits(text: Text, lang: Lang) -> bool:
    """Return whether `text` is short enough for a heading."""
    words = plain(text)
    return len(words) <= MOST_CHARACTERS if lang == "ja" else len(words.split()) <= MOST_WORDS


def noun(study: ProgrammeStudy) -> str:
    """Return the key of what the programme's rows are: selections, facilities, guidelines, projects."""
    selects = study.programme.selects
    return "selection" if selects in {"selection", "designation"} else selects


def known_total(study: ProgrammeStudy, voice: Voice) -> Text:
    """Word the published total, with 少なくとも or 約 where the source says so."""
    if study.coverage is None or study.coverage_ids is None:
        return ()
    number = _linked(study.coverage_ids[1], voice)
    kind = study.coverage.total_kind
    if kind in {"at_least", "about"}:
        return (NumberRef(number.number_id, voice.word(f"nouns.{kind}", n=number.text)),)
    return (number,)


def bare(number_id: str, voice: Voice) -> Text:
    """Write a count where the sentence has the noun: 5件, 5."""
    return (_linked(number_id, voice),)


def _linked(number_id: str, voice: Voice) -> NumberRef:
    number = voice.book[number_id]
    if not isinstance(number.value, int | float):
        return voice.number(number_id, text=formats.missing_sign(number.missing, voice.lang))
    return voice.number(number_id, text=formats.count(number.value, voice.lang))


def span_text(first: int | None, last: int | None, *, voice: Voice) -> str:
    """Write a span whose end may be open: 2002〜2013年度, 2020年度〜."""
    if first is None:
        return ""
    return voice.span(first, last)


def selected_when(study: ProgrammeStudy, voice: Voice) -> str:
    """Say when selections were made: by the calls where they are known, else by the years of support."""
    programme = study.programme
    first, last = programme.first_call_fy, programme.last_call_fy
    if first is None or last is None:
        first, last = programme.start_fy, programme.end_fy
    if first is None or last is None:
        return ""
    return voice.word("programme.when", span=voice.span(first, last))


def ask(study: ProgrammeStudy, voice: Voice, *, about: str) -> Text:
    """Say where what is missing could be had: the coverage's address, else the bodies that run it."""
    row = study.coverage
    where = (row.ask_ja if voice.lang == "ja" else row.ask_en) if row else ""
    where = where or known_where(study.programme, voice)
    if not where:
        return voice.sentence(f"programme.{about}.ask_unknown")
    return voice.sentence(f"programme.{about}.ask", ask=where)


def known_where(programme: Programme, voice: Voice) -> str:
    """Name the bodies that run the programme; empty where none is on record."""
    codes = [row.authority for row in voice.pack.programme_authorities if row.programme_id == programme.programme_id]
    return voice.listed(_labels(codes, "authority", voice=voice))


def _labels(codes: Iterable[str], vocabulary: str, *, voice: Voice) -> Sequence[str]:
    return [voice.label(vocabulary, code) for code in dict.fromkeys(codes)]
