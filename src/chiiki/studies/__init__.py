"""One file per question: facts joined with methods, every number with its origin.

Reading order: :mod:`~chiiki.studies.holdings` (what reached a region),
:mod:`~chiiki.studies.accounts` (chain-linked prefectural accounts), then one study per
subject: region, programme, nation. :mod:`~chiiki.studies.treatments` and
:mod:`~chiiki.studies.effects` ask what a programme did.
"""

from __future__ import annotations

__all__: list[str] = []
