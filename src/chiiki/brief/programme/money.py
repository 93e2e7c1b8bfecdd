"""Page 3: how much, and of which kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Column, ColumnKind, Columns, ColumnYear, Label, Tick, nice_ticks
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, NumberRef, Table
from chiiki.brief.outcome_tables import subject_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Budget
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["PER_SITE", "amount_kind", "amount_text", "capital", "money"]

DRAWN = ("initial", "supplementary", "request", "government_draft", "annual_scale", "allocation", "subsidy")
"""Kinds of money of one year, in the order in which they are drawn; at most three."""

TONES = ("accent", "tint", "outline")
PER_SITE = ("per_site_year", "per_site_total")
"""Kinds of money that one place gets, often as limits."""

LONGEST = 16
"""Years of support up to which every year has its slot; else from the first known amount to the last."""


def money(study: ProgrammeStudy, voice: Voice) -> Block:
    """Draw the programme's yearly amounts by kind and list every amount on record."""
    drawn = _drawn(study)
    figure = _figure(study, drawn, voice=voice)
    key = "kinds_apart" if study.budgets else "where"
    is_free = study.programme.gives_money == "no" and not study.budgets
    return Block(
        id="money",
        page=3,
        heading=voice.claim("money", _rules(study, voice)),
        figure=figure,
        tables=(_table(study, voice),) if study.budgets else (),
        sentences=() if is_free else (voice.sentence(f"programme.money.{key}"),),
        source_ids=tuple(dict.fromkeys(row.source_id for row, _ in study.budgets)),
    )


def _own(study: ProgrammeStudy) -> list[tuple[Budget, str]]:
    return [pair for pair in study.budgets if pair[0].subject_id == study.programme.programme_id and pair[0].amount_jpy]


def _rules(study: ProgrammeStudy, voice: Voice) -> list[Rule]:
    own, amounts = _own(study), f"{study.subject}.amounts"
    some = Condition(amounts, ">", 0)
    totals = [pair for pair in own if pair[0].kind not in (*DRAWN, *PER_SITE)]
    rules = [_single(pair, voice, condition=some) for pair in totals[:1]]
    for kind in DRAWN:
        ranked = sorted((pair for pair in own if pair[0].kind == kind), key=lambda pair: -(pair[0].amount_jpy or 0))
        if len(ranked) > 1:
            rules += _most(ranked, voice)
        rules += [_single(pair, voice, condition=some) for pair in ranked[:1]]
    per_site = sorted((pair for pair in own if pair[0].kind in PER_SITE), key=lambda pair: pair[0].amount_jpy or 0)
    for row, number in per_site[-1:]:
        places: dict[str, str | Text] = {"kind": amount_kind(row, voice), "v": _amount(row, number, voice=voice)}
        rules.append(voice.rule("programme.money.per_site", some, **places))
    for row, _ in study.budgets[:1]:
        kind = voice.label("budget_kind", row.kind)
        rules.append(voice.rule("programme.money.several", some, kind=kind, n=voice.count(amounts, "amount")))
    if study.programme.gives_money == "no":
        rules.append(voice.rule("programme.money.no_money"))
    return [*rules, voice.rule("programme.money.none")]


def _single(pair: tuple[Budget, str], voice: Voice, *, condition: Condition) -> Rule:
    row, number = pair
    kind, v = voice.label("budget_kind", row.kind), _amount(row, number, voice=voice)
    period = voice.book[number].period
    if period == "undated":
        return voice.rule("programme.money.single_undated", condition, kind=kind, v=v)
    return voice.rule("programme.money.single", condition, kind=kind, fy=voice.period(period), v=v)


def _most(ranked: Sequence[tuple[Budget, str]], voice: Voice) -> list[Rule]:
    """Name the year of the largest amount of a kind, or all years that share it."""
    (row, number), (_, second) = ranked[:2]
    ties = [pair for pair in ranked if pair[0].amount_jpy == row.amount_jpy]
    years = voice.listed(sorted(voice.period(voice.book[tie].period) for _, tie in ties))
    v = _amount(row, number, voice=voice)
    fy, kind = voice.period(voice.book[number].period), voice.label("budget_kind", row.kind)
    return [
        voice.rule("programme.money.most", Condition(number, ">", second), kind=kind, fy=fy, v=v),
        voice.rule("programme.money.tied", Condition(number, "==", second), kind=kind, years=years, v=v),
    ]


def _amount(row: Budget, number: str, *, voice: Voice) -> Text:
    about = voice.word("programme.money.about") if row.approximate else ""
    return (NumberRef(number, about + amount_text(row, voice)),)


def amount_text(row: Budget, voice: Voice) -> str:
    """Write an amount; one that its source calls approximate shows no digit beyond those it gives."""
    amount = row.amount_jpy or 0
    digits = str(amount)
    size = 10 ** (len(digits) - len(digits.rstrip("0")))
    return formats.yen(amount, voice.lang, resolution=size if row.approximate else None)


