"""The estimators of staggered difference-in-differences, one module per family.

Each takes a panel and gives back a :class:`~chiiki.evaluation.estimators.fitted.Fitted`:
estimates with the analytic standard error of its literature, and no interval. Most are the
fits of the package diff-diff behind one border. Reading order:

*Shared.* :mod:`~chiiki.evaluation.estimators.fitted` (what a fit gives back),
:mod:`~chiiki.evaluation.estimators.cells` (from cohort and period to every average),
:mod:`~chiiki.evaluation.estimators.border` (to diff-diff and back),
:mod:`~chiiki.evaluation.estimators.within` (unit and period effects taken out),
:mod:`~chiiki.evaluation.estimators.covariates` (which ones say something).

*Families.* :mod:`~chiiki.evaluation.estimators.imputed` (the default),
:mod:`~chiiki.evaluation.estimators.callaway_santanna` with
:mod:`~chiiki.evaluation.estimators.doubly_robust`,
:mod:`~chiiki.evaluation.estimators.sun_abraham`, :mod:`~chiiki.evaluation.estimators.two_stage`,
:mod:`~chiiki.evaluation.estimators.wooldridge`, :mod:`~chiiki.evaluation.estimators.chaisemartin`,
:mod:`~chiiki.evaluation.estimators.local_projections`, :mod:`~chiiki.evaluation.estimators.two_way`.
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each estimator is named by its module."""
