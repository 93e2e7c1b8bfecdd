"""Found beside known: the least complete list first, complete ones only counted."""

from __future__ import annotations

import pytest

from chiiki.brief.coverage_tables import coverage_table
from chiiki.brief.document import plain
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import NumberBook
from chiiki.studies.unknowns import add_coverage


def _table(pack, lang="en", *, most=None):
    book = NumberBook()
    added = [(row.programme_id, add_coverage(book, row)) for row in pack.coverage]
    coverage = [(programme, found.id, known.id) for programme, (found, known) in added]
    return coverage_table(coverage, Voice(pack=pack, wording=load_wording(lang), book=book), most=most)


@pytest.mark.parametrize(
    ("lang", "missing", "ask"), [("en", "1 is missing", "the artificial agency"), ("ja", "1件が不明", "架空庁")]
)
def test_a_partial_list_says_what_is_missing_and_whom_to_ask(small_pack, lang, missing, ask):
    table = _table(small_pack, lang)
    cells = [plain(cell.text) for cell in table.rows[0]]

    assert len(table.rows) == 1
    assert (cells[1], cells[2], cells[4], cells[5]) == ("3", "4", missing, ask)


def test_the_table_says_how_many_rows_there_are(jp_pack):
    whole, cut = _table(jp_pack), _table(jp_pack, most=8)
    complete = [row for row in jp_pack.coverage if row.n_found == row.known_total and row.total_kind == "exact"]

    assert (len(cut.rows), cut.n_total) == (8, len(whole.rows))
    assert cut.rows == whole.rows[:8]
    assert len(whole.rows) + len(complete) == len(jp_pack.coverage)
    assert str(len(complete)) in plain(whole.note)


def test_the_least_complete_list_comes_first(jp_pack):
    found = {row.programme_id: row for row in jp_pack.coverage}
    shares = []
    for row in _table(jp_pack).rows:
        known = row[2].text[0].number_id.removeprefix("p-").removesuffix(".known_total")
        total = found[known].known_total
        shares.append(found[known].n_found / total if total else 1.0)

    assert shares == sorted(shares)
