"""Who may see, cancel, repeat or drop a job."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

from django.utils.translation import gettext_lazy as _

from chiiki.web.access.roles import Role
from chiiki.web.access.rules import ALLOWED, Verdict, admin_only, rule
from chiiki.web.jobs.enums import JobState

if TYPE_CHECKING:
    from uuid import UUID

    from chiiki.web.access.actors import Actor

__all__ = ["may_cancel_job", "may_drop_job", "may_retry_job", "may_see_job"]

HIDDEN = Verdict(is_allowed=False, is_visible=False)


class OwnedJob(Protocol):
    """What the rules look at."""

    put_by: UUID | None
    state: str


@rule
def may_see_job(actor: Actor, thing: object) -> Verdict:
    """Let administrators, whoever put the job, and, where it is nobody's, whoever has its address."""
    is_theirs = thing is not None and cast("OwnedJob", thing).put_by in {None, actor.user_id}
    return ALLOWED if is_theirs or actor.holds(Role.ADMIN) else HIDDEN


@rule
def may_cancel_job(actor: Actor, thing: object) -> Verdict:
    """Let those who see it, while it has not ended; cancelling it twice is no fault."""
    seen = may_see_job(actor, thing)
    if not seen.is_allowed:
        return seen
    if cast("OwnedJob", thing).state in {JobState.WAITING, JobState.RUNNING, JobState.CANCELLED}:
        return ALLOWED
    return Verdict(is_allowed=False, reason=_("The job has ended; there is nothing left to cancel."))


@rule
def may_retry_job(actor: Actor, thing: object) -> Verdict:
    """Let administrators, once it was given up; a second wish for the same is no fault."""
    allowed = _may_keep(actor, thing)
    if not allowed.is_allowed:
        return allowed
    if cast("OwnedJob", thing).state in {JobState.DROPPED, JobState.CANCELLED}:
        return Verdict(is_allowed=False, reason=_("The job was cancelled or dropped; put it anew where it came from."))
    return ALLOWED


@rule
def may_drop_job(actor: Actor, thing: object) -> Verdict:
    """Let administrators, once it was given up; dropping it twice is no fault."""
    allowed = _may_keep(actor, thing)
    if not allowed.is_allowed:
        return allowed
    if cast("OwnedJob", thing).state in {JobState.DEAD, JobState.DROPPED}:
        return ALLOWED
    return Verdict(is_allowed=False, reason=_("Only a job that was given up can be dropped."))


def _may_keep(actor: Actor, thing: object) -> Verdict:
    """Let administrators; who may not see the job learns nothing of it."""
    seen = may_see_job(actor, thing)
    return admin_only(actor) if seen.is_allowed else seen
