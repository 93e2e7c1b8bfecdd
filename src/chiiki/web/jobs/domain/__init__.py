"""What happens to a job.

Reading order: :mod:`put`, :mod:`runs` (what workers do), :mod:`decisions` (what people do),
:mod:`upkeep` (what the clock asks for).
"""

from __future__ import annotations

from chiiki.web.jobs.domain.put import put_job

__all__ = ["put_job"]
