"""Forms of posts and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain.invitations import InvitationDetails
from chiiki.web.accounts.domain.posts import PostDetails
from chiiki.web.accounts.forms.fields import LANGUAGES, LineField, ScopedForm, day_field

__all__ = ["InvitationForm", "PostForm"]


class PostForm(ScopedForm):
    """A post: role, what it is bound to, title, days."""

    title_ja = LineField(label=_("Title in Japanese"), max_length=120, required=False)
    title_en = LineField(label=_("Title in English"), max_length=120, required=False)
    from_on = day_field(_("First day"), is_required=True)
    to_on = day_field(_("Last day"), _("Leave it empty where the end is not known."))

    def clean(self) -> dict[str, Any]:
        """Check what the fields say together."""
        cleaned = super().clean()
        if cleaned.get("from_on") and cleaned.get("to_on") and cleaned["to_on"] < cleaned["from_on"]:
            self.add_error("to_on", _("The last day is before the first."))
        return cleaned

    def details(self) -> PostDetails:
        """Return what the form says."""
        said = self.cleaned_data
        names = ("scope_id", "from_on", "to_on", "organisation", "title_ja", "title_en")
        return PostDetails(role=Role(said["role"]), scope=Scope(said["scope"]), **{name: said[name] for name in names})


class InvitationForm(ScopedForm):
    """An invitation: to whom, to which role, for how long."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    field_order = ("email",)
    post_to_on = day_field(_("Last day of the post"), _("Leave it empty where the end is not known."))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)
    n_days = forms.IntegerField(label=_("Days for which the invitation works"), min_value=1, max_value=30, initial=7)

    def clean(self) -> dict[str, Any]:
        """Check what the fields say together."""
        cleaned = super().clean()
        if cleaned.get("post_to_on") and cleaned["post_to_on"] < timezone.localdate():
            self.add_error("post_to_on", _("This day is over."))
        return cleaned

    def details(self) -> InvitationDetails:
        """Return what the form says."""
        said = self.cleaned_data
        names = ("email", "scope_id", "organisation", "language", "n_days", "post_to_on")
        return InvitationDetails(
            role=Role(said["role"]), scope=Scope(said["scope"]), **{name: said[name] for name in names}
        )
