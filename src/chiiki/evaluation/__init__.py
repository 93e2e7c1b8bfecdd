"""What a programme did, and whether it brought the regions closer together.

Methods are pure: arrays in, a frozen result out, the input is never changed. Each is found
under its module, as in ``chiiki.evaluation.did.estimate_effects``. Reading order:

*What is compared.* :mod:`~chiiki.evaluation.panel` (units, periods, who was treated from when),
:mod:`~chiiki.evaluation.plan` (what was announced beforehand), :mod:`~chiiki.evaluation.results` (what every estimator
gives back).
:mod:`~chiiki.evaluation.design` (who is compared with whom, and what is refused),
:mod:`~chiiki.evaluation.incomplete` (bounds where the list of treated units is short),
:mod:`~chiiki.evaluation.results` (what every estimator gives back).
*Several programmes.* :mod:`~chiiki.evaluation.overlap` (told apart, or said that they cannot be).
*Balance.* :mod:`~chiiki.evaluation.balance` (how much of a change in inequality is theirs).

*Effects of staggered treatment.* :mod:`~chiiki.evaluation.did` (one door),
:mod:`~chiiki.evaluation.estimators` (nine of them), :mod:`~chiiki.evaluation.bacon` (what a two-way
coefficient is an average of), :mod:`~chiiki.evaluation.intensity` (effects by dose).

*How much hangs on what.* :mod:`~chiiki.evaluation.honest` (on parallel trends),
:mod:`~chiiki.evaluation.leave_out` (on one unit or cohort), :mod:`~chiiki.evaluation.specification`
(on choices), :mod:`~chiiki.evaluation.exposure` and :mod:`~chiiki.evaluation.spillovers` (on
neighbours), :mod:`~chiiki.evaluation.refitting` (estimates made again).
*How sure.* :mod:`~chiiki.evaluation.inference` (intervals), :mod:`~chiiki.evaluation.power` (what a study
could find), :mod:`~chiiki.evaluation.simulation` (how often each interval holds the truth).

*Mixtures of others.* :mod:`~chiiki.evaluation.synthetic` (synthetic control and its relatives).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
