"""What each package chooses where the literature leaves a choice.

Read from the sources of the versions named, and tested against them. A convention is a
description that :func:`~chiiki.capability.conventions.analysis.analyse` follows; its
`settings` are what a result prints.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from chiiki.capability.advantage import TIE
from chiiki.capability.outlook import GAIN_FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from chiiki.capability.outlook import GainForm

__all__ = ["CONVENTIONS", "Convention", "MethodName", "with_method"]

MethodName = Literal[
    "complexity",
    "density",
    "fitness",
    "gain",
    "genepy",
    "outlook",
    "proximity",
    "rca",
    "reflections",
    "relatedness",
    "rpca",
]
"""Methods that a convention can have; "gain" is the second half of outlook."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How one package, or the written formula, computes."""

    name: str
    origin: str
    """Package, version and language, or where the formula is written."""

    methods: frozenset[MethodName]

    empty: Literal["blank", "drop", "nan", "present", "refuse", "zero"] = "refuse"
    """A region or activity without any amount: left out and blank, ratio missing, taken for present everywhere,
    refused, or ratio 0."""

    lacking: Literal["blank all", "carry", "drop", "refuse", "trim"] = "refuse"
    """A region or activity that is specialised nowhere, in complexity."""

    tie: float = 0.0
    """How far below 1 a ratio still counts as 1."""

    totals: Literal["armadillo", "by field", "columns", "long double", "whole"] = "columns"
    """In which order totals are summed, which decides exact ties of fractional amounts."""

    own_field: bool = False
    """Whether proximity keeps its diagonal of 1, so that density counts the activity itself."""

    out_of: float = 1.0
    digits: int | None = None
    """Decimals to which density is rounded."""

    eci: Literal["lapack", "reflections", "rounded", "second"] = "second"
    """Which vector: the second eigenvector, the one that LAPACK happens to list second, that of a rounded matrix,
    or repeated averages."""

    deviation: Literal["population", "sample", "sum"] = "sample"
    """What becomes 1: a standard deviation, or the sum of the vector."""

    sign: Literal["apart", "diversity", "mixed", "none", "reflections"] = "diversity"
    """What decides the sign: diversity for both; diversity and ubiquity each for its own; reflections
    and ubiquity; nothing; reflections."""

    pci_scale: Literal["eci", "own"] = "own"

    reflections: tuple[int, int] | None = None
    """Steps of regions and of activities."""

    fitness: tuple[int | None, Literal["new", "old"]] | None = None
    """Updates (none: to convergence), and which fitness an update of quality sees."""

    measure: str = "association"
    gain: GainForm | None = None
    coi_standardised: bool = False

    @property
    def settings(self) -> Mapping[str, str]:
        """The choices that matter, in words, by what they decide."""
        words = {
            "convention": f"{self.name} ({self.origin})",
            "specialised from": "RCA >= 1" + (f" - {self.tie:g}" if self.tie else ", exactly"),
            "empty regions and fields": _EMPTY[self.empty],
            "density": self._density_words(),
        }
        if "complexity" in self.methods:
            words |= {
                "ECI": _ECI[self.eci],
                "scale": f"{_DEVIATION[self.deviation]}; PCI on {_PCI_SCALE[self.pci_scale]}",
                "sign": _SIGN[self.sign],
                "nowhere specialised": _LACKING[self.lacking],
            }
        if self.reflections:
            words["reflections"] = f"regions after {self.reflections[0]} steps, fields after {self.reflections[1]}"
        if self.fitness:
            n, order = self.fitness
            words["fitness"] = f"{'until the order converges' if n is None else f'{n} updates'} with the {order} F"
        if self.gain:
            words["gain"] = self._gain_words(self.gain)
        return MappingProxyType(words)

    def _density_words(self) -> str:
        field = "own field included" if self.own_field else "own field excluded"
        rounding = "" if self.digits is None else f", rounded to {self.digits} decimals"
        return f"{field}, out of {self.out_of:g}{rounding}"

    def _gain_words(self, form: GainForm) -> str:
        by = "of the field whose value spreads" if form.spread_by == "origin" else "of the field taken up"
        terms = "both terms" if form.both_terms else "first term only"
        where = ", 0 where the region has the field" if form.open_only else ""
        scaled = ", COI standardised" if self.coi_standardised else ""
        return f"{terms}, over the proximity {by}{where}{scaled}"


