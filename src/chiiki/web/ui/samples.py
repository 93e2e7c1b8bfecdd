"""Things to show on the style page; none of them is a fact."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["SampleForm", "refused_form"]


class SampleForm(forms.Form):
    """A form with one field of each sort."""

    name = forms.CharField(
        label=pgettext_lazy("sample", "Name"), help_text=_("As it stands in the register."), max_length=80
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("sample", "Kind"),
        choices=[("a", pgettext_lazy("sample", "University")), ("b", pgettext_lazy("sample", "Prefecture"))],
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(label=pgettext_lazy("sample", "Fiscal year"), min_value=1995, required=False)
    text = forms.CharField(
        label=pgettext_lazy("sample", "Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agrees = forms.BooleanField(label=_("I have read the terms"))
    place = forms.ChoiceField(
        label=pgettext_lazy("sample", "Place"),
        choices=[("04", pgettext_lazy("sample", "Miyagi")), ("34", pgettext_lazy("sample", "Hiroshima"))],
        required=False,
        disabled=True,
    )


def refused_form() -> SampleForm:
    """Return the form as it comes back after something was left out."""
    return SampleForm({"year": "1990"}, auto_id="refused_%s")
