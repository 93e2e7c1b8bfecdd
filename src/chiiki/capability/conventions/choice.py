"""The door: a table and the name of a convention."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.capability.amounts import check_amounts
from chiiki.capability.conventions.analysis import Analysis
from chiiki.capability.conventions.package import PackageAnalysis
from chiiki.capability.conventions.rules import CONVENTIONS
from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from chiiki.arrays import FloatArray
    from chiiki.capability.complexity import Component
    from chiiki.capability.conventions.analysis import PresenceTest

__all__ = ["analyse"]


def analyse(  # noqa: PLR0913 -- the choices that a convention leaves open
    amounts: FloatArray,
    *,
    convention: str = "chiiki",
    population: FloatArray | None = None,
    presence_test: PresenceTest = "rca",
    measure: str | None = None,
    component: Component = "refuse",
) -> Analysis:
    """Prepare every method on a table by the rules of one convention.

    Parameters
    ----------
    amounts : array of shape (n_regions, n_activities)
        Amounts >= 0 in one common unit, without missing cells. Packages sort labels
        before they sum; give the table in that order where exact ties matter.
    convention : str
        One of :data:`~chiiki.capability.conventions.rules.CONVENTIONS`.
    population : array of shape (n_regions,), optional
        Persons of each region, for amounts per head.
    presence_test : "rca", "rpca" or "either"
        What makes a region specialised.
    measure : str, optional
        Measure of relatedness, where the convention's own is not wanted.
    component : "refuse", "largest" or "each"
        What complexity does with a table in pieces, under "chiiki" and "atlas".

    Returns
    -------
    Analysis
        Nothing is computed yet.

    Raises
    ------
    UnknownNameError
        If there is no such convention.
    ShapeError, MissingValueError, InputError
        If `amounts` cannot be used, or the convention has no such choice.

    Examples
    --------
    >>> import numpy as np
    >>> jobs = np.array([[6.0, 3.0, 1.0], [4.0, 5.0, 1.0], [2.0, 1.0, 7.0]])
    >>> analyse(jobs, convention="econcomplex").density[0].round(6).tolist()
    [100.0, 100.0, 0.0]
    """
    if convention not in CONVENTIONS:
        msg = f"no convention is called {convention!r}; there are {', '.join(CONVENTIONS)}."
        raise UnknownNameError(msg)
    check_amounts(amounts)
    rule = CONVENTIONS[convention]
    strict = rule.empty == "refuse"
    if component != "refuse" and not strict:
        msg = f"component={component!r} is a choice of chiiki and atlas; {rule.origin} has none."
        raise InputError(msg)
    kind = Analysis if strict else PackageAnalysis
    found = kind(
        amounts,
        rule,
        population=population,
        presence_test=presence_test,
        measure=measure,
        component=component,
    )
    if presence_test != "rca":
        found.need("rpca")
    if presence_test == "either" and convention == "ecomplexity":
        msg = (
            'ecomplexity adds its two tests to 0, 1 or 2 where both are asked for, so its "both" is no presence. '
            "Take econcomplex or chiiki, where one of the two is enough."
        )
        raise InputError(msg)
    return found
