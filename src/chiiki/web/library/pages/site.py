"""The page of a site: what one place was selected for, when, how it was judged, what followed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chiiki.brief.claims import Condition
from chiiki.brief.conflicts import conflict_tables
from chiiki.brief.document import Block
from chiiki.brief.parts import Parts
from chiiki.brief.timelines import holdings_timeline
from chiiki.brief.voice import Voice
from chiiki.brief.wording import load_wording
from chiiki.provenance import NumberBook
from chiiki.studies.holdings import all_holdings
from chiiki.studies.unknowns import disagreements_on
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.explained import addresses, source_pages
from chiiki.web.library.pages.ground import finish, joined, page_link
from chiiki.web.library.pages.selected import add_selection_counts, counted, grade_kpi, selection_table
from chiiki.web.library.pages.site_facts import selections
from chiiki.web.library.pages.site_results import follow_ons, judgements, results, unknowns
from chiiki.web.library.pages.ways import linked_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Claim, Document, Filling, Kpi, Lang, Text
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Designation, Place, Region
    from chiiki.studies.holdings import Holding

__all__ = ["compose_site"]


@dataclass(frozen=True, slots=True)
class _Site:
    """One place with everything that was selected there."""

    place: Place
    rows: tuple[Designation, ...]
    """Selections, earliest first; guidelines and facilities stand at the end."""

    holdings: tuple[Holding, ...]
    prefectures: tuple[Region, ...]


def compose_site(place_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one place.

    Raises
    ------
    UnknownNameError
        If the pack has no such place.
    """
    voice = Voice(pack=pack, wording=load_wording(lang), book=NumberBook(), addresses=_addresses(place_id, lang))
    site = _gather(place_id, pack)
    subject = f"site-{place_id.replace('.', '_')}"
    add_selection_counts(site.holdings, voice, subject=subject, about="site")
    ids = {row.designation_id for row in site.rows}
    blocks = (
        *_timeline(site, voice),
        selections(site.rows, voice),
        *judgements(site.holdings, voice, subject=subject),
        *follow_ons(site.holdings, voice),
        *results(site.rows, voice),
        unknowns(site.holdings, voice, subject=subject),
    )
    parts = Parts(
        kind="site",
        id=place_id,
        subject=_name(site.place, voice),
        title=_title(site, voice, subject=subject),
        lead=_lead(site, voice),
        kpis=_kpis(site, voice, subject=subject),
        blocks=blocks,
        numbers=voice.book,
        conflicts=conflict_tables(disagreements_on(pack, ids), voice),
    )
    document = finish(parts, voice=voice)
    return replace(document, elsewhere=source_pages(document))


def _addresses(place_id: str, lang: Lang) -> Callable[[str, str], str]:
    find = addresses(lang)
    return lambda kind, subject_id: (
        "#b-selections" if (kind, subject_id) == ("site", place_id) else find(kind, subject_id)
    )


def _gather(place_id: str, pack: Pack) -> _Site:
    known = all_holdings(pack)
    rows = [row for row in pack.designations if row.place_id == place_id]
    rows.sort(key=lambda row: (not row.is_designation, row.start_fy or 9999, row.designation_id))
    ids = {row.designation_id for row in rows}
    regions = dict.fromkeys(link.region_id for link in pack.designation_prefectures if link.designation_id in ids)
    return _Site(
        place=pack.place(place_id),
        rows=tuple(rows),
        holdings=tuple(known[row.designation_id] for row in rows if row.designation_id in known),
        prefectures=tuple(pack.region(region) for region in regions),
    )


def _name(place: Place, voice: Voice) -> str:
    return place.name_ja if voice.lang == "ja" else place.name_en


def _title(site: _Site, voice: Voice, *, subject: str) -> Claim:
    number, graded = f"{subject}.designations", f"{subject}.graded"
    place: dict[str, Filling] = {"place": _name(site.place, voice)}
    n = voice.count(number, "designation")
    rules = []
    if len(site.holdings) == 1:
        one = site.holdings[0]
        single = {**place, "programme": voice.short(one.programme)}
        year = one.designation.start_fy
        if year:
            rules.append(
                voice.rule("place.site.single", Condition(number, "==", 1), year=voice.span(year, year), **single)
            )
        rules.append(voice.rule("place.site.single_undated", Condition(number, "==", 1), **single))
    judged = voice.count(graded, "graded")
    rules += [
        voice.rule("place.site.graded", Condition(graded, ">", 0), n=n, graded=judged, **place),
        voice.rule("place.site.ungraded", Condition(number, ">", 0), n=n, **place),
        voice.rule("place.site.none", **place),
    ]
    return voice.claim("title", rules)


def _lead(site: _Site, voice: Voice) -> tuple[Text, ...]:
    kind = voice.label("place_kind", site.place.kind)
    if not site.prefectures:
        return (voice.sentence("place.site.lead_unplaced", kind=kind),)
    where = voice.sentence("place.site.lead", kind=kind, prefectures=linked_names(site.prefectures, voice))
    programmes = dict.fromkeys(row.programme_id for row in site.rows)
    links = [
        page_link(Kind.PROGRAMME, key, text=voice.short(voice.pack.programme(key)), voice=voice) for key in programmes
    ]
    return (where, voice.sentence("place.site.lead_programmes", programmes=joined(links, voice)))


def _kpis(site: _Site, voice: Voice, *, subject: str) -> tuple[Kpi, ...]:
    if not site.holdings:
        return ()
    return (
        counted("designations", voice, subject=subject),
        counted("programmes", voice, subject=subject),
        grade_kpi(site.holdings, voice, subject=subject),
    )


def _timeline(site: _Site, voice: Voice) -> tuple[Block, ...]:
    """Draw the dated selections, with the list of all behind the drawing."""
    place = _name(site.place, voice)
    figure = holdings_timeline(site.holdings, voice, place=place)
    heading = voice.claim("timeline", [_timeline_rule(site, voice)])
    if figure is None:
        return ()
    table = selection_table(site.holdings, voice, place=place)
    return (Block(id="timeline", page=1, heading=heading, figure=replace(figure, table=table)),)


def _timeline_rule(site: _Site, voice: Voice) -> Rule:
    dated = [one for one in site.holdings if one.designation.start_fy]
    if len(dated) > 1:
        first, last = dated[0], dated[-1]
        return voice.rule(
            "place.site.from_to",
            first=voice.short(first.programme),
            first_fy=voice.span(first.designation.start_fy, first.designation.start_fy),
            last=voice.short(last.programme),
            last_fy=voice.span(last.designation.start_fy, last.designation.start_fy),
        )
    return voice.rule("place.site.years")
