"""What the regions of a table could do next: the map, targets on it, and what would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.complexity import complexity as order_of
from chiiki.capability.opportunity import opportunities
from chiiki.capability.relatedness import proximity
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask, ask_across, parts_of
from chiiki.capability.tables.changes import changed, labels_of, named, said_of_change, targets_in_long_form
from chiiki.capability.tables.entries import entries_of, in_order
from chiiki.capability.tables.long import by_cell, joined
from chiiki.capability.tables.presence import Cut, present
from chiiki.capability.tables.refusals import position_of
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.entry import EntryModel
    from chiiki.capability.opportunity import Opportunities
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.entries import Entries
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.presence import PresenceRule, Present
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given, Values

__all__ = ["Found", "Height", "opportunity"]

Height = Literal["pci", "rarity"]
"""What stands for complexity: PCI, or the share of regions that lack a field."""

QUESTION = "What could each region do next: how near, how complex, how large, how likely?"


@dataclass(frozen=True, slots=True)
class Found:
    """The result of ``opportunity``."""

    maps: object
    """The map; a dict by period where there are several."""

    model: EntryModel | None
    """The entry model, where the periods carry one."""


def opportunity(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    only: str | None = None,
    targets: str | Sequence[str] | None = None,
    add: str | Sequence[str] | None = None,
    amount: str | float | None = None,
    remove: str | Sequence[str] | None = None,
    latest: bool = False,
    ranks: bool = False,
    complexity: Height = "pci",
    lag: int = 1,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Map the fields in which regions are not yet specialised: density, complexity, size, chance of entry.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field, and per period for a chance of entry.
    only : str, optional
        Label of the one region to show; all are computed.
    targets : str or sequence of str, optional
        Fields that a region's strategy names (with ``;`` between them in one text): they are
        placed on the map instead.
    add, remove : str or sequence of str, optional
        Fields that the region `only` takes up, or loses: what would change is computed instead.
    amount : str or float, optional
        How much of each field in `add`; without it just enough for RCA = 1.
    latest : bool
        Show the last period only, with its chance of entry learnt from all of them.
    ranks : bool
        Add the ranks among the region's own options and the quadrant of the map.
    complexity : {"pci", "rarity"}
        What stands for complexity; rarity is for tables that have no PCI.
    lag : int
        After how many periods an entry counts.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, field, density, complexity, size, entry_probability, one row for each
        field in which a region is not yet specialised; the last is empty but for the last
        period of a table with three or more. With `targets`: region, field, specialised,
        density, complexity, size, density_rank, percentile, builds_on, lacks. With `add` or
        `remove`: region, field, and before and after of rca, specialised, density.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    if add is not None or remove is not None:
        return _change(table, asked, only=only, add=labels_of(add), amount=amount, remove=labels_of(remove), rule=rule)
    if targets is not None:
        return _targets(table, asked, only=only, targets=labels_of(targets), complexity=complexity, rule=rule)

    def compute(found: Sequence[Matrix]) -> Part:
        entries = entries_of(found, rule=rule, lag=lag, has_complexity=complexity == "pci")
        part = parts_of(
            in_order(found)[-1:] if latest else found,
            lambda matrix: _map(matrix, entries, only=only, ranks=ranks, height=complexity, rule=rule),
        )
        return Part(
            result=Found(part.result, entries.model),
            columns=part.columns,
            findings=(*part.findings, *entries.findings),
            cautions=(*part.cautions, *entries.cautions),
        )

    settings = {**rule.words, "complexity": complexity, "size": _size_words(asked)}
    return ask_across("opportunity", table, asked, question=QUESTION, compute=compute, settings=settings)


def _size_words(asked: Asked) -> str:
    country = asked.get("reference")
    return f"of the field in {country}" if country else "of the field in all regions of the table"


def _mapped(matrix: Matrix, *, height: Height, rule: Cut) -> tuple[Present, Opportunities]:
    found = present(matrix, rule)
    whole = found.matrix
    size = whole.values.sum(axis=0) if whole.reference is None else whole.reference
    near = proximity(found.presence)
    return found, opportunities(found.presence, near, size=size, complexity=_height(found, height=height))


def _height(found: Present, *, height: Height) -> FloatArray | None:
    if height == "rarity":
        return None
    try:
        return order_of(found.presence).pci
    except MethodError as error:
        msg = f"{error} Or let rarity stand for complexity: complexity=rarity."
        raise MethodError(msg) from error


def _map(  # noqa: PLR0913 -- the choices of the map
    matrix: Matrix, entries: Entries, *, only: str | None, ranks: bool, height: Height, rule: Cut
) -> Part:
    found, map_ = _mapped(matrix, height=height, rule=rule)
    shape = found.presence.shape
    cells: dict[str, FloatArray] = {
        "density": map_.density,
        "complexity": np.broadcast_to(map_.complexity, shape),
        "size": np.broadcast_to(map_.size, shape),
        "entry_probability": entries.probability(found.matrix),
    }
    shown = ~found.presence
    if only is not None:
        shown &= (np.arange(shape[0]) == position_of(only, found.matrix.region_axis, what="region"))[:, np.newaxis]
    columns = {name: np.asarray(column)[shown.ravel()] for name, column in by_cell(found.matrix, cells).items()}
    said = [f"{int((~found.presence).sum()):,} of {found.presence.size:,} pairs are open"]
    if only is not None:
        said += _nearest(found.matrix, map_, only=only)
    return Part(
        result=map_,
        columns={**columns, **(_ranks(map_, regions=np.unique(np.nonzero(shown)[0]).tolist()) if ranks else {})},
        findings=tuple(said),
        cautions=(*found.cautions, *map_.cautions),
    )


def _ranks(map_: Opportunities, *, regions: Sequence[int]) -> Mapping[str, Values]:
    """Ranks and quadrant, in the order of the rows."""
    placed = [
        place for region in regions for place in sorted(map_.options(region).activities, key=lambda one: one.activity)
    ]
    return {
        "density_rank": np.array([place.density_rank for place in placed]),
        "complexity_rank": np.array([place.complexity_rank for place in placed]),
        "size_rank": np.array([place.size_rank for place in placed]),
        "quadrant": tuple(place.quadrant for place in placed),
    }


def _nearest(matrix: Matrix, map_: Opportunities, *, only: str) -> list[str]:
    options = map_.options(matrix.regions.index(only), order="mean-rank")
    first = ", ".join(
        f"{matrix.fields[place.activity]} ({place.quadrant}, density {place.density:.3f})"
        for place in options.activities[:5]
    )
    cuts = f"near from density {options.density_cut:.3f}, complex from {options.complexity_cut:.3f}"
    said = f"{only}, by the mean of three ranks: {first}; {cuts}, the medians of its options"
    return [said] if first else [f"{only} is specialised in every field"]


def _targets(  # noqa: PLR0913 -- the choices of the map
    table: Given, asked: Asked, *, only: str | None, targets: list[str], complexity: Height, rule: Cut
) -> Answer[Given]:
    def compute(matrix: Matrix) -> Part:
        found, map_ = _mapped(matrix, height=complexity, rule=rule)
        whole = found.matrix
        regions = range(len(whole.regions)) if only is None else named([only], whole.region_axis, what="region")
        columns = targets_in_long_form(
            whole, map_, regions=regions, fields=named(targets, whole.field_axis, what="field")
        )
        n = int(np.asarray(columns["specialised"]).sum())
        said = f"{n} of {len(columns['density'])} targets are specialisations already"
        return Part(map_, columns, (said,), (*found.cautions, *map_.cautions))

    settings = {**rule.words, "complexity": complexity, "size": _size_words(asked), "targets": "; ".join(targets)}
    question = "Where do the targets of a strategy stand among what the region could do?"
    return ask("opportunity", table, asked, question=question, compute=compute, settings=settings)


def _change(  # noqa: PLR0913 -- the change, in words
    table: Given,
    asked: Asked,
    *,
    only: str | None,
    add: list[str],
    amount: str | float | None,
    remove: list[str],
    rule: Cut,
) -> Answer[Given]:
    if only is None:
        msg = "a change is of one region: name its label with only=."
        raise InputError(msg)
    if rule != Cut(drop=rule.drop):
        msg = "a change follows RCA >= 1; leave presence and cut out."
        raise InputError(msg)

    def compute(matrix: Matrix) -> Part:
        at = position_of(only, matrix.region_axis, what="region")
        found = changed(matrix, region=at, add=add, amount=amount, remove=remove)
        n = len(matrix.fields)
        labels: dict[str, Values] = {
            matrix.region_column: np.repeat(matrix.region_axis.originals[[at]], n),
            matrix.field_column: matrix.field_axis.originals,
        }
        before, after = found.before, found.after
        values: dict[str, Values] = {
            "rca_before": before.rca,
            "rca_after": after.rca,
            "specialised_before": before.presence,
            "specialised_after": after.presence,
            "density_before": before.density,
            "density_after": after.density,
        }
        return Part(found, joined(labels, values), said_of_change(matrix, found), found.cautions)

    question = "What would change if the region took up a field, or lost one?"
    return ask("opportunity", table, asked, question=question, compute=compute, settings=rule.words)
