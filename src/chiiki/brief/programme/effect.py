"""Page 4: what is known about what the programme did to incomes, and to the gaps between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import EventPoint, EventStudy, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, NumberRef, Table
from chiiki.brief.effects import absolute, interval, p_value, signed, signed_text
from chiiki.brief.programme.threats import SIGNIFICANT, threats
from chiiki.studies.effects.study import NoEffect

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.effects.balance import BalanceEffect
    from chiiki.studies.effects.told import ToldEffect
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["effects"]

MOST_CAUTIONS = 2
"""As every block of a brief."""

DECIMALS = 4
"""Of Theil's index, as in the brief of the nation."""


def effects(study: ProgrammeStudy, voice: Voice) -> tuple[Block, ...]:
    """Tell the effect, the threats about it and the balance question; one block with the reason where there is none."""
    told = study.effect
    if told is None:
        return ()
    if isinstance(told, NoEffect):
        heading = voice.claim("effect", [voice.rule("effect.claim.none", prog=voice.short(study.programme))])
        why = voice.sentence(f"effect.why.{told.reason}")
        return (Block(id="effect", page=4, heading=heading, sentences=(why,)),)
    first = _effect(study, told, voice)
    is_told = first.heading.rule != "effect.claim.untold"
    gaps = (_gaps(study, told, voice=voice, found=told.balance, is_told=is_told),) if told.balance else ()
    return (first, threats(told, voice), *gaps)


def _effect(study: ProgrammeStudy, told: ToldEffect, voice: Voice) -> Block:
    stem = f"{study.subject}.effect"
    first, last = told.effect.design.window
    sentences = (
        voice.sentence(
            "effect.text.compared",
            n=voice.count(f"{stem}.treated", "selected_prefecture"),
            m=voice.count(f"{stem}.untreated", "prefecture"),
            years=voice.span(first, last),
            mde=absolute(told.number("detectable"), voice),
        ),
        voice.sentence(
            "effect.text.result",
            est=signed(told.number(), voice),
            interval=interval(told.number("interval"), voice),
            p=p_value(told.number("p"), voice),
        ),
    )
    return Block(
        id="effect",
        page=4,
        heading=_claim(study, told, voice),
        figure=_figure(told, voice),
        sentences=sentences,
        tables=(_cohorts(told, voice),) if len(told.cohorts) > 1 else (),
        cautions=_cautions(told, voice, stem=stem),
        source_ids=voice.book[f"{stem}.cells"].source_ids,
    )


def _cautions(told: ToldEffect, voice: Voice, *, stem: str) -> tuple[Text, ...]:
    """Say the two gravest of: no interval is reliable, somebody is left out, an average is nobody's effect."""
    found = []
    if all(voice.scalar(told.number(f"space.{name}")) < SIGNIFICANT for name in ("borders_p", "moran_p")):
        found.append(voice.sentence("effect.text.space"))
    places: dict[str, Text | NumberRef] = {}
    if voice.scalar(f"{stem}.undated"):
        places["undated"] = voice.count(f"{stem}.undated", "selected_prefecture")
    if voice.scalar(f"{stem}.absent"):
        places["absent"] = NumberRef(f"{stem}.absent", formats.count(voice.scalar(f"{stem}.absent"), voice.lang))
    if places:
        found.append(voice.sentence(f"effect.text.{'left_out' if len(places) > 1 else next(iter(places))}", **places))
    return (*found, voice.sentence("effect.text.average"))[:MOST_CAUTIONS]


def _claim(study: ProgrammeStudy, told: ToldEffect, voice: Voice) -> Claim:
    """Name a direction only where the whole interval lies on one side, is reliable, and no other estimate leaves it."""
    whole, agreed = told.number("interval"), Condition(told.number("outside"), "==", 0)
    reliable = [Condition(told.number(f"space.{name}"), ">=", SIGNIFICANT) for name in ("borders_p", "moran_p")]
    places: dict[str, str | Text | NumberRef] = {
        "prog": voice.short(study.programme),
        "est": absolute(told.number(), voice),
    }
    return voice.claim(
        "effect",
        [
            *(
                voice.rule(f"effect.claim.{name}", Condition(whole, sign, 0), agreed, one, **places)
                for name, sign in (("higher", ">"), ("lower", "<"))
                for one in reliable
            ),
            voice.rule("effect.claim.untold", prog=places["prog"]),
        ],
    )


def _figure(told: ToldEffect, voice: Voice) -> Figure:
    points = []
    for row in told.years:
        value, ends = voice.scalar(row.estimate), voice.book[row.interval].value
        low, high = ends if isinstance(ends, tuple) else (None, None)
        points.append(EventPoint(row.finding.target.event_time or 0, value, low, high))
    every = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    ticks = nice_ticks(min(*every, 0.0), max(*every, 0.0))
    start = next(row for row in told.years if row.finding.target.event_time == 0)
    alt = voice.word(
        "effect.text.alt",
        first=str(points[0].event_time).replace("-", "\N{MINUS SIGN}"),
        last=str(points[-1].event_time),
        at_start=signed(start.estimate, voice).text,
        at_end=signed(told.years[-1].estimate, voice).text,
        end_interval=interval(told.years[-1].interval, voice).text,
    )
    chart = EventStudy(
        alt=alt,
        points=tuple(points),
        y_ticks=tuple(Tick(tick, _tick(tick)) for tick in ticks),
        y_label=voice.word("effect.chart_axis"),
        x_label=voice.word("effect.chart_x"),
        before=voice.word("effect.chart_before"),
    )
    return Figure(chart=chart, measure=voice.sentence("effect.text.measure"), alt=alt, table=_years(told, voice))


