"""One's own page: who you are here, since when, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override

from chiiki.web.access.rules import RULES, known
from chiiki.web.access.views import requires
from chiiki.web.accounts.domain.people import change_profile
from chiiki.web.accounts.domain.sessions import end_session, end_sessions, session_handle
from chiiki.web.accounts.forms.people import ProfileForm
from chiiki.web.accounts.models import Post
from chiiki.web.accounts.queries import has_second_factor, scope_names
from chiiki.web.accounts.rights import ACTIONS
from chiiki.web.accounts.views.answering import actor_in, answer_form, me_in, sent_in
from chiiki.web.ui.navigation import address_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["profile", "sessions"]


@requires(known, methods=("GET", "POST"))
def profile(request: HttpRequest) -> HttpResponse:
    """Show who somebody is here; change name and language."""
    me, actor = me_in(request), actor_in(request)
    form = ProfileForm(sent_in(request), initial={"name": me.name, "language": me.language})
    posts = list(Post.objects.filter(holder=me).select_related("organisation"))
    current = {post.pk for post in Post.objects.current(on=timezone.localdate()).filter(holder=me)}
    names = scope_names([(post.scope, post.scope_id) for post in posts], lang=get_language() or "ja")
    words = {
        "me": me,
        "posts": [(post, names.get(post.scope_id, post.scope_id), post.pk in current) for post in posts],
        "has_factor": has_second_factor(me),
        "actions": [(address_of(name), label, RULES[rule](actor)) for name, (rule, label) in ACTIONS.items()],
    }

    def change() -> str:
        said = form.cleaned_data
        changed = change_profile(actor=actor, person=me, name=said["name"], language=said["language"])
        with override(changed.language):
            return reverse("account")

    return answer_form(request, form, template="accounts/profile.html", act=change, words=words)


@requires(known, methods=("GET", "POST"))
def sessions(request: HttpRequest) -> HttpResponse:
    """List where somebody is signed in; end one of these sessions, or all others."""
    actor, own_key = actor_in(request), request.session.session_key or ""
    if request.method == "POST":
        if request.POST.get("all"):
            end_sessions(actor=actor, person_id=me_in(request).pk, but_key=own_key)
        else:
            end_session(actor=actor, handle=request.POST.get("handle", ""))
        return redirect("sessions")
    found = UserSession.objects.purge_and_list(me_in(request))
    rows = [(session, session_handle(session), session.session_key == own_key) for session in found]
    return render(request, "accounts/sessions.html", {"rows": rows})
