"""What holds of every page that only some may see, in both languages: rules of WCAG, widths, dark."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from page_kinds import MEMBER_KINDS
from test_every_page import NARROWEST, OPTIONS, TWICE_AS_LARGE, WIDTHS

pytestmark = [pytest.mark.e2e, pytest.mark.slow]


@pytest.fixture(scope="session")
def stage(site):
    """Make people of every standing and things of theirs, once."""
    return json.loads(site.shell("import web_stage; print(web_stage.staged())"))


@pytest.fixture
def seen(open_page, stage, member_kind, lang):
    """Open the page as the one who may see it."""
    who, path = MEMBER_KINDS[member_kind]
    cookies = [{"name": stage["cookie"], "value": stage["sessions"][who]}] if who else []
    wanted = path.format(lang=lang, **stage["things"])
    page = open_page(wanted, cookies=cookies)
    assert page.url.endswith(wanted)
    return page


@pytest.mark.parametrize("member_kind", MEMBER_KINDS)
def test_no_violation_of_wcag_behind_the_sign_in(seen):
    complaints = {}
    for width in WIDTHS:
        seen.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(seen, options=OPTIONS).response["violations"]
        complaints[width] = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]
    assert {width: some for width, some in complaints.items() if some} == {}


@pytest.mark.parametrize("member_kind", MEMBER_KINDS)
def test_pages_behind_the_sign_in_fit_every_width_and_are_read_in_the_dark(seen, probe):
    complaints = {}
    for width in (*WIDTHS, NARROWEST, TWICE_AS_LARGE):
        seen.set_viewport_size({"width": width, "height": 900})
        complaints[width] = [
            *(["sideways"] if seen.evaluate("document.documentElement.scrollWidth") > width else []),
            *probe(seen, "smallTargets", 24),
        ]
    seen.emulate_media(color_scheme="dark")
    complaints["dark"] = [*probe(seen, "whiteBoxes"), *probe(seen, "paleWords", 4.5)]
    assert {where: some for where, some in complaints.items() if some} == {}
