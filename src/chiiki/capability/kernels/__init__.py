"""Numerical work that the methods share: products of presence tables, and their spectra.

:mod:`~chiiki.capability.kernels.products` counts and sums over a table of presence,
:mod:`~chiiki.capability.kernels.spectra` finds its components and leading vectors.
"""

from __future__ import annotations

from chiiki.capability.kernels.products import shared_counts, sums_over_presence
from chiiki.capability.kernels.spectra import Spectrum, components, second_vectors

__all__ = ["Spectrum", "components", "second_vectors", "shared_counts", "sums_over_presence"]
