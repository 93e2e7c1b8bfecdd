"""Several measures of each region or field in long form: label, measure, value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.arrays import FloatArray
    from chiiki.frames.cells import Axis
    from chiiki.frames.table import Values

__all__ = ["by_measure", "furthest"]


def by_measure(axis: Axis, measures: Mapping[str, FloatArray]) -> dict[str, Values]:
    """One row per label and measure, label by label.

    Parameters
    ----------
    axis : Axis
        The regions or the fields.
    measures : mapping of str to array of shape (n,)
        Name of the measure to its values, in the order of `axis`.
    """
    names = np.array(list(measures), dtype=object)
    return {
        "label": np.repeat(axis.originals, len(names)),
        "measure": np.tile(names, len(axis)),
        "value": np.stack(list(measures.values()), axis=1).ravel(),
    }


def furthest(axis: Axis, values: FloatArray, *, what: str) -> str:
    """Say which label has the highest value.

    Parameters
    ----------
    axis : Axis
        The regions or the fields.
    values : array of shape (n,)
        In the order of `axis`.
    what : str
        What the highest value means: ``"most varied"``.
    """
    first = int(values.argmax())
    return f"{what}: {axis.labels[first]} ({values[first]:.3f}); median {np.median(values):.3f}"
