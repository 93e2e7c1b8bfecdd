"""One table by the rules of a package, blanks and all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.advantage import SPECIALISED_FROM
from chiiki.capability.conventions.analysis import Analysis
from chiiki.capability.conventions.nearness import package_density, package_gain, package_proximity
from chiiki.capability.conventions.solved import (
    Solved,
    filled,
    ratios,
    repeated_fitness,
    repeated_reflections,
    solve,
    trimmed,
)
from chiiki.capability.outlook import GAIN_FORMS
from chiiki.errors import InputError, MethodError

if TYPE_CHECKING:
    from chiiki.arrays import BoolArray, FloatArray
    from chiiki.capability.conventions.rules import MethodName
    from chiiki.capability.relatedness import Measure, Totals
    from chiiki.cautions import Caution

__all__ = ["PackageAnalysis"]

MEASURED: tuple[Measure, ...] = ("association", "cosine", "jaccard", "probability")
"""Measures of relatedness that packages have."""


@dataclass(frozen=True)
class PackageAnalysis(Analysis):
    """Every method that a package has, NaN where the package has no value."""

    @cached_property
    def rca(self) -> FloatArray:
        """Ratios of shares, shape (n_regions, n_activities)."""
        return self._spread(ratios(self._table, rule=self.rule))

    @cached_property
    def rpca(self) -> FloatArray:
        """Ratios per head, shape (n_regions, n_activities)."""
        self.need("rpca")
        persons = self.persons()[self._filled[0]]
        with np.errstate(divide="ignore", invalid="ignore"):  # an activity without any amount is the package's
            found = self._table / persons[:, np.newaxis] / (self._table.sum(axis=0) / persons.sum())
        return self._spread(np.nan_to_num(found, nan=0.0) if self.rule.empty == "zero" else found)

    @cached_property
    def presence(self) -> BoolArray:
        """Where a region counts as specialised, shape (n_regions, n_activities)."""
        if self.rule.empty == "present":
            return ~(self.rca < SPECIALISED_FROM)
        tests = {"rca": ("rca",), "rpca": ("rpca",), "either": ("rca", "rpca")}[self.presence_test]
        return np.asarray(np.any([getattr(self, name) >= SPECIALISED_FROM for name in tests], axis=0))

    @cached_property
    def proximity(self) -> FloatArray:
        """Shape (n_activities, n_activities), with the diagonal of the convention."""
        self.need("proximity")
        return self._proximity

    @cached_property
    def density(self) -> FloatArray:
        """Shape (n_regions, n_activities), from 0 to what the convention calls all."""
        columns = self._filled[1]
        near = self._near[np.ix_(columns, columns)]
        return self._spread(package_density(self._inner, near, rule=self.rule))

    @property
    def eci(self) -> FloatArray:
        """Shape (n_regions,)."""
        return self._solved.eci

    @property
    def pci(self) -> FloatArray:
        """Shape (n_activities,)."""
        return self._solved.pci

    @cached_property
    def reflections(self) -> tuple[FloatArray, FloatArray]:
        """Regions and activities by reflections."""
        self.need("reflections")
        return self._placed(*repeated_reflections(self._core, rule=self.rule))

    @cached_property
    def fitness(self) -> tuple[FloatArray, FloatArray]:
        """Fitness of regions and quality of activities."""
        self.need("fitness")
        return self._placed(*repeated_fitness(self._core, rule=self.rule))

    @cached_property
    def coi(self) -> FloatArray:
        """Complexity outlook index, shape (n_regions,)."""
        self.need("outlook")
        rows, columns = self._filled
        near = self.density[np.ix_(rows, columns)] / self.rule.out_of
        found = (near * ~self._inner * self._solved.value[columns]).sum(axis=1)
        if self.rule.coi_standardised:
            found = (found - found.mean()) / found.std()
        coi = np.full(len(rows), np.nan)
        coi[rows] = found
        return coi

    @cached_property
    def cog(self) -> FloatArray:
        """Gain in outlook, shape (n_regions, n_activities)."""
        self.need("gain")
        form = self.rule.gain or GAIN_FORMS["atlas"]
        columns = self._filled[1]
        near, value = self._near[np.ix_(columns, columns)], self._solved.value[columns]
        found = package_gain(self._inner, near, value, rule=self.rule)
        if form.both_terms:
            found -= self.density[np.ix_(self._filled[0], columns)] / self.rule.out_of * value
        if form.open_only:
            found = found * ~self._inner
        return self._spread(found / self._solved.gain_unit)

    def cautions_of(self, method: MethodName) -> tuple[Caution, ...]:
        """Return what a method's values may still be read with, computing them if need be."""
        return self._solved.cautions if method in ("complexity", "gain", "outlook") else ()

    def totals(self, measure: Measure) -> Totals | None:
        """Return what a measure's totals count: links in EconGeo, occurrences in econcomplex.

        Raises
        ------
        InputError
            If the package has no such measure.
        """
        if measure not in MEASURED:
            msg = f"{self.rule.origin} has no relatedness by {measure}; it has {', '.join(MEASURED)}."
            raise InputError(msg)
        return "links" if self.rule.name == "EconGeo" else "occurrences"

    @cached_property
    def _filled(self) -> tuple[BoolArray, BoolArray]:
        """Regions and activities that the package computes with."""
        if self.rule.empty == "drop":
            return filled(self.amounts)
        return np.ones(self.amounts.shape[0], dtype=bool), np.ones(self.amounts.shape[1], dtype=bool)

    @cached_property
    def _table(self) -> FloatArray:
        return np.ascontiguousarray(self.amounts[np.ix_(*self._filled)])

    @cached_property
    def _inner(self) -> BoolArray:
        return np.ascontiguousarray(self.presence[np.ix_(*self._filled)])

    @cached_property
    def _proximity(self) -> FloatArray:
        columns = self._filled[1]
        found = np.full((len(columns), len(columns)), np.nan)
        found[np.ix_(columns, columns)] = package_proximity(self._inner, rule=self.rule)
        return found

    @cached_property
    def _near(self) -> FloatArray:
        """What density sums."""
        if "proximity" not in self.rule.methods:
            return self.relatedness
        if self.rule.lacking == "drop" and (lacking := np.flatnonzero(~self.presence.any(axis=0))[:5].tolist()):
            msg = (
                f"{self.rule.origin} leaves out the activities at {lacking}, where no region is specialised, from "
                "proximity and not from the table, and stops. Drop them."
            )
            raise MethodError(msg)
        return self._proximity

    @cached_property
    def _left(self) -> tuple[BoolArray, BoolArray]:
        """Regions and activities that complexity is computed for."""
        if self.rule.lacking == "trim":
            return trimmed(self.amounts, rule=self.rule)
        if self.rule.lacking == "drop":
            return filled(self.presence)
        return self._filled

    @cached_property
    def _core(self) -> BoolArray:
        if self.rule.lacking == "trim":
            return ratios(self.amounts[np.ix_(*self._left)], rule=self.rule) >= SPECIALISED_FROM
        return np.ascontiguousarray(self.presence[np.ix_(*self._left)])

    @cached_property
    def _solved(self) -> Solved:
        found = solve(self._core, rule=self.rule)
        eci, pci = self._placed(found.eci, found.pci)
        value = self._placed(found.eci, found.value)[1]
        return Solved(eci=eci, pci=pci, value=value, gain_unit=found.gain_unit, cautions=found.cautions)

    def _placed(self, regions: FloatArray, activities: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Put values back where they belong; NaN elsewhere."""
        placed = []
        for mask, values in zip(self._left, (regions, activities), strict=True):
            whole = np.full(len(mask), np.nan)
            whole[mask] = values
            placed.append(whole)
        return placed[0], placed[1]

    def _spread(self, values: FloatArray) -> FloatArray:
        """Put a table back where it belongs; NaN elsewhere."""
        if values.shape == self.amounts.shape:
            return values
        whole = np.full(self.amounts.shape, np.nan)
        whole[np.ix_(*self._filled)] = values
        return whole
