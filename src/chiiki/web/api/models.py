"""Read tokens of people."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chiiki.web.api.enums import TokenScope

__all__ = ["Token"]


class Token(models.Model):
    """A key by which a program acts for a person; only the hash of its secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("Name"), max_length=80)
    scope = models.CharField(_("May"), max_length=16, choices=TokenScope, default=TokenScope.READ)
    secret_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=8, editable=False)
    """Last characters of the secret, by which the owner tells tokens apart."""

    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("Valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    """A day and no more: when somebody works is nobody's business."""

    class Meta:
        ordering = ("-created_at", "id")
        indexes = (models.Index(fields=["owner", "created_at"]),)

    def __str__(self) -> str:
        return f"{self.name} (…{self.hint})"
