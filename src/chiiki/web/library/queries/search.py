"""Find records by words, the best first.

Order: exact name, name that begins so, name that contains it, short name or code that contains
it, text; within each by kind and then as in the pack. All words must be found; a word of several
pieces (``COI-NEXT``, ``第3期``, three and more signs) must stand there as one. Where more than
:data:`MOST` records fit, those with the words in their names are ranked first and the answer says
that there are more; files and the pages of the interface for machines ask for the whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from chiiki.web.library.engines import Term, engine, facet_term, scope_term
from chiiki.web.library.models import Record, RecordName
from chiiki.web.library.text import grams, is_japanese, words_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.web.library.enums import Kind, Visibility

__all__ = ["MOST", "Ranking", "Within", "ranked", "terms_of"]

MOST = 1500
"""Records that a page ranks; in the shipped pack no word is found in more."""

ENDLESS = 2**62
"""More than any table has; both databases take it as a limit."""

EXACT, BEGINS_SO, IN_NAME, IN_SHORT, IN_TEXT = range(5)
"""Ranks, the best first."""

EVER = Q()
LONGEST_QUERY = 1000
MOST_WORDS = 12
SHORTEST_PREFIX = 3
PAIR = 2


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found."""

    ids: tuple[int, ...]
    """The best first."""

    kinds: Mapping[str, int]
    """Kind → how many of them."""

    is_complete: bool


@dataclass(frozen=True, slots=True)
class Within:
    """Among which records words are looked for; no other record is met or counted."""

    scope: Visibility
    kind: Kind | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    period: Q = EVER

    def facets(self) -> list[str]:
        """Return the terms that each record must have."""
        kinds = [facet_term("kind", self.kind)] if self.kind else []
        return [scope_term(self.scope), *kinds, *(facet_term(*pair) for pair in sorted(self.filters.items()))]


def ranked(query: str, *, within: Within, is_whole: bool = False) -> Ranking:
    """Find the records with all words of `query`, all of them where `is_whole`."""
    words = words_of(query[:LONGEST_QUERY])[:MOST_WORDS]
    if not words:
        return Ranking((), {}, is_complete=True)
    facets = within.facets()
    wanted = [terms_of(word) for word in words]
    ids = engine().find(facets=facets, words=wanted, limit=ENDLESS if is_whole else MOST + 1)
    is_complete = is_whole or len(ids) <= MOST
    if not is_complete:
        named = engine().find(facets=facets, words=wanted, limit=MOST, names_only=True)
        ids = list(dict.fromkeys([*_named_so(words, facets=facets), *named, *ids]))[:MOST]
    found = _ranked(ids, words, period=within.period)
    return Ranking(tuple(one for _, one, _ in found), Counter(kind for *_, kind in found), is_complete)


def terms_of(word: str) -> list[list[Term]]:
    """Return what the index must have for a folded word, as alternatives: Latin pieces may also stand as one.

    A Latin piece may be the beginning of a word.
    """
    tokens = word.split()
    ways = [[term for token in tokens for term in _terms(token)]]
    if len(tokens) > 1 and word.isascii():
        ways.append(_terms("".join(tokens)))
    return ways


def _terms(token: str) -> list[Term]:
    if not is_japanese(token):
        return [Term(token, is_prefix=len(token) >= SHORTEST_PREFIX and not token.isdigit())]
    if len(token) < PAIR:
        return [Term(token)]
    return [Term(gram) for gram in dict.fromkeys(grams(token)) if len(gram) == PAIR]


def _stands(word: str) -> Q:
    """Ask for the word as one, where the index alone does not answer that."""
    if len(terms_of(word)[0]) == 1:
        return Q()
    found = Q(text__folded__contains=word)
    return found | Q(text__folded__contains=word.replace(" ", "")) if word.isascii() else found


def _named_so(words: Sequence[str], *, facets: Sequence[str]) -> list[int]:
    """Return records that have exactly this name, among those that `facets` allow."""
    ids = list(
        RecordName.objects.filter(folded=" ".join(words))
        .order_by("record_id")
        .values_list("record_id", flat=True)[:100]
    )
    return engine().among(facets=facets, ids=ids) if ids else []


def _ranked(ids: Sequence[int], words: Sequence[str], *, period: Q) -> list[tuple[int, int, str]]:
    """Return rank, id and kind of those that hold, the best first."""
    rows = Record.objects.filter(period, pk__in=engine().rows_of(ids))
    for word in words:
        rows = rows.filter(_stands(word))
    whole = " ".join(words)
    found = rows.values_list("pk", "text__names", "text__shorts", "kind")
    return sorted((_rank(names, shorts, words=words, whole=whole), pk, kind) for pk, names, shorts, kind in found)


def _rank(names: str, shorts: str, *, words: Sequence[str], whole: str) -> int:
    """Weigh one record by its folded names, one a line; most have the words in none of them."""
    is_named, is_short = (all(word in lines for word in words) for lines in (names, shorts))
    if not (is_named or is_short):
        return IN_TEXT
    own, others = names.split("\n"), shorts.split("\n")
    if whole in own or whole in others:
        return EXACT
    if any(name.startswith(whole) for name in own):
        return BEGINS_SO
    return IN_NAME if is_named else IN_SHORT
