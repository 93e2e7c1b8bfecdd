"""How complex regions and fields are, by each method, and what complexity is within reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability import complexity as of_complexity
from chiiki.capability import fitness as of_fitness
from chiiki.capability import genepy as of_genepy
from chiiki.capability import outlook as of_outlook
from chiiki.capability import reflections as of_reflections
from chiiki.capability import relatedness as of_relatedness
from chiiki.capability.kernels import components
from chiiki.capability.tables.answer import NO_CONVENTION, Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.findings import highest, leading
from chiiki.capability.tables.long import by_cell, by_kind, by_region
from chiiki.capability.tables.presence import CUT, Cut, Present, present
from chiiki.capability.tables.refusals import listed
from chiiki.capability.tables.repeating import Choices, is_own, repeat
from chiiki.errors import MethodError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from chiiki.capability.complexity import Complexity, Component
    from chiiki.capability.reflections import Reflections
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.presence import PresenceRule
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given

__all__ = ["complexity", "fitness", "genepy", "outlook", "reflections"]

N_STEPS = 18
"""Steps of the regions, which packages call 20 iterations."""

FIT = "Which regions have what only fit regions have, when each is judged by the other?"
TWO = "How complex are regions by the two leading directions of what they share?"
OUTLOOK = "How much complex activity is near what a region has?"
ORDER = "Which regions have what few others have, and which fields are those?"


def complexity(
    table: Given,
    *,
    component: Component = "refuse",
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Order regions by ECI and fields by PCI.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    component : {"refuse", "largest", "each"}
        What to do where the table falls into pieces that share no field.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns kind, label, value (ECI or PCI), diversity (of regions), ubiquity (of fields).

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    if not is_own(convention, {"cut": cut != CUT.cut}):
        return repeat(
            "complexity", table, asked, convention=convention, choices=Choices(presence, component), question=ORDER
        )

    def compute(found: Present) -> Part:
        return _ordered(found, _complexity(found, component))

    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    settings = {**rule.words, "pieces": component, "deviation": "sample"}
    return _ask("complexity", table, asked, rule, compute=compute, question=ORDER, settings=settings)


def reflections(
    table: Given,
    *,
    n_steps: int = N_STEPS,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Order regions and fields by repeated averages of each other, to repeat published work.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    n_steps : int
        Steps of the regions, even; 18 is what packages call 20 iterations.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns kind, label, value, diversity (of regions), ubiquity (of fields).

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    if not is_own(convention, {"cut": cut != CUT.cut, "n_steps": n_steps != N_STEPS}):
        return repeat("reflections", table, asked, convention=convention, choices=Choices(presence), question=ORDER)

    def compute(found: Present) -> Part:
        return _ordered(found, of_reflections.reflections(found.presence, n_steps=n_steps))

    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    settings = {**rule.words, "steps": str(n_steps)}
    return _ask("reflections", table, asked, rule, compute=compute, question=ORDER, settings=settings)


def fitness(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    n_updates: int | None = None,
    order: Literal["new", "old"] = "old",
    log: bool = False,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Return the fitness of regions and the quality of fields.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    n_updates : int, optional
        Updates; until the ranks settle when left out.
    order : {"old", "new"}
        Whether a field's quality is made from the fitness before or after the update.
    log : bool
        Give natural logarithms, since values may go towards 0.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns kind, label, value.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    if not is_own(
        convention, {"cut": cut != CUT.cut, "n_updates": n_updates is not None, "order": order != "old", "log": log}
    ):
        return repeat("fitness", table, asked, convention=convention, choices=Choices(presence), question=FIT)

    def compute(found: Present) -> Part:
        result = of_fitness.fitness(found.presence, n_updates=n_updates, order=order)
        values = (result.log_fitness, result.log_quality) if log else (result.fitness, result.quality)
        columns = by_kind(found.matrix, regions={"value": values[0]}, fields={"value": values[1]})
        findings = (f"{result.n_updates:,} updates", *leading(found.matrix, values[0], values[1]))
        return Part(result, columns, findings, (*found.cautions, *result.cautions))

    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    updates = "until ranks settle" if n_updates is None else str(n_updates)
    settings = {**rule.words, "updates": updates, "order": order, **({"scale": "natural logarithm"} if log else {})}
    return _ask("fitness", table, asked, rule, compute=compute, question=FIT, settings=settings)


def genepy(
    table: Given,
    *,
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Return GENEPY of regions.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, value; fields are in ``result``.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    if not is_own(convention, {"cut": cut != CUT.cut}):
        return repeat("genepy", table, asked, convention=convention, choices=Choices(presence), question=TWO)

    def compute(found: Present) -> Part:
        result = of_genepy.genepy(found.presence)
        findings = leading(found.matrix, result.regions, result.fields)
        return Part(result, by_region(found.matrix, {"value": result.regions}), findings, found.cautions)

    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    return _ask("genepy", table, asked, rule, compute=compute, question=TWO, settings=rule.words)


def outlook(  # noqa: PLR0913 -- one per option of the command
    table: Given,
    *,
    gain: bool = False,
    component: Component = "refuse",
    presence: PresenceRule = "rca",
    cut: float = 1.0,
    convention: str = NO_CONVENTION,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Return how much complex activity is near each region, or what each step would add.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    gain : bool
        Give the gain of each region and field in place of the outlook of each region.
    component : {"refuse", "largest", "each"}
        What to do where the table falls into pieces that share no field.
    presence : {"rca", "per_head", "positive"}
        When a region counts as having a field.
    cut : float
        Ratio at and above which it does.
    convention : str
        Whose conventions to follow; see :data:`chiiki.capability.conventions.CONVENTIONS`.
    **asked
        How to read the table; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns region, coi, or with `gain` region, field, cog.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.
    """
    if not is_own(convention, {"cut": cut != CUT.cut}):
        return repeat(
            "gain" if gain else "outlook",
            table,
            asked,
            convention=convention,
            choices=Choices(presence, component),
            question=OUTLOOK,
        )

    def compute(whole: Present) -> Part:
        ordered = _complexity(whole, component)
        found = _within(whole, ordered)
        pci = ordered.pci[np.isfinite(ordered.pci)]
        result = of_outlook.outlook(found.presence, of_relatedness.proximity(found.presence), pci=pci)
        matrix = found.matrix
        columns = by_cell(matrix, {"cog": result.cog}) if gain else by_region(matrix, {"coi": result.coi})
        findings = (highest("regions", matrix.regions, result.coi),)
        return Part(result, columns, findings, (*found.cautions, *ordered.cautions))

    rule = Cut(presence, cut, drop=asked.get("drop_empty", False))
    settings = {**rule.words, "pieces": component, "gain": "both terms (Atlas)"}
    return _ask("outlook", table, asked, rule, compute=compute, question=OUTLOOK, settings=settings)