def _drawn(study: ProgrammeStudy) -> list[tuple[Budget, str]]:
    """Return the yearly amounts of the first three kinds on record."""
    yearly = [
        pair for pair in _own(study) if pair[0].kind in DRAWN and pair[0].from_fy and pair[0].from_fy == pair[0].to_fy
    ]
    kinds = [kind for kind in DRAWN if any(row.kind == kind for row, _ in yearly)][: len(TONES)]
    return [pair for pair in yearly if pair[0].kind in kinds]


def _years(study: ProgrammeStudy, drawn: Sequence[tuple[Budget, str]]) -> range:
    known = [row.from_fy or 0 for row, _ in drawn]
    first, last = study.programme.start_fy, study.programme.end_fy
    if first and last and last - first < LONGEST:
        return range(min(first, *known), max(last, *known) + 1)
    return range(min(known), max(known) + 1)


def _figure(study: ProgrammeStudy, drawn: Sequence[tuple[Budget, str]], *, voice: Voice) -> Figure | None:
    if len({row.from_fy for row, _ in drawn}) < len("ab"):
        return None
    kinds = [kind for kind in DRAWN if any(row.kind == kind for row, _ in drawn)]
    scale = formats.yen_scale([row.amount_jpy for row, _ in drawn], voice.lang)
    years = tuple(_year(fy, drawn, kinds=kinds, scale=scale, voice=voice) for fy in _years(study, drawn))
    top = max(drawn, key=lambda pair: pair[0].amount_jpy or 0)
    ticks = nice_ticks(0, (top[0].amount_jpy or 0) / scale.size, from_zero=True)
    names = voice.listed([voice.label("budget_kind", kind) for kind in kinds])
    alt = voice.word(
        "programme.money.alt",
        kinds=names,
        fy=voice.period(voice.book[top[1]].period),
        v=amount_text(top[0], voice),
        unknown=str(sum(not year.columns for year in years)),
    )
    chart = Columns(
        alt=alt,
        kinds=tuple(
            ColumnKind(voice.label("budget_kind", kind), tone)  # type: ignore[arg-type]
            for kind, tone in zip(kinds, TONES, strict=False)
        ),
        years=years,
        y_ticks=tuple(Tick(value, formats.decimal(value, 0 if value == int(value) else 1)) for value in ticks),
        y_label=scale.unit,
    )
    measure = voice.sentence("programme.money.measure", kinds=capital(names), unit=scale.unit)
    is_all = len(drawn) == len(study.budgets)
    note = () if is_all else voice.sentence("programme.money.others")
    return Figure(chart=chart, measure=measure, alt=capital(alt), table=None, note=note)


def capital(text: str) -> str:
    """Begin a line with a capital letter."""
    return text[:1].upper() + text[1:]


def _year(
    fy: int, drawn: Sequence[tuple[Budget, str]], *, kinds: Sequence[str], scale: formats.Scale, voice: Voice
) -> ColumnYear:
    columns = tuple(
        Column(
            kinds.index(row.kind),
            (row.amount_jpy or 0) / scale.size,
            Label(formats.scaled(row.amount_jpy or 0, scale), number),
        )
        for row, number in sorted(drawn, key=lambda pair: kinds.index(pair[0].kind))
        if row.from_fy == fy
    )
    return ColumnYear(fy, columns, "" if columns else voice.word("programme.money.missing"))


def _table(study: ProgrammeStudy, voice: Voice) -> Table:
    columns = ("subject", "kind", "years", "amount", "source")
    return Table(
        caption=voice.sentence("programme.money.caption"),
        header=tuple(voice.word(f"programme.money.column_{name}") for name in columns),
        rows=tuple(_row(row, number, voice=voice) for row, number in _by_kind(study)),
    )


def _by_kind(study: ProgrammeStudy) -> list[tuple[Budget, str]]:
    """Keep the order of subjects, and within each set amounts of one kind together."""
    subjects = list(dict.fromkeys(row.subject_id for row, _ in study.budgets))
    kinds = (*DRAWN, *PER_SITE)

    def place(pair: tuple[Budget, str]) -> tuple[int, int, str]:
        kind = pair[0].kind
        return (subjects.index(pair[0].subject_id), kinds.index(kind) if kind in kinds else len(kinds), kind)

    return sorted(study.budgets, key=place)


def _row(row: Budget, number: str, *, voice: Voice) -> tuple[Cell, ...]:
    period = voice.book[number].period
    amount = (
        Cell(_amount(row, number, voice=voice), "right") if row.amount_jpy is not None else voice.number_cell(number)
    )
    return (
        Cell((subject_name(row.subject_kind, row.subject_id, voice=voice),)),
        Cell((amount_kind(row, voice),)),
        Cell((voice.word("programme.undated") if period == "undated" else voice.period(period),)),
        amount,
        Cell((voice.source_link(row.source_id),)),
    )


def amount_kind(row: Budget, voice: Voice) -> str:
    """Name the kind; a per-site amount says whether it is the upper or the lower limit."""
    kind = voice.label("budget_kind", row.kind)
    for side in ("upper", "lower"):
        if f"({side} " in row.locator:
            return voice.word(f"programme.money.{side}", kind=kind)
    return kind
