"""What people call the actions in the log; each app names its own in a module ``actions``."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

__all__ = [
    "ACTIONS",
    "SUBJECTS",
    "TECHNICAL_APPS",
    "action_label",
    "name_actions",
    "subject_code",
    "subject_label",
]

ACTIONS: dict[str, _StrOrPromise] = {}
"""Action → how people call it."""

SUBJECTS: Mapping[str, _StrOrPromise] = MappingProxyType(
    {
        "factors": pgettext_lazy("subject", "Second factors"),
        "index": pgettext_lazy("subject", "Index"),
        "invitation": pgettext_lazy("subject", "Invitation"),
        "job": pgettext_lazy("subject", "Job"),
        "organisation": pgettext_lazy("subject", "Organisation"),
        "person": pgettext_lazy("subject", "Person"),
        "post": pgettext_lazy("subject", "Post"),
        "token": pgettext_lazy("subject", "Token"),
    }
)
"""Kind of what was acted on → how people call it."""

TECHNICAL_APPS = ("accounts", "api", "audit", "config", "jobs", "library")
"""Apps whose actions run the site; those of other apps are somebody's work, which administrators do not see."""


def name_actions(names: Mapping[str, _StrOrPromise]) -> None:
    """Name the actions of an app: ``<app>.<verb>`` → words for readers of the log."""
    ACTIONS.update(names)


def action_label(action: str) -> _StrOrPromise:
    """Return how people call an action; its code where nobody named it."""
    return ACTIONS.get(action, action)


def subject_label(kind: str) -> _StrOrPromise:
    """Return how people call a kind of subject; its code where nobody named it."""
    return SUBJECTS.get(kind, kind)


def subject_code(word: str) -> str:
    """Return the kind of subject that people call so in the language of the moment; the word itself where none is."""
    return next((kind for kind, label in SUBJECTS.items() if str(label).casefold() == word.casefold()), word)
