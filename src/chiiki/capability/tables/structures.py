"""Structure of the regions of a table: specialisation, concentration, variety."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from chiiki.capability import concentration
from chiiki.capability import structure as structures
from chiiki.capability import variety as varieties
from chiiki.capability.advantage import rca
from chiiki.capability.relatedness import proximity
from chiiki.capability.tables.answer import Part
from chiiki.capability.tables.asking import ask
from chiiki.capability.tables.measures import by_measure, furthest
from chiiki.capability.tables.plants import plants_of
from chiiki.capability.tables.reading import Rules
from chiiki.errors import InputError

if TYPE_CHECKING:
    from typing import Unpack

    from chiiki.arrays import FloatArray
    from chiiki.capability.tables.answer import Answer
    from chiiki.capability.tables.matrix import Matrix
    from chiiki.capability.tables.plants import Plants
    from chiiki.capability.tables.reading import Asked
    from chiiki.frames.table import Given

__all__ = ["structure", "variety"]


def structure(
    table: Given,
    *,
    of: Literal["regions", "fields"] = "regions",
    base: float = 2.0,
    plants: bool = False,
    **asked: Unpack[Asked],
) -> Answer[Given]:
    """Measure how specialised the regions are, or how concentrated the fields.

    Parameters
    ----------
    table : frame, dict of columns, or array of shape (n_regions, n_fields)
        One row per region and field, or per plant with `plants`.
    of : {"regions", "fields"}
        Regions: shannon, herfindahl, herfindahl_normalised, equivalent_number, krugman,
        krugman_others, gini, gini_equal (each field counts as one), hoover. Fields: gini,
        gini_equal (each region counts as one), hoover, theil, herfindahl,
        herfindahl_normalised, equivalent_number; with `plants` also ellison_glaeser and
        plant_herfindahl.
    base : float
        Base of the logarithm in Shannon's entropy; 2 gives bits.
    plants : bool
        Each row is one plant and its value the plant's size; rows of one region and field are
        summed. Only `of` ``"fields"``.
    **asked
        How to read it; see :class:`~chiiki.capability.tables.reading.Reading`. With `persons`,
        fields are compared with the persons of regions, else with all fields together
        (only `of` ``"fields"``).

    Returns
    -------
    Answer
        Columns label, measure, value; the label is a region, or a field.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> jobs = {"pref": ["A", "A", "B", "B"], "trade": ["x", "y"] * 2, "jobs": [30, 10, 10, 30]}
    >>> answer = structure(jobs, region="pref", field="trade", value="jobs")
    >>> dict(zip(answer.frame()["measure"][:9], answer.frame()["value"][:9]))["krugman"]
    0.5
    """
    if plants and of != "fields":
        msg = "plants say how fields concentrate: ask for of=fields, or leave plants out."
        raise InputError(msg)
    if asked.get("persons") and of != "fields":
        msg = "persons say how much each region counts for a field: ask for of=fields, or leave persons out."
        raise InputError(msg)
    sizes: Plants | None = None
    if plants:
        sizes = plants_of(table, asked)
        asked = {**asked, "duplicates": "sum"}
    if of == "regions":
        return ask(
            "structure",
            table,
            asked,
            question="How specialised is each region?",
            compute=lambda matrix: _regions(matrix, base=base),
            settings={"of": of, "logarithm": f"base {base:g}"},
        )
    weights = "persons" if asked.get("persons") else "all fields together"
    return ask(
        "structure",
        table,
        asked,
        question="How concentrated is each field over the regions?",
        compute=lambda matrix: _fields(matrix, plants=sizes),
        rules=Rules(least_fields=1 if asked.get("persons") else 2),
        settings={"of": of, "compared with": weights},
    )


def variety(table: Given, *, base: float = 2.0, coherence: bool = False, **asked: Unpack[Asked]) -> Answer[Given]:
    """Split each region's variety into that between broad fields and that within them.

    Parameters
    ----------
    table : frame or dict of columns
        One row per region and field, with a column of the field's parent.
    base : float
        Base of the logarithm; 2 gives bits.
    coherence : bool
        Measure coherence, too: how related a region's fields are by the proximity of fields
        in this table (RCA >= 1).
    **asked
        How to read it; see :class:`~chiiki.capability.tables.reading.Reading`.

    Returns
    -------
    Answer
        Columns label (region), measure (total, unrelated, related; coherence), value.

    Raises
    ------
    InputError, MethodError
        If the table cannot be read, or the method has no answer; with row and column.

    Examples
    --------
    >>> jobs = {"pref": ["A"] * 3, "trade": ["x", "y", "z"], "broad": ["p", "p", "q"], "jobs": [2, 2, 4]}
    >>> variety(jobs, region="pref", field="trade", value="jobs", parent="broad").frame()["value"]
    [1.5, 1.0, 0.5]
    """
    return ask(
        "variety",
        table,
        asked,
        question="How varied is each region, between broad fields and within them?",
        compute=lambda matrix: _variety(matrix, base=base, coherence=coherence),
        rules=Rules(least_regions=2 if coherence else 1, needs=("parent",)),
        settings={"logarithm": f"base {base:g}"},
    )


def _regions(matrix: Matrix, *, base: float) -> Part:
    values, reference = matrix.values, matrix.reference
    herfindahl = structures.herfindahl(values)
    krugman = structures.krugman_index(values, reference=reference)
    measures = {
        "shannon": structures.shannon(values, base=base),
        "herfindahl": herfindahl.raw,
        "herfindahl_normalised": herfindahl.normalised,
        "equivalent_number": herfindahl.equivalent_number,
        "krugman": krugman,
        "krugman_others": structures.krugman_index(values, against="others"),
        "gini": structures.specialisation_gini(values, reference=reference),
        "gini_equal": structures.specialisation_gini(values, weighting="activities", reference=reference),
        "hoover": krugman / 2,
    }
    said = furthest(matrix.region_axis, krugman, what="furthest from the country's mix by Krugman's index")
    return Part(result=measures, columns=by_measure(matrix.region_axis, measures), findings=(said,))


def _fields(matrix: Matrix, *, plants: Plants | None) -> Part:
    values, persons = matrix.values, matrix.persons
    herfindahl = structures.herfindahl(np.ascontiguousarray(values.T))
    gini = concentration.concentration_gini(values, persons=persons)
    measures = {
        "gini": gini,
        "gini_equal": concentration.concentration_gini(values, persons=persons, weighting="regions"),
        "hoover": concentration.concentration_hoover(values, persons=persons),
        "theil": concentration.concentration_theil(values, persons=persons),
        "herfindahl": herfindahl.raw,
        "herfindahl_normalised": herfindahl.normalised,
        "equivalent_number": herfindahl.equivalent_number,
    }
    if plants is not None:
        measures |= _agglomeration(matrix, plants)
    said = furthest(matrix.field_axis, gini, what="most concentrated by the Gini coefficient")
    return Part(result=measures, columns=by_measure(matrix.field_axis, measures), findings=(said,))


def _agglomeration(matrix: Matrix, plants: Plants) -> dict[str, FloatArray]:
    found = concentration.ellison_glaeser(
        matrix.values, plant_herfindahl=plants.herfindahl(matrix), persons=matrix.persons
    )
    return {"ellison_glaeser": found.gamma, "plant_herfindahl": found.plant_herfindahl}


def _variety(matrix: Matrix, *, base: float, coherence: bool) -> Part:
    found = varieties.variety(matrix.values, parents=matrix.parents or (), base=base)
    measures = {"total": found.total, "unrelated": found.unrelated, "related": found.related}
    if coherence:
        near = proximity(rca(matrix.values, reference=matrix.reference).specialised)
        measures["coherence"] = varieties.coherence(matrix.values, relatedness=near)
    said = tuple(
        furthest(matrix.region_axis, measures[name], what=f"most {words} variety")
        for name, words in (("related", "related"), ("unrelated", "unrelated"))
    )
    return Part(result=found, columns=by_measure(matrix.region_axis, measures), findings=said)
