"""What could not be confirmed: counted again, with who might know."""

from __future__ import annotations

from chiiki.provenance import NumberBook
from chiiki.studies.holdings import holdings_by_region
from chiiki.studies.unknowns import (
    add_coverage,
    add_partial_lists,
    add_unknown_total,
    add_unknowns,
    disagreements_on,
)
from shipped_csv import rows


def test_the_gaps_of_miyagi_are_those_of_the_tables(jp_pack):
    here = {row["designation_id"] for row in rows("designation_prefectures") if row["region_id"] == "04"}
    own = [row for row in rows("designations") if row["designation_id"] in here and row["is_designation"] == "true"]
    graded = {row["designation_id"] for row in rows("evaluations") if row["grade"]}
    book = NumberBook()
    found = add_unknowns(book, subject="r04", holdings=holdings_by_region(jp_pack)["04"], period="FY2002")

    assert book.scalar("r04.unknown.end") == sum(not row["end_fy"] for row in own)
    assert book.scalar("r04.unknown.start") == sum(not row["start_fy"] for row in own)
    assert book.scalar("r04.unknown.grade") == sum(row["designation_id"] not in graded for row in own)
    assert {gap.kind for gap in found} == {
        kind for kind in ("end", "start", "grade") if book.scalar(f"r04.unknown.{kind}")
    }
    assert add_unknown_total(book, subject="r04", unknowns=found).value == len(found)


def test_programmes_concerned_come_with_most_rows_first(jp_pack):
    holdings = holdings_by_region(jp_pack)["01"]
    gap = next(g for g in add_unknowns(NumberBook(), subject="r01", holdings=holdings, period="FY2002"))
    ids = [holding.programme.programme_id for holding in holdings if holding.designation.end_fy is None]

    assert gap.kind == "end"
    assert list(gap.programme_ids) == sorted(set(ids), key=lambda name: (-ids.count(name), name))


def test_no_gap_stands_on_the_pack_itself():
    book = NumberBook()
    found = add_unknowns(book, subject="r04", holdings=[], period="FY2002")
    total = add_unknown_total(book, subject="r04", unknowns=found)

    assert found == ()
    assert (total.value, total.source_ids) == (0, ("chiiki-facts",))


def test_partial_lists_are_those_with_fewer_found_than_published(jp_pack):
    book = NumberBook()
    added = [(row.programme_id, add_coverage(book, row)) for row in jp_pack.coverage]
    coverage = [(programme, found.id, known.id) for programme, (found, known) in added]
    by_hand = sum(
        bool(row["known_total"]) and int(row["n_found"]) < int(row["known_total"]) for row in rows("coverage")
    )

    assert add_partial_lists(book, subject="n", coverage=coverage, period="FY2002").value == by_hand
    assert add_partial_lists(book, subject="r04", coverage=[], period="FY2002").source_ids == ("chiiki-facts",)


def test_a_total_that_is_not_published_is_missing(jp_pack):
    row = next(row for row in jp_pack.coverage if row.known_total is None)
    found, known = add_coverage(NumberBook(), row)

    assert (known.value, known.missing, known.definition) == (None, "unknown", "coverage_total_unknown")
    assert found.value == row.n_found


def test_statements_that_disagree_come_together_preferred_first(jp_pack):
    row_id = jp_pack.disagreements[0].row_id
    groups = disagreements_on(jp_pack, {row_id})

    assert sum(map(len, groups)) == sum(row["row_id"] == row_id for row in rows("disagreements"))
    assert all(rows_[0].is_preferred and not any(row.is_preferred for row in rows_[1:]) for rows_ in groups)
    assert disagreements_on(jp_pack, set()) == ()
