"""Which facts and which code the site shows, for the footer and for everything kept in caches."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

from django.conf import settings

from chiiki import __version__
from chiiki.facts.pack import SHIPPED
from chiiki.facts.schema import read_schema

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Edition", "edition"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the facts under one version of the code."""

    name: str
    """Edition of the facts, ``YYYY.MM``."""

    as_of: str
    """Day up to which sources were consulted (ISO)."""

    checksum: str
    """SHA-256 of the description of the pack, which holds the checksum of each of its tables."""

    version: str
    """Version of the code."""


@cache
def edition() -> Edition:
    """Read the edition of the pack that the options name, without reading a table of it."""
    folder: Path = settings.OPTIONS.pack or SHIPPED
    schema = read_schema(folder)
    checksum = sha256((folder / "datapackage.json").read_bytes()).hexdigest()
    return Edition(name=schema.edition, as_of=schema.as_of, checksum=checksum, version=__version__)
