"""A link that opens something reaches no log: not that of the site, not by the referrer, not by the audit log."""

from __future__ import annotations

import logging
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone

from chiiki.web.access.masking import MaskedFormatter, masked
from chiiki.web.access.roles import Role, Scope
from chiiki.web.accounts.domain.mail import new_token, token_hash
from chiiki.web.accounts.models import Invitation
from running_site import running_site

SECRET = "q7-Zk_0aVb"  # noqa: S105 -- of no site
INVITE = """
from datetime import timedelta
from django.utils import timezone
from chiiki.web.accounts.models import Invitation
Invitation.objects.create(email="someone@example.jp", role="auditor", scope="instance",
                          expires_at=timezone.now() + timedelta(days=1), token_sha256="{token_sha256}")
"""


@pytest.mark.parametrize(
    "before",
    [
        "/ja/account/invitation/",
        "https://site.example/en/account/invitation/",
        "/ja/account/sign-in?next=/ja/account/invitation/",
        "/ja/account/sign-in?next=%2Fja%2Faccount%2Finvitation%2F",
        "/ja/account/sign-in?next=%252fja%252faccount%252finvitation%252f",
        "/ja/account/password/reset/1a-",
        "Path('/ja/account/invitation/",
    ],
)
@pytest.mark.parametrize("after", ["", "/", "?lang=en", "&x=1", " (404)", '"', "%2F", "')"])
def test_what_opens_something_is_hidden_and_the_rest_stays(before, after):
    found = masked(f"a {before}{SECRET}{after} b")
    assert SECRET not in found
    assert found == f"a {before.removesuffix('1a-')}[hidden]{after} b"


@pytest.mark.parametrize(
    "text",
    [
        "/ja/account/password/reset/sent",
        "/ja/account/password/reset/done",
        "/ja/account/password/reset",
        "/invitations/1",
    ],
)
def test_what_opens_nothing_is_left(text):
    assert masked(text) == text


def test_neither_arguments_nor_a_trace_show_it():
    path = f"/ja/account/invitation/{SECRET}"
    trace = (ValueError, ValueError(path), None)
    line = MaskedFormatter().format(logging.LogRecord("x", logging.ERROR, "f", 1, "at %s", (path,), trace))
    assert SECRET not in line
    assert line.count("[hidden]") == 2


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["account/invitation/{token}", "account/sign-in?next=/ja/account/invitation/{token}"])
def test_a_page_whose_address_is_a_secret_tells_others_the_site_alone(client, path):
    token = new_token()
    Invitation.objects.create(
        email="someone@example.jp",
        role=Role.AUDITOR,
        scope=Scope.INSTANCE,
        expires_at=timezone.now() + timedelta(days=1),
        token_sha256=token_hash(token),
    )
    answer = client.get(f"/ja/{path.format(token=token)}")
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "strict-origin"
    assert client.get("/ja/account/sign-in")["Referrer-Policy"] == "same-origin"


@pytest.mark.slow
def test_no_log_and_no_table_of_a_running_site_has_the_link(tmp_path):
    token = new_token()
    with running_site(tmp_path) as site:
        site.shell(INVITE.format(token_sha256=token_hash(token)))
        address = f"{site.address}/ja/account/invitation/{token}"
        statuses = [
            _asked(address),
            _asked(address, method="PUT"),
            _asked(address, method="POST"),
            _asked(f"{address}x"),
            _asked(f"{site.address}/ja/nowhere?next=/ja/account/invitation/{token}"),
            _asked(f"{site.address}/ja/about", Referer=address),
        ]
    assert statuses == [200, 403, 403, 404, 404, 200]
    log = site.log.read_text()
    assert log.count("/ja/account/invitation/[hidden]") >= 3
    having = [file.name for file in tmp_path.rglob("*") if file.is_file() and token.encode() in file.read_bytes()]
    assert having == []


def _asked(address, method="GET", **headers):
    request = urllib.request.Request(address, method=method, headers=headers)  # noqa: S310 -- of this machine
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 -- as above
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
