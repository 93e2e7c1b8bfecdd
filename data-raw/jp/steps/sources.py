"""Sources: exactly those that the other steps used, with what is known about each, and the licences."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from steps.source_ids import is_seed, source_id_of

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

# Day on which the pages were read, or on which the compilation that names them was closed.
_ACCESSED_ON = "2026-11-20"
_COPIED = (
    "title_ja",
    "title_en",
    "publisher_ja",
    "publisher_en",
    "author",
    "source_kind",
    "published_on",
    "licence_id",
    "licence_status",
    "missing",
)


def build(context: Context) -> Tables:
    """Return sources and licences.

    Raises
    ------
    ValueError
        A source without an address of its own is not described in decisions/sources_named.csv.
    """
    named = {row["source_id"]: row for row in context.decisions("sources_named")}
    curated = {source_id_of(row["url"]): row for row in context.decisions("sources")}
    hosts = {row["host"]: row for row in context.decisions("publishers")}
    seeds = context.raw("sources_seeds")
    for row in seeds:
        _account_for_seed(row, context)
    sources = []
    for source_id, addresses in sorted(context.addresses.items()):
        about = named.get(source_id) or curated.get(source_id) or _by_host(source_id, addresses, hosts=hosts)
        sources.append(_source(source_id, addresses, about=about))
    licences = [{name: value for name, value in row.items() if name != "_row"} for row in context.decisions("licences")]
    return {"sources": sources, "licences": licences}


def _account_for_seed(row: Row, context: Context) -> None:
    if row["source_id"] in context.addresses:
        context.ledger.used("sources_seeds", row["_row"], pack_table="sources", row_id=row["source_id"])
    else:
        context.ledger.refused("sources_seeds", row["_row"], reason="no row of the pack rests on this document")


def _by_host(source_id: str, addresses: set[str], *, hosts: dict[str, Row]) -> Row:
    if not addresses:
        msg = f"source {source_id!r} has no address: describe it in decisions/sources_named.csv"
        raise ValueError(msg)
    host = (urlsplit(min(addresses)).hostname or "").removeprefix("www.")
    return {"source_kind": "aggregator", "publisher_en": host, "missing": "unknown"} | hosts.get(host, {})


def _source(source_id: str, addresses: set[str], *, about: Row) -> Row:
    address = about.get("url") or _preferred(addresses)
    row = {
        "licence_id": "NOT-VERIFIED",
        "licence_status": "not_verified",
        **{name: about[name] for name in _COPIED if about.get(name)},
        "source_id": source_id,
        "accessed_on": _ACCESSED_ON,
        "url": "" if is_seed(address) else address,
    }
    if not row.get("title_ja") and not row.get("title_en"):
        row["missing"] = "unknown"
    return row


def _preferred(addresses: set[str]) -> str:
    """Return one address for a page that was written down in several ways: https first, then the shortest."""
    return min(addresses, key=lambda address: (not address.startswith("https"), len(address), address))
