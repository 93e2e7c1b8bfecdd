r"""What the coefficient of two-way fixed effects is an average of.

With treatment that starts at different times the coefficient is a weighted mean of all comparisons of
two cohorts before and after one of them starts (Goodman-Bacon 2021)::

    b = sum_k s_k b_k,   sum_k s_k = 1,   s_k from cohort sizes and the variance of treatment

Comparisons of a cohort with one treated *before* it take the changing effect on the earlier one for a
trend, and can turn the sign of ``b``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import MethodError
from chiiki.evaluation.estimators.border import COLUMNS, PACKAGE, ask, frame_of, labels_of, package
from chiiki.evaluation.panel import usable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import BoolArray
    from chiiki.evaluation.panel import Exclusion, Panel

__all__ = ["ComparisonKind", "Decomposition", "TwoByTwo", "decompose"]

ComparisonKind: TypeAlias = Literal["never", "later", "earlier"]
"""Whom the treated are compared with: never treated, treated later, treated before."""

KINDS: Mapping[str, ComparisonKind] = {
    "treated_vs_never": "never",
    "earlier_vs_later": "later",
    "later_vs_earlier": "earlier",
}


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """One comparison of a cohort with another, or with units never treated."""

    kind: ComparisonKind
    treated: int
    """First treated period of the cohort."""

    untreated: int | None
    """That of the cohort it is compared with; None for never treated."""

    estimate: float
    weight: float
    """Share in the coefficient; all add up to 1."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The coefficient of two-way fixed effects and its parts."""

    estimate: float
    """The coefficient, in the unit of the outcome."""

    comparisons: tuple[TwoByTwo, ...]
    """By kind, treated and untreated cohort."""

    n_units: int
    n_periods: int
    exclusions: tuple[Exclusion, ...] = ()
    cautions: tuple[Caution, ...] = ()
    package: str = PACKAGE

    def weight_of(self, kind: ComparisonKind) -> float:
        """Return the share of one kind of comparison, 0 to 1.

        Parameters
        ----------
        kind : ComparisonKind
            Whom the treated are compared with.
        """
        return sum(part.weight for part in self.comparisons if part.kind == kind)

    def estimate_of(self, kind: ComparisonKind) -> float | None:
        """Return the weighted mean of one kind of comparison; None where there is none.

        Parameters
        ----------
        kind : ComparisonKind
            Whom the treated are compared with.
        """
        parts = [part for part in self.comparisons if part.kind == kind]
        weight = self.weight_of(kind)
        return sum(part.weight * part.estimate for part in parts) / weight if weight > 0 else None


def decompose(panel: Panel) -> Decomposition:
    """Take the coefficient of two-way fixed effects apart.

    Parameters
    ----------
    panel : Panel
        As it was read. Units with a gap are left out, with a Caution: the weights are of balanced
        panels. So are units treated in every period.

    Returns
    -------
    Decomposition
        Estimates and weights of all comparisons, whose weighted sum is the coefficient.

    Raises
    ------
    MethodError
        If the panel has no untreated unit to compare with, or no unit without gaps is left.
    MissingExtraError
        If the extra ``stats`` is not installed.

    References
    ----------
    Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing.
    Journal of Econometrics 225, 254-277.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.array([[1.0, 4.0, 4.0], [2.0, 2.0, 4.0], [1.0, 2.0, 2.0]])
    >>> found = decompose(Panel(("A", "B", "C"), np.array([1, 2, 3]), y, np.array([2, 3, np.inf])))
    >>> [(part.kind, part.treated, round(part.weight, 3)) for part in found.comparisons]
    [('never', 2, 0.333), ('never', 3, 0.333), ('later', 2, 0.167), ('earlier', 3, 0.167)]
    """
    ready = usable(_without_gaps(panel))
    with ask("the Goodman-Bacon decomposition"):
        found = package().BaconDecomposition(weights="exact").fit(frame_of(ready), **COLUMNS)
    parts = [_part(ready, part) for part in found.comparisons]
    order = list(KINDS.values())
    parts.sort(key=lambda part: (order.index(part.kind), part.treated, part.untreated or 0))
    return Decomposition(
        estimate=sum(part.weight * part.estimate for part in parts),
        comparisons=tuple(parts),
        n_units=ready.n_units,
        n_periods=ready.n_periods,
        exclusions=ready.exclusions,
        cautions=(*ready.cautions, *_signs(parts)),
    )


def _without_gaps(panel: Panel) -> Panel:
    whole: BoolArray = np.asarray(panel.observed.all(axis=1))
    if whole.all():
        return panel
    if not whole.any():
        msg = "every unit has a gap, and the weights are of balanced panels. Leave periods out, or fill the gaps."
        raise MethodError(msg)
    message = f"{int((~whole).sum())} units with a gap are left out: the weights are of balanced panels."
    left = panel.subset(whole)
    return replace(left, cautions=(*panel.cautions, Caution("incomplete-dropped", message)))


def _part(panel: Panel, part: Any) -> TwoByTwo:  # noqa: ANN401 -- of diff-diff
    kind = KINDS[part.comparison_type]
    cohort = int(labels_of(panel, [part.treated_group])[0])
    other = None if kind == "never" else int(labels_of(panel, [part.control_group])[0])
    return TwoByTwo(kind, cohort, other, float(part.estimate), float(part.weight))


def _signs(parts: list[TwoByTwo]) -> tuple[Caution, ...]:
    share = sum(part.weight for part in parts if part.kind == "earlier")
    if share == 0:
        return ()
    message = (
        f"{share:.0%} of the coefficient compares cohorts with units that were treated before them; "
        "where effects change over time, this part is no effect."
    )
    return (Caution("not-separable", message),)
