"""Sources: exactly those that the other steps used, with what is known about each, and the licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.source_ids import source_id_of

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
        A source that a row cites is described neither in decisions/sources.csv nor in decisions/sources_named.csv.
    """
    context.named_source("chiiki-facts")  # what a count of no rows is read from
    seeds = context.raw("sources_seeds")
    for seed in seeds:
        _account_for(seed, context)
    known = {source_id_of(row["url"]): row for row in context.decisions("sources")}
    known |= {row["source_id"]: row for row in context.decisions("sources_named")}
    _refuse_undescribed(set(context.addresses) - set(known), context)
    by_seed = {row["source_id"]: row["address"] for row in seeds}
    sources = [
        _source(
            source_id, known[source_id], url=by_seed.get(source_id, _preferred(addresses) or known[source_id]["url"])
        )
        for source_id, addresses in context.addresses.items()
    ]
    licences = [{name: value for name, value in row.items() if name != "_row"} for row in context.decisions("licences")]
    return {"sources": sources, "licences": licences}


def _account_for(seed: Row, context: Context) -> None:
    if seed["source_id"] in context.addresses:
        context.ledger.used("sources_seeds", seed["_row"], pack_table="sources", row_id=seed["source_id"])
    else:
        context.ledger.refused("sources_seeds", seed["_row"], reason="no row of the pack rests on this document")


def _refuse_undescribed(source_ids: set[str], context: Context) -> None:
    if source_ids:
        shown = ", ".join(sorted(_preferred(context.addresses[source_id]) or source_id for source_id in source_ids))
        msg = f"{len(source_ids)} sources are cited but not described in decisions/sources.csv: {shown}"
        raise ValueError(msg)


def _source(source_id: str, about: Row, *, url: str) -> Row:
    row = {
        "licence_id": "NOT-VERIFIED",
        "licence_status": "not_verified",
        **{name: about[name] for name in _COPIED if about[name]},
        "source_id": source_id,
        "accessed_on": _ACCESSED_ON,
        "url": url,
    }
    if not (about["title_ja"] or about["title_en"]):
        row["missing"] = "unknown"
    return row


def _preferred(addresses: set[str]) -> str:
    """Return one of the ways in which a page's address was written: https first, then the shortest; or nothing."""
    ways = sorted(addresses, key=lambda address: (not address.startswith("https"), len(address), address))
    return ways[0] if ways else ""
