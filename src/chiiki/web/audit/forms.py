"""Filters of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chiiki.web.audit.actions import ACTIONS, subject_code
from chiiki.web.audit.queries import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["FilterForm"]


class FilterForm(forms.Form):
    """What a reader of the log looks for."""

    action = forms.ChoiceField(label=pgettext_lazy("log", "Action"), required=False)
    subject = forms.CharField(label=pgettext_lazy("log", "Subject (kind or id)"), max_length=64, required=False)
    person = forms.UUIDField(label=pgettext_lazy("log", "Person (id)"), required=False)
    since = forms.DateField(
        label=pgettext_lazy("log", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=pgettext_lazy("log", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, actions: Iterable[str], **options: Any) -> None:  # noqa: ANN401 -- as Django's
        super().__init__(*args, **{"label_suffix": "", **options})
        named = sorted(((action, str(ACTIONS.get(action, action))) for action in actions), key=lambda pair: pair[1])
        self.fields["action"].choices = [("", _("All actions")), *named]  # type: ignore[attr-defined]

    @property
    def filters(self) -> Filters:
        """The filters that were asked for; call after the form is found valid."""
        found = self.cleaned_data
        return Filters(
            action=found["action"],
            subject=subject_code(found["subject"]),
            person=str(found["person"] or ""),
            since=found["since"],
            until=found["until"],
        )
