"""Carry out an analysis plan: the answer it announced, what was done otherwise, and how sure it is.

The main outcome must have an answer; whatever else the plan asks for and cannot be done is kept
in ``skipped`` with its reason, so that nothing disappears between the plan and the result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from chiiki.errors import ChiikiError, MethodError, MissingExtraError
from chiiki.evaluation.design import design_of
from chiiki.evaluation.did import COMPARISONS, estimate_effects
from chiiki.evaluation.honest.event_study import event_study_of
from chiiki.evaluation.honest.relative_magnitudes import relative_magnitudes
from chiiki.evaluation.inference.compare import compare_intervals
from chiiki.evaluation.inference.mechanism import (
    block_mechanism,
    complete_mechanism,
    size_mechanism,
    strata_mechanism,
)
from chiiki.evaluation.inference.romano_wolf import outcomes_together
from chiiki.evaluation.leave_out import leave_one_unit_out
from chiiki.evaluation.plan import changed
from chiiki.evaluation.results import SIMPLE
from chiiki.evaluation.tables.plans import planned_panel
from chiiki.studies.effects.estimates import detectable_effect
from chiiki.studies.plan_balance import plan_balance

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from chiiki.evaluation.balance.explained import Balance
    from chiiki.evaluation.design import Design
    from chiiki.evaluation.honest.bounds import HonestBounds
    from chiiki.evaluation.inference.compare import Comparisons
    from chiiki.evaluation.inference.mechanism import Mechanism
    from chiiki.evaluation.leave_out import LeaveOneOut
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.plan import Outcome, Plan
    from chiiki.evaluation.results import Effects, Estimate, Estimator
    from chiiki.evaluation.tables.plans import PlanInputs

__all__ = ["OutcomeAnswer", "PlanResult", "Skipped", "run_plan"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something the plan asks for that could not be done."""

    what: str
    why: str
    needs_extra: bool = False
    """Whether only an optional dependency is missing."""


