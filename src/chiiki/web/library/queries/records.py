"""Lists of the library: records that the actor may see, filtered, sorted, page by page.

Every question starts from :func:`visible_to`; conditions come after it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from chiiki.web.library.enums import FACETS, Visibility
from chiiki.web.library.models import Record, RecordFacet
from chiiki.web.library.queries.search import ranked_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "find_records",
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
    ranking: Ranking | None
    """Where words were asked for."""

    is_by_rank: bool

    @property
    def is_complete(self) -> bool:
        """Whether all that fits is there."""
        return self.ranking is None or self.ranking.is_complete

    def ids(self) -> list[int]:
        """Return all ids in order."""
        found = list(self.records.values_list("pk", flat=True))
        if not (self.is_by_rank and self.ranking):
            return found
        kept = set(found)
        return [one for one in self.ranking.ids if one in kept]

    def in_order(self) -> list[Record]:
        """Return all records in order."""
        found = list(self.records)
        if not (self.is_by_rank and self.ranking):
            return found
        by_id = {record.pk: record for record in found}
        return [by_id[one] for one in self.ranking.ids if one in by_id]


def scope_of(actor: Actor) -> Visibility:
    """Say what `actor` may know of: today what is public, whoever asks."""
    del actor
    return Visibility.PUBLIC


def visible_to(actor: Actor) -> QuerySet[Record]:
    """Return the records that `actor` may know of."""
    return Record.objects.filter(visibility=scope_of(actor))


def ask_records(question: Question, *, actor: Actor) -> Answer:
    """Return what fits `question`, in its order."""
    records = _filtered(visible_to(actor), question)
    if not question.words.strip():
        return Answer(records.order_by(*_order(question)), None, is_by_rank=False)
    ranking = ranked_ids(question.words, scope=scope_of(actor), kind=question.kind, filters=question.filters)
    records = records.filter(pk__in=ranking.ids).order_by(*_order(question))
    return Answer(records, ranking, is_by_rank=not question.sort)


def find_records(  # noqa: PLR0913 -- one per part of a question
    *,
    actor: Actor,
    kind: Kind | None = None,
    filters: Mapping[str, str] | None = None,
    words: str = "",
    from_fy: int | None = None,
    to_fy: int | None = None,
    sort: str = "",
    lang: str = "ja",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Found:
    """Find one page of records.

    Parameters
    ----------
    actor : Actor
        Who asks; nothing that may not be seen is met or counted.
    kind : Kind, optional
        Only such; all kinds when left out.
    filters : mapping of str to str, optional
        Facet (of :data:`chiiki.web.library.enums.FACETS`) → value; all must hold.
    words : str
        Words that must all be found, in either language.
    from_fy, to_fy : int, optional
        Records whose period touches these fiscal years; those without a start are left out then.
    sort : str
        A key of :data:`SORTS`, ``-`` in front for descending.
    lang : str
        Language of names that are sorted by.
    page : int
        From 1; beyond the last one there are no records.
    per_page : int
        Records a page.
    """
    question = Question(kind, filters or {}, words, from_fy, to_fy, sort, lang)
    return page_of(ask_records(question, actor=actor), page=page, per_page=per_page)


def page_of(answer: Answer, *, page: int, per_page: int = PER_PAGE) -> Found:
    """Cut one page out of an answer; beyond the last one there are no records."""
    first, last = (page - 1) * per_page, page * per_page
    if answer.is_by_rank:
        ids = answer.ids()
        by_id = Record.objects.in_bulk(ids[first:last])
        shown = tuple(by_id[one] for one in ids[first:last])
        n_total = len(ids)
    else:
        n_total = answer.records.count()
        shown = tuple(answer.records[first:last])
    return Found(shown, n_total, page, _pages(n_total, per_page), answer.is_complete)


def _pages(n_total: int, per_page: int) -> int:
    return max(1, -(-n_total // per_page))


def _filtered(records: QuerySet[Record], question: Question) -> QuerySet[Record]:
    if question.kind is not None:
        records = records.filter(kind=question.kind)
    for facet, value in sorted(question.filters.items()):
        records = records.filter(pk__in=RecordFacet.objects.filter(facet=facet, value=value).values("record_id"))
    if question.from_fy is not None:
        # an end that is not known reaches at least the start
        records = records.filter(Q(end_fy__gte=question.from_fy) | Q(end_fy=None, start_fy__gte=question.from_fy))
    if question.to_fy is not None:
        records = records.filter(start_fy__lte=question.to_fy)
    return records


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


def count_facets(question: Question, *, actor: Actor, answer: Answer | None = None) -> dict[str, dict[str, int]]:
    """Count the records of `question` by each facet: facet → value → n.

    For a facet that is filtered by, the counts are those without that filter, so that one can change over.

    Parameters
    ----------
    question : Question
    actor : Actor
    answer : Answer, optional
        That of the same question, where it was asked before.
    """
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    asked = [(answer or ask_records(question, actor=actor), [one for one in FACETS if one not in question.filters])]
    for facet in question.filters:
        others = {key: value for key, value in question.filters.items() if key != facet}
        asked.append((ask_records(replace(question, filters=others), actor=actor), [facet]))
    for each, facets in asked:
        rows = RecordFacet.objects.filter(facet__in=facets, record__in=each.records.order_by().values("pk"))
        for facet, value, n in rows.values_list("facet", "value").annotate(n=Count("record_id")):
            counts[facet][value] = n
    return {facet: dict(sorted(counts[facet].items())) for facet in FACETS if facet in counts}


def count_kinds(question: Question, *, actor: Actor) -> dict[str, int]:
    """Count the records of `question` by kind, whichever kind it asks for."""
    filters = {facet: value for facet, value in question.filters.items() if facet != "type"}
    answer = ask_records(replace(question, kind=None, filters=filters), actor=actor)
    counted = answer.records.order_by().values_list("kind").annotate(n=Count("pk"))
    return dict(counted)
