"""Lock-out after failed tries to sign in: by account, and by address.

Neither an address of e-mail nor a password is kept: an account is counted under a keyed hash.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum
from django.shortcuts import render
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

__all__ = ["ADDRESS_LIMIT", "LockoutHandler", "account_of", "locked_out"]

ADDRESS_LIMIT: Final = 30
"""Failures from one address before it is locked: a whole office may stand behind one."""


class LockoutHandler(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """Counts failures of an account against one limit, and those of an address against a larger one."""

    def get_failures(self, request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
        """Return failures of the account, or of the address on the account's scale."""
        by_account, by_address = (
            attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        return int(max(by_account, by_address * settings.AXES_FAILURE_LIMIT // ADDRESS_LIMIT))

    def reset_user_attempts(self, request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
        """Forget the failures of the account that signed in, and of no other from its address."""
        return int(AccessAttempt.objects.filter(username=account_of(request, credentials)).delete()[0])


def account_of(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return under which name failures of an account are counted, known to the site or not."""
    given = (credentials or {}).get("email") or request.POST.get("login") or ""
    spelled = unicodedata.normalize("NFKC", str(given)).strip().casefold()
    return salted_hmac("chiiki.lockout", spelled, algorithm="sha256").hexdigest()


def locked_out(request: HttpRequest, _response: HttpResponse | None, _credentials: object) -> HttpResponse:
    """Answer whoever is locked out: the same page for known and unknown accounts."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
