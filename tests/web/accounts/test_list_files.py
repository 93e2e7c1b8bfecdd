"""Every list behind a sign-in can be taken along: all its rows, for whoever may see the page, and nothing secret."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.walk import routes
from chiiki.web.accounts.domain.mail import token_hash
from chiiki.web.accounts.models import Invitation, Organisation, Post
from chiiki.web.jobs.domain import put_job
from web_people import make_person, sign_in

pytestmark = pytest.mark.django_db

LISTS = ["invitations", "jobs", "organisations", "people", "posts", "tokens"]
FORMULA = "=HYPERLINK(1)"


def address(name, lang="ja"):
    with translation.override(lang):
        return reverse(name)


@pytest.fixture
def admin(client):
    return sign_in(client, make_person(Role.ADMIN, name="Admin"))


def _fill(n, *, owner):
    """Make `n` more rows of every list, each with a name that a spreadsheet would run."""
    from chiiki.web.access.actors import Actor  # noqa: PLC0415 -- needs the settings
    from chiiki.web.api.domain import issue_token  # noqa: PLC0415

    late = timezone.now() + timedelta(days=1)
    for number in range(n):
        person = make_person(name=f"{FORMULA}{number}", email=f"p{number}@example.jp")
        Organisation.objects.create(kind="university", name_ja=f"{FORMULA}{number}")
        Post.objects.create(
            holder=person, role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=timezone.localdate(), to_on=late.date()
        )
        Invitation.objects.create(
            email=f"i{number}@example.jp",
            role=Role.AUDITOR,
            scope=Scope.INSTANCE,
            expires_at=late,
            token_sha256=token_hash(f"token{number}"),
        )
        put_job("jobs.tidy", arguments={})
        if number < 3:
            issue_token(actor=Actor(user_id=owner.pk), token_id=person.pk, name=f"{FORMULA}{number}", n_days=30)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", LISTS)
def test_the_files_have_every_row_of_the_screen(client, admin, name, lang):
    _fill(3, owner=admin)
    page = client.get(address(name, lang)).content.decode()
    as_csv, as_json = (client.get(address(f"{name}-{ending}", lang)) for ending in ("csv", "json"))
    rows = list(csv.DictReader(io.StringIO(as_csv.content.decode())))
    found = as_json.json()

    assert len(rows) == page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>")
    assert found["n_rows"] == found["n_rows_of_table"] == len(found["rows"]) == len(rows) >= 3
    assert as_csv["X-Rows"] == as_json["X-Rows"] == f"{len(rows)}/{len(rows)}"
    assert [row["id"] for row in rows] == [row["id"] for row in found["rows"]]
    assert as_csv["Cache-Control"] == "private, no-store"
    for ending in ("csv", "json"):
        assert f'href="{address(f"{name}-{ending}", lang)}"' in page


def test_the_file_goes_on_where_the_page_is_cut(client, admin):
    _fill(105, owner=admin)
    for name in ("organisations", "people", "posts", "invitations", "jobs"):
        page = client.get(address(name)).content.decode()
        n_shown = page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>")
        assert n_shown < 105 <= client.get(address(f"{name}-json")).json()["n_rows"], name


@pytest.mark.parametrize(("name", "column"), [("organisations", "name_ja"), ("people", "name"), ("tokens", "name")])
def test_a_name_is_no_formula(client, admin, name, column):
    _fill(1, owner=admin)
    rows = list(csv.DictReader(io.StringIO(client.get(address(f"{name}-csv")).content.decode())))
    assert f"'{FORMULA}0" in {row[column] for row in rows}
    assert FORMULA not in {row[column][: len(FORMULA)] for row in rows}


def test_no_file_holds_a_part_of_a_secret(client, admin):
    _fill(3, owner=admin)
    text = "".join(
        client.get(address(f"{name}-{ending}")).content.decode() for name in LISTS for ending in ("csv", "json")
    )
    assert token_hash("token0") not in text
    assert "sha256" not in text
    assert "password" not in text


def test_jobs_of_one_state_are_so_many_of_all(client, admin):
    _fill(2, owner=admin)
    answer = client.get(address("jobs-csv"), {"state": "dead"})
    assert answer["X-Rows"] == "0/2"
    assert "jobs.csv?state=dead" in client.get(address("dead-jobs")).content.decode()
    assert client.get(address("jobs-csv"), {"state": "none"}).status_code == 404


def test_a_file_has_the_rule_of_its_page():
    rules = {route.name: route.declaration.rule for route in routes()}
    files = [name for name in rules if name.endswith(("-csv", "-json"))]
    pages = {name: name.rpartition("-")[0] for name in files}
    differing = {name: page for name, page in pages.items() if page in rules and rules[page] is not rules[name]}
    assert {name for name in files if pages[name] in LISTS} == {f"{n}-{e}" for n in LISTS for e in ("csv", "json")}
    assert differing == {}


@pytest.mark.parametrize("name", ["invitations", "jobs", "people", "posts"])
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_others_are_told_why_and_the_public_is_asked_to_sign_in(client, name, ending):
    assert client.get(address(f"{name}-{ending}")).url.startswith("/ja/account/sign-in?next=")
    sign_in(client, make_person())
    answer = client.get(address(f"{name}-{ending}"))
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/html")


def test_everybody_who_signed_in_takes_only_their_own_tokens(client, admin):
    _fill(3, owner=admin)
    sign_in(client, make_person())
    assert client.get(address("tokens-json")).json()["rows"] == []
