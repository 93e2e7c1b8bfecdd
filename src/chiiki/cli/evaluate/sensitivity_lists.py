"""``chiiki evaluate sensitivity --kind lists``: the estimate under every list that agrees with published totals."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cli.evaluate.sensitivity_kinds import Report, one_estimator, read_asked_panel
from chiiki.errors import InputError, MethodError
from chiiki.evaluation.incomplete import OpenList, assignment_bounds
from chiiki.evaluation.panel import usable
from chiiki.evaluation.records import caution_records, estimate_record
from chiiki.studies.effects.estimates import list_estimates

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.cli.evaluate.sensitivity_kinds import Asked
    from chiiki.evaluation.incomplete import Bounds
    from chiiki.evaluation.panel import Panel

__all__ = ["lists"]


def lists(asked: Asked) -> Report:
    """Bound the estimate over the lists that agree with the totals of ``--total``.

    Parameters
    ----------
    asked : Asked
        The options of the command.

    Raises
    ------
    InputError
        If no unit is of unknown treatment, or a total is malformed or below what is on the list.
    MethodError
        If cells without an outcome are left.
    """
    if asked.estimator not in (None, ["bjs"]):
        msg = f"--kind lists estimates by bjs, got {', '.join(asked.estimator or ())}. Leave --estimator out."
        raise InputError(msg)
    read = read_asked_panel(asked)
    unknown = [unit for unit, known in zip(read.panel.units, read.panel.is_known, strict=True) if not known]
    if not unknown:
        msg = "no unit is of unknown treatment. Write unknown as the first treated period of units of which it is."
        raise InputError(msg)
    still_open = _open(read.panel, _totals(asked.total or []))
    whole = next(iter(one_estimator(asked)(read.panel).overall.values()))
    ready = _complete(
        replace(read.panel, first_treated=np.where(read.panel.is_known, read.panel.first_treated, np.inf))
    )
    candidates = np.isin(ready.units, unknown)
    known = OpenList(np.where(candidates, np.inf, ready.first_treated), still_open, candidates)
    found = assignment_bounds(known, estimate=partial(list_estimates, ready), seed=asked.seed)
    record = {
        "kind": "lists",
        "estimate": estimate_record(whole),
        "bounds": [found.lowest, found.highest],
        "median": found.median,
        "middle": list(found.middle),
        "n_lists": found.n_assignments,
        "is_exact": found.is_exact,
        "unknown": unknown,
        "open": {str(period): n for period, n in still_open.items()},
        "lowest_list": _placed(ready, found.lowest_list, unknown),
        "highest_list": _placed(ready, found.highest_list, unknown),
        "cautions": caution_records((*read.cautions, *found.cautions)),
    }
    return Report(record, ("what", "value"), _rows(whole.estimate, found), _said(found, unknown))


def _totals(given: list[str]) -> dict[int, int]:
    """Read PERIOD:N, each period once."""
    totals: dict[int, int] = {}
    for text in given:
        period, _, number = text.partition(":")
        try:
            read = int(period), int(number)
        except ValueError as error:
            msg = f"--total is PERIOD:N, as in 2002:12, got {text!r}."
            raise InputError(msg) from error
        if read[0] in totals or read[1] < 0:
            msg = f"--total {text}: give each period once, with a number from 0 up."
            raise InputError(msg)
        totals[read[0]] = read[1]
    if not totals:
        msg = "--kind lists needs the published number of starts of each period: add --total PERIOD:N."
        raise InputError(msg)
    return totals


def _open(panel: Panel, totals: dict[int, int]) -> dict[int, int]:
    """Return how many starts of each period have no place on the list."""
    found = {}
    for period, total in totals.items():
        on_list = int((panel.first_treated == period).sum())
        if period not in panel.periods[1:] or total < on_list:
            msg = (
                f"--total {period}:{total} does not fit: the periods after the first are {panel.periods[1]} to "
                f"{panel.periods[-1]}, and {on_list} units on the list start then. Give the number of all starts."
            )
            raise InputError(msg)
        found[period] = total - on_list
    return found


def _complete(panel: Panel) -> Panel:
    ready = usable(panel)
    if not ready.is_complete:
        gaps = [unit for unit, row in zip(ready.units, ready.observed, strict=True) if not row.all()]
        msg = f"lists are tried on complete panels, and {len(gaps)} units lack outcomes ({', '.join(gaps[:5])})."
        raise MethodError(msg)
    return ready


def _placed(panel: Panel, first_treated: FloatArray, unknown: list[str]) -> dict[str, int | None]:
    """Return when each unit of unknown treatment starts in a list; None for never."""
    starts = dict(zip(panel.units, first_treated.tolist(), strict=True))
    return {unit: None if np.isinf(starts[unit]) else int(starts[unit]) for unit in unknown if unit in starts}


def _rows(estimate: float, found: Bounds) -> list[tuple[object, ...]]:
    return [
        ("estimate without units of unknown treatment", estimate),
        ("lowest over the lists", found.lowest),
        ("highest over the lists", found.highest),
        ("median of lists drawn at random", found.median),
        ("2.5 % of them", found.middle[0]),
        ("97.5 % of them", found.middle[1]),
    ]


def _said(found: Bounds, unknown: list[str]) -> str:
    lines = [
        f"{len(unknown)} units are of unknown treatment.",
        f"{found.n_assignments:,} lists {'agree with the totals, all tried' if found.is_exact else 'were tried'}.",
        "Bounds hold what is not known of the list, and nothing of chance.",
        *(f"{caution.code}: {caution.message}" for caution in found.cautions),
    ]
    return "\n".join(lines)
