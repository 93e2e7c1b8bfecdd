"""From what was typed to a document: language, subject, pack."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chiiki.errors import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from chiiki.brief.document import Document, Kind, Lang
    from chiiki.facts.pack import Pack

__all__ = ["chosen_language", "document_of", "document_of_number", "opened_pack"]

_LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def chosen_language(given: str | None, environ: Mapping[str, str] | None = None) -> Lang:
    """Return the language asked for; without one, that of the locale, else English.

    Raises
    ------
    UnknownNameError
        If chiiki writes no briefs in the language `given`.
    """
    match given:
        case "ja":
            return "ja"
        case "en":
            return "en"
        case None:
            return _locale_language(os.environ if environ is None else environ)
    msg = f"there is no language {given!r}; choose from ja, en."
    raise UnknownNameError(msg)


def _locale_language(environ: Mapping[str, str]) -> Lang:
    locale = next((environ[name] for name in _LOCALE_VARIABLES if environ.get(name)), "")
    return "ja" if locale.lower().startswith("ja") else "en"


def opened_pack(folder: Path | None) -> Pack:
    """Open the pack in `folder`, or the shipped one."""
    from chiiki.facts.pack import load_pack  # noqa: PLC0415 -- not needed for --help

    return load_pack(folder)


def document_of(query: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the brief that `query` means: a region, a programme or the nation.

    Raises
    ------
    UnknownNameError
        If nothing has that name; the message suggests what may have been meant.
    """
    from chiiki.codes.subjects import find_subject  # noqa: PLC0415 -- not needed for --help
    from chiiki.facts.records import Programme  # noqa: PLC0415 -- as above

    row = find_subject(query, regions=pack.regions, programmes=pack.programmes, aliases=pack.region_aliases)
    if isinstance(row, Programme):
        return _composed("programme", row.programme_id, pack=pack, lang=lang)
    return _composed("national" if row.kind == "nation" else "region", row.region_id, pack=pack, lang=lang)


def document_of_number(number_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the brief of the subject that `number_id` begins with (``r04``, ``p-KCI``, ``n``).

    Raises
    ------
    UnknownNameError
        If the id begins with no subject of the pack.
    """
    subject, dot, _ = number_id.partition(".")
    if dot and subject == "n":
        return _composed("national", "", pack=pack, lang=lang)
    if dot and subject.startswith("p-"):
        return _composed("programme", pack.programme(subject.removeprefix("p-")).programme_id, pack=pack, lang=lang)
    prefectures = {f"r{region.region_id}": region.region_id for region in pack.regions if region.kind == "prefecture"}
    if dot and subject in prefectures:
        return _composed("region", prefectures[subject], pack=pack, lang=lang)
    msg = (
        f"{number_id!r} is no number id: an id begins with a region (r04.), a programme (p-KCI.) or the nation (n.). "
        "Every number of a brief links to its id, and --format json lists them."
    )
    raise UnknownNameError(msg)


def _composed(kind: Kind, subject_id: str, *, pack: Pack, lang: Lang) -> Document:
    from chiiki.brief.compose import compose  # noqa: PLC0415 -- the composers take 0.1 s to load

    return compose(kind, subject_id, pack=pack, lang=lang)
