"""Secrets of second factors are sealed: who has the database alone has none of them."""

from __future__ import annotations

import json
import re
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation

from chiiki.web.access.actors import SYSTEM
from chiiki.web.access.roles import Role
from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.domain.factors import count_unreadable, reset_factors, seal_factors
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.queries import has_second_factor
from chiiki.web.accounts.sealing import PREFIX, is_of_current_key, seal, unseal
from chiiki.web.jobs.models import Job
from web_people import PASSWORD, TOTP_SECRET, Records, make_person, sign_in, totp_code

pytestmark = pytest.mark.django_db

SIGN_IN, FACTOR = "/en/account/sign-in", "/en/account/second-factor/sign-in"
OTHER_KEY = "another key of the site, as long as it takes for nobody to guess it"


@pytest.fixture(autouse=True)
def _no_tries():
    cache.clear()


def kept():
    """Return what the table of factors holds, as whoever stole it reads it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        return json.dumps([row[0] for row in cursor.fetchall()])


def answered(person, code):
    browser = Client()
    browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    return browser.post(FACTOR, {"code": code})


def in_the_open(person):
    """Keep the secrets of somebody as sites did before they sealed them."""
    Authenticator.objects.filter(user=person, type="totp").update(data={"secret": TOTP_SECRET})
    Authenticator.objects.create(user=person, type="recovery_codes", data={"seed": "5eed", "used_mask": 0})


def test_a_sealed_secret_opens_again_and_no_two_are_alike():
    assert unseal(seal("ひみつ")) == "ひみつ"
    assert seal("x") != seal("x")
    assert seal("x").startswith(PREFIX)


@pytest.mark.parametrize("given", ["", TOTP_SECRET, PREFIX, f"{PREFIX}x", f"{PREFIX}{'A' * 100}"])
def test_what_the_site_did_not_seal_is_refused(given):
    with translation.override("en"), pytest.raises(Refusal, match="key of this site has changed"):
        unseal(given)


def test_a_changed_seal_is_refused():
    sealed = seal(TOTP_SECRET)
    with pytest.raises(Refusal):
        unseal(sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:])


def test_an_app_that_is_set_up_leaves_no_secret_in_the_database(client):
    sign_in(client, make_person(has_factor=False))
    start = client.get("/en/account/second-factor/app")
    client.post(start.url, {"password": PASSWORD, "next": "/en/account/second-factor/app"})
    page = client.get("/en/account/second-factor/app").content.decode()
    secret = re.search(r'<code id="authenticator_secret">(\w+)</code>', page)[1]
    done = client.post("/en/account/second-factor/app", {"code": totp_code(secret=secret)})
    codes = re.findall(r"<li><code>(\d{8})</code>", client.get(done.url).content.decode())
    assert len(codes) == 10
    assert secret not in kept()
    assert Authenticator.objects.count() == kept().count(PREFIX) == 2


def test_what_stands_open_is_sealed_and_goes_on_working():
    person, records = make_person(Role.ADMIN), Records()
    in_the_open(person)
    spare = [RecoveryCodes(Authenticator(data={"seed": seal("5eed"), "used_mask": 0})).generate_codes()[0]]
    assert TOTP_SECRET in kept()
    assert seal_factors(actor=SYSTEM) == 2
    assert TOTP_SECRET not in kept()
    assert "5eed" not in kept()
    assert records.n("accounts.seal-factors") == 1
    assert answered(person, totp_code()).url == "/en/account"
    assert answered(person, spare[0]).url == "/en/account"
    assert seal_factors(actor=SYSTEM) == 0
    assert records.n("accounts.seal-factors") == 1


def test_the_migration_seals_what_stands_open():
    person = make_person(Role.ADMIN)
    in_the_open(person)
    migration = import_module("chiiki.web.accounts.migrations.0004_seal_factors")
    migration.seal_factors(apps, connection.schema_editor())
    assert TOTP_SECRET not in kept()
    assert "5eed" not in kept()
    assert answered(person, totp_code()).url == "/en/account"


def test_a_new_key_of_the_site_reads_what_the_old_one_sealed(settings):
    person = make_person(Role.ADMIN)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_KEY, [settings.SECRET_KEY]
    assert answered(person, totp_code()).url == "/en/account"
    assert seal_factors(actor=SYSTEM) == 1
    settings.SECRET_KEY_FALLBACKS = []
    assert all(is_of_current_key(one.data["secret"]) for one in Authenticator.objects.all())
    cache.clear()
    assert answered(person, totp_code()).url == "/en/account"


def test_without_the_key_no_code_is_right_and_the_page_says_what_to_do(settings):
    person = make_person(Role.ADMIN)
    before = kept()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OTHER_KEY, []
    refused = answered(person, totp_code())
    assert refused.status_code == 200
    assert "Ask whoever runs the site to reset it" in refused.content.decode()
    assert count_unreadable() == 1
    assert seal_factors(actor=SYSTEM) == 0
    assert kept() == before


def test_a_page_of_codes_that_cannot_be_read_says_so(client, settings):
    sign_in(client, make_person())
    for path in ("/en/account/second-factor/app", "/en/account/second-factor/codes"):
        there = client.get(path)
        if there.status_code == 302:
            client.post(there.url, {"password": PASSWORD, "next": path})
    page = client.get("/en/account/second-factor/app").content.decode()
    secret = re.search(r'<code id="authenticator_secret">(\w+)</code>', page)[1]
    client.post("/en/account/second-factor/app", {"code": totp_code(secret=secret)})
    assert client.get("/en/account/second-factor/codes").status_code == 200
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # the session goes on, what was sealed does not
    Authenticator.objects.filter(type="recovery_codes").update(data={"seed": f"{PREFIX}x", "used_mask": 0})
    refused = client.get("/en/account/second-factor/codes")
    assert refused.status_code == 403
    assert "Ask whoever runs the site to reset it" in refused.content.decode()


def test_a_factor_that_is_reset_is_gone_with_the_sessions_and_its_owner_is_told(client):
    person, records = make_person(Role.ADMIN), Records()
    RecoveryCodes.activate(person)
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    client.post(FACTOR, {"code": totp_code()})
    assert client.get("/en/people").status_code == 200
    assert reset_factors(actor=SYSTEM, person=person) == 1
    assert not has_second_factor(person)
    assert not Authenticator.objects.filter(user=person).exists()
    assert not UserSession.objects.filter(user=person).exists()
    assert client.get("/en/people").status_code == 302
    assert records.n("accounts.remove-factor", subject_id=str(person.pk)) == 1
    assert Job.objects.filter(task="accounts.mail", arguments__kind=MailKind.SECOND_FACTOR_CHANGED).exists()
