"""Filters of a list or a search as a form, as chips that can be taken away, and their counts."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import mark_safe
from django.utils.translation import gettext, ngettext, pgettext

from chiiki.brief.formats import decimal, fiscal_year
from chiiki.web.library.labels import FACET_NAMES, facet_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict
    from django.utils.functional import _StrOrPromise
    from django.utils.safestring import SafeString

    from chiiki.brief.document import Lang
    from chiiki.facts.pack import Pack
    from chiiki.web.library.queries.records import Question

__all__ = ["Choice", "Option", "chips_of", "choices_of", "count_words", "counted", "named", "without"]


@dataclass(frozen=True, slots=True)
class Option:
    """One value that may be chosen."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One control of the form."""

    name: str
    label: _StrOrPromise
    options: tuple[Option, ...]

    def options_html(self) -> SafeString:
        """Write the options: there are many, and a template takes five times as long over each."""
        return mark_safe("".join(map(_option_html, self.options)))  # noqa: S308 -- escaped there


def _option_html(option: Option) -> str:
    chosen = " selected" if option.is_chosen else ""
    return f'<option value="{escape(option.value)}"{chosen}>{escape(option.label)}</option>'


def choices_of(question: Question, counts: Mapping[str, Mapping[str, int]], *, pack: Pack, lang: Lang) -> list[Choice]:
    """Return the controls of the facets that part the list, each value with its count."""
    found = []
    for facet in counts:
        chosen = question.filters.get(facet, "")
        values = {**counts[facet]} if chosen in counts[facet] or not chosen else {**counts[facet], chosen: 0}
        if len(values) < 2 and not chosen:  # noqa: PLR2004 -- one value parts nothing
            continue
        options = tuple(
            Option(
                value,
                counted(facet_value(pack, facet, value, kind=question.kind, lang=lang), n),
                is_chosen=value == chosen,
            )
            for value, n in values.items()
        )
        found.append(Choice(facet, FACET_NAMES[facet], options))
    return found


def chips_of(question: Question, query: QueryDict, *, pack: Pack, lang: Lang) -> list[tuple[str, str]]:
    """Return each filter in force with the address of the list without it."""
    chips = [
        (named(FACET_NAMES[facet], facet_value(pack, facet, value, kind=question.kind, lang=lang)), facet)
        for facet, value in question.filters.items()
    ]
    if question.from_fy is not None:
        chips.append((gettext("From %(year)s") % {"year": fiscal_year(question.from_fy, lang)}, "from"))
    if question.to_fy is not None:
        chips.append((gettext("To %(year)s") % {"year": fiscal_year(question.to_fy, lang)}, "to"))
    return [(label, without(query, name)) for label, name in chips]


def counted(name: _StrOrPromise, n: int) -> str:
    """Write a value with the number of what has it."""
    return pgettext("mark", "%(name)s (%(n)s)") % {"name": name, "n": decimal(n)}


def named(name: _StrOrPromise, value: _StrOrPromise) -> str:
    """Write a filter with its value."""
    return f"{name}{pgettext('mark', ': ')}{value}"


def without(query: QueryDict, *names: str) -> str:
    """Return the address of the same page without these parts of the query, from its first page on."""
    rest = query.copy()
    for name in (*names, "page"):
        rest.pop(name, None)
    return f"?{rest.urlencode()}"


def count_words(n: int, *, is_complete: bool = True) -> str:
    """Say how many were found; where not all were counted, that there are more."""
    if not is_complete:
        return gettext("%(n)s or more found; narrow the search to see the others.") % {"n": decimal(n)}
    return ngettext("%(n)s found", "%(n)s found", n) % {"n": decimal(n)}
