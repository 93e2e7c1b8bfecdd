"""How synthetic paths are made: the method with its settings, for any unit in the treated role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.errors import InputError, MethodError
from chiiki.evaluation.synthetic.augmented import augmented_fits
from chiiki.evaluation.synthetic.completion import complete_matrix
from chiiki.evaluation.synthetic.difference import difference_fits
from chiiki.evaluation.synthetic.outcomes import outcome_fits
from chiiki.evaluation.synthetic.penalty import cross_validated_penalty
from chiiki.evaluation.synthetic.predictors import predictor_fits
from chiiki.evaluation.synthetic.results import METHODS, Fits

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.synthetic.predictors import Matched
    from chiiki.evaluation.synthetic.results import SyntheticMethod

__all__ = ["Recipe", "completed_gaps"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A method with its settings."""

    method: SyntheticMethod
    seed: int = 0
    penalty: float | None = None
    """Of the ridge (asc) or the nuclear norm (mc); chosen from the data when None."""

    predictors: FloatArray | None = None
    """Shape (n_units, n_predictors), the treated unit first; None for outcomes alone."""

    def __post_init__(self) -> None:
        """Refuse a method that there is none of, and predictors that the method cannot use."""
        if self.method not in METHODS:
            msg = f"there is no method {self.method!r}; choose from {', '.join(METHODS)}."
            raise InputError(msg)
        if self.predictors is not None and self.method != "sc":
            msg = f"predictors are for the method sc; {self.method} uses all outcomes before treatment. Leave them out."
            raise InputError(msg)
        if self.penalty is not None and self.method not in {"asc", "mc"}:
            msg = f"a penalty is for the methods asc and mc; {self.method} has none to choose. Leave it out."
            raise InputError(msg)

    def fits(self, stack: FloatArray, *, roles: IntArray, n_pre: int, allowed: BoolArray) -> Fits:
        """Make the synthetic path of each unit in the treated role.

        Parameters
        ----------
        stack : array of shape (1 + n_donors, n_periods)
            Outcomes of the treated unit, then of the donors.
        roles : array of shape (n_targets,)
            Position in the stack of the unit in the treated role.
        n_pre : int
            Periods before treatment.
        allowed : array of shape (n_targets, n_donors)
            Which donors each may have.
        """
        if self.predictors is not None:
            return self.matched(stack, roles=roles, n_pre=n_pre, allowed=allowed).fits
        if self.method == "mc":
            return self._completed(stack, roles=roles, n_pre=n_pre, allowed=allowed)
        return self.mix(stack[1:], stack[roles], n_pre=n_pre, allowed=allowed)

    def mix(
        self, outcomes: FloatArray, targets: FloatArray, *, n_pre: int, allowed: BoolArray, n_treated: int = 1
    ) -> Fits:
        """Mix donors for each target by the outcomes before treatment (all methods but matrix completion).

        Parameters
        ----------
        outcomes : array of shape (n_donors, n_periods)
        targets : array of shape (n_targets, n_periods)
        n_pre : int
            Periods before treatment.
        allowed : array of shape (n_targets, n_donors)
            Which donors each target may have.
        n_treated : int
            Units that each target is the mean of.
        """
        if self.method == "sdid":
            return difference_fits(outcomes, targets, n_pre=n_pre, allowed=allowed, n_treated=n_treated)
        if self.method == "asc":
            return augmented_fits(outcomes, targets, n_pre=n_pre, allowed=allowed, penalty=self.penalty)
        return outcome_fits(outcomes, targets, n_pre=n_pre, allowed=allowed)

    def matched(self, stack: FloatArray, *, roles: IntArray, n_pre: int, allowed: BoolArray) -> Matched:
        """Do the same with predictors, and say how much each counts.

        Raises
        ------
        MethodError
            If there are no predictors, or one is the same for all units.
        """
        if self.predictors is None:
            msg = "there are no predictors to match."
            raise MethodError(msg)
        donors = np.hstack([np.zeros((len(allowed), 1), dtype=bool), allowed])
        return predictor_fits(self.predictors, stack, roles=roles, n_pre=n_pre, allowed=donors, seed=self.seed)

    def _completed(self, stack: FloatArray, *, roles: IntArray, n_pre: int, allowed: BoolArray) -> Fits:
        gaps, penalty = np.full((len(roles), stack.shape[1]), np.nan), self.penalty
        for row, role in enumerate(roles.tolist()):
            kept = np.append([role == 0], allowed[row])
            kept[role] = True
            own = int(kept[:role].sum())
            treated = np.zeros((int(kept.sum()), stack.shape[1]), dtype=bool)
            treated[own, n_pre:] = True
            found, penalty = completed_gaps(stack[kept], treated, penalty=penalty, seed=self.seed)
            gaps[row] = found[own]
        return Fits(gaps=gaps, weights=None, settings={"lambda": f"{penalty:.6g}"})


def completed_gaps(
    outcomes: FloatArray, treated: BoolArray, *, penalty: float | None, seed: int
) -> tuple[FloatArray, float]:
    """Return outcomes less what they would have been untreated, and the penalty that was used.

    Parameters
    ----------
    outcomes : array of shape (n_units, n_periods)
        NaN where nothing was observed.
    treated : array of shape (n_units, n_periods)
        True for cells under treatment.
    penalty : float or None
        None chooses it by cross-validation.
    seed : int
        Of the cross-validation.

    Examples
    --------
    >>> y = np.array([[1.0, 2.0, 3.0], [2.0, 3.0, 4.0], [5.0, 6.0, 9.0]])
    >>> on = np.zeros((3, 3), dtype=bool)
    >>> on[2, 2] = True
    >>> float(completed_gaps(y, on, penalty=9.0, seed=0)[0][2, 2].round(6))  # 9 where 7 were to be expected
    2.0
    """
    seen = ~np.isnan(outcomes) & ~treated
    known = np.where(np.isnan(outcomes), 0.0, outcomes)
    chosen = cross_validated_penalty(known, seen, seed=seed) if penalty is None else penalty
    return outcomes - complete_matrix(known, seen, penalty=chosen).fitted, chosen
