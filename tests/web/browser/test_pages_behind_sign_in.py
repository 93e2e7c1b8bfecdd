"""What holds of every page that only some may see, in both languages: rules of WCAG, widths, dark."""

from __future__ import annotations

import json

import pytest
from page_kinds import MEMBER_KINDS
from widths import ALL_WIDTHS, WIDTHS, complaints_at, misfits, violations

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
    assert complaints_at(WIDTHS, seen, violations) == {}


@pytest.mark.parametrize("member_kind", MEMBER_KINDS)
def test_pages_behind_the_sign_in_fit_every_width_and_are_read_in_the_dark(seen, probe):
    complaints = complaints_at(ALL_WIDTHS, seen, lambda page: misfits(page, probe))
    seen.emulate_media(color_scheme="dark")
    complaints["dark"] = [*probe(seen, "whiteBoxes"), *probe(seen, "paleWords", 4.5)]
    assert {where: some for where, some in complaints.items() if some} == {}


@pytest.mark.parametrize("member_kind", ["second factor, app"])
def test_the_code_for_a_camera_stays_on_white_in_the_dark(seen):
    seen.emulate_media(color_scheme="dark")
    assert seen.locator(".qr").evaluate("code => getComputedStyle(code).backgroundColor") == "rgb(255, 255, 255)"
