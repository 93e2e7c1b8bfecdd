"""Which sentence may stand as a heading: the first whose guard holds.

A heading is a claim that a named rule computed from listed inputs. Rules are written in
the order of preference (largest deviation first, then completeness) and end in a neutral
form that always holds, so that every block has a heading and none says more than the data.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chiiki.brief.document import Claim, NumberRef
from chiiki.errors import ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chiiki.brief.document import Text
    from chiiki.provenance import NumberBook, Value

__all__ = ["OPERATORS", "Condition", "Rule", "choose_claim"]

OPERATORS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}
"""How a condition compares; a missing value holds no condition but ``is missing``."""

_DOUBTFUL_END = {"<": 1, "<=": 1, ">": 0, ">=": 0}
"""Which end of an interval a comparison must still hold for; the other comparisons hold for none."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``left operator right``: number ids or plain values, such as ``r04.income_gap < -0.005``.

    An interval on the left is above (below) a value when the whole of it is.
    """

    left: str
    operator: str
    """A key of :data:`OPERATORS`, or ``is`` with `right` = ``missing`` or ``known``."""

    right: str | float

    def holds(self, numbers: NumberBook) -> bool:
        """Return whether the condition is true for `numbers`."""
        left = numbers[self.left].value
        if self.operator == "is":
            return (left is None) == (self.right == "missing")
        left = _in_doubt(left, self.operator)
        right = numbers[self.right].value if isinstance(self.right, str) else self.right
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            return False
        return OPERATORS[self.operator](left, right)

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


def _in_doubt(value: Value, sign: str) -> Value:
    """Return the end of an interval that a comparison must still hold for."""
    if not isinstance(value, tuple):
        return value
    return value[_DOUBTFUL_END[sign]] if sign in _DOUBTFUL_END else None


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence that may be said, and when."""

    key: str
    """The wording key: the rule's name."""

    text: Text
    when: tuple[Condition, ...] = ()
    """All must hold; empty for the neutral form."""


def choose_claim(block_id: str, rules: Sequence[Rule], *, numbers: NumberBook) -> Claim:
    """Return the first rule whose conditions all hold, as the claim of block `block_id`.

    Raises
    ------
    ProvenanceError
        If no rule holds: the last one must be a neutral form without conditions.
    """
    for rule in rules:
        if all(condition.holds(numbers) for condition in rule.when):
            return Claim(
                id=block_id,
                rule=rule.key,
                text=rule.text,
                inputs=_inputs(rule, numbers=numbers),
                guard=" and ".join(str(condition) for condition in rule.when),
            )
    msg = f"no rule of block {block_id!r} holds; end its rules with a neutral form."
    raise ProvenanceError(msg)


def _inputs(rule: Rule, *, numbers: NumberBook) -> tuple[str, ...]:
    named = [piece.number_id for piece in rule.text if isinstance(piece, NumberRef)]
    named += [condition.left for condition in rule.when]
    named += [
        condition.right for condition in rule.when if isinstance(condition.right, str) and condition.right in numbers
    ]
    return tuple(dict.fromkeys(named))
