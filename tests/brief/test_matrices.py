"""Ministry × stage: gaps drawn as gaps, counts linked, nothing drawn of nothing."""

from __future__ import annotations

import pytest

from chiiki.brief.document import plain
from chiiki.brief.matrices import support_figure
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.facts.pack import load_pack
from chiiki.provenance import NumberBook
from chiiki.studies.holdings import holdings_by_region
from chiiki.studies.support import STAGES, add_support
from small_pack import small_tables, write_pack


def _figure(pack, region, lang="en", keep=lambda _row: True):
    book = NumberBook()
    rows = [holding.designation for holding in holdings_by_region(pack)[region] if keep(holding.designation)]
    support = add_support(book, pack, subject=f"r{region}", designations=rows, period="FY2002-2009")
    voice = Voice(pack=pack, wording=load_wording(lang), book=book)
    return support, support_figure(support, voice, place="Ko", period="FY2002-2009")


def test_each_cell_is_a_count_or_a_gap(small_pack):
    support, figure = _figure(small_pack, "01")
    row, total = figure.chart.rows

    assert [cell.value.text if cell.value else None for cell in row.cells] == ["2", None, None, None]
    assert row.cells[0].value.number_id == support.cells["MEXT", "research"]
    assert [cell.value.text for cell in total.cells] == ["2", "0", "0", "0"]
    assert total.is_total


def test_a_programme_of_two_ministries_has_a_row_for_each(small_pack):
    _, figure = _figure(small_pack, "03")

    assert [row.label for row in figure.chart.rows] == ["METI", "MEXT", "Total (each once)"]
    assert len(figure.table.rows) == 3
    assert len(figure.table.header) == 1 + len(STAGES)


def test_no_selection_draws_no_matrix(small_pack):
    assert _figure(small_pack, "04")[1] is None


@pytest.mark.parametrize(("programme", "note"), [("ART-SEL", ""), ("ART-NONE", "1 national designation whose stage")])
def test_the_note_counts_selections_without_a_stage(tmp_path, programme, note):
    tables = small_tables()
    tables["designations"][1] |= {"programme_id": programme}
    _, figure = _figure(load_pack(write_pack(tmp_path / "p", tables)), "01")

    assert plain(figure.note)[: len(note) or None] == note
