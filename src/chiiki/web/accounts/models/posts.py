"""A post: who holds which role, bound to what, from when to when."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.models.organisations import Organisation

__all__ = ["Post"]


class Post(models.Model):
    """A person's role in a scope over a span of days; rights follow from posts held today."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="posts"
    )
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    scope = models.CharField(_("Scope"), max_length=16, choices=Scope)
    scope_id = models.CharField(max_length=64, blank=True)
    """Id of what the post is bound to; empty for the whole site."""

    title_ja = models.CharField(_("Title in Japanese"), max_length=120, blank=True)
    title_en = models.CharField(_("Title in English"), max_length=120, blank=True)
    from_on = models.DateField(_("From"))
    to_on = models.DateField(_("To"), null=True, blank=True)
    """Last day of the post; None while it has no end."""

    class Meta:
        ordering = ("from_on",)

    def __str__(self) -> str:
        return f"{self.role} ({self.scope} {self.scope_id})"
