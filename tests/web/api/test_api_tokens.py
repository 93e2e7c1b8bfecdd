"""Tokens: shown once, kept as a hash, refused the moment they end."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from chiiki.web.access.actors import PUBLIC, Actor, Grant
from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.domain.people import set_active
from chiiki.web.accounts.events import PROVED
from chiiki.web.api.domain import issue_token, revoke_token
from chiiki.web.api.domain.tokens import FORM_USED, MAX_TOKENS, TOO_MANY
from chiiki.web.api.models import Token
from chiiki.web.api.rules import token_owner
from chiiki.web.audit.models import AuditRecord
from web_people import make_person, sign_in

pytestmark = pytest.mark.django_db


def _state(client, secret):
    return client.get("/api/v1/token", headers={"authorization": f"Bearer {secret}"})


def test_a_token_says_what_it_may_do(client, issued):
    response = _state(client, issued.secret)
    assert response.status_code == 200
    assert response.json()["scope"] == "read"
    assert response["Cache-Control"].startswith("private")
    assert response["RateLimit-Policy"] == '"requests";q=600;w=60'


def test_only_the_hash_of_a_secret_is_kept(issued):
    kept = Token.objects.values().get()
    assert issued.secret not in str(kept)
    assert issued.secret not in str([*AuditRecord.objects.values()])


def test_the_day_of_use_is_kept_and_no_more(client, issued):
    _state(client, issued.secret)
    _state(client, issued.secret)
    issued.token.refresh_from_db()
    assert issued.token.last_used_on == timezone.localdate()


def test_an_expired_token_is_refused_everywhere(client, expired):
    for path in ("/api/v1/token", "/api/v1/plans"):
        response = client.get(path, headers={"authorization": f"Bearer {expired.secret}"})
        assert response.status_code == 401
        assert response.json()["code"] == "bad-token"
        assert response["WWW-Authenticate"] == 'Bearer realm="chiiki"'


def test_a_revoked_token_is_refused_at_once(client, issued, person):
    assert _state(client, issued.secret).status_code == 200
    revoke_token(actor=Actor(user_id=person.id), token=issued.token)
    assert _state(client, issued.secret).status_code == 401


def test_the_token_of_somebody_who_left_is_refused_at_once(client, issued, person):
    assert _state(client, issued.secret).status_code == 200
    person.is_active = False
    person.save()
    assert _state(client, issued.secret).status_code == 401


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic YTpi", "Bearer chiiki_" + "A" * 43, "bearer \x00", "Bearer é" * 99],
)
def test_any_other_authorization_is_refused_and_not_taken_for_none(client, header):
    response = client.get("/api/v1/plans", HTTP_AUTHORIZATION=header)
    assert response.status_code == 401
    assert response.json()["code"] == "bad-token"


def test_a_form_sent_twice_makes_one_token_and_one_event(person):
    actor, token_id = Actor(user_id=person.id), uuid4()
    issue_token(actor=actor, token_id=token_id, name="one", n_days=30)
    with pytest.raises(Refusal, match=str(FORM_USED)):
        issue_token(actor=actor, token_id=token_id, name="one", n_days=30)
    assert Token.objects.count() == 1
    assert AuditRecord.objects.filter(action="api.issue_token", subject_id=str(token_id)).count() == 1


def test_a_token_is_revoked_once_however_often_it_is_asked(person, issued):
    actor = Actor(user_id=person.id)
    first = revoke_token(actor=actor, token=issued.token)
    assert revoke_token(actor=actor, token=issued.token).revoked_at == first.revoked_at
    assert AuditRecord.objects.filter(action="api.revoke_token", subject_id=str(issued.token.pk)).count() == 1


def test_there_is_an_end_to_the_tokens_of_one_person(person):
    actor = Actor(user_id=person.id)
    for number in range(MAX_TOKENS):
        issue_token(actor=actor, token_id=uuid4(), name=str(number), n_days=30)
    with pytest.raises(Refusal, match=str(TOO_MANY)):
        issue_token(actor=actor, token_id=uuid4(), name="more", n_days=30)


def test_nobody_and_no_other_life_makes_a_token(person):
    with pytest.raises(Refusal):
        issue_token(actor=PUBLIC, token_id=uuid4(), name="x", n_days=30)
    with pytest.raises(Refusal):
        issue_token(actor=Actor(user_id=person.id), token_id=uuid4(), name="x", n_days=31)


def test_another_person_does_not_learn_that_a_token_exists(issued, person):
    assert token_owner(Actor(user_id=person.id), issued.token).is_allowed
    for actor in (PUBLIC, Actor(user_id=uuid4())):
        verdict = token_owner(actor, issued.token)
        assert not verdict.is_allowed
        assert not verdict.is_visible


def test_a_token_made_long_ago_ends_by_itself(issued):
    assert issued.token.expires_at - timezone.now() < timedelta(days=30, seconds=1)


def test_an_account_that_is_opened_again_has_no_token_of_before(client, issued, person, django_user_model):
    admin = django_user_model.objects.create_user("admin@example.org", "another passphrase")
    grant = Grant(Role.ADMIN, Scope.INSTANCE, "")
    actor = Actor(user_id=admin.id, grants=frozenset({grant}))
    set_active(actor=actor, person=person, is_active=False)
    set_active(actor=actor, person=person, is_active=True)
    assert _state(client, issued.secret).status_code == 401
    assert AuditRecord.objects.filter(action="api.revoke_token", subject_id=str(issued.token.pk)).count() == 1


def test_nobody_else_revokes_a_token(issued):
    with pytest.raises(Refusal):
        revoke_token(actor=Actor(user_id=uuid4()), token=issued.token)


def test_a_session_changes_no_answer_even_one_that_waits_for_its_second_factor(client):
    """A program is known by its token alone."""
    before = client.get("/api/v1/plans")
    sign_in(client, make_person(Role.ADMIN))
    session = client.session
    session.pop(PROVED)
    session.save()
    assert client.get("/ja/people").status_code == 302
    after = client.get("/api/v1/plans")
    assert (after.status_code, after.content, after["Cache-Control"]) == (200, before.content, before["Cache-Control"])
    assert client.get("/api/v1/token").status_code == 401
    assert not after.cookies
