"""Fields that several forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import ROLE_SCOPES, Role, Scope
from chiiki.web.accounts.models import Organisation
from chiiki.web.accounts.validators import one_line

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

__all__ = ["LANGUAGES", "LineField", "OrganisationField", "ScopedForm", "SentOnceForm", "day_field"]

LANGUAGES = [("ja", "日本語"), ("en", "English")]


class LineField(forms.CharField):
    """One line of plain text."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- what CharField takes
        super().__init__(validators=[one_line], **options)


class OrganisationField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django 5.2 takes none at run time
    """An organisation, by its name in the language of the page."""

    def label_from_instance(self, obj: Organisation) -> str:
        """Return the name."""
        return obj.name_in(get_language() or "ja")


class SentOnceForm(forms.Form):
    """A form that carries the id of what it makes: sent twice, it makes one thing."""

    made_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def day_field(label: _StrOrPromise, hint: _StrOrPromise = "", *, is_required: bool = False) -> forms.DateField:
    """Return a field for a day, which browsers show as a calendar."""
    return forms.DateField(
        label=label, help_text=hint, required=is_required, widget=forms.DateInput(attrs={"type": "date"})
    )


class ScopedForm(SentOnceForm):
    """A role, and to what its post is bound."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    scope = forms.ChoiceField(
        label=_("Bound to"), choices=Scope.choices, help_text=_("The table of roles says what each may be bound to.")
    )
    scope_organisation = OrganisationField(
        label=_("Which ministry or organisation"),
        queryset=Organisation.objects.all(),
        required=False,
        help_text=_("Where the post is bound to one."),
    )
    scope_other = forms.UUIDField(
        label=_("Which round, council or headquarters"),
        required=False,
        help_text=_("Its id, where the post is bound to one."),
    )
    organisation = OrganisationField(
        label=_("Organisation that the person belongs to"), queryset=Organisation.objects.all(), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Check that the role may be bound so."""
        cleaned = super().clean() or self.cleaned_data
        if {"role", "scope"} <= cleaned.keys():
            cleaned["scope_id"] = _scope_id(cleaned)
        return cleaned


def _scope_id(cleaned: dict[str, Any]) -> str:
    """Return the id of what a post is bound to.

    Raises
    ------
    ValidationError
        If the role cannot be bound so; the message says what it may be bound to.
    """
    role, scope = Role(cleaned["role"]), Scope(cleaned["scope"])
    if scope not in ROLE_SCOPES[role]:
        allowed = ", ".join(str(allowed.label) for allowed in ROLE_SCOPES[role])
        raise ValidationError(
            {"scope": _("A post of this role is bound to: %(allowed)s.") % {"allowed": allowed}}, code="scope"
        )
    if scope is Scope.INSTANCE:
        return ""
    if scope in {Scope.MINISTRY, Scope.ORGANISATION}:
        return _organisation_id(scope, cleaned.get("scope_organisation"))
    if not cleaned.get("scope_other"):
        raise ValidationError({"scope_other": _("Say which one.")}, code="missing")
    return str(cleaned["scope_other"])


def _organisation_id(scope: Scope, organisation: Organisation | None) -> str:
    if organisation is None:
        raise ValidationError({"scope_organisation": _("Say which one.")}, code="missing")
    if scope is Scope.MINISTRY and organisation.kind != Organisation.Kind.MINISTRY:
        raise ValidationError({"scope_organisation": _("This organisation is not a ministry.")}, code="kind")
    return str(organisation.pk)
