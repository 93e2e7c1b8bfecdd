"""The matrix can fail: each rule turned round is noticed, in pages and inside of the domain (R03)."""

from __future__ import annotations

import ast
from itertools import islice
from pathlib import Path
from uuid import uuid4

import pytest
from addresses import fill
from django.db import transaction
from django.utils import timezone
from matrix import Asker, cells_of, differences
from world import ACTORS, BEARER, FOREIGN, PERSON, PUBLIC, key, make_world

import chiiki.web
from chiiki.web.access.actors import PUBLIC as NOBODY_KNOWN
from chiiki.web.access.roles import Role, Scope
from chiiki.web.access.rules import ALLOWED, RULES, Refusal, Verdict
from chiiki.web.access.walk import routes
from chiiki.web.accounts.domain import invitations, organisations, people, posts
from chiiki.web.accounts.models import Invitation, Organisation, Post, User
from chiiki.web.api.domain import tokens
from chiiki.web.api.models import Token
from chiiki.web.jobs.domain import decisions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "wide_limits")]

ASKERS = (PERSON, "admin", PUBLIC, BEARER, "auditor")
"""Between them they are refused by each rule, and allowed by it."""

TURNS = {"allow": ALLOWED, "deny": Verdict(is_allowed=False, reason="turned round")}
ALLOWING = {"anyone"}
"""Rules that refuse nobody."""

OFFERED = {"auditors": "audit"}
"""Rules that no page is behind: one's own page says by them what is open."""

DETAILS = {"role": Role.AUDITOR, "scope": Scope.INSTANCE}
BODY = organisations.OrganisationDetails(kind="university", name_ja="新しい大学")


def of(model, *names):
    """Return a thing of the world by its names."""
    return model.objects.get(pk=key(*names))


def _invite(by):
    details = invitations.InvitationDetails(email="x@example.jp", **DETAILS)
    return invitations.invite(actor=by, invitation_id=uuid4(), details=details)


def _give(by):
    details = posts.PostDetails(from_on=timezone.localdate(), **DETAILS)
    return posts.give_post(actor=by, post_id=uuid4(), holder=of(User, "person", "closed"), details=details)


def _change(by):
    one = of(Organisation, "organisation", "university")
    return organisations.change_organisation(actor=by, organisation=one, details=BODY)


IN_DOMAIN = {
    "cancel_job": (
        "may_cancel_job",
        FOREIGN,
        lambda by: decisions.cancel_job(actor=by, job_id=key("job", FOREIGN, "waiting")),
    ),
    "retry_job": (
        "may_retry_job",
        "admin",
        lambda by: decisions.retry_job(actor=by, job_id=key("job", FOREIGN, "dead")),
    ),
    "drop_job": (
        "may_drop_job",
        "admin",
        lambda by: decisions.drop_job(actor=by, job_id=key("job", FOREIGN, "dead")),
    ),
    "issue_token": ("known", FOREIGN, lambda by: tokens.issue_token(actor=by, token_id=uuid4(), name="t", n_days=30)),
    "revoke_token": (
        "token_owner",
        FOREIGN,
        lambda by: tokens.revoke_token(actor=by, token=of(Token, "token", FOREIGN, "live")),
    ),
    "give_post": ("give_posts", "admin", _give),
    "end_post": (
        "end_posts",
        "admin",
        lambda by: posts.end_post(actor=by, post=of(Post, "post", "officer", "current")),
    ),
    "invite": ("admin_only", "admin", _invite),
    "revoke": (
        "admin_only",
        "admin",
        lambda by: invitations.revoke(actor=by, invitation=of(Invitation, "invitation", "open")),
    ),
    "add_organisation": (
        "admin_only",
        "admin",
        lambda by: organisations.add_organisation(actor=by, organisation_id=uuid4(), details=BODY),
    ),
    "change_organisation": ("admin_only", "admin", _change),
    "set_active": (
        "deactivate_people",
        "admin",
        lambda by: people.set_active(actor=by, person=of(User, "person", "closed"), is_active=True),
    ),
}
"""Function of the domain → the rule that it asks, somebody who may, and the call."""


def turn(monkeypatch, name, verdict):
    monkeypatch.setattr(RULES[name], "decide", lambda _actor, _thing: verdict)


def noticed(name, askers):
    """Ask at the routes of a rule until an answer is not that of the table."""
    for asker in askers:
        cells = (cell for route in routes() if route.declaration.rule is RULES[name] for cell in cells_of(route, asker))
        while some := list(islice(cells, 10)):
            _n, wrong = differences(some, asker)
            if wrong:
                return wrong
    return []


def offered(name, askers):
    """Return what one's own page says of an action to those who have one."""
    account, found = next(route for route in routes() if route.name == "account"), []
    for asker in askers:
        actions = (asker.ask(fill(account, {}), "GET").context or {}).get("actions", [])
        found += [verdict.is_allowed for place, _label, verdict in actions if place.endswith(f"/{OFFERED[name]}")]
    return found


@pytest.mark.parametrize("turned", TURNS)
@pytest.mark.parametrize("name", sorted(set(RULES) - ALLOWING))
def test_a_rule_that_is_turned_round_is_noticed(monkeypatch, name, turned):
    world = make_world()
    for one in ASKERS:
        if one in world.people:
            world.give_things(one)
    askers = [Asker(world, one, world.client(one)) for one in ASKERS]
    before = offered(name, askers) if name in OFFERED else []
    turn(monkeypatch, name, TURNS[turned])
    found = offered(name, askers) != before if name in OFFERED else noticed(name, askers)
    assert found, f"nothing notices that {name} always says {turned}"


def test_a_page_for_anyone_that_is_for_nobody_is_noticed(monkeypatch):
    """The other turn of this rule is the rule itself."""
    world = make_world()
    assert all(RULES["anyone"](world.actor(name)).is_allowed for name in ACTORS)
    turn(monkeypatch, "anyone", TURNS["deny"])
    assert noticed("anyone", [Asker(world, PERSON, world.client(PERSON))])


def test_every_function_of_the_domain_that_asks_a_rule_is_asked_here():
    asking = set()
    for path in Path(chiiki.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name != "demand":
                calls = [call.func.id for call in ast.walk(node) if isinstance(call, ast.Call) and _is_name(call.func)]
                asking |= {node.name for called in calls if called == "demand"}
    assert sorted(asking) == sorted(IN_DOMAIN)


def _is_name(node):
    return isinstance(node, ast.Name)


@pytest.mark.parametrize("name", IN_DOMAIN)
def test_a_function_follows_its_rule_whatever_that_says(monkeypatch, name):
    world = make_world()
    rule, who, call = IN_DOMAIN[name]
    with transaction.atomic():
        call(world.actor(who))
        transaction.set_rollback(True)
    with pytest.raises(Refusal) as refused:
        call(NOBODY_KNOWN)
    with monkeypatch.context() as patched:
        turn(patched, rule, TURNS["deny"])
        with pytest.raises(Refusal, match="turned round"):
            call(world.actor(who))
    turn(monkeypatch, rule, TURNS["allow"])
    if name == "issue_token":  # the rule let the actor through, and the table of tokens wants an owner
        with pytest.raises(Refusal) as later:
            call(NOBODY_KNOWN)
        assert str(later.value) != str(refused.value)
    else:
        call(world.actor(PERSON))
