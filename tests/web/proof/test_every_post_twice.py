"""Whatever is sent twice, in a row or at once, is done once, recorded once, and answered alike (R15).

Whoever adds a form adds its row to :mod:`sendings`; a form without one fails here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from http import HTTPStatus

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags
from sending import at_once, in_a_row, leaves
from sendings import SENDINGS
from sendings_of_accounts import SENDINGS_OF_ACCOUNTS

from chiiki.web.access.walk import routes
from chiiki.web.accounts.forms import sign_in
from chiiki.web.api.walk import operations

ALL = (*SENDINGS, *SENDINGS_OF_ACCOUNTS)
HARMLESS = {"GET", "HEAD", "OPTIONS"}

with_database = pytest.mark.django_db(transaction=True)
by_sending = pytest.mark.parametrize("sending", ALL, ids=str)


@pytest.fixture(autouse=True)
def _own_log_and_counts(request, settings, tmp_path, monkeypatch):
    """Give the log a folder, forget who tried what, and let no window of mails end meanwhile."""
    if "sending" in request.fixturenames:
        request.getfixturevalue("transactional_db")
        settings.OPTIONS = replace(settings.OPTIONS, data=tmp_path)
        monkeypatch.setattr(sign_in, "RESET_WINDOW_SECONDS", 10**9)
        cache.clear()


def _as_recorded(sending, *, n_let_in):
    """Return the records that may be there: signing in is one for each browser that was let in."""
    return Counter(sending.records) + Counter({"accounts.sign-in": n_let_in if sending.signs_in else 0})


def test_every_form_has_a_row():
    writing = {route.name for route in routes() if route.declaration and set(route.declaration.methods) - HARMLESS}
    assert writing - {sending.route for sending in ALL} == set()
    assert {sending.route for sending in ALL} - writing == set()


def test_the_interface_for_machines_only_reads():
    assert {method for method, *_ in operations()} <= HARMLESS


@with_database
@by_sending
def test_twice_in_a_row_is_once(sending):
    once, left = leaves(sending)
    assert once.status < HTTPStatus.BAD_REQUEST, once
    assert left.records == _as_recorded(sending, n_let_in=1)
    (first, second), left_by_two = in_a_row(sending)
    assert first.short == once.short
    assert left_by_two == left
    assert sending.is_answered(second, first=first), second


@with_database
@by_sending
def test_many_times_at_once_is_once(sending, record_property):
    once, left = leaves(sending)
    answers, left_by_many = at_once(sending)
    record_property("n_sent_at_once", len(answers))
    others = [one for one in answers if not sending.is_answered(one, first=once)]
    assert others == [], [strip_tags(one.page)[-600:] for one in others]
    assert once.short in [one.short for one in answers]
    n_let_in = sum(one.short == once.short for one in answers)
    assert left_by_many.records == _as_recorded(sending, n_let_in=n_let_in)
    assert left_by_many.rows == left.rows
