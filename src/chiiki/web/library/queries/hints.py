"""What to say where nothing was found: each word alone, names that are near, what is there at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from chiiki.web.library.engines import Term, engine, scope_term
from chiiki.web.library.models import RecordName
from chiiki.web.library.queries.records import Question, ask_records, scope_of, visible_to
from chiiki.web.library.text import grams, is_japanese, words_of

if TYPE_CHECKING:
    from chiiki.brief.document import Lang
    from chiiki.web.access.actors import Actor

__all__ = ["Hints", "Near", "hints_for"]

MOST_NEAR = 8
MOST_WORDS = 6
PER_GRAM = 200
"""Records looked at for each sign and pair of signs."""

ENOUGH = 0.45
"""Similarity of a name from which it is shown."""

HEADS = (3, 2, 1)
"""Letters with which a near Latin name begins: fewer are tried where that gives too little."""

PER_HEAD = 500


@dataclass(frozen=True, slots=True)
class Near:
    """A name that is near to what was asked for."""

    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Hints:
    """What else could be looked at."""

    words: tuple[tuple[str, int], ...]
    """Each word that is found alone, with its count."""

    near: tuple[Near, ...]
    n_without_filters: int
    """What would be found without the filters; 0 where there are none."""


def hints_for(question: Question, *, actor: Actor, lang: Lang) -> Hints:
    """Look for what may have been meant by a question that found nothing."""
    asked = dict.fromkeys(question.words.split())
    words = (
        {word: _count(Question(words=word), actor=actor) for word in list(asked)[:MOST_WORDS]} if len(asked) > 1 else {}
    )
    has_filters = bool(question.kind or question.filters or question.from_fy or question.to_fy)
    bare = replace(question, kind=None, filters={}, from_fy=None, to_fy=None)
    return Hints(
        words=tuple((word, n) for word, n in words.items() if n),
        near=_near(question.words, actor=actor, lang=lang),
        n_without_filters=_count(bare, actor=actor) if has_filters else 0,
    )


def _count(question: Question, *, actor: Actor) -> int:
    return ask_records(question, actor=actor).count()


def _near(words: str, *, actor: Actor, lang: Lang) -> tuple[Near, ...]:
    """Return names that share signs with what was asked, the nearest first."""
    scored: Counter[int] = Counter()
    for word in words_of(words)[:MOST_WORDS]:
        matcher = SequenceMatcher(None, b=word, autojunk=False)
        for record_id, name in _candidates(word, actor=actor):
            matcher.set_seq1(name)
            # the quick ones are never below the exact one, and spare most of its work
            if matcher.real_quick_ratio() >= ENOUGH and matcher.quick_ratio() >= ENOUGH:
                scored[record_id] = max(scored[record_id], round(matcher.ratio() * 1000))
    near = [record_id for record_id, score in scored.items() if score >= ENOUGH * 1000]
    best = sorted(near, key=lambda record_id: (-scored[record_id], record_id))[:MOST_NEAR]
    records = visible_to(actor).in_bulk(best)
    return tuple(Near(records[one].page(lang), records[one].name(lang)) for one in best if one in records)


def _candidates(word: str, *, actor: Actor) -> list[tuple[int, str]]:
    names = RecordName.objects.filter(record__in=visible_to(actor)).order_by("folded", "record_id")
    if not is_japanese(word.split(maxsplit=1)[0]):
        found: list[tuple[int, str]] = []
        for n_letters in HEADS:
            if len(found) < MOST_NEAR:
                found = list(names.filter(_begins(word[:n_letters])).values_list("record_id", "folded")[:PER_HEAD])
        return found
    scope = scope_term(scope_of(actor))
    ids: set[int] = set()
    for run in word.split():
        for gram in dict.fromkeys(grams(run)):
            ids.update(engine().find(facets=[scope], words=[[[Term(gram)]]], limit=PER_GRAM, names_only=True))
    return list(RecordName.objects.filter(record_id__in=ids).order_by("record_id").values_list("record_id", "folded"))


def _begins(head: str) -> Q:
    """Ask for names that begin so, in the way that the index of the database serves."""
    if connection.vendor == "postgresql":
        return Q(folded__startswith=head)
    return Q(folded__gte=head, folded__lt=head + "\U0010ffff")
