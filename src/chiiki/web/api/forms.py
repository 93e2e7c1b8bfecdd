"""The form of a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chiiki.web.accounts.forms.fields import LineField, SentOnceForm
from chiiki.web.api.domain.tokens import LIFETIMES

__all__ = ["TokenForm"]

LIVES = {
    30: pgettext_lazy("life of a token", "30 days"),
    90: pgettext_lazy("life of a token", "90 days"),
    365: pgettext_lazy("life of a token", "1 year"),
}


class TokenForm(SentOnceForm):
    """What a token is for, and for how long."""

    name = LineField(label=_("What it is for"), help_text=_("For example: notebook of the region team"), max_length=80)
    n_days = forms.TypedChoiceField(
        label=pgettext_lazy("token", "Valid for"), coerce=int, choices=[(days, LIVES[days]) for days in LIFETIMES]
    )
