"""The log and its head."""

from __future__ import annotations

from django.db import models

from chiiki.web.audit.chain import GENESIS

__all__ = ["AuditHead", "AuditRecord"]


class AuditRecord(models.Model):
    """One thing that was done; written once, never changed or deleted."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    """Time in UTC, ISO 8601 with microseconds, as hashed."""

    actor_id = models.CharField(max_length=36, blank=True)
    """Id of the person; empty for the site itself."""

    action = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject_id = models.CharField(max_length=64)
    before_sha256 = models.CharField(max_length=64, blank=True)
    after_sha256 = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=32, blank=True)
    detail = models.TextField(blank=True)
    """What else belongs to it, as JSON with sorted keys; never a secret or a personal text."""

    previous = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("sequence",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject_kind} {self.subject_id}"


class AuditHead(models.Model):
    """Where the chain ends: one row, locked by whoever appends."""

    count = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.count} {self.sha256}"
