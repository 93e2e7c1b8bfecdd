"""The page of roles says what the table of answers says: nobody has a right that it does not show, nor misses one."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils.translation import override
from matrix import NOT_LET_IN, table

from chiiki.web.access.roles import Role
from chiiki.web.accounts.rights import LIMITS, Matter, Right

pytestmark = pytest.mark.django_db

ACTORS = ("public", *(role.value for role in Role))

MATTERS = {
    "people people-csv people-json posts posts-csv posts-json person": (Matter.PEOPLE, {Right.VIEW, Right.EDIT}),
    "post-new post-end person-close person-reopen": (Matter.PEOPLE, {Right.EDIT}),
    "invitations invitations-csv invitations-json invitation-new invitation-withdraw": (Matter.PEOPLE, {Right.EDIT}),
    "organisation-new organisation-edit": (Matter.PEOPLE, {Right.EDIT}),
    "audit audit-csv audit-json": (Matter.AUDIT_EVENTS, {Right.VIEW}),
}
"""Routes → the matter of the page that they are about, and the rights of which one opens them."""

UPKEEP = {"jobs", "jobs-csv", "jobs-json", "dead-jobs", "job", "job-cancel", "job-retry", "job-drop"}
"""What keeps the site going is no matter of a round; administrators have it, and the page does not show it."""

WHOLE = {"", "accounts-only"}
"""Limits within which the routes of :data:`MATTERS` are wholly open; what is bound to a round or region comes later."""

SECTION = re.compile(r'<h2 id="(?P<matter>[\w-]+)">.*?<tbody>(?P<rows>.*?)</tbody>', re.DOTALL)
LINE = re.compile(r'<th scope="row">(.*?)</th><td>(.*?)</td>')
RIGHT = re.compile(r"(?P<right>[^()]+?)(?: \((?P<limit>[^()]*)\))?")


def lines():
    """Yield name of a route and the lines of the table about things of others or of the site."""
    for (name, method), rows in table().items():
        yield from ((name, method, row) for row in rows if row.whose != "own")


def let_in(row):
    return {actor for actor in ACTORS if row.answers[actor] not in NOT_LET_IN}


@pytest.fixture
def shown(client):
    """Return what the page shows: matter and actor → right → limit."""
    page = unescape(client.get("/en/roles").content.decode())
    with override("en"):
        roles = {"Public": "public"} | {str(role.label): role.value for role in Role}
        rights = {str(right.label): right for right in Right}
        limits = {"": ""} | {str(words): name for name, words in LIMITS.items()}
    found = {}
    for section in SECTION.finditer(page):
        for label, held in LINE.findall(section["rows"]):
            if section["matter"] in Matter:
                read = [RIGHT.fullmatch(one) for one in held.split("; ")]
                key = Matter(section["matter"]), roles[label]
                found[key] = {rights[one["right"]]: limits[one["limit"] or ""] for one in read}
    return found


def test_the_page_has_a_line_for_each_actor_and_matter(shown):
    assert set(shown) == {(matter, actor) for matter in Matter for actor in ACTORS}


def test_every_route_where_roles_differ_is_about_a_matter_of_the_page():
    differing = {name for name, _method, row in lines() if len(let_in(row) - {"public"}) not in {0, len(Role)}}
    named = {name for names in MATTERS for name in names.split()}
    assert differing - named - UPKEEP == set()
    assert named - {name for name, _method, _row in lines()} == set()


@pytest.mark.parametrize("names", MATTERS)
def test_the_page_shows_the_rights_that_the_answers_give(names, shown):
    matter, opening = MATTERS[names]
    wrong, n_asked = [], 0
    for name, method, row in lines():
        if name not in names.split() or row.states & {"absent", "nonsense"}:
            continue
        for actor in ACTORS:
            n_asked += 1
            held = {right: limit for right, limit in shown[matter, actor].items() if right in opening}
            is_let_in = actor in let_in(row)
            if is_let_in and not held:
                wrong.append(f"{name}, {method}: {actor} is let in, and the page shows no such right to {matter}")
            if not is_let_in and WHOLE & set(held.values()):
                wrong.append(f"{name}, {method}: the page shows {matter} to {actor}, who is not let in")
    assert wrong == []
    assert n_asked


def test_only_administrators_keep_the_site_going():
    asked = [(name, row) for name, _method, row in lines() if name in UPKEEP and row.whose in {"-", "foreign"}]
    assert {name for name, _row in asked} == UPKEEP
    assert {name for name, row in asked if not let_in(row) <= {"admin"}} == set()
