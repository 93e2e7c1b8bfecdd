r"""A preview of the interval in closed form: variances by cohort, Welch's degrees of freedom.

Units of a cohort are taken as draws from many alike, cohorts as samples apart, and a target as
the sum of their contributions to imputation::

    variance = sum over c of n_c s_c^2
    df       = variance^2 / sum over c of (n_c s_c^2)^2 / (n_c - 1)

with ``n_c`` units and ``s_c^2`` the variance of contributions within cohort c, units never treated being one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import MethodError
from chiiki.evaluation.imputation import impute
from chiiki.evaluation.results import LEVEL
from chiiki.evaluation.student import t_quantile, two_sided_p

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Interval, Target

__all__ = ["Neyman", "neyman_intervals"]


@dataclass(frozen=True, slots=True)
class Neyman:
    """Imputation with its variance by cohort."""

    targets: tuple[Target, ...]
    estimates: FloatArray
    """In the unit of the outcome, shape (n_targets,)."""

    standard_errors: FloatArray
    """Shape (n_targets,)."""

    degrees_of_freedom: FloatArray
    """Welch's, shape (n_targets,)."""

    p_values: FloatArray
    """Two-sided, of no effect, shape (n_targets,)."""

    intervals: tuple[Interval, ...]


def neyman_intervals(panel: Panel, *, covariates: Sequence[str] = (), leads: int = 0, level: float = LEVEL) -> Neyman:
    """Compute imputation estimates with Neyman's variance by cohort.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` returns it.
    covariates : sequence of str
        Names among ``panel.covariates``.
    leads : int
        Periods before treatment with a coefficient.
    level : float
        Nominal coverage, between 0 and 1.

    Returns
    -------
    Neyman

    Raises
    ------
    MethodError
        If a cohort, or the units never treated, are one unit: one unit has no variance.
    UnknownNameError, InputError
        As for :func:`~chiiki.evaluation.imputation.impute`, and if `level` is out of range.

    Notes
    -----
    Fast, and close to the randomisation interval where cohorts have several units each. With
    missing cells it takes units of a cohort to be missing alike.

    References
    ----------
    Welch, B. L. (1947). The generalization of Student's problem when several different
    population variances are involved. Biometrika 34, 28-35.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[0.0, 4.0], [0.0, 6.0], [0.0, 1.0], [0.0, 3.0]])
    >>> found = neyman_intervals(Panel(tuple("ABCD"), np.array([0, 1]), y, np.array([1.0, 1.0, np.inf, np.inf])))
    >>> found.estimates[0].round(6), found.standard_errors[0].round(6)  # 5 - 2; two variances of 2 / 2
    (np.float64(3.0), np.float64(1.414214))
    >>> found.degrees_of_freedom[0].round(6)
    np.float64(2.0)
    """
    codes, sizes = np.unique(panel.first_index, return_inverse=True, return_counts=True)[1:]
    if (sizes == 1).any():
        unit = panel.units[int(np.argmax(sizes[codes] == 1))]
        msg = (
            f"{unit!r} is the only unit of its cohort, and one unit has no variance. Use randomisation, or "
            "leave the unit out."
        )
        raise MethodError(msg)
    found = impute(panel, covariates=covariates, leads=leads)
    parts = np.stack([size * found.contributions[codes == code].var(axis=0, ddof=1) for code, size in enumerate(sizes)])
    variance = parts.sum(axis=0)
    weights = (parts**2 / (sizes - 1)[:, None]).sum(axis=0)
    freedom = np.divide(
        variance**2, weights, out=np.full(len(variance), float(sizes.sum() - len(sizes))), where=weights > 0
    )
    errors = np.sqrt(variance)
    reach = errors * np.array([t_quantile(level, df=df) for df in freedom.tolist()])
    return Neyman(
        targets=found.targets,
        estimates=found.values,
        standard_errors=errors,
        degrees_of_freedom=freedom,
        p_values=np.array(
            [_p(*one) for one in zip(found.values.tolist(), errors.tolist(), freedom.tolist(), strict=True)]
        ),
        intervals=tuple(zip((found.values - reach).tolist(), (found.values + reach).tolist(), strict=True)),
    )


def _p(estimate: float, error: float, freedom: float) -> float:
    if error == 0.0:
        return 0.0 if estimate else 1.0
    return two_sided_p(estimate / error, df=freedom)
