"""The places that selections share: municipality, prefecture, organisation or area, found by rule or decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steps.context import Context, Row
    from steps.selection_rows import Selection

__all__ = ["Gazetteer"]

_BRACKETS = re.compile(r"\(.*\)$")
_LEGAL_FORM = re.compile(
    r"^(国立大学法人|国立研究開発法人|独立行政法人|地方独立行政法人|公益財団法人|一般財団法人|財団法人|一般社団法人)"
)
_NATIONAL = {"01": "Hokkaido", "13": "Tokyo"}


@dataclass(slots=True)
class Gazetteer:
    """Every place that may be named, by id; ``find`` gives the place of a selection.

    Parameters
    ----------
    places : dict of str to row
        By ``place_id``: ``M-`` municipality, ``P-`` prefecture, ``O-`` organisation, ``A-`` area or wide area.
    by_name : dict of (str, str) to str
        Prefecture code (empty for organisations) and name → place id.
    seats : dict of str to str
        Place id of an organisation → prefecture of its seat.
    """

    places: dict[str, Row]
    by_name: dict[tuple[str, str], str]
    seats: dict[str, str]

    @classmethod
    def read(cls, context: Context) -> Gazetteer:
        """Read municipalities, prefectures, organisations and areas from the decisions."""
        places: dict[str, Row] = {}
        by_name: dict[tuple[str, str], str] = {}
        prefectures = context.decisions("prefectures")
        names = {row["region_id"]: row["name_ja"] for row in prefectures}
        for row in prefectures:
            place_id = f"P-{row['region_id']}"
            english = _NATIONAL.get(row["region_id"], f"{row['name_en']} Prefecture")
            places[place_id] = _place(row, place_id, kind="prefecture", name_en=english, short_en=row["name_en"])
            by_name[row["region_id"], row["name_ja"]] = place_id
        for row in context.decisions("municipality_names"):
            place_id, prefecture = f"M-{row['region_id']}", row["region_id"][:2]
            english = f"{row['name_en']} {row['kind_en']}"
            short = {"short_ja": row["name_ja"]}
            places[place_id] = _place(
                row | short, place_id, kind="municipality", name_en=english, short_en=row["name_en"]
            )
            by_name[prefecture, row["name_ja"]] = by_name[prefecture, names[prefecture] + row["name_ja"]] = place_id
        for row in context.decisions("organisations"):
            places[row["place_id"]] = _place(row, row["place_id"], kind="organisation")
            by_name["", row["name_ja"]] = row["place_id"]
        for row in context.decisions("areas"):
            places[row["place_id"]] = _place(row, row["place_id"], kind=row["kind"])
        seats = {row["place_id"]: row["region_id"] for row in context.decisions("organisations")}
        return cls(places, by_name, seats)

    def find(self, selection: Selection) -> str:
        """Return the place by rule: the municipality or prefecture in the name, else the first lead organisation.

        Raises
        ------
        ValueError
            No rule applies: the place must be decided in ``decisions/selections.csv``.
        """
        name = _BRACKETS.sub("", selection.name_ja)
        prefecture = selection.prefectures[0] if len(selection.prefectures) == 1 else ""
        lead = self.organisation(selection)
        found = (
            self.by_name.get((prefecture, selection.name_ja))
            or self.by_name.get((prefecture, name))
            or self.by_name.get(("", lead))
        )
        if not found:
            msg = (
                f"{selection.raw[0]} row {selection.raw[1]}: no place for {selection.designation_id} "
                f"({selection.name_ja}); decide its place_id in decisions/selections.csv"
            )
            raise ValueError(msg)
        return found

    def organisation(self, selection: Selection) -> str:
        """Return the name of the first lead organisation, or of the one the selection is named after."""
        first = re.split("[;、]", selection.lead_ja)[0] or _BRACKETS.sub("", selection.name_ja)
        return _LEGAL_FORM.sub("", first).replace("東京芸術大学", "東京藝術大学").replace("センター内", "センター")


def _place(row: Row, place_id: str, *, kind: str, name_en: str = "", short_en: str = "") -> Row:
    return {
        "place_id": place_id,
        "name_ja": row["name_ja"],
        "name_en": name_en or row["name_en"],
        "name_en_status": "working",
        "short_ja": row["short_ja"],
        "short_en": short_en or row["short_en"],
        "kind": kind,
    }
