"""The rows of the pack, one frozen record per table.

Column names are the field names; what each means, its unit and what it may hold stand in
the field dictionary. Text that is empty is ``""``, any other empty cell is None.
Reading order: :mod:`sources`, :mod:`programmes`, :mod:`places`, :mod:`designations`,
:mod:`results`, :mod:`statistics`.
"""

from __future__ import annotations

from chiiki.facts.records.designations import (
    Award,
    Designation,
    DesignationField,
    DesignationMunicipality,
    DesignationPrefecture,
    Evaluation,
)
from chiiki.facts.records.places import Place, Region, RegionAlias, RegionMember
from chiiki.facts.records.programmes import (
    Budget,
    Call,
    CallAuthority,
    LawOrStrategy,
    Measure,
    MeasureInstrument,
    MeasureStage,
    Plan,
    PlanConcept,
    Programme,
    ProgrammeAuthority,
    ProgrammeGroup,
    ProgrammeInstrument,
    ProgrammeLink,
    ProgrammeStage,
)
from chiiki.facts.records.results import (
    Check,
    CheckPart,
    Coverage,
    CoverageYear,
    Disagreement,
    Event,
    Outcome,
    OutcomeIndicator,
    Partnership,
)
from chiiki.facts.records.sources import Citation, Licence, Source, Term
from chiiki.facts.records.statistics import (
    Employment,
    EmploymentGroup,
    Indicator,
    IndicatorDefinition,
    Industry,
)

__all__ = [
    "Award",
    "Budget",
    "Call",
    "CallAuthority",
    "Check",
    "CheckPart",
    "Citation",
    "Coverage",
    "CoverageYear",
    "Designation",
    "DesignationField",
    "DesignationMunicipality",
    "DesignationPrefecture",
    "Disagreement",
    "Employment",
    "EmploymentGroup",
    "Evaluation",
    "Event",
    "Indicator",
    "IndicatorDefinition",
    "Industry",
    "LawOrStrategy",
    "Licence",
    "Measure",
    "MeasureInstrument",
    "MeasureStage",
    "Outcome",
    "OutcomeIndicator",
    "Partnership",
    "Place",
    "Plan",
    "PlanConcept",
    "Programme",
    "ProgrammeAuthority",
    "ProgrammeGroup",
    "ProgrammeInstrument",
    "ProgrammeLink",
    "ProgrammeStage",
    "Region",
    "RegionAlias",
    "RegionMember",
    "Source",
    "Term",
]
