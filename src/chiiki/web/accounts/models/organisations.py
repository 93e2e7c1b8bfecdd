"""An organisation to which people belong."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

__all__ = ["Organisation"]


class Organisation(models.Model):
    """A ministry, prefecture, university, foundation or company."""

    class Kind(models.TextChoices):
        """What kind of body it is."""

        MINISTRY = "ministry", pgettext_lazy("organisation", "Ministry or agency")
        LOCAL_GOVERNMENT = "local-government", pgettext_lazy("organisation", "Local government")
        UNIVERSITY = "university", pgettext_lazy("organisation", "University or research institute")
        INDUSTRY = "industry", pgettext_lazy("organisation", "Company or industry association")
        FINANCE = "finance", pgettext_lazy("organisation", "Financial institution")
        FOUNDATION = "foundation", pgettext_lazy("organisation", "Foundation or other body")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("Kind"), max_length=20, choices=Kind)
    name_ja = models.CharField(_("Name in Japanese"), max_length=200)
    name_en = models.CharField(_("Name in English"), max_length=200, blank=True)
    corporate_number = models.CharField(_("Corporate number"), max_length=13, blank=True)
    """13 digits with the check digit in front; empty where the body has none yet."""

    authority = models.CharField(max_length=16, blank=True)
    """Code of the facts pack's vocabulary ``authority``, for ministries."""

    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ("name_ja",)
        constraints = (
            models.UniqueConstraint(
                fields=["corporate_number"],
                condition=~models.Q(corporate_number=""),
                name="one_organisation_for_each_corporate_number",
            ),
        )

    def __str__(self) -> str:
        return self.name_ja

    def name_in(self, lang: str) -> str:
        """Return the name in a language; the Japanese one where there is no other."""
        return self.name_en if lang == "en" and self.name_en else self.name_ja
