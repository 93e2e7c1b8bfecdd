"""An invitation: to whom, to which role, until when."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.enums import InvitationState
from chiiki.web.accounts.models.organisations import Organisation

__all__ = ["Invitation"]


class Invitation(models.Model):
    """A single use of a link, bound to one address, one role and one scope."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("E-mail address"), blank=True)
    """Empty only for the first administrator, who says it when accepting."""

    language = models.CharField(
        _("Language"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    role = models.CharField(_("Role"), max_length=20, choices=Role)
    scope = models.CharField(_("Scope"), max_length=16, choices=Scope)
    scope_id = models.CharField(max_length=64, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    post_to_on = models.DateField(_("Last day of the post"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.OPEN)
    token_sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    """Hash of the token in the link; the token itself stands in the mail alone."""

    expires_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_sent"
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations_accepted"
    )

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.role} ({self.state})"

    @property
    def standing(self) -> InvitationState:
        """State as of now: an open invitation expires."""
        state = InvitationState(self.state)
        if state is InvitationState.OPEN and self.expires_at <= timezone.now():
            return InvitationState.EXPIRED
        return state
