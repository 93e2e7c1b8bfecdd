r"""Effects of a programme that began at different times in different places.

One function for nine estimators of staggered difference-in-differences. Each answers: how far did
treated units move away from what they would have been, judged by units not treated, or not yet?
All assume that without treatment both would have moved in parallel, and that nobody reacted before
the start; they differ in which comparisons they use, and two-way fixed effects is here to show what
goes wrong with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.estimators.callaway_santanna import METHODS, fit_callaway_santanna
from chiiki.evaluation.estimators.covariates import blank_incomplete, choose_covariates
from chiiki.evaluation.panel import usable
from chiiki.evaluation.results import LEVEL, Effects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from chiiki.evaluation.estimators.callaway_santanna import BasePeriod, Method
    from chiiki.evaluation.estimators.fitted import Fitted
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison, Estimator, Inference

__all__ = ["ESTIMATORS", "Choices", "comparison_of", "estimate_effects"]
