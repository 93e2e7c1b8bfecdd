"""Official statistics by region and year."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Employment", "EmploymentGroup", "Indicator", "IndicatorDefinition", "Industry"]


@dataclass(frozen=True, slots=True)
class Industry:
    """An industry of the standard classification."""

    industry_code: str
    revision: str
    level: str
    section: str
    name_ja: str
    name_en: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class IndicatorDefinition:
    """What a regional indicator measures."""

    indicator_id: str
    name_ja: str
    name_en: str
    unit: str
    definition_ja: str
    definition_en: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One value of an indicator."""

    region_id: str
    year: int
    indicator_id: str
    vintage: str
    value: float | None
    unit: str
    calendar: str
    rounded_to: int | None
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Employment:
    """Establishments and persons of one large industry."""

    region_id: str
    year: int
    section: str
    establishments: int | None
    persons: int | None
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class EmploymentGroup:
    """Persons of one 3-digit industry."""

    region_id: str
    year: int
    industry_code: str
    persons: int | None
    source_id: str
    locator: str
