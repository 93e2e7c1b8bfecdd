"""What comparisons of any kind share: which subjects may stand side by side, and how one question is answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from chiiki.brief import formats
from chiiki.brief.charts import DotMark, DotRow, Dots, Label, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, plain
from chiiki.provenance import Number
from chiiki.studies.phrases import formula
from chiiki.web.library.pages.ground import listing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.provenance import NumberBook

__all__ = [
    "FEWEST",
    "MOST",
    "Measured",
    "Refused",
    "add_common",
    "attribute_rows",
    "check_subjects",
    "measured_block",
    "take",
]

FEWEST: Final = 2
MOST: Final = 6
"""Subjects that fit beside each other on paper."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why subjects cannot be compared."""

    reason: Literal["mixed", "few", "many", "repeated", "unknown"]
    ids: tuple[str, ...] = ()
    """Those that are at fault."""


def check_subjects(regions: Sequence[str], programmes: Sequence[str], *, pack: Pack) -> Refused | None:
    """Say why the subjects asked for cannot be compared; None where they can."""
    if regions and programmes:
        return Refused("mixed")
    asked = tuple(regions or programmes)
    known = {row.region_id for row in pack.regions if row.kind == "prefecture"}
    known = known if regions else {row.programme_id for row in pack.programmes}
    if unknown := tuple(one for one in asked if one not in known):
        return Refused("unknown", unknown)
    if repeated := tuple(one for one, n in Counter(asked).items() if n > 1):
        return Refused("repeated", repeated)
    if len(asked) < FEWEST:
        return Refused("few")
    return Refused("many") if len(asked) > MOST else None


def take(book: NumberBook, number_id: str, *, source: NumberBook) -> str:
    """Copy a number from another book with everything that it is computed from; return its id."""
    if number_id not in book:
        number = source[number_id]
        for name in number.inputs:
            take(book, name, source=source)
        book.add(number)
    return number_id


def add_common(book: NumberBook, *, n: int, definition: str, inputs: Sequence[str]) -> str:
    """Add how many things all subjects share, as computed from a count of each; return its id."""
    number = Number(
        id=f"page-compare.{definition}",
        value=n,
        unit="count",
        period="undated",
        definition=definition,
        formula=formula("common"),
        inputs=tuple(inputs),
    )
    return book.add(number).id


@dataclass(frozen=True, slots=True)
class Measured:
    """One question that a number answers for each subject."""

    key: str
    """Of the wording: ``place.compare.<key>``."""

    numbers: tuple[tuple[str, str], ...]
    """Name of the subject and id of its number, in the order asked for."""

    text: Callable[[str], str]
    """How a number reads in the table and in the drawing."""

    reference: tuple[str, float] | None = None
    """Word and value of the line to compare with: the median, the nation."""

    scale: float = 1.0
    """Size of the axis' unit: 10,000 where it shows ten thousands."""

    details: tuple[Text, ...] = ()
    """One more sentence for each subject, such as its rank."""


def measured_block(measured: Measured, voice: Voice) -> Block:
    """Answer one question: the claim, all subjects on one axis, a sentence for each, the values as a table.

    Where the periods differ, nothing is drawn on one axis and no subject is said to be ahead.
    """
    stem, book = f"place.compare.{measured.key}", voice.book
    periods = {book[number].period for _, number in measured.numbers if book[number].value is not None}
    is_mixed = len(periods) > 1
    measure = voice.sentence(f"{stem}.measure")
    columns = ("subject", "value", "period")
    rows = [_row(name, number, measured=measured, voice=voice) for name, number in measured.numbers]
    table = listing(f"{stem}.measure", columns, rows, voice=voice)
    figure = None if is_mixed else _figure(measured, voice, measure=measure)
    mixed = voice.sentence("place.compare.mixed")
    rules = [voice.rule(f"{stem}.neutral")] if is_mixed else _rules(measured, voice)
    return Block(
        id=measured.key,
        page=1,
        heading=voice.claim(measured.key, rules),
        figure=figure and replace(figure, table=table),
        tables=() if figure else (table,),
        items=measured.details,
        cautions=(mixed,) if is_mixed else (),
    )


def _row(name: str, number: str, *, measured: Measured, voice: Voice) -> tuple[Cell, ...]:
    known = voice.book[number].value is not None
    value = voice.number_cell(number, text=measured.text(number) if known else "")
    return (Cell((name,)), value, Cell((voice.period(voice.book[number].period),)))


def _rules(measured: Measured, voice: Voice) -> list[Rule]:
    """Name the subject ahead where it is ahead of all others and every value is known."""
    stem, book = f"place.compare.{measured.key}", voice.book
    values = [(name, number) for name, number in measured.numbers if isinstance(book[number].value, int | float)]
    rules = []
    if len(values) == len(measured.numbers):
        ranked = sorted(values, key=lambda pair: -voice.scalar(pair[1]))
        ahead = Condition(ranked[0][1], ">", ranked[1][1])
        value = voice.number(ranked[0][1], text=measured.text(ranked[0][1]))
        rules.append(voice.rule(f"{stem}.top", ahead, first=ranked[0][0], value=value))
        level = [Condition(ranked[0][1], "==", number) for _, number in ranked[1:]]
        rules.append(voice.rule(f"{stem}.level", *level, value=value))
    return [*rules, voice.rule(f"{stem}.neutral")]


def _figure(measured: Measured, voice: Voice, *, measure: Text) -> Figure | None:
    known = [
        (name, number, voice.scalar(number) / measured.scale)
        for name, number in measured.numbers
        if isinstance(voice.book[number].value, int | float)
    ]
    if not known:
        return None
    reference = measured.reference
    values = [value for _, _, value in known] + ([reference[1] / measured.scale] if reference else [])
    is_counted = all(voice.book[number].unit == "count" for _, number, _ in known)
    ticks = nice_ticks(min(0.0, *values), max(float(is_counted), *values))
    if is_counted:
        ticks = tuple(tick for tick in ticks if tick == int(tick))  # nothing is half a designation
    rows = _dot_rows(measured, voice)
    names = voice.listed([f"{name} {measured.text(number)}" for name, number, _ in known])
    alt = voice.word("place.compare.alt", measure=plain(measure), values=names)
    decimals = 0 if all(tick == int(tick) for tick in ticks) else 1 if max(abs(tick) for tick in ticks) >= 1 else 2
    chart = Dots(
        alt=alt,
        rows=rows,
        ticks=tuple(Tick(tick, formats.decimal(tick, decimals)) for tick in ticks),
        reference=Tick(reference[1] / measured.scale, reference[0]) if reference else None,
        axis_label=voice.word(f"place.compare.{measured.key}.axis"),
    )
    return Figure(chart=chart, measure=measure, alt=alt, table=None)


def _dot_rows(measured: Measured, voice: Voice) -> tuple[DotRow, ...]:
    rows = []
    for name, number in measured.numbers:
        value = voice.book[number].value
        if isinstance(value, int | float):
            rows.append(DotRow(name, (DotMark(value / measured.scale, Label(measured.text(number), number)),)))
        else:
            rows.append(DotRow(name, (), missing=formats.missing_sign(voice.book[number].missing, voice.lang)))
    return tuple(rows)


def attribute_rows(names: Iterable[tuple[str, Sequence[Text]]], *, voice: Voice) -> list[tuple[Cell, ...]]:
    """Make rows of words: what is compared, and one cell for each subject."""
    none = formats.missing_sign("not_applicable", voice.lang)
    return [(Cell((name,)), *(Cell(text or (none,)) for text in texts)) for name, texts in names]
