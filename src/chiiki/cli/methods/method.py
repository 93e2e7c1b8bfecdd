"""What a command line has to know of a method: its columns, its options, its words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from chiiki.errors import InputError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMON", "CONVENTION", "PRESENCE", "ROLES", "Method", "Option", "Role", "parsed_options"]

Role = Literal["region", "field", "value", "time", "persons", "parent", "document", "units", "scheme"]

ROLES: dict[Role, str] = {
    "region": "Column that names the region.",
    "field": "Column that names the field (industry, technology…).",
    "value": "Column of the amounts.",
    "time": "Column of the periods; results are computed period by period.",
    "persons": "Column of the persons of a region.",
    "parent": "Column of the broader field that a field belongs to.",
    "document": "Column that names the document (patent, article…).",
    "units": "Column with the number of units (establishments…) that carry an amount.",
    "scheme": "File of the scheme (TOML).",
}
"""What a column is for; each is an option of the same name."""


@dataclass(frozen=True, slots=True)
class Option:
    """One ``--option NAME=VALUE`` of a method; a keyword argument of its door function."""

    name: str
    meaning: str
    kind: Literal["text", "number", "whole", "yes-no"] = "text"
    allowed: tuple[str, ...] = ()
    default: str = ""
    """The default in words; the value itself stands in the signature of the door function."""

    def parsed(self, text: str) -> str | float | bool:
        """Read the value that was typed.

        Raises
        ------
        InputError
            If it is none that the option takes.
        """
        if self.kind == "yes-no" and text in {"yes", "no"}:
            return text == "yes"
        if self.kind == "text" and text and (not self.allowed or text in self.allowed):
            return text
        try:
            if self.kind == "whole":
                return int(text)
            if self.kind == "number":
                return float(text)
        except ValueError:
            pass  # refused below, with the words for every kind
        msg = f"--option {self.name}={text} is not understood. Allowed: {self.takes}."
        raise InputError(msg)

    @property
    def takes(self) -> str:
        """What may be typed, in words."""
        words = {"yes-no": "yes|no", "whole": "a whole number", "number": "a number", "text": "a name"}
        return "|".join(self.allowed) or words[self.kind]


COMMON = (
    Option("duplicates", "a region and field with several rows: refuse, or sum them", allowed=("refuse", "sum")),
    Option("drop_empty", "drop regions and fields without any amount", kind="yes-no", default="no: refuse them"),
    Option("period", "the one period to use, with --time", default="all"),
    Option("reference", "label of the row that states the whole country", default="the sum of the regions"),
    Option("sheet", "sheet of an Excel file", default="the first"),
)
"""Options of every method that reads regions and fields."""

PRESENCE = (
    Option(
        "presence",
        "when a region counts as having a field: by RCA, by amount per head, by any amount",
        allowed=("rca", "per_head", "positive"),
        default="rca",
    ),
    Option("cut", "ratio at and above which it does", kind="number", default="1"),
)
"""Options of the methods that start from who has what."""

CONVENTION = Option(
    "convention",
    "whose conventions to follow",
    allowed=("chiiki", "atlas", "ecomplexity", "economic-complexity", "econcomplex", "economiccomplexity", "EconGeo"),
    default="chiiki",
)
"""Of the methods that other packages have too."""


@dataclass(frozen=True, slots=True)
class Method:
    """One command ``chiiki capability NAME``."""

    name: str
    """Also of the door function, with ``_`` for ``-``."""

    question: str
    """What it answers, in one line."""

    columns: str
    """What comes out, as in ``region, field, rca``."""

    needs: tuple[Role, ...] = ("region", "field", "value")
    takes: tuple[Role, ...] = ("time",)
    options: tuple[Option, ...] = ()
    common: tuple[Option, ...] = COMMON
    example: str = ""
    """Arguments after the method's name."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """Columns that can be named, those that are needed first."""
        return (*self.needs, *self.takes)

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Its own options, then the common ones."""
        return (*self.options, *self.common)


def parsed_options(method: Method, typed: Sequence[str]) -> dict[str, str | float | bool]:
    """Read ``k=v`` by the method's table of options.

    Parameters
    ----------
    method : Method
        Whose options.
    typed : sequence of str
        As on the command line.

    Raises
    ------
    UnknownNameError
        If the method has no such option; the message lists those it has.
    InputError
        If a value is not understood, or an option stands twice.

    Examples
    --------
    >>> parsed_options(Method("x", question="", columns=""), ["drop_empty=yes"])
    {'drop_empty': True}
    """
    known = {option.name: option for option in method.all_options}
    found: dict[str, str | float | bool] = {}
    for text in typed:
        name, equals, value = text.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or name not in known:
            has = "; ".join(f"{option.name}={option.takes}" for option in known.values())
            msg = f"{method.name} has no option {text!r}. Write --option NAME=VALUE; there are {has}."
            raise UnknownNameError(msg)
        if name in found:
            msg = f"--option {name} is given more than once. Give it once."
            raise InputError(msg)
        found[name] = known[name].parsed(value.strip())
    return found
