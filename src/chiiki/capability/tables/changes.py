"""Words and columns of what a strategy names and of what would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.tables.long import joined
from chiiki.capability.tables.refusals import position_of
from chiiki.capability.targets import place_targets
from chiiki.capability.what_if import what_if
from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.capability.opportunity import Opportunities
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.targets import Related
    from chiiki.capability.what_if import Change, Standing
    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Values

__all__ = ["changed", "labels_of", "named", "said_of_change", "targets_in_long_form"]

BETWEEN = ";"
"""What separates labels in one text; labels themselves often have commas."""


def labels_of(given: str | Sequence[str] | None) -> list[str]:
    """Read labels that were given as a sequence, or as one text with ``;`` between them.

    Parameters
    ----------
    given : str, sequence of str, or None

    Examples
    --------
    >>> labels_of("food; wood")
    ['food', 'wood']
    """
    if given is None:
        return []
    return [label.strip() for label in given.split(BETWEEN)] if isinstance(given, str) else [str(one) for one in given]


def named(labels: Sequence[str], axis: Axis, *, what: str) -> list[int]:
    """Find the positions of labels.

    Parameters
    ----------
    labels : sequence of str
    axis : Axis
        The labels at hand.
    what : str
        ``"region"`` or ``"field"``, for the message.

    Raises
    ------
    UnknownNameError
        If one is not there.
    """
    return [position_of(label, axis, what=what) for label in labels]


def targets_in_long_form(
    matrix: Matrix, found: Opportunities, *, regions: Sequence[int], fields: Sequence[int]
) -> Mapping[str, Values]:
    """One row per region and target.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    found : Opportunities
        The map.
    regions, fields : sequence of int
        Positions.
    """
    placed = [one for region in regions for one in place_targets(found, region=region, activities=fields)]
    labels: dict[str, Values] = {
        matrix.region_column: np.repeat(matrix.region_axis.originals[list(regions)], len(fields)),
        matrix.field_column: np.tile(matrix.field_axis.originals[list(fields)], len(regions)),
    }
    values: dict[str, Values] = {
        "specialised": np.array([one.is_specialised for one in placed]),
        "density": np.array([one.density for one in placed]),
        "complexity": np.array([one.complexity for one in placed]),
        "size": np.array([one.size for one in placed]),
        "density_rank": tuple(one.density_rank for one in placed),
        "percentile": tuple(one.percentile for one in placed),
        "builds_on": tuple(_listed(one.builds_on, matrix) for one in placed),
        "lacks": tuple(_listed(one.lacks, matrix) for one in placed),
    }
    return joined(labels, values)


def _listed(parts: Sequence[Related], matrix: Matrix) -> str:
    return "; ".join(f"{matrix.fields[part.activity]} ({part.share:.3f})" for part in parts)


def changed(
    matrix: Matrix, *, region: int, add: Sequence[str], amount: str | float | None, remove: Sequence[str]
) -> Change:
    """Simulate a change of one region.

    Parameters
    ----------
    matrix : Matrix
    region : int
        Position.
    add, remove : sequence of str
        Labels of fields.
    amount : str or float, optional
        How much of each that is added, with ``;`` between them; without it enough for RCA = 1.

    Raises
    ------
    UnknownNameError
        If a field is not there.
    InputError, MethodError
        If the change cannot be made.
    """
    return what_if(
        matrix.values,
        region=region,
        activities=named(add, matrix.field_axis, what="field"),
        added=_amounts(amount),
        removed=named(remove, matrix.field_axis, what="field"),
        reference=matrix.reference,
    )


def _amounts(given: str | float | None) -> list[float] | None:
    if given is None:
        return None
    parts = labels_of(given) if isinstance(given, str) else [given]
    try:
        return [float(part) for part in parts]
    except ValueError:
        msg = f"amount must be a number for each field that is added, with {BETWEEN} between them, got {given!r}."
        raise InputError(msg) from None


def said_of_change(matrix: Matrix, change: Change) -> tuple[str, ...]:
    """Say what was changed and what moves with it.

    Parameters
    ----------
    matrix : Matrix
        Whose labels.
    change : Change
        What was simulated.
    """
    before, after = change.before, change.after
    where = matrix.regions[change.region]
    added = [f"+{much:g} {matrix.fields[at]}" for at, much in zip(change.activities, change.added, strict=True)]
    steps = added + [f"without {matrix.fields[at]}" for at in change.removed]
    lines = [f"{where}: {', '.join(steps)}"]
    if before.eci is not None and after.eci is not None:
        lines += [
            f"ECI {before.eci:.4f} (rank {before.eci_rank}) to {after.eci:.4f} (rank {after.eci_rank})",
            f"outlook (COI) {before.coi:.4f} (rank {before.coi_rank}) to {after.coi:.4f} (rank {after.coi_rank})",
        ]
    lines.append(f"before: specialised in {_breadth(before)}; after: in {_breadth(after)}")
    if change.crossings:
        first = change.crossings[0]
        what = "gains" if first.is_specialised else "loses"
        lines.append(
            f"{len(change.crossings)} other pairs cross the cut, the first: {matrix.regions[first.region]} {what} "
            f"{matrix.fields[first.activity]}"
        )
    return tuple(lines)


def _breadth(standing: Standing) -> str:
    near = standing.density[~standing.presence]
    mean = f", mean density of its options {near.mean():.4f}" if near.size else ""
    return f"{int(standing.presence.sum())} fields{mean}"
