"""A running site, and pages of it in a browser that reports whatever goes wrong in them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from page_kinds import PAGE_KINDS

from running_site import running_site

PROBES = (Path(__file__).parents[2] / "e2e" / "probes.js").read_text(encoding="utf-8")
LANGS = ("ja", "en")
SCREEN = {"width": 1280, "height": 900}


def pytest_generate_tests(metafunc):
    """Run a test that asks for `kind` on every kind of page, and for `lang` in both languages.

    All that is asked of one page comes together, so that it need be opened once only.
    """
    if "kind" in metafunc.fixturenames:
        metafunc.parametrize("kind", PAGE_KINDS, scope="module")
    if "lang" in metafunc.fixturenames:
        metafunc.parametrize("lang", LANGS, scope="module")


@pytest.fixture(scope="session")
def site(tmp_path_factory, worker_id):
    """Run one site for all browser tests of a process, on the database that the tests run on."""
    folder = tmp_path_factory.mktemp("site")
    url = os.environ.get("DATABASE_URL", "")
    with running_site(folder, database_url=url, name=f"chiiki_browser_{worker_id}") as found:
        yield found


@pytest.fixture(scope="module")
def path(kind, lang):
    """Give the path of the page of that kind in that language."""
    return PAGE_KINDS[kind].format(lang=lang)


@pytest.fixture
def open_page(browser, site):
    """Open a page of the site; at the end of the test nothing may have gone wrong in any of them."""
    with _watched(browser, site) as open_at:
        yield open_at


@pytest.fixture(scope="module")
def opened_once(browser, site, path):
    """Open the page for all tests that only look at it."""
    with _watched(browser, site) as open_at:
        yield open_at(path)


@pytest.fixture
def shown(opened_once):
    """Give the page as it is shown at first: wide, and on a screen."""
    opened_once.set_viewport_size(SCREEN)
    opened_once.emulate_media(media="screen")
    return opened_once


@contextmanager
def _watched(browser, site):
    """Let pages be opened, and report what the content policy refused, errors of scripts, requests to other sites.

    Answers with an error are reported too, but for the page itself, which may be an error page.
    """
    contexts, complaints = [], []

    def open_at(path, width=1280, *, zoom=1, javascript=True, scheme="light", cookies=()):  # noqa: PLR0913 -- a window
        context = browser.new_context(
            viewport={"width": width // zoom, "height": SCREEN["height"] // zoom},
            device_scale_factor=zoom,
            java_script_enabled=javascript,
            color_scheme=scheme,
        )
        contexts.append(context)
        context.add_cookies([{**cookie, "url": site.address} for cookie in cookies])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.extend(_foreign(asked.url, site.address)))
        page.goto(site.address + path)
        return page

    yield open_at
    for context in contexts:
        context.close()
    assert [text for text in complaints if not _is_own_error_page(text)] == []


def _foreign(url, own):
    return [] if url.startswith((f"{own}/", "data:", "blob:")) else [f"asked for {url}"]


def _is_own_error_page(text):
    # the browser logs the status of the page itself; tests of error pages look at that status
    return text.startswith("Failed to load resource: the server responded with a status of 4")


@pytest.fixture
def probe():
    """Run one of the functions of probes.js on a page."""

    def run(page, name, *arguments):
        return page.evaluate(f"args => {{ {PROBES}; return {name}(...args) }}", list(arguments))

    return run
