"""The analysis plan: what will be estimated, written down before anybody sees the result.

A plan is a TOML document. Its hash is recorded with every result, so that a reader can see
whether the plan that was announced is the one that was carried out; what was done otherwise is
listed as deviations (:func:`changed`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from chiiki.errors import InputError
from chiiki.evaluation.results import LEVEL, Comparison, Estimator, Inference, Method
from chiiki.sections import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from chiiki.sections import Section

__all__ = [
    "BalanceAsked",
    "Data",
    "Estimation",
    "InferenceAsked",
    "MechanismAsked",
    "Outcome",
    "Plan",
    "Sensitivity",
    "Window",
    "changed",
    "parse_plan",
]

MechanismAsked: TypeAlias = Literal["complete", "strata", "blocks", "size"]

MOST_OUTCOMES = 50
MOST_COVARIATES = 50
MOST_DRAWS = 1_000_000
YEAR = (-10_000, 100_000)
"""Periods are whole numbers; years, or quarters and months numbered through."""


@dataclass(frozen=True, slots=True)
class Data:
    """Where outcomes and treatments come from: a table beside the plan, or a programme of the facts pack."""

    table: str = ""
    """Path of the table, relative to the plan; empty where the pack is used."""

    programme: str = ""
    """Programme of the pack whose designations are the treatment; empty where a table is used."""

    unit: str = "unit"
    time: str = "time"
    first_treated: str = "first_treated"
    cluster: str = ""
    never: Literal["any", "empty", "zero", "inf"] = "any"
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome; the first of a plan is the main one."""

    column: str
    """Column of the table, or indicator of the pack."""

    name: str = ""
    name_ja: str = ""
    log: bool = False
    """Estimate effects on the logarithm; read as relative changes."""

    unit: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """Periods that are used, both ends included; None is open."""

    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Estimation:
    """The estimator, and others whose answer stands beside it."""

    estimator: Estimator = "bjs"
    comparison: Comparison = "not-yet"
    method: Method = "dr"
    covariates: tuple[str, ...] = ()
    second: tuple[Estimator, ...] = ("cs",)


@dataclass(frozen=True, slots=True)
class InferenceAsked:
    """Where intervals come from."""

    kind: Inference = "randomisation"
    draws: int = 999
    seed: int = 0
    level: float = LEVEL
    mechanism: MechanismAsked = "complete"
    """How treatment came about: all units alike, quotas by area, blocks that moved together, likelier by size."""

    by: str = ""
    """Column of the areas, blocks or sizes that the mechanism goes by; one value for each unit."""

    beside: tuple[Inference, ...] = ()
    """Further kinds whose intervals are shown, with a word where they disagree about zero."""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What is tried otherwise."""

    leave_one_out: bool = True
    honest: tuple[float, ...] = ()
    """Relative magnitudes of pre-trends that are allowed for, such as 0.5, 1."""


@dataclass(frozen=True, slots=True)
class BalanceAsked:
    """Whether inequality between units is decomposed, and from when to when."""

    level: str = ""
    """Column of the level per head, in the unit of the outcome before logarithms; empty asks nothing."""

    persons: str = ""
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole analysis plan."""

    name: str
    """What messages call it, such as the name of its file."""

    sha256: str
    """Of the document as it was read."""

    question: str
    question_ja: str
    data: Data
    outcomes: tuple[Outcome, ...]
    window: Window = field(default_factory=Window)
    estimation: Estimation = field(default_factory=Estimation)
    inference: InferenceAsked = field(default_factory=InferenceAsked)
    sensitivity: Sensitivity = field(default_factory=Sensitivity)
    balance: BalanceAsked = field(default_factory=BalanceAsked)


def parse_plan(text: str, *, name: str = "plan", settings: Sequence[str] = ()) -> Plan:
    """Read the text of an analysis plan.

    Parameters
    ----------
    text : str
        TOML. Needed are ``question``, ``[data]`` with ``table`` or ``programme``, and at least
        one ``[[outcomes]]`` with ``column``. Every other key has the default that the parts of
        :class:`Plan` state.
    name : str
        What messages and results call the plan.
    settings : sequence of str
        ``key=value``: what is to be done otherwise than the text says. The hash stays that of
        the text.

    Returns
    -------
    Plan

    Raises
    ------
    InputError
        If the text is no TOML, a key is unknown, or a value is not allowed; the message names
        the key, what was given and what is allowed.

    Examples
    --------
    >>> text = '''
    ... question = "Did the programme raise income?"
    ... [data]
    ... table = "panel.csv"
    ... [[outcomes]]
    ... column = "income"
    ... log = true
    ... '''
    >>> plan = parse_plan(text)
    >>> plan.estimation.estimator, plan.inference.kind, plan.outcomes[0].log
    ('bjs', 'randomisation', True)
    """
    top = read_toml(text, document=f"plan {name}").with_settings(settings)
    top.only(
        "question", "question_ja", "data", "outcomes", "window", "estimation", "inference", "sensitivity", "balance"
    )
    return Plan(
        name=name,
        sha256=sha256(text.encode("utf-8")).hexdigest(),
        question=top.text("question"),
        question_ja=top.text("question_ja", default=""),
        data=_data(top.section("data")),
        outcomes=_outcomes(top),
        window=_window(top.section("window")),
        estimation=_estimation(top.section("estimation")),
        inference=_inference(top.section("inference")),
        sensitivity=_sensitivity(top.section("sensitivity")),
        balance=_balance(top.section("balance")),
    )


