"""The facts pack of this site, read once per process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from chiiki.facts.pack import load_pack, record_types

if TYPE_CHECKING:
    from chiiki.facts.pack import Pack

__all__ = ["load_all", "pack"]


@cache
def pack() -> Pack:
    """Return the pack that the options name; the shipped one without an option."""
    return load_pack(settings.OPTIONS.pack)


def load_all() -> None:
    """Read every table of the pack now, so that no request has to."""
    for name in record_types():
        getattr(pack(), name)
