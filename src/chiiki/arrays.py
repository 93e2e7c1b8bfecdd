"""The array types that methods take and return."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

__all__ = ["BoolArray", "FloatArray", "IntArray"]

BoolArray: TypeAlias = npt.NDArray[np.bool_]
"""True or False per cell."""

FloatArray: TypeAlias = npt.NDArray[np.float64]
"""Amounts, shares and ratios."""

IntArray: TypeAlias = npt.NDArray[np.intp]
"""Positions and counts."""
