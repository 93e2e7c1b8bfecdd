"""What somebody may send: markup, control characters, too much; clean answers, and times that tell nothing."""

from __future__ import annotations

import time
from html.parser import HTMLParser
from itertools import pairwise
from statistics import median
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from chiiki.errors import InputError
from chiiki.web.access.addresses import NOWHERE, client_address
from chiiki.web.access.roles import Role
from chiiki.web.accounts.models import Invitation, Organisation, User
from chiiki.web.accounts.validators import clean_corporate_number, one_line
from chiiki.web.config.options import Mail, read_options
from chiiki.web.jobs.models import Job
from web_people import PASSWORD, make_person, sign_in

pytestmark = pytest.mark.django_db

MARKUP = [
    "<script>alert(1)</script>",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "javascript:alert(1)",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "{{ 7*7 }}",
    "{% debug %}",
    "${7*7}",
    "<!--<script>alert(1)//-->",
    "<body onpageshow=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<input type=image src=x onerror=alert(1)>",
    "＜script＞alert(1)＜/script＞",
    "Robert'); DROP TABLE accounts_user;--",
    "../../etc/passwd",
]
UNSHOWABLE = ["a\x00b", "a\x07b", "a\u202eb", "\u2066x", "a\u200bb", "\ufeffname", "line\nbreak", "a\x7fb", "a\x85b"]


