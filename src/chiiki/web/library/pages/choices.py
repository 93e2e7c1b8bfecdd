"""Filters as a reader sees them: names and values in words, counts, and the addresses of each choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from chiiki.web.library.queries.selections import BEFORE, FACETS, UNKNOWN, facet_counts, facet_values

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.brief.voice import Voice

__all__ = [
    "Chip",
    "Filter",
    "Option",
    "Refusal",
    "chips",
    "facet_word",
    "filters",
    "refusals",
    "view_address",
    "worded",
]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter with how many selections have it, the other filters being kept."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One facet as a field of the form."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, and the address of the page without it."""

    text: str
    href: str
    label: str
    """What the link does, in words."""


def facet_word(facet: str, voice: Voice) -> str:
    """Name a facet: 府省, ministry."""
    return voice.word(f"page_views.facet.{facet}")


def worded(facet: str, value: str, voice: Voice) -> str:  # noqa: PLR0911 -- one line for each facet
    """Word a value of a facet: 文科省, Plan 3, Miyagi."""
    if value in {UNKNOWN, BEFORE}:
        return voice.word(f"page_views.value.{value}")
    if facet == "plan":
        plan = next(row for row in voice.pack.plans if row.plan_id == value)
        return plan.short_ja if voice.lang == "ja" else plan.short_en
    if facet == "ministry":
        return voice.authority(value)
    if facet == "programme":
        return voice.short(voice.pack.programme(value))
    if facet == "prefecture":
        return voice.region(voice.pack.region(value))
    if facet == "fy":
        return voice.span(int(value), int(value))
    return voice.label(facet, value) if facet in {"stage", "field"} else value


def view_address(view: str, chosen: Mapping[str, str], *, lang: str, page: int = 1) -> str:
    """Return the address of the cascade with these filters."""
    asked = {"view": view} | {facet: chosen[facet] for facet in FACETS if facet in chosen}
    if page > 1:
        asked["page"] = str(page)
    return f"/{lang}/cascade?{urlencode(asked)}"


def filters(chosen: Mapping[str, str], voice: Voice) -> tuple[Filter, ...]:
    """Return the form's fields; each option says how many selections it would leave."""
    found = []
    for facet in FACETS:
        counts = facet_counts(facet, chosen, pack=voice.pack)
        options = [
            Option(
                value,
                voice.word("page_views.option", name=worded(facet, value, voice), n=f"{counts[value]:,}"),
                is_chosen=chosen.get(facet) == value,
            )
            for value in facet_values(voice.pack)[facet]
        ]
        found.append(Filter(facet, facet_word(facet, voice), tuple(options)))
    return tuple(found)


def chips(view: str, chosen: Mapping[str, str], voice: Voice) -> tuple[Chip, ...]:
    """Return the filters in force, each with the way to take it off."""
    return tuple(
        Chip(
            text=voice.word("page_views.chip", facet=facet_word(facet, voice), value=worded(facet, value, voice)),
            href=view_address(view, {name: kept for name, kept in chosen.items() if name != facet}, lang=voice.lang),
            label=voice.word("page_views.chip_off", facet=facet_word(facet, voice)),
        )
        for facet, value in chosen.items()
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """A filter that the facts do not have, and some values that they do."""

    name: str
    value: str
    allowed: tuple[Chip, ...]


_LONGEST_VALUE = 40
"""Characters of a wrong value that are repeated to the reader."""


def refusals(wrong: Mapping[str, str], chosen: Mapping[str, str], voice: Voice) -> tuple[Refusal, ...]:
    """Return what was asked for in vain, each with the values that may be asked for instead."""
    found = []
    for facet, value in wrong.items():
        allowed = facet_values(voice.pack).get(facet, ())
        links = tuple(
            Chip(worded(facet, one, voice), view_address("timeline", {**chosen, facet: one}, lang=voice.lang), "")
            for one in allowed
        )
        name = facet_word(facet, voice) if facet in FACETS else facet
        found.append(Refusal(name, value[:_LONGEST_VALUE], links))
    return tuple(found)
