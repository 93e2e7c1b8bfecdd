"""Page 1: what the programme was, how large, how judged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import GradeBoxes, Label
from chiiki.brief.claims import Condition
from chiiki.brief.document import Kpi, NumberRef
from chiiki.brief.programme.money import PER_SITE, amount_kind, amount_text, capital
from chiiki.brief.programme.naming import bare, fits, known_total, known_where, noun, selected_when, span_text
from chiiki.studies.support import STAGES

if TYPE_CHECKING:
    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Claim, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Budget
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["kpis", "lead", "title"]

TOTALS = ("total_of_years", "investment_total")
"""Kinds of money that are the whole of a programme."""

YEARLY = ("initial", "annual_scale", "allocation", "supplementary", "government_draft", "subsidy", "request")
"""Kinds of money of one year, the most telling first."""

SELECTING = ("selection", "designation")
"""What a programme may do for its rows to be selections."""


def title(study: ProgrammeStudy, voice: Voice) -> Claim:
    """Say how many were selected when, how many of them are on record and how many grades."""
    rules = _rules(study, voice, when=selected_when(study, voice))
    shorter = _rules(study, voice, when="")
    return voice.claim(
        "title", [long if fits(long.text, voice.lang) else short for long, short in zip(rules, shorter, strict=True)]
    )


def _rules(study: ProgrammeStudy, voice: Voice, *, when: str) -> list[Rule]:
    if study.programme.selects not in SELECTING:
        return _other_rules(study, voice)
    subject = study.subject
    some, graded = Condition(f"{subject}.selections", ">", 0), Condition(f"{subject}.graded", ">", 0)
    places: dict[str, str | Text] = {
        "prog": voice.short(study.programme),
        "n": voice.count(f"{subject}.selections", "selection"),
        "graded": voice.count(f"{subject}.graded", "graded"),
    }
    rules = []
    if study.coverage_ids:
        known = study.coverage_ids[1]
        more = Condition(known, ">", f"{subject}.selections")
        timed: dict[str, str | Text] = places | {"known": known_total(study, voice), "when": when}
        rules += [
            voice.rule("programme.title.partial_graded", some, more, graded, **timed),
            voice.rule("programme.title.partial_ungraded", some, more, **timed),
            voice.rule("programme.title.none_of_known", more, **timed),
        ]
        if study.coverage and study.coverage.total_kind == "exact":
            complete = Condition(known, "==", f"{subject}.selections")
            rules += [
                voice.rule("programme.title.complete_graded", some, complete, graded, **timed),
                voice.rule("programme.title.complete_ungraded", some, complete, **timed),
            ]
    return [
        *rules,
        voice.rule("programme.title.found_graded", some, graded, **places),
        voice.rule("programme.title.found_ungraded", some, **places),
        voice.rule(
            "programme.title.none_of_calls",
            Condition(study.call_totals.selected, ">", 0),
            prog=voice.short(study.programme),
            k=bare(study.call_totals.selected, voice),
        ),
        voice.rule("programme.title.none", prog=voice.short(study.programme)),
    ]


def _other_rules(study: ProgrammeStudy, voice: Voice) -> list[Rule]:
    """Word the title of facilities, guidelines and networks, which select nothing."""
    number, selects = f"{study.subject}.selections", study.programme.selects
    some = Condition(number, ">", 0)
    places: dict[str, str | Text] = {
        "prog": voice.short(study.programme),
        "n": bare(number, voice),
        "things": voice.word(f"programme.things_{selects}"),
    }
    rules = []
    if study.coverage_ids:
        more = Condition(study.coverage_ids[1], ">", number)
        known = known_total(study, voice)
        rules.append(voice.rule("programme.title.other_partial", some, more, known=known, **places))
    none = "programme.title.other_none_facility" if selects == "facility" else "programme.title.other_none"
    return [
        *rules,
        voice.rule("programme.title.other_found", some, **places),
        voice.rule(none, prog=voice.short(study.programme)),
    ]


def lead(study: ProgrammeStudy, voice: Voice) -> tuple[Text, ...]:
    """Say what it was for, who ran it, and how complete the record is."""
    programme = study.programme
    purpose = programme.purpose_ja if voice.lang == "ja" else programme.purpose_en
    sentences = [_run(study, voice), _completeness(study, voice)]
    if purpose:
        words = purpose if voice.lang == "ja" else purpose[0].lower() + purpose[1:]
        sentences.insert(0, voice.sentence("programme.lead.purpose", purpose=words.rstrip("。.")))
    return tuple(sentences)


def _run(study: ProgrammeStudy, voice: Voice) -> Text:
    own = study.programme.programme_id
    stages = [row.stage for row in voice.pack.programme_stages if row.programme_id == own]
    instruments = [row.instrument for row in voice.pack.programme_instruments if row.programme_id == own]
    authorities, comma = known_where(study.programme, voice), voice.word("programme.comma")
    if not authorities:
        return voice.sentence("programme.lead.run_unknown")
    if not stages or not instruments:
        return voice.sentence("programme.lead.run_part", authorities=authorities)
    return voice.sentence(
        "programme.lead.run_full",
        authorities=authorities,
        stages=comma.join(voice.label("stage", code) for code in STAGES if code in stages),
        instruments=comma.join(voice.label("instrument", code) for code in instruments),
    )


def _completeness(study: ProgrammeStudy, voice: Voice) -> Text:
    n = voice.count(f"{study.subject}.selections", noun(study))
    row = study.coverage
    if row is None and not study.holdings:
        return voice.sentence("programme.lead.no_records")
    if row is None or row.known_total is None:
        return voice.sentence("programme.lead.total_unknown", n=n)
    known = known_total(study, voice)
    if not row.as_of:
        return voice.sentence("programme.lead.found_of_known_undated", known=known, n=n)
    key = "above_known" if row.n_found > row.known_total else "found_of_known"
    return voice.sentence(f"programme.lead.{key}", known=known, n=n, as_of=formats.date(row.as_of, voice.lang))


def kpis(study: ProgrammeStudy, voice: Voice) -> tuple[Kpi, ...]:
    """Return how long, how much, how hard to enter, how judged."""
    return (_years(study, voice), _money(study, voice), _calls(study, voice), _judged(study, voice))


def _years(study: ProgrammeStudy, voice: Voice) -> Kpi:
    programme, number = study.programme, f"{study.subject}.years"
    span = span_text(programme.start_fy, programme.end_fy, voice=voice) or formats.missing_word("unknown", voice.lang)
    is_open = programme.start_fy is not None and programme.end_fy is None
    if is_open:
        value = NumberRef(number, voice.word("programme.kpi.years_from", year=str(programme.start_fy)))
    else:
        value = NumberRef(number, voice.scalar_text(number))
    if is_open:
        ends = "continues" if programme.missing == "not_applicable" else "ends_unknown"
        context = voice.sentence(f"programme.kpi.years_{ends}")
    elif programme.first_call_fy and programme.last_call_fy:
        calls = voice.span(programme.first_call_fy, programme.last_call_fy)
        context = voice.sentence("programme.kpi.years_context", span=calls)
    else:
        context = ()
    return Kpi(
        label=voice.word("programme.kpi.years"),
        period=span,
        value=value,
        unit=voice.word("programme.kpi.years_open_unit" if is_open else "programme.kpi.years_unit"),
        strip=None,
        alt=voice.word("programme.kpi.years_alt", span=span),
        context=context,
    )


def _money(study: ProgrammeStudy, voice: Voice) -> Kpi:
    row, number, is_most = _headline_amount(study)
    if row is None:
        return _no_money(study, voice, number=number)
    kind = amount_kind(row, voice)
    is_total = row.kind in TOTALS
    key = "total" if is_total else "most" if is_most else "one"
    text = amount_text(row, voice)
    value, unit = _split(text)
    period = _periods(study, row, voice=voice)
    return Kpi(
        label=capital(voice.word(f"programme.kpi.money_{key}", kind=kind)),
        period=period,
        value=NumberRef(number, (voice.word("programme.money.about") if row.approximate else "") + value),
        unit=unit,
        strip=None,
        alt=voice.word("programme.kpi.money_alt", value=text),
        context=voice.sentence("programme.kpi.money_of_years", span=period)
        if is_total
        else voice.sentence("programme.kpi.money_total_unknown"),
    )


def _periods(study: ProgrammeStudy, row: Budget, *, voice: Voice) -> str:
    """Name the years of an amount: all of them, where amounts of its kind are equal."""
    periods = [
        voice.book[number].period
        for other, number in study.budgets
        if (other.subject_id, other.kind, other.amount_jpy) == (row.subject_id, row.kind, row.amount_jpy)
    ]
    undated = voice.word("programme.undated")
    return voice.word("programme.comma").join(
        undated if period == "undated" else voice.period(period) for period in sorted(set(periods))
    )


def _headline_amount(study: ProgrammeStudy) -> tuple[Budget | None, str, bool]:
    """Return the stated total, else the largest amount of the most telling kind, and whether it is one of several."""
    own = [pair for pair in study.budgets if pair[0].subject_id == study.programme.programme_id and pair[0].amount_jpy]
    for kind in (*TOTALS, *YEARLY, *PER_SITE):
        of_kind = [pair for pair in own if pair[0].kind == kind]
        if of_kind:
            row, number = max(of_kind, key=lambda pair: pair[0].amount_jpy or 0)
            return row, number, len(of_kind) > 1 and kind not in PER_SITE
    return None, f"{study.subject}.amounts" if study.budgets else f"{study.subject}.money", False


def _no_money(study: ProgrammeStudy, voice: Voice, *, number: str) -> Kpi:
    is_free = study.programme.gives_money == "no"
    sign = formats.missing_sign("not_applicable" if is_free else "not_published", voice.lang)
    key = "programme.kpi.money_no_money" if is_free else "programme.kpi.money_not_found"
    if study.budgets:
        key = "programme.kpi.money_total_unknown"
    return Kpi(
        label=voice.word("programme.kpi.money_none"),
        period="",
        value=NumberRef(number, sign),
        unit="",
        strip=None,
        alt=voice.word("programme.kpi.money_alt", value=sign),
        context=voice.sentence(key),
    )


def _split(text: str) -> tuple[str, str]:
    """Part an amount from its unit: 100 and 億円, ¥10 and billion."""
    found = re.fullmatch(r"([^\d]*[\d.,]+)\s*(.*)", text)
    return (found[1], found[2]) if found else (text, "")


def _calls(study: ProgrammeStudy, voice: Voice) -> Kpi:
    totals = study.call_totals
    selected = totals.selected_of_applied or totals.selected
    number = voice.book[selected]
    text = voice.scalar_text(selected)
    if totals.applied:
        text = (
            f"{text}／{voice.scalar_text(totals.applied)}"
            if voice.lang == "ja"
            else f"{text} of {voice.scalar_text(totals.applied)}"
        )
        context = voice.sentence(
            "programme.kpi.calls_of", share=voice.percent(totals.share), calls=voice.count(totals.n_with_both, "call")
        )
    elif number.value is not None:
        context = voice.sentence("programme.kpi.calls_applied_unknown")
    else:
        context = voice.sentence("programme.kpi.calls_unknown")
    is_dated = number.value is not None and number.period != "undated"
    return Kpi(
        label=voice.word("programme.kpi.calls" if totals.applied else "programme.kpi.calls_selected"),
        period=voice.period(number.period) if is_dated else voice.word("programme.kpi.calls_period_unknown"),
        value=NumberRef(selected, text),
        unit=voice.word("programme.kpi.calls_unit") if number.value is not None else "",
        strip=None,
        alt=voice.word("programme.kpi.calls_alt", selected=text),
        context=context,
    )


def _judged(study: ProgrammeStudy, voice: Voice) -> Kpi:
    number = f"{study.subject}.graded"
    grades = sorted((holding.grade.grade if holding.grade else "" for holding in study.holdings), key=lambda g: not g)
    n_graded = sum(bool(grade) for grade in grades)
    note = voice.word("programme.kpi.graded_note", known=str(n_graded), unknown=str(len(grades) - n_graded))
    return Kpi(
        label=voice.word("programme.kpi.graded"),
        period=voice.word("programme.kpi.graded_period"),
        value=NumberRef(number, voice.scalar_text(number)),
        unit=voice.word("nouns.kpi_designations"),
        strip=GradeBoxes(alt=note, grades=tuple(grades), note=Label(note)) if grades else None,
        alt=note,
        context=voice.sentence("programme.kpi.graded_of", n=voice.count(f"{study.subject}.selections", noun(study)))
        if grades
        else voice.sentence("programme.kpi.graded_none"),
    )
