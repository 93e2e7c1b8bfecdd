"""Each page of the accounts: works, another person, signed out, wrong verb, bad id; in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from chiiki.web.access.actors import Actor
from chiiki.web.access.foreign import FOREIGN
from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.walk import routes
from chiiki.web.accounts.domain.mail import token_hash
from chiiki.web.accounts.models import Invitation, Organisation, Post
from chiiki.web.api.domain.tokens import issue_token
from web_people import make_person, sign_in

pytestmark = pytest.mark.django_db

LANGS = ["ja", "en"]
ADMIN_PAGES = ["invitations", "invitation-new", "organisation-new", "people", "posts"]
OWN_PAGES = ["account", "sessions", "organisations", "account_change_password", "mfa_index", "mfa_list_webauthn"]
OPEN_PAGES = [
    "roles",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
    "account_reset_password_from_key_done",
]


def address(name: str, lang: str, **parts: object) -> str:
    with translation.override(lang):
        return reverse(name, kwargs=parts or None)


@pytest.fixture
def things():
    person = make_person(name="Another Person")
    post = Post.objects.create(
        holder=person, role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=timezone.localdate(), title_ja="監査役"
    )
    organisation = Organisation.objects.create(kind="ministry", name_ja="デモ省", name_en="Demo ministry")
    invitation = Invitation.objects.create(
        email="someone@example.jp",
        role=Role.AUDITOR,
        scope=Scope.INSTANCE,
        expires_at=timezone.now() + timedelta(days=1),
        token_sha256=token_hash("token"),
    )
    return {
        "person": ("person_id", person),
        "person-close": ("person_id", person),
        "person-reopen": ("person_id", person),
        "post-new": ("person_id", person),
        "post-end": ("post_id", post),
        "organisation": ("organisation_id", organisation),
        "organisation-edit": ("organisation_id", organisation),
        "invitation-withdraw": ("invitation_id", invitation),
    }


THING_PAGES = [
    "person",
    "person-close",
    "person-reopen",
    "post-new",
    "post-end",
    "organisation",
    "organisation-edit",
    "invitation-withdraw",
]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", [*ADMIN_PAGES, *OWN_PAGES, *OPEN_PAGES])
def test_a_page_answers_an_administrator(client, name, lang):
    sign_in(client, make_person(Role.ADMIN, language=lang))
    if name == "account_login":
        client.logout()
    response = client.get(address(name, lang))
    assert response.status_code == 200
    text = response.content.decode()
    assert f'<html lang="{lang}"' in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", THING_PAGES)
def test_a_page_of_a_thing_answers_an_administrator(client, things, name, lang):
    sign_in(client, make_person(Role.ADMIN))
    part, thing = things[name]
    assert client.get(address(name, lang, **{part: thing.pk})).status_code == 200


@pytest.mark.parametrize("name", THING_PAGES)
def test_an_absent_thing_is_not_found_by_an_administrator(client, things, name):
    sign_in(client, make_person(Role.ADMIN))
    part, _ = things[name]
    assert client.get(address(name, "ja", **{part: uuid4()})).status_code == 404
    assert client.get(address(name, "ja", **{part: uuid4()}) + "x").status_code == 404


@pytest.mark.parametrize("name", sorted(set(THING_PAGES) - {"organisation", "organisation-edit"}))
def test_a_forbidden_person_is_answered_as_an_absent_one(client, things, name):
    sign_in(client, make_person())
    part, thing = things[name]
    bodies = set()
    for key in (thing.pk, uuid4()):
        response = client.get(address(name, "ja", **{part: key}))
        assert response.status_code == 404
        body = response.content.decode().replace(str(key), "").replace(response["X-Request-ID"], "")
        bodies.add(body)
    assert len(bodies) == 1


@pytest.mark.parametrize("name", [*ADMIN_PAGES, *THING_PAGES])
def test_a_page_is_refused_to_others_with_the_reason(client, things, name):
    sign_in(client, make_person())
    parts = {things[name][0]: things[name][1].pk} if name in things else {}
    status = client.get(address(name, "en", **parts)).status_code
    assert status == (200 if name == "organisation" else status)
    assert status in {200, 403, 404}
    if status == 403:
        assert "needs the post of an administrator" in client.get(address(name, "en", **parts)).content.decode()


@pytest.mark.parametrize("name", [*ADMIN_PAGES, *OWN_PAGES, *THING_PAGES])
def test_the_public_is_asked_to_sign_in_whether_the_thing_exists_or_not(client, things, name):
    if name in things:
        part, thing = things[name]
        pairs = [{part: thing.pk}, {part: uuid4()}]
    else:
        pairs = [{}]
    for parts in pairs:
        there = address(name, "ja", **parts)
        response = client.get(there)
        assert response.status_code == 302
        assert response.url.startswith("/ja/account/sign-in?next=/ja/")
        assert client.post(there).status_code in {403, 405}


@pytest.mark.parametrize("verb", ["put", "delete", "patch"])
def test_other_verbs_are_refused_everywhere(client, things, verb):
    sign_in(client, make_person(Role.ADMIN))
    for name in [*ADMIN_PAGES, *OWN_PAGES, *OPEN_PAGES]:
        assert getattr(client, verb)(address(name, "ja")).status_code == 405, name
    for name, (part, thing) in things.items():
        assert getattr(client, verb)(address(name, "ja", **{part: thing.pk})).status_code == 405, name


def test_every_route_declares_its_rule():
    undeclared = [route.pattern for route in routes() if route.declaration is None]
    assert undeclared == []


def test_every_page_of_others_is_in_the_table_and_no_other_has_an_address(client):
    names = {route.name for route in routes()}
    assert set(FOREIGN) <= names
    for path in (
        "signup",
        "account/signup",
        "account/signup/",
        "account/email",
        "account/3rdparty/",
        "account/password/set",
        "account/login/code",
        "account/confirm-email",
    ):
        assert client.get(f"/ja/{path}").status_code == 404


def test_the_walk_sees_every_language_prefix_once():
    patterns = [route.pattern for route in routes()]
    assert "<lang>/account/sign-in" in patterns
    assert len(patterns) == len(set(patterns))


def test_a_shared_page_touches_no_session(django_assert_num_queries):
    client = Client()
    with django_assert_num_queries(0):
        response = client.get("/ja/roles")
    assert response["Cache-Control"].startswith("public")
    assert not response.cookies


@pytest.mark.parametrize(
    ("lang", "words"),
    [("ja", ["招待メールを送る", "組織を追加する"]), ("en", ["Send the invitation", "Add the organisation"])],
)
def test_a_button_says_what_it_does(client, lang, words):
    sign_in(client, make_person(Role.ADMIN))
    for name, word in zip(("invitation-new", "organisation-new"), words, strict=True):
        text = client.get(address(name, lang)).content.decode()
        assert f'<button type="submit">{word}</button>' in text


def test_the_account_leads_to_its_tokens_and_their_days_are_worded(client):
    person = sign_in(client, make_person())
    assert f'href="{address("tokens", "ja")}"' in client.get(address("account", "ja")).content.decode()
    issue_token(actor=Actor(person.pk), token_id=uuid4(), name="x", n_days=30)
    text = client.get(address("tokens", "ja")).content.decode()
    assert not re.search(r"<td[^>]*>\d{4}-\d{2}-\d{2}", text)
    assert re.search(r"<td[^>]*>\d{4}年\d{1,2}月\d{1,2}日", text)


def test_limits_of_rights_stand_in_the_marks_of_the_language(client):
    text = client.get("/ja/roles").content.decode().partition('id="draft-application"')[2]
    table = re.search(r"<tbody>.*?</tbody>", text, flags=re.DOTALL)[0]
    assert "（" in table
    assert " (" not in table
    assert ";" not in re.sub(r"&\w+;", "", table)
