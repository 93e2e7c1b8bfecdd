"""The page of a Basic Plan: what it says of regions, what it aimed to spend, what began in its years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import Block, Cell, Kpi
from chiiki.brief.parts import Parts
from chiiki.provenance import Number
from chiiki.web.library.enums import Kind
from chiiki.web.library.pages.ground import add_count, cited, dash, facts_block, finish, listing, page_link, voice_of
from chiiki.web.library.pages.law import law_fy, law_table
from chiiki.web.library.pages.plan_programmes import plan_programmes, programmes_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.brief.document import Claim, Document, Lang, Text
    from chiiki.brief.voice import Voice
    from chiiki.facts.pack import Pack
    from chiiki.facts.records import Budget, LawOrStrategy, Plan, PlanConcept
    from chiiki.web.library.pages.plan_programmes import PlanProgrammes

__all__ = ["compose_plan"]


def compose_plan(plan_id: str, *, pack: Pack, lang: Lang) -> Document:
    """Compose the page of one Basic Plan."""
    voice = voice_of(pack, lang)
    plan = next(row for row in pack.plans if row.plan_id == plan_id)
    concepts = [row for row in pack.plan_concepts if row.plan_id == plan_id]
    budgets = [row for row in pack.budgets if row.subject_kind == "plan" and row.subject_id == plan_id]
    laws = _laws(plan, pack)
    _add_numbers(plan, concepts, laws=laws, voice=voice)
    programmes = plan_programmes(plan, voice)
    amounts = [(row, voice.book.add(_amount(row)).id) for row in budgets]
    parts = Parts(
        kind="plan",
        id=plan_id,
        subject=plan.name_ja if lang == "ja" else plan.name_en,
        title=_title(plan, programmes, voice=voice),
        lead=_lead(plan, voice),
        kpis=_kpis(plan, programmes, voice=voice),
        blocks=(
            programmes_block(plan, programmes, laws=[law for law in laws if law.is_landmark], voice=voice),
            _concepts(plan, concepts, voice=voice),
            _money(amounts, voice),
            _dated(plan, laws, voice=voice),
            *_events(plan, voice),
            _record(plan, voice),
            _neighbours(plan, voice),
        ),
        numbers=voice.book,
    )
    return finish(parts, voice=voice)


def _amount(row: Budget) -> Number:
    return Number(
        id=f"plan-{row.subject_id}.budget.{row.budget_id}",
        value=row.amount_jpy,
        unit="JPY",
        period=f"FY{row.from_fy}-{row.to_fy}",
        definition=f"budget_{row.kind}",
        missing="" if row.amount_jpy is not None else row.missing,
        cautions=row.caution_ids,
        source_ids=(row.source_id,),
        locators=(row.locator,),
    )


def _laws(plan: Plan, pack: Pack) -> list[LawOrStrategy]:
    found = [law for law in pack.laws_and_strategies if (plan.start_fy or 0) <= law_fy(law) <= (plan.end_fy or 0)]
    return sorted(found, key=lambda law: (law.dated_on, law.law_id))


def _add_numbers(plan: Plan, concepts: Sequence[PlanConcept], *, laws: Sequence[LawOrStrategy], voice: Voice) -> None:
    """Add how many concepts, regional ones and laws there are, and how many years the plan covers."""
    stem, period = f"plan-{plan.plan_id}", f"FY{plan.start_fy}-{plan.end_fy}"
    regional = [row for row in concepts if row.is_regional]
    for name, rows in (("concepts", concepts), ("regional_concepts", regional)):
        keys = ((f"{row.plan_id} {row.concept_id}", row) for row in rows)
        add_count(voice.book, f"{stem}.{name}", keys, table="plan_concepts", definition=f"plan_{name}", period=period)
    dated = ((row.law_id, row) for row in laws)
    add_count(voice.book, f"{stem}.laws", dated, table="laws_and_strategies", definition="plan_laws", period=period)
    voice.book.add(
        Number(
            id=f"{stem}.years",
            value=(plan.end_fy or 0) - (plan.start_fy or 0) + 1,
            unit="year",
            period=period,
            definition="plan_years",
            source_ids=(plan.source_id,),
            locators=(plan.locator,),
        )
    )


def _title(plan: Plan, programmes: PlanProgrammes, *, voice: Voice) -> Claim:
    stem = f"plan-{plan.plan_id}"
    places = {"plan": plan.short_ja if voice.lang == "ja" else plan.short_en}
    regional, begun = f"{stem}.regional_concepts", programmes.begun_id
    some, has_begun = Condition(regional, ">", 0), Condition(begun, ">", 0)
    k, n = voice.count(regional, "concept"), voice.count(begun, "programme_begun")
    return voice.claim(
        "title",
        [
            voice.rule("page.plan.title", some, has_begun, n=n, k=k, **places),
            voice.rule("page.plan.title_programmes", has_begun, n=n, **places),
            voice.rule("page.plan.title_concepts", some, k=k, **places),
            voice.rule("page.plan.title_neutral", **places),
        ],
    )


def _lead(plan: Plan, voice: Voice) -> tuple[Text, ...]:
    span = voice.span(plan.start_fy, plan.end_fy)
    if plan.status == "draft":
        return (voice.sentence("page.plan.lead_draft", span=span), voice.sentence("page.plan.no_cause"))
    date = formats.date(plan.decided_on, voice.lang)
    return (voice.sentence("page.plan.lead", span=span, date=date), voice.sentence("page.plan.no_cause"))


def _kpis(plan: Plan, programmes: PlanProgrammes, *, voice: Voice) -> tuple[Kpi, ...]:
    stem, span = f"plan-{plan.plan_id}", voice.span(plan.start_fy, plan.end_fy)
    return (
        _kpi(f"{stem}.years", "years", period=span, voice=voice),
        _kpi(
            f"{stem}.regional_concepts",
            "regional",
            period=span,
            voice=voice,
            context=voice.sentence("page.plan.of_concepts", n=voice.count(f"{stem}.concepts", "concept")),
        ),
        _kpi(programmes.begun_id, "programmes", period=span, voice=voice),
        _kpi(programmes.selections_id, "selections", period=span, voice=voice),
    )


def _kpi(number: str, name: str, *, period: str, voice: Voice, context: Text = ()) -> Kpi:
    label = voice.word(f"page.plan.kpi_{name}")
    text = voice.scalar_text(number)
    return Kpi(
        label=label,
        period=period,
        value=voice.number(number, text=text),
        unit=voice.word(f"page.plan.unit_{name}"),
        strip=None,
        alt=f"{label} {text}",
        context=context or voice.sentence(f"page.plan.context_{name}"),
    )


def _concepts(plan: Plan, concepts: Sequence[PlanConcept], *, voice: Voice) -> Block:
    stem = f"plan-{plan.plan_id}"
    regional, whole = f"{stem}.regional_concepts", f"{stem}.concepts"
    places = {"k": (voice.number(regional, text=voice.scalar_text(regional)),), "n": voice.count(whole, "concept")}
    claim = voice.claim(
        "concepts",
        [
            voice.rule("page.plan.concepts_some", Condition(regional, ">", 0), **places),
            voice.rule("page.plan.concepts_none", Condition(whole, ">", 0), n=places["n"]),
            voice.rule("page.plan.concepts_unknown"),
        ],
    )
    ordered = sorted(concepts, key=lambda row: not row.is_regional)
    table = listing(
        "page.plan.concepts_caption",
        ("concept", "regional", "source"),
        (_concept(row, voice) for row in ordered),
        voice=voice,
    )
    return Block(id="concepts", page=1, heading=claim, tables=(table,) if concepts else ())


def _concept(row: PlanConcept, voice: Voice) -> tuple[Cell, ...]:
    label = row.label_ja if voice.lang == "ja" else row.label_en
    mark = voice.word("page.plan.regional" if row.is_regional else "page.plan.general")
    return (Cell((label,), tone="own" if row.is_regional else ""), Cell((mark,)), cited(row, voice))


def _money(amounts: Sequence[tuple[Budget, str]], voice: Voice) -> Block:
    targets = [number for row, number in amounts if row.kind == "investment_target"]
    actuals = [number for row, number in amounts if row.kind == "investment_actual"]
    rules = []
    if targets and actuals:
        places = {"target": voice.number(targets[0]), "actual": voice.number(actuals[0])}
        rules.append(voice.rule("page.plan.money_both", Condition(targets[0], "is", "known"), **places))
    if targets:
        rules.append(
            voice.rule("page.plan.money_target", Condition(targets[0], "is", "known"), target=voice.number(targets[0]))
        )
    table = listing(
        "page.plan.money_caption",
        ("kind", "period", "amount", "source"),
        (
            (
                Cell((voice.label("budget_kind", row.kind),)),
                Cell((voice.period(voice.book[number].period),)),
                voice.number_cell(number),
                cited(row, voice),
            )
            for row, number in amounts
        ),
        voice=voice,
    )
    return Block(
        id="money",
        page=1,
        heading=voice.claim("money", [*rules, voice.rule("page.plan.money_none")]),
        tables=(table,) if amounts else (),
        sentences=() if actuals else (voice.sentence("page.plan.outturn_unknown"),),
    )


def _dated(plan: Plan, laws: Sequence[LawOrStrategy], *, voice: Voice) -> Block:
    number = f"plan-{plan.plan_id}.laws"
    claim = voice.claim(
        "laws",
        [
            voice.rule("page.plan.laws", Condition(number, ">", 0), n=voice.count(number, "law")),
            voice.rule("page.plan.laws_none"),
        ],
    )
    return Block(
        id="laws",
        page=1,
        heading=claim,
        tables=(law_table(laws, voice, caption="page.plan.laws_caption"),) if laws else (),
    )


def _events(plan: Plan, voice: Voice) -> tuple[Block, ...]:
    """List the seminars and forums with other countries in the plan's years; no block where there are none."""
    first, last = f"{plan.start_fy}-04", f"{(plan.end_fy or 0) + 1}-03-31"
    held = sorted((row for row in voice.pack.events if first <= row.held_on <= last), key=lambda row: row.held_on)
    if not held:
        return ()
    rows = (
        (
            Cell((row.name_ja if voice.lang == "ja" else row.name_en,)),
            Cell((formats.date(row.held_on, voice.lang),)),
            dash(row.place_en, voice),
            cited(row, voice),
        )
        for row in held
    )
    table = listing("page.plan.events_caption", ("event", "date", "place", "source"), rows, voice=voice)
    return (
        Block(id="events", page=1, heading=voice.claim("events", [voice.rule("page.plan.events")]), tables=(table,)),
    )


