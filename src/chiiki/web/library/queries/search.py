"""Find records by words, the best first.

Order: exact name, name that begins so, name that contains it, short name or code that contains
it, text; within each by kind and then as in the pack. All words must be found; a word of several
pieces (``COI-NEXT``, ``第3期``, three and more signs) must stand there as one. Where more than
:data:`MOST` records fit, those with the words in their names are ranked first and the answer says
that there are more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from chiiki.web.library.engines import Term, engine, facet_term, scope_term
from chiiki.web.library.models import RecordName, RecordText
from chiiki.web.library.text import grams, is_japanese, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.web.library.enums import Kind, Visibility

__all__ = ["MOST", "Ranking", "ranked_ids", "terms_of"]

MOST = 3000
"""Records that are ranked; the shipped pack has fewer."""

LONGEST_QUERY = 1000
MOST_WORDS = 12
SHORTEST_PREFIX = 3
PAIR = 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ids of what was found, the best first."""

    ids: tuple[int, ...]
    is_complete: bool
    words: tuple[str, ...]


def ranked_ids(
    query: str, *, scope: Visibility, kind: Kind | None = None, filters: Mapping[str, str] | None = None
) -> Ranking:
    """Find the records of `scope` with all words of `query`; no other record is met or counted."""
    words = words_of(query[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return Ranking((), is_complete=True, words=())
    facets = [scope_term(scope)]
    facets += [facet_term("kind", kind)] if kind else []
    facets += [facet_term(facet, value) for facet, value in sorted((filters or {}).items())]
    terms = [term for word in words for term in terms_of(word)]
    ids = engine().find(facets=facets, terms=terms, limit=MOST + 1)
    is_complete = len(ids) <= MOST
    if not is_complete:
        named = engine().find(facets=facets, terms=terms, limit=MOST, names_only=True)
        allowed = set(_named_so(words, facets=facets))
        ids = list(dict.fromkeys([*sorted(allowed), *named, *ids]))[:MOST]
    return Ranking(tuple(_ranked(ids, words)), is_complete, words)


def terms_of(word: str) -> list[Term]:
    """Return what the index must have for a folded word; a Latin word may be the beginning of one."""
    tokens = word.split()
    terms: list[Term] = []
    for token in tokens:
        if not is_japanese(token):
            terms.append(Term(token, is_prefix=len(token) >= SHORTEST_PREFIX and not token.isdigit()))
        elif len(token) < PAIR:
            terms.append(Term(token))
        else:
            terms += [Term(gram) for gram in dict.fromkeys(grams(token)) if len(gram) == PAIR]
    return terms


def _named_so(words: Sequence[str], *, facets: Sequence[str]) -> list[int]:
    """Return records that have exactly this name, among those that `facets` allow."""
    ids = list(
        RecordName.objects.filter(folded=" ".join(words))
        .order_by("record_id")
        .values_list("record_id", flat=True)[:100]
    )
    return engine().among(facets=facets, ids=ids) if ids else []


def _ranked(ids: Sequence[int], words: Sequence[str]) -> list[int]:
    must_stand = [word for word in words if len(terms_of(word)) > 1]
    whole = " ".join(words)
    rows = RecordText.objects.filter(pk__in=ids)
    for word in must_stand:
        rows = rows.filter(_stands(word))
    found = [
        (_rank(names.split("\n"), shorts.split("\n"), words=words, whole=whole), record_id)
        for record_id, names, shorts in rows.values_list("pk", "names", "shorts")
    ]
    return [record_id for _, record_id in sorted(found)]


def _stands(word: str) -> Q:
    # LIKE on SQLite folds ASCII only, and the texts are folded already
    return Q(folded__contains=word)


def _rank(names: list[str], shorts: list[str], *, words: Sequence[str], whole: str) -> int:
    if whole in names or whole in shorts:
        return 0
    if any(name.startswith(whole) for name in names):
        return 1
    if any(all(word in name for word in words) for name in names):
        return 2
    if any(all(word in short for word in words) for short in shorts):
        return 3
    return 4
