r"""Two stages: unit and period effects from untreated cells, then means of what is left.

The second stage regresses ``y - a - l`` on indicators of a target's parts, so that an estimate is
the mean over its treated cells; the standard error carries over the error of the first stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.evaluation.estimators.border import COLUMNS, PACKAGE, ask, frame_of, package
from chiiki.evaluation.estimators.fitted import Fitted
from chiiki.evaluation.results import Estimate, Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = ["fit_two_stage"]
