"""Pages of invitations: for administrators, and for whoever was invited."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from uuid import uuid4

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from chiiki.web.access.rules import Refusal, admin_only, anyone
from chiiki.web.access.views import requires
from chiiki.web.accounts.domain.invitations import accept_as_known, accept_as_new, find_invitation, invite, revoke
from chiiki.web.accounts.domain.refusals import NOT_OPEN
from chiiki.web.accounts.enums import InvitationState
from chiiki.web.accounts.forms.people import AcceptForm, FirstAdminForm
from chiiki.web.accounts.forms.posts import InvitationForm
from chiiki.web.accounts.models import User
from chiiki.web.accounts.queries import list_invitations
from chiiki.web.accounts.rules import withdraw_invitations
from chiiki.web.accounts.views.answering import (
    actor_in,
    answer_form,
    answer_question,
    load_invitation,
    me_in,
    page_of,
    sent_in,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from chiiki.web.accounts.domain.invitations import NewPerson
    from chiiki.web.accounts.models import Invitation

__all__ = ["accept", "add", "listing", "withdraw"]


@requires(admin_only)
def listing(request: HttpRequest) -> HttpResponse:
    """List the invitations, the latest first."""
    rows = page_of(request, list_invitations())
    return render(request, "accounts/invitations.html", {"rows": rows})


def _above() -> tuple[str, str]:
    return reverse("invitations"), _("Invitations")


@requires(admin_only, methods=("GET", "POST"))
def add(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    form = InvitationForm(sent_in(request), initial={"made_id": uuid4(), "language": get_language()})

    def act() -> str:
        invite(actor=actor_in(request), invitation_id=form.cleaned_data["made_id"], details=form.details())
        return reverse("invitations")

    words: dict[str, object] = {
        "title": _("Invite somebody"),
        "submit": _("Send the invitation"),
        "way": [_above()],
        "back": reverse("invitations"),
    }
    return answer_form(request, form, template="accounts/edit.html", act=act, words=words)


@requires(withdraw_invitations, methods=("GET", "POST"), load=load_invitation)
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Withdraw an invitation."""
    return answer_question(
        request,
        question={
            "title": _("Withdraw an invitation"),
            "text": _("The link that was sent to %(email)s will stop working.") % {"email": invitation.email or "–"},
            "submit": _("Withdraw the invitation"),
        },
        way=[_above()],
        back=reverse("invitations"),
        act=lambda: revoke(actor=actor_in(request), invitation=invitation),
    )


@requires(anyone, methods=("GET", "POST"))
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation by the link of the mail."""
    invitation = find_invitation(token)
    if invitation is None:
        return render(request, "accounts/invitation_over.html", {"reason": NOT_OPEN}, status=404)
    if invitation.standing is not InvitationState.OPEN:
        if request.method == "POST" and invitation.accepted_by:
            return redirect(_own_page(invitation.accepted_by))  # sent twice: the answer of the first time
        return render(request, "accounts/invitation_over.html", {"reason": NOT_OPEN}, status=410)
    if invitation.email and User.objects.filter(email=invitation.email).exists():
        return _accept_as_known(request, invitation)
    return _accept_as_new(request, invitation)


def _accept_as_known(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if not actor_in(request).is_known:
        return redirect_to_login(request.get_full_path())
    return answer_question(
        request,
        question={
            "title": _("Accept an invitation"),
            "text": _("You are invited to this role: %(role)s.") % {"role": invitation.get_role_display()},
            "submit": _("Accept"),
        },
        way=[],
        back=_own_page(me_in(request)),
        act=lambda: accept_as_known(actor=actor_in(request), invitation=invitation),
    )


def _accept_as_new(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    kind = AcceptForm if invitation.email else FirstAdminForm
    form = kind(sent_in(request), email=invitation.email, initial={"language": get_language()})

    def act() -> str:
        return _own_page(_make(request, invitation, form.details()))

    words: dict[str, object] = {"invitation": invitation}
    return answer_form(request, form, template="accounts/accept.html", act=act, words=words)


def _own_page(person: User) -> str:
    with override(person.language):
        return reverse("account")


def _make(request: HttpRequest, invitation: Invitation, details: NewPerson) -> User:
    """Make the person and sign them in: they have just set the password of this account."""
    if actor_in(request).is_known:
        raise Refusal(_("You are signed in as somebody else; sign out first."))
    request_id = cast("str", request.request_id)  # type: ignore[attr-defined]
    person = accept_as_new(invitation=invitation, person=details, request_id=request_id)
    if person.check_password(details.password):
        record_authentication(request, person, method="password", reauthenticated=True)
        get_adapter(request).login(request, person)
    return person
