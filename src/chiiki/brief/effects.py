"""How an estimated effect is written: signed, with its interval, and read no further than that goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chiiki.brief import formats
from chiiki.brief.claims import Condition
from chiiki.brief.document import NumberRef

if TYPE_CHECKING:
    from chiiki.brief.voice import Voice

__all__ = ["absolute", "digits", "ends", "interval", "outside", "p_value", "share", "signed", "signed_text", "tally"]

_MORE_DECIMALS = 0.095
"""Below this a p value is written with three decimals."""


def signed_text(value: float) -> str:
    """Write a relative change with its sign: ``+1.3%``, ``−2.1%``."""
    return formats.change(value) + "%"


def signed(number_id: str, voice: Voice) -> NumberRef:
    """Link a relative change with its sign; the sign of a missing one where there is none."""
    number = voice.book[number_id]
    if number.value is None:
        return NumberRef(number_id, formats.missing_sign(number.missing, voice.lang))
    return NumberRef(number_id, signed_text(voice.scalar(number_id)))


def absolute(number_id: str, voice: Voice) -> NumberRef:
    """Link the size of a relative change, without its sign."""
    return voice.percent(number_id)


def tally(number_id: str, voice: Voice) -> NumberRef:
    """Link a count without a noun."""
    return NumberRef(number_id, voice.scalar_text(number_id))


def share(number_id: str, voice: Voice) -> NumberRef:
    """Link a share as a whole percentage."""
    return voice.percent(number_id, decimals=0)


def digits(number_id: str, voice: Voice) -> NumberRef:
    """Link an index with two decimals; the sign of a missing one where there is none."""
    number = voice.book[number_id]
    if number.value is None:
        return NumberRef(number_id, formats.missing_sign(number.missing, voice.lang))
    return NumberRef(number_id, formats.decimal(voice.scalar(number_id), 2))


def ends(number_id: str, voice: Voice) -> tuple[NumberRef, NumberRef]:
    """Link both ends of an interval of relative changes."""
    value = voice.book[number_id].value
    if not isinstance(value, tuple):
        sign = interval(number_id, voice)
        return sign, sign
    return NumberRef(number_id, signed_text(value[0])), NumberRef(number_id, signed_text(value[1]))


def interval(number_id: str, voice: Voice) -> NumberRef:
    """Link an interval of relative changes: ``−5.4% to +1.3%``."""
    value = voice.book[number_id].value
    if not isinstance(value, tuple):
        return NumberRef(number_id, formats.missing_sign("not_applicable", voice.lang))
    low, high = map(signed_text, value)
    return NumberRef(number_id, voice.word("effect.interval", low=low, high=high))


def p_value(number_id: str, voice: Voice) -> NumberRef:
    """Link a p value with two decimals, small ones with three."""
    value = voice.scalar(number_id)
    return NumberRef(number_id, formats.decimal(value, 3 if value < _MORE_DECIMALS else 2))


def outside(interval_id: str, number_id: str) -> tuple[tuple[Condition, ...], ...]:
    """Say when a number lies below or above an interval: one of the two conditions."""
    return ((Condition(interval_id, ">", number_id),), (Condition(interval_id, "<", number_id),))
