"""An estimated effect, the threats about it and the balance question, as numbers with ids.

Effects on logarithms are shown as relative changes, ``exp(effect) - 1``. Every number that is
computed from outcomes names the cells that it stands on (``p-KCI.effect.cells``) as its input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.provenance import Number, Phrase
from chiiki.studies.effects.estimates import POWER_STUDIES
from chiiki.studies.effects.formulas import FORMULAS, THEIL
from chiiki.studies.effects.panels import yearly
from chiiki.studies.holdings import PACK_SOURCE
from chiiki.studies.phrases import formula, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.evaluation.results import Interval
    from chiiki.facts.pack import Pack
    from chiiki.provenance import Locator, NumberBook, Value
    from chiiki.studies.effects.balance import BalanceEffect
    from chiiki.studies.effects.study import Finding, ProgrammeEffect
    from chiiki.studies.effects.threats import Threat

__all__ = [
    "RELATIVE",
    "FindingNumbers",
    "add_balance_effect",
    "add_effect",
    "add_findings",
    "add_threats",
    "effect_id",
]

LINKED = ("chained_vintages",)
PUBLISHED = ("rounded", "calendar_vs_fiscal")
"""Cautions of what stands on linked values, and of what stands on published ones with persons of calendar years."""

RELATIVE = (
    *("level_gap", "trend_gap", "matched", "adjusted", "without", "short", "on_neighbours", "without_crisis"),
    *("without_struck", "until_crisis", "product", "one_vintage", "linked", "bounds", "blocks_interval"),
    "manufacturing_gap",
)
"""Values in logarithms, which are shown as relative changes."""

ABOUT = ("without", "n_treated", "manufacturing_gap", "one_vintage", "linked")
"""Values that are about the programme, vintage or years that a threat names."""

UNITS = {"treated_share": "ratio", "untreated_share": "ratio"} | dict.fromkeys(
    (
        *("n_treated", "n_neighbours", "n_lists", "n_missing", "n_undated", "smallest", "borders", "years"),
        "manufacturing_years",
    ),
    "count",
)
"""Units of the other values; an index where none stands."""


@dataclass(frozen=True, slots=True)
class FindingNumbers:
    """One estimate with its interval, as number ids."""

    finding: Finding
    estimate: str
    interval: str
    """Missing in the book where no interval is computed."""


def effect_id(programme_id: str, name: str = "") -> str:
    """Return the id of a number of a programme's effect on income: ``p-KCI.effect.income.interval``.

    Parameters
    ----------
    programme_id : str
    name : str
        What follows ``p-KCI.effect.income``; empty for the effect itself.
    """
    return f"p-{programme_id}.effect.income" + (f".{name}" if name else "")


def add_effect(book: NumberBook, pack: Pack, effect: ProgrammeEffect) -> FindingNumbers:
    """Add who was compared, what could have been found, the effect with its interval and p value.

    Returns
    -------
    FindingNumbers
        Of the overall effect.
    """
    stem, design = f"p-{effect.programme_id}.effect", effect.design
    first, last = design.window
    period = f"FY{first}-{last}"
    book.add(
        Number(
            id=f"{stem}.cells",
            value=int(design.panel.observed.sum()),
            unit="count",
            period=period,
            definition="effect_cells",
            source_ids=(yearly(pack, effect.outcome).source_id,),
            locators=(place("income", first=first, last=last, n=design.panel.n_units),),
        )
    )
    _add_counts(book, effect, period=period)
    main = _add_finding(book, effect, effect.overall, name="")
    _add_relative(
        book,
        effect,
        "detectable",
        value=effect.detectable,
        computed=formula("effect_detectable", n=POWER_STUDIES),
    )
    _add_p(book, effect, "p", value=effect.overall.p_value)
    return main


def _add_counts(book: NumberBook, effect: ProgrammeEffect, *, period: str) -> None:
    """Add who is compared and who is left out."""
    design, treatment = effect.design, effect.treatment
    rows = f"designation_prefectures: programme_id={effect.programme_id}"
    counts: dict[str, tuple[int, Locator]] = {
        "treated": (design.n_treated, place("selected_dated", rows=rows)),
        "untreated": (design.n_never, place("selected_none", rows=rows)),
        "undated": (len(treatment.of_state("start-not-known")), place("selected_undated", rows=rows)),
        "absent": (treatment.n_missing or 0, f"coverage: programme_id={effect.programme_id}"),
    }
    for name, (value, locator) in counts.items():
        book.add(
            Number(
                id=f"p-{effect.programme_id}.effect.{name}",
                value=value,
                unit="count",
                period=period,
                definition=f"effect_{name}",
                source_ids=(PACK_SOURCE,),
                locators=(locator,),
            )
        )


def add_findings(book: NumberBook, effect: ProgrammeEffect) -> tuple[tuple[FindingNumbers, ...], ...]:
    """Add the estimates by years since the start, by cohort, and the second opinion.

    Returns
    -------
    tuple of three tuples of FindingNumbers
        By year, by cohort, and one second opinion.
    """
    years = tuple(
        _add_finding(book, effect, finding, name=_year_name(finding.target.event_time or 0))
        for finding in effect.by_event_time
    )
    cohorts = tuple(
        _add_finding(book, effect, finding, name=f"cohort.{finding.target.cohort}") for finding in effect.by_cohort
    )
    for cohort in cohorts:
        book.add(
            Number(
                id=f"{cohort.estimate}.n",
                value=cohort.finding.n,
                unit="count",
                period=f"FY{cohort.finding.target.cohort}",
                definition="effect_cohort",
                source_ids=(PACK_SOURCE,),
                locators=(f"designation_prefectures: programme_id={effect.programme_id}",),
            )
        )
    return years, cohorts, (_add_finding(book, effect, effect.second, name="second"),)


def _year_name(event_time: int) -> str:
    return f"year.{event_time}" if event_time >= 0 else f"year.before.{-event_time}"


def add_threats(book: NumberBook, effect: ProgrammeEffect, threats: Sequence[Threat]) -> None:
    """Add every value of every threat: ``p-KCI.effect.income.spillovers.without`` and so on."""
    for threat in threats:
        for name, value in threat.values.items():
            relative = name in RELATIVE
            words = FORMULAS[threat.kind][name]
            about = threat.names if name in ABOUT else ()
            _add_computed(
                book,
                effect,
                f"{threat.kind}.{name}",
                value=_relative(value) if relative else value,
                unit="ratio" if relative else UNITS.get(name, "index"),
                definition=f"effect_threat_{threat.kind}",
                computed=_about(words, about),
            )


def _about(words: Phrase, names: Sequence[str]) -> Phrase:
    """Add the programme, vintage or years that a value is about."""
    if not names:
        return words
    return Phrase(en=f"{words.en} ({', '.join(names)})", ja=f"{words.ja}（{'、'.join(names)}）")


def add_balance_effect(book: NumberBook, effect: ProgrammeEffect, found: BalanceEffect) -> None:
    """Add Theil's index before, after and without the programme, and its part in the change where that is certain."""
    theil = found.balance.indices["theil"]
    is_certain = _is_certain(effect.overall.interval) and _is_certain(theil.interval)
    values: dict[str, tuple[Value, str]] = {
        "first": (theil.start, f"FY{found.first}"),
        "last": (theil.end, f"FY{found.last}"),
        "change": (theil.change, f"FY{found.first}-{found.last}"),
        "without": (theil.end - theil.corrected_effect, f"FY{found.last}"),
        "effect": (theil.corrected_effect, f"FY{found.last}"),
        "interval": (theil.interval, f"FY{found.last}"),
        "assumed": (found.n_assumed, f"FY{found.last}"),
    }
    if is_certain and theil.explained_share is not None:
        values["share"] = (theil.explained_share, f"FY{found.first}-{found.last}")
        values["share_interval"] = (theil.share_interval, f"FY{found.first}-{found.last}")
    for name, (value, period) in values.items():
        _add_computed(
            book,
            effect,
            f"theil.{name}",
            value=value,
            unit={"share": "ratio", "share_interval": "ratio", "assumed": "count"}.get(name, "index"),
            definition="effect_theil",
            computed=formula("effect_theil", vintage=found.vintage, what=THEIL[name]),
            period=period,
        )


