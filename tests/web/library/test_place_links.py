"""Links of the pages of regions, sites, comparisons and briefs lead to pages that answer."""

from __future__ import annotations

from collections import defaultdict

import pytest
from page_reading import dead_links, site_links

from chiiki.web.library.domain.index import ensure_index

PAGES = (
    "regions/04",
    "regions/00",
    "regions/W-TOHOKU",
    "regions/01100",
    "sites/A-SAPPORO",
    "compare?regions=04,26",
    "compare?programmes=KCI,COI",
    "briefs",
)
SAMPLE = 2
"""Links of one kind that a fast run follows."""

UNFOLLOWED = (".pdf", ".html", ".jsonld")
"""Files that take long, and what needs the index, which takes long to fill."""


@pytest.fixture
def indexed(db):
    """Fill the index, which lists and JSON-LD read."""
    ensure_index()


def _sampled(links):
    kinds = defaultdict(list)
    for link in sorted(links):
        kinds[link.split("/")[2].partition("?")[0].partition(".")[0]].append(link)
    return [link for found in kinds.values() for link in found[:SAMPLE] if not link.endswith(UNFOLLOWED)]


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_leads_to_pages_that_answer(client, lang, page):
    html = client.get(f"/{lang}/{page}").content.decode()
    assert dead_links(client, _sampled(site_links(html))) == {}


@pytest.mark.slow
@pytest.mark.usefixtures("indexed")
def test_every_link_of_the_pages_of_prefectures_answers(client):
    found = set()
    for code in range(1, 48):
        found |= site_links(client.get(f"/ja/regions/{code:02d}").content.decode())
    wanted = [link for link in found if not link.startswith("/ja/briefs/")]
    assert dead_links(client, wanted) == {}
