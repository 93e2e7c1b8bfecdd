"""What a programme did, and whether it brought the regions closer together.

Methods are pure: arrays in, a frozen result out, the input is never changed. Each is found
under its module, as in ``chiiki.evaluation.did.estimate_effects``. Reading order:

*What is compared.* :mod:`~chiiki.evaluation.panel` (units, periods, who was treated from when),
:mod:`~chiiki.evaluation.design` (who is compared with whom, and what is refused),
:mod:`~chiiki.evaluation.results` (what every estimator gives back), :mod:`~chiiki.evaluation.targets`
(which cells an average is over).

*Effects.* :mod:`~chiiki.evaluation.did` (one door), :mod:`~chiiki.evaluation.estimators` (nine of
them), :mod:`~chiiki.evaluation.imputation` on :mod:`~chiiki.evaluation.profiles` (the default, as
weights of outcomes), :mod:`~chiiki.evaluation.bacon` (what a two-way coefficient is an average
of), :mod:`~chiiki.evaluation.intensity` (effects by dose).

*How sure.* :mod:`~chiiki.evaluation.inference` (intervals and p values, and which are refused),
:mod:`~chiiki.evaluation.student` (Student's t).

*How much hangs on what.* :mod:`~chiiki.evaluation.honest` (on parallel trends),
:mod:`~chiiki.evaluation.leave_out` (on one unit or cohort), :mod:`~chiiki.evaluation.specification`
(on choices), :mod:`~chiiki.evaluation.exposure` and :mod:`~chiiki.evaluation.spillovers` (on
neighbours), :mod:`~chiiki.evaluation.incomplete` (on units missing from the list of the treated),
:mod:`~chiiki.evaluation.refitting` (estimates made again).

*Mixtures of others.* :mod:`~chiiki.evaluation.synthetic` (synthetic control and its relatives).

*Balance.* :mod:`~chiiki.evaluation.balance` (how much of a change in inequality is theirs).

*Several programmes.* :mod:`~chiiki.evaluation.overlap` (told apart, or said that they cannot be).

*Before the study.* :mod:`~chiiki.evaluation.plan` (what was announced),
:mod:`~chiiki.evaluation.power` (what a study could find), :mod:`~chiiki.evaluation.simulation` (how
often each interval holds the truth).

:mod:`~chiiki.evaluation.tables` is the door for tables with labels;
:mod:`~chiiki.evaluation.records` writes results as plain records.
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each method is named by its module."""
