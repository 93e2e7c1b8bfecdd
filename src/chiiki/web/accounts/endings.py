"""What ends when an account is closed: other apps add what they keep for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from uuid import UUID

    from chiiki.web.access.actors import Actor

__all__ = ["ENDINGS", "Ending"]


class Ending(Protocol):
    """Ends something of a person, in the transaction that closes the account."""

    def __call__(self, *, actor: Actor, person_id: UUID) -> object:
        """End it for the person whose account closes."""


ENDINGS: list[Ending] = []
"""Called in this order; an app adds its own when it is ready."""
