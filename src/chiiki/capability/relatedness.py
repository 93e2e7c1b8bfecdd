"""How near two activities are: by the regions, or the documents, that have both.

With :math:`M_{ra}` true where region *r* is specialised in activity *a*::

    C[a, b] = sum over r of M[r, a] M[r, b]             co-occurrence
    phi[a, b] = C[a, b] / max(C[a, a], C[b, b])         proximity

The proximity is the smaller of the two conditional probabilities (Hidalgo et al. 2007).
Other measures set the co-occurrence against what the totals of the two activities let
expect: see :func:`relatedness`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability.kernels import by_rows, shared_counts
from chiiki.capability.presence import check_presence
from chiiki.errors import InputError, MethodError, ShapeError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray

__all__ = ["Measure", "Totals", "continuous_proximity", "cooccurrence", "proximity", "relatedness"]

Measure = Literal["association", "conditional", "correlation", "cosine", "jaccard", "probability"]
"""The measures of :func:`relatedness`, in alphabetical order."""

Totals = Literal["links", "occurrences"]
"""What an activity's total counts: its links to other activities, or where it occurs."""

LINKED: tuple[Measure, ...] = ("association", "probability")
"""Measures whose totals are links unless asked otherwise."""


def cooccurrence(presence: BoolArray) -> FloatArray:
    """Count for each two activities the regions that have both.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity; no activity without a region, no
        region without an activity.

    Returns
    -------
    array of shape (n_activities, n_activities)
        Whole numbers, symmetric; the diagonal is each activity's ubiquity.

    Raises
    ------
    InputError
        If `presence` is not such a table.

    Examples
    --------
    >>> cooccurrence(np.array([[True, True], [False, True]])).tolist()
    [[1.0, 1.0], [1.0, 2.0]]
    """
    check_presence(presence)
    return shared_counts(presence)


