"""Numerical work that the methods share: products of presence tables, and their spectra.

:mod:`~chiiki.capability.kernels.products` counts and sums over a table of presence,
:mod:`~chiiki.capability.kernels.links` does so many times over,
:mod:`~chiiki.capability.kernels.spectra` finds its components and leading vectors,
:mod:`~chiiki.capability.kernels.compiled` makes large tables faster on request.
"""

from __future__ import annotations

from chiiki.capability.kernels.links import Links, links
from chiiki.capability.kernels.products import by_rows, shared_counts, sums_over_presence
from chiiki.capability.kernels.spectra import Spectrum, components, second_vectors

__all__ = [
    "Links",
    "Spectrum",
    "by_rows",
    "components",
    "links",
    "second_vectors",
    "shared_counts",
    "sums_over_presence",
]
