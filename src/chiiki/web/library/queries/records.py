"""Lists of the library: records that the actor may see, filtered, sorted, page by page.

Every question starts from :func:`visible_to`; conditions come after it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from chiiki.web.library.engines import engine
from chiiki.web.library.enums import FACETS, Visibility
from chiiki.web.library.models import Record, RecordFacet
from chiiki.web.library.queries.search import Within, ranked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet
    from django.db.models.expressions import OrderBy

    from chiiki.web.access.actors import Actor
    from chiiki.web.library.enums import Kind
    from chiiki.web.library.queries.search import Ranking

__all__ = [
    "PER_PAGE",
    "SORTS",
    "Answer",
    "Found",
    "Question",
    "ask_records",
    "count_facets",
    "count_kinds",
    "page_of",
    "scope_of",
    "visible_to",
]

PER_PAGE = 100

SORTS: Mapping[str, tuple[str, ...]] = {
    "name": ("sort_{lang}",),
    "id": ("subject_id",),
    "type": ("type",),
    "owner": ("owner_{lang}",),
    "place": ("place_{lang}",),
    "start": ("start_fy",),
    "end": ("end_fy",),
    "date": ("dated_on",),
    "grade": ("grade",),
    "n": ("n_related",),
    "source": ("source_id",),
}
"""What a list may be sorted by → columns."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which records, in which order."""

    kind: Kind | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    """Facet → value."""

    words: str = ""
    from_fy: int | None = None
    to_fy: int | None = None
    sort: str = ""
    """A key of :data:`SORTS`, with ``-`` in front for descending; empty for the order of the pack, or by rank."""

    lang: str = "ja"


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the answer, and how much there is."""

    records: tuple[Record, ...]
    n_total: int
    page: int
    n_pages: int
    is_complete: bool = True
    """False where more records fit the words than were ranked: there are `n_total` or more."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that fits a question, before it is cut into pages."""

    records: QuerySet[Record]
    ranking: Ranking | None = None
    """Where words were asked for."""

    is_by_rank: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether all that fits is there."""
        return self.ranking is None or self.ranking.is_complete

    def count(self) -> int:
        """Count what is there."""
        return self.records.count() if self.ranking is None else len(self.ranking.ids)

    def in_order(self, first: int = 0, last: int | None = None) -> list[Record]:
        """Return records in their order, from place `first` to before `last`."""
        if self.ranking is None or not self.is_by_rank:
            return list(self.records[first:last])
        ids = self.ranking.ids[first:last]
        by_id = self.records.in_bulk(ids)
        return [by_id[one] for one in ids if one in by_id]


def scope_of(actor: Actor) -> Visibility:
    """Say what `actor` may know of: today what is public, whoever asks."""
    del actor
    return Visibility.PUBLIC


def visible_to(actor: Actor) -> QuerySet[Record]:
    """Return the records that `actor` may know of."""
    return Record.objects.filter(visibility=scope_of(actor))


def ask_records(question: Question, *, actor: Actor, is_whole: bool = False) -> Answer:
    """Return what fits `question`, in its order; `is_whole` ranks everything, as files need it."""
    if not question.words.strip():
        return Answer(_filtered(visible_to(actor), question).order_by(*_order(question)))
    within = Within(scope_of(actor), question.kind, question.filters, _period(question))
    ranking = ranked(question.words, within=within, is_whole=is_whole)
    if not question.sort:
        return Answer(visible_to(actor), ranking, is_by_rank=True)
    found = visible_to(actor).filter(pk__in=engine().rows_of(ranking.ids))
    return Answer(found.order_by(*_order(question)), ranking)


def page_of(answer: Answer, *, page: int, per_page: int = PER_PAGE) -> Found:
    """Cut one page out of an answer; beyond the last one there are no records."""
    n_total = answer.count()
    shown = answer.in_order((page - 1) * per_page, page * per_page)
    return Found(tuple(shown), n_total, page, _pages(n_total, per_page), answer.is_complete)


def _pages(n_total: int, per_page: int) -> int:
    return max(1, -(-n_total // per_page))


def _filtered(records: QuerySet[Record], question: Question) -> QuerySet[Record]:
    if question.kind is not None:
        records = records.filter(kind=question.kind)
    for facet, value in sorted(question.filters.items()):
        records = records.filter(pk__in=RecordFacet.objects.filter(facet=facet, value=value).values("record_id"))
    return records.filter(_period(question))


def _period(question: Question) -> Q:
    """Ask for what touches the fiscal years; an end that is not known reaches at least the start."""
    found = Q()
    if question.from_fy is not None:
        found &= Q(end_fy__gte=question.from_fy) | Q(end_fy=None, start_fy__gte=question.from_fy)
    if question.to_fy is not None:
        found &= Q(start_fy__lte=question.to_fy)
    return found


def _order(question: Question) -> list[str | OrderBy]:
    name = question.sort.removeprefix("-")
    if name not in SORTS:
        return ["pk"]
    is_descending = question.sort.startswith("-")
    columns = [F(column.format(lang=question.lang)) for column in SORTS[name]]
    # what is missing stands last in both directions
    return [
        *(column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True) for column in columns),
        "pk",
    ]


def count_facets(
    question: Question, *, actor: Actor, answer: Answer | None = None, facets: Sequence[str] = FACETS
) -> dict[str, dict[str, int]]:
    """Count the records of `question` by each facet: facet → value → n.

    For a facet that is filtered by, the counts are those without that filter, so that one can change over.

    Parameters
    ----------
    question : Question
    actor : Actor
    answer : Answer, optional
        That of the same question, where it was asked before.
    facets : sequence of str
        Those to count by.
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    asked = [(answer or ask_records(question, actor=actor), [one for one in facets if one not in question.filters])]
    for facet in question.filters:
        others = {key: value for key, value in question.filters.items() if key != facet}
        asked.append((ask_records(replace(question, filters=others), actor=actor), [facet]))
    for each, names in asked:
        for facet, value, n in _counted(each, names):
            counts[facet][value] = n
    return {facet: dict(sorted(counts[facet].items())) for facet in facets if facet in counts}


def _counted(answer: Answer, facets: Sequence[str]) -> Iterable[tuple[str, str, int]]:
    if answer.ranking is not None:
        return engine().count_facets(ids=answer.ranking.ids, facets=facets)
    # what is not asked for is left out rather than the rest asked for: the records are few, the facets many
    rows = RecordFacet.objects.filter(record__in=answer.records.order_by().values("pk"))
    if left_out := [one for one in FACETS if one not in facets]:
        rows = rows.exclude(facet__in=left_out)
    return rows.values_list("facet", "value").annotate(n=Count("record_id"))


def count_kinds(question: Question, *, actor: Actor, answer: Answer | None = None) -> Mapping[str, int]:
    """Count the records that fit the words of `question` by kind, whichever kind it asks for."""
    filters = {facet: value for facet, value in question.filters.items() if facet != "type"}
    if question.kind is not None or answer is None:
        answer = ask_records(replace(question, kind=None, filters=filters), actor=actor)
    return answer.ranking.kinds if answer.ranking is not None else {}
