"""What the index says of each thing of the pack, kind by kind.

Reading order: :mod:`draft` (one entry), :mod:`ground` (what belongs to what), :mod:`programmes`,
:mod:`places`, :mod:`results`, and :func:`all_drafts`, which puts them into the order of the site.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.library.catalogue.ground import Ground
from chiiki.web.library.catalogue.places import designations, regions, sites
from chiiki.web.library.catalogue.programmes import laws, measures, plans, programmes
from chiiki.web.library.catalogue.results import conflicts, evaluations, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.facts.pack import Pack
    from chiiki.web.library.catalogue.draft import Draft

__all__ = ["all_drafts"]


def all_drafts(pack: Pack) -> Iterator[Draft]:
    """Yield an entry for each thing of `pack`, in the order in which things of equal rank are shown."""
    ground = Ground(pack)
    for kind in (regions, programmes, plans, laws, sites, designations, measures, evaluations, conflicts, sources):
        yield from kind(ground)
