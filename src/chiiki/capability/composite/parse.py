"""From the text of a scheme to a :class:`~chiiki.capability.composite.scheme.Scheme`."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from chiiki.capability.composite.scheme import (
    AGGREGATIONS,
    IMPUTATIONS,
    MISSING_RULES,
    NORMALISATIONS,
    OUTLIER_RULES,
    SPREADS,
    WEIGHTINGS,
    Aggregation,
    Dimension,
    Indicator,
    Missing,
    Outliers,
    Scheme,
    Uncertainty,
    Weighting,
)
from chiiki.errors import InputError
from chiiki.sections import read_toml

if TYPE_CHECKING:
    from chiiki.capability.composite.scheme import NormalisationName
    from chiiki.sections import Section

__all__ = ["parse_scheme"]

MOST_INDICATORS = 500
MOST_DIMENSIONS = 200
MOST_DRAWS = 100_000


def parse_scheme(text: str, *, name: str = "scheme") -> Scheme:
    """Read the text of a scheme.

    Parameters
    ----------
    text : str
        TOML. Needed are ``title`` and at least two ``[[indicators]]`` with ``id`` and
        ``direction``; every other key has the default that
        :class:`~chiiki.capability.composite.scheme.Scheme` and its parts state.
    name : str
        What messages and results call the scheme, such as the name of its file.

    Returns
    -------
    Scheme

    Raises
    ------
    InputError
        If the text is not TOML, a key is unknown, or a value is not allowed; the message
        names the key, what was given and what is allowed.

    Examples
    --------
    >>> text = '''
    ... title = "Skills and jobs"
    ... normalise = { method = "z" }
    ... [[indicators]]
    ... id = "graduates"
    ... direction = "higher"
    ... [[indicators]]
    ... id = "unemployed"
    ... direction = "lower"
    ... '''
    >>> [indicator.id for indicator in parse_scheme(text).indicators]
    ['graduates', 'unemployed']
    >>> parse_scheme(text.replace('"z"', '"y"'), name="s")
    Traceback (most recent call last):
    ...
    chiiki.errors.InputError: scheme s: [normalise], key method: got 'y'; allowed is one of min-max, z, rank, best.
    """
    top = read_toml(text, document=f"scheme {name}")
    top.only(*(field.name for field in fields(Scheme) if field.name != "name"))
    dimensions = _dimensions(top)
    scheme = Scheme(
        name=name,
        title=top.text("title"),
        title_ja=top.text("title_ja", default=""),
        note=top.text("note", default=""),
        note_ja=top.text("note_ja", default=""),
        dimensions=dimensions,
        indicators=_indicators(top, dimensions),
        outliers=_outliers(top.section("outliers")),
        missing=_missing(top.section("missing")),
        normalise=_normalise(top.section("normalise")),
        weights=_weights(top.section("weights")),
        aggregate=_aggregate(top.section("aggregate")),
        uncertainty=_uncertainty(top.section("uncertainty")),
    )
    _check_whole(scheme, top)
    return scheme


def _dimensions(top: Section) -> tuple[Dimension, ...]:
    found: dict[str, Dimension] = {}
    for section in top.sections("dimensions", most=MOST_DIMENSIONS):
        section.only("id", "title", "weight", "parent")
        dimension = Dimension(
            id=section.text("id"),
            title=section.text("title", default=""),
            weight=section.number("weight", above=0, to=1e6, default=1.0),
            parent=section.choice("parent", ["", *found], default=""),
        )
        if dimension.id in found:
            section.refuse("id", "an id that no other dimension has")
        found[dimension.id] = dimension
    return tuple(found.values())


def _indicators(top: Section, dimensions: tuple[Dimension, ...]) -> tuple[Indicator, ...]:
    found: dict[str, Indicator] = {}
    for section in top.sections("indicators", most=MOST_INDICATORS):
        indicator = _indicator(section, [dimension.id for dimension in dimensions])
        if indicator.id in found:
            section.refuse("id", "an id that no other indicator has")
        found[indicator.id] = indicator
    if len(found) < 2:  # noqa: PLR2004 -- one indicator is no composite
        msg = f"{top.document}: {len(found)} tables [[indicators]]; a composite index needs at least two."
        raise InputError(msg)
    return tuple(found.values())


def _indicator(section: Section, dimensions: list[str]) -> Indicator:
    section.only(*(field.name for field in fields(Indicator)))
    low, high = section.maybe_number("low"), section.maybe_number("high")
    if low is not None and high is not None and low >= high:
        section.refuse("high", f"a number above low, which is {low:g}")
    return Indicator(
        id=section.text("id"),
        direction=section.choice("direction", ["higher", "lower"]),
        title=section.text("title", default=""),
        unit=section.text("unit", default=""),
        per=section.choice("per", ["", "persons"], default=""),
        weight=section.number("weight", above=0, to=1e6, default=1.0),
        dimension=section.choice("dimension", dimensions or [""], default=None if dimensions else ""),
        low=low,
        high=high,
        note=section.text("note", default=""),
    )


def _outliers(section: Section) -> Outliers:
    section.only("rule", "skewness", "kurtosis", "most")
    base = Outliers()
    return Outliers(
        rule=section.choice("rule", OUTLIER_RULES, default=base.rule),
        skewness=section.number("skewness", above=0, to=100, default=base.skewness),
        kurtosis=section.number("kurtosis", above=-10, to=1000, default=base.kurtosis),
        most=section.whole("most", least=1, most=1000, default=base.most),
    )


def _missing(section: Section) -> Missing:
    section.only("rule", "neighbours", "at_most")
    base = Missing()
    return Missing(
        rule=section.choice("rule", MISSING_RULES, default=base.rule),
        neighbours=section.whole("neighbours", least=1, most=1000, default=base.neighbours),
        at_most=section.number("at_most", above=0, to=1, default=base.at_most),
    )


def _normalise(section: Section) -> NormalisationName:
    section.only("method")
    return section.choice("method", NORMALISATIONS, default="min-max")


def _weights(section: Section) -> Weighting:
    section.only("method", "factors", "low_share", "high_share")
    base = Weighting()
    return Weighting(
        method=section.choice("method", WEIGHTINGS, default=base.method),
        factors=section.whole("factors", least=0, most=MOST_INDICATORS, default=base.factors),
        low_share=section.number("low_share", above=0, to=1, default=base.low_share, or_equal=True),
        high_share=section.number("high_share", above=0, to=1, default=base.high_share),
    )


def _aggregate(section: Section) -> Aggregation:
    section.only("method", "floor")
    base = Aggregation()
    return Aggregation(
        method=section.choice("method", AGGREGATIONS, default=base.method),
        floor=section.number("floor", above=0, to=0.5, default=base.floor),
    )


def _uncertainty(section: Section) -> Uncertainty:
    section.only(*(field.name for field in fields(Uncertainty)))
    base = Uncertainty()
    return Uncertainty(
        missing=section.choices("missing", IMPUTATIONS),
        normalise=section.choices("normalise", NORMALISATIONS),
        weights=section.choices("weights", WEIGHTINGS),
        aggregate=section.choices("aggregate", AGGREGATIONS),
        spread=section.choice("spread", SPREADS, default=base.spread),
        width=section.number("width", above=0, to=1, default=base.width),
        concentration=section.number("concentration", above=1, to=1e9, default=base.concentration, or_equal=True),
        leave_one_out=section.flag("leave_one_out", default=base.leave_one_out),
        draws=section.whole("draws", least=10, most=MOST_DRAWS, default=base.draws),
        level=section.number("level", above=0, to=0.999, default=base.level),
    )


def _check_whole(scheme: Scheme, top: Section) -> None:
    """Refuse what each key allows alone and the scheme does not allow together."""
    used = {indicator.dimension for indicator in scheme.indicators} | {d.parent for d in scheme.dimensions}
    for section, dimension in zip(top.sections("dimensions", most=MOST_DIMENSIONS), scheme.dimensions, strict=True):
        if dimension.id not in used:
            section.refuse("id", "a dimension that holds an indicator or another dimension")
    n = len(scheme.indicators)
    weights, uncertainty = top.section("weights"), top.section("uncertainty")
    if scheme.weights.low_share * n > 1:
        weights.refuse("low_share", f"at most 1/{n}, one part for each indicator")
    if scheme.weights.high_share * n < 1:
        weights.refuse("high_share", f"at least 1/{n}, one part for each indicator")
    if scheme.weights.factors > n:
        weights.refuse("factors", f"a whole number up to {n}, the number of indicators")
    if scheme.weights.method == "bod" and scheme.aggregate.method != "arithmetic":
        top.section("aggregate").refuse("method", "arithmetic, since bod is a weighted sum")
    _check_alternatives(scheme, uncertainty)


def _check_alternatives(scheme: Scheme, section: Section) -> None:
    drawn = scheme.uncertainty
    own = {
        "missing": (drawn.missing, scheme.missing.rule),
        "normalise": (drawn.normalise, scheme.normalise),
        "weights": (drawn.weights, scheme.weights.method),
        "aggregate": (drawn.aggregate, scheme.aggregate.method),
    }
    for key, (alternatives, chosen) in own.items():
        if alternatives and chosen not in alternatives:
            section.refuse(key, f"a list with the scheme's own choice, {chosen}")
    varied = any(len(alternatives) > 1 for alternatives, _ in own.values())
    if not (varied or drawn.leave_one_out or drawn.spread != "none"):
        section.refuse("spread", "uniform or dirichlet while nothing else varies: ranks would have no interval")
