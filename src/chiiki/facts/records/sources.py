"""Where statements come from and on what terms they may be used."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Citation", "Licence", "Source", "Term"]


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms on which a source's content may be used."""

    licence_id: str
    name: str
    url: str
    allows_reuse: str
    credit_ja: str
    credit_en: str
    note: str


@dataclass(frozen=True, slots=True)
class Source:
    """A document or page that states facts."""

    source_id: str
    title_ja: str
    title_en: str
    publisher_ja: str
    publisher_en: str
    author: str
    source_kind: str
    published_on: str
    accessed_on: str
    url: str
    archive_url: str
    sha256: str
    licence_id: str
    licence_status: str
    missing: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A further source of a row that already has one."""

    table: str
    row_id: str
    source_id: str
    locator: str
    role: str


@dataclass(frozen=True, slots=True)
class Term:
    """A code of a vocabulary with its labels."""

    vocabulary: str
    code: str
    label_ja: str
    label_en: str
    note: str
