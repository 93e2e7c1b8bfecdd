"""The page of a region: a prefecture, the nation, a wide area, a municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.library.pages.municipality import compose_municipality
from chiiki.web.library.pages.nation import compose_nation_page
from chiiki.web.library.pages.prefecture import compose_prefecture
from chiiki.web.library.pages.wide_area import compose_wide_area

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chiiki.brief.document import Document, Lang
    from chiiki.facts.pack import Pack

__all__ = ["compose_region"]

_COMPOSERS: Mapping[str, Callable[..., Document]] = {
    "prefecture": compose_prefecture,
    "nation": compose_nation_page,
    "wide_area": compose_wide_area,
    "municipality": compose_municipality,
}
"""Kind of region → who composes its page."""


def compose_region(region_id: str, *, pack: Pack, lang: Lang, is_full: bool = False) -> Document:
    """Compose the page of a region of any kind.

    Parameters
    ----------
    region_id : str
        JIS code, ``00`` for the nation, or the id of a wide area.
    pack : Pack
    lang : {"ja", "en"}
    is_full : bool
        Keep all rows of its tables, for CSV and JSON.

    Raises
    ------
    UnknownNameError
        If the pack has no such region.
    """
    return _COMPOSERS[pack.region(region_id).kind](region_id, pack=pack, lang=lang, is_full=is_full)
