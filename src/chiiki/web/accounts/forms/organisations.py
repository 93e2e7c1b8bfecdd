"""The form of an organisation."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chiiki.web.accounts.domain.organisations import OrganisationDetails
from chiiki.web.accounts.forms.fields import LineField, SentOnceForm
from chiiki.web.accounts.models import Organisation
from chiiki.web.accounts.validators import clean_corporate_number

__all__ = ["OrganisationForm"]


class OrganisationForm(SentOnceForm):
    """Kind, names, corporate number."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)
    name_ja = LineField(label=_("Name in Japanese"), max_length=200)
    name_en = LineField(label=_("Name in English"), max_length=200, required=False)
    corporate_number = forms.CharField(
        label=_("Corporate number"),
        max_length=40,
        required=False,
        help_text=_("13 digits, as the National Tax Agency publishes them; leave it empty where there is none."),
    )
    authority = forms.SlugField(
        label=_("Code of the authority"),
        max_length=16,
        required=False,
        help_text=_("For ministries: their code in the facts pack, such as MEXT."),
    )

    def clean_corporate_number(self) -> str:
        """Return 13 digits that belong to no other organisation."""
        given: str = self.cleaned_data["corporate_number"]
        if not given:
            return ""
        number = clean_corporate_number(given)
        holder = Organisation.objects.filter(corporate_number=number).first()
        if holder and holder.pk != self.cleaned_data.get("made_id"):
            raise ValidationError(
                _("%(name)s already has this corporate number."), code="taken", params={"name": holder.name_ja}
            )
        return number

    def details(self, *, is_demo: bool) -> OrganisationDetails:
        """Return what the form says."""
        names = ("kind", "name_ja", "name_en", "corporate_number", "authority")
        return OrganisationDetails(**{name: self.cleaned_data[name] for name in names}, is_demo=is_demo)
