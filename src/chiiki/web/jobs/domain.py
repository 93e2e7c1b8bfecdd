"""Put a job; it runs once its transaction is committed and a worker is free."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from chiiki.web.jobs.models import Job

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["put_job"]


def put_job(task: str, *, arguments: dict[str, object], key: str | None = None, due_at: datetime | None = None) -> Job:
    """Put a job and return it; where one of the same `key` exists, that one.

    Parameters
    ----------
    task : str
        A name of :data:`chiiki.web.jobs.registry.TASKS`.
    arguments : dict
        Ids and options, as JSON can hold them; never a secret or a personal text.
    key : str, optional
        What makes the job the same as another.
    due_at : datetime, optional
        Not before then.
    """
    options = {"task": task, "arguments": arguments} | ({"due_at": due_at} if due_at else {})
    with transaction.atomic():
        if key is None:
            return Job.objects.create(**options)
        return Job.objects.get_or_create(key=key, defaults=options)[0]
