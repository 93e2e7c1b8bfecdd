"""Which role sees, edits and decides what in a joint designation round: a table, kept as data.

The table is ``rights.csv`` beside this file: one row per object, role and right, with the limit
under which it holds. The page of roles shows it, and the rules of the objects are tested
against it as the objects arrive.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chiiki.web.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

__all__ = [
    "ACTIONS",
    "LIMITS",
    "Holding",
    "Matter",
    "Right",
    "RightsRow",
    "holdings",
    "rights_table",
]

PUBLIC_COLUMN = "public"


class Matter(TextChoices):
    """What the rights are about."""

    GUIDELINE = "guideline", pgettext_lazy("matter", "Guideline and calendar")
    DRAFT_APPLICATION = "draft-application", pgettext_lazy("matter", "Draft application")
    SEALED_APPLICATION = "sealed-application", pgettext_lazy("matter", "Sealed application")
    UNSEALED_APPLICATION = "unsealed-application", pgettext_lazy("matter", "Unsealed application")
    REVIEWS = "reviews", pgettext_lazy("matter", "Reviews")
    SCORES = "scores", pgettext_lazy("matter", "Scores and ranking")
    OPINION = "opinion", pgettext_lazy("matter", "Opinion of an authority")
    DECISION = "decision", pgettext_lazy("matter", "Decision before publication")
    AWARD = "award", pgettext_lazy("matter", "Support award")
    SEEDS = "seeds", pgettext_lazy("matter", "Research seeds")
    NEEDS = "needs", pgettext_lazy("matter", "Needs of companies")
    COORDINATOR_LOG = "coordinator-log", pgettext_lazy("matter", "Log of coordinators")
    REPORTS = "reports", pgettext_lazy("matter", "Reports and outcomes")
    EVALUATION = "evaluation", pgettext_lazy("matter", "Evaluation")
    AUDIT_EVENTS = "audit-events", pgettext_lazy("matter", "Audit records")
    PEOPLE = "people", pgettext_lazy("matter", "People and posts")


class Right(TextChoices):
    """What one may do."""

    NONE = "none", pgettext_lazy("right", "None")
    VIEW = "view", pgettext_lazy("right", "See")
    EDIT = "edit", pgettext_lazy("right", "Edit")
    DECIDE = "decide", pgettext_lazy("right", "Decide")
    SIGN = "sign", pgettext_lazy("right", "Sign")
    VERIFY = "verify", pgettext_lazy("right", "Verify the chain")


LIMITS: Mapping[str, _StrOrPromise] = MappingProxyType(
    {
        "accepted": pgettext_lazy("limit", "the accepted ones"),
        "accounts-only": pgettext_lazy("limit", "accounts only, no content"),
        "after-panel-decision": pgettext_lazy("limit", "once the panel has decided"),
        "after-panel-report": pgettext_lazy("limit", "once the panel has reported"),
        "assigned": pgettext_lazy("limit", "the assigned ones"),
        "assigned-no-conflict": pgettext_lazy("limit", "the assigned ones, without a conflict of interest"),
        "by-grade": pgettext_lazy("limit", "by grade of confidence"),
        "by-grant": pgettext_lazy("limit", "where granted"),
        "by-phase": pgettext_lazy("limit", "as the phase allows"),
        "count": pgettext_lazy("limit", "the count only"),
        "later": pgettext_lazy("limit", "once the round is over"),
        "metadata": pgettext_lazy("limit", "that it exists, not what it says"),
        "named": pgettext_lazy("limit", "where named"),
        "no-conflict": pgettext_lazy("limit", "without a conflict of interest"),
        "others-by-phase": pgettext_lazy("limit", "those of others as the phase allows"),
        "others-submitted": pgettext_lazy("limit", "those of other authorities once submitted"),
        "own": pgettext_lazy("limit", "own region or organisation"),
        "own-answer": pgettext_lazy("limit", "own answer"),
        "own-authority": pgettext_lazy("limit", "own authority"),
        "own-by-grant": pgettext_lazy("limit", "own, where granted"),
        "own-council": pgettext_lazy("limit", "own council"),
        "own-count": pgettext_lazy("limit", "own count"),
        "own-headquarters": pgettext_lazy("limit", "own headquarters"),
        "own-ministry": pgettext_lazy("limit", "own ministry"),
        "own-needs-seeds": pgettext_lazy("limit", "own parts on needs and seeds"),
        "own-parts": pgettext_lazy("limit", "own parts"),
        "own-published": pgettext_lazy("limit", "own, once published"),
        "own-request": pgettext_lazy("limit", "own request"),
        "own-round": pgettext_lazy("limit", "own round"),
        "own-science": pgettext_lazy("limit", "own parts on science"),
        "per-ministry": pgettext_lazy("limit", "return or accept, for each ministry"),
        "policy-published": pgettext_lazy("limit", "once published, as the guideline says"),
        "public-abstract": pgettext_lazy("limit", "the public abstract"),
        "public-part": pgettext_lazy("limit", "the public part"),
        "published": pgettext_lazy("limit", "once published"),
        "reason-published": pgettext_lazy("limit", "the reason, once published"),
        "reason-published-policy": pgettext_lazy("limit", "the reason, once published, as the guideline says"),
        "submitted": pgettext_lazy("limit", "once submitted"),
        "summary-published": pgettext_lazy("limit", "a summary, once published"),
        "technical": pgettext_lazy("limit", "the technical ones only"),
    }
)
"""Limit → how it reads."""

ACTIONS: Mapping[str, tuple[str, _StrOrPromise]] = MappingProxyType(
    {
        "organisations": ("known", _("See organisations")),
        "people": ("list_people", _("List people and posts")),
        "invitations": ("admin_only", _("Invite people, give and end posts, add organisations")),
        "audit": ("auditors", _("Read and verify the audit log")),
    }
)
"""Name of the address → its rule, and what it opens; one's own page says which are open, and what the others need."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One right of a role, and its limit."""

    matter: Matter
    role: Role | None
    """None for the public."""

    right: Right
    limit: str

    @property
    def limit_label(self) -> _StrOrPromise:
        """How the limit reads; empty where there is none."""
        return LIMITS[self.limit] if self.limit else ""


@dataclass(frozen=True, slots=True)
class RightsRow:
    """All rights to one matter."""

    matter: Matter
    cells: tuple[tuple[_StrOrPromise, tuple[Holding, ...]], ...]
    """Label of the role, its holdings; the public first, then the roles in their order."""


@cache
def holdings() -> tuple[Holding, ...]:
    """Return every row of the table."""
    content = files("chiiki.web.accounts").joinpath("rights.csv").read_text(encoding="utf-8")
    return tuple(
        Holding(
            Matter(row["object"]),
            None if row["role"] == PUBLIC_COLUMN else Role(row["role"]),
            Right(row["right"]),
            row["limit"],
        )
        for row in csv.DictReader(content.splitlines())
    )


def rights_table() -> tuple[RightsRow, ...]:
    """Return the table by matter, each with the public and the twelve roles."""
    columns: list[tuple[Role | None, _StrOrPromise]] = [(None, pgettext_lazy("role", "Public"))]
    columns += [(role, role.label) for role in Role]
    return tuple(RightsRow(matter, tuple((label, _held(matter, role)) for role, label in columns)) for matter in Matter)


def _held(matter: Matter, role: Role | None) -> tuple[Holding, ...]:
    return tuple(held for held in holdings() if held.matter == matter and held.role == role)