def changed(planned: Plan, done: Plan) -> Mapping[str, tuple[str, str]]:
    r"""List what was done otherwise than planned, by key: (planned, done).

    Parameters
    ----------
    planned, done : Plan
        As announced, and as carried out.

    Examples
    --------
    >>> text = 'question = "Q"\ndata = { table = "t.csv" }\noutcomes = [{ column = "y" }]\n'
    >>> changed(parse_plan(text), parse_plan(text + "inference = { draws = 99 }"))
    {'inference.draws': ('999', '99')}
    """
    before, after = _flat(planned), _flat(done)
    keys = [key for key in dict.fromkeys((*before, *after)) if before.get(key) != after.get(key)]
    return {key: (before.get(key, ""), after.get(key, "")) for key in keys}


def _flat(value: object, key: str = "") -> dict[str, str]:
    """Return every setting of a plan by its dotted key; the name and the hash are none."""
    if is_dataclass(value):
        parts = {part.name: getattr(value, part.name) for part in fields(value) if part.name not in {"sha256", "name"}}
        named = {f"{key}.{part}" if key else part: cell for part, cell in parts.items()}
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        named = {f"{key}[{at}]": cell for at, cell in enumerate(value, start=1)}
    elif isinstance(value, tuple):
        return {key: ", ".join(map(str, value))}
    else:
        return {key: "" if value is None else str(value)}
    return {name: text for part, cell in named.items() for name, text in _flat(cell, part).items()}


def _data(section: Section) -> Data:
    section.only(*(part.name for part in fields(Data)))
    plain = {
        part.name: section.text(part.name, default=str(part.default)) for part in fields(Data) if part.name != "never"
    }
    found = Data(**plain, never=section.choice("never", ("any", "empty", "zero", "inf"), default="any"))
    if bool(found.table) == bool(found.programme):
        msg = f"{section.document}: [data] needs a table or a programme of the facts, and not both."
        raise InputError(msg)
    return found


def _outcomes(top: Section) -> tuple[Outcome, ...]:
    found: dict[str, Outcome] = {}
    for section in top.sections("outcomes", most=MOST_OUTCOMES):
        section.only(*(part.name for part in fields(Outcome)))
        outcome = Outcome(
            column=section.text("column"),
            name=section.text("name", default=""),
            name_ja=section.text("name_ja", default=""),
            log=section.flag("log", default=False),
            unit=section.text("unit", default=""),
        )
        if outcome.column in found:
            section.refuse("column", "a column that no other outcome names")
        found[outcome.column] = outcome
    if not found:
        msg = f"{top.document}: there is no [[outcomes]]; name at least one with column = …"
        raise InputError(msg)
    return tuple(found.values())


def _window(section: Section) -> Window:
    section.only("from", "to")
    found = Window(_period(section, "from"), _period(section, "to"))
    if found.first is not None and found.last is not None and found.last <= found.first:
        section.refuse("to", f"a period after {found.first}")
    return found


def _period(section: Section, key: str) -> int | None:
    return section.whole(key, least=YEAR[0], most=YEAR[1], default=0) if key in section.table else None


def _estimation(section: Section) -> Estimation:
    section.only(*(part.name for part in fields(Estimation)))
    estimators: tuple[Estimator, ...] = get_args(Estimator)
    comparisons: tuple[Comparison, ...] = get_args(Comparison)
    methods: tuple[Method, ...] = get_args(Method)
    plain = Estimation()
    chosen = section.choice("estimator", estimators, default=plain.estimator)
    second = section.choices("second", estimators) if "second" in section.table else plain.second
    return Estimation(
        estimator=chosen,
        comparison=section.choice("comparison", comparisons, default=plain.comparison),
        method=section.choice("method", methods, default=plain.method),
        covariates=section.texts("covariates", most=MOST_COVARIATES),
        second=tuple(name for name in second if name != chosen),
    )


def _inference(section: Section) -> InferenceAsked:
    section.only(*(part.name for part in fields(InferenceAsked)))
    kinds: tuple[Inference, ...] = get_args(Inference)
    mechanisms: tuple[MechanismAsked, ...] = get_args(MechanismAsked)
    plain = InferenceAsked()
    found = InferenceAsked(
        kind=section.choice("kind", kinds, default=plain.kind),
        draws=section.whole("draws", least=99, most=MOST_DRAWS, default=plain.draws),
        seed=section.whole("seed", least=0, most=2**63 - 1, default=plain.seed),
        level=section.number("level", above=0.5, to=0.999, default=plain.level),
        mechanism=section.choice("mechanism", mechanisms, default=plain.mechanism),
        by=section.text("by", default=plain.by),
        beside=section.choices("beside", kinds),
    )
    if (found.mechanism == "complete") != (not found.by):
        section.refuse("by", "a column with mechanism strata, blocks or size, and nothing with complete")
    return found


def _sensitivity(section: Section) -> Sensitivity:
    section.only(*(part.name for part in fields(Sensitivity)))
    given = section.table.get("honest", [])
    if not isinstance(given, list) or any(isinstance(m, bool) or not isinstance(m, int | float) for m in given):
        section.refuse("honest", "a list of relative magnitudes such as [0.5, 1]")
    if any(not 0 <= magnitude <= 100 for magnitude in given):  # noqa: PLR2004 -- hundred times the pre-trend
        section.refuse("honest", "magnitudes from 0 to 100")
    return Sensitivity(
        leave_one_out=section.flag("leave_one_out", default=True), honest=tuple(float(magnitude) for magnitude in given)
    )


def _balance(section: Section) -> BalanceAsked:
    section.only("level", "persons", "from", "to")
    found = BalanceAsked(
        level=section.text("level", default=""),
        persons=section.text("persons", default=""),
        first=_period(section, "from"),
        last=_period(section, "to"),
    )
    if section.table and not found.level:
        section.refuse("level", "the column of the level per head")
    return found
