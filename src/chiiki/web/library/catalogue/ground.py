"""What belongs to what in the pack, gathered once for the whole index."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from chiiki.web.library.catalogue.draft import Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation, Evaluation

__all__ = ["Ground", "fiscal_year_on", "prefecture_of"]

Row = TypeVar("Row")
PREFECTURE_DIGITS = 2


class Ground:
    """The pack with what each kind of entry looks up in it."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    @cached_property
    def terms(self) -> dict[tuple[str, str], Pair]:
        """Labels of the vocabularies, by vocabulary and code."""
        return {(row.vocabulary, row.code): Pair(row.label_ja, row.label_en) for row in self.pack.vocabularies}

    def term(self, vocabulary: str, code: str) -> Pair:
        """Word a code; the code itself where the vocabulary lacks it, nothing for no code."""
        return self.terms.get((vocabulary, code), Pair(code, code))

    @cached_property
    def authorities(self) -> dict[str, list[str]]:
        """Programme → its ministries and agencies."""
        return _grouped((row.programme_id, row.authority) for row in self.pack.programme_authorities)

    @cached_property
    def stages(self) -> dict[str, list[str]]:
        """Programme → stages."""
        return _grouped((row.programme_id, row.stage) for row in self.pack.programme_stages)

    @cached_property
    def instruments(self) -> dict[str, list[str]]:
        """Programme → instruments."""
        return _grouped((row.programme_id, row.instrument) for row in self.pack.programme_instruments)

    @cached_property
    def fields(self) -> dict[str, list[str]]:
        """Selection → fields of science and technology."""
        return _grouped((row.designation_id, row.field) for row in self.pack.designation_fields)

    @cached_property
    def prefectures(self) -> dict[str, list[str]]:
        """Selection → prefectures."""
        return _grouped((row.designation_id, row.region_id) for row in self.pack.designation_prefectures)

    @cached_property
    def municipalities(self) -> dict[str, list[str]]:
        """Selection → municipalities."""
        return _grouped((row.designation_id, row.region_id) for row in self.pack.designation_municipalities)

    @cached_property
    def of_programme(self) -> dict[str, list[Designation]]:
        """Programme → selections."""
        return _grouped((row.programme_id, row) for row in self.pack.designations)

    @cached_property
    def of_place(self) -> dict[str, list[Designation]]:
        """Place → selections."""
        return _grouped((row.place_id, row) for row in self.pack.designations)

    @cached_property
    def evaluations(self) -> dict[str, list[Evaluation]]:
        """Selection → evaluations."""
        return _grouped((row.designation_id, row) for row in self.pack.evaluations if row.designation_id)

    @cached_property
    def aliases(self) -> dict[str, list[str]]:
        """Region → other names."""
        return _grouped((row.region_id, row.alias) for row in self.pack.region_aliases)

    @cached_property
    def members(self) -> dict[str, list[str]]:
        """Wide area → regions in it."""
        return _grouped((row.region_id, row.member_region_id) for row in self.pack.region_members)

    @cached_property
    def n_named(self) -> Counter[str]:
        """Source → rows of the pack that name it."""
        found: Counter[str] = Counter()
        for name in self.pack.schema.tables:
            if name != "sources":
                found.update(map(str, self.pack.read(name).columns.get("source_id", ())))
        return found

    def region_names(self, region_ids: Iterable[str]) -> list[Pair]:
        """Name regions."""
        return [Pair(row.name_ja, row.name_en) for row in map(self.pack.region, dict.fromkeys(region_ids))]

    def programme_facets(self, programme_id: str) -> Iterator[tuple[str, str]]:
        """Yield what a thing of that programme is filtered by."""
        yield "programme", programme_id
        for facet, values in (("ministry", self.authorities), ("stage", self.stages), ("instrument", self.instruments)):
            yield from ((facet, value) for value in values.get(programme_id, ()))

    def plan_facets(self, first: int | None, last: int | None) -> Iterator[tuple[str, str]]:
        """Yield the Basic Plans within whose periods a span lies; only the start counts where the end is not known."""
        if first is None:
            return
        for plan in self.pack.plans:
            if plan.start_fy is None:
                continue
            end = plan.end_fy if plan.end_fy is not None else plan.start_fy
            if plan.start_fy <= (last or first) and first <= end:
                yield "plan", plan.plan_id


def _grouped(pairs: Iterable[tuple[str, Row]]) -> dict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for key, row in pairs:
        if row not in found[key]:
            found[key].append(row)
    return dict(found)


def prefecture_of(region_id: str) -> str:
    """Return the code of the prefecture of a prefecture or municipality."""
    return region_id[:PREFECTURE_DIGITS]


def fiscal_year_on(dated_on: str) -> int | None:
    """Return the fiscal year of an ISO date; of a bare year that year, since no more is known."""
    parts = dated_on.split("-")
    if not parts[0].isdigit():
        return None
    return int(parts[0]) - (1 if len(parts) > 1 and int(parts[1]) < 4 else 0)  # noqa: PLR2004 -- April