@dataclass(frozen=True, slots=True)
class OutcomeAnswer:
    """What was found for one outcome."""

    outcome: Outcome
    design: Design
    mechanism: Mechanism
    detectable: float | None
    """Smallest effect that the design would find in four of five cases; None where that is not known."""

    effects: Effects
    second: Mapping[Estimator, Effects] = field(default_factory=dict)
    """Second opinions, by estimator."""

    compared: Comparisons | None = None
    """Intervals of other kinds for the same estimate."""

    leave_one_out: LeaveOneOut | None = None
    honest: HonestBounds | None = None

    @property
    def overall(self) -> Estimate:
        """The estimate that the plan asks for: ``simple``, or the first average that the estimator has."""
        found = self.effects.overall
        return found["simple"] if "simple" in found else next(iter(found.values()))


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan, carried out."""

    plan: Plan
    """As it was carried out."""

    announced: Plan
    """As it was written; its hash is the one to compare with."""

    deviations: Mapping[str, tuple[str, str]]
    """What was done otherwise, by key: (announced, done)."""

    skipped: tuple[Skipped, ...]
    answers: tuple[OutcomeAnswer, ...]
    """The first is the main one."""

    adjusted_p: Mapping[str, float] = field(default_factory=dict)
    """By outcome, p values that hold for all outcomes at once; empty with one outcome."""

    balance: Balance | None = None
    names_ja: Mapping[str, str] = field(default_factory=dict)
    """Names of units in Japanese, where they are known."""

    @property
    def main(self) -> OutcomeAnswer:
        """The answer for the main outcome."""
        return self.answers[0]


def run_plan(
    plan: Plan, inputs: PlanInputs, *, announced: Plan, say: Callable[[str], None] | None = None
) -> PlanResult:
    """Carry out `plan` on its data.

    Parameters
    ----------
    plan : Plan
        What is done.
    inputs : PlanInputs
        What its data hold.
    announced : Plan
        What was written; the same as `plan` unless something is done otherwise.
    say : callable, optional
        Takes a line on what is being done.

    Returns
    -------
    PlanResult

    Raises
    ------
    InputError, MethodError
        If the main outcome has no answer.
    """
    run = _Run(plan, inputs, say or _silent)
    main = run.answer(plan.outcomes[0])
    others = [
        found for outcome in plan.outcomes[1:] if (found := run.tried(outcome.column, partial(run.answer, outcome)))
    ]
    balance = run.tried("balance", partial(run.balance, main)) if plan.balance.level else None
    adjusted = (run.tried("joint p values", partial(run.adjusted, (main, *others))) if others else None) or {}
    return PlanResult(
        plan=plan,
        announced=announced,
        deviations=changed(announced, plan),
        skipped=tuple(run.skipped),
        answers=(main, *others),
        adjusted_p=adjusted,
        balance=balance,
        names_ja=inputs.names_ja,
    )


def _silent(_line: str) -> None:
    """Say nothing."""


@dataclass(slots=True)
class _Run:
    """One run of a plan, which remembers what could not be done."""

    plan: Plan
    inputs: PlanInputs
    say: Callable[[str], None]
    skipped: list[Skipped] = field(default_factory=list)

    def tried(self, what: str, do: Callable[[], T]) -> T | None:
        """Return what `do` gives, or None and keep why there is none."""
        try:
            return do()
        except ChiikiError as error:
            self.skipped.append(Skipped(what, str(error), needs_extra=isinstance(error, MissingExtraError)))
            return None

    def answer(self, outcome: Outcome) -> OutcomeAnswer:
        """Estimate one outcome, and what the plan wants beside it."""
        plan, asked = self.plan, self.plan.inference
        self.say(f"{outcome.column}: {plan.estimation.estimator}, {asked.kind}, {asked.draws} draws")
        design = design_of(
            planned_panel(self.inputs.panels[outcome.column], outcome=outcome, window=plan.window),
            comparison=plan.estimation.comparison,
        )
        mechanism = self._mechanism(design.panel, whole=self.inputs.panels[outcome.column])
        effects = self._effects(design.panel, mechanism=mechanism)
        compared = partial(self._compared, effects, panel=design.panel, mechanism=mechanism)
        detectable = partial(detectable_effect, design.panel, mechanism=mechanism, seed=asked.seed, level=asked.level)
        name, sensitivity = outcome.column, plan.sensitivity
        return OutcomeAnswer(
            outcome=outcome,
            design=design,
            mechanism=mechanism,
            detectable=self.tried(f"{name}: power", detectable),
            effects=effects,
            second=self._second(design.panel, mechanism=mechanism),
            compared=self.tried(f"{name}: other intervals", compared) if asked.beside else None,
            leave_one_out=self.tried(f"{name}: leave one out", partial(self._leave_one_out, design.panel))
            if sensitivity.leave_one_out
            else None,
            honest=self.tried(f"{name}: honest bounds", partial(self._honest, design.panel))
            if sensitivity.honest
            else None,
        )

    def adjusted(self, answers: tuple[OutcomeAnswer, ...]) -> Mapping[str, float]:
        """Return p values that hold for all outcomes at once, over the same assignments."""
        asked, panels = self.plan.inference, {answer.outcome.column: answer.design.panel for answer in answers}
        found = outcomes_together(panels, mechanism=answers[0].mechanism, draws=asked.draws, seed=asked.seed)
        return dict(zip(found.outcomes, found.adjusted.tolist(), strict=True))

    def balance(self, main: OutcomeAnswer) -> Balance:
        """Say how unequal the level was, and would have been without treatment."""
        self.say(f"balance of {self.plan.balance.level}")
        return plan_balance(
            self.plan, self.inputs, outcome=main.outcome, panel=main.design.panel, mechanism=main.mechanism
        )

    def _mechanism(self, panel: Panel, *, whole: Panel) -> Mechanism:
        asked, by = self.plan.inference.mechanism, self.inputs.by
        if asked == "complete" or by is None:
            return complete_mechanism(panel)
        values = by[[whole.units.index(unit) for unit in panel.units]]
        if asked == "size":
            return size_mechanism(panel, sizes=values)
        groups = values.astype(np.intp)
        return strata_mechanism(panel, strata=groups) if asked == "strata" else block_mechanism(panel, blocks=groups)

    def _effects(self, panel: Panel, *, mechanism: Mechanism, estimator: Estimator | None = None) -> Effects:
        """Estimate with the plan's choices; another estimator takes its own default inference."""
        chosen, asked = self.plan.estimation, self.plan.inference
        name = estimator or chosen.estimator
        fits = chosen.comparison in COMPARISONS[name]
        return estimate_effects(
            panel,
            estimator=name,
            comparison=chosen.comparison if fits else None,
            method=chosen.method,
            covariates=chosen.covariates,
            inference=asked.kind if estimator is None else None,
            draws=asked.draws,
            seed=asked.seed,
            level=asked.level,
            mechanism=mechanism,
        )

    def _second(self, panel: Panel, *, mechanism: Mechanism) -> Mapping[Estimator, Effects]:
        found = {}
        for name in self.plan.estimation.second:
            estimate = partial(self._effects, panel, mechanism=mechanism, estimator=name)
            effects = self.tried(f"second opinion {name}", estimate)
            if effects is not None:
                found[name] = effects
        return found

    def _compared(self, effects: Effects, *, panel: Panel, mechanism: Mechanism) -> Comparisons:
        asked = self.plan.inference
        return compare_intervals(
            panel,
            effects,
            inferences=(asked.kind, *asked.beside),
            draws=asked.draws,
            seed=asked.seed,
            level=asked.level,
            mechanism=mechanism,
            estimate=self._analytic,
            covariates=self.plan.estimation.covariates,
        )

    def _analytic(self, panel: Panel) -> Effects:
        """Estimate again, without draws: for what only looks at estimates."""
        chosen = self.plan.estimation
        return estimate_effects(
            panel,
            estimator=chosen.estimator,
            comparison=chosen.comparison,
            method=chosen.method,
            covariates=chosen.covariates,
            inference="analytic",
        )

    def _leave_one_out(self, panel: Panel) -> LeaveOneOut:
        self.say(f"leaving out each of {panel.n_units} units")
        return leave_one_unit_out(panel, estimate=self._analytic, target=SIMPLE)

    def _honest(self, panel: Panel) -> HonestBounds:
        """Bound the effect of Callaway and Sant'Anna, whose estimates have one base period and a covariance."""
        effects = estimate_effects(
            panel,
            estimator="cs",
            comparison=self.plan.estimation.comparison,
            method=self.plan.estimation.method,
            covariates=self.plan.estimation.covariates,
            base_period="universal",
            inference="analytic",
        )
        if effects.event_covariance is None:
            reasons = " ".join(caution.message for caution in effects.cautions if caution.code == "interval-refused")
            msg = f"they need the covariance of the event study, which is refused here. {reasons}".strip()
            raise MethodError(msg)
        study = event_study_of(effects)
        return relative_magnitudes(study, bounds=self.plan.sensitivity.honest, level=self.plan.inference.level)