_EMPTY = {
    "blank": "blank",
    "drop": "left out before anything is computed, and blank",
    "nan": "ratio missing, counted as not specialised",
    "present": "ratio missing, counted as specialised everywhere",
    "refuse": "refused",
    "zero": "ratio 0",
}
_LACKING = {
    "blank all": "every ECI and PCI blank",
    "carry": "every ECI and PCI missing",
    "drop": "left out",
    "refuse": "refused",
    "trim": "taken out, ratios computed anew, until none is left",
}
_ECI = {
    "lapack": "the eigenvector that LAPACK lists second, sorted or not",
    "reflections": "repeated averages",
    "rounded": "second eigenvector of a matrix rounded to four decimals",
    "second": "second eigenvector",
}
_DEVIATION = {
    "population": "population standard deviation",
    "sample": "sample standard deviation",
    "sum": "values sum to 1 in size",
}
_PCI_SCALE = {"eci": "that of ECI", "own": "its own"}
_SIGN = {
    "apart": "ECI by diversity, PCI by ubiquity, each for itself",
    "diversity": "ECI by diversity, PCI follows",
    "mixed": "ECI by its reflections, PCI by ubiquity",
    "none": "as computed",
    "reflections": "ECI and PCI each by its reflections",
}

_ALL: tuple[Convention, ...] = (
    Convention(
        name="chiiki",
        origin="definitions of chiiki",
        methods=frozenset(MethodName.__args__),  # type: ignore[attr-defined]  # the members of the Literal
        tie=TIE,
        reflections=(18, 19),
        fitness=(None, "old"),
        gain=GAIN_FORMS["atlas"],
    ),
    Convention(
        name="atlas",
        origin="The Atlas of Economic Complexity, 2014, technical boxes",
        methods=frozenset({"complexity", "density", "gain", "outlook", "proximity", "rca"}),
        tie=TIE,
        own_field=True,
        gain=GAIN_FORMS["atlas"],
    ),
    Convention(
        name="ecomplexity",
        origin="ecomplexity 0.5.3, Python",
        methods=frozenset({"complexity", "density", "gain", "outlook", "proximity", "rca", "rpca"}),
        empty="drop",
        lacking="blank all",
        own_field=True,
        deviation="population",
        pci_scale="eci",
        gain=GAIN_FORMS["ecomplexity"],
        coi_standardised=True,
    ),
    Convention(
        name="economic-complexity",
        origin="economic-complexity 0.3.0, Python, Datawheel",
        methods=frozenset({"complexity", "density", "gain", "proximity", "rca", "reflections"}),
        empty="nan",
        lacking="carry",
        totals="by field",
        eci="reflections",
        sign="none",
        reflections=(18, 19),
        gain=GAIN_FORMS["economic-complexity"],
    ),
    Convention(
        name="econcomplex",
        origin="econcomplex 1.0.1, Python",
        methods=frozenset(
            {
                "complexity",
                "density",
                "fitness",
                "gain",
                "outlook",
                "proximity",
                "rca",
                "reflections",
                "relatedness",
                "rpca",
            }
        ),
        empty="zero",
        lacking="trim",
        totals="whole",
        out_of=100.0,
        deviation="population",
        sign="apart",
        reflections=(20, 20),
        fitness=(20, "new"),
        measure="cosine",
        gain=GAIN_FORMS["econcomplex"],
    ),
    Convention(
        name="economiccomplexity",
        origin="economiccomplexity 2.0.0, R",
        methods=frozenset({"complexity", "density", "fitness", "gain", "outlook", "proximity", "rca", "reflections"}),
        empty="present",
        lacking="drop",
        totals="armadillo",
        own_field=True,
        eci="lapack",
        sign="reflections",
        reflections=(18, 19),
        fitness=(19, "old"),
        gain=GAIN_FORMS["economiccomplexity"],
    ),
    Convention(
        name="EconGeo",
        origin="EconGeo 2.1, R",
        methods=frozenset({"complexity", "density", "rca", "reflections", "relatedness"}),
        empty="zero",
        lacking="drop",
        totals="long double",
        out_of=100.0,
        digits=2,
        eci="rounded",
        deviation="sum",
        sign="mixed",
        reflections=(20, 19),
        measure="probability",
    ),
)

CONVENTIONS: Mapping[str, Convention] = MappingProxyType({convention.name: convention for convention in _ALL})
"""Every convention by its name."""


def with_method(method: MethodName) -> tuple[str, ...]:
    """Return the names of the conventions that have a method.

    Parameters
    ----------
    method : str
        One of :data:`MethodName`.

    Returns
    -------
    tuple of str
        In the order of :data:`CONVENTIONS`.

    Examples
    --------
    >>> with_method("genepy")
    ('chiiki',)
    """
    return tuple(name for name, convention in CONVENTIONS.items() if method in convention.methods)
