"""Names of selections: what a label stands for, English where the sources give none, and short names by rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row
    from steps.selection_places import Gazetteer
    from steps.selection_rows import Selection

__all__ = ["Categories", "add_short_names", "names_of"]


@dataclass(slots=True)
class Categories:
    """Splits the raw category into phase and category, in both languages.

    Parameters
    ----------
    rows : dict of (str, str) to row
        Programme (empty for any) and raw category → the decision.
    """

    rows: dict[tuple[str, str], Row]

    @classmethod
    def read(cls, context: Context) -> Categories:
        """Read ``decisions/selection_categories.csv``."""
        rows = context.decisions("selection_categories")
        return cls({(row["programme_id"], row["category"]): row for row in rows})

    def of(self, selection: Selection) -> Row:
        """Return phase_ja, phase_en, category_ja, category_en, short_ja and short_en; empty without a category.

        Raises
        ------
        ValueError
            The category has not been decided.
        """
        if not selection.category:
            return dict.fromkeys(("phase_ja", "phase_en", "category_ja", "category_en", "short_ja", "short_en"), "")
        keys = ((selection.programme_id, selection.category), ("", selection.category))
        found = next((self.rows[key] for key in keys if key in self.rows), None)
        if found is None:
            msg = (
                f"{selection.raw[0]} row {selection.raw[1]}: the category {selection.category!r} of "
                f"{selection.programme_id} is not in decisions/selection_categories.csv; split it there"
            )
            raise ValueError(msg)
        return found


def names_of(selection: Selection, *, decided: Row, place: Row) -> Row:
    """Return name_ja, name_en and name_en_status: decided, else the place's name where the selection is named so.

    Raises
    ------
    ValueError
        The selection is not named after its place, and no English name was decided.
    """
    name_ja = decided.get("name_ja") or selection.name_ja
    if decided.get("name_en"):
        return {"name_ja": name_ja, "name_en": decided["name_en"], "name_en_status": decided["name_en_status"]}
    if selection.name_en:
        return {"name_ja": name_ja, "name_en": selection.name_en, "name_en_status": "working"}
    if place["kind"] not in {"municipality", "prefecture", "organisation"}:
        msg = f"{selection.designation_id}: {name_ja} has no English name; decide it in decisions/selections.csv"
        raise ValueError(msg)
    return {"name_ja": name_ja, "name_en": place["name_en"], "name_en_status": "working"}


def add_short_names(
    rows: list[Row], *, decisions: dict[str, Row], suffixes: dict[str, Row], gazetteer: Gazetteer
) -> None:
    """Write short_ja and short_en into the rows: place, programme, type; the year where two would be alike.

    ``_short_ja`` and ``_short_en`` hold the type's part and are taken out.
    """
    for row in rows:
        place, suffix = gazetteer.places[row["place_id"]], suffixes[row["programme_id"]]
        decided = decisions.get(row["designation_id"], {})
        extra_ja, extra_en = row.pop("_short_ja"), row.pop("_short_en")
        row["short_ja"] = decided.get("short_ja") or place["short_ja"] + suffix["suffix_ja"] + extra_ja
        words = (place["short_en"], suffix["suffix_en"], extra_en)
        row["short_en"] = decided.get("short_en") or " ".join(filter(None, words))
    for name, before in (("short_ja", ""), ("short_en", " ")):
        alike = Counter(row[name] for row in rows)
        for row in rows:
            if alike[row[name]] > 1 and row["start_fy"]:
                row[name] += before + row["start_fy"]
