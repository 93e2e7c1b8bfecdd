"""What the proof needs: an interface that counts no requests, and an index."""

from __future__ import annotations

import pytest

from chiiki.web.api.limits import LIMITS, Limit


@pytest.fixture
def wide_limits(monkeypatch):
    """A thousand requests at once are more than one reader may send; the limits have tests of their own."""
    wide = (Limit("requests", 10**9, 60, 10**9), Limit("rows", 10**9, 86_400, 10**9))
    for who in ("anonymous", "token"):
        monkeypatch.setitem(LIMITS, who, wide)
