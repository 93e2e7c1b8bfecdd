"""What the frame of every page knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from chiiki import __version__
from chiiki.web.access.actors import PUBLIC

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["frame"]


def frame(request: HttpRequest) -> dict[str, object]:
    """Give templates the actor, the demo mark and the version."""
    return {"actor": getattr(request, "actor", PUBLIC), "is_demo": settings.DEMO, "version": __version__}
