"""Forms of people: what they say of themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chiiki.web.accounts.domain.invitations import NewPerson
from chiiki.web.accounts.forms.fields import LANGUAGES, LineField
from chiiki.web.accounts.forms.sign_in import PASSWORD_HINT
from chiiki.web.accounts.models import User

__all__ = ["AcceptForm", "FirstAdminForm", "ProfileForm"]

LONGEST_PASSWORD = 200  # a longer one only makes the hash work


class ProfileForm(forms.Form):
    """Name and language."""

    name = LineField(label=pgettext_lazy("person", "Name"), max_length=120)
    language = forms.ChoiceField(
        label=_("Language"), choices=LANGUAGES, help_text=_("E-mail to you is written in this language.")
    )


class AcceptForm(ProfileForm):
    """Name, language and password of somebody who was invited."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=PASSWORD_HINT,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password, once more"),
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *arguments: Any, email: str = "", **options: Any) -> None:  # noqa: ANN401 -- Form's signature
        super().__init__(*arguments, **options)
        self.invited_email = email

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, and that it was typed twice alike."""
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if not password:
            return cleaned
        if cleaned.get("password_again") not in {None, password}:
            self.add_error("password_again", _("The two passwords differ."))
        email = self.invited_email or cleaned.get("email", "")
        try:
            validate_password(password, User(email=email, name=cleaned.get("name", "")))
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned

    def details(self) -> NewPerson:
        """Return what the form says."""
        names = ("name", "password", "language")
        said = self.cleaned_data
        return NewPerson(**{name: said[name] for name in names}, email=said.get("email", ""))


class FirstAdminForm(AcceptForm):
    """As :class:`AcceptForm`, with the address, which no mail has proved."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ("email", "name", "language", "password", "password_again")
