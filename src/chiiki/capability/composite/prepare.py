"""From measured values to scores: the steps before weights come in.

Order: divide by persons, treat outliers on what was measured, deal with gaps, normalise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.composite.missing import impute
from chiiki.capability.composite.normalise import normalise
from chiiki.capability.composite.outliers import treat
from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingValueError, ShapeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.capability.composite.outliers import Treatment
    from chiiki.capability.composite.scheme import MissingName, NormalisationName, Scheme

__all__ = ["Prepared", "prepare"]

EXAMPLES = 5
"""How many labels a message names at most."""

LARGEST = 1e150
"""Squares of larger values are beyond a float."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table ready to be normalised, weighed and aggregated."""

    scheme: Scheme
    kept: IntArray
    """Positions of the regions that are in the index, in the order of the input."""

    measured: FloatArray
    """Per head where the scheme says so, NaN where missing, shape (n_kept, n_indicators)."""

    treated: FloatArray
    """After outliers, gaps still open, same shape."""

    treatments: tuple[Treatment, ...]
    """One for each indicator."""

    imputed: BoolArray
    """True where a cell was filled, same shape."""

    cautions: tuple[Caution, ...]

    def filled(self, rule: MissingName) -> FloatArray:
        """Return the treated values with their gaps filled by `rule`."""
        if not self.imputed.any():
            return self.treated
        return impute(self.treated, method=rule, neighbours=self.scheme.missing.neighbours)

    def scores(self, filled: FloatArray, method: NormalisationName) -> FloatArray:
        """Return `filled` on one scale, more is better."""
        indicators = self.scheme.indicators
        return normalise(
            filled,
            method=method,
            higher=np.array([indicator.direction == "higher" for indicator in indicators]),
            low=np.array([np.nan if i.low is None else i.low for i in indicators]),
            high=np.array([np.nan if i.high is None else i.high for i in indicators]),
        )


def prepare(
    values: FloatArray,
    *,
    scheme: Scheme,
    persons: FloatArray | None = None,
    regions: Sequence[str] | None = None,
) -> Prepared:
    """Take a table through the steps of a scheme that come before normalisation.

    Parameters
    ----------
    values : array of shape (n_regions, n_indicators)
        One column for each indicator, in the order of the scheme, in its unit; NaN is missing.
    scheme : Scheme
    persons : array of shape (n_regions,) or (n_regions, n_indicators), optional
        Above 0; needed where an indicator is per persons. Two dimensions where indicators are of
        different years.
    regions : sequence of str, optional
        Labels for messages; positions without them.

    Returns
    -------
    Prepared

    Raises
    ------
    ShapeError
        If the shapes do not fit.
    MissingValueError
        If a value is missing and the scheme refuses that, or persons are missing.
    InputError
        If a value is infinite, persons are not above 0, or too much would be imputed.
    MethodError
        If fewer than two regions are left, or an indicator is the same everywhere.
    """
    labels = _labels(values, scheme, regions)
    measured = _per_head(values, scheme=scheme, persons=persons, labels=labels)
    kept, cautions = _without_gaps(measured, scheme=scheme, labels=labels)
    measured = measured[kept]
    _check_columns(measured, scheme)
    limits = scheme.outliers
    treatments = tuple(treat(column, rule=limits) for column in measured.T)
    treated = np.column_stack([treatment.values for treatment in treatments])
    gaps = np.isnan(treated)
    return Prepared(
        scheme=scheme,
        kept=kept,
        measured=measured,
        treated=treated,
        treatments=treatments,
        imputed=gaps,
        cautions=(*cautions, *_treatment_cautions(scheme, treatments), *_gap_cautions(scheme, gaps)),
    )


def _labels(values: FloatArray, scheme: Scheme, regions: Sequence[str] | None) -> tuple[str, ...]:
    n = len(scheme.indicators)
    if values.ndim != 2 or values.shape[1] != n:  # noqa: PLR2004 -- a table
        msg = f"values must have one column for each of the {n} indicators of the scheme, got shape {values.shape}."
        raise ShapeError(msg)
    labels = tuple(str(position) for position in range(len(values))) if regions is None else tuple(regions)
    if len(labels) != len(values):
        msg = f"regions must have one label for each of {len(values)} rows, got {len(labels)}."
        raise ShapeError(msg)
    refused = np.argwhere(np.abs(values) > LARGEST)
    if refused.size:
        row, column = refused[0]
        msg = (
            f"values must be finite and up to {LARGEST:g}; region {labels[row]}, "
            f"indicator {scheme.indicators[column].id} has {values[row, column]:g}."
        )
        raise InputError(msg)
    return labels


