"""Pages of people and of the posts they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from chiiki.web.access.views import requires
from chiiki.web.accounts import queries
from chiiki.web.accounts.domain.people import set_active
from chiiki.web.accounts.domain.posts import end_post, give_post
from chiiki.web.accounts.forms.posts import PostForm
from chiiki.web.accounts.models import Post
from chiiki.web.accounts.rules import deactivate_people, end_posts, give_posts, list_people, see_people
from chiiki.web.accounts.views.answering import (
    actor_in,
    answer_form,
    answer_question,
    load_person,
    load_post,
    page_of,
    sent_in,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from chiiki.web.accounts.models import User

__all__ = ["close", "end", "give", "listing", "page", "posts", "reopen"]


@requires(list_people)
def listing(request: HttpRequest) -> HttpResponse:
    """List the people who have an account."""
    rows = page_of(request, queries.list_people())
    return render(request, "accounts/people.html", {"rows": rows})


@requires(see_people, load=load_person)
def page(request: HttpRequest, person: User) -> HttpResponse:
    """Show a person and the posts held."""
    actor = actor_in(request)
    held = list(Post.objects.filter(holder=person).select_related("organisation", "holder"))
    words = {
        "person": person,
        "posts": _named(held),
        "has_factor": queries.has_second_factor(person),
        "may_list": list_people(actor).is_allowed,
        "may_give": give_posts(actor, person),
        "may_close": deactivate_people(actor, person),
        "may_end": end_posts(actor).is_allowed,
    }
    return render(request, "accounts/person.html", words)


@requires(list_people)
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts that give rights today."""
    rows = page_of(request, queries.list_posts(on=timezone.localdate()))
    may_end = end_posts(actor_in(request)).is_allowed
    return render(request, "accounts/posts.html", {"rows": rows, "posts": _named(list(rows)), "may_end": may_end})


@requires(give_posts, methods=("GET", "POST"), load=load_person)
def give(request: HttpRequest, person: User) -> HttpResponse:
    """Give a post to a person."""
    form = PostForm(sent_in(request), initial={"made_id": uuid4(), "from_on": timezone.localdate()})
    address = reverse("person", kwargs={"person_id": person.pk})

    def act() -> str:
        made_id = form.cleaned_data["made_id"]
        give_post(actor=actor_in(request), post_id=made_id, holder=person, details=form.details())
        return address

    words: dict[str, object] = {
        "title": _("Give a post to %(name)s") % {"name": person},
        "submit": _("Give the post"),
        "way": _above(person),
        "back": address,
    }
    return answer_form(request, form, template="accounts/edit.html", act=act, words=words)


@requires(end_posts, methods=("GET", "POST"), load=load_post)
def end(request: HttpRequest, post: Post) -> HttpResponse:
    """End a post at once."""
    return answer_question(
        request,
        question={
            "title": _("End a post"),
            "text": _("%(name)s will lose the rights of this post (%(role)s) at once. The record of it stays.")
            % {"name": post.holder, "role": post.get_role_display()},
            "submit": _("End the post"),
        },
        way=_above(post.holder),
        back=reverse("person", kwargs={"person_id": post.holder_id}),
        act=lambda: end_post(actor=actor_in(request), post=post),
    )


@requires(deactivate_people, methods=("GET", "POST"), load=load_person)
def close(request: HttpRequest, person: User) -> HttpResponse:
    """Close an account; its sessions end."""
    return answer_question(
        request,
        question={
            "title": _("Close an account"),
            "text": _("%(name)s will no longer be able to sign in, and every session of the account will end at once.")
            % {"name": person},
            "submit": _("Close the account"),
        },
        way=_above(person),
        back=reverse("person", kwargs={"person_id": person.pk}),
        act=lambda: set_active(actor=actor_in(request), person=person, is_active=False),
    )


@requires(deactivate_people, methods=("GET", "POST"), load=load_person)
def reopen(request: HttpRequest, person: User) -> HttpResponse:
    """Reopen an account."""
    return answer_question(
        request,
        question={
            "title": _("Reopen an account"),
            "text": _("%(name)s can sign in again, with the posts that are still current.") % {"name": person},
            "submit": _("Reopen the account"),
        },
        way=_above(person),
        back=reverse("person", kwargs={"person_id": person.pk}),
        act=lambda: set_active(actor=actor_in(request), person=person, is_active=True),
    )


def _above(person: User) -> list[tuple[str, str]]:
    """Return the way to the pages that change something of a person."""
    return [(reverse("people"), _("People")), (reverse("person", kwargs={"person_id": person.pk}), str(person))]


def _named(found: Sequence[Post]) -> list[tuple[Post, str, bool]]:
    """Return each post with the name of what it is bound to, and whether it can be ended."""
    today = timezone.localdate()
    names = queries.scope_names([(post.scope, post.scope_id) for post in found], lang=get_language() or "ja")
    return [
        (post, names.get(post.scope_id, post.scope_id), not post.ended_at and (not post.to_on or post.to_on >= today))
        for post in found
    ]
