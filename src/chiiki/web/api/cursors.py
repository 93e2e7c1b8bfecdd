"""Opaque cursors: where a page begins, signed, and bound to its list and to the edition.

>>> read_cursor(write_cursor(100, scope="a"), scope="a")           # doctest: +SKIP
100
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BinasciiError
from hashlib import sha256

from django.conf import settings

from chiiki.web.api.enums import ProblemCode
from chiiki.web.api.problems import ProblemError

__all__ = ["MAX_LENGTH", "read_cursor", "write_cursor"]

N_SIGNATURE = 12
MAX_LENGTH = 64
"""Characters of a cursor at most; ours are shorter."""


def write_cursor(start: int, *, scope: str) -> str:
    """Write the cursor of the page that begins after `start` rows of the list `scope`."""
    place = start.to_bytes(6, "big")
    return urlsafe_b64encode(place + _signature(place, scope)).decode().rstrip("=")


def read_cursor(cursor: str, *, scope: str) -> int:
    """Return after how many rows the page begins.

    Raises
    ------
    ProblemError
        If the cursor was not written here, for this list, with these filters and this edition.
    """
    try:
        content = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (BinasciiError, ValueError) as error:
        raise ProblemError(ProblemCode.BAD_CURSOR) from error
    place, signature = content[:6], content[6:]
    start = int.from_bytes(place, "big")
    # Written anew and compared whole: base64 has several spellings of the same bytes.
    if not hmac.compare_digest(signature, _signature(place, scope)) or write_cursor(start, scope=scope) != cursor:
        raise ProblemError(ProblemCode.BAD_CURSOR)
    return start


def _signature(place: bytes, scope: str) -> bytes:
    key = f"chiiki.api.cursor {settings.SECRET_KEY}".encode()
    return hmac.new(key, place + scope.encode(errors="replace"), sha256).digest()[:N_SIGNATURE]
