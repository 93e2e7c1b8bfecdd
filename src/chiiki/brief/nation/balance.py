"""Page 5: whether incomes per head are closer together or further apart than they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Label, Line, Point, Series, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, NumberRef, Table

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling
    from chiiki.brief.voice import Voice
    from chiiki.studies.balance import Balance
    from chiiki.studies.nation import NationStudy

__all__ = ["incomes"]

DECIMALS = 4
"""Rounding of the inputs moves Theil by less than one of these digits a year."""


def incomes(study: NationStudy, voice: Voice) -> Block:
    """Draw Theil's index of income per head over the years of one vintage."""
    found = study.balance
    if found is None:
        return Block(
            id="balance",
            page=5,
            heading=voice.claim("balance", [voice.rule("nation.balance.none")]),
            sentences=(voice.sentence("nation.balance.where"),),
        )
    return Block(
        id="balance",
        page=5,
        heading=_claim(found, voice),
        figure=_figure(found, voice),
        sentences=(
            voice.sentence(
                "nation.balance.change",
                change=_signed(voice, found.change),
                rounding=_value(voice, found.rounding, decimals=DECIMALS + 1),
                swing=_value(voice, found.swing),
            ),
            voice.sentence("nation.balance.vintage", vintage=_vintage(found, voice)),
        ),
        cautions=((voice.label("caution", "calendar_vs_fiscal"),), voice.sentence("nation.balance.points")),
        source_ids=tuple(
            dict.fromkeys(
                source for name in voice.book[found.years[0].theil].inputs for source in voice.book[name].source_ids
            )
        ),
    )


def _vintage(found: Balance, voice: Voice) -> str:
    return voice.period(f"FY{found.vintage}") if found.vintage else voice.span(found.years[0].fy, found.years[-1].fy)


def _claim(found: Balance, voice: Voice) -> Claim:
    """Compare the first year with the last; where the years between swing further, say so."""
    rounding, change = voice.scalar(found.rounding), voice.scalar(found.change)
    swings = Condition(found.swing, ">", 2 * abs(change))
    places: dict[str, Filling] = {
        "first": voice.span(found.years[0].fy, found.years[0].fy),
        "last": voice.span(found.years[-1].fy, found.years[-1].fy),
        "high": voice.span(found.highest.fy, found.highest.fy),
        "low": voice.span(found.lowest.fy, found.lowest.fy),
    }
    wider, narrower = Condition(found.change, ">", rounding), Condition(found.change, "<", -rounding)
    extremes = _extremes(found, voice, rounding=rounding)
    return voice.claim(
        "balance",
        [
            voice.rule("nation.balance.swings_wider", wider, swings, *extremes, **places),
            voice.rule("nation.balance.swings_narrower", narrower, swings, *extremes, **places),
            voice.rule("nation.balance.wider", wider, **places),
            voice.rule("nation.balance.narrower", narrower, **places),
            voice.rule("nation.balance.same", **places),
        ],
    )


def _extremes(found: Balance, voice: Voice, *, rounding: float) -> tuple[Condition, Condition]:
    """Require that the largest and the smallest year stand out by more than the rounding."""
    below = max(voice.scalar(year.theil) for year in found.years if year != found.highest)
    above = min(voice.scalar(year.theil) for year in found.years if year != found.lowest)
    return (
        Condition(found.highest.theil, ">", below + rounding),
        Condition(found.lowest.theil, "<", above - rounding),
    )


def _value(voice: Voice, number_id: str, *, decimals: int = DECIMALS) -> NumberRef:
    return NumberRef(number_id, formats.decimal(voice.scalar(number_id), decimals))


def _signed(voice: Voice, number_id: str) -> NumberRef:
    text = formats.decimal(voice.scalar(number_id), DECIMALS)
    return NumberRef(number_id, f"+{text}" if voice.scalar(number_id) > 0 else text)


def _figure(found: Balance, voice: Voice) -> Figure:
    points = tuple(Point(year.fy, voice.scalar(year.theil)) for year in found.years)
    ticks = nice_ticks(0.0, max(voice.scalar(year.theil) for year in found.years))
    last = found.years[-1].theil
    alt = voice.word(
        "nation.balance.alt",
        first=voice.span(found.years[0].fy, found.years[0].fy),
        first_v=_value(voice, found.years[0].theil).text,
        last=voice.span(found.years[-1].fy, found.years[-1].fy),
        last_v=_value(voice, last).text,
        high=voice.span(found.highest.fy, found.highest.fy),
        low=voice.span(found.lowest.fy, found.lowest.fy),
    )
    chart = Series(
        alt=alt,
        lines=(Line(points, "own", voice.word("nation.balance.theil"), Label(_value(voice, last).text, last)),),
        y_ticks=tuple(Tick(tick, formats.decimal(tick, 2)) for tick in ticks),
        y_label=voice.word("nation.balance.axis"),
    )
    measure = voice.sentence(
        "nation.balance.measure", n=str(found.n_regions), years=voice.span(found.years[0].fy, found.years[-1].fy)
    )
    return Figure(chart=chart, measure=measure, alt=alt, table=_table(found, voice))


def _table(found: Balance, voice: Voice) -> Table:
    header = tuple(voice.word(f"nation.balance.column_{name}") for name in ("fy", "theil", "gini"))
    return Table(
        caption=voice.sentence("nation.balance.caption"),
        header=header,
        rows=tuple(
            (
                Cell((voice.span(year.fy, year.fy),)),
                voice.number_cell(year.theil, text=_value(voice, year.theil).text),
                voice.number_cell(year.gini, text=formats.decimal(voice.scalar(year.gini), 3)),
            )
            for year in found.years
        ),
    )