def _add_finding(book: NumberBook, effect: ProgrammeEffect, finding: Finding, *, name: str) -> FindingNumbers:
    way = formula("effect_second" if name == "second" else "effect_imputed")
    stem = f"{name}." if name else ""
    estimate = _add_relative(book, effect, name, value=finding.estimate, computed=way)
    interval = _add_relative(
        book,
        effect,
        f"{stem}interval",
        value=finding.interval,
        computed=formula("effect_interval", n=effect.draws),
    )
    return FindingNumbers(finding, estimate, interval)


def _add_relative(book: NumberBook, effect: ProgrammeEffect, name: str, *, value: Value, computed: Phrase) -> str:
    kind = {"detectable": "effect_detectable", "second": "effect_second"}.get(name, "effect_income")
    if name.endswith("interval"):
        kind = "effect_interval"
    elif name.startswith(("year.", "cohort.")):
        kind = f"effect_income_{name.partition('.')[0]}"
    return _add_computed(book, effect, name, value=_relative(value), unit="ratio", definition=kind, computed=computed)


def _add_p(book: NumberBook, effect: ProgrammeEffect, name: str, *, value: float) -> str:
    computed = formula("effect_p", n=effect.draws)
    return _add_computed(book, effect, name, value=value, unit="index", definition="effect_p", computed=computed)


def _add_computed(  # noqa: PLR0913 -- the parts of a number
    book: NumberBook,
    effect: ProgrammeEffect,
    name: str,
    *,
    value: Value,
    unit: str,
    definition: str,
    computed: Phrase,
    period: str = "",
) -> str:
    first, last = effect.design.window
    stem = f"p-{effect.programme_id}.effect"
    return book.add(
        Number(
            id=effect_id(effect.programme_id, name),
            value=value,
            unit=unit,
            period=period or f"FY{first}-{last}",
            definition=definition,
            missing="" if value is not None else "not_applicable",
            cautions=_cautions(name, unit),
            formula=computed,
            inputs=tuple(f"{stem}.{part}" for part in ("cells", "treated", "untreated")),
        )
    ).id


def _cautions(name: str, unit: str) -> tuple[str, ...]:
    if name.startswith("theil."):
        return PUBLISHED
    return () if unit == "count" or name.endswith("one_vintage") else LINKED


def _is_certain(interval: Interval | None) -> bool:
    """Return whether the whole interval lies on one side of zero."""
    return interval is not None and interval[0] * interval[1] > 0


def _relative(value: Value) -> Value:
    """Turn logarithms into relative changes."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return math.expm1(value[0]), math.expm1(value[1])
    return math.expm1(value)
