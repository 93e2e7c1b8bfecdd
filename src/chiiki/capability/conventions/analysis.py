"""One table by the rules of one convention: every method, computed when asked for.

Under "chiiki" and "atlas" the methods of the other modules are called and refuse what they
refuse. Under a package's name, what the package does with empty regions, missing ratios and
the like is repeated, blanks included: see :mod:`~chiiki.capability.conventions.package`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from chiiki.capability.advantage import rca, rpca
from chiiki.capability.complexity import complexity
from chiiki.capability.conventions.rules import with_method
from chiiki.capability.density import density
from chiiki.capability.fitness import fitness
from chiiki.capability.genepy import genepy
from chiiki.capability.kernels import shared_counts
from chiiki.capability.outlook import outlook
from chiiki.capability.reflections import reflections
from chiiki.capability.relatedness import Measure, proximity, relatedness
from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.capability.advantage import Advantage
    from chiiki.capability.complexity import Complexity, Component
    from chiiki.capability.conventions.rules import Convention, MethodName
    from chiiki.capability.fitness import Fitness
    from chiiki.capability.genepy import Genepy
    from chiiki.capability.outlook import Outlook
    from chiiki.capability.reflections import Reflections
    from chiiki.capability.relatedness import Totals
    from chiiki.cautions import Caution

__all__ = ["Analysis", "PresenceTest"]

PresenceTest = Literal["either", "rca", "rpca"]
"""What makes a region specialised: its share, its amount per head, or one of the two."""

MEASURES: Mapping[str, Measure] = {name: name for name in get_args(Measure)} | {"prob": "probability"}
"""Names of measures; "prob" is EconGeo's."""


@dataclass(frozen=True)
class Analysis:
    """Every method on one table; arrays are in the order of `amounts`. Made by :func:`analyse`."""

    amounts: FloatArray
    """Shape (n_regions, n_activities)."""

    rule: Convention
    population: FloatArray | None = field(default=None, kw_only=True)
    presence_test: PresenceTest = field(default="rca", kw_only=True)
    measure: str | None = field(default=None, kw_only=True)
    component: Component = field(default="refuse", kw_only=True)

    @property
    def settings(self) -> Mapping[str, str]:
        """The choices that matter, in words."""
        return self.rule.settings

    @cached_property
    def rca(self) -> FloatArray:
        """Ratios of shares, shape (n_regions, n_activities)."""
        self.need("rca")
        return self._advantage.rca

    @cached_property
    def rpca(self) -> FloatArray:
        """Ratios per head, shape (n_regions, n_activities)."""
        self.need("rpca")
        return rpca(self.amounts, population=self.persons()).rca

    @cached_property
    def presence(self) -> BoolArray:
        """Where a region counts as specialised, shape (n_regions, n_activities)."""
        by_share = self._advantage.specialised
        if self.presence_test == "rca":
            return by_share
        by_head = rpca(self.amounts, population=self.persons()).specialised
        return by_head if self.presence_test == "rpca" else by_share | by_head

    @cached_property
    def diversity(self) -> IntArray:
        """Activities of each region, shape (n_regions,)."""
        return np.asarray(self.presence.sum(axis=1))

    @cached_property
    def ubiquity(self) -> IntArray:
        """Regions of each activity, shape (n_activities,)."""
        return np.asarray(self.presence.sum(axis=0))

    @cached_property
    def proximity(self) -> FloatArray:
        """Shape (n_activities, n_activities), with the diagonal of the convention."""
        self.need("proximity")
        return proximity(self.presence)

    @cached_property
    def relatedness(self) -> FloatArray:
        """Relatedness by the measure asked for, shape (n_activities, n_activities), 0 on the diagonal."""
        self.need("relatedness")
        name = (self.measure or self.rule.measure).lower()
        if name not in MEASURES:
            msg = f"no measure of relatedness is called {name!r}; there are {', '.join(MEASURES)}."
            raise UnknownNameError(msg)
        measure = MEASURES[name]
        return relatedness(
            shared_counts(self.presence), measure=measure, totals=self.totals(measure), n_events=len(self.presence)
        )

    @cached_property
    def density(self) -> FloatArray:
        """Shape (n_regions, n_activities), from 0 to what the convention calls all."""
        self.need("density")
        return density(self.presence, self.proximity, own_field=self.rule.own_field, out_of=self.rule.out_of)

    @property
    def eci(self) -> FloatArray:
        """Shape (n_regions,)."""
        self.need("complexity")
        return self._complexity.eci

    @property
    def pci(self) -> FloatArray:
        """Shape (n_activities,)."""
        self.need("complexity")
        return self._complexity.pci

    @cached_property
    def reflections(self) -> tuple[FloatArray, FloatArray]:
        """Regions and activities by reflections."""
        self.need("reflections")
        found = self._reflections
        return found.eci, found.pci

    @cached_property
    def fitness(self) -> tuple[FloatArray, FloatArray]:
        """Fitness of regions and quality of activities."""
        self.need("fitness")
        found = self._fitness
        return found.fitness, found.quality

    @cached_property
    def genepy(self) -> Genepy:
        """GENEPY of regions and activities."""
        self.need("genepy")
        return genepy(self.presence)

    @cached_property
    def coi(self) -> FloatArray:
        """Complexity outlook index, shape (n_regions,)."""
        self.need("outlook")
        return self._outlook.coi

    @cached_property
    def cog(self) -> FloatArray:
        """Gain in outlook, shape (n_regions, n_activities)."""
        self.need("gain")
        return self._outlook.cog

    def need(self, method: MethodName) -> None:
        """Refuse a method that the convention's package does not have.

        Raises
        ------
        InputError
            With the conventions that have it.
        """
        if method not in self.rule.methods:
            msg = (
                f"{self.rule.origin} has no {method}, so no convention of that name can repeat it. "
                f"Conventions with {method}: {', '.join(with_method(method))}."
            )
            raise InputError(msg)

    def cautions_of(self, method: MethodName) -> tuple[Caution, ...]:
        """Return what a method's values may still be read with, computing them if need be."""
        if method in ("complexity", "gain", "outlook"):
            return self._complexity.cautions
        if method == "reflections":
            return self._reflections.cautions
        return self._fitness.cautions if method == "fitness" else ()

    def persons(self) -> FloatArray:
        """Return the population, or say that it is missing.

        Raises
        ------
        InputError
            If none was given.
        """
        if self.population is None:
            msg = "amounts per head need the population of the regions."
            raise InputError(msg)
        return self.population

    def totals(self, measure: Measure) -> Totals | None:
        """Return what a measure's totals count under this convention; nothing where it is the measure's own."""
        del measure
        return None

    @cached_property
    def _advantage(self) -> Advantage:
        return rca(self.amounts)

    @cached_property
    def _complexity(self) -> Complexity:
        return complexity(self.presence, component=self.component)

    @cached_property
    def _reflections(self) -> Reflections:
        return reflections(self.presence)

    @cached_property
    def _fitness(self) -> Fitness:
        return fitness(self.presence)

    @cached_property
    def _outlook(self) -> Outlook:
        return outlook(self.presence, self.proximity, pci=self.pci, own_field=self.rule.own_field)
