"""Find a region by what people type: code, name in either language, with or without suffix.

Only regions of which there can be a brief are returned. A municipality, a former name or a
typo gets an error that says what to ask for instead.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Protocol, TypeVar

from chiiki.codes.names import normalise, suggestions
from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["AliasRow", "RegionRow", "find_region"]

SPELLINGS = ("romanised", "kana")
"""Kinds of alias that are the region's own name; any other names a place in it, or its past."""

_CODE = re.compile(r"(?:[A-Z]{2}-?)?(\d{1,2})", re.IGNORECASE | re.ASCII)
"""``04``, ``4`` or the ISO 3166-2 form ``JP-04``."""

_ENGLISH_SUFFIX = re.compile(r"(prefecture|metropolis|pref\.?)$")
_CITY_SUFFIX = re.compile(r"(city|town|village|ward)$")


class RegionRow(Protocol):
    """What finding needs to know of a region."""

    @property
    def region_id(self) -> str:
        """Id: 2-digit code of a prefecture, 5-digit code of a municipality."""

    @property
    def kind(self) -> str:
        """``nation``, ``prefecture``, ``municipality`` or ``wide_area``."""

    @property
    def name_ja(self) -> str:
        """Full name in Japanese."""

    @property
    def name_en(self) -> str:
        """Name in English, without suffix."""

    @property
    def short_ja(self) -> str:
        """Name in Japanese without suffix."""

    @property
    def kana(self) -> str:
        """Reading in kana, or empty."""

    @property
    def parent_id(self) -> str:
        """Id of the region around it, or empty."""


class AliasRow(Protocol):
    """Another name of a region."""

    @property
    def region_id(self) -> str:
        """Id of the region that has the name."""

    @property
    def alias(self) -> str:
        """The other name."""

    @property
    def kind(self) -> str:
        """``former_name``, ``romanised``, ``kana`` or ``other``."""


Region = TypeVar("Region", bound=RegionRow)


def find_region(
    query: str, regions: Sequence[Region], *, aliases: Sequence[AliasRow] = (), also: Sequence[str] = ()
) -> Region:
    """Find the prefecture that `query` means.

    Parameters
    ----------
    query : str
        ``04``, ``4``, ``JP-04``, ``宮城県``, ``宮城``, ``Miyagi``, ``miyagi prefecture``; full-width
        letters and digits are understood.
    regions : sequence of RegionRow
        All regions of the pack.
    aliases : sequence of AliasRow
        Other names. Only another spelling is taken for the region; a former name, or a place
        in it, is named in the error.
    also : sequence of str
        Names of other things that may have been meant, for the suggestions.

    Raises
    ------
    UnknownNameError
        If nothing fits; the message names up to three near names, the prefecture of a city,
        or the present name.
    """
    asked = unicodedata.normalize("NFKC", query).strip()
    prefectures = [region for region in regions if region.kind == "prefecture"]
    if found := _by_code(asked, prefectures) or _by_name(asked, prefectures):
        return found
    by_id = {region.region_id: region for region in regions}
    matches = [alias for alias in aliases if _key(alias.alias) == _key(asked) and alias.region_id in by_id]
    for alias in matches:
        if by_id[alias.region_id].kind == "prefecture" and alias.kind in SPELLINGS:
            return by_id[alias.region_id]
    msg = (
        _former(query, matches, by_id=by_id)
        or _elsewhere(query, asked, by_id=by_id)
        or _nearest(query, prefectures=prefectures, also=also)
    )
    raise UnknownNameError(msg)


def _by_code(asked: str, prefectures: Sequence[Region]) -> Region | None:
    if not (code := _CODE.fullmatch(asked)):
        return None
    return next((region for region in prefectures if region.region_id == code[1].zfill(2)), None)


def _by_name(asked: str, prefectures: Sequence[Region]) -> Region | None:
    wanted = _key(asked)
    return next((region for region in prefectures if wanted and wanted in _keys(region)), None)


def _keys(region: RegionRow) -> set[str]:
    names = (region.name_ja, region.short_ja, region.name_en, region.kana)
    return {_key(name) for name in names if name}


def _key(name: str) -> str:
    whole = normalise(name)
    return _ENGLISH_SUFFIX.sub("", whole) or whole


def _former(query: str, matches: Sequence[AliasRow], *, by_id: Mapping[str, RegionRow]) -> str:
    """Word that `query` is an earlier or other name of something else than it asks for."""
    for alias in matches:
        region = by_id[alias.region_id]
        if region.kind == "prefecture":
            relation = "is a former name of" if alias.kind == "former_name" else "is in"
            return f"{query} {relation} {_ask_for(region)}"
        what = "a former name" if alias.kind == "former_name" else "another name"
        if around := _prefecture_of(region, by_id):
            return f"{query} is {what} of {region.name_ja}, in {_ask_for(around)}"
    return ""


def _elsewhere(query: str, asked: str, *, by_id: Mapping[str, RegionRow]) -> str:
    """Word that `query` names a region of another kind: a city, a wide area, the nation."""
    wanted = _CITY_SUFFIX.sub("", _key(asked))
    named = [region for region in by_id.values() if asked == region.region_id or wanted in _keys(region)]
    places = [place for region in named if (place := _prefecture_of(region, by_id))]
    if places:
        return f"{query} is in {' or in '.join(_ask_for(place) for place in places)}"
    if any(region.kind == "nation" for region in named):
        return f"{query} is the whole nation: chiiki brief national"
    return next((_wide(query, region) for region in named), "")


def _wide(query: str, region: RegionRow) -> str:
    return (
        f"{query} is a wide area, and a brief is about one prefecture. Its members: "
        f"chiiki facts show region_members --where region_id={region.region_id}"
    )


def _nearest(query: str, *, prefectures: Sequence[RegionRow], also: Sequence[str]) -> str:
    names = [name for region in prefectures for name in (region.name_ja, region.name_en)]
    start = f"no {'region or programme' if also else 'region'} is called {query!r}."
    if near := suggestions(query, [*names, *also]):
        return f"{start} Did you mean {', '.join(near)}?"
    return f"{start} Give the code or the name of a prefecture: chiiki facts show regions"


def _prefecture_of(region: RegionRow, by_id: Mapping[str, RegionRow]) -> RegionRow | None:
    around = by_id.get(region.parent_id)
    return around if around is not None and around.kind == "prefecture" else None


def _ask_for(region: RegionRow) -> str:
    return f"{region.name_en} ({region.name_ja}, {region.region_id}): chiiki brief {region.region_id}"
