r"""The model of overlapping effects, cell by cell, and what it cannot tell apart.

With :math:`D^k` the cells in which programme *k* is on and :math:`g_{ik}` its first period in
unit *i*, the effect in a cell is a sum of programmes' effects by event time, and of one number
for each pair that is on together::

    effect[i, t] = sum over k of f_k(t - g_ik) D^k[i, t]  +  sum over pairs of h_kl D^k[i, t] D^l[i, t]

Each f_k(e) and h_kl is a column over the cells under any programme. Columns that add up to one
another cannot be told apart; :func:`confounded` names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Column", "Form", "columns_of", "confounded", "is_full_rank", "on_cells", "pair_columns"]

Form: TypeAlias = Literal["event_time", "constant"]
"""Whether a programme has one effect for each event time, or one for all of them."""

NAMED = 5
"""How many confounded sets a message lists at most."""

SINGULAR = 1e-9
"""Columns are 0 and 1: a singular value below this share of the largest is rounding (about 1e-15)."""

PIVOT = 1e-6
"""Entries of reduced null vectors are ratios of small whole numbers; below this they are 0."""


@dataclass(frozen=True, slots=True)
class Column:
    """One effect of the model, and the cells in which it is at work."""

    programmes: tuple[int, ...]
    """Position of the programme, or of the two of a pair."""

    event_time: int | None
    """Periods since the first one; None where the effect is the same in all."""

    cells: BoolArray
    """Shape (n_units, n_periods)."""

    def words(self, names: Sequence[str]) -> str:
        """Say which effect it is.

        Parameters
        ----------
        names : sequence of str
            Names of all programmes.
        """
        who = " and ".join(names[at] for at in self.programmes)
        if len(self.programmes) > 1:
            return f"{who} together"
        return who if self.event_time is None else f"{who} at event time {self.event_time}"


def on_cells(first_treated: FloatArray, periods: IntArray) -> BoolArray:
    """Mark the cells in which each programme is on.

    Parameters
    ----------
    first_treated : array of shape (n_units, n_programmes)
        First treated periods; infinite for never.
    periods : array of shape (n_periods,)
        Rising.

    Returns
    -------
    array of shape (n_programmes, n_units, n_periods)

    Examples
    --------
    >>> on_cells(np.array([[2.0, np.inf]]), np.array([1, 2, 3])).astype(int).tolist()
    [[[0, 1, 1]], [[0, 0, 0]]]
    """
    found: BoolArray = periods >= first_treated.T[:, :, None]
    return found


def columns_of(
    first_treated: FloatArray, periods: IntArray, *, used: BoolArray, form: Form, programmes: Sequence[int]
) -> tuple[Column, ...]:
    """List the effects of single programmes.

    Parameters
    ----------
    first_treated : array of shape (n_units, n_programmes)
        First treated periods; infinite for never.
    periods : array of shape (n_periods,)
        Rising.
    used : array of shape (n_units, n_periods)
        Cells with an imputed effect.
    form : {"event_time", "constant"}
        One effect for each event time that occurs, or one for all.
    programmes : sequence of int
        Positions of those in the model.

    Returns
    -------
    tuple of Column
        By programme, event times rising; effects without a used cell are left out.
    """
    on = on_cells(first_treated, periods) & used
    found = []
    for k in programmes:
        if form == "constant":
            found.append(Column((k,), None, on[k]))
            continue
        since = periods - first_treated[:, k, None]
        found += [Column((k,), int(time), on[k] & (since == time)) for time in np.unique(since[on[k]])]
    return tuple(column for column in found if column.cells.any())


def pair_columns(on: BoolArray, *, columns: Sequence[Column], used: BoolArray) -> tuple[Column, ...]:
    """List the pairs of programmes whose joint effect the model can take in.

    Parameters
    ----------
    on : array of shape (n_programmes, n_units, n_periods)
        As from :func:`on_cells`.
    columns : sequence of Column
        Effects of single programmes.
    used : array of shape (n_units, n_periods)
        Cells with an imputed effect.

    Returns
    -------
    tuple of Column
        Pairs that are on together somewhere, in the order of the programmes; one that makes the
        rank short is left out.
    """
    found: list[Column] = []
    for k, other in combinations(range(len(on)), 2):
        pair = Column((k, other), None, on[k] & on[other] & used)
        if pair.cells.any() and is_full_rank([*columns, *found, pair]):
            found.append(pair)
    return tuple(found)


def is_full_rank(columns: Sequence[Column]) -> bool:
    """Say whether all effects can be told apart.

    Parameters
    ----------
    columns : sequence of Column
        At least one.
    """
    return not _null(columns).shape[0]


def confounded(columns: Sequence[Column], names: Sequence[str]) -> str:
    """Name the effects that cannot be told apart; empty where all can.

    Parameters
    ----------
    columns : sequence of Column
        The model.
    names : sequence of str
        Names of all programmes.

    Returns
    -------
    str
        Sets of effects of which only a sum or difference is known.

    Examples
    --------
    >>> cells = np.array([[False, True]])
    >>> confounded([Column((0,), 0, cells), Column((1,), 0, cells)], ["A", "B"])
    'A at event time 0 with B at event time 0'
    """
    sets = [
        " with ".join(column.words(names) for column, part in zip(columns, row, strict=True) if abs(part) > PIVOT)
        for row in _reduced(_null(columns))
    ]
    return "; ".join(sets[:NAMED]) + (f"; and {len(sets) - NAMED} more sets" if len(sets) > NAMED else "")


def _null(columns: Sequence[Column]) -> FloatArray:
    """Return combinations of columns that add up to nothing, one in each row."""
    stacked = np.stack([column.cells.ravel() for column in columns]).astype(float)
    values, vectors = np.linalg.eigh(stacked @ stacked.T)
    found: FloatArray = vectors[:, values <= SINGULAR * values[-1]].T
    return found


def _reduced(rows: FloatArray) -> FloatArray:
    """Bring rows to reduced echelon form, which leaves few columns in each."""
    left, row = rows.copy(), 0
    for column in range(rows.shape[1]):
        if row == len(left):
            break
        pivot = row + int(np.argmax(np.abs(left[row:, column])))
        if abs(left[pivot, column]) <= PIVOT:
            continue
        left[[row, pivot]] = left[[pivot, row]]
        left[row] /= left[row, column]
        others = np.arange(len(left)) != row
        left[others] -= np.outer(left[others, column], left[row])
        row += 1
    return left
