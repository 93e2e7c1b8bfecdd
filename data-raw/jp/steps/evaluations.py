"""Evaluations of selections and the awards they won; a grade is one row, however many pages state it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from steps.citing import Citing

if TYPE_CHECKING:
    from steps.context import Context, Row, Tables

__all__ = ["build"]

_SITE_KINDS = {"中間評価": "interim", "事後評価": "ex_post"}
_MORE_KINDS = {"mid-term": "interim", "final": "final", "progress": "progress", "ex-post": "ex_post"}
_GRADES = ("S+", "S", "A", "B", "C", "D")


@dataclass(slots=True)
class _Evaluations:
    """The evaluations so far by id; a second statement of one is cited, not repeated."""

    context: Context
    citing: Citing
    programmes: dict[str, str]
    rows: dict[str, Row] = field(default_factory=dict)

    def state(self, raw: tuple[str, str], *, about: Row, url: str, locator: str = "page", reason: str = "") -> None:
        """Record a statement; ``about`` holds designation_id, fy, kind and, where known, grade, remarks and more."""
        row_id = _id_of(about)
        table, line = raw
        if row_id in self.rows:
            self._corroborate(row_id, about=about, url=url, locator=locator)
            why = reason or "states the same evaluation"
            if table:
                self.context.ledger.merged(table, line, pack_table="evaluations", row_id=row_id, reason=why)
            return
        source = self.citing.of("evaluations", row_id, cell=url, locator=locator)
        programme = about.get("programme_id") or self.programmes[about["designation_id"]]
        empty = {"grade": "", "scale": "", "remark_ja": "", "remark_en": ""}
        missing = "" if about.get("grade") else about.get("missing") or "grade_not_found"
        self.rows[row_id] = {
            **empty,
            **about,
            "evaluation_id": row_id,
            "programme_id": programme,
            "missing": missing,
            "caution_ids": self.citing.cautions(source["source_id"]),
            **source,
        }
        if table:
            self.context.ledger.used(table, line, pack_table="evaluations", row_id=row_id)

    def _corroborate(self, row_id: str, *, about: Row, url: str, locator: str) -> None:
        row = self.rows[row_id]
        if about.get("grade") and not row["grade"]:
            row.update(grade=about["grade"], missing="")
        for name in ("scale", "remark_ja", "remark_en"):
            row[name] = row[name] or about.get(name, "")
        source_id = self.context.source_id(url)
        cited = {
            row["source_id"],
            *(other["source_id"] for other in self.citing.citations if other["row_id"] == row_id),
        }
        if source_id not in cited:
            place = {"source_id": source_id, "locator": locator}
            self.citing.citations.append({"table": "evaluations", "row_id": row_id, **place, "role": "corroborates"})


def build(context: Context) -> Tables:
    """Return evaluations, awards and their citations.

    Raises
    ------
    ValueError
        A raw statement of the second table has no decision, or a grade is not one of the known letters.
    """
    programmes = {row["designation_id"]: row["programme_id"] for row in context.tables["designations"]}
    made = _Evaluations(context, Citing(context), programmes)
    for row in (*context.decisions("found_grades"), *context.decisions("evaluations_added")):
        made.state(("", ""), about=_kept(row), url=row["url"], locator=row["locator"])
    awards = _later_evaluations(made)
    _site_evaluations(made)
    _grades_beside_selections(made)
    for row in made.rows.values():
        if row["grade"] not in {"", *_GRADES}:
            msg = f"{row['evaluation_id']}: {row['grade']!r} is not a grade; known are {', '.join(_GRADES)}"
            raise ValueError(msg)
    return {"evaluations": list(made.rows.values()), "awards": awards, "citations": made.citing.citations}


def _kept(row: Row) -> Row:
    """Return what a decision says about an evaluation, without the source."""
    return {name: value for name, value in row.items() if name not in {"url", "locator", "_row"}}


def _id_of(about: Row) -> str:
    subject = about["designation_id"] or about["programme_id"]
    return "-".join(filter(None, ("EV", subject, about["kind"].replace("_", ""), about["fy"])))


def _site_evaluations(made: _Evaluations) -> None:
    """State the evaluations of cluster sites; those of an evaluated successor are the successor's."""
    successors = {row["site_id"]: row for row in made.context.decisions("evaluated_successors")}
    for row in made.context.raw("cluster_evaluations"):
        successor = successors.get(row["site_id"], {})
        designation_id = successor.get("designation_id") or row["site_id"]
        about = {
            "designation_id": designation_id,
            "fy": row["fy"],
            "kind": _SITE_KINDS[row["kind"]],
            "grade": row["grade"],
        }
        raw = ("cluster_evaluations", row["_row"])
        made.state(raw, about=about, url=row["source_url"], reason=successor.get("reason", ""))


def _later_evaluations(made: _Evaluations) -> list[Row]:
    """State the evaluations after 2011 as ``decisions/evaluation_statements.csv`` reads them; return the awards."""
    decided: dict[str, list[Row]] = {}
    for row in made.context.decisions("evaluation_statements"):
        decided.setdefault(row["raw_row"], []).append(row)
    awards = []
    for row in made.context.raw("post2011_evaluations"):
        for reading in decided[row["_row"]]:
            if reading["kind"] == "award":
                awards.append(_award(row, reading, made))
                continue
            copied = ("programme_id", "fy", "kind", "grade", "scale", "missing", "remark_ja", "remark_en")
            about = {name: reading[name] for name in copied if reading[name]}
            about["designation_id"] = row["designation_id"]
            made.state(("post2011_evaluations", row["_row"]), about=about, url=row["source_url"])
    return awards


def _award(row: Row, reading: Row, made: _Evaluations) -> Row:
    award_id = f"AW-{row['designation_id']}-{row['fy']}"
    made.context.ledger.used("post2011_evaluations", row["_row"], pack_table="awards", row_id=award_id)
    names = {"name_ja": reading["remark_ja"], "name_en": reading["remark_en"]}
    source = made.citing.of("awards", award_id, cell=row["source_url"])
    return {"award_id": award_id, "designation_id": row["designation_id"], "fy": row["fy"], **names, **source}


def _grades_beside_selections(made: _Evaluations) -> None:
    """State the grades that stand in the raw table of further selections (the rows themselves are accounted for)."""
    for row in made.context.raw("designations_more"):
        if not row["grade"]:
            continue
        designation_id = row["existing_id"] or row["designation_id"]
        kind = _MORE_KINDS[row["grade_kind"]]
        about = {"designation_id": designation_id, "fy": row["grade_fy"], "kind": kind, "grade": row["grade"]}
        made.state(("", ""), about=about, url=row["source_url"], locator=row["locator"])