def _tick(value: float) -> str:
    """Write a tick in percent with its sign, whole ones without decimals."""
    text = signed_text(value).removesuffix("%")
    return text.removesuffix(".0")


def _years(told: ToldEffect, voice: Voice) -> Table:
    columns = ("year", "estimate", "interval", "n")
    return Table(
        caption=voice.sentence("effect.text.caption"),
        header=tuple(voice.word(f"effect.text.column_{name}") for name in columns),
        rows=tuple(
            (
                Cell((str(row.finding.target.event_time).replace("-", "\N{MINUS SIGN}"),)),
                Cell((signed(row.estimate, voice),), "right"),
                Cell((interval(row.interval, voice),), "right"),
                Cell((str(row.finding.n),), "right"),
            )
            for row in told.years
        ),
    )


def _cohorts(told: ToldEffect, voice: Voice) -> Table:
    columns = ("cohort", "n", "estimate", "interval")
    return Table(
        caption=voice.sentence("effect.text.cohort_caption"),
        header=tuple(voice.word(f"effect.text.column_{name}") for name in columns),
        rows=tuple(
            (
                Cell((voice.span(row.finding.target.cohort, row.finding.target.cohort),)),
                voice.number_cell(f"{row.estimate}.n", text=voice.scalar_text(f"{row.estimate}.n")),
                Cell((signed(row.estimate, voice),), "right"),
                Cell((interval(row.interval, voice),), "right"),
            )
            for row in told.cohorts
        ),
    )


def _gaps(study: ProgrammeStudy, told: ToldEffect, *, voice: Voice, found: BalanceEffect, is_told: bool) -> Block:
    """Say whether the programme changed the gaps: only where a direction of its effect on income is told."""
    prog, whole = voice.short(study.programme), told.number("theil.interval")
    rules = [
        voice.rule("effect.gaps.narrower", Condition(whole, "<", 0), prog=prog),
        voice.rule("effect.gaps.wider", Condition(whole, ">", 0), prog=prog),
    ]
    heading = voice.claim("gaps", [*(rules if is_told else ()), voice.rule("effect.gaps.untold", prog=prog)])
    levels = voice.sentence(
        "effect.gaps.levels",
        prog=prog,
        first=_theil(told, "first", voice),
        last=_theil(told, "last", voice),
        without=_theil(told, "without", voice),
        first_fy=voice.span(found.first, found.first),
        last_fy=voice.span(found.last, found.last),
    )
    cautions: tuple[Text, ...] = ()
    if voice.scalar(told.number("theil.assumed")):
        n = voice.count(told.number("theil.assumed"), "selected_prefecture")
        cautions = (voice.sentence("effect.gaps.assumed", n=n),)
    return Block(
        id="gaps",
        page=4,
        heading=heading,
        sentences=(levels, _part(told, voice, is_told=heading.rule != "effect.gaps.untold")),
        cautions=cautions,
        source_ids=voice.book[f"{study.subject}.effect.cells"].source_ids,
    )


def _part(told: ToldEffect, voice: Voice, *, is_told: bool) -> Text:
    places: dict[str, str | NumberRef] = {
        "effect": _theil(told, "effect", voice, is_signed=True),
        "interval": _theil(told, "interval", voice, is_signed=True),
        "change": _theil(told, "change", voice, is_signed=True),
    }
    if not is_told:
        return voice.sentence("effect.gaps.effect", **places)
    if told.number("theil.share") not in voice.book:
        return voice.sentence("effect.gaps.tiny", **places)
    ends = voice.book[told.number("theil.share_interval")].value
    low, high = ends if isinstance(ends, tuple) else (0.0, 0.0)
    return voice.sentence(
        "effect.gaps.share",
        **places,
        share=NumberRef(told.number("theil.share"), formats.percent(voice.scalar(told.number("theil.share")))),
        share_low=formats.percent(low),
        share_high=formats.percent(high),
    )


def _theil(told: ToldEffect, name: str, voice: Voice, *, is_signed: bool = False) -> NumberRef:
    """Write Theil's index with four decimals, a change of it with its sign."""
    number_id = told.number(f"theil.{name}")
    value = voice.book[number_id].value

    def written(number: float) -> str:
        text = formats.decimal(number, DECIMALS)
        return f"+{text}" if is_signed and number > 0 and text.strip("0.") else text

    if isinstance(value, tuple):
        low, high = map(written, value)
        return NumberRef(number_id, voice.word("effect.interval", low=low, high=high))
    return NumberRef(number_id, written(voice.scalar(number_id)))
