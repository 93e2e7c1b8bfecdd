"""Which other programmes ran in the same prefectures and years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.studies.treatments import lineage_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.arrays import BoolArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.facts.pack import Pack

__all__ = ["most_overlapping", "running"]


def running(pack: Pack, programme_id: str, *, units: Sequence[str], years: IntArray) -> Mapping[str, BoolArray]:
    """Return by programme where and when its selections on record ran; this one and its line are left out.

    The line is what the programme came from and what it became.

    Returns
    -------
    mapping of programme id to array of shape (n_units, n_years)
        True where a selection of known start ran; where its end is not known it ran until the programme's
        last year, or in its first year alone if that is not known either. Lists are incomplete, so False is
        "not on record". Programmes without any such cell are not in it.
    """
    own = set(lineage_of(pack, programme_id))
    own |= {row.programme_id for row in pack.programmes if programme_id in lineage_of(pack, row.programme_id)}
    row_of = {unit: row for row, unit in enumerate(units)}
    places: dict[str, list[int]] = {}
    for link in pack.designation_prefectures:
        if link.region_id in row_of:
            places.setdefault(link.designation_id, []).append(row_of[link.region_id])
    found: dict[str, BoolArray] = {}
    for row in pack.designations:
        if row.programme_id in own or not row.is_designation or row.start_fy is None:
            continue
        end = row.end_fy or pack.programme(row.programme_id).end_fy or row.start_fy
        during = (years >= row.start_fy) & (years <= end)
        if during.any() and row.designation_id in places:
            cells = found.setdefault(row.programme_id, np.zeros((len(units), len(years)), dtype=bool))
            cells[places[row.designation_id]] |= during
    return found


def most_overlapping(others: Mapping[str, BoolArray], panel: Panel, *, least: int) -> str:
    """Name the programme that shares most treated cells and whose prefectures can all be left out.

    Parameters
    ----------
    others : mapping
        As from :func:`running`.
    panel : Panel
    least : int
        Fewest treated and fewest never-treated units that must remain.

    Returns
    -------
    str
        A programme id; empty where there is none.
    """
    shared = {name: int(cells[panel.treated].sum()) for name, cells in others.items()}
    for name in sorted(shared, key=lambda programme: (-shared[programme], programme)):
        left = ~others[name].any(axis=1)
        treated = panel.is_ever_treated
        if shared[name] and min(int((left & treated).sum()), int((left & ~treated).sum())) >= least:
            return name
    return ""
