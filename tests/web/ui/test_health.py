"""A watcher learns whether the site can answer."""

from __future__ import annotations

import pytest


@pytest.mark.django_db
def test_a_site_that_can_answer_says_so_to_everybody_and_to_no_cache(client):
    response = client.get("/health")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_the_health_of_the_site_is_only_read(client):
    assert client.post("/health").status_code == 405
