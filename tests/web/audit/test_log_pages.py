"""The log as a page: who sees what, found by filters, page by page, and taken along whole."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.db import connection

import chiiki.web
from chiiki.web.access.actors import SYSTEM
from chiiki.web.audit import domain
from chiiki.web.audit.actions import ACTIONS, SUBJECTS
from chiiki.web.audit.chain import GENESIS
from chiiki.web.audit.domain import record_action
from chiiki.web.audit.guards import lifted
from chiiki.web.audit.models import AuditHead, AuditRecord
from chiiki.web.audit.queries import PAGE
from chiiki.web.jobs.registry import TASKS
from web_asking import ADMIN, AUDITOR, EDITOR, OTHER, PUBLIC, ask

pytestmark = pytest.mark.django_db

SEEN = {
    "auditor": (AUDITOR, {"jobs.retry", "strategies.submit", "accounts.invite", "rounds.open"}),
    "admin": (ADMIN, {"jobs.retry", "accounts.invite"}),
    "editor": (EDITOR, {"strategies.submit"}),
    "other": (OTHER, set()),
}


@pytest.fixture(autouse=True)
def _empty_log(db):
    """Begin anew: tests that commit leave their records behind, since nobody can delete them."""
    with lifted(connection):
        AuditRecord.objects.all().delete()
        AuditHead.objects.update(count=0, sha256=GENESIS)


@pytest.fixture
def _log(_empty_log):
    for actor, action in [
        (ADMIN, "jobs.retry"),
        (EDITOR, "strategies.submit"),
        (SYSTEM, "accounts.invite"),
        (AUDITOR, "rounds.open"),
    ]:
        record_action(actor=actor, action=action, subject_kind="thing", subject_id=action, detail={"n": 1})


def _rows(actor, **query):
    answer = ask(actor, "audit-json", query=query)
    return json.loads(answer.content)


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize("who", SEEN)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_each_sees_what_is_theirs_to_see(who, lang):
    actor, actions = SEEN[who]
    page = ask(actor, "audit", lang=lang).content.decode()
    known = {"jobs.retry", "strategies.submit", "accounts.invite", "rounds.open"}

    assert {action for action in known if f"<code>{action}</code>" in page} == actions
    assert {row["action"] for row in _rows(actor)["rows"]} == actions


def test_the_public_is_sent_to_sign_in():
    for name in ("audit", "audit-csv", "audit-json"):
        assert ask(PUBLIC, name).status_code == 302


@pytest.mark.usefixtures("_log")
def test_who_sees_a_part_is_not_told_how_much_there_is():
    page = ask(EDITOR, "audit").content.decode()
    whole = _rows(AUDITOR)["rows"]

    assert set(_rows(EDITOR)["rows"][0]) == {"at", "actor_id", "action", "subject_kind", "subject_id", "detail"}
    assert whole[-1]["sha256"][:12] not in page
    assert {"chain", "sequence", "previous", "sha256"} <= set(whole[0])


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize(
    ("query", "n"),
    [
        ({}, 4),
        ({"action": "jobs.retry"}, 1),
        ({"subject": "thing"}, 4),
        ({"subject": "rounds.open"}, 1),
        ({"person": str(EDITOR.user_id)}, 1),
        ({"since": "2001-01-01", "until": "2001-01-01"}, 0),
        ({"since": "2001-01-01"}, 4),
        ({"until": "2001-01-01"}, 0),
    ],
)
def test_filters_find_what_fits_on_the_page_and_in_the_files(query, n):
    rows = _rows(AUDITOR, **query)
    page = ask(AUDITOR, "audit", lang="en", query=query).content.decode()
    table = list(csv.reader(io.StringIO(ask(AUDITOR, "audit-csv", query=query).content.decode())))

    assert (rows["n_rows"], rows["n_rows_of_table"], len(table) - 1) == (n, 4, n)
    assert f"{n} of 4 records" in page


@pytest.mark.usefixtures("_log")
@pytest.mark.parametrize(
    "query", [{"action": "no.such"}, {"person": "x"}, {"since": "yesterday"}, {"subject": "x" * 65}]
)
def test_a_filter_that_cannot_be_used_is_said_and_finds_nothing(query):
    page = ask(AUDITOR, "audit", lang="en", query=query).content.decode()
    assert "error-summary" in page
    assert "0 of 4 records" in page
    assert ask(AUDITOR, "audit-csv", query=query).status_code == 400
    assert ask(AUDITOR, "audit-json", query=query).status_code == 400


class _OneMoment(datetime):
    @classmethod
    def now(cls, tz=None):
        return cls(2126, 1, 1, tzinfo=tz)


@pytest.mark.parametrize("clock", [datetime, _OneMoment])
def test_pages_follow_one_another_without_gap_or_repetition(monkeypatch, clock):
    monkeypatch.setattr(domain, "datetime", clock)
    for number in range(2 * PAGE + 3):
        record_action(actor=EDITOR, action="test.act", subject_kind="thing", subject_id=f"n{number:03}")
    seen, before = [], None
    while before != "":
        page = ask(EDITOR, "audit", query={"before": before} if before else {}).content.decode()
        seen += re.findall(r"<code>(n\d{3})</code>", page)
        found = re.search('rel="next" href="[^"]*before=([^"]+)"', page)
        before = unquote(found[1]) if found else ""

    assert seen == [f"n{number:03}" for number in reversed(range(2 * PAGE + 3))]


@pytest.mark.usefixtures("_log")
def test_a_cursor_that_is_none_or_of_what_somebody_may_not_see_leads_nowhere():
    foreign = _rows(AUDITOR)["rows"][-1]
    theirs = (foreign["sha256"], f"{foreign['at']}~1", f"{foreign['at']}~0")
    for cursor in (*theirs, "~", "x~1", "\0~1", "2126~99999999999"):
        page = ask(EDITOR, "audit", lang="en", query={"before": cursor}).content.decode()
        assert "<code>strategies.submit</code>" not in page


@pytest.mark.parametrize("n_records", [1, 3])
def test_the_page_asks_the_database_equally_often(django_assert_num_queries, n_records):
    for _ in range(n_records):
        record_action(actor=SYSTEM, action="test.act", subject_kind="thing", subject_id="1")
    with django_assert_num_queries(4):
        ask(AUDITOR, "audit")


def test_every_action_that_is_recorded_has_a_name():
    """Look for what is given as the action of a record in the code of all apps."""
    folder = Path(chiiki.web.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("domain*/*.py"))
    recorded = (
        set(re.findall(r'"((?:accounts|api|audit|jobs|library)\.[a-z_-]+)"', text)) - set(TASKS) - {"jobs.stopped"}
    )
    assert recorded - set(ACTIONS) == set()


@pytest.mark.parametrize(("lang", "word"), [("ja", "招待"), ("en", "Invitation")])
def test_what_was_acted_on_is_named_in_the_language_of_the_page(lang, word):
    record_action(actor=SYSTEM, action="accounts.invite", subject_kind="invitation", subject_id="1", detail={})
    page = ask(AUDITOR, "audit", lang=lang).content.decode()
    assert f"<td>{word} <code>1</code></td>" in page
    assert ask(AUDITOR, "audit", lang=lang, query={"subject": word}).content.decode().count("<code>1</code>") == 1
    assert "<code>1</code>" not in ask(AUDITOR, "audit", lang=lang, query={"subject": "x"}).content.decode()


def test_every_kind_of_subject_that_is_recorded_has_a_name():
    folder = Path(chiiki.web.__file__).parent
    text = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.py"))
    kinds = set(re.findall(r'subject_kind="([a-z]+)"', text))
    assert len(kinds) > 5
    assert kinds - SUBJECTS.keys() == set()
