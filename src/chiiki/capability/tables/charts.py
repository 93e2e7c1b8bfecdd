"""One drawing per shape of answer, in the colours of the house.

Cells of regions by fields and pairs are a heat map, regions and fields a strip each, single
values bars, opportunities a scatter of nearness and complexity. Large answers are cut to the
leading labels, and the subtitle says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import MethodError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt
    import numpy.typing as npt

    from chiiki.arrays import BoolArray
    from chiiki.capability.tables.answer import Answer

__all__ = ["chart", "specification"]

ACCENT, PEER, INK, SOFT, RULE = "#0055ad", "#767f88", "#14191f", "#4a535c", "#d5dbe1"
"""The tokens accent, peer, ink, ink-2, rule of the brief, which stands above the methods and cannot be imported."""

STEPS = ["#dcebfa", "#a9cbef", "#6aa5e0", "#2a76c4", "#00458f"]
"""The tokens seq-1 to seq-5."""

REASONS = ("why", "quadrant", "builds_on", "lacks")
"""Columns of words that explain a number and label nothing."""

MOST = 50
"""Labels of one axis that are drawn: the prefectures, and not many more, can be read."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
RATIOS = [0.5, 1, 1.5, 2]
"""Where the colour of a ratio steps; from 1 a region is specialised."""

NARROW = 120
"""Width in px of one of several measures side by side."""

CELL = 16
"""Width and height of a cell of a heat map in px, for labels of 10 px."""


def chart(answer: Answer[Any]) -> alt.Chart:
    """Draw an answer.

    Parameters
    ----------
    answer : Answer
        Of any method.

    Raises
    ------
    MissingExtraError
        If the extra ``plot`` is not installed.
    MethodError
        If the answer has no number to draw.
    """
    try:
        import altair as alt  # noqa: PLC0415 -- an optional extra
    except ImportError as error:
        msg = "drawings need the extra plot. Add it: pip install 'chiiki[plot]', or in a checkout ./run --all-extras …"
        raise MissingExtraError(msg) from error
    drawn: alt.Chart = alt.Chart.from_dict(specification(answer))
    return drawn


def specification(answer: Answer[Any]) -> dict[str, Any]:
    """Say in Vega-Lite what is drawn.

    Parameters
    ----------
    answer : Answer
        Of any method.

    Raises
    ------
    MethodError
        If the answer has no number to draw.
    """
    # labels that are whole numbers are labels all the same
    columns = {
        name: cells.astype(str).astype(object) if name in answer.types else cells
        for name, cells in answer.arrays().items()
    }
    labels = [name for name, cells in columns.items() if cells.dtype == object and name not in REASONS]
    numbers = [name for name, cells in columns.items() if cells.dtype.kind in "fiu" and name != "amount"]
    if not numbers:
        msg = f"the answer of {answer.method} has no number to draw."
        raise MethodError(msg)
    value = next((name for name in ("rca", "value", "score") if name in numbers), numbers[-1])
    if {"density", "complexity"} <= set(columns):
        marks = _scatter(columns, labels)
    elif "kind" in columns:
        marks = _strips(columns, value)
    elif len(labels) > 1 and "measure" not in columns:
        marks = _tiles(columns, labels[-2:], value)
    else:
        marks = _bars(columns, labels, value)
    return {"$schema": SCHEMA, **marks, "title": _title(answer), "config": _config()}


def _values(columns: Mapping[str, npt.NDArray[Any]], kept: BoolArray) -> dict[str, Any]:
    """Return the rows under names without signs that Vega-Lite reads as paths."""
    cells = [_safe(column[kept]) for column in columns.values()]
    return {"values": [{f"c{at}": cell for at, cell in enumerate(row)} for row in zip(*cells, strict=True)]}


def _safe(cells: npt.NDArray[Any]) -> list[Any]:
    if cells.dtype.kind != "f":
        return list(cells.tolist())
    return [cell if np.isfinite(cell) else None for cell in cells.tolist()]


def _channel(columns: Mapping[str, npt.NDArray[Any]], name: str, **more: object) -> dict[str, Any]:
    kind = "nominal" if columns[name].dtype.kind in "Ob" else "quantitative"
    return {"field": f"c{list(columns).index(name)}", "type": kind, "title": name, **more}


def _tooltip(columns: Mapping[str, npt.NDArray[Any]]) -> list[dict[str, Any]]:
    return [_channel(columns, name) for name in columns]