def _per_head(values: FloatArray, *, scheme: Scheme, persons: FloatArray | None, labels: tuple[str, ...]) -> FloatArray:
    per = np.array([indicator.per == "persons" for indicator in scheme.indicators])
    if not per.any():
        return values
    first = next(indicator.id for indicator in scheme.indicators if indicator.per)
    if persons is None:
        msg = f"indicator {first} of scheme {scheme.name} is per persons, and no persons are given."
        raise MissingValueError(msg)
    if persons.shape not in {values.shape, values.shape[:1]}:
        msg = f"persons must have shape {values.shape[:1]} or {values.shape}, got {persons.shape}."
        raise ShapeError(msg)
    heads = np.broadcast_to(persons[:, np.newaxis] if persons.ndim == 1 else persons, values.shape)
    unusable = per & ~(np.isfinite(heads) & (heads > 0)) & ~np.isnan(values)
    if unusable.any():
        row, column = np.argwhere(unusable)[0]
        msg = (
            f"persons must be above 0; region {labels[row]} has {heads[row, column]:g} "
            f"for indicator {scheme.indicators[column].id}."
        )
        raise InputError(msg)
    return np.where(per, values / np.where(np.isfinite(heads) & (heads > 0), heads, 1.0), values)


def _without_gaps(
    values: FloatArray, *, scheme: Scheme, labels: tuple[str, ...]
) -> tuple[IntArray, tuple[Caution, ...]]:
    gaps = np.isnan(values)
    kept = np.arange(len(values))
    if not gaps.any():
        return kept, ()
    if scheme.missing.rule == "refuse":
        pairs = [f"{labels[r]} has no {scheme.indicators[q].id}" for r, q in np.argwhere(gaps)[:EXAMPLES]]
        msg = (
            f"missing values ({int(gaps.sum())}): {'; '.join(pairs)}. "
            "Complete them, or give the scheme a rule: [missing] rule = drop, mean, median or knn."
        )
        raise MissingValueError(msg)
    if scheme.missing.rule == "drop":
        incomplete: BoolArray = np.asarray(gaps.any(axis=1))
        named = ", ".join(label for label, is_out in zip(labels, incomplete, strict=True) if is_out)
        message = f"regions that lack an indicator and are not in the index ({int(incomplete.sum())}): {named}."
        return kept[~incomplete], (Caution("incomplete-dropped", message),)
    if (empty := gaps.all(axis=1)).any():
        label = labels[int(np.flatnonzero(empty)[0])]
        msg = f"region {label} has no indicator at all, so nothing can be imputed from. Take it out."
        raise MissingValueError(msg)
    return kept, ()


def _check_columns(values: FloatArray, scheme: Scheme) -> None:
    if len(values) < 2:  # noqa: PLR2004 -- nobody to compare with
        msg = f"a composite index compares regions and needs at least two, got {len(values)}."
        raise MethodError(msg)
    for indicator, column in zip(scheme.indicators, values.T, strict=True):
        missing = float(np.isnan(column).mean())
        if missing > scheme.missing.at_most or missing == 1.0:
            msg = (
                f"indicator {indicator.id} lacks {missing:.0%} of its values; the scheme allows "
                f"{scheme.missing.at_most:.0%} to be filled ([missing] at_most). Leave the indicator out."
            )
            raise MissingValueError(msg)
        posts = indicator.low is not None and indicator.high is not None
        if np.nanmin(column) == np.nanmax(column) and not (posts and scheme.normalise == "min-max"):
            msg = f"indicator {indicator.id} is the same in all regions and tells none from another; leave it out."
            raise MethodError(msg)


def _treatment_cautions(scheme: Scheme, treatments: tuple[Treatment, ...]) -> tuple[Caution, ...]:
    pairs = list(zip(scheme.indicators, treatments, strict=True))
    done = [f"{i.id} ({t.n_moved})" for i, t in pairs if t.n_moved]
    if not done:
        return ()
    still = [i.id for i, t in pairs if not t.holds]
    rest = f" Still beyond the limits: {', '.join(still)}." if still else ""
    return (Caution("outliers-treated", f"treated by {scheme.outliers.rule} (values moved): {', '.join(done)}.{rest}"),)


def _gap_cautions(scheme: Scheme, gaps: BoolArray) -> tuple[Caution, ...]:
    if not gaps.any():
        return ()
    counts = [f"{i.id} ({n})" for i, n in zip(scheme.indicators, gaps.sum(axis=0), strict=True) if n]
    message = (
        f"missing values filled by {scheme.missing.rule} ({int(gaps.sum())} of {gaps.size}): {', '.join(counts)}. "
        "Nobody measured them."
    )
    return (Caution("imputed", message),)
