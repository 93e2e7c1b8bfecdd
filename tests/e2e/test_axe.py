"""The rules of WCAG 2.2 A and AA that a program can check."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
    # test_page.py measures the contrast of every word, in drawings and in the dark too, in a tenth of the time
    "rules": {"color-contrast": {"enabled": False}},
}


@pytest.mark.parametrize(
    ("subject", "lang", "width"),
    [("04", "ja", 360), ("04", "en", 1280), ("KCI", "ja", 1280), ("KCI", "en", 360), ("national", "ja", 1280)],
)
def test_no_violation_of_wcag(written, opened, subject, lang, width):
    page = opened(written(subject, lang), width)
    found = Axe().run(page, options=OPTIONS).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found] == []
