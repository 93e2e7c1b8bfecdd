"""The table of roles: who may do what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from chiiki.web.access.roles import ROLE_SCOPES, Role
from chiiki.web.access.rules import anyone
from chiiki.web.access.views import requires
from chiiki.web.accounts.rights import rights_table

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["page"]


@requires(anyone, is_shared=True)
def page(request: HttpRequest) -> HttpResponse:
    """Show which role sees, edits and decides what."""
    scopes = [(role.label, [scope.label for scope in ROLE_SCOPES[role]]) for role in Role]
    return render(request, "accounts/roles.html", {"table": rights_table(), "scopes": scopes})
