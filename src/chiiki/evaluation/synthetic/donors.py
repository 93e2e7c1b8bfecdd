"""Who is compared with whom: the treated unit, its donors, and what no comparison can be made of."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from chiiki.cautions import Caution
from chiiki.errors import InputError, MethodError, MissingValueError, UnknownNameError
from chiiki.evaluation.panel import first_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chiiki.arrays import BoolArray, FloatArray, IntArray
    from chiiki.evaluation.panel import Panel

__all__ = ["LEAST_DONORS", "Pool", "donor_pool", "pre_periods", "unit_position"]

LEAST_DONORS = 2
"""A mixture has at least two parts."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Units that were never treated, with an outcome in every period unless gaps are allowed."""

    rows: IntArray
    """Positions in the panel."""

    units: tuple[str, ...]
    outcomes: FloatArray
    """Shape (n_donors, n_periods)."""

    cautions: tuple[Caution, ...] = ()


def unit_position(panel: Panel, name: str, *, what: str = "unit") -> int:
    """Return the position of a unit.

    Parameters
    ----------
    panel : Panel
    name : str
        Label of the unit.
    what : str
        What it is, for the message: ``"treated unit"``.

    Raises
    ------
    UnknownNameError
        If no unit has that label; the message suggests near ones.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> unit_position(Panel(("A", "B"), np.array([1, 2]), np.ones((2, 2)), np.full(2, np.inf)), "B")
    1
    """
    if name in panel.units:
        return panel.units.index(name)
    near = get_close_matches(name, panel.units, n=3, cutoff=0.6)
    meant = f" Did you mean {' or '.join(map(repr, near))}?" if near else ""
    listed = ", ".join(panel.units[:20]) + (", …" if panel.n_units > 20 else "")  # noqa: PLR2004 -- a screen's width
    msg = f"there is no {what} {name!r}.{meant} The table has {listed}."
    raise UnknownNameError(msg)


def pre_periods(panel: Panel, start: float, *, of: str) -> int:
    """Return how many periods lie before `start`.

    Parameters
    ----------
    panel : Panel
    start : float
        First treated period.
    of : str
        The treated unit, for the message.

    Raises
    ------
    MethodError
        If there is no period before it, or none from it on.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> pre_periods(Panel(("A",), np.array([1, 2, 3]), np.ones((1, 3)), np.full(1, 3.0)), 3, of="A")
    2
    """
    found = int(np.searchsorted(panel.periods, start))
    if found == 0:
        msg = (
            f"{of} is treated from {start:g} on and the table begins in {panel.periods[0]}: there is no period before "
            "treatment to learn a mixture from. Add earlier periods."
        )
        raise MethodError(msg)
    if found == panel.n_periods:
        msg = (
            f"{of} is treated from {start:g} on and the table ends in {panel.periods[-1]}: "
            "there is no period in which to see an effect. Add later periods, or name an earlier one."
        )
        raise MethodError(msg)
    return found


