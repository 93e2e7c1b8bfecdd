"""What the result of a plan says, in Japanese and in English, and no more than its intervals allow.

A sentence about a direction stands only where no effect lies outside the interval; an estimate
whose interval holds zero is told as open, never as "no effect".
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.plan.words import PlanWords
from chiiki.evaluation.inference.apply import FEW_TREATED
from chiiki.studies.plan_balance import balance_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.brief.document import Lang
    from chiiki.cautions import Caution
    from chiiki.evaluation.balance.explained import IndexChange
    from chiiki.evaluation.inference.compare import Comparisons
    from chiiki.evaluation.plan import Outcome
    from chiiki.evaluation.results import Estimate, Interval
    from chiiki.studies.plan_run import OutcomeAnswer, PlanResult, Skipped

__all__ = ["effect_text", "outcome_name", "read_plan"]

DECIMALS = 4
"""Fewest of an index of inequality; more where it is small."""

NAMED = 12
"""How many units a list names before it is cut."""

SECOND = "second opinion "
"""How a part of a plan begins that is another estimator."""

REFUSALS = ("interval-refused", "few-treated")
"""Cautions that say why there is no interval."""


def read_plan(result: PlanResult, lang: Lang) -> str:
    """Say what came of a plan, as Markdown.

    Parameters
    ----------
    result : PlanResult
        The plan, carried out.
    lang : {"ja", "en"}

    Returns
    -------
    str
        A heading with the question, then sections of sentences.
    """
    told = _Reading(result, PlanWords.of(result.plan, lang))
    question = result.plan.question_ja if lang == "ja" and result.plan.question_ja else result.plan.question
    sections = [
        ("compared", told.compared()),
        ("before", told.before()),
        ("answer", told.answer()),
        ("sure", told.sure()),
        ("balance", told.balance()),
        ("limits", told.limits()),
        ("announced", told.announced()),
    ]
    parts = [f"# {question}"]
    for name, lines in sections:
        if found := list(lines):
            parts.append(f"## {told.word(f'heading_{name}')}\n\n{_paragraphs(found)}")
    return "\n\n".join(parts) + "\n"


def _paragraphs(lines: list[str]) -> str:
    """Set sentences apart by empty lines, and the items of a list by none."""
    text = lines[0]
    for before, line in pairwise(lines):
        both = before.startswith("- ") and line.startswith("- ")
        text += f"\n{line}" if both else f"\n\n{line}"
    return text


def outcome_name(outcome: Outcome, lang: Lang) -> str:
    """Name an outcome as the plan does, else by its column.

    Parameters
    ----------
    outcome : Outcome
    lang : {"ja", "en"}
    """
    return (outcome.name_ja if lang == "ja" else outcome.name) or outcome.name or outcome.column


def effect_text(value: float, *, outcome: Outcome) -> str:
    """Write an effect with its sign: a relative change for logarithms, else in the outcome's unit.

    Parameters
    ----------
    value : float
        Difference of logarithms, or in the unit of the outcome.
    outcome : Outcome

    Examples
    --------
    >>> from chiiki.evaluation.plan import Outcome
    >>> effect_text(0.0198026, outcome=Outcome("income", log=True))
    '+2.0%'
    """
    if math.isinf(value):
        return "−∞" if value < 0 else "+∞"
    if outcome.log:
        return f"{formats.change(math.expm1(value))}%"
    digits = max(0, 2 - math.floor(math.log10(abs(value)))) if value else 0
    sign = "+" if value > 0 else ""
    space = " " if outcome.unit and outcome.unit.isascii() else ""
    return f"{sign}{formats.decimal(value, min(digits, 6))}{space}{outcome.unit}"


class _Reading:
    """The sentences of one result in one language, section by section."""

    def __init__(self, result: PlanResult, words: PlanWords) -> None:
        self.result = result
        self.words = words
        self.word = words.say

    def name(self, answer: OutcomeAnswer) -> str:
        return outcome_name(answer.outcome, self.words.lang)

    def unit(self, name: str) -> str:
        return self.result.names_ja.get(name, name) if self.words.lang == "ja" else name

    def listed(self, units: tuple[str, ...]) -> str:
        comma = "、" if self.words.lang == "ja" else ", "
        return comma.join(map(self.unit, units[:NAMED])) + ("…" if len(units) > NAMED else "")

    def compared(self) -> Iterator[str]:
        design, effects = self.result.main.design, self.result.main.effects
        yield self.word(
            "compared",
            n_treated=self.words.count(design.n_treated),
            n_never=self.words.count(design.n_never),
            first=self.words.period(design.window[0]),
            last=self.words.period(design.window[1]),
            estimator=self.word(f"estimator_{effects.estimator}"),
            comparison=self.word(f"comparison_{effects.comparison.replace('-', '_')}"),
        )
        for cohort in design.cohorts:
            n, names = self.words.count(len(cohort.treated)), self.listed(cohort.treated)
            yield "- " + self.word("cohort", cohort=self.words.period(cohort.cohort), n=n, names=names)
        for one in design.panel.exclusions:
            reason = self.word(f"reason_{one.reason.replace('-', '_')}")
            n, names = self.words.count(len(one.units)), self.listed(one.units)
            yield "- " + self.word("left_out", n=n, reason=reason, names=names)

    def announced(self) -> Iterator[str]:
        found, skipped = self.result.deviations, self.result.skipped
        nothing = self.word("nothing")
        if found:
            yield self.word("announced_changed", n=str(len(found)))
        else:
            yield self.word("announced_settings" if skipped else "announced")
        for key, (before, after) in found.items():
            yield "- " + self.word("deviation", setting=key, before=before or nothing, after=after or nothing)
        if skipped:
            yield self.word("undone")
        for one in skipped:
            yield f"- {self._skipped(one)}"
        yield self.word("plan_hash", sha256=self.result.announced.sha256)

    def _skipped(self, one: Skipped) -> str:
        """Say why something is missing: by a sentence where there is one, else as the method reports it."""
        what, sizes = self._undone(one), [len(cohort.treated) for cohort in self.result.main.design.cohorts]
        if one.needs_extra:
            return self.word("skipped_extra", what=what)
        if one.what.endswith("honest bounds") and (sum(sizes) < FEW_TREATED or 1 in sizes):
            return self.word("skipped_few", what=what)
        return self.word("skipped", what=what, why=one.why)

    def _undone(self, one: Skipped) -> str:
        """Name what could not be done: a part of the plan, for an outcome or an estimator."""
        column, _, part = one.what.rpartition(": ")
        outcome = next((self.name(answer) for answer in self.result.answers if answer.outcome.column == column), column)
        if part.startswith(SECOND):
            return self.word("undone_second", estimator=self.word(f"estimator_{part.removeprefix(SECOND)}"))
        key = f"undone_{part.replace(' ', '_')}"
        return self.word(key, outcome=outcome) if self.words.has(key) else one.what

    def before(self) -> Iterator[str]:
        for answer in self.result.answers:
            if answer.detectable is None:
                yield self.word("detectable_unknown", outcome=self.name(answer))
            else:
                effect = effect_text(answer.detectable, outcome=answer.outcome).removeprefix("+")
                yield self.word("detectable", outcome=self.name(answer), effect=effect)

    def answer(self) -> Iterator[str]:
        for answer in self.result.answers:
            yield self._answered(answer)
            if (p_value := self.result.adjusted_p.get(answer.outcome.column)) is not None:
                n = str(len(self.result.adjusted_p))
                yield self.word("adjusted", outcome=self.name(answer), n=n, p=formats.decimal(p_value, 3))

    def _answered(self, answer: OutcomeAnswer) -> str:
        found = answer.overall
        places = {"outcome": self.name(answer), "estimate": effect_text(found.estimate, outcome=answer.outcome)}
        if found.interval is None:
            reasons = [self._caution(one) for one in answer.effects.cautions if one.code in REFUSALS]
            return self.word("no_interval", **places, reason=reasons[0] if reasons else self.word("no_reason"))
        low, high = (effect_text(end, outcome=answer.outcome) for end in found.interval)
        return self.word(_side(found.interval), **places, low=low, high=high, level=_level(answer.effects.level))

    def sure(self) -> Iterator[str]:
        answer = self.result.main
        for name, effects in answer.second.items():
            found = effects.overall
            if found:
                yield self._second(
                    answer, self.word(f"estimator_{name}"), found.get("simple") or next(iter(found.values()))
                )
        if answer.compared is not None:
            yield self._compared(answer, answer.compared)
        if answer.leave_one_out is not None:
            yield self._left_out(answer)
        if answer.honest is not None:
            yield self._honest(answer.honest.breakdown)

    def _honest(self, breakdown: float | None) -> str:
        if breakdown is None:
            return self.word("honest_none")
        if math.isinf(breakdown):
            return self.word("honest_always")
        return self.word("honest_some", bound=formats.decimal(breakdown, 2))

    def _second(self, answer: OutcomeAnswer, estimator: str, found: Estimate) -> str:
        estimate = effect_text(found.estimate, outcome=answer.outcome)
        own = answer.overall.interval
        if found.interval is None or own is None:
            return self.word("second_plain", estimator=estimator, estimate=estimate)
        low, high = (effect_text(end, outcome=answer.outcome) for end in found.interval)
        key = "second_same" if _side(found.interval) == _side(own) else "second_other"
        return self.word(key, estimator=estimator, estimate=estimate, low=low, high=high)

    def _compared(self, answer: OutcomeAnswer, compared: Comparisons) -> str:
        kinds = [self._kind(one.inference, one.interval, outcome=answer.outcome) for one in compared.intervals]
        n_found = sum(one.interval is not None for one in compared.intervals)
        key = "intervals_other" if n_found <= 1 else "intervals_agree" if compared.agree else "intervals_disagree"
        return self.word(key, kinds="、".join(kinds) if self.words.lang == "ja" else "; ".join(kinds))

    def _kind(self, kind: str, interval: Interval | None, *, outcome: Outcome) -> str:
        if interval is None:
            return self.word("interval_none", kind=self.word(f"kind_{kind}"))
        low, high = (effect_text(end, outcome=outcome) for end in interval)
        return self.word("interval_kind", kind=self.word(f"kind_{kind}"), low=low, high=high)

    def _left_out(self, answer: OutcomeAnswer) -> str:
        found = answer.leave_one_out
        if found is None or not found.without:
            return self.word("no_reason")
        low, high = (effect_text(end, outcome=answer.outcome) for end in found.extent)
        places = {"low": low, "high": high, "unit": self.unit(found.most_influential.left_out)}
        if found.n_other_sign:
            return self.word("leave_out_turns", **places, n=str(found.n_other_sign))
        return self.word("leave_out_same", **places)

    def balance(self) -> Iterator[str]:
        if self.result.balance is None:
            return
        first, last = balance_window(self.result.plan.balance, self.result.main.design.panel)
        for index in self.result.balance.indices.values():
            yield "- " + self._joined(self._index(index, first=first, last=last))

    def _joined(self, sentences: Iterator[str]) -> str:
        return ("" if self.words.lang == "ja" else " ").join(sentences)

    def _index(self, index: IndexChange, *, first: int, last: int) -> Iterator[str]:
        decimals = max(DECIMALS, 2 - math.floor(math.log10(index.start))) if index.start > 0 else DECIMALS
        yield self.word(
            "balance_index",
            index=self.word(f"index_{index.index}"),
            first=self.words.period(first),
            last=self.words.period(last),
            start=formats.decimal(index.start, decimals),
            end=formats.decimal(index.end, decimals),
            counterfactual=formats.decimal(index.end - index.corrected_effect, decimals),
        )
        effect = _signed(index.corrected_effect, decimals)
        if index.interval is None:
            yield self.word("balance_no_interval", effect=effect)
            return
        side = {"up": "widened", "down": "narrowed", "open": "open"}[_side(index.interval)]
        low, high = (_signed(end, decimals) for end in index.interval)
        yield self.word(f"balance_{side}", effect=effect, low=low, high=high)
        if side != "open" and index.explained_share is not None:
            yield self.word("balance_share", share=formats.percent(index.explained_share))

    def limits(self) -> Iterator[str]:
        yield self.word("limits")
        if self.result.main.effects.inference == "randomisation":
            yield self.word(f"mechanism_{self.result.main.mechanism.kind}")
        is_said = self.result.main.overall.interval is None
        for caution in dict.fromkeys(self.result.main.effects.cautions):
            if not (is_said and caution.code in REFUSALS):
                yield f"- {self._caution(caution)}"

    def _caution(self, caution: Caution) -> str:
        """Word a caution by its code; one without words of its own stands as the method said it."""
        key = f"caution_{caution.code.replace('-', '_')}"
        return self.word(key) if self.words.has(key) else caution.message


def _side(interval: Interval) -> str:
    """Say whether an interval lies above zero, below it, or holds it."""
    return "up" if interval[0] > 0 else "down" if interval[1] < 0 else "open"


def _signed(value: float, decimals: int) -> str:
    """Write a difference of an index with its sign."""
    text = formats.decimal(value, decimals)
    return f"+{text}" if round(value, decimals) > 0 else text


def _level(level: float) -> str:
    return formats.percent(level, decimals=0 if round(level * 100) == level * 100 else 1)
