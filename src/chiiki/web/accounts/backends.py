"""Who somebody is who gives an address and a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from chiiki.web.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

__all__ = ["AddressBackend"]


class AddressBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Finds a person by the one address, with one question to the database whether there is one or not."""

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        found: AbstractBaseUser | None = self._check_password(User.objects.by_address(email), password)
        return found
