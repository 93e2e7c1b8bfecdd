"""Every operation of the interface with its rule, for the walk of all addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.web.api import rest
from chiiki.web.api.views.document import DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.web.access.views import Declaration

__all__ = ["operations"]


def operations() -> Iterator[tuple[str, str, Declaration]]:
    """Yield method, path and declaration of each operation: ``("GET", "/api/v1/plans", …)``."""
    for endpoint in (*rest.endpoints(), DOCUMENT):
        for method in endpoint.declaration.methods:
            yield method, f"/api/v1{endpoint.path}".replace("{path:", "{"), endpoint.declaration
