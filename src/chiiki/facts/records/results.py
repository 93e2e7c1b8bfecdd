"""What came of it, how complete the record is, and where sources differ."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Check",
    "CheckPart",
    "Coverage",
    "CoverageYear",
    "Disagreement",
    "Event",
    "Outcome",
    "OutcomeIndicator",
    "Partnership",
]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A stated count or amount, with its kind."""

    outcome_id: str
    subject_kind: str
    subject_id: str
    indicator: str
    kind: str
    from_fy: int | None
    to_fy: int | None
    calendar: str
    value: float | None
    unit: str
    approximate: bool
    missing: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeIndicator:
    """What an indicator of outcomes counts."""

    indicator: str
    name_ja: str
    name_en: str
    unit: str
    description_ja: str
    description_en: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Partnership:
    """A partnership with a foreign region or organisation."""

    partnership_id: str
    name_ja: str
    name_en: str
    country: str
    partner_en: str
    purpose_en: str
    from_fy: int | None
    to_fy: int | None
    missing: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Event:
    """A seminar or forum of a partnership."""

    event_id: str
    partnership_id: str
    name_ja: str
    name_en: str
    held_on: str
    place_en: str
    n_participants: int | None
    missing: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a programme's selections the pack holds."""

    programme_id: str
    known_total: int | None
    total_kind: str
    as_of: str
    n_found: int
    missing_ja: str
    missing_en: str
    ask_ja: str
    ask_en: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageYear:
    """The same for one fiscal year, or one part of it."""

    programme_id: str
    fy: int
    part: str
    known_total: int | None
    n_found: int
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One of the statements that disagree on a cell."""

    disagreement_id: str
    table: str
    row_id: str
    field: str
    statement: int
    value: str
    unit: str
    is_preferred: bool
    reason_ja: str
    reason_en: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Check:
    """A total that must equal the sum of its parts."""

    check_id: str
    description_ja: str
    description_en: str
    expected: float | None
    unit: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class CheckPart:
    """An outcome that is part of a total to reconcile."""

    check_id: str
    outcome_id: str
    source_id: str
    locator: str
