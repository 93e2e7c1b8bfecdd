"""How the secret of a token looks, and what is kept of it."""

from __future__ import annotations

import secrets
from hashlib import sha256

__all__ = ["PREFIX", "new_secret", "secret_hash"]

PREFIX = "chiiki_"
"""How every secret begins, so that a leaked one is recognised as what it is."""


def new_secret() -> str:
    """Return a secret of 256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def secret_hash(secret: str) -> str:
    """Hash a secret; it is random and long, so one round of SHA-256 is enough."""
    return sha256(secret.encode()).hexdigest()
