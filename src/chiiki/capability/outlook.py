"""What stands open to a region: complexity outlook and the gain from each step.

With density :math:`d` and presence :math:`M`::

    COI[r] = sum over a of d[r, a] (1 - M[r, a]) PCI[a]
    COG[r, a] = sum over b of phi[a, b] / sum over c of phi[b, c] * (1 - M[r, b]) PCI[b]  -  d[r, a] PCI[a]

Hausmann et al. (2014), the form of the Atlas with both terms: the first is what the
activity brings nearer, the second what is given up by taking it off the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.density import density
from chiiki.capability.kernels import sums_over_presence
from chiiki.errors import InputError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["GAIN_FORMS", "GainForm", "Outlook", "gain", "outlook"]


@dataclass(frozen=True, slots=True)
class GainForm:
    """What is called the gain: the packages agree on no two of these three choices."""

    spread_by: Literal["origin", "target"] = "origin"
    """Whose total proximity divides: that of activity *b*, whose value is spread, or of *a*, taken up."""

    both_terms: bool = True
    """Whether the second term is subtracted."""

    open_only: bool = False
    """Whether the gain is 0 for what the region already has."""


GAIN_FORMS: Mapping[str, GainForm] = MappingProxyType(
    {
        "atlas": GainForm(),
        "ecomplexity": GainForm(both_terms=False, open_only=True),
        "econcomplex": GainForm(spread_by="target", both_terms=False, open_only=True),
        "economic-complexity": GainForm(spread_by="target"),
        "economiccomplexity": GainForm(both_terms=False, open_only=True),
    }
)
"""The forms of the written formula and of packages; some of these leave the diagonal of proximity out."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What :func:`outlook` returns, in the order of the input."""

    coi: FloatArray
    """Complexity outlook index, shape (n_regions,)."""

    cog: FloatArray
    """Gain in outlook from taking up an activity, shape (n_regions, n_activities)."""


def outlook(
    presence: BoolArray,
    proximity: FloatArray,
    *,
    pci: FloatArray,
    own_field: bool = False,
    form: GainForm = GAIN_FORMS["atlas"],
) -> Outlook:
    """Return how much complex activity is near each region, and what each step would add.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    proximity : array of shape (n_activities, n_activities)
        See :func:`~chiiki.capability.relatedness.proximity`; with its diagonal.
    pci : array of shape (n_activities,)
        See :func:`~chiiki.capability.complexity.complexity`.
    own_field : bool
        Whether the density of an activity counts the activity itself.
    form : GainForm
        Which gain: one of :data:`GAIN_FORMS`, or another.

    Returns
    -------
    Outlook

    Raises
    ------
    ShapeError
        If `pci` has another length than there are activities.
    InputError
        If `pci` has missing or infinite values, or `presence` is no table of presence.
    MethodError
        If an activity is related to no other one.

    References
    ----------
    Hausmann, R., Hidalgo, C. A. et al. (2014). The Atlas of Economic Complexity.
    MIT Press.

    Examples
    --------
    >>> having = np.array([[True, False], [True, True]])
    >>> nearness = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> outlook(having, nearness, pci=np.array([-1.0, 1.0])).coi.tolist()
    [1.0, 0.0]
    """
    if pci.shape != presence.shape[1:]:
        msg = f"pci must have one value for each of {presence.shape[1]} activities, got shape {pci.shape}."
        raise ShapeError(msg)
    if not np.isfinite(pci).all():
        msg = "pci must be finite for each activity; leave out the activities that have none."
        raise InputError(msg)
    near = density(presence, proximity, own_field=own_field)
    reach = proximity.sum(axis=0)
    cog = gain(presence, proximity, pci=pci, reach=reach, spread_by=form.spread_by)
    coi = near @ pci - (near * presence) @ pci
    if form.both_terms:
        near *= pci
        cog -= near
    if form.open_only:
        cog[presence] = 0.0
    return Outlook(coi=coi, cog=cog)


def gain(
    presence: BoolArray,
    proximity: FloatArray,
    *,
    pci: FloatArray,
    reach: FloatArray,
    spread_by: Literal["origin", "target"] = "origin",
) -> FloatArray:
    """Return the first term of the gain: the value that an activity brings nearer.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    proximity : array of shape (n_activities, n_activities)
        Symmetric.
    pci : array of shape (n_activities,)
        Value of each activity.
    reach : array of shape (n_activities,)
        Total proximity of each activity, above 0.
    spread_by : "origin" or "target"
        Whose total divides, see :class:`GainForm`.

    Returns
    -------
    array of shape (n_regions, n_activities)

    Examples
    --------
    >>> nearness = np.array([[1.0, 0.5], [0.5, 1.0]])
    >>> gain(np.array([[True, False]]), nearness, pci=np.array([1.0, 6.0]), reach=np.array([2.0, 2.0])).tolist()
    [[1.5, 3.0]]
    """
    value = pci / reach if spread_by == "origin" else pci
    cog = sums_over_presence(presence, proximity, weights=value)
    np.subtract(value @ proximity, cog, out=cog)
    if spread_by == "target":
        cog /= reach
    return cog
