"""The index: one record for each thing, in one transaction, made again only when the facts or the code changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from chiiki.errors import UnknownNameError
from chiiki.web.access.actors import PUBLIC, SYSTEM
from chiiki.web.audit.models import AuditRecord
from chiiki.web.library.catalogue import all_drafts
from chiiki.web.library.catalogue.draft import Draft, Pair
from chiiki.web.library.domain.index import build_index, ensure_index, write_drafts
from chiiki.web.library.engines import Term, engine, facet_term
from chiiki.web.library.enums import Kind, Visibility
from chiiki.web.library.models import IndexState, Record, RecordFacet
from chiiki.web.library.queries.hints import hints_for
from chiiki.web.library.queries.records import Question, count_facets
from chiiki.web.library.text import fold, index_terms
from web_finding import find_records


def test_each_thing_of_the_pack_has_one_record(index):
    counted = {kind: Record.objects.filter(kind=kind).count() for kind in Kind}
    assert counted == {
        Kind.PLAN: len(index.plans),
        Kind.LAW: len(index.laws_and_strategies),
        Kind.PROGRAMME: len(index.programmes),
        Kind.REGION: len(index.regions),
        Kind.SITE: len(index.places),
        Kind.DESIGNATION: len(index.designations),
        Kind.MEASURE: len(index.measures),
        Kind.EVALUATION: len(index.evaluations),
        Kind.SOURCE: len(index.sources),
        Kind.CONFLICT: len({row.disagreement_id for row in index.disagreements}),
    }


def test_a_record_says_what_the_pack_says(index):
    record = Record.objects.get(kind=Kind.PROGRAMME, subject_id="KCI")
    row = index.programme("KCI")
    assert (record.name_ja, record.start_fy, record.end_fy) == (row.name_ja, row.start_fy, row.end_fy)
    assert record.n_related == sum(1 for one in index.designations if one.programme_id == "KCI")
    assert record.source_id == row.source_id


def test_a_municipality_leads_to_its_prefecture(index):
    record = Record.objects.get(kind=Kind.REGION, subject_id="04100")
    assert record.page("ja") == "/ja/regions/04"


def test_facets_of_a_selection_come_from_its_programme_place_and_field(index):
    facets = RecordFacet.objects.filter(record__kind=Kind.DESIGNATION, record__subject_id="kci1-sendai")
    found = {(row.facet, row.value) for row in facets}
    assert {("programme", "KCI"), ("ministry", "MEXT"), ("prefecture", "04"), ("plan", "P2")} <= found


def test_an_end_that_is_not_known_adds_no_period(index):
    facets = RecordFacet.objects.filter(record__kind=Kind.PROGRAMME, record__subject_id="F-REI", facet="plan")
    assert [row.value for row in facets] == ["P6"]


def test_the_index_is_built_once_and_leaves_one_record_in_the_log(db):
    IndexState.objects.all().delete()
    n_before = AuditRecord.objects.filter(action="library.index").count()
    assert ensure_index()
    assert not ensure_index()
    assert AuditRecord.objects.filter(action="library.index").count() == n_before + 1


def test_another_pack_replaces_everything(db, small_pack):
    n_records = build_index(actor=SYSTEM, pack=small_pack)
    assert n_records == Record.objects.count() == len(list(all_drafts(small_pack)))
    assert IndexState.objects.count() == 1


def test_a_build_that_fails_leaves_the_old_index(index, monkeypatch):
    n_before = Record.objects.count()
    monkeypatch.setattr(
        "chiiki.web.library.engines.postgresql.refill"
        if connection.vendor == "postgresql"
        else "chiiki.web.library.engines.sqlite.refill",
        _fail,
    )
    with pytest.raises(UnknownNameError):
        build_index(actor=SYSTEM, pack=index)
    assert Record.objects.count() == n_before


def _fail(_entries):
    msg = "refused by the test"
    raise UnknownNameError(msg)


def _draft(number, name):
    facets = frozenset({("ministry", "MEXT"), ("prefecture", f"{number % 47 + 1:02}")})
    return Draft(Kind.PROGRAMME, f"T{number}", Pair(name, f"Programme {number}"), "seed-001", facets=facets)


def test_what_may_not_be_seen_is_neither_found_nor_counted_nor_suggested(db):
    write_drafts([_draft(1, "秘密の制度")], visibility=Visibility.PRIVATE)
    assert find_records(actor=PUBLIC, words="秘密").n_total == 0
    assert find_records(actor=PUBLIC, words="T1").n_total == 0
    assert find_records(actor=PUBLIC).n_total == 0
    assert count_facets(Question(), actor=PUBLIC) == {}
    assert count_facets(Question(words="秘密"), actor=PUBLIC) == {}
    hints = hints_for(Question(words="秘密 制度"), actor=PUBLIC, lang="ja")
    assert (hints.words, hints.near) == ((), ())


@pytest.mark.parametrize("words", ["秘密", "制度", "Programme", "T1"])
def test_a_search_meets_no_word_of_what_may_not_be_seen(db, words):
    """Not even to leave it out again, which would take time."""
    drafts = [_draft(1, "秘密の制度")]
    asked = [[[Term(term, is_prefix=True)]] for term in index_terms(fold(words).text)]
    for visibility, n_found in ((Visibility.PUBLIC, 1), (Visibility.PRIVATE, 0)):
        write_drafts(drafts, visibility=visibility)
        found = [engine().find(facets=[facet_term("kind", Kind.PROGRAMME)], words=[one], limit=9) for one in asked]
        assert {len(ids) for ids in found} == {n_found}


@pytest.mark.parametrize("words", ["", "秘密", "Programme", "T1"])
def test_the_questions_to_the_database_do_not_depend_on_what_is_hidden(db, words):
    traces = []
    for drafts in ([], [_draft(number, "秘密の制度") for number in range(5)]):
        write_drafts(drafts, visibility=Visibility.PRIVATE)
        with CaptureQueriesContext(connection) as context:
            find_records(actor=PUBLIC, words=words, filters={"ministry": "MEXT"})
            count_facets(Question(words=words), actor=PUBLIC)
        traces.append([query["sql"] for query in context.captured_queries])
    assert traces[0] == traces[1]


@pytest.mark.parametrize("words", ["", "制度"])
def test_one_three_and_a_thousand_records_take_the_same_number_of_questions(db, words):
    numbers = []
    for n in (1, 3, 1000):
        write_drafts([_draft(number, f"制度{number}") for number in range(n)])
        with CaptureQueriesContext(connection) as context:
            found = find_records(actor=PUBLIC, words=words)
            count_facets(Question(words=words), actor=PUBLIC)
        assert found.n_total == n
        numbers.append(len(context.captured_queries))
    assert len(set(numbers)) == 1
