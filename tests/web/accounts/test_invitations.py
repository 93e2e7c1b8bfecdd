"""Invitations: single use, bound to address, role and scope, ended by time; the first administrator."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain.first_admin import first_admin_link
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.accounts.tasks import send_mail
from chiiki.web.audit.models import AuditRecord
from chiiki.web.jobs.models import Job
from web_people import PASSWORD, Records, make_person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def records():
    return Records()


PERSON = {"name": "新しい人", "language": "en", "password": PASSWORD, "password_again": PASSWORD}


def invite(client, **said):
    sent = {
        "made_id": str(uuid4()),
        "email": "New.Person@example.jp",
        "role": "auditor",
        "scope": "instance",
        "language": "en",
        "n_days": "7",
        **said,
    }
    return client.post("/en/invitations/new", sent), sent


def link_of_mail() -> str:
    job = Job.objects.filter(task="accounts.mail", arguments__kind="invitation").latest("created_at")
    send_mail(lambda *_: None, **job.arguments)
    return re.search(r"http://\S+/account/invitation/\S+", mail.outbox[-1].body)[0].removeprefix(settings.BASE_URL)


@pytest.fixture
def admin(client):
    return sign_in(client, make_person(Role.ADMIN))


def test_somebody_who_was_invited_gets_account_and_post(client, admin, records):
    response, _ = invite(client)
    assert response.url == "/en/invitations"
    link = link_of_mail()
    assert link.startswith("/en/account/invitation/")
    assert mail.outbox[0].to == ["new.person@example.jp"]
    assert mail.outbox[0].subject == "Invitation to chiiki"
    browser = Client()
    page = browser.get(link).content.decode()
    assert "new.person@example.jp" in page
    accepted = browser.post(link, PERSON)
    assert (accepted.status_code, accepted.url) == (302, "/en/account")
    person = User.objects.get(email="new.person@example.jp")
    assert (person.name, person.language) == ("新しい人", "en")
    assert [post.role for post in person.posts.all()] == ["auditor"]
    assert browser.get("/en/people").url == "/en/account/second-factor"
    assert browser.get("/en/account/second-factor/app").status_code == 200  # the password was just set
    assert records.n("accounts.give-post", actor_id=str(person.pk)) == 1
    assert admin.pk != person.pk


def test_the_mail_is_in_the_language_of_the_invitation(client, admin):
    invite(client, language="ja")
    link = link_of_mail()
    assert link.startswith("/ja/")
    assert mail.outbox[0].subject == "chiikiへの招待"
    assert "監査" in mail.outbox[0].body
    assert mail.outbox[0].content_subtype == "plain"
    assert admin.is_active


def test_a_link_works_once_and_two_sendings_make_one_person(client, admin, records):
    invite(client)
    link = link_of_mail()
    answers = [Client().post(link, PERSON) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert User.objects.filter(email="new.person@example.jp").count() == 1
    assert Client().get(link).status_code == 410
    other = Client()
    other.post(link, {**PERSON, "password": "some other long words", "password_again": "some other long words"})
    assert other.get("/en/account").url.startswith("/en/account/sign-in")
    assert records.n("accounts.invitation-accepted") == 1
    assert admin.is_active


def test_no_token_stands_in_the_database(client, admin):
    invite(client)
    token = link_of_mail().rpartition("/")[2]
    rows = [*Invitation.objects.values(), *Job.objects.values(), *AuditRecord.objects.values()]
    assert token not in str(rows)
    assert "new.person" not in str([*Job.objects.values(), *AuditRecord.objects.values()])
    assert admin.is_active


def test_a_mail_that_is_sent_again_voids_the_link_before(client, admin):
    invite(client)
    first, second = link_of_mail(), link_of_mail()
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert admin.is_active


def test_a_form_sent_twice_invites_once(client, admin, records):
    response, sent = invite(client)
    again = client.post("/en/invitations/new", sent)
    assert (again.status_code, again.url) == (response.status_code, response.url)
    assert Invitation.objects.count() == 1
    assert Job.objects.filter(task="accounts.mail").count() == 1
    assert records.n("accounts.invite") == 1
    other = client.post("/en/invitations/new", {**sent, "email": "other@example.jp"})
    assert other.status_code == 422
    assert "already sent with other contents" in other.content.decode()
    assert admin.is_active


def test_an_expired_or_withdrawn_invitation_cannot_be_used(client, admin, records):
    invite(client)
    link = link_of_mail()
    invitation = Invitation.objects.get()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(link, PERSON).status_code == 410
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    there = f"/en/invitations/{invitation.pk}/withdraw"
    assert client.get(there).status_code == 200
    assert [client.post(there).status_code for _ in range(2)] == [302, 302]
    assert records.n("accounts.invitation-revoked") == 1
    assert Client().post(link, PERSON).status_code == 410
    assert not User.objects.filter(email="new.person@example.jp").exists()
    assert admin.is_active


def test_an_invitation_of_a_known_address_is_accepted_by_that_person_alone(client, admin):
    ministry = Organisation.objects.create(kind="ministry", name_ja="試験省")
    person = make_person(email="known@example.jp")
    response, _ = invite(
        client, email="known@example.jp", role="officer", scope="ministry", scope_organisation=str(ministry.pk)
    )
    assert response.status_code == 302
    link = link_of_mail()
    assert Client().get(link).url.startswith("/en/account/sign-in?next=/en/account/invitation/")
    stranger = Client()
    sign_in(stranger, make_person())
    refused = stranger.post(link)
    assert refused.status_code == 409
    assert "sent to another address" in refused.content.decode()
    own = Client()
    sign_in(own, person)
    assert [own.post(link).status_code for _ in range(2)] == [302, 302]
    post = Post.objects.get(holder=person)
    assert (post.role, post.scope_id) == ("officer", str(ministry.pk))
    assert admin.is_active


def test_a_person_signed_in_as_somebody_else_makes_no_account(client, admin):
    invite(client)
    link = link_of_mail()
    refused = client.post(link, PERSON)
    assert refused.status_code == 422
    assert "signed in as somebody else" in refused.content.decode()
    assert admin.is_active


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"scope": "ministry"}, "bound to: The whole site, Round"),
        ({"role": "officer", "scope": "ministry"}, "Say which one"),
        ({"role": "reviewer", "scope": "round"}, "Say which one"),
        ({"role": "king"}, "not one of the available choices"),
        ({"email": "no address"}, "valid email"),
        ({"n_days": "31"}, "30"),
        ({"post_to_on": "2020-01-01"}, "This day is over"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(client, admin, said, reason):
    response, _ = invite(client, **said)
    assert response.status_code == 422
    assert reason in response.content.decode()
    assert not Invitation.objects.exists()
    assert admin.is_active


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "too short"),
        ("password1234", "too common"),
        ("847362910475", "entirely numeric"),
        ("new.person@example.jp", "too similar"),
    ],
)
def test_weak_passwords_are_refused_with_the_reason(client, admin, password, reason):
    invite(client)
    page = Client().post(link_of_mail(), {**PERSON, "password": password, "password_again": password})
    assert page.status_code == 422
    assert reason in page.content.decode()
    assert f'value="{password}"' not in page.content.decode()
    assert admin.is_active


def test_the_first_administrator_comes_by_a_link_that_works_once():
    voided, link = first_admin_link(), first_admin_link(lang="en")
    assert voided.startswith("/ja/account/invitation/")
    assert Client().get(voided).status_code == 404
    browser = Client()
    assert browser.get(link).status_code == 200
    response = browser.post(link, {**PERSON, "email": "first@example.jp"})
    assert response.url == "/en/account"
    assert first_admin_link() is None
    assert Client().post(link, {**PERSON, "email": "second@example.jp"}).status_code == 302
    assert User.objects.count() == 1
    assert Post.objects.get().role == Role.ADMIN


def test_without_an_administrator_who_can_sign_in_there_is_a_link_again():
    person = make_person(Role.ADMIN)
    assert first_admin_link() is None
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert first_admin_link()
    User.objects.filter(pk=person.pk).update(is_active=True, is_demo=True)
    assert first_admin_link()


def test_the_first_link_is_not_bound_to_another_scope():
    first_admin_link()
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.scope, invitation.scope_id) == (Role.ADMIN, Scope.INSTANCE, "")
