"""Posts and organisations: given, ended, twice and at once; rights end with them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Event
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from chiiki.errors import InputError
from chiiki.web.access.actors import SYSTEM
from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.rules import Refusal
from chiiki.web.accounts.domain.demo import load_demo
from chiiki.web.accounts.domain.posts import PostDetails, end_post, give_post
from chiiki.web.accounts.models import Organisation, Post, User
from chiiki.web.accounts.queries import standing_of
from chiiki.web.accounts.rights import LIMITS, Matter, holdings, rights_table
from chiiki.web.accounts.views import answering
from chiiki.web.audit.models import AuditRecord
from web_people import Records, make_person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def records():
    return Records()


def post_form(**said):
    return {
        "made_id": str(uuid4()),
        "role": "auditor",
        "scope": "instance",
        "from_on": "2026-01-01",
        "title_ja": "監査役",
        **said,
    }


def organisation_form(**said):
    return {
        "made_id": str(uuid4()),
        "kind": "university",
        "name_ja": "試験大学",
        "name_en": "Test university",
        "corporate_number": "",
        **said,
    }


@pytest.fixture
def admin(client):
    return sign_in(client, make_person(Role.ADMIN))


def twice_at_once(clients, path, form):
    """Send one form from several threads at once, each with its own connection."""
    start = Event()

    def send(client):
        start.wait(5)
        try:
            return client.post(path, form)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        waiting = [pool.submit(send, client) for client in clients]
        start.set()
        return [one.result() for one in waiting]


def same_browser(client, n: int = 4):
    clients = [Client() for _ in range(n)]
    for one in clients:
        one.cookies = client.cookies
    return clients


def test_a_post_is_given_and_ended(client, admin, records):
    person = make_person()
    response = client.post(f"/en/people/{person.pk}/posts/new", post_form())
    assert response.url == f"/en/people/{person.pk}"
    assert "Auditor" in client.get(response.url).content.decode()
    post = Post.objects.get(holder=person)
    assert [client.post(f"/en/posts/{post.pk}/end").status_code for _ in range(2)] == [302, 302]
    assert "ended on" in client.get(response.url).content.decode()
    assert (records.n("accounts.give-post"), records.n("accounts.end-post")) == (1, 1)
    assert admin.is_active


def test_one_form_sent_twice_and_at_once_gives_one_post(client, admin, records):
    person = make_person()
    path, form = f"/en/people/{person.pk}/posts/new", post_form()
    answers = [*twice_at_once(same_browser(client), path, form), client.post(path, form)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"/en/people/{person.pk}")}
    assert Post.objects.filter(holder=person).count() == 1
    assert records.n("accounts.give-post") == 1
    assert admin.is_active


def test_ending_a_post_at_once_from_many_sides_is_one_ending(client, admin, records):
    post = Post.objects.get(holder=make_person(Role.AUDITOR))
    answers = twice_at_once(same_browser(client), f"/en/posts/{post.pk}/end", {})
    assert {answer.status_code for answer in answers} == {302}
    assert records.n("accounts.end-post") == 1
    assert admin.is_active


def test_one_form_sent_at_once_adds_one_organisation(client, admin, records):
    form = organisation_form(corporate_number="3000020278670")
    answers = [*twice_at_once(same_browser(client), "/en/organisations/new", form)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, f"/en/organisations/{form['made_id']}")}
    assert Organisation.objects.count() == 1
    assert records.n("accounts.add-organisation") == 1
    assert admin.is_active


def test_inviting_at_once_invites_once(client, admin, records):
    form = {
        "made_id": str(uuid4()),
        "email": "a@example.jp",
        "role": "auditor",
        "scope": "instance",
        "language": "ja",
        "n_days": "7",
    }
    answers = twice_at_once(same_browser(client), "/en/invitations/new", form)
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, "/en/invitations")}
    assert records.n("accounts.invite") == 1
    assert admin.is_active


def test_the_same_post_in_the_same_days_is_refused(client, admin):
    person = make_person(Role.AUDITOR)
    answer = client.post(f"/en/people/{person.pk}/posts/new", post_form())
    assert answer.status_code == 422
    assert "already holds this post" in answer.content.decode()
    assert admin.is_active


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"to_on": "2025-12-31"}, "before the first"),
        ({"from_on": "tomorrow"}, "Enter a valid date"),
        ({"role": "officer", "scope": "instance"}, "bound to: Ministry"),
        ({"role": "officer", "scope": "ministry", "scope_organisation": str(uuid4())}, "not one of the available"),
        ({"role": "reviewer", "scope": "round", "scope_other": "7"}, "valid UUID"),
        ({"title_ja": "a\u202eb"}, "cannot be shown"),
        ({"made_id": "1"}, "valid UUID"),
    ],
)
def test_a_post_that_cannot_be_is_refused_with_the_reason(client, admin, said, reason):
    person = make_person()
    answer = client.post(f"/en/people/{person.pk}/posts/new", post_form(**said))
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert not Post.objects.filter(holder=person).exists()
    assert admin.is_active


def test_an_officer_is_bound_to_a_ministry_and_to_nothing_else(client, admin):
    person = make_person()
    university = Organisation.objects.create(kind="university", name_ja="試験大学")
    form = post_form(role="officer", scope="ministry", scope_organisation=str(university.pk))
    assert "not a ministry" in client.post(f"/en/people/{person.pk}/posts/new", form).content.decode()
    university.kind = "ministry"
    university.save()
    assert client.post(f"/en/people/{person.pk}/posts/new", form).status_code == 302
    assert Post.objects.get(holder=person).scope_id == str(university.pk)
    assert admin.is_active


def test_nobody_gives_themselves_a_post(client, admin):
    assert client.get(f"/en/people/{admin.pk}/posts/new").status_code == 403
    answer = client.post(f"/en/people/{admin.pk}/posts/new", post_form())
    assert answer.status_code == 403
    assert "Nobody gives a post to themselves" in answer.content.decode()
    details = PostDetails(role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=date(2026, 1, 1))
    with translation.override("ja"), pytest.raises(Refusal, match="役職を付与することはできません"):
        give_post(actor=standing_of(admin, is_proved=True).actor, post_id=uuid4(), holder=admin, details=details)


def test_an_administrator_has_no_other_rights(admin):
    actor = standing_of(admin, is_proved=True).actor
    assert {grant.role for grant in actor.grants} == {Role.ADMIN}
    for held in holdings():
        if held.role is Role.ADMIN and held.matter in {
            Matter.DRAFT_APPLICATION,
            Matter.SEALED_APPLICATION,
            Matter.UNSEALED_APPLICATION,
            Matter.REVIEWS,
            Matter.SCORES,
            Matter.OPINION,
            Matter.DECISION,
        }:
            assert held.right == "none"


def test_the_last_administrator_stays(client, admin):
    post = Post.objects.get(holder=admin)
    answer = client.post(f"/en/posts/{post.pk}/end")
    assert answer.status_code == 409
    assert "only administrator" in answer.content.decode()
    other = make_person(Role.ADMIN)
    assert client.post(f"/en/posts/{post.pk}/end").status_code == 302
    assert client.get("/en/people").status_code == 403
    with pytest.raises(Refusal):
        end_post(actor=standing_of(other, is_proved=True).actor, post=Post.objects.get(holder=other))


def test_a_post_gives_rights_from_its_first_day_to_its_last():
    person = make_person(has_factor=True)
    today = timezone.localdate()
    for first, last, expected in (
        (today, today, 1),
        (today + timedelta(1), None, 0),
        (today - timedelta(9), today - timedelta(1), 0),
    ):
        Post.objects.all().delete()
        Post.objects.create(holder=person, role=Role.AUDITOR, scope=Scope.INSTANCE, from_on=first, to_on=last)
        assert len(standing_of(person, is_proved=True).actor.grants) == expected
        assert standing_of(person).actor.grants == frozenset()


def test_rights_end_with_the_commit_that_ends_the_post():
    admin, person = make_person(Role.ADMIN), make_person(Role.AUDITOR)
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        sign_in(browser, person)
    assert {browser.get("/en/people").status_code for browser in browsers} == {200}
    committed = Event()

    def ask(browser):
        try:
            was_committed, served_after = False, 0
            while not was_committed:
                was_committed = committed.is_set()
                served_after += was_committed and browser.get("/en/people").status_code == 200
                if not was_committed:
                    browser.get("/en/people")
            return served_after + sum(browser.get("/en/people").status_code == 200 for _ in range(3))
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as pool:
        asked = [pool.submit(ask, browser) for browser in browsers]
        end_post(actor=standing_of(admin, is_proved=True).actor, post=Post.objects.get(holder=person))
        committed.set()
        assert [one.result() for one in asked] == [0, 0, 0]


def test_a_session_gets_a_new_id_when_posts_change(client):
    person = sign_in(client, make_person(Role.AUDITOR))
    client.get("/en/account")
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    admin = make_person(Role.ADMIN)
    end_post(actor=standing_of(admin, is_proved=True).actor, post=Post.objects.get(holder=person))
    assert client.get("/en/account").status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = before
    assert old.get("/en/account").status_code == 302


def test_closing_an_account_ends_its_sessions_at_once(client, admin, records):
    browser, person = Client(), make_person()
    sign_in(browser, person)
    there = f"/en/people/{person.pk}/close"
    assert client.get(there).status_code == 200
    assert [client.post(there).status_code for _ in range(2)] == [302, 302]
    assert browser.get("/en/account").status_code == 302
    assert records.n("accounts.close") == 1
    assert client.post(f"/en/people/{admin.pk}/close").status_code == 403
    client.post(f"/en/people/{person.pk}/reopen")
    assert User.objects.get(pk=person.pk).is_active


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        ("300002027867", "this one has 12"),
        ("30000202786700", "this one has 14"),
        ("4000020278670", "for these it is 3, not 4"),
        ("3000020278671", "for these it is"),
        ("300002027867X", "other characters"),
        ("３０００02０278670１", "this one has 14"),
    ],
)
def test_a_wrong_corporate_number_is_refused_with_what_is_wrong(client, admin, number, reason):
    answer = client.post("/en/organisations/new", organisation_form(corporate_number=number))
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert admin.is_active


def test_a_corporate_number_is_kept_plain_and_belongs_to_one(client, admin, records):
    form = organisation_form(corporate_number=" ３０００-0202-78670 ")
    assert client.post("/en/organisations/new", form).status_code == 302
    kept = Organisation.objects.get()
    assert kept.corporate_number == "3000020278670"
    taken = client.post("/en/organisations/new", organisation_form(corporate_number="3000020278670"))
    assert "already has this corporate number" in taken.content.decode()
    there = f"/en/organisations/{kept.pk}/edit"
    changed = {**form, "name_en": "Another name"}
    assert [client.post(there, changed).status_code for _ in range(2)] == [302, 302]
    assert records.n("accounts.change-organisation") == 1
    assert admin.is_active


def test_a_profile_is_changed_by_its_owner(client, records):
    person = sign_in(client, make_person(language="ja"))
    for _ in range(2):
        answer = client.post("/ja/account", {"name": "改名 太郎", "language": "en"})
        assert (answer.status_code, answer.url) == (302, "/en/account")
    person.refresh_from_db()
    assert (person.name, person.language) == ("改名 太郎", "en")
    assert records.n("accounts.change-profile") == 1


def test_the_own_page_says_what_is_missing(client):
    sign_in(client, make_person())
    page = client.get("/en/account").content.decode()
    assert "You hold no post" in page
    assert "needs the post of an auditor" in page


def test_lists_take_as_many_queries_for_one_row_as_for_many(client, admin, monkeypatch):
    monkeypatch.setattr(answering, "N_ROWS", 40)

    def add(n):
        for _ in range(n):
            person = make_person(Role.OFFICER)
            Organisation.objects.create(kind="ministry", name_ja=f"省{person.pk}")

    def count(path):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    paths = ["/en/people", "/en/posts", "/en/organisations", "/en/invitations"]
    add(1)
    for path in paths:
        client.get(path)
    before = [count(path) for path in paths]
    add(30)
    assert [count(path) for path in paths] == before
    assert admin.is_active


def test_demonstration_people_exist_on_a_demonstration_alone(client, settings):
    with pytest.raises(InputError, match="--demo"):
        load_demo(actor=SYSTEM)
    settings.DEMO = True
    logins = load_demo(actor=SYSTEM)
    n_records = AuditRecord.objects.count()
    assert load_demo(actor=SYSTEM) == logins
    assert AuditRecord.objects.count() == n_records
    assert {login.role for login in logins} == set(Role)
    assert all("デモ" in person.name and "Demo" in person.name for person in User.objects.all())
    assert all("デモ" in found.name_ja and "Demo" in found.name_en for found in Organisation.objects.all())
    assert {post.role for post in Post.objects.all()} == set(Role)
    assert "password" not in repr(logins[0])
    admin = next(login for login in logins if login.role is Role.ADMIN)
    answer = client.post("/en/account/sign-in", {"login": admin.email, "password": admin.password})
    assert answer.status_code == 302
    page = client.get("/en/people")
    assert page.status_code == 200
    assert "Demonstration: people" in page.content.decode()
    settings.DEMO = False
    assert client.get("/en/people").status_code == 302
    person = User.objects.get(email=admin.email)
    assert not standing_of(person, is_proved=True).actor.is_known


def test_a_real_person_needs_a_second_factor_on_a_demonstration_too(settings):
    settings.DEMO = True
    assert standing_of(make_person(Role.ADMIN, has_factor=False), is_proved=True).is_factor_missing


def test_the_table_of_rights_has_every_cell():
    assert {held.limit for held in holdings()} - {""} == set(LIMITS)
    for row in rights_table():
        assert len(row.cells) == 13
        assert all(held for _, held in row.cells)
