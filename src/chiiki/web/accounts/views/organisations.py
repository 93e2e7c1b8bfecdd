"""Pages of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chiiki.web.access.rules import admin_only, known
from chiiki.web.access.views import requires
from chiiki.web.accounts.domain.organisations import add_organisation, change_organisation
from chiiki.web.accounts.forms.organisations import OrganisationForm
from chiiki.web.accounts.queries import list_organisations
from chiiki.web.accounts.views.answering import actor_in, answer_form, load_organisation, page_of, sent_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.accounts.models import Organisation

__all__ = ["add", "edit", "listing", "page"]


@requires(known)
def listing(request: HttpRequest) -> HttpResponse:
    """List the organisations."""
    rows = page_of(request, list_organisations())
    may_add = admin_only(actor_in(request)).is_allowed
    return render(request, "accounts/organisations.html", {"rows": rows, "may_add": may_add})


@requires(known, load=load_organisation)
def page(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show an organisation."""
    name = organisation.name_in(get_language() or "ja")
    words = {"organisation": organisation, "name": name, "may_edit": admin_only(actor_in(request)).is_allowed}
    return render(request, "accounts/organisation.html", words)


def _above() -> tuple[str, str]:
    return reverse("organisations"), _("Organisations")


@requires(admin_only, methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(sent_in(request), initial={"made_id": uuid4()})

    def act() -> str:
        made_id, details = form.cleaned_data["made_id"], form.details(is_demo=False)
        made = add_organisation(actor=actor_in(request), organisation_id=made_id, details=details)
        return reverse("organisation", kwargs={"organisation_id": made.pk})

    words: dict[str, object] = {
        "title": _("Add an organisation"),
        "submit": _("Add the organisation"),
        "way": [_above()],
        "back": reverse("organisations"),
    }
    return answer_form(request, form, template="accounts/edit.html", act=act, words=words)


@requires(admin_only, methods=("GET", "POST"), load=load_organisation)
def edit(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Change what is said of an organisation."""
    names = ("kind", "name_ja", "name_en", "corporate_number", "authority")
    initial = {name: getattr(organisation, name) for name in names} | {"made_id": organisation.pk}
    given = request.POST.copy() if request.method == "POST" else None
    if given is not None:
        given["made_id"] = str(organisation.pk)  # the address says which one, whatever was sent
    form = OrganisationForm(given, initial=initial)
    address = reverse("organisation", kwargs={"organisation_id": organisation.pk})

    def act() -> str:
        details = form.details(is_demo=organisation.is_demo)
        change_organisation(actor=actor_in(request), organisation=organisation, details=details)
        return address

    way = [_above(), (address, organisation.name_in(get_language() or "ja"))]
    words: dict[str, object] = {"title": _("Change an organisation"), "way": way, "back": address}
    return answer_form(request, form, template="accounts/edit.html", act=act, words=words)
