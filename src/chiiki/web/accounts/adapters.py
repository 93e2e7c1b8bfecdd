"""Where allauth asks the site: addresses, words, and which second factors may go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.addresses import client_address
from chiiki.web.accounts.queries import grants_of, needs_second_factor
from chiiki.web.accounts.sealing import seal, unseal

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise

    from chiiki.web.accounts.models import User

__all__ = ["AccountAdapter", "SecondFactorAdapter"]

WRONG_CODE = _("This code is not right or was already used. Wait for the next one and type that.")
TOO_MANY = _("There were too many tries. Wait five minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in by password: nobody signs up, addresses are counted behind the trusted proxies."""

    error_messages: ClassVar[dict[str, _StrOrPromise]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": WRONG_CODE,
        "invalid_login": _("The e-mail address or the password is not right."),
        "invalid_password_reset": _("This link can no longer be used; ask for a new one."),
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth passes it
        """Say that nobody signs up: an invitation is the only way in."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that tries are counted by."""
        return client_address(request)

    def is_safe_url(self, url: str) -> bool:
        """Say whether somebody may be sent on to `url`: to a path of this site, and nowhere else."""
        is_path = url.startswith("/") and not url.startswith(("//", "/\\"))
        return (
            is_path
            and url.isprintable()
            and "\\" not in url
            and url_has_allowed_host_and_scheme(url, allowed_hosts=None, require_https=settings.OPTIONS.is_https)
        )

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth passes it
        """Answer pages alone: allauth's answers in JSON say more than the pages do."""
        return False

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Return how somebody confirms who they are: by the second factor where there is one."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"].startswith("mfa_")]
        return factors or methods

    def add_message(self, *_arguments: Any, **_words: Any) -> None:  # noqa: ANN401 -- allauth's signature
        """Leave out allauth's passing messages: each page says itself what was done."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: the last one stays while a post needs it."""

    error_messages: ClassVar[dict[str, _StrOrPromise]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _(
            "A post of yours needs a second factor, and this is the only one. Add another before you remove it."
        ),
        "cannot_generate_recovery_codes": _("Recovery codes stand in for a second factor; set up one first."),
        "unverified_email": _("Confirm your e-mail address before you set up a second factor."),
    }

    def get_totp_label(self, user: User) -> str:
        """Return what an app shows beside the code."""
        return user.email

    def encrypt(self, text: str) -> str:
        """Seal what a second factor keeps secret."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what :meth:`encrypt` sealed; refused, with what to do, where the key of the site is another."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Say whether a second factor may go."""
        person: User = authenticator.user
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user=person, type__in=kinds).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_factor(person, grants_of(person, on=timezone.localdate()))

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 -- allauth's name
        """Return a name for a new key that its owner may change."""
        n_keys = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Key %(n)d") % {"n": n_keys + 1})

    def _get_site_name(self) -> str:
        return "chiiki" if context.request is None else str(context.request.get_host())
