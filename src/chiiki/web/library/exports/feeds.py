"""What is new and what was called last, as Atom feeds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext, gettext_lazy, override

from chiiki.brief.formats import decimal, fiscal_year
from chiiki.web.library.enums import Kind
from chiiki.web.library.links import address

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.utils.functional import _StrOrPromise

    from chiiki.brief.document import Lang
    from chiiki.facts.pack import Pack

__all__ = ["FEEDS", "MOST_ENTRIES", "Entry", "Feed", "atom"]

MOST_ENTRIES: Final = 100
TOKYO: Final = ZoneInfo("Asia/Tokyo")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    id: str
    """Path of its stable address."""

    href: str
    title: str
    text: str
    dated_on: str
    """Day, or month where no day is known."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about, and how its entries are read, the newest first."""

    title: _StrOrPromise
    page: str
    """Path of the page below the language that shows the same."""

    read: Callable[[Pack, Lang], list[Entry]]


def atom(name: str, *, pack: Pack, lang: Lang, base: str) -> bytes:
    """Write a feed; it says how many of how many entries it has."""
    feed = FEEDS[name]
    with override(lang):
        entries = feed.read(pack, lang)
        shown = entries[:MOST_ENTRIES]
        subtitle = gettext("The newest %(n)s of %(total)s entries; edition %(edition)s") % {
            "n": decimal(len(shown)),
            "total": decimal(len(entries)),
            "edition": pack.edition,
        }
        written = Atom1Feed(
            title=f"chiiki: {feed.title}",
            link=f"{base}/{lang}/{feed.page}",
            description=None,
            subtitle=subtitle,
            language=lang,
            author_name="chiiki",
            feed_url=f"{base}/feeds/{lang}/{name}.atom",
            feed_guid=f"{base}/feeds/{lang}/{name}.atom",
            feed_copyright="CC BY 4.0",
        )
        for entry in shown:
            written.add_item(
                title=entry.title,
                link=f"{base}{entry.href}",
                unique_id=f"{base}{entry.id}",
                description=escape(entry.text),  # readers take a summary for HTML
                updateddate=_time(entry.dated_on),
                pubdate=_time(entry.dated_on),
            )
    return written.writeString("utf-8").encode()


def _time(dated_on: str) -> datetime:
    """Return the day, or the first of the month, at midnight in Tokyo."""
    day = dated_on if dated_on.count("-") > 1 else f"{dated_on}-01"
    return datetime.fromisoformat(day).replace(tzinfo=TOKYO)


def _calls(pack: Pack, lang: Lang) -> list[Entry]:
    dated = [row for row in pack.calls if row.decided_on]
    dated.sort(key=lambda row: (row.decided_on, row.call_id), reverse=True)
    entries = []
    for row in dated:
        programme = pack.programme(row.programme_id)
        name = (programme.name_ja or programme.name_en) if lang == "ja" else (programme.name_en or programme.name_ja)
        year = f" {fiscal_year(row.fy, lang)}" if row.fy else ""
        text = gettext("Applied: %(applied)s. Selected: %(selected)s.") % {
            "applied": _counted(row.n_applied),
            "selected": _counted(row.n_selected),
        }
        entries.append(
            Entry(
                id=f"/id/programme/{quote(row.programme_id, safe='')}#call-{quote(row.call_id, safe='')}",
                href=address(Kind.PROGRAMME, row.programme_id, lang=lang),
                title=f"{name}{year}",
                text=text,
                dated_on=row.decided_on,
            )
        )
    return entries


def _counted(n: int | None) -> str:
    return gettext("not known") if n is None else decimal(n)


def _new(pack: Pack, lang: Lang) -> list[Entry]:
    """Return the sources with a day or month of publication; compilations say nothing new."""
    dated = [row for row in pack.sources if row.published_on.count("-") and row.source_kind != "compilation"]
    dated.sort(key=lambda row: (row.published_on, row.source_id), reverse=True)
    return [
        Entry(
            id=f"/id/source/{quote(row.source_id, safe='')}",
            href=address(Kind.SOURCE, row.source_id, lang=lang),
            title=((row.title_ja or row.title_en) if lang == "ja" else (row.title_en or row.title_ja)) or row.source_id,
            text=(row.publisher_ja or row.publisher_en) if lang == "ja" else (row.publisher_en or row.publisher_ja),
            dated_on=row.published_on,
        )
        for row in dated
    ]


FEEDS: Final[Mapping[str, Feed]] = {
    "new": Feed(gettext_lazy("New sources of the facts"), "sources?sort=-date", _new),
    "calls": Feed(gettext_lazy("Last calls and decisions"), "", _calls),
}
"""Name in the address → feed."""
