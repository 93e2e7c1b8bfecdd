"""The log and its head. Their tables are not managed: nothing that empties a database empties them."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from chiiki.web.audit.chain import GENESIS

__all__ = ["AuditHead", "AuditRecord"]


class AuditRecord(models.Model):
    """One thing that was done; written once, never changed or deleted."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    chain = models.CharField(max_length=32)
    """Which log it belongs to: each site has one."""

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
        managed = False
        db_table = "audit_auditrecord"
        ordering = ("sequence",)
        indexes = (
            models.Index(fields=["actor_id", "sequence"], name="audit_by_actor"),
            models.Index(fields=["subject_kind", "subject_id", "sequence"], name="audit_by_subject"),
            models.Index(fields=["action", "sequence"], name="audit_by_action"),
            models.Index(fields=["at"], name="audit_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject_kind} {self.subject_id}"

    @property
    def moment(self) -> datetime:
        """Time of the record."""
        return datetime.fromisoformat(self.at)


class AuditHead(models.Model):
    """Where the chain ends: one row, made with the tables, locked by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    chain = models.CharField(max_length=32)
    count = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default=GENESIS)
    at = models.CharField(max_length=32, blank=True)

    class Meta:
        managed = False
        db_table = "audit_audithead"

    def __str__(self) -> str:
        return f"{self.count} {self.sha256}"
