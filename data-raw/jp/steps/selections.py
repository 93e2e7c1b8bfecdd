"""Selections: which place was chosen by which programme, when, where it lies and what it is about.

Read ``selection_rows`` (the raw tables in one form), ``selection_places`` (places) and ``selection_names`` first; this
module makes the rows of the pack from them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steps.citing import Citing
from steps.selection_names import Categories, add_short_names, names_of
from steps.selection_places import Gazetteer
from steps.selection_rows import read_selections

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables
    from steps.selection_rows import Selection

__all__ = ["build"]

# 904 raw rows, 28 of them about a selection that another row states. Guidelines of prefectures (29) and facilities (8)
# are kept but are not designations. A change of the raw tables must change these numbers too.
_N_ROWS = 904 - 28
_N_DESIGNATIONS = _N_ROWS - 29 - 8
# Sites of the earlier cluster programmes went on under these in FY2011; nobody was selected anew.
_WITHOUT_CALL = {"RSSP-GLOBAL", "RSSP-CITY"}


@dataclass(frozen=True, slots=True)
class _Decided:
    """What was decided by hand; ``prefectures`` are (code, basis), ``disputed`` the selections sources disagree on."""

    prefectures: dict[str, list[tuple[str, str]]]
    municipalities: dict[str, list[str]]
    renumbered: dict[str, str]
    disputed: set[str]

    @classmethod
    def read(cls, context: Context) -> _Decided:
        """Read the three tables of decisions."""
        made = cls(defaultdict(list), defaultdict(list), {}, set())
        for row in context.decisions("selection_prefectures"):
            made.prefectures[row["designation_id"]].append((row["region_id"], row["basis"]))
        for row in context.decisions("selection_municipalities"):
            made.municipalities[row["designation_id"]].append(row["region_id"])
        made.renumbered.update(
            (row["old_id"], row["region_id"]) for row in context.decisions("municipality_renumbered")
        )
        made.disputed.update(
            row["row_id"] for row in context.decisions("disagreements") if row["table"] == "designations"
        )
        return made


def build(context: Context) -> Tables:
    """Return designations with their prefectures, municipalities and fields, and the places they share.

    Raises
    ------
    ValueError
        The number of selections is not the one expected, or a decision is missing.
    """
    selections = read_selections(context)
    _add_found_spans(selections, context)
    decisions = {row["designation_id"]: row for row in context.decisions("selections")}
    suffixes = {row["programme_id"]: row for row in context.decisions("selection_programmes")}
    gazetteer, categories, citing = Gazetteer.read(context), Categories.read(context), Citing(context)
    where = _Decided.read(context)
    tables: Tables = {}
    rows = []
    for selection in selections.values():
        decided = decisions.get(selection.designation_id, {})
        place = gazetteer.places[decided.get("place_id") or gazetteer.find(selection)]
        source = _source(selection, citing)
        rows.append(
            _designation(selection, source, category=categories.of(selection), place=place)
            | {name: decided[name] for name in ("lead_ja", "theme_ja") if decided.get(name)}
            | names_of(selection, decided=decided, place=place)
            | {"is_designation": suffixes[selection.programme_id]["is_designation"]}
            | {
                "caution_ids": citing.cautions(
                    source["source_id"], *_cautions(selection, place, disputed=where.disputed)
                )
            }
        )
        for name, made in _parts(selection, source, place=place, seats=gazetteer.seats, where=where).items():
            tables.setdefault(name, []).extend(made)
    add_short_names(rows, decisions=decisions, suffixes=suffixes, gazetteer=gazetteer)
    _check_counts(rows, n_found=len(context.decisions("found_designations")))
    _account(selections, context)
    return tables | {
        "designations": rows,
        "places": _places(rows, gazetteer, context=context),
        "citations": citing.citations,
    }


def _add_found_spans(selections: dict[str, Selection], context: Context) -> None:
    """Fill years that were looked up later, and cite where they stand."""
    for row in (*context.decisions("found_spans"), *context.decisions("selection_spans")):
        selection = selections[row["designation_id"]]
        for name in ("start_fy", "end_fy"):
            if row[name] and not getattr(selection, name):
                setattr(selection, name, row[name])
                if row["basis"] == "computed":
                    selection.computed = f"{selection.computed} {name.removesuffix('_fy')}".strip()
        selection.category = selection.category or row.get("category", "")
        selection.further.append((row["url"], row["locator"], "also_states"))
    for row in context.decisions("selection_sources"):
        selections[row["designation_id"]].further.append((row["url"], row["locator"], row["role"]))


def _source(selection: Selection, citing: Citing) -> Row:
    """Return the source and locator of the row; the further ones become citations."""
    row_id = selection.designation_id
    source = citing.of("designations", row_id, cell=selection.addresses, locator=selection.locator)
    cited = {source["source_id"], *(row["source_id"] for row in citing.citations if row["row_id"] == row_id)}
    for address, locator, role in selection.further:
        source_id = citing.context.source_id(address)
        if source_id not in cited:
            cited.add(source_id)
            place = {"source_id": source_id, "locator": locator}
            citing.citations.append({"table": "designations", "row_id": row_id, **place, "role": role})
    return source


def _designation(selection: Selection, source: Row, *, category: Row, place: Row) -> Row:
    return {
        "designation_id": selection.designation_id,
        "programme_id": selection.programme_id,
        "place_id": place["place_id"],
        **{name: category[name] for name in ("phase_ja", "phase_en", "category_ja", "category_en")},
        "_short_ja": category["short_ja"],
        "_short_en": category["short_en"],
        "theme_ja": selection.theme_ja.replace(";", "、"),
        "lead_ja": selection.lead_ja.replace(";", "、"),
        "start_fy": selection.start_fy,
        "end_fy": selection.end_fy,
        "round_fy": "" if selection.programme_id in _WITHOUT_CALL else selection.start_fy,
        "missing": "" if selection.start_fy and selection.end_fy else "unknown",
        **source,
    }


def _cautions(selection: Selection, place: Row, *, disputed: set[str]) -> list[str]:
    codes = [f"computed_{name}" for name in ("start", "end") if name in selection.computed]
    if not selection.prefectures and place["kind"] == "organisation":
        codes.append("prefecture_from_seat")
    if selection.programme_id == "TECHNOPOLIS" and selection.start_fy:
        codes.append("calendar_vs_fiscal")
    if selection.designation_id in disputed:
        codes.append("disagreement")
    return codes


def _parts(selection: Selection, source: Row, *, place: Row, seats: dict[str, str], where: _Decided) -> Tables:
    """Return the rows of the tables that hang on the selection."""
    key = {"designation_id": selection.designation_id}
    bases = _prefectures(selection, place, seats=seats, where=where)
    return {
        "designation_prefectures": [
            {**key, "region_id": code, "basis": basis, **source} for code, basis in bases.items()
        ],
        "designation_municipalities": [
            {**key, "region_id": code, **source} for code in _municipalities(selection, place, where=where)
        ],
        "designation_fields": [
            {**key, "field": code, "assigned_by": selection.fields_by, **source}
            for code in dict.fromkeys(selection.fields)
        ],
    }


def _prefectures(selection: Selection, place: Row, *, seats: dict[str, str], where: _Decided) -> dict[str, str]:
    """Return prefecture → basis: stated, the area's own, or the seat of the lead organisation."""
    basis = "area" if selection.prefectures_by == "area" else "stated"
    found = dict.fromkeys(selection.prefectures, basis)
    for code, decided_basis in where.prefectures[selection.designation_id]:
        found.setdefault(code, decided_basis)
    return found or {seats[place["place_id"]]: "seat_of_lead"}


