"""The twelve roles of a joint designation round, and to what each is bound."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["NEEDS_SECOND_FACTOR", "ROLE_SCOPES", "Role", "Scope"]


class Role(TextChoices):
    """What a post lets its holder do; the public has none."""

    COUNCIL_EDITOR = "council-editor", pgettext_lazy("role", "Council editor")
    COUNCIL_CHAIR = "council-chair", pgettext_lazy("role", "Council chair")
    DIRECTOR = "director", pgettext_lazy("role", "Headquarters president or project director")
    CHIEF_SCIENTIST = "chief-scientist", pgettext_lazy("role", "Chief scientist")
    COORDINATOR = "coordinator", pgettext_lazy("role", "Coordinator")
    REVIEWER = "reviewer", pgettext_lazy("role", "Reviewer")
    PANEL_CHAIR = "panel-chair", pgettext_lazy("role", "Panel chair")
    OFFICER = "officer", pgettext_lazy("role", "Ministry officer")
    SECRETARIAT = "secretariat", pgettext_lazy("role", "Lead secretariat")
    EVALUATOR = "evaluator", pgettext_lazy("role", "Evaluator")
    AUDITOR = "auditor", pgettext_lazy("role", "Auditor")
    ADMIN = "admin", pgettext_lazy("role", "Instance administrator")


class Scope(TextChoices):
    """To what a post is bound; round, council and headquarters get their records later."""

    INSTANCE = "instance", pgettext_lazy("scope", "The whole site")
    MINISTRY = "ministry", pgettext_lazy("scope", "Ministry")
    ORGANISATION = "organisation", pgettext_lazy("scope", "Organisation")
    ROUND = "round", pgettext_lazy("scope", "Round")
    COUNCIL = "council", pgettext_lazy("scope", "Council")
    HEADQUARTERS = "headquarters", pgettext_lazy("scope", "Headquarters")


ROLE_SCOPES: Mapping[Role, tuple[Scope, ...]] = MappingProxyType(
    {
        Role.COUNCIL_EDITOR: (Scope.COUNCIL, Scope.ORGANISATION),
        Role.COUNCIL_CHAIR: (Scope.COUNCIL, Scope.ORGANISATION),
        Role.DIRECTOR: (Scope.HEADQUARTERS, Scope.ORGANISATION),
        Role.CHIEF_SCIENTIST: (Scope.HEADQUARTERS, Scope.ORGANISATION),
        Role.COORDINATOR: (Scope.HEADQUARTERS, Scope.ORGANISATION),
        Role.REVIEWER: (Scope.ROUND,),
        Role.PANEL_CHAIR: (Scope.ROUND,),
        Role.OFFICER: (Scope.MINISTRY,),
        Role.SECRETARIAT: (Scope.ROUND, Scope.MINISTRY),
        Role.EVALUATOR: (Scope.ROUND,),
        Role.AUDITOR: (Scope.INSTANCE, Scope.ROUND),
        Role.ADMIN: (Scope.INSTANCE,),
    }
)
"""Role → the scopes a post of it may have, the usual one first."""

NEEDS_SECOND_FACTOR: frozenset[Role] = frozenset(Role)
"""Roles whose holders prove themselves by a second factor before they may do anything."""
