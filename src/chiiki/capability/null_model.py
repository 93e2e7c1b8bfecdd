"""What co-occurrence chance alone would give: the bipartite configuration model.

Of all tables of presence choose the most random one that keeps, on average, how many
activities each region has and how many regions each activity has. Its cells are
independent, with probabilities ::

    p[r, a] = x[r] y[a] / (1 + x[r] y[a]),    sum over a of p[r, a] = diversity of r,
                                              sum over r of p[r, a] = ubiquity of a

Two activities then meet in a random number of regions, the sum of independent trials
with probabilities ``p[r, a] p[r, b]``. A pair that meets in more regions than that sum
explains is validated.

The solver is our own: the package for it (bicm) needs numba, which compiles when first
called, and prints; reduced to distinct sums the equations are small enough for NumPy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from chiiki.capability.kernels import shared_counts
from chiiki.capability.presence import check_presence
from chiiki.capability.significance import adjust
from chiiki.errors import InputError, MethodError, MissingExtraError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray

__all__ = ["Configuration", "Projection", "configuration_model", "validated_projection"]

CLOSE = 1e-10
"""Sums are met when no expected one misses by more than this share of the largest."""

MOST_STEPS = 500
"""Newton's method needs some ten; hundreds only where cells are all but certain."""

BLOCK = 2**22
"""Numbers held for the sums of a block of pairs: 32 MiB, twice."""

Tail = Literal["exact", "poisson", "normal"]
"""How the probability of a co-occurrence is computed."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What :func:`configuration_model` returns."""

    probabilities: FloatArray
    """Shape (n_regions, n_activities), from 0 to 1."""

    diversity: IntArray
    """Shape (n_regions,): activities of each region, which the rows sum to."""

    ubiquity: IntArray
    """Shape (n_activities,): regions of each activity, which the columns sum to."""

    largest_error: float
    """Largest difference between an expected and an observed sum."""

    n_steps: int


@dataclass(frozen=True, slots=True)
class Projection:
    """What :func:`validated_projection` returns. Order of activities as in the input."""

    p_values: FloatArray
    """Shape (n_activities, n_activities): ``P(C >= observed)``, symmetric, 1 on the diagonal."""

    adjusted: FloatArray
    """The same after Benjamini-Hochberg over all pairs."""

    validated: BoolArray
    """True where `adjusted` is at most `level`; False on the diagonal."""

    level: float
    tail: Tail


def configuration_model(presence: BoolArray) -> Configuration:
    """Return how probable each cell is if only diversity and ubiquity were given.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity; no empty region or activity.

    Returns
    -------
    Configuration
        Regions and activities in the order of `presence`.

    Raises
    ------
    InputError
        If `presence` is not such a table.
    MethodError
        If the sums are not met: some cells must then be certain, and only their limit exists.

    Notes
    -----
    Regions of one diversity share one ``x``, activities of one ubiquity one ``y``: the
    equations are solved for the distinct sums by Newton's method on the likelihood, which is
    concave. Full regions and activities are certain and are taken out first. The
    constraints hold on average; a single draw of the model has other sums.

    References
    ----------
    Saracco, F., Di Clemente, R., Gabrielli, A. and Squartini, T. (2015). Randomizing
    bipartite networks: the case of the World Trade Web. Scientific Reports 5, 10595.

    Examples
    --------
    >>> model = configuration_model(np.array([[True, True, False], [True, False, True], [False, True, False]]))
    >>> model.probabilities.sum(axis=1).round(6).tolist(), model.probabilities.sum(axis=0).round(6).tolist()
    ([2.0, 2.0, 1.0], [2.0, 2.0, 1.0])
    """
    check_presence(presence)
    diversity, ubiquity = presence.sum(axis=1), presence.sum(axis=0)
    probabilities = np.zeros(presence.shape)
    rows, columns = _take_out_certain(presence, probabilities)
    n_steps = 0
    if rows.size and columns.size:
        inner = presence[np.ix_(rows, columns)]
        solved, n_steps = _solve(inner.sum(axis=1), inner.sum(axis=0))
        probabilities[np.ix_(rows, columns)] = solved
    missed = (probabilities.sum(axis=1) - diversity, probabilities.sum(axis=0) - ubiquity)
    return Configuration(
        probabilities=probabilities,
        diversity=diversity,
        ubiquity=ubiquity,
        largest_error=float(max(np.abs(part).max() for part in missed)),
        n_steps=n_steps,
    )


