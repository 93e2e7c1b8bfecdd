"""Name sources and the terms on which what they state may be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Source

__all__ = ["credit_text", "reference"]


def reference(source: Source) -> str:
    """Write one source as a line: title, publisher, dates, address.

    Parameters
    ----------
    source : Source
        A row of the table ``sources``; parts that are not known are left out.
    """
    title = source.title_en or source.title_ja or source.url or source.source_id
    parts = [source.author, title, source.publisher_en or source.publisher_ja]
    if source.published_on:
        parts.append(f"published {source.published_on}")
    if source.accessed_on:
        parts.append(f"accessed {source.accessed_on}")
    if source.url and source.url != title:
        parts.append(source.url)
    return ". ".join(part for part in parts if part) + "."


def credit_text(pack: Pack, source_ids: Iterable[str]) -> str:
    """Write the credit that goes with facts from `source_ids`, as Markdown.

    Each source stands with its own licence, and a licence that nobody has verified is said
    to be so. The compilation itself has the licence of the pack.

    Parameters
    ----------
    pack : Pack
        The facts.
    source_ids : iterable of str
        Ids of the table ``sources``; repeated ids are named once.
    """
    sources = [pack.source(source_id) for source_id in sorted(set(source_ids))]
    used = sorted({source.licence_id for source in sources if source.licence_id})
    lines = ["## Licences", ""]
    for licence in (pack.licence(licence_id) for licence_id in used):
        credit = f" Credit: {licence.credit_en}." if licence.credit_en else ""
        address = f" {licence.url}" if licence.url else ""
        lines.append(f"- {licence.licence_id}: {licence.name}.{address} Reuse: {licence.allows_reuse}.{credit}")
    lines += ["", "## Sources", ""]
    for source in sources:
        is_verified = "" if source.licence_status == "verified" else ", not verified"
        terms = f"Licence: {source.licence_id or 'unknown'}{is_verified}."
        lines.append(f"- `{source.source_id}` {reference(source)} {terms}")
    return "\n".join([*lines, ""])
