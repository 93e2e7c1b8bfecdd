"""What must always be true of people, organisations, posts and invitations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower

from chiiki.web.access.roles import ROLE_SCOPES, Role, Scope
from chiiki.web.accounts.enums import InvitationState
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.accounts.validators import clean_corporate_number
from chiiki.web.audit.invariants import invariant, none_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__: list[str] = []

_accepted, _open = Q(state=InvitationState.ACCEPTED), Q(state=InvitationState.OPEN)


def _out_of_scope() -> Q:
    allowed = Q(pk__in=())
    for role, scopes in ROLE_SCOPES.items():
        allowed |= Q(role=role, scope__in=scopes)
    return ~allowed


def _same_person_and_role() -> Q:
    """Another post of the same holder, role and scope on the same days."""
    other = Post.objects.filter(
        holder=OuterRef("holder"), role=OuterRef("role"), scope=OuterRef("scope"), scope_id=OuterRef("scope_id")
    ).exclude(pk=OuterRef("pk"))
    overlapping = other.filter(ended_at=None, from_on__lte=OuterRef("from_on")).filter(
        Q(to_on=None) | Q(to_on__gte=OuterRef("from_on"))
    )
    return Q(ended_at=None) & Q(Exists(overlapping))


none_of("accounts.addresses-are-in-small-letters", lambda: User.objects.exclude(email=Lower("email")))
none_of("accounts.everybody-has-an-address", lambda: User.objects.filter(email=""))
none_of("accounts.everybody-has-a-password-field", lambda: User.objects.filter(password=""))
none_of("accounts.posts-end-after-they-begin", lambda: Post.objects.filter(to_on__lt=F("from_on")))
none_of("accounts.posts-are-bound-as-their-role-allows", lambda: Post.objects.filter(_out_of_scope()))
none_of(
    "accounts.posts-of-the-site-are-bound-to-nothing",
    lambda: Post.objects.filter(scope=Scope.INSTANCE).exclude(scope_id=""),
)
none_of("accounts.other-posts-are-bound", lambda: Post.objects.exclude(scope=Scope.INSTANCE).filter(scope_id=""))
none_of("accounts.nobody-holds-a-post-twice", lambda: Post.objects.filter(_same_person_and_role()))
none_of("accounts.invitations-are-bound-as-their-role-allows", lambda: Invitation.objects.filter(_out_of_scope()))
none_of("accounts.accepted-invitations-name-who", lambda: Invitation.objects.filter(_accepted, accepted_by=None))
none_of(
    "accounts.others-were-accepted-by-nobody", lambda: Invitation.objects.exclude(_accepted).exclude(accepted_by=None)
)
none_of(
    "accounts.tokens-of-mails-are-kept-as-hashes",
    lambda: Invitation.objects.exclude(token_sha256__regex=r"^([0-9a-f]{64})?$"),  # noqa: S106 -- a pattern
)
none_of("accounts.invitations-expire", lambda: Invitation.objects.filter(expires_at__lte=F("created_at")))
none_of(
    "accounts.only-the-first-administrator-has-no-address",
    lambda: Invitation.objects.filter(_open, email="").exclude(role=Role.ADMIN),
)
none_of("accounts.organisations-have-a-name", lambda: Organisation.objects.filter(name_ja=""))


@invariant("accounts.corporate-numbers-have-their-check-digit")
def _corporate_numbers() -> Iterable[str]:
    for organisation in Organisation.objects.exclude(corporate_number=""):
        try:
            is_right = clean_corporate_number(organisation.corporate_number) == organisation.corporate_number
        except ValidationError:
            is_right = False
        if not is_right:
            yield f"organisation {organisation.pk}"
