"""Page 1: what reached the region, how it went, where it stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import GradeBoxes, Label, Strip
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Kpi, NumberRef
from chiiki.brief.timelines import holdings_table, holdings_timeline

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.records import Programme
    from chiiki.studies.region import RegionStudy

__all__ = ["known", "kpis", "lead", "open_questions", "timeline", "title"]

SAME = 0.005
"""A gap of less than half a per cent reads "about the same"."""

_SCALES = {
    ("designations", "ja"): (1.0, 0, ""),
    ("designations", "en"): (1.0, 0, ""),
    ("population", "ja"): (1e4, 0, ""),
    ("population", "en"): (1e6, 2, ""),
    ("income", "ja"): (1e4, 1, ""),
    ("income", "en"): (1e6, 2, "¥"),
}
"""Size of the unit, decimals and sign of a headline figure; the units stand in the wording (``nouns.kpi_…``)."""


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
    count, median = voice.scalar(f"{subject}.designations"), voice.scalar("n.designations.median")
    side = "above" if count > median else "below" if count < median else "equal"
    first = voice.sentence(
        f"region.lead.count_{side}",
        median=voice.count("n.designations.median", "designation"),
        n_regions=str(len(study.regions)),
    )
    return (first, _lead_on_people(study, voice))


def _lead_on_people(study: RegionStudy, voice: Voice) -> Text:
    subject = _subject(study)
    gap, change = (voice.book[f"{subject}.{name}"].value for name in ("income.gap", "population.change"))
    if not isinstance(gap, int | float) or not isinstance(change, int | float) or min(abs(gap), abs(change)) < SAME:
        return _lead_on_levels(study, voice)
    return voice.sentence(
        f"region.lead.income_{'below' if gap < 0 else 'above'}_population_{'down' if change < 0 else 'up'}",
        gap=voice.percent(f"{subject}.income.gap"),
        change=voice.percent(f"{subject}.population.change"),
    )


def _lead_on_levels(study: RegionStudy, voice: Voice) -> Text:
    """State what is known of income and population where no difference leads."""
    subject = _subject(study)
    has_income = voice.book[f"{subject}.income"].value is not None
    has_population = voice.book[f"{subject}.population"].value is not None
    if not has_income and not has_population:
        return voice.sentence("region.lead.neither")
    if not has_income:
        return voice.sentence("region.lead.population_only", population=voice.number(f"{subject}.population"))
    income = {"income": voice.number(f"{subject}.income"), "nation": voice.number("n.income")}
    if not has_population:
        return voice.sentence("region.lead.income_only", **income)
    return voice.sentence("region.lead.plain", population=voice.number(f"{subject}.population"), **income)


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
    label, period = voice.word(f"region.kpi.{name}"), voice.period(number.period)
    if name == "designations":
        period = voice.word("region.kpi.confirmed_period", period=period)
    if number.value is None:
        return Kpi(
            label=label,
            period=period,
            value=NumberRef(own, formats.missing_sign(number.missing, voice.lang)),
            unit="",
            strip=None,
            alt=voice.word("region.kpi.missing_alt", label=label),
            context=(NumberRef(f"{own}.rank", voice.word("region.kpi.no_rank")),),
        )
    value, values = float(voice.scalar(own)), _known_values(name, study, voice=voice)
    place = int(voice.scalar(f"{own}.rank"))
    rank = formats.rank(place, of=len(values), lang=voice.lang, ties=values.count(value) > 1)
    alt = voice.word("region.kpi.strip_alt", label=label, rank=rank, value=formats.number_text(number, voice.lang))
    size, decimals, sign = _SCALES[name, voice.lang]
    return Kpi(
        label=label,
        period=period,
        value=NumberRef(own, sign + formats.decimal(value / size, decimals)),
        unit=unit,
        strip=Strip(
            alt=alt,
            values=values,
            own=value,
            median=float(voice.scalar(f"n.{name}.median")),
            median_label=Label(voice.word("region.kpi.median"), f"n.{name}.median"),
        ),
        alt=alt,
        context=(NumberRef(f"{own}.rank", rank),),
    )


def _known_values(name: str, study: RegionStudy, *, voice: Voice) -> tuple[float, ...]:
    numbers = [voice.book[f"r{region.region_id}.{name}"] for region in study.regions]
    return tuple(float(number.value) for number in numbers if isinstance(number.value, int | float))


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
    """Show what came when; where no year is known, what there is, and where to look."""
    place, holdings = voice.region(study.region), study.holdings
    figure = holdings_timeline(holdings, voice, place=place)
    is_undated = bool(holdings) and figure is None
    sentences: tuple[Text, ...] = ()
    if not holdings:
        nothing = voice.sentence("region.timeline.nothing", period=voice.period(study.period))
        sentences = (nothing, voice.sentence("region.timeline.where"))
    elif is_undated:
        sentences = (voice.sentence("timeline.undated", n=str(len(holdings))), voice.sentence("region.timeline.where"))
    return Block(
        id="timeline",
        page=1,
        heading=_timeline_claim(study, voice),
        figure=figure,
        tables=(holdings_table(holdings, voice, place=place),) if is_undated else (),
        sentences=sentences,
        source_ids=voice.book[f"{_subject(study)}.designations"].source_ids,
    )


def _timeline_claim(study: RegionStudy, voice: Voice) -> Claim:
    subject = _subject(study)
    dated = [holding for holding in study.holdings if holding.designation.start_fy]
    rules = []
    if dated:
        first, last, often = dated[0], dated[-1], _most_often(study)
        places: dict[str, Filling] = {
            "first": voice.short(first.programme),
            "first_fy": voice.span(first.designation.start_fy, first.designation.start_fy),
            "last": voice.short(last.programme),
            "last_fy": voice.span(last.designation.start_fy, last.designation.start_fy),
        }
        several = Condition(f"{subject}.designations", ">", 1)
        if often and often != first.programme:
            rules.append(voice.rule("region.timeline.most", several, most=voice.short(often), **places))
        if first.programme != last.programme:
            rules.append(voice.rule("region.timeline.from_to", several, **places))
        rules.append(voice.rule("region.timeline.single", Condition(f"{subject}.designations", ">", 0), **places))
    return voice.claim("timeline", [*rules, voice.rule("region.timeline.none")])


def _most_often(study: RegionStudy) -> Programme | None:
    """Return the programme with most selections here, None where two tie or none has two."""
    counts = Counter(holding.programme.programme_id for holding in study.holdings).most_common(2)
    if counts[0][1] == 1 or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    return next(holding.programme for holding in study.holdings if holding.programme.programme_id == counts[0][0])


def known(study: RegionStudy, voice: Voice) -> Block:
    """List up to three findings: stage of support, industry, the region built most alike."""
    return Block(
        id="known",
        page=1,
        heading=voice.claim("known", [voice.rule("region.known.heading")]),
        width="half",
        items=(_known_stage(study, voice), *_known_industry(study, voice), *_known_alike(study, voice)),
        ordered=True,
    )


def _known_stage(study: RegionStudy, voice: Voice) -> Text:
    totals = study.support.totals
    highest = max(voice.scalar(totals[stage]) for stage in study.support.stages)
    if not highest:
        n = voice.count(f"{_subject(study)}.designations", "designation")
        return voice.sentence("region.known.no_support", n=n)
    most = [stage for stage in study.support.stages if voice.scalar(totals[stage]) == highest]
    stages, n = (
        voice.listed([voice.label("stage", stage) for stage in most]),
        voice.count(totals[most[0]], "designation"),
    )
    return voice.sentence(f"region.known.{'stage' if len(most) == 1 else 'stages'}", stage=stages, n=n)


def _known_industry(study: RegionStudy, voice: Voice) -> list[Text]:
    leading = study.sections[-1].leading if study.sections else ()
    heavier = [(code, number) for code, number in leading if voice.scalar(number) > 1][:2]
    if not heavier:
        return []
    places: dict[str, Filling] = {}
    for order, (code, number) in zip(("first", "second"), heavier, strict=False):
        places |= {order: voice.industry(code), f"{order}_lq": voice.quotient(number)}
    return [voice.sentence("region.known.industry" if len(heavier) > 1 else "region.known.industry_one", **places)]


def _known_alike(study: RegionStudy, voice: Voice) -> list[Text]:
    regions = {region.region_id: region for region in study.regions}
    return [
        voice.sentence(
            "region.known.alike_tied" if like.is_tied else "region.known.alike",
            region=voice.region(regions[like.region_id]),
            distance=voice.number(like.number_id),
        )
        for like in study.likeness[:1]
    ]


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
