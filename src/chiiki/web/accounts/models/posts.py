"""A post: who holds which role, bound to what, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.models.organisations import Organisation

if TYPE_CHECKING:
    from datetime import date

__all__ = ["Post", "PostQuerySet"]


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by the days on which they give rights."""

    def current(self, *, on: date) -> PostQuerySet:
        """Return the posts that give rights on a day."""
        return self.filter(models.Q(to_on=None) | models.Q(to_on__gte=on), from_on__lte=on, ended_at=None)

    def admins(self, *, on: date) -> PostQuerySet:
        """Return the posts of administrators who can sign in on a day; made-up people count on no real site."""
        posts = self.current(on=on).filter(role=Role.ADMIN, holder__is_active=True)
        return posts if settings.DEMO else posts.filter(holder__is_demo=False)


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

    ended_at = models.DateTimeField(null=True, blank=True)
    """When somebody ended it before its day; it gives no rights from that moment on."""

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ("from_on",)

    def __str__(self) -> str:
        return f"{self.role} ({self.scope} {self.scope_id})"
