"""What a package finds, as columns: one function per method."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.findings import densest, leading, nearest
from chiiki.capability.tables.long import by_cell, by_kind, by_pair, by_region

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from chiiki.capability.conventions import Analysis
    from chiiki.capability.tables.matrix import Matrix

__all__ = ["PARTS", "Repeated"]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A table, and every method on it by one convention, back in the caller's order."""

    matrix: Matrix
    analysis: Analysis
    """On labels in ascending order, since packages sort them before they sum."""

    region_order: npt.NDArray[np.intp]
    field_order: npt.NDArray[np.intp]

    def cells(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Put an array of shape (n_regions, n_fields) into the caller's order."""
        return _back(values, self.region_order, self.field_order)

    def pairs(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Put an array of shape (n_fields, n_fields) into the caller's order."""
        return _back(values, self.field_order, self.field_order)

    def of_regions(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Put an array of shape (n_regions,) into the caller's order."""
        return _back(values, self.region_order)

    def of_fields(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Put an array of shape (n_fields,) into the caller's order."""
        return _back(values, self.field_order)


def _back(values: npt.NDArray[Any], *orders: npt.NDArray[np.intp]) -> npt.NDArray[Any]:
    back = np.empty_like(values)
    back[np.ix_(*orders)] = values
    return back


def _rca(found: Repeated) -> Part:
    analysis = found.analysis
    by_head = analysis.presence_test == "rpca"
    columns = {
        "amount": found.matrix.values,
        "rca": found.cells(analysis.rpca if by_head else analysis.rca),
        "specialised": found.cells(analysis.presence),
    }
    n = int(analysis.presence.sum())
    finding = f"{n:,} of {analysis.presence.size:,} pairs are specialised"
    return Part(analysis, by_cell(found.matrix, columns), (finding,))


def _paired(values: Callable[[Analysis], npt.NDArray[Any]]) -> Callable[[Repeated], Part]:
    def part(found: Repeated) -> Part:
        axis, pairs = found.matrix.field_axis, found.pairs(values(found.analysis))
        return Part(found.analysis, by_pair(axis, {"value": pairs}), nearest(axis, pairs))

    return part


def _density(found: Repeated) -> Part:
    values = found.cells(found.analysis.density)
    return Part(found.analysis, by_cell(found.matrix, {"density": values}), densest(found.matrix, values))


def _by_kind(
    values: Callable[[Analysis], tuple[npt.NDArray[Any], npt.NDArray[Any]]], *, counts: bool = True
) -> Callable[[Repeated], Part]:
    def part(found: Repeated) -> Part:
        of_regions, of_fields = values(found.analysis)
        regions = {"value": found.of_regions(of_regions)}
        fields = {"value": found.of_fields(of_fields)}
        findings = leading(found.matrix, regions["value"], fields["value"])
        if counts:
            regions["diversity"] = found.of_regions(found.analysis.diversity)
            fields["ubiquity"] = found.of_fields(found.analysis.ubiquity)
        return Part(found.analysis, by_kind(found.matrix, regions=regions, fields=fields), findings)

    return part


def _genepy(found: Repeated) -> Part:
    return Part(found.analysis, by_region(found.matrix, {"value": found.of_regions(found.analysis.genepy.regions)}))


def _outlook(found: Repeated) -> Part:
    return Part(found.analysis, by_region(found.matrix, {"coi": found.of_regions(found.analysis.coi)}))


def _gain(found: Repeated) -> Part:
    return Part(found.analysis, by_cell(found.matrix, {"cog": found.cells(found.analysis.cog)}))


PARTS: Mapping[str, Callable[[Repeated], Part]] = MappingProxyType(
    {
        "rca": _rca,
        "proximity": _paired(lambda analysis: analysis.proximity),
        "relatedness": _paired(lambda analysis: analysis.relatedness),
        "density": _density,
        "complexity": _by_kind(lambda analysis: (analysis.eci, analysis.pci)),
        "reflections": _by_kind(lambda analysis: analysis.reflections),
        "fitness": _by_kind(lambda analysis: analysis.fitness, counts=False),
        "genepy": _genepy,
        "outlook": _outlook,
        "gain": _gain,
    }
)
"""Method to what becomes of it; "gain" is the second half of outlook."""
