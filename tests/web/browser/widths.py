"""What is looked for in a page at each width of a window."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (360, 768, 1280)
NARROWEST = 320
TWICE_AS_LARGE = 640
"""A window of 1280 px enlarged to 200 % lays out 640 px."""

ALL_WIDTHS = (*WIDTHS, NARROWEST, TWICE_AS_LARGE)

_OPTIONS = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}


def complaints_at(widths, page, look):
    """Return what `look` finds in a page: width → complaints, where there are any."""
    complaints = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        complaints[width] = look(page)
    return {width: some for width, some in complaints.items() if some}


def violations(page):
    """Return the rules of WCAG that a page breaks, with the first places."""
    found = Axe().run(page, options=_OPTIONS).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]


def misfits(page, probe):
    """Say whether a page scrolls sideways, and which of its targets are small."""
    is_wide = page.evaluate("document.documentElement.scrollWidth") > page.viewport_size["width"]
    return [*(["sideways"] if is_wide else []), *probe(page, "smallTargets", 24)]
