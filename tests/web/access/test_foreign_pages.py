"""Pages of the library for accounts: one that it no longer has is named when the site starts."""

from __future__ import annotations

import pytest

from chiiki.web.access.foreign import FOREIGN, foreign_routes


def test_a_page_that_the_library_lacks_is_named():
    with pytest.raises(LookupError, match=min(FOREIGN)):
        foreign_routes([])
