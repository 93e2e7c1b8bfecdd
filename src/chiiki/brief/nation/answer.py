"""Page 1: how many programmes made how many designations, and in which plan most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.charts import Label, Strip
from chiiki.brief.claims import Condition
from chiiki.brief.document import Kpi, NumberRef

if TYPE_CHECKING:
    from chiiki.brief.document import Claim, Filling, Text
    from chiiki.brief.voice import Voice
    from chiiki.studies.nation import NationStudy
    from chiiki.studies.spread import PlanCount

__all__ = ["kpis", "lead", "title"]


def title(study: NationStudy, voice: Voice) -> Claim:
    """Name the plan with most selections among the complete ones of equal length."""
    places: dict[str, Filling] = {
        "span": voice.period(study.period),
        "n": voice.count("n.programmes.dated", "programme"),
        "m": voice.count("n.designations.dated", "designation_here"),
    }
    some = Condition("n.designations.dated", ">", 0)
    ranked = _ranked(study, voice)
    rules = []
    if len(ranked) > 1:
        ahead = [Condition(ranked[0].number_id, ">", other.number_id) for other in ranked[1:]]
        rules.append(voice.rule("nation.title.most", *ahead, k=str(ranked[0].plan.ordinal), **places))
    rules += [voice.rule("nation.title.plain", some, **places), voice.rule("nation.title.none")]
    return voice.claim("title", rules)


def _ranked(study: NationStudy, voice: Voice) -> list[PlanCount]:
    """Order the complete plans, of the length that most of them have, by their counts."""
    complete = [count for count in study.plans if count.is_complete]
    lengths = [_length(count) for count in complete]
    usual = max(lengths, key=lengths.count, default=0)
    return sorted(
        (count for count in complete if _length(count) == usual), key=lambda count: -voice.scalar(count.number_id)
    )


def _length(count: PlanCount) -> int:
    return (count.plan.end_fy or 0) - (count.plan.start_fy or 0)


def lead(study: NationStudy, voice: Voice) -> tuple[Text, ...]:
    """Say what is not dated, and that counts are of what is on record."""
    places: dict[str, Filling] = {
        "all": voice.count("n.designations", "designation_here"),
        "undated": voice.count("n.unknown.start", "designation_here"),
        "graded": voice.count("n.graded", "graded"),
    }
    first = "undated" if voice.scalar("n.unknown.start") else "dated"
    ranked = _ranked(study, voice)
    if len(ranked) < 2 or voice.scalar(ranked[0].number_id) == voice.scalar(ranked[1].number_id):  # noqa: PLR2004
        return (voice.sentence(f"nation.lead.{first}", **places), voice.sentence("nation.lead.on_record"))
    second = voice.sentence(
        "nation.lead.plans",
        first=str(ranked[0].plan.ordinal),
        first_n=voice.count(ranked[0].number_id, "designation_here"),
        second=str(ranked[1].plan.ordinal),
        second_n=NumberRef(ranked[1].number_id, voice.scalar_text(ranked[1].number_id)),
    )
    return (voice.sentence(f"nation.lead.{first}", **places), second)


def kpis(study: NationStudy, voice: Voice) -> tuple[Kpi, ...]:
    """Return given, judged, size, wealth."""
    given, judged = voice.count("n.programmes", "programme"), voice.count("n.designations", "designation_here")
    return (
        _plain("designations", voice, context=voice.sentence("nation.kpi.of_programmes", n=given)),
        _plain("graded", voice, context=voice.sentence("nation.kpi.of_designations", n=judged)),
        _population(study, voice),
        _income(study, voice),
    )


def _plain(name: str, voice: Voice, *, context: Text) -> Kpi:
    own = f"n.{name}"
    label = voice.word(f"nation.kpi.{name}")
    return Kpi(
        label=label,
        period=voice.word("nation.kpi.on_record"),
        value=NumberRef(own, voice.scalar_text(own)),
        unit=voice.word("nouns.kpi_designations"),
        strip=None,
        alt=voice.word("nation.kpi.alt", label=label, value=voice.scalar_text(own)),
        context=context,
    )


def _population(study: NationStudy, voice: Voice) -> Kpi:
    own, change = "n.population", "n.population.change"
    label = voice.word("nation.kpi.population")
    size = 1e4 if voice.lang == "ja" else 1e6
    text = formats.decimal(voice.scalar(own) / size, 0 if voice.lang == "ja" else 1)
    if change in voice.book and voice.book[change].value is not None:
        since = voice.book[change].period.split("-")[0]
        side = "down" if voice.scalar(change) < 0 else "up"
        context = voice.sentence(f"nation.kpi.{side}", change=voice.percent(change), year=voice.period(since))
    else:
        context = voice.sentence("nation.kpi.regions", n=str(len(study.regions)))
    return Kpi(
        label=label,
        period=voice.period(voice.book[own].period),
        value=NumberRef(own, text),
        unit=voice.word("nouns.kpi_population"),
        strip=None,
        alt=voice.word("nation.kpi.alt", label=label, value=formats.number_text(voice.book[own], voice.lang)),
        context=context,
    )


def _income(study: NationStudy, voice: Voice) -> Kpi:
    own = "n.income"
    label = voice.word("nation.kpi.income")
    ranked = sorted(study.regions, key=lambda region: -voice.scalar(f"r{region.region_id}.income"))
    high, low = ranked[0], ranked[-1]
    size, decimals = (1e4, 1) if voice.lang == "ja" else (1e6, 2)
    alt = voice.word(
        "nation.kpi.income_alt",
        value=formats.number_text(voice.book[own], voice.lang),
        high=voice.region(high),
        low=voice.region(low),
    )
    return Kpi(
        label=label,
        period=voice.period(voice.book[own].period),
        value=NumberRef(own, ("¥" if voice.lang == "en" else "") + formats.decimal(voice.scalar(own) / size, decimals)),
        unit=voice.word("nouns.kpi_income"),
        strip=Strip(
            alt=alt,
            values=tuple(float(voice.scalar(f"r{region.region_id}.income")) for region in study.regions),
            own=float(voice.scalar(own)),
            median=float(voice.scalar("n.income.median")),
            median_label=Label(voice.word("region.kpi.median"), "n.income.median"),
        ),
        alt=alt,
        context=voice.sentence(
            "nation.kpi.high_low",
            high=voice.short(high),
            high_v=NumberRef(f"r{high.region_id}.income", _amount(voice, f"r{high.region_id}.income")),
            low=voice.short(low),
            low_v=NumberRef(f"r{low.region_id}.income", _amount(voice, f"r{low.region_id}.income")),
        ),
    )


def _amount(voice: Voice, number_id: str) -> str:
    size, decimals = (1e4, 0) if voice.lang == "ja" else (1e6, 2)
    return formats.decimal(voice.scalar(number_id) / size, decimals)
