"""What stands open to a region: complexity outlook and the gain from each step.

With density :math:`d` and presence :math:`M`::

    COI[r] = sum over a of d[r, a] (1 - M[r, a]) PCI[a]
    COG[r, a] = sum over b of phi[a, b] / sum over c of phi[b, c] * (1 - M[r, b]) PCI[b]  -  d[r, a] PCI[a]

Hausmann et al. (2014), the form of the Atlas with both terms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.density import density
from chiiki.errors import ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Outlook", "outlook"]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What :func:`outlook` returns, in the order of the input."""

    coi: FloatArray
    """Complexity outlook index, shape (n_regions,)."""

    cog: FloatArray
    """Gain in outlook from taking up an activity, shape (n_regions, n_activities)."""


def outlook(presence: BoolArray, proximity: FloatArray, *, pci: FloatArray) -> Outlook:
    """Return how much complex activity is near each region, and what each step would add.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    proximity : array of shape (n_activities, n_activities)
        See :func:`~chiiki.capability.relatedness.proximity`; with its diagonal.
    pci : array of shape (n_activities,)
        See :func:`~chiiki.capability.complexity.complexity`.

    Returns
    -------
    Outlook

    Raises
    ------
    ShapeError
        If `pci` has another length than there are activities.

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
    near = density(presence, proximity)
    open_value = np.where(presence, 0.0, pci)
    spread = proximity / proximity.sum(axis=1)[:, np.newaxis]
    return Outlook(coi=(near * open_value).sum(axis=1), cog=open_value @ spread - near * pci)