def _ask(  # noqa: PLR0913 -- as ask
    method: str,
    table: Given,
    asked: Asked,
    rule: Cut,
    *,
    compute: Callable[[Present], Part],
    question: str,
    settings: dict[str, str],
) -> Answer[Given]:
    """Ask a method that starts from presence."""
    return ask(
        method,
        table,
        asked,
        question=question,
        compute=lambda matrix: compute(present(matrix, rule)),
        settings=settings,
    )


def _complexity(found: Present, component: Component) -> Complexity:
    """Compute complexity; a table in pieces is refused with the regions that stand apart."""
    try:
        return of_complexity.complexity(found.presence, component=component)
    except MethodError as error:
        pieces, _ = components(found.presence)
        if component != "refuse" or not pieces.any():
            raise
        apart = np.flatnonzero(pieces != np.bincount(pieces).argmax())
        names = listed([found.matrix.regions[at] for at in apart])
        msg = f"{error} Apart from the largest piece stands region {names}; see component=largest and component=each."
        raise MethodError(msg) from error


def _within(found: Present, ordered: Complexity) -> Present:
    """Keep the regions and fields that have a complexity: all, or those of the pieces asked for."""
    regions, fields = (np.flatnonzero(np.isfinite(values)) for values in (ordered.eci, ordered.pci))
    kept = np.ix_(regions, fields)
    matrix = found.matrix.kept(regions=regions, fields=fields)
    return Present(matrix, found.presence[kept], found.ratios[kept], found.cautions)


def _ordered(found: Present, result: Complexity | Reflections) -> Part:
    columns = by_kind(
        found.matrix,
        regions={"value": result.eci, "diversity": result.diversity},
        fields={"value": result.pci, "ubiquity": result.ubiquity},
    )
    findings = leading(found.matrix, result.eci, result.pci)
    return Part(result, columns, findings, (*found.cautions, *result.cautions))
