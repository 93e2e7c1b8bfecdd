"""Selections: one row per selection, and what is said of each."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Award", "Designation", "DesignationField", "DesignationMunicipality", "DesignationPrefecture", "Evaluation"]


@dataclass(frozen=True, slots=True)
class Designation:
    """One selection of a place by a programme."""

    designation_id: str
    programme_id: str
    place_id: str
    phase_ja: str
    phase_en: str
    category_ja: str
    category_en: str
    name_ja: str
    name_en: str
    name_en_status: str
    short_ja: str
    short_en: str
    theme_ja: str
    lead_ja: str
    start_fy: int | None
    end_fy: int | None
    round_fy: int | None
    is_designation: bool
    missing: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DesignationPrefecture:
    """A prefecture to which a selection belongs."""

    designation_id: str
    region_id: str
    basis: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class DesignationMunicipality:
    """A municipality to which a selection belongs."""

    designation_id: str
    region_id: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class DesignationField:
    """A field of technology or policy of a selection."""

    designation_id: str
    field: str
    assigned_by: str
    source_id: str
    locator: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A grade or remark given to a selection or programme."""

    evaluation_id: str
    designation_id: str
    programme_id: str
    fy: int | None
    kind: str
    grade: str
    scale: str
    remark_ja: str
    remark_en: str
    missing: str
    source_id: str
    locator: str
    caution_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Award:
    """A prize given to a selection; not a grade."""

    award_id: str
    designation_id: str
    fy: int | None
    name_ja: str
    name_en: str
    source_id: str
    locator: str
