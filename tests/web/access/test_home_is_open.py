"""The ground holds: the first page answers everybody in both languages."""

from __future__ import annotations

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_first_page_answers_everybody(client, lang):
    response = client.get(f"/{lang}/")
    assert response.status_code == 200
    assert f'<html lang="{lang}">' in response.content.decode()
