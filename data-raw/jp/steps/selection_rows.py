"""Read the three raw tables of selections into one form, and join the statements of one selection.

A selection is one decision of a programme for one place. Rows that state one again (``existing_id``) are joined to it,
so none is counted twice; what looks alike but is not one is in ``decisions/selection_kept_apart.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steps.citing import parts
from steps.source_ids import split_addresses

if TYPE_CHECKING:
    from steps.context import Context, Row

__all__ = ["Selection", "read_selections"]

_PROGRAMMES = {
    "知的クラスター創成事業": "KCI",
    "都市エリア産学官連携促進事業": "CITYAREA",
    "地域イノベーションクラスタープログラム": "RICP",
    "産業クラスター計画": "ICP-METI",
}
_FILLED = ("name_en", "category", "lead_ja", "theme_ja", "start_fy", "end_fy", "computed")


@dataclass(slots=True)
class Selection:
    """One selection as the raw rows state it.

    ``raw`` is (table, line), empty for a selection that was looked up later; ``further`` are (address, locator, role);
    ``joined`` are the raw rows that state it again, with the reason.
    """

    designation_id: str
    programme_id: str
    name_ja: str
    name_en: str
    category: str
    lead_ja: str
    theme_ja: str
    start_fy: str
    end_fy: str
    computed: str
    prefectures: list[str]
    prefectures_by: str
    municipalities: list[str]
    fields: list[str]
    fields_by: str
    addresses: str
    locator: str
    raw: tuple[str, str] = ("", "")
    further: list[tuple[str, str, str]] = field(default_factory=list)
    joined: list[tuple[tuple[str, str], str]] = field(default_factory=list)

    def join(self, other: Selection, *, reason: str) -> None:
        """Fill what is unknown here from another statement of the same selection, and cite it."""
        for name in _FILLED:
            if name != "computed" and not getattr(self, name):
                setattr(self, name, getattr(other, name))
                if name in other.computed:
                    self.computed = other.computed
        for mine, theirs in ((self.prefectures, other.prefectures), (self.municipalities, other.municipalities)):
            mine.extend(code for code in theirs if code not in mine)
        if not self.fields:
            self.fields, self.fields_by = other.fields, other.fields_by
        self.further += [(address, other.locator, "corroborates") for address in split_addresses(other.addresses)]
        self.further += other.further
        self.joined.append((other.raw, reason))


def read_selections(context: Context) -> dict[str, Selection]:
    """Return the selections by id, in the order of the raw tables, each once."""
    statements = _statements(context)
    selections = {selection.designation_id: selection for selection, existing in statements if not existing}
    for selection, existing in statements:
        if existing:
            selections[existing].join(selection, reason="states the same selection with more details")
    return selections


def _statements(context: Context) -> list[tuple[Selection, str]]:
    return [
        *((_found(row), "") for row in context.decisions("found_designations")),
        *((_site(row), "") for row in context.raw("cluster_sites")),
        *((_designation(row), "") for row in context.raw("designations")),
        *((_further_designation(row), row["existing_id"]) for row in context.raw("designations_more")),
    ]


def _also(row: Row) -> list[tuple[str, str, str]]:
    return [(address, "page", "also_states") for address in split_addresses(row["further_sources"])]


def _site(row: Row) -> Selection:
    return Selection(
        designation_id=row["site_id"],
        programme_id=_PROGRAMMES[row["programme"]],
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        category=row["phase_or_type"],
        lead_ja=row["core_org_ja"] or row["core_research_ja"],
        theme_ja=row["theme_ja"],
        start_fy=row["start_fy"],
        end_fy=row["end_fy"],
        computed=row["computed"],
        prefectures=parts(row["prefectures"]),
        prefectures_by=row["prefectures_by"],
        municipalities=[],
        fields=parts(row["fields"]),
        fields_by=row["fields_by"],
        addresses=row["source_url"],
        locator="page",
        raw=("cluster_sites", row["_row"]),
        further=_also(row),
    )


def _designation(row: Row) -> Selection:
    return Selection(
        designation_id=row["designation_id"],
        programme_id=row["programme_id"],
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        category=row["category"],
        lead_ja=row["lead_org_ja"],
        theme_ja=row["theme_ja"],
        start_fy=row["fy"],
        end_fy="",
        computed="",
        prefectures=parts(row["prefectures"]),
        prefectures_by="source",
        municipalities=[],
        fields=parts(row["fields"]),
        fields_by="compiler",
        addresses=row["source_url"],
        locator="page",
        raw=("designations", row["_row"]),
    )


def _further_designation(row: Row) -> Selection:
    return Selection(
        designation_id=row["designation_id"],
        programme_id=row["programme_id"],
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        category=row["category"],
        lead_ja=row["lead_org_ja"],
        theme_ja=row["theme_ja"],
        start_fy=row["fy_start"],
        end_fy=row["fy_end"],
        computed=row["computed"],
        prefectures=parts(row["prefectures"]),
        prefectures_by="source",
        municipalities=parts(row["municipality_codes"]),
        fields=parts(row["fields"]),
        fields_by="compiler",
        addresses=row["source_url"],
        locator=row["locator"],
        raw=("designations_more", row["_row"]),
        further=_also(row),
    )


def _found(row: Row) -> Selection:
    computed = "end" if row["basis"] == "computed" else ""
    return Selection(
        designation_id=row["designation_id"],
        programme_id=row["programme_id"],
        name_ja=row["name_ja"],
        name_en=row["name_en"],
        category=row["category_ja"],
        lead_ja=row["lead_ja"],
        theme_ja=row["theme_ja"],
        start_fy=row["start_fy"],
        end_fy=row["end_fy"],
        computed=computed,
        prefectures=parts(row["prefectures"]),
        prefectures_by="source",
        municipalities=[],
        fields=parts(row["fields"]),
        fields_by="compiler",
        addresses=row["url"],
        locator=row["locator"],
    )
