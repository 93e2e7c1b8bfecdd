"""Pages in Japanese hold no English of ours beside their numbers, whatever they show."""

from __future__ import annotations

import json

import pytest
from page_kinds import PAGE_KINDS

from chiiki.facts.pack import load_pack
from own_words import english_beside_numbers

WITHOUT = {"filter refused", "not found", "list", "search", "search without a hit", "choice of a comparison"} | {
    *("tables", "table", "fact", "briefs", "interface for machines", "style", "accessibility", "about"),
    *("sign in", "new password", "roles"),
}
"""Pages that are no document with numbers."""

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pack():
    return load_pack()


@pytest.mark.parametrize("kind", [kind for kind in PAGE_KINDS if kind not in WITHOUT])
def test_formulas_and_places_are_japanese_or_quoted(client, pack, kind):
    path, _, query = PAGE_KINDS[kind].format(lang="ja").partition("?")
    path = path + "home" if path.endswith("/") else path
    response = client.get(f"{path}.json?{query}", follow=True)
    assert response.status_code == 200
    numbers = json.loads(response.content)["numbers"].values()
    assert len(numbers) > 0
    assert english_beside_numbers(numbers, pack) == []