def donor_pool(
    panel: Panel,
    *,
    treated: Sequence[int],
    names: Sequence[str] | None = None,
    drop_incomplete: bool = False,
    gaps_allowed: bool = False,
) -> Pool:
    """Gather the donors of treated units: never treated, known to be so, and complete.

    Parameters
    ----------
    panel : Panel
    treated : sequence of positions
        Units under study; never donors.
    names : sequence of str, optional
        Donors to choose from; all others when left out.
    drop_incomplete : bool
        Leave out, and count, donors with a missing outcome, which are refused otherwise.
    gaps_allowed : bool
        Whether the method can do with missing outcomes.

    Returns
    -------
    Pool
        In the order of the panel.

    Raises
    ------
    UnknownNameError
        If a named donor does not occur.
    InputError
        If a named donor is treated or not known to be untreated, an outcome is infinite, or all are the same.
    MissingValueError
        If an outcome is missing; unit and period are named.
    MethodError
        If fewer than two donors are left.

    Examples
    --------
    >>> from chiiki.evaluation.panel import Panel
    >>> y = np.arange(8.0).reshape(4, 2)
    >>> panel = Panel(tuple("ABCD"), np.array([1, 2]), y, np.array([2, np.inf, 2, np.inf]))
    >>> donor_pool(panel, treated=[0]).units
    ('B', 'D')
    """
    _check_values(panel)
    chosen = _named(panel, treated, names) if names is not None else _untreated(panel, treated)
    cautions: tuple[Caution, ...] = ()
    if not gaps_allowed:
        _check_complete(panel, np.array(treated), what="treated unit")
        complete = panel.observed[chosen].all(axis=1)
        if not complete.all() and not drop_incomplete:
            _check_complete(panel, chosen, what="donor")
        cautions = _dropped(panel, chosen[~complete])
        chosen = chosen[complete]
    if len(chosen) < LEAST_DONORS:
        msg = (
            f"a mixture needs at least {LEAST_DONORS} untreated units with an outcome in every period, and there "
            f"{'is' if len(chosen) == 1 else 'are'} {len(chosen)}. Add units that were never treated."
        )
        raise MethodError(msg)
    return Pool(chosen, tuple(panel.units[row] for row in chosen.tolist()), panel.outcomes[chosen], cautions)


def _untreated(panel: Panel, treated: Sequence[int]) -> IntArray:
    may: BoolArray = ~panel.is_ever_treated & panel.is_known & panel.observed.any(axis=1)
    may[list(treated)] = False
    return np.flatnonzero(may)


def _named(panel: Panel, treated: Sequence[int], names: Sequence[str]) -> IntArray:
    rows = np.unique([unit_position(panel, name, what="donor") for name in names]).astype(np.intp)
    under_study = set(treated)
    for row in rows.tolist():
        first = panel.first_treated[row]
        if row in under_study or not first > panel.periods[-1]:
            when = "of unknown treatment" if np.isnan(first) else f"treated from {first:g} on"
            when = "the treated unit" if row in under_study and np.isinf(first) else when
            msg = (
                f"{panel.units[row]!r} is {when}, so it cannot be a donor: its outcomes may "
                "carry an effect themselves. Name units that were never treated."
            )
            raise InputError(msg)
    return rows


def _check_values(panel: Panel) -> None:
    infinite = np.isinf(panel.outcomes)
    if infinite.any():
        row, at = (int(cell[0]) for cell in np.nonzero(infinite))
        msg = f"the outcome of {panel.units[row]!r} in {panel.periods[at]} is infinite. Give a number, or leave it out."
        raise InputError(msg)
    values = panel.outcomes[panel.observed]
    if values.size and np.ptp(values) == 0:
        msg = f"the outcome is {values[0]:g} in every cell, so nothing can have changed it. Name another column."
        raise InputError(msg)


def _check_complete(panel: Panel, rows: IntArray, *, what: str) -> None:
    missing = ~panel.observed[rows]
    if not missing.any():
        return
    cells = [f"{panel.units[rows[row]]} {panel.periods[at]}" for row, at in np.argwhere(missing).tolist()]
    n_units = int(missing.any(axis=1).sum())
    remedy = (
        "Add them, or leave out incomplete donors (--drop-incomplete), or use matrix completion (--method mc)."
        if what == "donor"
        else "Add them, or cut the table to periods with an outcome."
    )
    outcomes = "1 outcome" if len(cells) == 1 else f"{len(cells)} outcomes"
    units = f"1 {what}" if n_units == 1 else f"{n_units} {what}s"
    msg = f"{outcomes} of {units} {'is' if len(cells) == 1 else 'are'} missing ({first_of(cells)}). {remedy}"
    raise MissingValueError(msg)


def _dropped(panel: Panel, rows: IntArray) -> tuple[Caution, ...]:
    if not rows.size:
        return ()
    units = [panel.units[row] for row in rows.tolist()]
    return (
        Caution("incomplete-dropped", f"{len(units)} donors with missing outcomes were left out ({first_of(units)})."),
    )
