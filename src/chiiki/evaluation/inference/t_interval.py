"""An interval and a p value by Student's t, from an estimate and its standard error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chiiki.evaluation.student import two_sided_p

if TYPE_CHECKING:
    from chiiki.evaluation.results import Estimate

__all__ = ["with_t_interval"]


def with_t_interval(one: Estimate, *, error: float | None, reach: float, df: float) -> Estimate:
    """Give an estimate the interval and p value that its standard error implies.

    Parameters
    ----------
    one : Estimate
    error : float or None
        Standard error.
    reach : float
        Half of the interval in standard errors, as :func:`~chiiki.evaluation.student.t_quantile` gives it.
    df : float
        Degrees of freedom > 0, for the p value.

    Returns
    -------
    Estimate
        With `error`; without error, interval and p value where it is None or not above 0.

    Examples
    --------
    >>> from chiiki.evaluation.results import Estimate, Target
    >>> found = with_t_interval(Estimate(Target("simple"), 2.0, n=3), error=2.0, reach=1.5, df=1.0)
    >>> found.interval, round(found.p_value, 9)  # Cauchy: half lies beyond 1
    ((-1.0, 5.0), 0.5)
    """
    if error is None or not error > 0.0:
        return replace(one, standard_error=None, interval=None, p_value=None)
    interval = (one.estimate - reach * error, one.estimate + reach * error)
    return replace(one, standard_error=error, interval=interval, p_value=two_sided_p(one.estimate / error, df=df))
