"""Secrets of second factors, sealed by the key of the site: the database alone gives none of them away.

The key is derived from the secret of the site under a label of its own (HKDF, RFC 5869) and seals
by Fernet. What an older key of the site sealed can still be read; see :mod:`.domain.factors`.
"""

from __future__ import annotations

import base64
from functools import cache
from typing import Final

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chiiki.web.access.rules import Refusal

__all__ = ["UNREADABLE", "is_of_current_key", "is_sealed", "seal", "unseal"]

LABEL: Final = b"chiiki second factors 1"
PREFIX: Final = "sealed1:"
"""What is sealed begins so; a new way of sealing gets another number."""

UNREADABLE = _(
    "The key of this site has changed, and your second factor can no longer be read. "
    "Ask whoever runs the site to reset it; then set up a new one."
)


def seal(text: str) -> str:
    """Seal a secret by the key in use."""
    return PREFIX + _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode("ascii")


def unseal(text: str) -> str:
    """Return a secret that the key in use or an old one sealed.

    Raises
    ------
    Refusal
        If none of the keys of the site sealed it.
    """
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        found = _opened(text, key)
        if found is not None:
            return found
    raise Refusal(UNREADABLE)


def is_sealed(text: str) -> bool:
    """Say whether a secret was sealed, by whichever key."""
    return text.startswith(PREFIX)


def is_of_current_key(text: str) -> bool:
    """Say whether the key in use sealed a secret."""
    return _opened(text, settings.SECRET_KEY) is not None


def _opened(text: str, key: str) -> str | None:
    if not is_sealed(text):
        return None
    try:
        return _fernet(key).decrypt(text.removeprefix(PREFIX).encode()).decode()
    except InvalidToken:
        return None


@cache
def _fernet(key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=LABEL).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
