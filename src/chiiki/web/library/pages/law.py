"""The page of a law or strategy: its date with the kind of date, and what began after it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell
from chiiki.brief.parts import Parts
from chiiki.brief.programme.naming import fits
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.conflict import conflicts_block
from chiiki.web.library.pages.ground import add_count, cited, facts_block, finish, listing, page_link, voice_of
from chiiki.web.library.pages.programme_lists import programme_table, programme_timeline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Claim, Document, Lang, Link, Table, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import LawOrStrategy, Plan, Programme

__all__ = ["compose_law", "law_fy", "law_table"]

YEARS_AFTER = 2
"""A law's page names the programmes that began in the fiscal year of its date and so many years after."""

_APRIL = 4
_STATUTES = {"law", "law_amendment"}
_YEAR_ONLY = 1


def compose_law(law_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one law, council, strategy or review."""
    voice = voice_of(pack, lang)
    law = next(row for row in pack.laws_and_strategies if row.law_id == law_id)
    fy = law_fy(law)
    last = min(fy + YEARS_AFTER, _fiscal_year_of(pack.as_of))
    began = tuple(row for row in pack.programmes if row.start_fy and fy <= row.start_fy <= last)
    n = add_count(
        voice.book,
        f"law-{law_id}.programmes_after",
        ((row.programme_id, row) for row in began),
        table="programmes",
        definition="law_programmes_after",
        period=f"FY{fy}-{last}" if last > fy else f"FY{fy}",
    )
    parts = Parts(
        kind="law",
        id=law_id,
        subject=law.name_ja if lang == "ja" else law.name_en,
        title=_title(law, n, voice=voice),
        lead=_lead(law, n, voice=voice),
        kpis=(),
        blocks=(
            _record(law, voice),
            _after(law, began, n=n, last=last, voice=voice),
            *conflicts_block({law_id}, voice),
            _neighbours(law, voice),
        ),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def law_fy(law: LawOrStrategy) -> int:
    """Return the fiscal year of a law's date; a year without a month counts as it stands."""
    return _fiscal_year_of(law.dated_on)


def _fiscal_year_of(iso: str) -> int:
    """Return the fiscal year of an ISO date, month or year."""
    parts = [int(part) for part in iso.split("-")]
    return parts[0] - 1 if len(parts) > _YEAR_ONLY and parts[1] < _APRIL else parts[0]


def _date(law: LawOrStrategy, voice: Voice) -> str:
    """Write a law's date; the year of a statute with its era in Japanese."""
    date = formats.date(law.dated_on, voice.lang)
    if voice.lang == "en" or law.kind not in _STATUTES:
        return date
    year = int(law.dated_on[:4])
    return date.replace(f"{year}年", formats.era_year(year, voice.lang), 1)


def _plan_at(fy: int, pack: Pack) -> Plan | None:
    """Return the plan in whose years `fy` lies."""
    spans = (row for row in pack.plans if row.start_fy and row.end_fy)
    return next((row for row in spans if (row.start_fy or 0) <= fy <= (row.end_fy or 0)), None)


def law_table(laws: Sequence[LawOrStrategy], voice: Voice, *, caption: str) -> Table:
    """List laws and strategies by date."""
    columns = ("name", "law_kind", "date", "date_kind", "level", "source")
    return listing(caption, columns, (_row(law, voice) for law in laws), voice=voice)


def _row(law: LawOrStrategy, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell((_link(law, voice),)),
        Cell((voice.label("law_kind", law.kind),)),
        Cell((_date(law, voice),)),
        Cell((voice.label("date_kind", law.date_kind),)),
        Cell((voice.label("level", law.level),)),
        cited(law, voice),
    )


def _link(law: LawOrStrategy, voice: Voice) -> Link:
    return page_link(Kind.LAW, law.law_id, text=law.name_ja if voice.lang == "ja" else law.name_en, voice=voice)


def _title(law: LawOrStrategy, n: str, *, voice: Voice) -> Claim:
    """Say when it was and what began in the years after; with the year alone where the day makes it long."""
    rules = _title_rules(law, n, date=law.dated_on, voice=voice)
    shorter = _title_rules(law, n, date=law.dated_on[:4], voice=voice)
    return voice.claim(
        "title", [long if fits(long.text, voice.lang) else short for long, short in zip(rules, shorter, strict=True)]
    )


def _title_rules(law: LawOrStrategy, n: str, *, date: str, voice: Voice) -> list[Rule]:
    places = {
        "name": law.short_ja if voice.lang == "ja" else law.short_en,
        "date": formats.date(date, voice.lang),
        "kind": voice.label("date_kind", law.date_kind),
    }
    many, span = voice.count(n, "programme_begun"), voice.period(voice.book[n].period)
    return [
        voice.rule("page.law.title", Condition(n, ">", 0), n=many, span=span, **places),
        voice.rule("page.law.title_none", **places),
    ]


def _lead(law: LawOrStrategy, n: str, *, voice: Voice) -> tuple[Text, ...]:
    plan = _plan_at(law_fy(law), voice.pack)
    sentences = [
        voice.sentence("page.law.lead", n=voice.count(n, "programme_begun"), span=voice.period(voice.book[n].period))
    ]
    if plan:
        name = plan.name_ja if voice.lang == "ja" else plan.name_en
        link = page_link(Kind.PLAN, plan.plan_id, text=name, voice=voice)
        sentences.insert(0, voice.sentence("page.law.in_plan", fy=voice.span(law_fy(law), law_fy(law)), plan=link))
    return tuple(sentences)


def _record(law: LawOrStrategy, voice: Voice) -> Block:
    plan = _plan_at(law_fy(law), voice.pack)
    status = voice.label("name_status", law.name_en_status)
    yes_no = voice.label("yes_no_unknown", "yes" if law.is_landmark else "no")
    plan_name = (plan.short_ja if voice.lang == "ja" else plan.short_en) if plan else ""
    facts: list[tuple[str, Text | str, LawOrStrategy]] = [
        ("name_ja", law.name_ja, law),
        ("name_en", voice.word("page.name_status", name=law.name_en, status=status), law),
        ("kind", voice.label("law_kind", law.kind), law),
        (
            "dated",
            voice.word("page.law.dated", date=_date(law, voice), kind=voice.label("date_kind", law.date_kind)),
            law,
        ),
        ("level", voice.label("level", law.level), law),
        ("landmark", yes_no, law),
    ]
    if law.kind in _STATUTES:
        facts.insert(3, ("number", law.law_number_ja, law))
    if plan:
        facts.append(("plan", (page_link(Kind.PLAN, plan.plan_id, text=plan_name, voice=voice),), law))
    return facts_block(facts, voice=voice, note=_date_note(law, voice))


def _date_note(law: LawOrStrategy, voice: Voice) -> Text:
    """Say where only a month or a year of the date is known."""
    known = law.dated_on.count("-")
    return () if known == len("md") else voice.sentence("page.law.month_only" if known else "page.law.year_only")


def _after(law: LawOrStrategy, began: Sequence[Programme], *, n: str, last: int, voice: Voice) -> Block:
    span = voice.period(voice.book[n].period)
    name = law.short_ja if voice.lang == "ja" else law.short_en
    fy = law_fy(law)
    alt = voice.word("page.law.alt", name=name, n=str(len(began)), span=span)
    return Block(
        id="after",
        page=1,
        heading=voice.claim(
            "after",
            [
                voice.rule("page.law.after", Condition(n, ">", 0), n=voice.count(n, "programme_begun"), span=span),
                voice.rule("page.law.after_none", span=span),
            ],
        ),
        figure=programme_timeline(began, voice, laws=(law,), years=(fy - 2, last + 1), alt=alt),
        tables=(programme_table(began, voice, caption="page.law.after_caption", span=span),) if began else (),
        cautions=(voice.sentence("page.law.no_cause"),),
    )


def _neighbours(law: LawOrStrategy, voice: Voice) -> Block:
    """Name what came before and after, by date."""
    ordered = sorted(voice.pack.laws_and_strategies, key=lambda row: (row.dated_on, row.law_id))
    near = {later.law_id: earlier for earlier, later in pairwise(ordered)}
    later_of = {earlier.law_id: later for earlier, later in pairwise(ordered)}
    found = [("before", near.get(law.law_id)), ("next", later_of.get(law.law_id))]
    items = tuple(
        voice.sentence(f"page.law.{key}", law=_link(row, voice), date=formats.date(row.dated_on, voice.lang))
        for key, row in found
        if row
    )
    heading = voice.claim("neighbours", [voice.rule("page.law.neighbours")])
    return Block(id="neighbours", page=1, heading=heading, items=items)
