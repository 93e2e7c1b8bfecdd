"""What a field may hold."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

__all__ = ["check_digit", "clean_corporate_number", "one_line"]

N_DIGITS = 13


def clean_corporate_number(given: str) -> str:
    """Return a corporate number as 13 plain digits.

    Parameters
    ----------
    given : str
        As written: full-width digits, spaces, hyphens and the prefix ``JP-JCN-`` are fine.

    Raises
    ------
    ValidationError
        If it has not 13 digits, or its check digit is wrong; the message says which.

    Examples
    --------
    >>> clean_corporate_number("3000 0202 78670")
    '3000020278670'
    """
    number = unicodedata.normalize("NFKC", given).strip().removeprefix("JP-JCN-")
    number = number.replace(" ", "").replace("-", "")
    if not (number.isascii() and number.isdecimal()):
        raise ValidationError(
            _("A corporate number consists of 13 digits; this one holds other characters."), code="characters"
        )
    if len(number) != N_DIGITS:
        raise ValidationError(
            _("A corporate number consists of 13 digits; this one has %(n)d."), code="length", params={"n": len(number)}
        )
    if int(number[0]) != check_digit(number[1:]):
        raise ValidationError(
            _(
                "The first digit checks the twelve others: for these it is %(right)d, not %(given)s. "
                "Compare the number with the one published by the National Tax Agency."
            ),
            code="check-digit",
            params={"right": check_digit(number[1:]), "given": number[0]},
        )
    return number


def check_digit(digits: str) -> int:
    """Return the check digit in front of twelve digits: 9 − (Σ pₙ·qₙ mod 9).

    pₙ is the n-th digit from the right, qₙ is 1 where n is odd and 2 where it is even
    (Ordinance of the Ministry of Finance on the corporate number, article 2).

    Examples
    --------
    >>> check_digit("000020278670")
    3
    """
    total = sum(int(digit) * (2 if n % 2 else 1) for n, digit in enumerate(reversed(digits)))
    return 9 - total % 9


def one_line(given: str) -> None:
    """Refuse characters that no name has: control characters, lone surrogates, overrides of direction.

    Raises
    ------
    ValidationError
        If there is one.
    """
    if any(unicodedata.category(character) in {"Cc", "Cs", "Co"} or character in _HIDDEN for character in given):
        raise ValidationError(
            _("This holds a character that cannot be shown; type the text anew instead of pasting it."),
            code="characters",
        )


_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2028\u2029\ufeff")
"""Characters that turn the direction of what follows, or take no room."""
