"""What people call what is done to the keys of programs."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from chiiki.web.audit.actions import name_actions

__all__: list[str] = []

name_actions(
    {
        "api.issue_token": pgettext_lazy("action", "Token issued"),
        "api.revoke_token": pgettext_lazy("action", "Token revoked"),
    }
)
