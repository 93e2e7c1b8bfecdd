"""Page 1: what reached the region, how it went, where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import GradeBoxes, Label, Strip
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Kpi, NumberRef
from chiiki.brief.timelines import holdings_table, holdings_timeline

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.region import RegionStudy

__all__ = ["known", "kpis", "lead", "open_questions", "timeline", "title"]

SAME = 0.005
"""A gap of less than half a per cent reads "about the same"."""


def title(study: RegionStudy, voice: Voice) -> Claim:
    """Say how many selections are on record and for how many a grade."""
    subject, region = _subject(study), voice.region(study.region)
    n = voice.count(f"{subject}.designations", "designation")
    graded = voice.count(f"{subject}.graded", "graded")
    return voice.claim(
        "title",
        [
            voice.rule(
                "region.title.graded", Condition(f"{subject}.graded", ">", 0), region=region, n=n, graded=graded
            ),
            voice.rule("region.title.ungraded", Condition(f"{subject}.designations", ">", 0), region=region, n=n),
            voice.rule("region.title.none", region=region),
        ],
    )


def lead(study: RegionStudy, voice: Voice) -> tuple[Text, ...]:
    """Compare the count with the median, income with the nation, population with 2000."""
    subject = _subject(study)
    places: dict[str, Filling] = {
        "median": voice.count("n.designations.median", "designation"),
        "gap": voice.percent(f"{subject}.income.gap"),
        "change": voice.percent(f"{subject}.population.change"),
        "income": voice.number(f"{subject}.income"),
        "nation": voice.number("n.income"),
        "population": voice.number(f"{subject}.population"),
        "n_regions": str(len(study.regions)),
    }
    count, median = voice.scalar(f"{subject}.designations"), voice.scalar("n.designations.median")
    side = "above" if count > median else "below" if count < median else "equal"
    gap, change = voice.scalar(f"{subject}.income.gap"), voice.scalar(f"{subject}.population.change")
    if abs(gap) < SAME or abs(change) < SAME:
        second = "plain"
    else:
        second = f"income_{'below' if gap < 0 else 'above'}_population_{'down' if change < 0 else 'up'}"
    return (voice.sentence(f"region.lead.count_{side}", **places), voice.sentence(f"region.lead.{second}", **places))


def kpis(study: RegionStudy, voice: Voice) -> tuple[Kpi, ...]:
    """Return given, judged, size, wealth."""
    return (
        _ranked("designations", study, voice=voice, unit=voice.word("nouns.kpi_designations")),
        _judged(study, voice),
        _ranked("population", study, voice=voice, unit=voice.word("nouns.kpi_population")),
        _ranked("income", study, voice=voice, unit=voice.word("nouns.kpi_income")),
    )


def _ranked(name: str, study: RegionStudy, *, voice: Voice, unit: str) -> Kpi:
    own = f"{_subject(study)}.{name}"
    number = voice.book[own]
    values = tuple(voice.scalar(f"r{region.region_id}.{name}") for region in study.regions)
    place = int(voice.scalar(f"{own}.rank"))
    rank = formats.rank(place, of=len(values), lang=voice.lang, ties=values.count(voice.scalar(own)) > 1)
    scale = {
        "designations": 1,
        "population": 1e4 if voice.lang == "ja" else 1e6,
        "income": 1e4 if voice.lang == "ja" else 1e6,
    }
    decimals = {
        "designations": 0,
        "population": 0 if voice.lang == "ja" else 2,
        "income": 1 if voice.lang == "ja" else 2,
    }
    median = voice.scalar(f"n.{name}.median")
    label = voice.word(f"region.kpi.{name}")
    return Kpi(
        label=label,
        period=_confirmed(voice.period(number.period), voice)
        if name == "designations"
        else voice.period(number.period),
        value=NumberRef(own, formats.decimal(voice.scalar(own) / scale[name], decimals[name])),
        unit=unit,
        strip=Strip(
            alt=voice.word(
                "region.kpi.strip_alt", label=label, rank=rank, value=formats.number_text(number, voice.lang)
            ),
            values=tuple(float(value) for value in values),
            own=float(voice.scalar(own)),
            median=float(median),
            median_label=Label(voice.word("region.kpi.median"), f"n.{name}.median"),
        ),
        alt=voice.word("region.kpi.strip_alt", label=label, rank=rank, value=formats.number_text(number, voice.lang)),
        context=(NumberRef(f"{own}.rank", rank),),
    )


def _confirmed(period: str, voice: Voice) -> str:
    return voice.word("region.kpi.confirmed_period", period=period)


def _judged(study: RegionStudy, voice: Voice) -> Kpi:
    own = f"{_subject(study)}.graded"
    grades = tuple(holding.grade.grade if holding.grade else "" for holding in study.holdings)
    known = sorted((grade for grade in grades if grade), key=len, reverse=True)
    n_all = len(grades)
    note = voice.word("region.kpi.grade_note", known=str(len(known)), unknown=str(n_all - len(known)))
    return Kpi(
        label=voice.word("region.kpi.graded"),
        period=voice.word("region.kpi.graded_period"),
        value=NumberRef(own, voice.scalar_text(own)),
        unit=voice.word("nouns.kpi_designations"),
        strip=GradeBoxes(alt=note, grades=tuple(sorted(grades, key=lambda grade: not grade)), note=Label(note))
        if grades
        else None,
        alt=note,
        context=voice.sentence("region.kpi.of", n=voice.count(f"{_subject(study)}.designations", "designation")),
    )


def timeline(study: RegionStudy, voice: Voice) -> Block:
    """Show what came when."""
    holdings = study.holdings
    figure = holdings_timeline(holdings, voice, place=voice.region(study.region))
    subject = _subject(study)
    return Block(
        id="timeline",
        page=1,
        heading=_timeline_claim(study, voice),
        figure=figure,
        tables=() if figure else (holdings_table(holdings, voice, place=voice.region(study.region)),),
        sentences=() if holdings else (voice.sentence("region.timeline.nothing", period=voice.period(study.period)),),
        source_ids=tuple(dict.fromkeys(voice.book[f"{subject}.designations"].source_ids)),
    )


def _timeline_claim(study: RegionStudy, voice: Voice) -> Claim:
    subject = _subject(study)
    dated = [holding for holding in study.holdings if holding.designation.start_fy]
    rules = []
    if dated:
        first, last = dated[0], dated[-1]
        ids = [holding.programme.programme_id for holding in study.holdings]
        most = max(dict.fromkeys(ids), key=ids.count)
        often = next(holding.programme for holding in study.holdings if holding.programme.programme_id == most)
        is_alone = [ids.count(name) for name in set(ids)].count(ids.count(most)) == 1
        places = {
            "first": voice.short(first.programme),
            "first_fy": voice.span(first.designation.start_fy, first.designation.start_fy),
            "last": voice.short(last.programme),
            "last_fy": voice.span(last.designation.start_fy, last.designation.start_fy),
            "most": voice.short(often),
        }
        several = Condition(f"{subject}.designations", ">", 1)
        if is_alone and ids.count(most) > 1 and often != first.programme:
            rules.append(voice.rule("region.timeline.most", several, **places))
        if first.programme != last.programme:
            rules.append(voice.rule("region.timeline.from_to", several, **places))
        rules.append(voice.rule("region.timeline.single", Condition(f"{subject}.designations", ">", 0), **places))
    return voice.claim("timeline", [*rules, voice.rule("region.timeline.none")])


def known(study: RegionStudy, voice: Voice) -> Block:
    """List three findings."""
    first, second = study.sections[-1].leading[:2]
    regions = {region.region_id: region for region in study.regions}
    items = [
        voice.sentence(
            "region.known.industry",
            first=voice.industry(first[0]),
            first_lq=voice.quotient(first[1]),
            second=voice.industry(second[0]),
            second_lq=voice.quotient(second[1]),
        ),
        voice.sentence(
            "region.known.alike",
            region=voice.region(regions[study.likeness[0].region_id]),
            distance=voice.number(study.likeness[0].number_id),
        ),
    ]
    items.insert(0, _stage_finding(study, voice))
    return Block(
        id="known",
        page=1,
        heading=voice.claim("known", [voice.rule("region.known.heading")]),
        width="half",
        items=tuple(items),
        ordered=True,
    )


def _stage_finding(study: RegionStudy, voice: Voice) -> Text:
    """Say which stage is supported most often, or which ones tie."""
    totals = {stage: voice.scalar(study.support.totals[stage]) for stage in study.support.stages}
    most = [stage for stage in totals if totals[stage] == max(totals.values())]
    if not totals[most[0]]:
        n = voice.count(f"{_subject(study)}.designations", "designation")
        return voice.sentence("region.known.no_support", n=n)
    n = voice.count(study.support.totals[most[0]], "designation")
    stages = voice.listed([voice.label("stage", stage) for stage in most])
    return voice.sentence(f"region.known.{'stage' if len(most) == 1 else 'stages'}", stage=stages, n=n)


def open_questions(study: RegionStudy, voice: Voice) -> Block:
    """List what is not known, and one caution."""
    items = [
        voice.sentence(f"region.open.{unknown.kind}", n=voice.count(unknown.number_id, "designation"))
        for unknown in study.unknowns
        if unknown.kind in {"end", "grade"}
    ]
    partial = f"{_subject(study)}.lists.partial"
    if voice.scalar(partial):
        items.append(voice.sentence("region.open.lists", n=voice.count(partial, "programme")))
    items.append(voice.sentence("region.open.money"))
    return Block(
        id="open",
        page=1,
        heading=voice.claim("open", [voice.rule("region.open.heading")]),
        width="half",
        items=tuple(items),
        cautions=((voice.label("caution", "counts_not_money"),),),
    )


def _subject(study: RegionStudy) -> str:
    return f"r{study.region.region_id}"