def proximity(presence: BoolArray, *, over: Literal["max", "min", "sqrt"] = "max") -> FloatArray:
    """Return how near activities are: the smaller of the two conditional probabilities.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity.
    over : "max", "min" or "sqrt"
        What divides the co-occurrence: the larger ubiquity (the definition), the
        smaller one, or the root of their product.

    Returns
    -------
    array of shape (n_activities, n_activities)
        From 0 to 1, symmetric, 1 on the diagonal.

    Raises
    ------
    InputError
        If `presence` is not such a table (see :func:`cooccurrence`).

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L. and Hausmann, R. (2007). The
    product space conditions the development of nations. Science 317, 482-487.

    Examples
    --------
    >>> proximity(np.array([[True, True], [False, True]])).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    shared = cooccurrence(presence)
    ubiquity = shared.diagonal().copy()
    by_rows(
        lambda rows: np.divide(shared[rows], _larger(ubiquity[rows], ubiquity, over), out=shared[rows]), shared.shape
    )
    return shared


def _larger(of_rows: FloatArray, of_columns: FloatArray, over: Literal["max", "min", "sqrt"]) -> FloatArray:
    """Return for each two activities what their shared regions are divided by."""
    if over == "sqrt":
        return np.sqrt(of_rows[:, np.newaxis] * of_columns)
    return np.asarray((np.maximum if over == "max" else np.minimum)(of_rows[:, np.newaxis], of_columns))


def relatedness(
    cooccurrence: FloatArray,
    *,
    measure: Measure = "association",
    totals: Totals | None = None,
    n_events: float | None = None,
) -> FloatArray:
    """Set co-occurrence against the totals of the two activities.

    Parameters
    ----------
    cooccurrence : array of shape (n_activities, n_activities)
        Counts or weights >= 0, symmetric; the diagonal says where each activity
        occurs and is needed where `totals` are occurrences.
    measure : str
        With ``s`` the totals and ``S`` their sum: "association" ``C S / (s_a s_b)``,
        "probability" ``C / (S/2 (s_a/S s_b/(S-s_a) + s_b/S s_a/(S-s_b)))``, "cosine"
        ``C / sqrt(s_a s_b)``, "jaccard" ``C / (s_a + s_b - C)``, "conditional"
        ``C / s_a``, the probability of the column's activity given the row's,
        "correlation" Pearson's of the two columns of presence.
    totals : "links" or "occurrences", optional
        "links": ``s_a`` sums the co-occurrence with all other activities, the
        diagonal left out. "occurrences": ``s_a`` is the diagonal and ``S`` is
        `n_events`. Without it, links for association and probability, occurrences
        for the others.
    n_events : float, optional
        Number of regions or documents counted; needed for correlation, and for
        association and probability from occurrences.

    Returns
    -------
    array of shape (n_activities, n_activities)
        0 on the diagonal (an activity's link to itself is no relatedness) and where
        an activity is linked to no other; symmetric except "conditional".

    Raises
    ------
    ShapeError
        If `cooccurrence` is not square.
    InputError
        If a cell is missing, infinite or negative, or `n_events` is needed and missing.
    MethodError
        If correlation is asked for an activity that is everywhere.

    Notes
    -----
    Above 1 (association, probability) two activities meet more often than by chance.
    The probability index corrects the association strength for an activity not being
    combined with itself, so it is defined on links. On a table of regions by activities,
    where no row is a column, that correction vanishes and the index is the RCA.

    References
    ----------
    van Eck, N. J. and Waltman, L. (2009). How to normalize cooccurrence data? An
    analysis of some well-known similarity measures. JASIST 60, 1635-1651.
    Steijn, M. P. A. (2021). Improvement on the association strength: implementing a
    probabilistic measure based on combinations without repetition. Quantitative
    Science Studies 2, 778-794.

    Examples
    --------
    >>> counts = np.array([[3.0, 2.0, 0.0], [2.0, 4.0, 1.0], [0.0, 1.0, 1.0]])
    >>> float(relatedness(counts)[0, 1])  # links 2, 3, 1, sum 6: 2 * 6 / (2 * 3)
    2.0
    >>> float(relatedness(counts, measure="jaccard")[0, 1])  # 2 / (3 + 4 - 2)
    0.4
    """
    _check_counts(cooccurrence)
    kind = totals or ("links" if measure in LINKED else "occurrences")
    if kind == "occurrences" and n_events is None and measure in ("association", "correlation", "probability"):
        msg = f"relatedness by {measure} from occurrences needs n_events, the number of regions or documents counted."
        raise InputError(msg)
    apart = cooccurrence.copy()
    np.fill_diagonal(apart, 0.0)
    of_each = apart.sum(axis=0) if kind == "links" else cooccurrence.diagonal()
    whole = float(of_each.sum()) if kind == "links" or n_events is None else n_events
    expected = _expected(apart, of_each, measure=measure, whole=whole, everywhere_counts=kind == "occurrences")
    if measure == "correlation":
        apart = apart * whole - np.outer(of_each, of_each)
    result = np.divide(apart, expected, out=np.zeros_like(apart), where=np.isfinite(expected) & (expected != 0))
    np.fill_diagonal(result, 0.0)
    return result


def _expected(
    counts: FloatArray, totals: FloatArray, *, measure: Measure, whole: float, everywhere_counts: bool
) -> FloatArray:
    """Return what the counts are divided by; not finite where no count can be.

    An activity with all links has no partner left to meet; one that occurs everywhere does.
    """
    rows, columns = totals[:, np.newaxis], totals
    if measure == "conditional":
        return np.broadcast_to(rows, counts.shape)
    if measure == "jaccard":
        return np.asarray(rows + columns - counts)
    if measure == "cosine":
        return np.sqrt(rows * columns)
    if measure == "correlation":
        return _spread(totals, whole=whole)
    with np.errstate(divide="ignore", invalid="ignore"):  # no links at all, or an activity with all of them
        if measure == "association":
            return np.asarray(rows * columns / whole)
        met = columns / whole * (rows / (whole - columns)), rows / whole * (columns / (whole - rows))
    if everywhere_counts:
        met = np.where(columns < whole, met[0], 0.0), np.where(rows < whole, met[1], 0.0)
    return np.asarray((met[0] + met[1]) * whole / 2)


def _spread(totals: FloatArray, *, whole: float) -> FloatArray:
    spread = totals * (whole - totals)
    if everywhere := np.flatnonzero(spread <= 0)[:5].tolist():
        msg = f"activities at {everywhere} are in every region or in none, so nothing correlates with them. Drop them."
        raise MethodError(msg)
    return np.sqrt(spread[:, np.newaxis] * spread)


def _check_counts(counts: FloatArray) -> None:
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:  # noqa: PLR2004 -- a square table
        msg = f"cooccurrence must be activities by activities, got shape {counts.shape}."
        raise ShapeError(msg)
    if not np.isfinite(counts).all() or counts.min(initial=0.0) < 0:
        msg = "cooccurrence must be finite and >= 0 in each cell: it counts what two activities share."
        raise InputError(msg)


def continuous_proximity(ratios: FloatArray) -> FloatArray:
    """Return how alike the ratios of two activities are over regions: (1 + correlation) / 2.

    Parameters
    ----------
    ratios : array of shape (n_regions, n_activities)
        RCA or another ratio, without a cut.

    Returns
    -------
    array of shape (n_activities, n_activities)
        From 0 to 1, symmetric, 1 on the diagonal.

    Raises
    ------
    MethodError
        If an activity has the same ratio in all regions.

    Examples
    --------
    >>> continuous_proximity(np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 0.0]])).round(6).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    if flat := np.flatnonzero(np.ptp(ratios, axis=0) == 0)[:5].tolist():
        msg = f"activities at {flat} have the same ratio in all regions, so nothing correlates with them. Drop them."
        raise MethodError(msg)
    return np.asarray((1 + np.corrcoef(ratios.T)) / 2)
