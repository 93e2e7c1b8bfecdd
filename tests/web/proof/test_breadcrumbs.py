"""Every page of accounts and of the site's upkeep says where it stands, by links that its reader may follow."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import resolve
from matrix import Asker, cells_of, is_open
from world import PERSON, PUBLIC

from chiiki.web.access.walk import routes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("index", "wide_limits")]

TRAIL = re.compile(r'<nav class="breadcrumb"[^>]*><ol>(.*?)</ol></nav>')
STEP = re.compile(r'<li><a href="([^"]+)">([^<]+)</a></li>')
HERE = re.compile(r'<li aria-current="page">([^<]+)</li>$')
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


def heading(text):
    return unescape(re.sub(r"<[^>]+>", "", HEADING.search(text)[1])).strip()


def is_there(answer, word):
    """Say whether a place is what its word says; the sign-in leads whoever is known to their account."""
    if answer.status_code == 302:
        return resolve(answer["Location"]).url_name == "account"
    return answer.status_code == 200 and heading(answer.content.decode()) == word


def pages(asker, lang):
    """Yield path and text of each page that is behind the sign-in, or leads to it, and is shown to `asker`."""
    for route in routes():
        if is_open(route) or not route.pattern.startswith("<lang>/"):
            continue
        for cell in cells_of(route, asker, lang=lang):
            if cell.method == "GET" and "200" in cell.expected:
                answer = asker.ask(cell.address.path, "GET")
                if answer["Content-Type"].startswith("text/html"):
                    yield cell.address.path, answer.content.decode()


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("name", [PUBLIC, PERSON, "auditor", "admin"])
def test_each_page_says_where_it_stands(name, lang):
    asker, wrong, asked = Asker.begin(name), [], {}
    for path, text in pages(asker, lang):
        trail = TRAIL.search(text)[1]
        here = HERE.search(trail)
        if not here or unescape(here[1]) != heading(text):
            wrong.append(f"{path}: the last place is {here and here[1]}, the page {heading(text)}")
        for href, word in STEP.findall(trail)[1:]:
            if (href, word) not in asked:
                asked[href, word] = is_there(asker.ask(href, "GET"), unescape(word))
            if not asked[href, word]:
                wrong.append(f"{path}: {word} leads to {href}, which says otherwise")
    assert wrong == []
    assert {resolve(href).url_name for href, _ in asked} >= ({"account"} if name != PUBLIC else {"account_login"})
