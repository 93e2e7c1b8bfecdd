"""May they, and why not: each rule is a named predicate over an actor and a thing.

Every rule is listed in :data:`RULES`, so that a test can turn each of them round and see that
somebody notices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from chiiki.errors import ChiikiError
from chiiki.web.access.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrOrPromise

    from chiiki.web.access.actors import Actor

__all__ = ["RULES", "Refusal", "Rule", "Verdict", "admin_only", "anyone", "auditors", "demand", "known", "rule"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a rule."""

    is_allowed: bool
    reason: _StrOrPromise = ""
    """Why not, and what would be needed; empty where it is allowed."""

    is_visible: bool = True
    """Whether the actor may know that the thing exists; if not, the page is not found."""

    def hidden(self) -> Verdict:
        """Return the same verdict for a thing that only those who are allowed may know of."""
        return self if self.is_allowed else replace(self, is_visible=False)


ALLOWED = Verdict(is_allowed=True)


class Refusal(ChiikiError, PermissionDenied):  # noqa: N818 -- an answer that people read, no failure
    """Something may not be done; :attr:`reason` says why not, in the language of whoever reads it."""

    code = "refused"

    def __init__(self, reason: _StrOrPromise) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Rule:
    """A named predicate; `decide` takes the actor and the thing (None where a page has none)."""

    name: str
    decide: Callable[[Actor, object], Verdict]

    def __call__(self, actor: Actor, thing: object = None) -> Verdict:
        """Say whether `actor` may do it to `thing`."""
        return self.decide(actor, thing)


RULES: dict[str, Rule] = {}
"""Every rule of the site by name."""


def rule(decide: Callable[[Actor, object], Verdict]) -> Rule:
    """Make a predicate a rule of that name."""
    found = RULES[decide.__name__] = Rule(decide.__name__, decide)
    return found


def demand(asked: Rule, actor: Actor, thing: object = None) -> None:
    """Ask a rule inside a domain function.

    Raises
    ------
    Refusal
        If the rule does not allow it.
    """
    verdict = asked(actor, thing)
    if not verdict.is_allowed:
        raise Refusal(verdict.reason)


@rule
def anyone(_actor: Actor, _thing: object) -> Verdict:
    """Let everybody: the public library."""
    return ALLOWED


@rule
def known(actor: Actor, _thing: object) -> Verdict:
    """Let whoever signed in."""
    return ALLOWED if actor.is_known else Verdict(is_allowed=False, reason=_("Sign in to see this page."))


@rule
def admin_only(actor: Actor, _thing: object) -> Verdict:
    """Let administrators of the site."""
    if actor.holds(Role.ADMIN):
        return ALLOWED
    return Verdict(is_allowed=False, reason=_("This page needs the post of an administrator of the site."))


@rule
def auditors(actor: Actor, _thing: object) -> Verdict:
    """Let auditors."""
    if actor.holds(Role.AUDITOR):
        return ALLOWED
    return Verdict(is_allowed=False, reason=_("This page needs the post of an auditor."))
