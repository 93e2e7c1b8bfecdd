"""Who asks: a person with the roles of the posts held today, or the public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 -- the dataclass names it

if TYPE_CHECKING:
    from chiiki.web.access.roles import Role, Scope

__all__ = ["PUBLIC", "SYSTEM", "Actor", "Grant"]


@dataclass(frozen=True, slots=True)
class Grant:
    """One role, and to what it is bound."""

    role: Role
    scope: Scope
    scope_id: str
    """Id of the ministry, organisation, round, …; empty for the whole site."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever a domain function acts for."""

    user_id: UUID | None
    grants: frozenset[Grant] = frozenset()
    request_id: str = ""
    """Id of the request, for the audit record; empty for commands and jobs."""

    name: str = ""

    @property
    def is_known(self) -> bool:
        """Whether somebody signed in."""
        return self.user_id is not None

    def holds(self, role: Role, *, scope_id: str | None = None) -> bool:
        """Say whether the actor has `role`, in any scope or in the one named."""
        return any(grant.role == role and scope_id in (None, grant.scope_id) for grant in self.grants)


PUBLIC = Actor(user_id=None)
"""Anyone who did not sign in."""

SYSTEM = Actor(user_id=None, name="system")
"""The site itself: commands, the clock, background work."""
