"""Which region has which field: the table of presence that most methods start from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability import advantage
from chiiki.capability.tables.refusals import listed
from chiiki.cautions import Caution
from chiiki.errors import InputError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.tables.matrix import Matrix

__all__ = ["CUT", "Cut", "PresenceRule", "Present", "near_cut", "present", "ratios_of"]

PresenceRule = Literal["rca", "per_head", "positive"]


@dataclass(frozen=True, slots=True)
class Cut:
    """When a region counts as having a field."""

    presence: PresenceRule = "rca"
    """By RCA, by the amount per head against the country's, or by any amount above 0."""

    cut: float = advantage.SPECIALISED_FROM
    """Ratio at and above which a field is there."""

    drop: bool = False
    """Drop regions and fields without presence, where they would be refused."""

    @property
    def words(self) -> dict[str, str]:
        """The rule in words."""
        names = {"rca": "RCA", "per_head": "amount per head over the country's", "positive": "any amount above 0"}
        rule = names[self.presence]
        return {"present if": rule if self.presence == "positive" else f"{rule} >= {self.cut:g}"}


CUT = Cut()
"""By RCA at 1."""


@dataclass(frozen=True, slots=True)
class Present:
    """A table of presence, without empty regions and fields."""

    matrix: Matrix
    presence: BoolArray
    """Shape (n_regions, n_fields)."""

    ratios: FloatArray
    """What was cut: RCA or the amounts; same shape."""

    cautions: tuple[Caution, ...] = ()


def present(matrix: Matrix, cut: Cut = CUT) -> Present:
    """Say which region has which field.

    Parameters
    ----------
    matrix : Matrix
        Amounts.
    cut : Cut
        When a region counts as having a field.

    Raises
    ------
    InputError
        If a region or field is left without presence, or persons are needed and missing.
    """
    if cut.presence == "positive":
        return _settled(Present(matrix, matrix.values > 0, matrix.values), drop=cut.drop)
    found = ratios_of(matrix, presence=cut.presence)
    at_least = cut.cut - advantage.TIE
    return _settled(Present(matrix, found.rca >= at_least, found.rca, near_cut(found, cut=cut.cut)), drop=cut.drop)


def ratios_of(matrix: Matrix, *, presence: PresenceRule) -> advantage.Advantage:
    """Compute RCA, or the amount per head against the country's.

    Parameters
    ----------
    matrix : Matrix
        Amounts, and persons for ratios per head.
    presence : {"rca", "per_head"}
        Which ratio.

    Raises
    ------
    InputError
        If persons are needed and missing.
    """
    if presence == "rca":
        return advantage.rca(matrix.values, reference=matrix.reference)
    if matrix.persons is None:
        msg = "amounts per head need the column of the persons: name it with persons= (on the command line --persons)."
        raise InputError(msg)
    return advantage.rpca(matrix.values, population=matrix.persons)


def near_cut(found: advantage.Advantage, *, cut: float = advantage.SPECIALISED_FROM) -> tuple[Caution, ...]:
    """Say how many ratios lie so near the cut that another order of sums could move them.

    Parameters
    ----------
    found : Advantage
        The ratios.
    cut : float
        Where they are cut.
    """
    if not (n := int((np.abs(found.rca - cut) <= advantage.NEAR).sum())):
        return ()
    what = "ratio lies" if n == 1 else "ratios lie"
    message = (
        f"{n:,} {what} within {advantage.NEAR:g} of the cut {cut:g}; from {advantage.TIE:g} below it a region counts "
        "as specialised."
    )
    return (Caution("near-cut", message),)


def _settled(found: Present, *, drop: bool) -> Present:
    """Refuse regions and fields without presence, or drop them until none is left."""
    regions, fields = np.arange(found.presence.shape[0]), np.arange(found.presence.shape[1])
    whole = found.presence
    while True:
        left = whole[np.ix_(regions, fields)]
        no_region, no_field = np.asarray(~left.any(axis=1)), np.asarray(~left.any(axis=0))
        if not (no_region.any() or no_field.any()):
            break
        if not drop:
            _refuse(found.matrix, no_region, no_field)
        regions, fields = regions[~no_region], fields[~no_field]
    if whole.shape == left.shape:
        return found
    gone = [
        (what, [label for at, label in enumerate(labels) if at not in set(kept.tolist())])
        for what, labels, kept in (("region", found.matrix.regions, regions), ("field", found.matrix.fields, fields))
    ]
    named = "; ".join(f"{what} {listed(labels)}" for what, labels in gone if labels)
    caution = Caution("empty-dropped", f"dropped, since without any presence: {named}.")
    kept = np.ix_(regions, fields)
    matrix = found.matrix.kept(regions=regions, fields=fields)
    return replace(
        found, matrix=matrix, presence=whole[kept], ratios=found.ratios[kept], cautions=(*found.cautions, caution)
    )


def _refuse(matrix: Matrix, regions: BoolArray, fields: BoolArray) -> None:
    what, labels, lacking = ("region", matrix.regions, regions) if regions.any() else ("field", matrix.fields, fields)
    names = listed([labels[at] for at in np.flatnonzero(lacking)])
    why = "is specialised in nothing" if what == "region" else "is nobody's specialisation"
    msg = f"{what} {names} {why} by this cut. Take it out, lower the cut, or set drop_empty=yes."
    raise InputError(msg)
