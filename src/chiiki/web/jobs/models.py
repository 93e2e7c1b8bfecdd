"""A job and its result."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils import timezone

from chiiki.web.jobs.enums import JobState

__all__ = ["Job"]


class Job(models.Model):
    """One piece of work: a task by name with its arguments."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    task = models.CharField(max_length=64)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=128, null=True, blank=True, unique=True)
    """Two jobs of one key are one job."""

    put_by = models.UUIDField(null=True, blank=True)
    """Id of the person who put it, who alone may see it; None where anybody with its address may."""

    state = models.CharField(max_length=16, choices=JobState, default=JobState.WAITING)
    due_at = models.DateTimeField(default=timezone.now)
    n_tries = models.PositiveIntegerField(default=0)
    step = models.PositiveIntegerField(default=0)
    n_steps = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True, blank=True)
    """What the task returned; its ``address``, where it has one, is where the page of the job leads."""

    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    worker = models.CharField(max_length=64, blank=True)
    """Who runs it or ran it last."""

    lease = models.UUIDField(null=True, blank=True)
    """Made anew for each run: only who holds it may say how the run went."""

    lease_until = models.DateTimeField(null=True, blank=True)
    """Until when the worker need not speak; one that died is silent, and its job is taken over."""

    is_cancel_asked = models.BooleanField(default=False)
    """The task stops at its next step."""

    class Meta:
        ordering = ("due_at", "created_at")
        indexes = (
            models.Index(fields=["state", "due_at"]),
            models.Index(fields=["state", "created_at"], name="jobs_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.task} ({self.state})"
