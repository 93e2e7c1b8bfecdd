"""The facts pack in memory: each table is read when it is first asked for, once.

>>> pack = load_pack()                                   # doctest: +SKIP
>>> pack.region("04").name_en                            # doctest: +SKIP
'Miyagi'
"""

from __future__ import annotations

from collections import deque
from dataclasses import fields
from difflib import get_close_matches
from functools import cached_property
from hashlib import sha256
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar, overload

from chiiki.errors import PackError, UnknownNameError
from chiiki.facts import records
from chiiki.facts.read import read_table
from chiiki.facts.schema import DESCRIPTOR, read_schema

if TYPE_CHECKING:
    from chiiki.facts.read import Problem, TableRead
    from chiiki.facts.schema import PackSchema

__all__ = ["Pack", "load_pack", "record_types"]

SHIPPED = Path(__file__).parent / "data" / "jp"
"""Folder of the pack that comes with the distribution."""

EXAMPLES = 5
"""Problems named when a table is refused; the rest is counted."""

Row = TypeVar("Row")


class _Table(Generic[Row]):
    """A table of the pack: read on first use, kept afterwards."""

    def __init__(self, record: type[Row]) -> None:
        self.record = record

    def __set_name__(self, owner: type[Pack], name: str) -> None:
        self.name = name

    @overload
    def __get__(self, pack: None, owner: type[Pack]) -> _Table[Row]: ...
    @overload
    def __get__(self, pack: Pack, owner: type[Pack]) -> tuple[Row, ...]: ...
    def __get__(self, pack: Pack | None, owner: type[Pack]) -> _Table[Row] | tuple[Row, ...]:
        if pack is None:
            return self
        # What stands in the pack's own dictionary hides this descriptor, so this happens once.
        found = vars(pack)[self.name] = _read(pack, self.name, self.record)
        return found


class Pack:
    """One edition of the facts, table by table.

    Parameters
    ----------
    folder : Path
        Folder with ``datapackage.json`` and the CSV files.
    schema : PackSchema
        What :func:`chiiki.facts.schema.read_schema` returned for `folder`.
    """

    licences = _Table(records.Licence)
    sources = _Table(records.Source)
    citations = _Table(records.Citation)
    vocabularies = _Table(records.Term)
    plans = _Table(records.Plan)
    plan_concepts = _Table(records.PlanConcept)
    laws_and_strategies = _Table(records.LawOrStrategy)
    programmes = _Table(records.Programme)
    programme_authorities = _Table(records.ProgrammeAuthority)
    programme_stages = _Table(records.ProgrammeStage)
    programme_instruments = _Table(records.ProgrammeInstrument)
    programme_links = _Table(records.ProgrammeLink)
    programme_groups = _Table(records.ProgrammeGroup)
    budgets = _Table(records.Budget)
    measures = _Table(records.Measure)
    measure_stages = _Table(records.MeasureStage)
    measure_instruments = _Table(records.MeasureInstrument)
    calls = _Table(records.Call)
    call_authorities = _Table(records.CallAuthority)
    places = _Table(records.Place)
    regions = _Table(records.Region)
    region_members = _Table(records.RegionMember)
    region_aliases = _Table(records.RegionAlias)
    designations = _Table(records.Designation)
    designation_prefectures = _Table(records.DesignationPrefecture)
    designation_municipalities = _Table(records.DesignationMunicipality)
    designation_fields = _Table(records.DesignationField)
    evaluations = _Table(records.Evaluation)
    awards = _Table(records.Award)
    outcomes = _Table(records.Outcome)
    outcome_indicators = _Table(records.OutcomeIndicator)
    partnerships = _Table(records.Partnership)
    events = _Table(records.Event)
    coverage = _Table(records.Coverage)
    coverage_years = _Table(records.CoverageYear)
    industries = _Table(records.Industry)
    indicator_definitions = _Table(records.IndicatorDefinition)
    indicators = _Table(records.Indicator)
    employment = _Table(records.Employment)
    employment_groups = _Table(records.EmploymentGroup)
    disagreements = _Table(records.Disagreement)
    checks = _Table(records.Check)
    check_parts = _Table(records.CheckPart)

    def __init__(self, *, folder: Path, schema: PackSchema) -> None:
        self.folder = folder
        self.schema = schema

    @property
    def name(self) -> str:
        """Name of the pack (``chiiki-jp``)."""
        return self.schema.name

    @property
    def edition(self) -> str:
        """Edition of the facts, ``YYYY.MM``."""
        return self.schema.edition

    @property
    def as_of(self) -> str:
        """Day up to which sources were consulted (ISO)."""
        return self.schema.as_of

    @cached_property
    def sha256(self) -> str:
        """Checksum of ``datapackage.json``, which holds the checksum of every table."""
        return sha256((self.folder / DESCRIPTOR).read_bytes()).hexdigest()

    @cached_property
    def outlines(self) -> str:
        """Content of ``outlines.json``, the map of the regions; empty where the pack has none."""
        return self._beside("outlines.json")

    @cached_property
    def neighbours(self) -> str:
        """Content of ``neighbours.json``, the pairs that border each other; empty where the pack has none."""
        return self._beside("neighbours.json")

    def _beside(self, name: str) -> str:
        path = self.folder / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def read(self, name: str) -> TableRead:
        """Read the table `name` as columns, with all columns that the pack has.

        Raises
        ------
        UnknownNameError
            If the pack has no such table.
        PackError
            If the table is damaged or was edited.
        """
        found = read_table(self.folder, _found(name, self.schema.tables, "table"))
        if found.problems:
            raise PackError(_worded(found.problems))
        return found

    def programme(self, programme_id: str) -> records.Programme:
        """Return the programme of that id; an unknown id raises UnknownNameError."""
        return _found(programme_id, self._programme_by_id, "programme")

    def designation(self, designation_id: str) -> records.Designation:
        """Return the selection of that id; an unknown id raises UnknownNameError."""
        return _found(designation_id, self._designation_by_id, "designation")

    def place(self, place_id: str) -> records.Place:
        """Return the place of that id; an unknown id raises UnknownNameError."""
        return _found(place_id, self._place_by_id, "place")

    def region(self, region_id: str) -> records.Region:
        """Return the region of that id; an unknown id raises UnknownNameError."""
        return _found(region_id, self._region_by_id, "region")

    def source(self, source_id: str) -> records.Source:
        """Return the source of that id; an unknown id raises UnknownNameError."""
        return _found(source_id, self._source_by_id, "source")

    def licence(self, licence_id: str) -> records.Licence:
        """Return the licence of that id; an unknown id raises UnknownNameError."""
        return _found(licence_id, self._licence_by_id, "licence")

    def industry(self, code: str) -> records.Industry:
        """Return the large (letter) or 3-digit industry of that code; an unknown one raises UnknownNameError."""
        return _found(code, self._industry_by_code, "industry")

    def outcome_indicator(self, indicator: str) -> records.OutcomeIndicator:
        """Return the indicator of outcomes of that id; an unknown id raises UnknownNameError."""
        return _found(indicator, self._outcome_indicator_by_id, "indicator")

    def label(self, vocabulary: str, code: str, lang: str) -> str:
        """Word a code of a vocabulary in `lang` (``ja`` or ``en``).

        Raises
        ------
        UnknownNameError
            If the vocabulary has no such code.
        """
        term = _found(f"{vocabulary}:{code}", self._term_by_code, "code")
        return term.label_ja if lang == "ja" else term.label_en

    @cached_property
    def _programme_by_id(self) -> dict[str, records.Programme]:
        return {row.programme_id: row for row in self.programmes}

    @cached_property
    def _designation_by_id(self) -> dict[str, records.Designation]:
        return {row.designation_id: row for row in self.designations}

    @cached_property
    def _place_by_id(self) -> dict[str, records.Place]:
        return {row.place_id: row for row in self.places}

    @cached_property
    def _region_by_id(self) -> dict[str, records.Region]:
        return {row.region_id: row for row in self.regions}

    @cached_property
    def _source_by_id(self) -> dict[str, records.Source]:
        return {row.source_id: row for row in self.sources}

    @cached_property
    def _licence_by_id(self) -> dict[str, records.Licence]:
        return {row.licence_id: row for row in self.licences}

    @cached_property
    def _industry_by_code(self) -> dict[str, records.Industry]:
        return {row.industry_code: row for row in self.industries}

    @cached_property
    def _outcome_indicator_by_id(self) -> dict[str, records.OutcomeIndicator]:
        return {row.indicator: row for row in self.outcome_indicators}

    @cached_property
    def _term_by_code(self) -> dict[str, records.Term]:
        return {f"{row.vocabulary}:{row.code}": row for row in self.vocabularies}


