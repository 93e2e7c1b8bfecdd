"""Find what a brief is about: a region, a programme or the nation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from chiiki.codes.names import normalise, suggestions
from chiiki.codes.regions import find_region
from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.codes.regions import AliasRow, RegionRow

__all__ = ["ProgrammeRow", "find_programme", "find_subject"]

NATION = ("national", "nation", "全国")
"""Words for the nation, beside the names and id of its row."""


class ProgrammeRow(Protocol):
    """What finding needs to know of a programme."""

    @property
    def programme_id(self) -> str:
        """Id (``KCI``)."""

    @property
    def name_ja(self) -> str:
        """Name in Japanese."""

    @property
    def name_en(self) -> str:
        """Name in English."""

    @property
    def short_ja(self) -> str:
        """Short name in Japanese."""

    @property
    def short_en(self) -> str:
        """Short name in English."""


Region = TypeVar("Region", bound="RegionRow")
Programme = TypeVar("Programme", bound=ProgrammeRow)


def find_programme(query: str, programmes: Sequence[Programme]) -> Programme:
    """Find the programme that `query` means: id, full or short name, in either language.

    Parameters
    ----------
    query : str
        What was typed; case, width and spaces do not matter.
    programmes : sequence of ProgrammeRow
        All programmes of the pack.

    Raises
    ------
    UnknownNameError
        If nothing fits, or several do; the message names up to three that are near.
    """
    if found := _programme(query, programmes):
        return found
    near = suggestions(query, _names(programmes))
    hint = f" Did you mean {', '.join(near)}?" if near else " All of them: chiiki facts show programmes"
    msg = f"no programme is called {query!r}.{hint}"
    raise UnknownNameError(msg)


def find_subject(
    query: str,
    *,
    regions: Sequence[Region],
    programmes: Sequence[Programme],
    aliases: Sequence[AliasRow] = (),
) -> Region | Programme:
    """Find what a brief is about; the nation is its row of `regions` (kind ``nation``).

    Parameters
    ----------
    query : str
        A region, a programme, or the nation: ``national``, its names, its id, its ISO code.
    regions, programmes, aliases
        Rows of the pack.

    Raises
    ------
    UnknownNameError
        If nothing fits; the message names what is near among regions and programmes.
    """
    asked = normalise(query)
    for region in regions:
        if region.kind == "nation" and asked in _nation_keys(region, aliases):
            return region
    if found := _programme(query, programmes):
        return found
    return find_region(query, regions, aliases=aliases, also=_names(programmes))


def _programme(query: str, programmes: Sequence[Programme]) -> Programme | None:
    wanted = normalise(query)
    for programme in programmes:
        if wanted and normalise(programme.programme_id) == wanted:
            return programme
    found = [programme for programme in programmes if wanted and wanted in _keys(programme)]
    if len(found) > 1:
        ids = ", ".join(programme.programme_id for programme in found)
        msg = f"{query!r} is the name of several programmes: {ids}. Give the id."
        raise UnknownNameError(msg)
    return found[0] if found else None


def _keys(programme: ProgrammeRow) -> set[str]:
    names = (programme.name_ja, programme.name_en, programme.short_ja, programme.short_en)
    return {normalise(name) for name in names if name}


def _names(programmes: Sequence[ProgrammeRow]) -> list[str]:
    return [name for row in programmes for name in (row.programme_id, row.name_ja, row.name_en, row.short_en) if name]


def _nation_keys(region: RegionRow, aliases: Sequence[AliasRow]) -> set[str]:
    names = [region.region_id, region.name_ja, region.name_en, region.short_ja]
    names += [alias.alias for alias in aliases if alias.region_id == region.region_id]
    return {normalise(name) for name in (*NATION, *names) if name}
