"""Plans, laws, programmes and what belongs to a programme."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Budget",
    "Call",
    "CallAuthority",
    "LawOrStrategy",
    "Measure",
    "MeasureInstrument",
    "MeasureStage",
    "Plan",
    "PlanConcept",
    "Programme",
    "ProgrammeAuthority",
    "ProgrammeGroup",
    "ProgrammeInstrument",
    "ProgrammeLink",
    "ProgrammeStage",
]


@dataclass(frozen=True, slots=True)
class Plan:
    """A Science and Technology Basic Plan or its like."""

    plan_id: str
    ordinal: int | None
    name_ja: str
    name_en: str
    name_en_status: str
    short_ja: str
    short_en: str
    start_fy: int | None
    end_fy: int | None
    decided_on: str
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class PlanConcept:
    """A concept that a plan puts forward."""

    plan_id: str
    concept_id: str
    label_ja: str
    label_en: str
    is_regional: bool
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class LawOrStrategy:
    """A law, council, strategy or review beside the plans."""

    law_id: str
    kind: str
    name_ja: str
    name_en: str
    name_en_status: str
    short_ja: str
    short_en: str
    law_number_ja: str
    dated_on: str
    date_kind: str
    level: str
    is_landmark: bool
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that selects places or supports them."""

    programme_id: str
    name_ja: str
    name_en: str
    name_en_status: str
    short_ja: str
    short_en: str
    level: str
    selects: str
    gives_money: str
    start_fy: int | None
    end_fy: int | None
    first_call_fy: int | None
    last_call_fy: int | None
    plan_id: str
    purpose_ja: str
    purpose_en: str
    missing: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeAuthority:
    """A ministry or agency that runs a programme."""

    programme_id: str
    authority: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class ProgrammeStage:
    """A stage from research to market that a programme serves."""

    programme_id: str
    stage: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class ProgrammeInstrument:
    """An instrument that a programme uses."""

    programme_id: str
    instrument: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class ProgrammeLink:
    """A step in the lineage of programmes."""

    link_id: str
    from_programme_id: str
    to_programme_id: str
    kind: str
    fy: int | None
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeGroup:
    """One programme's membership in a group for which results are stated."""

    group_id: str
    programme_id: str
    name_ja: str
    name_en: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Budget:
    """An amount of money of one kind, never added across kinds."""

    budget_id: str
    subject_kind: str
    subject_id: str
    from_fy: int | None
    to_fy: int | None
    amount_jpy: int | None
    kind: str
    approximate: bool
    missing: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """An entry of a ministry's support menu."""

    measure_id: str
    programme_id: str
    authority: str
    name_ja: str
    name_en: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class MeasureStage:
    """A stage that a measure serves."""

    measure_id: str
    stage: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class MeasureInstrument:
    """An instrument that a measure uses."""

    measure_id: str
    instrument: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Call:
    """One call or decision of a programme with its counts."""

    call_id: str
    programme_id: str
    fy: int | None
    decided_on: str
    type_ja: str
    type_en: str
    kind: str
    n_applied: int | None
    n_selected: int | None
    n_cumulative: int | None
    missing: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CallAuthority:
    """A ministry that decided in one call."""

    call_id: str
    authority: str
    source_id: str
    locator: str
