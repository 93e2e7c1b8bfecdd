"""The estimates of a plan as rows, and the whole result as one record."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import TYPE_CHECKING

from chiiki import __version__
from chiiki.evaluation.records import caution_records, effects_record, estimate_record, exclusion_records
from chiiki.evaluation.results import OVERALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from chiiki.evaluation.balance.explained import Balance, IndexChange
    from chiiki.evaluation.results import Effects
    from chiiki.studies.plan_run import OutcomeAnswer, PlanResult

__all__ = ["effects_csv", "result_record"]

HEADER = (
    "estimator",
    "kind",
    "event_time",
    "cohort",
    "period",
    "estimate",
    "standard_error",
    "low",
    "high",
    "p_value",
    "n",
)


def effects_csv(answer: OutcomeAnswer) -> str:
    """Write every estimate of an outcome, of the plan's estimator and of the second opinions.

    Parameters
    ----------
    answer : OutcomeAnswer

    Returns
    -------
    str
        CSV with a header; empty cells where there is no number.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for effects in (answer.effects, *answer.second.values()):
        writer.writerows(_rows(effects))
    return stream.getvalue()


def _rows(effects: Effects) -> Iterator[tuple[object, ...]]:
    for one in effects.estimates:
        target, ends = one.target, one.interval or ("", "")
        cells = (target.event_time, target.cohort, target.period, one.estimate, one.standard_error)
        plain = ("" if cell is None else cell for cell in (*cells, *ends, one.p_value, one.n))
        yield (effects.estimator, target.kind, *plain)


def result_record(result: PlanResult, *, inputs: Mapping[str, str]) -> dict[str, object]:
    """Return the whole result as one record.

    Parameters
    ----------
    result : PlanResult
    inputs : mapping of str to str
        Checksums of what the numbers were computed from, by name.

    Returns
    -------
    dict
        Ready for JSON but for infinite numbers.
    """
    plan = result.plan
    return {
        "chiiki": __version__,
        "question": {"en": plan.question, "ja": plan.question_ja},
        "plan": {"name": plan.name, "sha256": result.announced.sha256, "as_carried_out": asdict(plan)},
        "inputs": dict(inputs),
        "deviations": {key: {"announced": before, "done": done} for key, (before, done) in result.deviations.items()},
        "skipped": [{"what": one.what, "why": one.why} for one in result.skipped],
        "outcomes": [_answer(answer) for answer in result.answers],
        "adjusted_p_values": dict(result.adjusted_p),
        "balance": None if result.balance is None else _balance(result.balance),
    }


def _answer(answer: OutcomeAnswer) -> dict[str, object]:
    design = answer.design
    return {
        "column": answer.outcome.column,
        "log": answer.outcome.log,
        "design": {
            "window": list(design.window),
            "cohorts": [{"cohort": cohort.cohort, "treated": list(cohort.treated)} for cohort in design.cohorts],
            "exclusions": exclusion_records(design.panel.exclusions),
            "description": list(design.describe()),
            "mechanism": answer.mechanism.description,
        },
        "minimum_detectable_effect": answer.detectable,
        "effects": effects_record(answer.effects),
        "second_opinions": {
            name: {kind: estimate_record(effects.overall[kind]) for kind in OVERALL if kind in effects.overall}
            for name, effects in answer.second.items()
        },
        "intervals": None if answer.compared is None else [asdict(one) for one in answer.compared.intervals],
        "leave_one_out": None
        if answer.leave_one_out is None
        else {one.left_out: one.estimate.estimate for one in answer.leave_one_out.without},
        "honest": None if answer.honest is None else asdict(answer.honest),
    }


def _balance(found: Balance) -> dict[str, object]:
    return {
        "weighting": found.weighting,
        "scale": found.scale,
        "indices": {name: _index(index) for name, index in found.indices.items()},
        "unweighted": {name: _index(index) for name, index in found.unweighted.items()},
        "cautions": caution_records(found.cautions),
    }


def _index(found: IndexChange) -> dict[str, object]:
    return {
        "start": found.start,
        "end": found.end,
        "change": found.change,
        "effect": found.effect,
        "bias": found.bias,
        "interval": found.interval,
        "explained_share": found.explained_share if found.interval is not None else None,
        "share_interval": found.share_interval,
        "shapley": dict(found.shapley),
    }