class Dangers(HTMLParser):
    """Collects what a page would run: scripts of its own text, handlers, addresses that are scripts."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {"script", "iframe", "object", "embed", "base", "style", "math"} and "src" not in given:
            self.found.append(tag)
        self.found += [name for name in given if name.startswith("on") or name in {"style", "srcdoc"}]
        self.found += [
            value
            for value in given.values()
            if (value or "").lower().startswith(("javascript:", "data:text")) and tag not in {"input", "textarea"}
        ]


def dangers(body):
    parser = Dangers()
    parser.feed(body)
    return parser.found


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_name_is_text(client, text):
    person = sign_in(client, make_person(Role.ADMIN))
    assert client.post("/en/account", {"name": text, "language": "en"}).status_code == 302
    form = {"made_id": str(uuid4()), "kind": "university", "name_ja": text, "name_en": text, "corporate_number": ""}
    made = client.post("/en/organisations/new", form)
    assert made.status_code == 302
    person.refresh_from_db()
    assert (person.name, Organisation.objects.get().name_ja) == (text, text)
    for path in (
        "/en/account",
        "/en/people",
        f"/en/people/{person.pk}",
        "/en/organisations",
        made.url,
        f"{made.url}/edit",
        "/en/posts",
    ):
        assert dangers(client.get(path).content.decode()) == []


@pytest.mark.parametrize("text", UNSHOWABLE)
def test_what_cannot_be_shown_is_refused(client, text):
    person = sign_in(client, make_person(Role.ADMIN))
    answer = client.post("/en/account", {"name": text + "x", "language": "en"})
    stripped = text.strip()
    assert answer.status_code == (422 if stripped == text or "\x00" in text else answer.status_code)
    person.refresh_from_db()
    assert person.name.isprintable()
    form = {"made_id": str(uuid4()), "kind": "university", "name_ja": text + "x", "corporate_number": text}
    assert client.post("/en/organisations/new", form).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        b"name=%ED%A0%80&language=en",
        b"name=\xed\xa0\x80&language=en",
        b"name=%ff%fe&language=en",
        b"name=%00&language=en",
        b"name=" + b"x" * 5000 + b"&language=en",
        b"language=xx&name=a",
        b"name=a&language=" + b"e" * 5000,
        b"",
        b"=&=&=&",
        b"name[]=a&name[$ne]=b",
    ],
)
def test_broken_bodies_get_a_clean_answer(client, body):
    sign_in(client, make_person())
    for path in ("/en/account", "/en/account/sessions"):
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {302, 400, 422}
        assert b"Traceback" not in answer.content


def test_a_body_that_is_too_large_is_refused(client):
    answer = client.post("/en/account/sign-in", {"login": "x" * 3_000_000, "password": "y"})
    assert answer.status_code == 400


def test_too_many_fields_are_refused(client):
    answer = client.post("/en/account/sign-in", {f"f{n}": "x" for n in range(1500)})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "text", [*MARKUP, *UNSHOWABLE, "\ud800", "x" * 100_000, "' or 1=1 --", "%00", "a@" + "b" * 300]
)
def test_signing_in_as_anything_is_a_clean_refusal(client, text):
    sent = {"login": text.encode("utf-8", "surrogatepass"), "password": text.encode("utf-8", "surrogatepass")}
    body = b"&".join(name.encode() + b"=" + _percent(value) for name, value in sent.items())
    for path in ("/en/account/sign-in", "/en/account/password/reset"):
        answer = client.post(path, body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code in {200, 429}


def _percent(value: bytes) -> bytes:
    return "".join(f"%{byte:02x}" for byte in value).encode()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "..%2f..", "%ff", "'--", "日本"])
def test_a_made_up_link_is_no_invitation(client, token):
    answer = client.get(f"/en/account/invitation/{token}")
    assert answer.status_code == 404


@pytest.mark.parametrize("key", ["x-y", "0-set-password", "%00-a", "a" * 2000 + "-b", "1-%ff", "zz-日本"])
def test_a_made_up_link_sets_no_password(client, key):
    answer = client.get(f"/en/account/password/reset/{key}")
    assert answer.status_code in {200, 404}
    assert b'type="password"' not in answer.content


def test_a_page_number_of_anything_shows_a_page(client):
    sign_in(client, make_person(Role.ADMIN))
    for page in ("0", "-1", "9999999999999999999999", "x", "", "\x00", "1 or 1=1"):
        assert client.get("/en/people", {"page": page}).status_code == 200


def test_no_secret_and_no_token_of_a_form_is_in_an_error_page(client):
    client.raise_request_exception = False
    answer = Client(enforce_csrf_checks=True).post("/en/account/sign-in", {"login": "a@b.jp", "password": "hunter2 "})
    assert answer.status_code == 403
    assert b"hunter2" not in answer.content


def auc(first: list[float], second: list[float]) -> float:
    """Share of pairs in which the second is larger: one half where times tell nothing."""
    return sum((b > a) + (a == b) / 2 for a in first for b in second) / (len(first) * len(second))


def times(send, subjects, n: int) -> list[list[float]]:
    """Measure alternately, so that what slows the machine slows both."""
    taken = [[], []]
    for turn in range(n):
        for which in (0, 1) if turn % 2 else (1, 0):
            start = time.perf_counter()
            send(subjects[which])
            taken[which].append(time.perf_counter() - start)
    return taken


@pytest.fixture
def real_hasher(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    settings.AXES_ENABLED = False
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.slow
@pytest.mark.usefixtures("real_hasher")
def test_the_time_of_a_failed_sign_in_does_not_tell_whether_the_account_exists(client):
    person = make_person()
    subjects = (person.email, f"{uuid4().hex}@example.jp")
    known, unknown = times(
        lambda email: client.post("/en/account/sign-in", {"login": email, "password": "wrong"}), subjects, 60
    )
    assert abs(median(known) - median(unknown)) < 0.25 * median(known)
    assert 0.1 < auc(known, unknown) < 0.9


def test_asking_for_a_password_puts_one_job_whether_or_not_the_account_exists(client):
    """The mail is written by the worker, so that the answer does not wait for it."""
    for email in (make_person().email, f"{uuid4().hex}@example.jp"):
        before = Job.objects.count()
        client.post("/en/account/password/reset", {"email": email})
        assert Job.objects.count() == before + 1


@pytest.mark.parametrize(
    ("n_proxies", "forwarded", "own", "expected"),
    [
        (0, "203.0.113.1", "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (1, "1.1.1.1, 203.0.113.1", "10.0.0.1", "203.0.113.1"),
        (2, "1.1.1.1, 203.0.113.1, 10.0.0.2", "10.0.0.1", "203.0.113.1"),
        (2, "203.0.113.1", "10.0.0.1", "10.0.0.1"),
        (1, "", "10.0.0.1", "10.0.0.1"),
        (1, "nonsense", "10.0.0.1", "10.0.0.1"),
        (0, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (0, "", "::ffff:198.51.100.1", "198.51.100.1"),
        (0, "", "", NOWHERE),
    ],
)
def test_only_trusted_proxies_say_from_where(settings, n_proxies, forwarded, own, expected):
    settings.OPTIONS = read_options({"CHIIKI_PROXIES": str(n_proxies)})
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=forwarded, REMOTE_ADDR=own)
    assert client_address(request) == expected


def test_a_forged_header_does_not_defeat_the_lock_of_an_address():
    for n in range(30):
        browser = Client(REMOTE_ADDR="203.0.113.77", HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
        browser.post("/en/account/sign-in", {"login": f"a{n}@example.jp", "password": "x"})
    person = make_person()
    last = Client(REMOTE_ADDR="203.0.113.77", HTTP_X_FORWARDED_FOR="192.0.2.200")
    assert last.post("/en/account/sign-in", {"login": person.email, "password": PASSWORD}).status_code == 429


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("file:", Mail()),
        ("smtp://host.example", Mail("host.example", 587, security="starttls")),
        ("smtp://u:p%40w@host.example:2525", Mail("host.example", 2525, "u", "p@w", "starttls")),
        ("smtps://u:p@host.example", Mail("host.example", 465, "u", "p", "tls")),
        ("smtp://localhost:1025", Mail("localhost", 1025, security="none")),
    ],
)
def test_the_address_of_mail_is_read(given, expected):
    assert read_options({"CHIIKI_EMAIL_URL": given}).mail == expected


@pytest.mark.parametrize(
    "given", ["", "x", "http://u:secret@h", "smtp://", "smtp:secret", "file:/tmp/x", "smtp://h:secret"]
)
def test_a_wrong_address_of_mail_is_refused_with_what_is_allowed_and_without_the_secret(given):
    with pytest.raises(InputError, match="CHIIKI_EMAIL_URL") as caught:
        read_options({"CHIIKI_EMAIL_URL": given})
    assert "smtp" in str(caught.value) or ":587" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_printing_the_options_shows_no_secret():
    options = read_options(
        {
            "CHIIKI_EMAIL_URL": "smtp://u:mailsecret@h.example",
            "CHIIKI_SECRET_KEY": "keysecret",
            "DATABASE_URL": "postgres://u:dbsecret@h/n",
        }
    )
    assert "secret" not in repr(options).replace("secret_key", "")


def test_ids_of_what_people_make_tell_no_order_and_no_person():
    people = [make_person(email=f"same{n}@example.jp") for n in range(3)]
    for row in [*people, Invitation(), Organisation()]:
        assert row.pk.version == 4
    assert len({str(person.pk)[:4] for person in people}) > 1
    assert not any(person.email.split("@")[0].encode().hex() in person.pk.hex for person in people)


def test_rules_of_single_values():
    assert clean_corporate_number("JP-JCN-3000020278670") == "3000020278670"
    one_line("普通の名前 O'Neil-Łukasz é")
    assert all(a.pk != b.pk for a, b in pairwise([User(), User()]))
