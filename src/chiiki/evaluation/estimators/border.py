"""The border to the package diff-diff: frames in, labels back, its warnings caught.

diff-diff wants a long frame without missing cells, periods that rise by one, and 0 for never
treated. Periods here run from 1, so that no cohort is 0; units are numbered in their order.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import ChiikiError, MethodError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chiiki.arrays import FloatArray, IntArray
    from chiiki.evaluation.panel import Panel
    from chiiki.evaluation.results import Comparison

__all__ = ["COLUMNS", "CONTROL_GROUPS", "PACKAGE", "ask", "frame_of", "labels_of", "package"]

PACKAGE = "diff-diff 3.13.0"
"""What the settings of a result name; pinned in pyproject.toml."""

COLUMNS = {"outcome": "outcome", "unit": "unit", "time": "time", "first_treat": "first_treated"}
"""Names of the columns of :func:`frame_of`, as diff-diff asks for them."""

CONTROL_GROUPS: Mapping[Comparison, str] = {"never": "never_treated", "not-yet": "not_yet_treated"}
"""Whom units are compared with, as most of its estimators name them."""


def package(module: str = "diff_diff") -> Any:  # noqa: ANN401 -- a module without types
    """Import diff-diff or one of its modules; several seconds at first.

    Parameters
    ----------
    module : str
        Its dotted name.

    Raises
    ------
    MissingExtraError
        If the extra ``stats`` is not installed.
    """
    try:
        return import_module(module)
    except ImportError as error:
        msg = (
            "this computation needs the extra stats. Add it: pip install 'chiiki[stats]', or in a checkout "
            "./run --all-extras …; of the estimators, bjs works without it."
        )
        raise MissingExtraError(msg) from error


def frame_of(panel: Panel, *, covariates: Sequence[str] = ()) -> Any:  # noqa: ANN401 -- a pandas frame
    """Lay a panel out as a long frame with a row for each observed cell.

    Parameters
    ----------
    panel : Panel
        As :func:`~chiiki.evaluation.panel.usable` leaves it.
    covariates : sequence of str
        Names; their columns are called ``x0``, ``x1``, …

    Returns
    -------
    pandas.DataFrame
        Columns ``unit`` (position), ``time`` (from 1), ``outcome``, ``first_treated`` (0 for never),
        ``treated`` (0 or 1), ``cluster`` and the covariates, each less its mean and in parts of its
        largest distance from it; sorted by unit and time. No estimate hangs on the unit of a covariate,
        and sums of squares of amounts in yen would lose the digits of shares.
    """
    rows, columns = np.nonzero(panel.observed)
    first = np.where(panel.is_ever_treated, panel.first_index + 1, 0)
    clusters = np.arange(panel.n_units) if panel.clusters is None else panel.clusters
    cells = {
        "unit": rows,
        "time": columns + 1,
        "outcome": panel.outcomes[rows, columns],
        "first_treated": first[rows],
        "treated": panel.treated[rows, columns].astype(int),
        "cluster": clusters[rows],
    }
    cells |= {f"x{at}": _in_one_size(panel.covariates[name][rows, columns]) for at, name in enumerate(covariates)}
    return package("pandas").DataFrame(cells)


def _in_one_size(values: FloatArray) -> FloatArray:
    apart: FloatArray = values - values.mean()
    apart /= np.abs(apart).max() or 1.0
    return apart


def labels_of(panel: Panel, at: Sequence[float] | IntArray) -> IntArray:
    """Return the periods of positions in a frame, which count from 1.

    Parameters
    ----------
    panel : Panel
        Whose periods they are.
    at : sequence of numbers, shape (n,)
        Positions as diff-diff gives them back.
    """
    found: IntArray = panel.periods[np.asarray(at, dtype=np.intp) - 1]
    return found


@contextmanager
def ask(what: str) -> Iterator[list[str]]:
    """Run a fit of diff-diff: its warnings become a list, its refusals errors of ours.

    Parameters
    ----------
    what : str
        Name of the estimator, for messages.

    Yields
    ------
    list of str
        Filled with the warnings when the block ends.

    Raises
    ------
    MethodError
        If the package finds no answer.
    """
    said: list[str] = []
    with warnings.catch_warnings(record=True) as caught, np.errstate(all="ignore"):
        warnings.simplefilter("always")
        try:
            yield said
        except ChiikiError:
            raise
        except (ValueError, ArithmeticError, np.linalg.LinAlgError, RuntimeError) as error:
            first = " ".join(str(error).split())[:200]
            msg = f"{what} has no answer for this panel: {first}"
            raise MethodError(msg) from error
        finally:
            said.extend(dict.fromkeys(str(warning.message) for warning in caught))
