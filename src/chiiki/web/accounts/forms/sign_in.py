"""Forms of sign-in and passwords."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from allauth.account import forms as allauth_forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from chiiki.web.accounts.domain.mail import put_mail
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.forms.words import Worded
from chiiki.web.accounts.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "PASSWORD_HINT",
    "ChangePasswordForm",
    "NewPasswordForm",
    "ReauthenticateForm",
    "ResetForm",
    "SignInForm",
]

EMAIL = _("E-mail address")
NEW_PASSWORD = _("New password")
AGAIN = _("New password, once more")
RESET_WINDOW_SECONDS = 120

PASSWORD_HINT = lazy(lambda: " ".join(password_validators_help_texts()), str)()
"""What a password must be, in the words of the validators."""


class SignInForm(Worded, allauth_forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Address and password."""

    words = {"login": (EMAIL, ""), "password": (_("Password"), "")}  # noqa: RUF012 -- declared in Worded


class ResetForm(Worded, allauth_forms.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Asks for a link to a new password."""

    words = {"email": (EMAIL, _("We send a link to this address if it has an account."))}  # noqa: RUF012

    def clean_email(self) -> str:
        """Take any address: whether somebody has it shows when the mail is written."""
        email: str = self.cleaned_data["email"]
        return email

    def save(self, request: HttpRequest, **_options: Any) -> str:  # noqa: ANN401, ARG002 -- allauth's signature
        """Put one mail, whether the address is known or not: to nobody where it is not.

        Both cases do the same work, so that neither the answer nor its time tells them apart. A
        closed account gets none; that too shows when the mail is written.
        """
        email: str = self.cleaned_data["email"]
        window = math.floor(timezone.now().timestamp() / RESET_WINDOW_SECONDS)
        key = salted_hmac("chiiki.reset", f"{email.casefold()} {window}", algorithm="sha256").hexdigest()
        subject_id = User.objects.id_at(email) or uuid4()
        put_mail(MailKind.PASSWORD_RESET, subject_id=subject_id, key=f"reset:{key}")
        return email


class NewPasswordForm(Worded, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """A new password after a link."""

    words = {"password1": (NEW_PASSWORD, PASSWORD_HINT), "password2": (AGAIN, "")}  # noqa: RUF012


class ChangePasswordForm(Worded, allauth_forms.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """A new password for whoever knows the old one."""

    words = {  # noqa: RUF012
        "oldpassword": (_("Current password"), ""),
        "password1": (NEW_PASSWORD, PASSWORD_HINT),
        "password2": (AGAIN, ""),
    }


class ReauthenticateForm(Worded, allauth_forms.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more."""

    words = {"password": (_("Password"), "")}  # noqa: RUF012
