"""Addresses of accounts."""

from __future__ import annotations

from allauth.urls import urlpatterns as allauth_patterns
from django.urls import path

from chiiki.web.access.foreign import foreign_routes
from chiiki.web.accounts.views import files, invitations, organisations, people, profile, roles

LISTS = {
    "invitations": files.invitations,
    "organisations": files.organisations,
    "people": files.people,
    "posts": files.posts,
}
"""Name of a list → the view of its files."""

urlpatterns = [
    *foreign_routes(allauth_patterns),
    path("account", profile.profile, name="account"),
    path("account/sessions", profile.sessions, name="sessions"),
    path("account/invitation/<str:token>", invitations.accept, name="invitation"),
    path("invitations", invitations.listing, name="invitations"),
    path("invitations/new", invitations.add, name="invitation-new"),
    path("invitations/<uuid:invitation_id>/withdraw", invitations.withdraw, name="invitation-withdraw"),
    path("organisations", organisations.listing, name="organisations"),
    path("organisations/new", organisations.add, name="organisation-new"),
    path("organisations/<uuid:organisation_id>", organisations.page, name="organisation"),
    path("organisations/<uuid:organisation_id>/edit", organisations.edit, name="organisation-edit"),
    path("people", people.listing, name="people"),
    path("people/<uuid:person_id>", people.page, name="person"),
    path("people/<uuid:person_id>/posts/new", people.give, name="post-new"),
    path("people/<uuid:person_id>/close", people.close, name="person-close"),
    path("people/<uuid:person_id>/reopen", people.reopen, name="person-reopen"),
    path("posts", people.posts, name="posts"),
    path("posts/<uuid:post_id>/end", people.end, name="post-end"),
    path("roles", roles.page, name="roles"),
    *(
        path(f"{name}.{ending}", view, {"ending": ending}, name=f"{name}-{ending}")
        for name, view in LISTS.items()
        for ending in ("csv", "json")
    ),
]
