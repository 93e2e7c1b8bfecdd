"""A form of others that was done is answered again without being done; another one is another one."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from chiiki.web.access.once import once
from web_people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def send():
    """Send a form as somebody to a view that counts."""
    person, done = make_person(), []

    def view(request):
        done.append(request.POST)
        return HttpResponse("wrong") if request.POST.get("code") == "wrong" else HttpResponseRedirect(f"/{len(done)}")

    def send(path="/form", *, of=person, **form):
        request = RequestFactory().post(path, form)
        request.user = of
        return once(view)(request)

    return send


def test_the_same_form_is_answered_as_the_first_time(send):
    assert [send(csrfmiddlewaretoken="a", code="1").url for _ in range(3)] == ["/1"] * 3


@pytest.mark.parametrize("other", [{"csrfmiddlewaretoken": "b"}, {"code": "2"}, {"path": "/other"}, {"more": "x"}])
def test_a_form_that_says_something_else_is_another_one(send, other):
    first = {"csrfmiddlewaretoken": "a", "code": "1"}
    assert (send(**first).url, send(**first | other).url) == ("/1", "/2")


def test_the_form_of_somebody_else_is_another_one(send):
    assert [send(csrfmiddlewaretoken="a", **who).url for who in ({}, {"of": make_person()})] == ["/1", "/2"]


def test_a_form_that_was_wrong_may_be_sent_again(send):
    answers = [send(csrfmiddlewaretoken="a", code="wrong") for _ in range(2)]
    assert [answer.content for answer in answers] == [b"wrong"] * 2
    assert send(csrfmiddlewaretoken="a", code="right").url == "/3"


def test_a_form_without_a_token_of_its_page_is_done_each_time(send):
    assert [send(code="1").url for _ in range(2)] == ["/1", "/2"]
