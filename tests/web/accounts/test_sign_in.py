"""Signing in: password, second factor, recovery codes, rotation, redirects, lock-out."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from chiiki.web.access.roles import Role
from chiiki.web.accounts.domain.sessions import session_handle
from chiiki.web.accounts.enums import MailKind
from chiiki.web.accounts.models import User
from chiiki.web.accounts.sealing import seal
from chiiki.web.accounts.tasks import send_mail
from chiiki.web.audit.models import AuditRecord
from chiiki.web.jobs.models import Job
from web_people import PASSWORD, Records, make_person, sign_in, totp_code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def records():
    return Records()


SIGN_IN = "/en/account/sign-in"
FACTOR = "/en/account/second-factor/sign-in"

BAD_NEXTS = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "http://evil.example",
    "https://evil.example/ja/account",
    "HTTPS://evil.example",
    "http:/evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "evil.example",
    "@evil.example",
    " //evil.example",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\x00//evil.example",
    "http://testserver@evil.example",
    "http://testserver.evil.example/",
    "/%0d%0aLocation://evil.example\r\nX: y",
    "//testserver\\@evil.example",
    "\u2028//evil.example",
]


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def wrong_code() -> str:
    right = {totp_code(-1), totp_code(), totp_code(1)}
    return next(f"{n:06}" for n in range(9) if f"{n:06}" not in right)


def test_a_person_signs_in_with_password_and_app(client, records):
    person = make_person(Role.ADMIN)
    first = client.post(SIGN_IN, {"login": person.email.upper(), "password": PASSWORD})
    assert (first.status_code, first.url) == (302, FACTOR)
    assert client.get("/en/account").status_code == 302  # half signed in is not signed in
    second = client.post(FACTOR, {"code": totp_code()})
    assert (second.status_code, second.url) == (302, "/en/account")
    assert client.get("/en/people").status_code == 200
    assert records.n("accounts.sign-in") == 1


def test_a_code_works_once(client):
    person = make_person(Role.ADMIN)
    used = totp_code()
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert client.post(FACTOR, {"code": used}).status_code == 302
    other = Client()
    other.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert other.post(FACTOR, {"code": used}).status_code == 200
    assert other.get("/en/people").status_code == 302


def test_codes_are_counted_and_slowed(client):
    person = make_person(Role.ADMIN)
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    for _ in range(20):
        assert client.post(FACTOR, {"code": wrong_code()}).status_code == 200
    assert "too many tries" in client.post(FACTOR, {"code": totp_code()}).content.decode()
    assert client.get("/en/people").status_code == 302


def test_a_recovery_code_works_once():
    person = make_person(Role.ADMIN)
    codes = Authenticator.objects.create(
        user=person, type=Authenticator.Type.RECOVERY_CODES, data={"seed": seal("5eed"), "used_mask": 0}
    ).wrap()
    spare = codes.get_unused_codes()[0]
    for expected in (302, 200):
        browser = Client()
        browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
        assert browser.post(FACTOR, {"code": spare}).status_code == expected


def test_the_session_gets_a_new_id_when_signing_in(client):
    person = make_person(Role.ADMIN)
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.post(FACTOR, {"code": totp_code()})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert before != after
    client.cookies[settings.SESSION_COOKIE_NAME] = before
    assert client.get("/en/account").status_code == 302


def test_setting_up_the_app_opens_the_site_and_ends_other_sessions(client, records):
    person = make_person(Role.ADMIN, has_factor=False)
    other = Client()
    for browser in (other, client):
        browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    assert other.get("/en/account/second-factor").status_code == 200
    start = client.get("/en/account/second-factor/app")
    assert start.url.startswith("/en/account/confirm?next=")
    confirmed = client.post(start.url, {"password": PASSWORD, "next": "/en/account/second-factor/app"})
    assert confirmed.url == "/en/account/second-factor/app"
    page = client.get("/en/account/second-factor/app").content.decode()
    secret = re.search(r'<code id="authenticator_secret">(\w+)</code>', page)[1]
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    done = client.post("/en/account/second-factor/app", {"code": totp_code(secret=secret)})
    assert done.url == "/en/account/second-factor/codes"
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert len(re.findall(r"<li><code>\d{8}</code>", client.get(done.url).content.decode())) == 10
    assert client.get("/en/people").status_code == 200
    assert other.get("/en/account").url.startswith("/en/account/sign-in")
    assert records.n("accounts.add-factor") == 1
    assert not AuditRecord.objects.filter(detail__contains=secret).exists()


def test_the_last_factor_stays_while_a_post_needs_it(client):
    person = make_person(Role.ADMIN)
    client.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    client.post(FACTOR, {"code": totp_code()})
    there = "/en/account/second-factor/app/remove"
    confirm = client.get(there)
    assert confirm.url.startswith("/en/account/second-factor/confirm")
    client.post(confirm.url, {"code": totp_code(1), "next": there})
    assert "this is the only one" in client.get(there).content.decode()
    client.post(there)
    assert Authenticator.objects.filter(user=person).exists()


def test_a_session_without_the_factor_has_no_rights_even_if_another_has(client):
    person = make_person(Role.ADMIN)
    client.force_login(person, backend="chiiki.web.accounts.backends.AddressBackend")
    assert client.get("/en/people").url == "/en/account/second-factor"


@pytest.mark.parametrize("given", BAD_NEXTS)
def test_no_spelling_of_next_leads_away(client, given):
    person = make_person()
    response = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "next": given})
    assert response.status_code == 302
    assert response.url == "/en/account"
    out = client.post("/en/account/sign-out", {"next": given})
    assert out.url == "/en/account/sign-in"


def test_a_path_of_the_site_is_gone_on_to(client):
    person = make_person()
    asked = client.get("/en/organisations?page=2")
    assert asked.url == "/en/account/sign-in?next=/en/organisations%3Fpage%3D2"
    page = client.get(asked.url).content.decode()
    assert '<input type="hidden" name="next" value="/en/organisations?page=2">' in page
    response = client.post(SIGN_IN, {"login": person.email, "password": PASSWORD, "next": "/en/organisations?page=2"})
    assert response.url == "/en/organisations?page=2"


def test_an_account_is_locked_after_failures_and_tells_the_same_of_unknown_ones():
    person = make_person()
    answers = {}
    for email in (person.email, "nobody@example.jp"):
        browser = Client(REMOTE_ADDR="203.0.113.7" if email == person.email else "203.0.113.8")
        for _ in range(5):
            response = browser.post(SIGN_IN, {"login": email, "password": "wrong"})
        answers[email] = (response.status_code, response.content)
    assert answers[person.email][0] == 429
    assert answers[person.email] == answers["nobody@example.jp"]
    other = Client(REMOTE_ADDR="198.51.100.1")
    assert other.post(SIGN_IN, {"login": person.email.upper(), "password": PASSWORD}).status_code == 429


def test_an_address_is_locked_whatever_accounts_it_tries():
    browser = Client(REMOTE_ADDR="203.0.113.9")
    for n in range(30):
        last = browser.post(SIGN_IN, {"login": f"person{n}@example.jp", "password": "wrong"})
    assert last.status_code == 429
    person = make_person()
    assert browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD}).status_code == 429
    elsewhere = Client(REMOTE_ADDR="203.0.113.10")
    assert elsewhere.post(SIGN_IN, {"login": person.email, "password": PASSWORD}).status_code == 302


def test_a_success_forgets_the_failures_of_that_account_alone(client):
    mine = make_person()
    for n in range(20):
        client.post(SIGN_IN, {"login": f"other{n}@example.jp", "password": "wrong"})
    assert client.post(SIGN_IN, {"login": mine.email, "password": PASSWORD}).status_code == 302
    client.post("/en/account/sign-out")
    for n in range(10):
        last = client.post(SIGN_IN, {"login": f"more{n}@example.jp", "password": "wrong"})
    assert last.status_code == 429


def test_no_address_of_mail_and_no_password_is_kept_of_failures(client):
    client.post(SIGN_IN, {"login": "somebody@example.jp", "password": "my secret"})
    kept = AccessAttempt.objects.get()
    text = " ".join(str(getattr(kept, field.name)) for field in AccessAttempt._meta.fields)
    assert "somebody" not in text
    assert "my secret" not in text


def test_the_answer_to_a_wrong_sign_in_is_the_same_for_known_and_unknown(client):
    person = make_person()
    closed = make_person()
    User.objects.filter(pk=closed.pk).update(is_active=False)
    bodies = set()
    for email in (person.email, closed.email, "nobody" + person.email[6:]):
        body = client.post(SIGN_IN, {"login": email, "password": "wrong"}).content.decode()
        bodies.add(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body.replace(email, "")))
    assert len(bodies) == 1


def test_asking_for_a_new_password_is_the_same_for_known_and_unknown(client):
    person = make_person()
    answers, jobs = [], []
    for email in (person.email, "nobody@example.jp"):
        response = client.post("/en/account/password/reset", {"email": email})
        answers.append((response.status_code, response.url))
        jobs.append(Job.objects.order_by("created_at").last())
    assert answers[0] == answers[1]
    assert [job.task for job in jobs] == ["accounts.mail"] * 2
    assert [set(job.arguments) for job in jobs] == [{"kind", "subject"}] * 2
    results = [send_mail(lambda *_: None, **job.arguments) for job in jobs]
    assert results == [{"is_sent": True}, {"is_sent": False}]
    assert [message.to for message in mail.outbox] == [[person.email]]
    assert "@" not in str([job.arguments for job in jobs]) + str([job.key for job in jobs])


def test_a_new_password_by_mail_ends_sessions_and_works_once(client, records):
    person = make_person(language="en")
    other = Client()
    other.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    send_mail(lambda *_: None, kind=MailKind.PASSWORD_RESET, subject=str(person.pk))
    link = re.search(r"http://\S+", mail.outbox[0].body)[0]
    assert link.startswith(settings.BASE_URL + "/en/account/password/reset/")
    path = link.removeprefix(settings.BASE_URL)
    form = client.get(path)
    assert form.url.endswith("-set-password")
    weak = client.post(form.url, {"password1": "password", "password2": "password"})
    assert weak.status_code == 200
    assert "too short" in weak.content.decode()
    done = client.post(form.url, {"password1": "quite another long one", "password2": "quite another long one"})
    assert done.url == "/en/account/password/reset/done"
    assert other.get("/en/account").status_code == 302
    assert "can no longer be used" in Client().get(path).content.decode()
    person.refresh_from_db()
    assert person.check_password("quite another long one")
    assert records.n("accounts.reset-password") == 1


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client):
    person = make_person()
    other = Client()
    for browser in (client, other):
        browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    new = "yet another long one"
    response = client.post("/en/account/password", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert response.status_code == 302
    assert client.get("/en/account").status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert other.get("/en/account").status_code == 302


def test_one_session_can_be_ended_from_another(client, records):
    person = make_person()
    other = Client(HTTP_USER_AGENT="Another browser")
    for browser in (client, other):
        browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    page = client.get("/en/account/sessions").content.decode()
    assert "Another browser" in page
    handles = re.findall(r'name="handle" value="(\w+)"', page)
    assert len(handles) == 1
    for _ in range(2):
        assert client.post("/en/account/sessions", {"handle": handles[0]}).status_code == 302
    assert other.get("/en/account").status_code == 302
    assert client.get("/en/account").status_code == 200
    assert records.n("accounts.end-sessions") == 1


def test_nobody_ends_the_session_of_another(client):
    person, stranger = make_person(), make_person()
    victim = Client()
    victim.post(SIGN_IN, {"login": person.email, "password": PASSWORD})
    sign_in(client, stranger)
    for session in UserSession.objects.all():
        client.post("/en/account/sessions", {"handle": session_handle(session)})
    client.post("/en/account/sessions", {"all": "1"})
    assert victim.get("/en/account").status_code == 200


def test_signing_in_needs_the_token_of_the_form():
    browser = Client(enforce_csrf_checks=True)
    person = make_person()
    assert browser.post(SIGN_IN, {"login": person.email, "password": PASSWORD}).status_code == 403
