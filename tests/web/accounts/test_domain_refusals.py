"""What the commands of the accounts refuse by themselves, whichever form or program asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.utils import timezone

from chiiki.web.access.actors import PUBLIC, Actor
from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.domain.invitations import (
    InvitationDetails,
    NewPerson,
    accept_as_known,
    accept_as_new,
    invite,
    revoke,
)
from chiiki.web.accounts.domain.mail import MailKind, send_mail
from chiiki.web.accounts.domain.organisations import OrganisationDetails, add_organisation
from chiiki.web.accounts.domain.posts import PostDetails, give_post
from chiiki.web.accounts.domain.refusals import FORM_USED, NOT_OPEN, WRONG_PERSON, WRONG_SCOPE
from chiiki.web.accounts.models import Invitation
from web_asking import ADMIN
from web_people import PASSWORD, Records, make_person

pytestmark = pytest.mark.django_db

AUDITOR = PostDetails(role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=date(2026, 4, 1))
NOBODYS = str(UUID(int=0xABC))
NEW = NewPerson(name="New Person", password=PASSWORD, language="ja")


def _refused(reason):
    return pytest.raises(Refusal, check=lambda refusal: refusal.reason == reason)


@pytest.fixture
def invitation():
    details = InvitationDetails(email="someone@example.jp", role=Role.AUDITOR, scope=Scope.INSTANCE)
    inviter = replace(ADMIN, user_id=make_person(Role.ADMIN).pk)
    return invite(actor=inviter, invitation_id=uuid4(), details=details)


def test_a_form_that_gave_a_post_gives_nobody_else_one():
    form, holder, records = uuid4(), make_person(), Records()
    given = give_post(actor=ADMIN, post_id=form, holder=holder, details=AUDITOR)
    assert give_post(actor=ADMIN, post_id=form, holder=holder, details=AUDITOR) == given
    with _refused(FORM_USED):
        give_post(actor=ADMIN, post_id=form, holder=make_person(), details=AUDITOR)
    assert records.n("accounts.give-post") == 1


@pytest.mark.parametrize(
    ("role", "scope", "scope_id"),
    [
        (Role.AUDITOR, Scope.MINISTRY, NOBODYS),
        (Role.AUDITOR, Scope.INSTANCE, NOBODYS),
        (Role.OFFICER, Scope.MINISTRY, "MEXT"),
        (Role.OFFICER, Scope.MINISTRY, NOBODYS),
        (Role.OFFICER, Scope.MINISTRY, NOBODYS.upper()),
        (Role.COORDINATOR, Scope.ORGANISATION, NOBODYS),
        (Role.REVIEWER, Scope.ROUND, ""),
    ],
)
def test_a_post_is_bound_to_nothing_that_it_cannot_have_or_that_is_not(role, scope, scope_id):
    details = PostDetails(role=role, scope=scope, scope_id=scope_id, from_on=date(2026, 4, 1))
    with _refused(WRONG_SCOPE):
        give_post(actor=ADMIN, post_id=uuid4(), holder=make_person(), details=details)


def test_a_post_is_bound_to_an_organisation_or_to_a_round():
    demo = OrganisationDetails(kind="university", name_ja="デモ大学", is_demo=True)
    organisation = add_organisation(actor=ADMIN, organisation_id=uuid4(), details=demo)
    for role, scope, scope_id in (
        (Role.COORDINATOR, Scope.ORGANISATION, str(organisation.pk)),
        (Role.REVIEWER, Scope.ROUND, str(uuid4())),
    ):
        details = PostDetails(role=role, scope=scope, scope_id=scope_id, from_on=date(2026, 4, 1))
        assert give_post(actor=ADMIN, post_id=uuid4(), holder=make_person(), details=details).scope_id == scope_id


def test_a_form_that_added_an_organisation_adds_no_other():
    form, demo = uuid4(), OrganisationDetails(kind="university", name_ja="デモ大学", is_demo=True)
    added = add_organisation(actor=ADMIN, organisation_id=form, details=demo)
    assert add_organisation(actor=ADMIN, organisation_id=form, details=demo) == added
    with _refused(FORM_USED):
        add_organisation(
            actor=ADMIN, organisation_id=form, details=OrganisationDetails(kind="university", name_ja="別のデモ大学")
        )


def test_an_invitation_is_accepted_once_and_by_whom_it_names(invitation):
    with _refused(WRONG_PERSON):
        accept_as_known(actor=PUBLIC, invitation=invitation)
    with _refused(WRONG_PERSON):
        accept_as_known(actor=Actor(make_person().pk), invitation=invitation)
    accepted = accept_as_new(invitation=invitation, person=NEW)
    assert accept_as_new(invitation=invitation, person=NEW) == accepted
    with _refused(NOT_OPEN):
        revoke(actor=ADMIN, invitation=invitation)


def test_an_address_that_has_an_account_makes_no_second_one(invitation):
    make_person(email=invitation.email)
    with _refused(WRONG_PERSON):
        accept_as_new(invitation=invitation, person=NEW)


def test_a_withdrawn_invitation_is_withdrawn_once_and_opens_nothing(invitation):
    records = Records()
    revoke(actor=ADMIN, invitation=invitation)
    revoke(actor=ADMIN, invitation=invitation)
    assert records.n("accounts.invitation-revoked") == 1
    with _refused(NOT_OPEN):
        accept_as_new(invitation=invitation, person=NEW)


def test_a_mail_is_sent_only_to_whom_it_still_concerns(invitation):
    assert not send_mail(MailKind.INVITATION, subject_id=uuid4())
    now = timezone.now()
    Invitation.objects.filter(pk=invitation.pk).update(
        created_at=now - timedelta(days=8), expires_at=now - timedelta(days=1)
    )
    assert not send_mail(MailKind.INVITATION, subject_id=invitation.pk)
    assert not send_mail(MailKind.PASSWORD_RESET, subject_id=uuid4())
    assert mail.outbox == []
    for kind in MailKind:
        if kind is not MailKind.INVITATION:
            assert send_mail(kind, subject_id=make_person().pk)
    assert len(mail.outbox) == len(MailKind) - 1
