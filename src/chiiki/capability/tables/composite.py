"""Composite indices of the regions of a table, by a scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from chiiki.capability.composite import composite as index_of
from chiiki.capability.composite import parse_scheme
from chiiki.capability.composite.scheme import Scheme
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.long import by_region
from chiiki.capability.tables.reading import Rules
from chiiki.cautions import Caution
from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from typing import Unpack

    from chiiki.capability.composite import Composite
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given

__all__ = ["composite"]

MEASURED = Rules(may_be_negative=True, may_be_missing=True, may_be_empty=True, least_fields=1)
"""Indicators may be below 0 or 0 everywhere; what a gap means, the scheme says."""

SHOWN = 3
"""Regions named in the summary."""

EXAMPLES = 5
"""Fields named in a caution at most."""


def composite(
    table: Given,
    *,
    scheme: Scheme | str,
    seed: int = 0,
    draws: int | None = None,
    level: float | None = None,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Put the indicators of each region into one score, and say how far its rank is a matter of choice.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_indicators)
        One row per region and indicator; the field is the id of the indicator in the scheme.
        Fields that the scheme does not have are left out, which is said.
    scheme : Scheme or str
        The scheme, or its text (TOML).
    seed : int
        Of the draws; the same seed gives the same intervals.
    draws : int, optional
        Schemes drawn, at least 10; the scheme's own number by default.
    level : float, optional
        Of the rank intervals; the scheme's own by default.
    **asked
        How to read it; see :class:`~chiiki.capability.tables.reading.Reading`. Indicators that
        the scheme marks ``per = "persons"`` are divided by `persons`.

    Returns
    -------
    Answer
        Columns region, score, rank, rank_low, rank_high; rank 1 is the best, and regions that
        tie share a rank. Regions that the scheme drops have no row.

    Raises
    ------
    InputError, MethodError
        If the table or the scheme cannot be read, or the method has no answer.

    Examples
    --------
    >>> table = {
    ...     "pref": ["A", "A", "B", "B", "C", "C"],
    ...     "what": ["graduates", "unemployed"] * 3,
    ...     "value": [30.0, 5.0, 20.0, 3.0, 10.0, 7.0],
    ... }
    >>> scheme = '''
    ... title = "Skills"
    ... [[indicators]]
    ... id = "graduates"
    ... direction = "higher"
    ... [[indicators]]
    ... id = "unemployed"
    ... direction = "lower"
    ... '''
    >>> answer = composite(table, scheme=scheme, region="pref", field="what")
    >>> answer.frame()["score"], answer.frame()["rank"]
    ([0.75, 0.75, 0.0], [1, 1, 3])
    """
    parsed = scheme if isinstance(scheme, Scheme) else parse_scheme(scheme)
    return ask(
        "composite",
        table,
        asked,
        question=f"How do the regions compare in {parsed.title!r}, and how much of that is a matter of choice?",
        compute=lambda matrix: _composite(matrix, scheme=parsed, seed=seed, draws=draws, level=level),
        rules=MEASURED,
        settings=_settings(parsed, seed=seed, draws=draws, level=level),
    )


def _settings(scheme: Scheme, *, seed: int, draws: int | None, level: float | None) -> dict[str, str]:
    drawn = scheme.uncertainty
    varied = {
        "missing": drawn.missing,
        "normalise": drawn.normalise,
        "weights": drawn.weights,
        "aggregate": drawn.aggregate,
    }
    choices = [f"{name} {'/'.join(options)}" for name, options in varied.items() if len(options) > 1]
    choices += [] if drawn.spread == "none" else [f"weights spread {drawn.spread}"]
    choices += ["one indicator left out"] if drawn.leave_one_out else []
    return {
        "scheme": scheme.name,
        "outliers": scheme.outliers.rule,
        "missing": scheme.missing.rule,
        "normalise": scheme.normalise,
        "weights": scheme.weights.method,
        "aggregate": scheme.aggregate.method,
        "varied": ", ".join(choices),
        "draws": f"{drawn.draws if draws is None else draws:,}",
        "level": f"{drawn.level if level is None else level:g}",
        "seed": str(seed),
    }


def _composite(matrix: Matrix, *, scheme: Scheme, seed: int, draws: int | None, level: float | None) -> Part:
    columns, unused = _columns(matrix, scheme)
    if matrix.persons is None and (per := next((i.id for i in scheme.indicators if i.per == "persons"), None)):
        msg = (
            f"indicator {per!r} of the scheme {scheme.name} is per persons: name the column of the persons "
            "with persons= (on the command line --persons)."
        )
        raise InputError(msg)
    found = index_of(
        matrix.values[:, columns],
        scheme=scheme,
        persons=matrix.persons,
        regions=matrix.regions,
        seed=seed,
        draws=draws,
        level=level,
    )
    kept = matrix.kept(regions=found.kept, fields=np.array(columns))
    results = {"score": found.score, "rank": found.rank, "rank_low": found.rank_low, "rank_high": found.rank_high}
    return Part(
        result=found,
        columns=by_region(kept, results),
        findings=_findings(found, kept.regions),
        cautions=(*unused, *found.cautions),
    )


def _columns(matrix: Matrix, scheme: Scheme) -> tuple[list[int], tuple[Caution, ...]]:
    """Return the column of each indicator; labels are never aligned by position."""
    place = {label: column for column, label in enumerate(matrix.fields)}
    wanted = [indicator.id for indicator in scheme.indicators]
    if lacking := [label for label in wanted if label not in place]:
        has = ", ".join(map(repr, matrix.fields[:20]))
        msg = (
            f"column {matrix.field_column!r} has no indicator {lacking[0]!r} of the scheme {scheme.name}; "
            f"it has {has}. Name the field as the scheme does."
        )
        raise UnknownNameError(msg)
    extra = [label for label in matrix.fields if label not in wanted]
    if not extra:
        return [place[label] for label in wanted], ()
    named = ", ".join(map(repr, extra[:EXAMPLES]))
    more = "…" if len(extra) > EXAMPLES else ""
    message = f"fields of the table that are not in the scheme and play no part ({len(extra)}): {named}{more}."
    return [place[label] for label in wanted], (Caution("not-in-scheme", message),)


def _findings(found: Composite, regions: tuple[str, ...]) -> tuple[str, ...]:
    first = np.argsort(found.rank, kind="stable")[:SHOWN]
    leaders = ", ".join(f"{regions[r]} ({found.rank_low[r]} to {found.rank_high[r]})" for r in first)
    width = float(np.median(found.rank_high - found.rank_low))
    return (
        f"highest score: {leaders}",
        f"in the middle case {found.level:.0%} of the ranks of a region span {width:g} places of {len(regions)}",
    )
