"""What several pages do alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render

from chiiki.web.access.hiding import known_rows
from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.accounts.rules import end_posts, see_people, withdraw_invitations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from django.core.paginator import Page
    from django.db.models import Model, QuerySet
    from django.forms import Form
    from django.http import HttpRequest, HttpResponse, QueryDict
    from django.utils.functional import _StrOrPromise

    from chiiki.web.access.actors import Actor
    from chiiki.web.access.views import ActorRequest

__all__ = [
    "actor_in",
    "answer_form",
    "answer_question",
    "load_invitation",
    "load_organisation",
    "load_person",
    "load_post",
    "me_in",
    "page_of",
    "sent_in",
]

N_ROWS = 100

Found = TypeVar("Found", bound="Model")


def actor_in(request: HttpRequest) -> Actor:
    """Return who asks."""
    return cast("ActorRequest", request).actor


def me_in(request: HttpRequest) -> User:
    """Return the person who signed in, behind a rule that asks for one."""
    return cast("User", request.user)


def sent_in(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, be it nothing; None where it is only shown."""
    return request.POST if request.method == "POST" else None


def page_of(request: HttpRequest, rows: QuerySet[Found]) -> Page[Found]:
    """Return the page of `rows` that the address names; the last one for anything beyond."""
    return Paginator(rows, N_ROWS).get_page(request.GET.get("page"))


def answer_form(
    request: HttpRequest, form: Form, *, template: str, act: Callable[[], str], words: dict[str, object] | None = None
) -> HttpResponse:
    """Show a form, or do what it says and go on to the address that `act` returns.

    What is refused stands above the form with its reason.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(act())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **(words or {})}, status=status)


def answer_question(
    request: HttpRequest,
    *,
    question: dict[str, _StrOrPromise],
    way: Sequence[tuple[str, str]],
    back: str,
    act: Callable[[], object],
) -> HttpResponse:
    """Ask whether it is meant, or do it and go back.

    Parameters
    ----------
    request : HttpRequest
    question : dict
        ``title``, ``text`` and ``submit``: the words of the page.
    way : list of (str, str)
        Address and word of each page between the first of the site and this one.
    back : str
        Address to go to, done or not.
    act : callable
        Does it; may raise Refusal.
    """
    reason: _StrOrPromise = ""
    if request.method == "POST":
        try:
            act()
        except Refusal as refusal:
            reason = str(refusal)
        else:
            return redirect(back)
    words = {**question, "way": way, "back": back, "reason": reason}
    return render(request, "accounts/question.html", words, status=409 if reason else 200)


def load_person(actor: Actor, person_id: UUID) -> User:
    """Return a person, or say that there is none."""
    return _load(known_rows(User.objects.all(), see_people, actor, own=Q(pk=actor.user_id)), person_id)


def load_post(actor: Actor, post_id: UUID) -> Post:
    """Return a post, or say that there is none."""
    return _load(known_rows(Post.objects.select_related("holder"), end_posts, actor), post_id)


def load_organisation(_actor: Actor, organisation_id: UUID) -> Organisation:
    """Return an organisation, or say that there is none."""
    return _load(Organisation.objects.all(), organisation_id)


def load_invitation(actor: Actor, invitation_id: UUID) -> Invitation:
    """Return an invitation, or say that there is none."""
    return _load(known_rows(Invitation.objects.all(), withdraw_invitations, actor), invitation_id)


def _load(rows: QuerySet[Found], key: UUID) -> Found:
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    return found
