"""What people call what is done to accounts."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from chiiki.web.audit.actions import name_actions

__all__: list[str] = []

name_actions(
    {
        "accounts.add-factor": pgettext_lazy("action", "Second factor added"),
        "accounts.add-organisation": pgettext_lazy("action", "Organisation added"),
        "accounts.change-organisation": pgettext_lazy("action", "Organisation changed"),
        "accounts.change-password": pgettext_lazy("action", "Password changed"),
        "accounts.change-profile": pgettext_lazy("action", "Profile changed"),
        "accounts.close": pgettext_lazy("action", "Account closed"),
        "accounts.end-post": pgettext_lazy("action", "Post ended"),
        "accounts.end-sessions": pgettext_lazy("action", "Sessions ended"),
        "accounts.give-post": pgettext_lazy("action", "Post given"),
        "accounts.invitation-accepted": pgettext_lazy("action", "Invitation accepted"),
        "accounts.invitation-revoked": pgettext_lazy("action", "Invitation withdrawn"),
        "accounts.invite": pgettext_lazy("action", "Invitation sent"),
        "accounts.load-demo": pgettext_lazy("action", "Demonstration data loaded"),
        "accounts.remove-factor": pgettext_lazy("action", "Second factor removed"),
        "accounts.renew-factor": pgettext_lazy("action", "Second factor renewed"),
        "accounts.reopen": pgettext_lazy("action", "Account reopened"),
        "accounts.reset-password": pgettext_lazy("action", "Password reset"),
        "accounts.seal-factors": pgettext_lazy("action", "Second factors sealed"),
        "accounts.sign-in": pgettext_lazy("action", "Signed in"),
        "accounts.sign-out": pgettext_lazy("action", "Signed out"),
    }
)