def _record(plan: Plan, voice: Voice) -> Block:
    status = voice.label("name_status", plan.name_en_status)
    return facts_block(
        [
            ("name_ja", plan.name_ja, plan),
            ("name_en", voice.word("page.name_status", name=plan.name_en, status=status), plan),
            ("period", voice.span(plan.start_fy, plan.end_fy), plan),
            ("decided", formats.date(plan.decided_on, voice.lang) if plan.decided_on else "", plan),
            ("status", voice.label("plan_status", plan.status), plan),
        ],
        voice=voice,
    )


def _neighbours(plan: Plan, voice: Voice) -> Block:
    ordinal = plan.ordinal or 0
    near = {row.ordinal: row for row in voice.pack.plans}
    items = []
    for key, other in (("before", near.get(ordinal - 1)), ("next", near.get(ordinal + 1))):
        if other:
            name = other.name_ja if voice.lang == "ja" else other.name_en
            link = page_link(Kind.PLAN, other.plan_id, text=name, voice=voice)
            items.append(voice.sentence(f"page.plan.{key}", plan=link, span=voice.span(other.start_fy, other.end_fy)))
    heading = voice.claim("neighbours", [voice.rule("page.plan.neighbours")])
    return Block(id="neighbours", page=1, heading=heading, items=tuple(items))
