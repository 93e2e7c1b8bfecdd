"""Addresses that open something: whoever reads one in a log could use it, so no log has one.

Links of invitations and of new passwords carry their secret in the path, for a mail can hold
nothing else. Logs get such a path without its last part, and a browser that shows such a page
tells other pages the name of the site alone.
"""

from __future__ import annotations

import logging
import re

__all__ = ["MaskedFormatter", "has_secret", "masked"]

_SLASH = r"(?:/|%(?:25)*2F)"
_SECRET = re.compile(
    rf"(account{_SLASH}(?:invitation|password{_SLASH}reset){_SLASH})(?!(?:sent|done)\b)[^\s/?&#%\"'<>]+", re.IGNORECASE
)
"""Also where the address is part of another one, as in ``?next=``."""


def masked(text: str) -> str:
    """Write `text` without the secrets of the addresses in it.

    Examples
    --------
    >>> masked("Not Found: /ja/account/invitation/abcdef")
    'Not Found: /ja/account/invitation/[hidden]'
    """
    return _SECRET.sub(r"\1[hidden]", text)


def has_secret(address: str) -> bool:
    """Say whether an address opens something by itself."""
    return _SECRET.search(address) is not None


class MaskedFormatter(logging.Formatter):
    """Writes log records, with message, arguments and trace, without secrets of addresses."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return masked(super().format(record))
