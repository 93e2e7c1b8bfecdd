"""What a region would have been without the programme, as a mixture of regions without it.

Reading order:

*The parts.* :mod:`~chiiki.evaluation.synthetic.donors` (who is compared with whom, and refusals),
:mod:`~chiiki.evaluation.synthetic.results` (what comes back),
:mod:`~chiiki.evaluation.synthetic.simplex` (the exact solver all methods share),
:mod:`~chiiki.evaluation.synthetic.solutions` (whether other mixtures fit as well).

*The methods.* :mod:`~chiiki.evaluation.synthetic.outcomes` (synthetic control on outcomes alone),
:mod:`~chiiki.evaluation.synthetic.predictors` and :mod:`~chiiki.evaluation.synthetic.search` (with predictors),
:mod:`~chiiki.evaluation.synthetic.augmented`, :mod:`~chiiki.evaluation.synthetic.difference` (synthetic
difference in differences), :mod:`~chiiki.evaluation.synthetic.completion` and
:mod:`~chiiki.evaluation.synthetic.penalty` (matrix completion),
:mod:`~chiiki.evaluation.synthetic.recipe` (one call for all of them).

*The answers.* :mod:`~chiiki.evaluation.synthetic.estimate` (one treated unit),
:mod:`~chiiki.evaluation.synthetic.placebo` (the same where nothing happened),
:mod:`~chiiki.evaluation.synthetic.staggered` (several, treated at different times).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