def load_pack(folder: Path | None = None) -> Pack:
    """Open a facts pack; its tables are read when they are first used.

    Parameters
    ----------
    folder : Path, optional
        Folder with ``datapackage.json``; the shipped pack when left out.

    Raises
    ------
    PackError
        If there is no pack in `folder`. A damaged table raises it on first use.
    """
    place = SHIPPED if folder is None else folder
    return Pack(folder=place, schema=read_schema(place))


def record_types() -> dict[str, type]:
    """Name the record class of each table, in the order of :class:`Pack`."""
    return {name: table.record for name, table in vars(Pack).items() if isinstance(table, _Table)}


def _read(pack: Pack, name: str, record: type[Row]) -> tuple[Row, ...]:
    if name not in pack.schema.tables:
        msg = (
            f"the pack in {pack.folder} has no table {name!r}: datapackage.json does not list it. "
            "Use a pack built for this version of chiiki."
        )
        raise PackError(msg)
    found = pack.read(name)
    columns = [field.name for field in fields(record)]  # type: ignore[arg-type]
    if lacking := [column for column in columns if column not in found.columns]:
        msg = (
            f"{pack.schema.tables[name].path} lacks the column {', '.join(lacking)}. "
            "Use a pack built for this version of chiiki."
        )
        raise PackError(msg)
    rows = tuple(map(object.__new__, repeat(record, found.n_rows)))
    for column in columns:
        # The slots themselves are written, since a frozen __init__ takes ten times as long per row.
        deque(map(vars(record)[column].__set__, rows, found.columns[column]), maxlen=0)
    return rows


def _worded(problems: tuple[Problem, ...]) -> str:
    shown = [str(problem) for problem in problems[:EXAMPLES]]
    if rest := len(problems) - len(shown):
        shown.append(f"… and {rest} more problems: `chiiki facts check` lists them.")
    return "\n".join(shown)


def _found(key: str, rows: dict[str, Row], what: str) -> Row:
    if key in rows:
        return rows[key]
    near = get_close_matches(key, rows, n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    msg = f"the pack has no {what} {key!r}.{hint}"
    raise UnknownNameError(msg)
