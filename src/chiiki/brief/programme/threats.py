"""Ten threats about an estimated effect: what was computed of each, and how far that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition, choose_claim
from chiiki.brief.document import Block, Cell, NumberRef, Table
from chiiki.brief.effects import digits, ends, outside, p_value, share, signed, tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Filling, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.effects.threats import Threat, ThreatKind
    from chiiki.studies.effects.told import ToldEffect

__all__ = ["SIGNIFICANT", "threats"]

SIGNIFICANT = 0.05
"""A p value below it is read as a difference."""

HALF = 0.5
"""Above this share of years with other programmes, the effect is read as that of all of them."""

FEW_YEARS = 3
"""Below so many years before the start an outcome is only described."""

ESTIMATES = {
    "spillovers": ("without",),
    "shocks": ("without_crisis", "without_struck", "until_crisis"),
    "commuters": ("product",),
    "base_years": ("one_vintage",),
}
"""Other estimates by which a threat is read: inside or outside the main interval."""


def threats(told: ToldEffect, voice: Voice) -> Block:
    """Set out the ten threats as a table, under how many other estimates leave the interval."""
    others, out = told.number("others"), told.number("outside")
    k = voice.count(others, "estimate")
    heading = voice.claim(
        "threats",
        [
            voice.rule("effect.threats.some_outside", Condition(out, ">", 0), k=k, m=tally(out, voice)),
            voice.rule("effect.threats.all_inside", Condition(others, ">", 0), k=k),
            voice.rule("effect.threats.none"),
        ],
    )
    columns = ("threat", "computed", "reading")
    table = Table(
        caption=voice.sentence("effect.threats.caption"),
        header=tuple(voice.word(f"effect.threats.column_{name}") for name in columns),
        rows=tuple(_row(threat, told, voice=voice) for threat in told.threats),
    )
    return Block(
        id="threats", page=4, heading=heading, tables=(table,), sentences=(voice.sentence("effect.threats.left"),)
    )


def _row(threat: Threat, told: ToldEffect, *, voice: Voice) -> tuple[Cell, ...]:
    rules = _readings(threat, told, voice)
    reading = choose_claim(f"threat-{threat.kind}", rules, numbers=voice.book)
    name = voice.word(f"effect.{threat.kind}.name")
    return (Cell((name,)), Cell(_computed(threat, told, voice=voice)), Cell(reading.text))


def _computed(threat: Threat, told: ToldEffect, *, voice: Voice) -> Text:
    places = _places(threat, told, voice)
    known = {name for name, value in threat.values.items() if value is not None}
    form = {
        "overlap": "computed_without" if "without" in known else "computed",
        "spillovers": "computed" if "without" in known else "computed_few",
        "shocks": "computed_until" if "until_crisis" in known else "computed",
        "base_years": "computed" if "one_vintage" in known else "computed_none",
        "list": _list_form(threat) if threat.kind == "list" else "",
    }.get(threat.kind, "computed")
    return voice.sentence(f"effect.{threat.kind}.{form}", **places)


def _list_form(threat: Threat) -> str:
    if threat.values["bounds"] is not None:
        return "computed"
    return "computed_open" if threat.values["n_missing"] or threat.values["n_undated"] else "computed_whole"


def _places(threat: Threat, told: ToldEffect, voice: Voice) -> Mapping[str, Filling]:
    places: dict[str, Filling] = {
        place: written(told.number(f"{threat.kind}.{name}"), voice)
        for place, (name, written) in PLACES[threat.kind].items()
    }
    for name, number in ENDS.items():
        if threat.kind == name and threat.values[number] is not None:
            places["low"], places["high"] = ends(told.number(f"{name}.{number}"), voice)
    if threat.kind == "overlap" and threat.names:
        places["other"] = voice.short(voice.pack.programme(threat.names[0]))
    if threat.kind == "before":
        places["first"], places["last"] = threat.names
    if threat.kind == "base_years" and threat.names:
        places["vintage"] = voice.period(f"FY{threat.names[0]}")
    return places


def _p_or_smaller(number_id: str, voice: Voice) -> NumberRef:
    return NumberRef(number_id, formats.decimal(voice.scalar(number_id), 3))


PLACES: Mapping[ThreatKind, Mapping[str, tuple[str, Callable[[str, Voice], NumberRef]]]] = {
    "selection": {name: (name, signed) for name in ("level_gap", "trend_gap", "matched")}
    | {name: (name, p_value) for name in ("level_p", "trend_p")},
    "overlap": {
        "treated_share": ("treated_share", share),
        "untreated_share": ("untreated_share", share),
        "adjusted": ("adjusted", signed),
        "without": ("without", signed),
        "n": ("n_treated", tally),
    },
    "before": {
        "years": ("years", tally),
        "short": ("short", signed),
        "manufacturing": ("manufacturing_years", tally),
        "gap": ("manufacturing_gap", signed),
    },
    "spillovers": {"n": ("n_neighbours", tally), "without": ("without", signed), "on": ("on_neighbours", signed)},
    "shocks": {
        "crisis": ("without_crisis", signed),
        "struck": ("without_struck", signed),
        "until": ("until_crisis", signed),
    },
    "commuters": {"product": ("product", signed)},
    "base_years": {"one": ("one_vintage", signed), "linked": ("linked", signed)},
    "list": {"undated": ("n_undated", tally), "missing": ("n_missing", tally), "lists": ("n_lists", tally)},
    "few": {
        "n": ("n_treated", tally),
        "smallest": ("smallest", tally),
        "least": ("least_p", _p_or_smaller),
        "width": ("width", digits),
    },
    "space": {
        "borders": ("borders", tally),
        "borders_p": ("borders_p", p_value),
        "moran": ("moran", digits),
        "moran_p": ("moran_p", p_value),
    },
}
"""Place of a sentence → value of the threat and how it is written."""

ENDS = {"list": "bounds", "space": "blocks_interval"}
"""Intervals whose ends a sentence names."""


def _rule(threat: Threat, name: str, *when: Condition, voice: Voice) -> Rule:
    return voice.rule(f"effect.{threat.kind}.{name}", *when)


def _readings(threat: Threat, told: ToldEffect, voice: Voice) -> list[Rule]:
    """List the rules of a threat's reading, the gravest first."""
    if threat.kind in ESTIMATES:
        return _by_interval(threat, told, voice)
    if threat.kind == "list" and _list_form(threat) == "computed_whole":
        return [_rule(threat, "whole", voice=voice)]

    def when(name: str, sign: str, value: float) -> Condition:
        return Condition(told.number(f"{threat.kind}.{name}"), sign, value)

    guards: dict[str, list[tuple[str, tuple[Condition, ...]]]] = {
        "selection": [
            ("moving", (when("trend_p", "<", SIGNIFICANT),)),
            ("level", (when("level_p", "<", SIGNIFICANT),)),
            ("alike", ()),
        ],
        "overlap": [("mixed", (when("treated_share", ">", HALF),)), ("rare", ())],
        "before": [("short", (when("manufacturing_years", "<", FEW_YEARS),)), ("enough", ())],
        "list": [("sign_kept", (when("bounds", ">", 0),)), ("sign_kept", (when("bounds", "<", 0),)), ("sign_open", ())],
        "few": [("single", (when("smallest", "==", 1),)), ("enough", ())],
        "space": [
            ("dependent", (when("borders_p", "<", SIGNIFICANT), when("moran_p", "<", SIGNIFICANT))),
            ("together", (when("moran_p", "<", SIGNIFICANT),)),
            ("free", ()),
        ],
    }
    return [_rule(threat, name, *conditions, voice=voice) for name, conditions in guards[threat.kind]]


def _by_interval(threat: Threat, told: ToldEffect, voice: Voice) -> list[Rule]:
    """Read other estimates against the main interval; without any the threat is not answered."""
    names = [name for name in ESTIMATES[threat.kind] if threat.values[name] is not None]
    if not names:
        return [voice.rule("effect.spillovers.open")]
    whole = told.number("interval")
    conditions = [pair for name in names for pair in outside(whole, told.number(f"{threat.kind}.{name}"))]
    rules = [voice.rule("effect.threats.outside", *pair) for pair in conditions]
    return [*rules, voice.rule("effect.threats.within")]
