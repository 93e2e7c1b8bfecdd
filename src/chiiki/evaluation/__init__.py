"""What a programme did, and whether it brought the regions closer together.

Methods are pure: arrays in, a frozen result out, the input is never changed. Each is found
under its module, as in ``chiiki.evaluation.did.estimate_effects``. Reading order:

*What is compared.* :mod:`~chiiki.evaluation.panel` (units, periods, who was treated from when),
:mod:`~chiiki.evaluation.results` (what every estimator gives back).

*How much hangs on what.* :mod:`~chiiki.evaluation.honest` (on parallel trends),
:mod:`~chiiki.evaluation.leave_out` (on one unit or cohort), :mod:`~chiiki.evaluation.specification`
(on choices), :mod:`~chiiki.evaluation.exposure` and :mod:`~chiiki.evaluation.spillovers` (on
neighbours), :mod:`~chiiki.evaluation.refitting` (estimates made again).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
