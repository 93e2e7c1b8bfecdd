"""Whether programmes brought regions closer together, and how much of the change they explain.

Counterfactual inequality is the inequality of what the regions would have had without the
programmes: observed amounts less the estimated effects, region by region. Reading order:

*Indices.* :mod:`~chiiki.evaluation.balance.indices` (Theil, variance of logs, Gini, for many
draws at once). *Without the programmes.* :mod:`~chiiki.evaluation.balance.counterfactual`.
*Answer.* :mod:`~chiiki.evaluation.balance.explained` (change, effect, explained share, interval),
:mod:`~chiiki.evaluation.balance.shapley` (several programmes),
:mod:`~chiiki.evaluation.balance.draws` (bootstrap, permuted assignments),
:mod:`~chiiki.evaluation.balance.gains` (who gained; convergence with and without).
"""

from __future__ import annotations

__all__: list[str] = []
"""Nothing here: each function is named by its module."""
