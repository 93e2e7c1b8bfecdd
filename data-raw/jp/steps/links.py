"""How programmes follow from one another, and groups that published totals speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steps.citing import Citing

if TYPE_CHECKING:
    from steps.context import Context, Tables

__all__ = ["build"]


def build(context: Context) -> Tables:
    """Return ``programme_links`` and ``programme_groups`` from the decisions."""
    citing = Citing(context)
    links = []
    for row in context.decisions("programme_links"):
        link_id = f"{row['from_programme_id']}--{row['to_programme_id']}"
        place = citing.of("programme_links", link_id, cell=row["source_url"], locator=row["locator"])
        cautions = citing.cautions(place["source_id"], row["caution_ids"])
        kept = ("from_programme_id", "to_programme_id", "kind", "fy")
        links.append({"link_id": link_id, "caution_ids": cautions} | {name: row[name] for name in kept} | place)
    groups = []
    for row in context.decisions("programme_groups"):
        place = citing.of("programme_groups", row["group_id"], cell=row["source_url"], locator=row["locator"])
        names = ("group_id", "programme_id", "name_ja", "name_en")
        groups.append({name: row[name] for name in names} | place)
    return {"programme_links": links, "programme_groups": groups, "citations": citing.citations}
