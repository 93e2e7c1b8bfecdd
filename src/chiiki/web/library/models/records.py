"""One row for each thing of the library, with what lists sort by and what it is found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import pgettext_lazy

from chiiki.web.library.enums import Kind, Visibility
from chiiki.web.library.links import address

if TYPE_CHECKING:
    from chiiki.brief.document import Lang

__all__ = ["IndexState", "Record", "RecordFacet", "RecordName", "RecordText"]


class Record(models.Model):
    """A plan, law, programme, region, site, designation, measure, evaluation, source or conflict.

    Ids ascend in the order in which things of equal rank are shown: by kind, then as in the pack.
    """

    kind = models.CharField(pgettext_lazy("column", "Kind"), max_length=16, choices=Kind)
    subject_id = models.CharField(pgettext_lazy("column", "Id"), max_length=128)
    visibility = models.CharField(max_length=16, choices=Visibility, default=Visibility.PUBLIC)
    name_ja = models.TextField()
    name_en = models.TextField(blank=True)
    short_ja = models.TextField(blank=True)
    short_en = models.TextField(blank=True)
    sort_ja = models.CharField(max_length=200)
    sort_en = models.CharField(max_length=200)
    type = models.CharField(max_length=32, blank=True)
    """Code of a vocabulary of the pack, which depends on the kind: of a law, region, site, source, …"""

    owner_ja = models.TextField(blank=True)
    """Who stands behind it: ministries, the programme, the publisher, the region above."""

    owner_en = models.TextField(blank=True)
    owner_kind = models.CharField(max_length=16, choices=Kind, blank=True)
    owner_id = models.CharField(max_length=128, blank=True)
    place_ja = models.TextField(blank=True)
    place_en = models.TextField(blank=True)
    start_fy = models.SmallIntegerField(null=True, blank=True)
    end_fy = models.SmallIntegerField(null=True, blank=True)
    dated_on = models.CharField(max_length=10, blank=True)
    """ISO date, or month or year where no more is known."""

    grade = models.CharField(max_length=64, blank=True)
    n_related = models.IntegerField(null=True, blank=True)
    """What is counted depends on the kind; the column of the list says it."""

    source_id = models.CharField(max_length=128, blank=True)
    locator = models.TextField(blank=True)
    page_kind = models.CharField(max_length=16, choices=Kind)
    """Kind of the page that tells more: a municipality has that of its prefecture."""

    page_id = models.CharField(max_length=128)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=["kind", "subject_id"], name="one_record_per_subject"),)
        indexes = (
            models.Index(fields=["kind", "visibility"]),
            models.Index(fields=["source_id"]),
        )

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject_id}"

    def name(self, lang: Lang) -> str:
        """Return the name in `lang`; the other one where there is none."""
        return (self.name_ja or self.name_en) if lang == "ja" else (self.name_en or self.name_ja)

    def owner(self, lang: Lang) -> str:
        """Return who stands behind it, in `lang`."""
        return self.owner_ja if lang == "ja" else self.owner_en

    def place(self, lang: Lang) -> str:
        """Return where it is, in `lang`."""
        return self.place_ja if lang == "ja" else self.place_en

    def page(self, lang: Lang) -> str:
        """Return the address of the page that tells more."""
        return address(Kind(self.page_kind), self.page_id, lang=lang)


class RecordFacet(models.Model):
    """One value by which a record is filtered and counted."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="facets", db_index=False)
    facet = models.CharField(max_length=16)
    value = models.CharField(max_length=128)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["record", "facet", "value"], name="one_value_once"),)
        indexes = (models.Index(fields=["facet", "value", "record"]),)

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class RecordName(models.Model):
    """One folded name, short name, alias or code of a record."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="names")
    folded = models.CharField(max_length=200, db_index=True)

    def __str__(self) -> str:
        return self.folded


class RecordText(models.Model):
    """What a record says, and how it is found."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, primary_key=True, related_name="text")
    names = models.TextField()
    """Folded names, one a line."""

    shorts = models.TextField(blank=True)
    """Folded short names, aliases and codes, one a line."""

    body = models.TextField(blank=True)
    """Texts as the pack has them, one a line."""

    folded = models.TextField(blank=True)
    """Everything folded, one text a line."""

    def __str__(self) -> str:
        return self.names


class IndexState(models.Model):
    """From which facts and by which code the index was made; one row."""

    checksum = models.CharField(max_length=64)
    n_records = models.IntegerField()
    built_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.n_records} ({self.checksum})"