def validated_projection(presence: BoolArray, *, level: float = 0.05, tail: Tail = "exact") -> Projection:
    """Find the pairs of activities that meet in more regions than chance explains.

    Parameters
    ----------
    presence : bool array of shape (n_regions, n_activities)
        True where a region has an activity; no empty region or activity.
    level : float
        Share of chance among the pairs kept, above 0 and below 1.
    tail : {"exact", "poisson", "normal"}
        Poisson-binomial sums, or an approximation for some thousand regions: a Poisson
        number of the same mean (cautious), or a normal one of the same mean and variance
        with continuity correction (good where pairs meet often). The last two need SciPy.

    Returns
    -------
    Projection

    Raises
    ------
    InputError
        If `presence` is not such a table, or `level` or `tail` is none.
    MethodError
        If the model has no solution (see :func:`configuration_model`).
    MissingExtraError
        If an approximation is asked for and SciPy is not installed.

    Notes
    -----
    Exact sums take ``n_regions²`` steps for each two distinct ubiquities: 47 prefectures by
    500 activities need a fraction of a second, 2,000 regions many minutes.

    References
    ----------
    Saracco, F., Straka, M. J., Di Clemente, R., Gabrielli, A., Caldarelli, G. and
    Squartini, T. (2017). Inferring monopartite projections of bipartite networks: an
    entropy-based approach. New Journal of Physics 19, 053022.

    Examples
    --------
    >>> together = np.kron(np.eye(2, dtype=bool), np.ones((12, 2), dtype=bool))
    >>> validated_projection(together).validated.astype(int).tolist()
    [[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]]
    """
    if not 0 < level < 1 or tail not in {"exact", "poisson", "normal"}:
        msg = f"level must be above 0 and below 1, tail one of exact, poisson, normal; got {level} and {tail!r}."
        raise InputError(msg)
    model = configuration_model(presence)
    observed = shared_counts(presence)
    p_values = _pair_tails(model, observed, tail=tail)
    upper = np.triu_indices(len(observed), k=1)
    adjusted = np.ones(observed.shape)
    adjusted[upper] = adjust(p_values[upper])
    adjusted.T[upper] = adjusted[upper]
    validated = adjusted <= level
    np.fill_diagonal(validated, val=False)
    return Projection(p_values=p_values, adjusted=adjusted, validated=validated, level=level, tail=tail)


def _take_out_certain(presence: BoolArray, probabilities: FloatArray) -> tuple[IntArray, IntArray]:
    """Fill in rows and columns that are full or empty within what is left, until none is."""
    rows, columns = np.arange(presence.shape[0]), np.arange(presence.shape[1])
    while rows.size and columns.size:
        inner = presence[np.ix_(rows, columns)]
        of_rows, of_columns = inner.sum(axis=1), inner.sum(axis=0)
        full_rows, full_columns = of_rows == columns.size, of_columns == rows.size
        probabilities[np.ix_(rows[full_rows], columns)] = 1.0
        probabilities[np.ix_(rows, columns[full_columns])] = 1.0
        keep_rows, keep_columns = ~full_rows & (of_rows > 0), ~full_columns & (of_columns > 0)
        if keep_rows.all() and keep_columns.all():
            break
        rows, columns = rows[keep_rows], columns[keep_columns]
    return rows, columns


def _solve(of_rows: IntArray, of_columns: IntArray) -> tuple[FloatArray, int]:
    """Probabilities of a table without certain cells, by distinct sums."""
    sums_r, class_r, n_r = np.unique(of_rows, return_inverse=True, return_counts=True)
    sums_c, class_c, n_c = np.unique(of_columns, return_inverse=True, return_counts=True)
    total = float(of_rows.sum())
    theta = np.log(np.r_[sums_r, sums_c] / np.sqrt(total))  # as if links were few
    observed, sizes = np.r_[sums_r, sums_c].astype(np.float64), np.r_[n_r, n_c].astype(np.float64)
    for step in range(MOST_STEPS):
        p = _logistic(theta, n_rows=sums_r.size)
        expected = np.r_[p @ n_c, n_r @ p]
        missed = observed - expected
        if np.abs(missed).max() <= CLOSE * observed.max():
            return p[class_r][:, class_c], step
        theta = theta + _step(theta, p, sizes=sizes, missed=missed, observed=observed)
    msg = (
        f"the expected sums still miss the observed ones by {np.abs(missed).max():.3g} after {MOST_STEPS} steps: "
        "some cells are all but certain, as in a nested table. Use a table with more regions."
    )
    raise MethodError(msg)


