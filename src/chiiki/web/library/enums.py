"""Kinds of things that have a page, and how their addresses read."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FACETS", "LISTS", "Kind", "Visibility"]


class Kind(TextChoices):
    """What a page of the library is about; the value stands in ``/id/<kind>/<id>``."""

    PLAN = "plan", pgettext_lazy("kind", "Plan")
    LAW = "law", pgettext_lazy("kind", "Law or strategy")
    PROGRAMME = "programme", pgettext_lazy("kind", "Programme")
    REGION = "region", pgettext_lazy("kind", "Region")
    SITE = "site", pgettext_lazy("kind", "Site")
    DESIGNATION = "designation", pgettext_lazy("kind", "Designation")
    MEASURE = "measure", pgettext_lazy("kind", "Support measure")
    EVALUATION = "evaluation", pgettext_lazy("kind", "Evaluation")
    SOURCE = "source", pgettext_lazy("kind", "Source")
    CONFLICT = "conflict", pgettext_lazy("kind", "Conflicting statements")


LISTS: Mapping[Kind, str] = MappingProxyType({kind: f"{kind.value}s" for kind in Kind})
"""Kind → the word of its list in addresses: ``/ja/programmes``, ``/ja/programmes/KCI``."""

FACETS = (
    "type",
    "plan",
    "ministry",
    "programme",
    "stage",
    "instrument",
    "field",
    "grade",
    "prefecture",
    "licence",
)
"""What records are filtered by, in the order of the form. ``plan`` is the period of a Basic Plan."""


class Visibility(TextChoices):
    """Who may know that a record exists."""

    PUBLIC = "public", pgettext_lazy("visibility", "Everybody")
    PRIVATE = "private", pgettext_lazy("visibility", "Nobody yet")
