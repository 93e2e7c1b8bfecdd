"""Ask a method by the conventions of a package, so that its numbers can be repeated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.conventions import CONVENTIONS, analyse
from chiiki.capability.tables.answer import NO_CONVENTION
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.packages import PARTS, Repeated
from chiiki.capability.tables.reading import Rules
from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.capability.complexity import Component
    from chiiki.capability.conventions import MethodName
    from chiiki.capability.tables.answer import Answer, Part
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.presence import PresenceRule
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given

__all__ = ["Choices", "is_own", "repeat"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a convention leaves open."""

    presence: PresenceRule = "rca"
    component: Component = "refuse"
    measure: str | None = None


def is_own(convention: str, fixed: Mapping[str, bool]) -> bool:
    """Say whether the method is asked for as documented here, and not as a package computes it.

    Parameters
    ----------
    convention : str
        Name of a convention.
    fixed : mapping of str to bool
        Options that a package decides: True where the caller set them.

    Raises
    ------
    UnknownNameError
        If there is no such convention.
    InputError
        If an option is set that the convention decides.
    """
    if convention not in CONVENTIONS:
        msg = f"there is no convention {convention!r}; choose from {', '.join(CONVENTIONS)}."
        raise UnknownNameError(msg)
    if convention == NO_CONVENTION:
        return True
    if given := [name for name, is_set in fixed.items() if is_set]:
        msg = f"{given[0]} is decided by the convention {convention}. Leave it out, or leave out the convention."
        raise InputError(msg)
    return False


def repeat(  # noqa: PLR0913 -- as ask
    method: MethodName,
    table: Given,
    asked: Asked,
    *,
    convention: str,
    choices: Choices,
    question: str,
) -> Answer[Given]:
    """Compute a method as a package does, for every period of a table.

    Parameters
    ----------
    method, question : str
        Name, and what it answers; "gain" is the second half of outlook.
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field.
    asked : Asked
        How to read it.
    convention : str
        Whose.
    choices : Choices
        What it leaves open.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, the package lacks the method, or it has no answer.
    """
    rule = CONVENTIONS[convention]
    if choices.presence == "positive" or asked.get("reference") is not None:
        what = "presence=positive" if choices.presence == "positive" else "reference"
        msg = f"{what} is no choice of the convention {convention}, which starts from RCA. Leave one of the two out."
        raise InputError(msg)
    # a package's own way with empty regions and fields is part of its convention
    keeps = rule.empty != "refuse" and not asked.get("drop_empty", False)

    def computed(matrix: Matrix) -> Part:
        found = _analysed(matrix, convention=convention, choices=choices)
        part = PARTS[method](found)
        return replace(part, cautions=found.analysis.cautions_of(method))

    settings = {"follows": rule.origin} | {name: words for name, words in rule.settings.items() if name != "convention"}
    return ask(
        "outlook" if method == "gain" else method,
        table,
        asked,
        question=question,
        compute=computed,
        rules=Rules(may_be_empty=keeps),
        settings=settings,
        convention=rule.name,
    )


def _analysed(matrix: Matrix, *, convention: str, choices: Choices) -> Repeated:
    regions, fields = (
        np.argsort(axis.originals, kind="stable").astype(np.intp) for axis in (matrix.region_axis, matrix.field_axis)
    )
    analysis = analyse(
        matrix.values[np.ix_(regions, fields)],
        convention=convention,
        population=None if matrix.persons is None else matrix.persons[regions],
        presence_test="rpca" if choices.presence == "per_head" else "rca",
        measure=choices.measure,
        component=choices.component,
    )
    return Repeated(matrix, analysis, regions, fields)