def _step(
    theta: FloatArray, p: FloatArray, *, sizes: FloatArray, missed: FloatArray, observed: FloatArray
) -> FloatArray:
    """Newton's step on the likelihood, halved until it gains."""
    n_rows = p.shape[0]
    spread = p * (1 - p) * sizes[:n_rows, np.newaxis] * sizes[n_rows:]
    curvature = np.block([[np.diag(spread.sum(axis=1)), spread], [spread.T, np.diag(spread.sum(axis=0))]])
    # one direction is free (x times c, y over c); lstsq would take the shortest, a small ridge is faster
    curvature[np.diag_indices_from(curvature)] += 1e-12 * curvature.diagonal().max()
    gradient = sizes * missed
    step = np.linalg.solve(curvature, gradient)
    before, gain = _likelihood(theta, sizes=sizes, observed=observed, n_rows=n_rows), float(gradient @ step)
    share = 1.0
    while share > 1e-6 and (  # noqa: PLR2004 -- rounding ends the gain before
        _likelihood(theta + share * step, sizes=sizes, observed=observed, n_rows=n_rows) < before + 1e-4 * share * gain
    ):
        share /= 2
    return np.asarray(share * step)


def _logistic(theta: FloatArray, *, n_rows: int) -> FloatArray:
    both = theta[:n_rows, np.newaxis] + theta[n_rows:]
    return np.asarray(np.exp(-np.logaddexp(0.0, -both)))


def _likelihood(theta: FloatArray, *, sizes: FloatArray, observed: FloatArray, n_rows: int) -> float:
    both = np.logaddexp(0.0, theta[:n_rows, np.newaxis] + theta[n_rows:])
    return float(sizes * observed @ theta - sizes[:n_rows] @ both @ sizes[n_rows:])


def _pair_tails(model: Configuration, observed: FloatArray, *, tail: Tail) -> FloatArray:
    """``P(C >= observed)`` of each two activities; those of one ubiquity share their sums."""
    _, representative, kind = np.unique(model.ubiquity, return_index=True, return_inverse=True)
    of_kind = model.probabilities[:, representative]
    first, second = np.triu_indices(kind.size, k=1)
    lower, higher = np.minimum(kind[first], kind[second]), np.maximum(kind[first], kind[second])
    pair_kinds, which = np.unique(lower * representative.size + higher, return_inverse=True)
    order = np.argsort(which, kind="stable")
    tails = np.empty(first.size)
    block = max(1, BLOCK // (len(of_kind) + 1))
    for begin in range(0, pair_kinds.size, block):
        one, other = np.divmod(pair_kinds[begin : begin + block], representative.size)
        both = (of_kind[:, one] * of_kind[:, other]).T
        inside = order[slice(*np.searchsorted(which[order], [begin, begin + block]))]
        counts = observed[first[inside], second[inside]]
        tails[inside] = _TAILS[tail](both, which[inside] - begin, counts)
    square = np.ones(observed.shape)
    square[first, second] = tails
    square[second, first] = tails
    return square


def _exact_tail(trials: FloatArray, which: IntArray, counts: FloatArray) -> FloatArray:
    """Tail of a sum of independent trials: each trial moves its share of the distribution up by one."""
    n_trials = trials.shape[1]
    masses = np.zeros((len(trials), n_trials + 1))
    masses[:, 0] = 1.0
    for trial in range(n_trials):
        share = trials[:, trial : trial + 1]
        masses[:, 1 : trial + 2] = masses[:, 1 : trial + 2] * (1 - share) + masses[:, : trial + 1] * share
        masses[:, :1] *= 1 - share
    tails = masses[:, ::-1].cumsum(axis=1)[:, ::-1]  # small ones first
    return np.where(counts > 0, np.minimum(tails[which, counts.astype(np.intp)], 1.0), 1.0)


def _poisson_tail(trials: FloatArray, which: IntArray, counts: FloatArray) -> FloatArray:
    return np.where(counts > 0, _special().pdtrc(np.maximum(counts - 1, 0), trials.sum(axis=1)[which]), 1.0)


def _normal_tail(trials: FloatArray, which: IntArray, counts: FloatArray) -> FloatArray:
    deviation = np.sqrt((trials * (1 - trials)).sum(axis=1))[which]
    above = counts - 0.5 - trials.sum(axis=1)[which]  # half a region: counts are whole
    is_chance = (counts > 0) & (deviation > 0)
    z = np.divide(above, deviation, out=np.zeros(above.shape), where=is_chance)
    return np.where(is_chance, _special().ndtr(-z), 1.0)


def _special() -> Any:  # noqa: ANN401 -- a module without types
    try:
        from scipy import special  # noqa: PLC0415 -- an optional extra
    except ImportError as error:
        how = "pip install 'chiiki[stats]', or in a checkout ./run --all-extras …"
        msg = f"The approximations poisson and normal need the extra stats. Add it: {how}, or take tail='exact'."
        raise MissingExtraError(msg) from error
    return special


_TAILS = {"exact": _exact_tail, "poisson": _poisson_tail, "normal": _normal_tail}
