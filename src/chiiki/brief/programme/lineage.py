"""Page 1: where the programme came from and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief.charts import Band, Key, Lineage, LineageBar, LineageLink
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Figure, Table
from chiiki.brief.programme.naming import fits, span_text
from chiiki.brief.timelines import plan_bands

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chiiki.brief.charts import Sample
    from chiiki.brief.claims import Rule
    from chiiki.brief.document import Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Programme, ProgrammeLink
    from chiiki.studies.programme import ProgrammeStudy

__all__ = ["family"]


def family(study: ProgrammeStudy, voice: Voice) -> Block:
    """Draw the programme among its relatives, and list each link with its source."""
    links = study.family.links
    return Block(
        id="lineage",
        page=1,
        heading=voice.claim("lineage", _short_rules(study, voice)),
        figure=_figure(study, voice),
        tables=() if _drawn(study) or not links else (_table(study, voice),),
        sentences=_sentences(study, voice),
        source_ids=tuple(dict.fromkeys(link.source_id for link in links)),
    )


def _short_rules(study: ProgrammeStudy, voice: Voice) -> list[Rule]:
    """Name two programmes each way where they fit a heading, else one."""
    rules = zip(_rules(study, voice, n=2), _rules(study, voice, n=1), strict=True)
    return [long if fits(long.text, voice.lang) else short for long, short in rules]


def _rules(study: ProgrammeStudy, voice: Voice, *, n: int) -> list[Rule]:
    stem, family = f"{study.subject}.links", study.family
    before = _names((link.from_programme_id for link in family.before), voice, n=n)
    after = _names((link.to_programme_id for link in family.after), voice, n=n)
    others = _names(
        (
            name
            for link in family.conditions
            for name in (link.from_programme_id, link.to_programme_id)
            if name != study.programme.programme_id
        ),
        voice,
        n=n,
    )
    has_before, has_after = Condition(f"{stem}.before", ">", 0), Condition(f"{stem}.after", ">", 0)
    return [
        voice.rule("programme.lineage.both", has_before, has_after, before=before, after=after),
        voice.rule("programme.lineage.after", has_after, after=after),
        voice.rule("programme.lineage.before", has_before, before=before),
        voice.rule("programme.lineage.condition", Condition(f"{stem}.conditions", ">", 0), others=others),
        voice.rule("programme.lineage.none"),
    ]


def _names(ids: Iterable[str], voice: Voice, *, n: int) -> str:
    names = [voice.short(voice.pack.programme(name)) for name in dict.fromkeys(ids)]
    if len(names) <= n:
        return voice.listed(names)
    return voice.word("programme.lineage.and_more", names=voice.word("programme.comma").join(names[:n]))


def _sentences(study: ProgrammeStudy, voice: Voice) -> tuple[Text, ...]:
    if not study.family.links:
        return (voice.sentence("programme.lineage.nothing"),)
    return () if study.family.is_whole else (voice.sentence("programme.lineage.one_step"),)


def _drawn(study: ProgrammeStudy) -> tuple[Programme, ...]:
    """Return the programmes whose first year is known; fewer than two make no drawing."""
    dated = tuple(row for row in study.family.programmes if row.start_fy)
    return dated if len(dated) > 1 else ()


def _figure(study: ProgrammeStudy, voice: Voice) -> Figure | None:
    drawn = _drawn(study)
    if not drawn:
        return None
    ids = {row.programme_id for row in drawn}
    undated = [row for row in study.family.programmes if row.programme_id not in ids]
    links = tuple(link for link in study.family.links if link.from_programme_id in ids and link.to_programme_id in ids)
    alt = voice.word(
        "programme.lineage.alt",
        prog=voice.short(study.programme),
        n=str(len(drawn) - 1),
        links=str(len(links)),
        undated=str(len(undated)),
    )
    first = min(row.start_fy or 0 for row in drawn) - 1
    last = max(row.end_fy or row.start_fy or 0 for row in drawn) + 2
    bars = tuple(_bar(row, study, voice=voice) for row in drawn)
    chart = Lineage(
        alt=alt,
        first_fy=first,
        last_fy=last,
        bands=_bands(voice, first=first, last=last),
        bars=bars,
        links=tuple(_link(link, voice) for link in links),
        keys=_keys(bars, links, voice=voice),
    )
    note: Text = ()
    if undated:
        names = voice.listed([voice.short(row) for row in undated])
        note = voice.sentence("programme.lineage.undated", names=names)
    return Figure(
        chart=chart,
        measure=voice.sentence("programme.lineage.measure"),
        alt=alt,
        table=_table(study, voice),
        note=note,
    )


def _bands(voice: Voice, *, first: int, last: int) -> tuple[Band, ...]:
    """Return the plan periods that the drawing touches, cut to it."""
    return tuple(
        Band(max(band.start_fy, first), min(band.end_fy, last), band.label, band.short)
        for band in plan_bands(voice)
        if band.end_fy >= first and band.start_fy <= last
    )


def _bar(row: Programme, study: ProgrammeStudy, *, voice: Voice) -> LineageBar:
    if row.programme_id == study.programme.programme_id:
        tone = "accent"
    else:
        tone = "designation" if row.gives_money == "no" else "programme"
    span = span_text(row.start_fy, row.end_fy, voice=voice)
    return LineageBar(
        programme_id=row.programme_id,
        label=voice.short(row),
        name=voice.word("programme.lineage.bar", name=voice.programme(row), span=span),
        start_fy=row.start_fy or 0,
        end_fy=row.end_fy,
        tone=tone,  # type: ignore[arg-type]
    )


def _link(link: ProgrammeLink, voice: Voice) -> LineageLink:
    return LineageLink(
        from_id=link.from_programme_id,
        to_id=link.to_programme_id,
        kind=link.kind,  # type: ignore[arg-type]
        name=voice.word(
            "programme.lineage.link",
            from_name=voice.short(voice.pack.programme(link.from_programme_id)),
            to_name=voice.short(voice.pack.programme(link.to_programme_id)),
            kind=voice.label("link_kind", link.kind),
        ),
        href=f"#s-{link.source_id}",
    )


def _keys(bars: Sequence[LineageBar], links: Sequence[ProgrammeLink], *, voice: Voice) -> tuple[Key, ...]:
    tones = {bar.tone for bar in bars}
    kinds = {link.kind if link.kind in {"carried_over", "condition_for"} else "succession" for link in links}
    samples: list[Sample] = [name for name in ("accent", "programme", "designation") if name in tones]
    samples += [name for name in ("succession", "carried_over", "condition_for") if name in kinds]
    if any(bar.end_fy is None for bar in bars):
        samples.append("unknown_end")
    return tuple(Key(sample, voice.word(f"programme.lineage.key_{sample}")) for sample in samples)


def _table(study: ProgrammeStudy, voice: Voice) -> Table:
    header = tuple(voice.word(f"programme.lineage.column_{name}") for name in ("from", "to", "kind", "fy", "source"))
    rows = tuple(
        (
            Cell((voice.programme(voice.pack.programme(link.from_programme_id)),)),
            Cell((voice.programme(voice.pack.programme(link.to_programme_id)),)),
            Cell((voice.label("link_kind", link.kind),)),
            Cell((voice.span(link.fy, link.fy),)),
            Cell((voice.source_link(link.source_id),)),
        )
        for link in study.family.links
    )
    return Table(caption=voice.sentence("programme.lineage.caption"), header=header, rows=rows)
