"""``chiiki evaluate sensitivity --kind neighbours``: who is near whom, and what it does to the estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.cli.evaluate.sensitivity_kinds import Report, one_estimator, read_asked_panel
from chiiki.cli.tables import read_table
from chiiki.codes.regions import find_region
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.exposure import adjacency_of, distances_km, rings
from chiiki.evaluation.records import caution_records, estimate_record, exclusion_records
from chiiki.evaluation.spillovers import neighbours_dropped, own_level
from chiiki.facts.neighbours import read_neighbours
from chiiki.facts.pack import load_pack
from chiiki.frames.cells import coded, numbers

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray, IntArray
    from chiiki.cli.evaluate.sensitivity_kinds import Asked, ReadPanel
    from chiiki.evaluation.spillovers import Dropped, Mean, OwnLevel
    from chiiki.facts.neighbours import BorderKind
    from chiiki.facts.pack import Pack
    from chiiki.frames.table import Table

__all__ = ["near"]

BORDERS: tuple[BorderKind, ...] = ("land", "islet", "link")


def near(asked: Asked) -> Report:
    """Estimate without neighbours of the treated, and with a level of their own.

    Parameters
    ----------
    asked : Asked
        The options of the command.

    Raises
    ------
    InputError
        If it is not said who is near whom, or in two ways.
    """
    read = read_asked_panel(asked)
    ring = _rings(asked, read)
    try:
        dropped: Dropped | str = neighbours_dropped(read.panel, ring > 0, estimate=one_estimator(asked))
    except MethodError as error:
        dropped = str(error)
    found = own_level(read.panel, ring)
    record = {
        "kind": "neighbours",
        "n_pairs": int((ring > 0).sum() // 2),
        "dropped": {"not_run": dropped} if isinstance(dropped, str) else _dropped_record(dropped),
        "own_level": _own_level_record(found),
        "exclusions": exclusion_records(found.exclusions),
        "cautions": caution_records((*read.cautions, *found.cautions)),
    }
    return Report(
        record, ("estimate_of", "estimate", "standard_error", "n"), _rows(dropped, found), _said(dropped, found)
    )


def _rings(asked: Asked, read: ReadPanel) -> IntArray:
    """Return the ring of each pair of units, by the one way that is asked for."""
    ways = {"--neighbours": asked.neighbours is not None, "--prefectures": asked.prefectures, "--ring": asked.ring}
    given = [name for name, is_given in ways.items() if is_given]
    if given not in (["--neighbours"], ["--prefectures"], ["--ring"], ["--prefectures", "--ring"]):
        msg = (
            "say who is near whom: --neighbours FILE with pairs, --prefectures land, or --ring KM with --seats LAT,LON "
            f"or --prefectures; got {', '.join(given) or 'none'}."
        )
        raise InputError(msg)
    units = read.panel.units
    if asked.neighbours is not None:
        return adjacency_of(_pairs(read_table(asked.neighbours).table), units).astype(np.intp)
    if asked.ring:
        latitudes, longitudes = _seats(asked, read)
        return rings(distances_km(latitudes, longitudes), sorted(asked.ring))
    return _borders(asked, units)


def _pairs(table: Table[Any]) -> list[tuple[str, str]]:
    if len(table.names) < 2:  # noqa: PLR2004 -- a pair
        msg = f"a table of neighbours has two columns, one pair in each row; this one has {', '.join(table.names)}."
        raise InputError(msg)
    one, other = (coded(table, name, what="neighbour") for name in table.names[:2])
    labels = (one.axis.labels, other.axis.labels)
    return [(labels[0][a], labels[1][b]) for a, b in zip(one.codes.tolist(), other.codes.tolist(), strict=True)]


def _borders(asked: Asked, units: tuple[str, ...]) -> IntArray:
    kinds = [kind for kind in BORDERS if kind in (asked.prefectures or ())]
    if unknown := set(asked.prefectures or ()) - set(BORDERS):
        msg = f"--prefectures {', '.join(sorted(unknown))} is no kind of border; choose from {', '.join(BORDERS)}."
        raise InputError(msg)
    pack = load_pack()
    pairs = read_neighbours(pack.neighbours).pairs(kinds)
    return adjacency_of(pairs, _prefectures(pack, units)).astype(np.intp)


def _prefectures(pack: Pack, units: tuple[str, ...]) -> list[str]:
    return [find_region(unit, pack.regions, aliases=pack.region_aliases).region_id for unit in units]


def _seats(asked: Asked, read: ReadPanel) -> tuple[FloatArray, FloatArray]:
    """Return where each unit's seat lies, from the table or from the facts pack."""
    if asked.seats is None:
        if not asked.prefectures:
            msg = "--ring needs the seats: --seats LAT,LON names their columns; with --prefectures they are known."
            raise InputError(msg)
        pack = load_pack()
        found = [pack.region(region_id) for region_id in _prefectures(pack, read.panel.units)]
        places = [(region.latitude, region.longitude) for region in found]
        latitudes, longitudes = np.array(places, dtype=float).T
        return latitudes, longitudes
    names = asked.seats.split(",")
    if len(names) != 2:  # noqa: PLR2004 -- latitude and longitude
        msg = f"--seats names two columns as LAT,LON, got {asked.seats!r}."
        raise InputError(msg)
    units = coded(read.table, str(asked.unit), what="unit")
    first = np.unique(units.codes, return_index=True)[1]
    return numbers(read.table, names[0])[first], numbers(read.table, names[1])[first]


def _dropped_record(found: Dropped) -> dict[str, object]:
    return {
        "with_neighbours": estimate_record(found.with_neighbours),
        "without_neighbours": estimate_record(found.without_neighbours),
        "difference": found.difference,
        "left_out": list(found.left_out),
        "n_never_left": found.n_never_left,
    }


def _own_level_record(found: OwnLevel) -> dict[str, object]:
    return {
        "direct": _mean_record(found.direct),
        "spillovers": [{"ring": one.ring, **_mean_record(one)} for one in found.spillovers],
        "ignoring": _mean_record(found.ignoring),
        "difference": _mean_record(found.difference),
    }


def _mean_record(mean: Mean) -> dict[str, object]:
    return {
        "estimate": mean.estimate,
        "standard_error": mean.standard_error,
        "n_units": mean.n_units,
        "n_cells": mean.n_cells,
    }


def _rows(dropped: Dropped | str, found: OwnLevel) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    if not isinstance(dropped, str):
        both = {"with neighbours": dropped.with_neighbours, "neighbours dropped": dropped.without_neighbours}
        rows += [(name, one.estimate, one.standard_error, one.n) for name, one in both.items()]
    means = {
        "direct, neighbours a level of their own": found.direct,
        **{f"spillover, ring {one.ring}": one for one in found.spillovers},
        "direct, neighbours untreated": found.ignoring,
        "difference of the two": found.difference,
    }
    return rows + [(name, one.estimate, one.standard_error, one.n_units) for name, one in means.items()]


def _said(dropped: Dropped | str, found: OwnLevel) -> str:
    first = (
        f"Without neighbours: {dropped}"
        if isinstance(dropped, str)
        else f"{len(dropped.left_out)} never treated neighbours dropped, {dropped.n_never_left} never treated stay."
    )
    left = [one.message for one in found.exclusions] + [f"{one.code}: {one.message}" for one in found.cautions]
    return "\n".join([first, *left])
