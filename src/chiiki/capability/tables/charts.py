"""One drawing per shape of answer, in the colours of the house.

Cells of regions by fields are a heat map, pairs a matrix, single values a bar or a strip. Large
answers are cut to the leading labels, and the subtitle says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from chiiki.errors import MethodError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import altair as alt
    import numpy.typing as npt

    from chiiki.capability.tables.answer import Answer

__all__ = ["chart"]

ACCENT, PEER, INK, SOFT, RULE = "#0055ad", "#767f88", "#14191f", "#4a535c", "#d5dbe1"
"""The tokens accent, peer, ink, ink-2, rule of the brief, which stands above the methods and cannot be imported."""

STEPS = ["#dcebfa", "#a9cbef", "#6aa5e0", "#2a76c4", "#00458f"]
"""The tokens seq-1 to seq-5."""

MOST = 40
"""Labels of one axis that are drawn; more would not be read."""


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
    columns = answer.arrays()
    labels = [name for name, cells in columns.items() if cells.dtype == object]
    value = _main_number(answer, columns, labels)
    if "kind" in columns:
        marks = _strips(alt, columns, value)
    elif len(labels) > 1 and answer.method not in {"structure", "variety", "inequality", "shift-share"}:
        marks = _tiles(alt, columns, labels=labels, value=value)
    else:
        marks = _bars(alt, columns, labels=labels, value=value)
    return _styled(alt, marks, answer)


def _main_number(answer: Answer[Any], columns: Mapping[str, npt.NDArray[Any]], labels: list[str]) -> str:
    """Name the column that answers the question: the method's own, else the first number."""
    found = [name for name in columns if name not in labels and name not in {"amount", "specialised"}]
    if not found:
        msg = f"the answer of {answer.method} has no number to draw."
        raise MethodError(msg)
    return next((name for name in ("rca", "value", "score") if name in found), found[0])


def _rows(columns: Mapping[str, npt.NDArray[Any]], names: list[str], kept: npt.NDArray[Any]) -> dict[str, Any]:
    """Return rows as the drawing wants them; what is no number is left out."""
    cells = [columns[name][kept].tolist() for name in names]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*cells, strict=True)]
    return {"values": [{name: None if cell != cell else cell for name, cell in row.items()} for row in rows]}  # noqa: PLR0124 -- NaN


def _leading(labels: npt.NDArray[Any], values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return where the labels with the largest sums stand."""
    index = {label: code for code, label in enumerate(dict.fromkeys(labels.tolist()))}
    codes = np.fromiter(map(index.__getitem__, labels.tolist()), dtype=np.intp, count=len(labels))
    sums = np.bincount(codes, weights=np.nan_to_num(np.abs(values)), minlength=len(index))
    return np.isin(codes, np.argsort(-sums, kind="stable")[:MOST])


def _tiles(alt: Any, columns: Mapping[str, npt.NDArray[Any]], *, labels: list[str], value: str) -> alt.Chart:  # noqa: ANN401 -- the library
    rows, across = labels[-2:]
    values = columns[value].astype(float)
    kept = _leading(columns[rows], values) & _leading(columns[across], values)
    scale = alt.Scale(range=STEPS, type="quantile" if np.nanmin(values, initial=0.0) >= 0 else "linear")
    return (
        alt.Chart(_rows(columns, [*labels, value], kept))
        .mark_rect()
        .encode(
            x=alt.X(f"{across}:N", sort=None, title=across),
            y=alt.Y(f"{rows}:N", sort=None, title=rows),
            color=alt.Color(f"{value}:Q", scale=scale, title=value),
            tooltip=[*labels, value],
        )
    )


def _strips(alt: Any, columns: Mapping[str, npt.NDArray[Any]], value: str) -> alt.Chart:  # noqa: ANN401 -- as above
    names = [name for name in columns if columns[name].dtype == object or name == value]
    everything = np.ones(len(columns["kind"]), dtype=bool)
    colour = alt.Scale(domain=["region", "field"], range=[ACCENT, PEER])
    return (
        alt.Chart(_rows(columns, names, everything))
        .mark_tick(thickness=2)
        .encode(
            x=alt.X(f"{value}:Q", title=value),
            y=alt.Y("kind:N", sort=["region", "field"], title=None),
            color=alt.Color("kind:N", scale=colour, legend=None),
            tooltip=names,
        )
    )


def _bars(alt: Any, columns: Mapping[str, npt.NDArray[Any]], *, labels: list[str], value: str) -> alt.Chart:  # noqa: ANN401 -- as above
    label = labels[0] if labels else value
    kept = (
        _leading(columns[label], columns[value].astype(float)) if labels else np.ones(len(columns[value]), dtype=bool)
    )
    row = {"row": alt.Row("measure:N", title=None)} if "measure" in columns else {}
    return (
        alt.Chart(_rows(columns, [*dict.fromkeys((*labels, value))], kept))
        .mark_bar(color=ACCENT)
        .encode(
            x=alt.X(f"{value}:Q", title=value), y=alt.Y(f"{label}:N", sort=None, title=label), tooltip=[*labels], **row
        )
    )


def _styled(alt: Any, marks: alt.Chart, answer: Answer[Any]) -> alt.Chart:  # noqa: ANN401 -- as above
    subtitle = f"{answer.size}; convention {answer.convention}; at most {MOST} labels of an axis are drawn"
    title = alt.TitleParams(answer.question, subtitle=subtitle, anchor="start", color=INK, subtitleColor=SOFT)
    axis = {"labelColor": SOFT, "titleColor": INK, "gridColor": RULE, "domainColor": RULE, "tickColor": RULE}
    return marks.properties(title=title).configure_axis(**axis).configure_view(stroke=None)