def _municipalities(selection: Selection, place: Row, *, where: _Decided) -> list[str]:
    codes = list(selection.municipalities)
    if place["place_id"].startswith("M-"):
        codes.append(place["place_id"].removeprefix("M-"))
    codes += where.municipalities[selection.designation_id]
    return list(dict.fromkeys(where.renumbered.get(code, code) for code in codes))


def _places(rows: list[Row], gazetteer: Gazetteer, *, context: Context) -> list[Row]:
    """Return the places that occur; an area or organisation is sourced by the first selection that names it."""
    first: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row["designation_id"]):
        first.setdefault(row["place_id"], {name: row[name] for name in ("source_id", "locator")})
    named = {"P-": ("land-of-japan", "prefecture"), "M-": ("municipality-converter", "id_muni2020 =")}
    places = []
    for place_id, source in first.items():
        place = gazetteer.places[place_id] | source
        if place_id[:2] in named:
            source_id, what = named[place_id[:2]]
            place |= {"source_id": context.named_source(source_id), "locator": f"{what} {int(place_id[2:])}"}
        places.append(place)
    return places


def _check_counts(rows: list[Row], *, n_found: int) -> None:
    counts = len(rows), sum(row["is_designation"] == "true" for row in rows)
    expected = _N_ROWS + n_found, _N_DESIGNATIONS + n_found
    if counts != expected:
        msg = (
            f"selections and designations among them: {counts}, expected {expected}: correct the merges, or "
            "the numbers in steps/selections.py if the raw tables have changed"
        )
        raise ValueError(msg)


def _account(selections: dict[str, Selection], context: Context) -> None:
    for row_id, selection in selections.items():
        table, line = selection.raw
        if table:
            context.ledger.used(table, line, pack_table="designations", row_id=row_id)
        for (other_table, other_line), reason in selection.joined:
            context.ledger.merged(other_table, other_line, pack_table="designations", row_id=row_id, reason=reason)
