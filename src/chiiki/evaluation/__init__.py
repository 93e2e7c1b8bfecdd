"""What a programme did, and whether it brought the regions closer together.

Methods are pure: arrays in, a frozen result out, the input is never changed. Each is found
under its module, as in ``chiiki.evaluation.did.estimate_effects``. Reading order:

*What is compared.* :mod:`~chiiki.evaluation.panel` (units, periods, who was treated from when),
:mod:`~chiiki.evaluation.results` (what every estimator gives back).

*Mixtures of others.* :mod:`~chiiki.evaluation.synthetic` (synthetic control and its relatives).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
