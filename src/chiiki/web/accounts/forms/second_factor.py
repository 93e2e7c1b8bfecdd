"""Forms of the second factor."""

from __future__ import annotations

from typing import cast

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.forms.words import Worded
from chiiki.web.accounts.validators import one_line

__all__ = ["ActivateForm", "AddKeyForm", "AuthenticateForm", "EditKeyForm", "ReauthenticateForm"]

CODE = _("Code")
CODE_HINT = _("Six digits from your app, or one of your recovery codes.")
KEY_NAME = _("Name of the key")
KEY_HINT = _("So that you can tell your keys apart.")
LONGEST_NAME = 60


class _Refusing:
    """Say in the form why a code cannot be compared."""

    def clean_code(self) -> str:
        """Return the code, if it is right."""
        try:
            return cast("str", super().clean_code())  # type: ignore[misc]  # of the form that this is mixed into
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal.reason)) from refusal


class AuthenticateForm(_Refusing, Worded, base_forms.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code when signing in."""

    words = {"code": (CODE, CODE_HINT)}  # noqa: RUF012 -- declared in Worded


class ReauthenticateForm(_Refusing, Worded, base_forms.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code before something that matters."""

    words = {"code": (CODE, CODE_HINT)}  # noqa: RUF012


class ActivateForm(Worded, totp_forms.ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an app."""

    words = {"code": (CODE, _("Six digits that the app shows for chiiki."))}  # noqa: RUF012


class AddKeyForm(Worded, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey or security key; the browser fills in the credential."""

    name = forms.CharField(required=False, max_length=LONGEST_NAME, validators=[one_line])
    words = {"name": (KEY_NAME, KEY_HINT)}  # noqa: RUF012


class EditKeyForm(Worded, webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """The name of a key."""

    name = forms.CharField(max_length=LONGEST_NAME, validators=[one_line])
    words = {"name": (KEY_NAME, KEY_HINT)}  # noqa: RUF012