def _leading(labels: npt.NDArray[Any], values: npt.NDArray[Any]) -> BoolArray:
    """Return where the labels with the largest sums stand."""
    listed = labels.tolist()
    index = {label: code for code, label in enumerate(dict.fromkeys(listed))}
    codes = np.fromiter(map(index.__getitem__, listed), dtype=np.intp, count=len(listed))
    sums = np.bincount(codes, weights=np.nan_to_num(np.abs(values)), minlength=len(index))
    return np.asarray(np.isin(codes, np.argsort(-sums, kind="stable")[:MOST]))


def _tiles(columns: Mapping[str, npt.NDArray[Any]], labels: list[str], value: str) -> dict[str, Any]:
    rows, across = labels
    kept = _leading(columns[rows], columns[value]) & _leading(columns[across], columns[value])
    # values have long tails: steps of equal frequency keep them from taking all the colour
    scale: dict[str, Any] = {"range": STEPS, "type": "quantile"}
    if value == "rca":
        scale = {"range": STEPS, "type": "threshold", "domain": RATIOS}
    order = list(dict.fromkeys(columns[rows][kept].tolist())) if across == f"other_{rows}" else None
    return {
        "data": _values(columns, kept),
        "mark": {"type": "rect"},
        "width": {"step": CELL},
        "height": {"step": CELL},
        "encoding": {
            "x": _channel(columns, across, sort=order),
            "y": _channel(columns, rows, sort=None),
            "color": _channel(columns, value, scale=scale, legend={"type": "symbol", "symbolType": "square"}),
            "tooltip": _tooltip(columns),
        },
    }


def _strips(columns: Mapping[str, npt.NDArray[Any]], value: str) -> dict[str, Any]:
    scale = {"domain": ["region", "field"], "range": [ACCENT, PEER]}
    return {
        "data": _values(columns, np.ones(len(columns["kind"]), dtype=bool)),
        "mark": {"type": "tick", "thickness": 2},
        "encoding": {
            "x": _channel(columns, value),
            "y": _channel(columns, "kind", sort=["region", "field"]),
            "color": _channel(columns, "kind", scale=scale, legend=None),
            "tooltip": _tooltip(columns),
        },
    }


def _scatter(columns: Mapping[str, npt.NDArray[Any]], labels: list[str]) -> dict[str, Any]:
    size = {"size": _channel(columns, "size")} if "size" in columns else {}
    kept = _leading(columns[labels[0]], np.nan_to_num(columns["density"])) if labels else columns["density"] >= 0
    return {
        "data": _values(columns, kept),
        "mark": {"type": "point", "filled": True, "color": ACCENT, "opacity": 0.6},
        "encoding": {
            "x": _channel(columns, "density"),
            "y": _channel(columns, "complexity"),
            **size,
            "tooltip": _tooltip(columns),
        },
    }


def _bars(columns: Mapping[str, npt.NDArray[Any]], labels: list[str], value: str) -> dict[str, Any]:
    everything = np.ones(len(columns[value]), dtype=bool)
    label = next((name for name in labels if name != "measure"), None)
    facets = {"column": _channel(columns, "measure")} if "measure" in columns else {}
    y = {"y": _channel(columns, label, sort=None)} if label else {}
    return {
        "data": _values(columns, _leading(columns[label], columns[value]) if label else everything),
        "mark": {"type": "bar", "color": ACCENT},
        "encoding": {"x": _channel(columns, value), **y, **facets, "tooltip": _tooltip(columns)},
        **({"width": NARROW, "resolve": {"scale": {"x": "independent"}}} if facets else {}),
    }


def _title(answer: Answer[Any]) -> dict[str, Any]:
    columns = answer.arrays()
    n = max((len(set(columns[name].tolist())) for name in answer.types if name in columns), default=0)
    cut = f"; the {MOST} largest of an axis are drawn" if n > MOST and "kind" not in answer.columns else ""
    subtitle = f"{answer.size}; convention {answer.convention}{cut}"
    return {"text": answer.question, "subtitle": subtitle, "anchor": "start", "color": INK, "subtitleColor": SOFT}


def _config() -> dict[str, Any]:
    axis = {"labelColor": SOFT, "titleColor": INK, "gridColor": RULE, "domainColor": RULE, "tickColor": RULE}
    legend = {"labelColor": SOFT, "titleColor": INK}
    return {"axis": axis, "legend": legend, "view": {"stroke": None}}
