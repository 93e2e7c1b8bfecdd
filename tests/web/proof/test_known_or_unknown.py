"""Nobody learns by asking whether an address has an account: same answer, same questions, mail to its owner alone."""

from __future__ import annotations

import re
from unittest.mock import patch
from uuid import UUID

import pytest
from crawl import Asked, crawl, standing_still
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from chiiki.web.access.roles import Role
from chiiki.web.accounts.models import User
from chiiki.web.accounts.tasks import send_mail
from chiiki.web.jobs.models import Job
from web_people import make_person, sign_in

pytestmark = pytest.mark.django_db

KNOWN, CLOSED, UNKNOWN, ENROLLED = (f"{name}.one@example.jp" for name in ("known", "shut!", "blank", "two2f"))
ADDRESSES = (KNOWN, CLOSED, ENROLLED, UNKNOWN)

INVITED = {"made_id": str(UUID(int=7)), "role": "auditor", "scope": "instance", "language": "en", "n_days": "7"}
TOKEN = re.compile(r'csrfmiddlewaretoken" value="\w+|csrftoken=\w+')
"""Chance goes on from another place where a password is hashed for nobody."""

FORMS = {
    "sign-in": ("/en/account/sign-in", {"password": "not the right one"}, "login"),
    "reset": ("/en/account/password/reset", {}, "email"),
    "invitation": ("/en/invitations/new", INVITED, "email"),
}


@pytest.fixture
def _people():
    make_person(email=KNOWN)
    make_person(email=ENROLLED, has_factor=True)
    User.objects.filter(pk=make_person(email=CLOSED).pk).update(is_active=False)
    cache.clear()


@pytest.fixture
def admin(client):
    sign_in(client, make_person(Role.ADMIN))
    return client.cookies


def _seen(form, address, *, cookies):
    """Return the answer, the questions to the database without their values, and how often a password was hashed."""
    path, said, field = FORMS[form]
    hash_password = MD5PasswordHasher.encode
    with patch.object(MD5PasswordHasher, "encode", autospec=True, side_effect=hash_password) as hashing:
        asked = {0: Asked(path, form=tuple({**said, field: address}.items()))}
        [(_, page)] = crawl(cookies, asked)
    body = TOKEN.sub("", page.body.decode().replace(address, "…"))
    cookies_set = [TOKEN.sub("", cookie) for cookie in page.cookies]
    statements = [sql for sql, _ in page.questions]
    return (page.status, page.headers, cookies_set, body, hashing.call_count), statements


@pytest.mark.usefixtures("_people")
@pytest.mark.parametrize("form", FORMS)
def test_an_address_is_answered_alike_whether_it_has_an_account_or_not(form, admin):
    with standing_still():
        answers = {
            address: _seen(form, address, cookies=admin if form == "invitation" else Client().cookies)
            for address in ADDRESSES
        }
    assert {address: told for address, (told, _) in answers.items() if told != answers[UNKNOWN][0]} == {}
    assert {address: asked for address, (_, asked) in answers.items() if asked != answers[UNKNOWN][1]} == {}


@pytest.mark.usefixtures("_people")
def test_a_mail_about_an_account_goes_to_its_owner_alone():
    for address in ADDRESSES:
        Client().post(FORMS["reset"][0], {"email": address})
    for job in Job.objects.filter(task="accounts.mail"):
        send_mail(lambda *_: None, **job.arguments)
    assert sorted(to for sent in mail.outbox for to in sent.recipients()) == sorted((KNOWN, ENROLLED))
