"""What must always be true of the database, each with a name; ``chiiki audit fsck`` looks at all.

>>> @invariant("accounts.posts-end-after-they-begin")    # doctest: +SKIP
... def posts_end_after_they_begin(): yield from ...

An app keeps its own in a module ``invariants``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import F, Q
from django.utils.module_loading import autodiscover_modules

from chiiki.web.audit.guards import GUARDS, standing
from chiiki.web.audit.heads import kept_heads
from chiiki.web.audit.models import AuditHead, AuditRecord
from chiiki.web.audit.verify import trusted_heads, verify_log

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from django.db.models import Model, QuerySet

__all__ = ["INVARIANTS", "NoneOf", "Outcome", "check_invariants", "invariant", "invariants", "none_of"]

_SHOWN = 5
"""Violations that are written out."""

INVARIANTS: dict[str, Callable[[], Iterable[str]]] = {}
"""Name → what gives a line for each violation."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one invariant was found."""

    name: str
    violations: tuple[str, ...]
    """The first few, each in a line; none where it holds."""

    @property
    def holds(self) -> bool:
        """Whether nothing violates it."""
        return not self.violations


def invariant(name: str) -> Callable[[Callable[[], Iterable[str]]], Callable[[], Iterable[str]]]:
    """Register what gives a line for each violation of the invariant `name`."""

    def register(check: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
        INVARIANTS[name] = check
        return check

    return register


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No row fits: what `rows` gives are violations."""

    rows: Callable[[], QuerySet[Model]]

    def __call__(self) -> Iterator[str]:
        """Give a line for each of the first few."""
        return (f"{row._meta.label} {row.pk}" for row in self.rows()[:_SHOWN])


def none_of(name: str, rows: Callable[[], QuerySet[Model]]) -> None:
    """Register that no row fits."""
    INVARIANTS[name] = NoneOf(rows)


def check_invariants() -> Iterator[Outcome]:
    """Look at every invariant, in the order of their names, then at the choices of every model."""
    for name, check in invariants().items():
        yield Outcome(name, tuple(islice(check(), _SHOWN)))


def invariants() -> dict[str, Callable[[], Iterable[str]]]:
    """Return every invariant by name: those of the apps, then one for the choices of each model."""
    autodiscover_modules("invariants")
    choices = {f"choices.{model._meta.label_lower}": _choices(model) for model in apps.get_models()}
    return {name: INVARIANTS[name] for name in sorted(INVARIANTS)} | {
        name: check for name, check in choices.items() if check
    }


def _choices(model: type[Model]) -> NoneOf | None:
    """See that fields with choices hold one of them: no database checks that."""
    fields = [field for field in model._meta.concrete_fields if field.choices]
    if not fields:
        return None
    wrong = Q()
    for field in fields:
        known = {value for value, _ in field.flatchoices} | ({""} if field.blank else set())
        others = ~Q(**{f"{field.name}__in": known})
        wrong |= others & ~Q(**{f"{field.name}__isnull": True})
    return NoneOf(lambda: model._base_manager.filter(wrong))


@invariant("database.is-whole")
def _is_whole() -> Iterable[str]:
    """SQLite reads every page and index; PostgreSQL checks its pages when it reads them."""
    if connection.vendor != "sqlite":  # pragma: no cover -- runs on the other server alone
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [line for (line,) in cursor.fetchall() if line != "ok"]


@invariant("database.references-lead-somewhere")
def _references() -> Iterable[str]:
    question = (
        "PRAGMA foreign_key_check"
        if connection.vendor == "sqlite"
        else "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return [" ".join(map(str, row)) for row in cursor.fetchall()]


@invariant("database.is-of-this-version")
def _migrated() -> Iterable[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name} is not applied" for migration, _ in plan]


@invariant("log.guards-stand")
def _guards() -> Iterable[str]:
    missing = set(GUARDS[connection.vendor]) - standing(connection)
    return [f"the trigger {name} is gone or switched off" for name in sorted(missing)]


@invariant("log.chain-verifies")
def _chain() -> Iterable[str]:
    finding = verify_log(settings.OPTIONS.data).finding
    return [f"record {finding.sequence}: {finding.kind.value}: {finding.words}"] if finding else []


@invariant("log.has-one-head")
def _one_head() -> Iterable[str]:
    n_heads = AuditHead.objects.count()
    return [] if n_heads == 1 else [f"{n_heads} heads"]


@invariant("log.head-is-signed-and-kept")
def _signed() -> Iterable[str]:
    """Without a kept head a cut end goes unseen; the last may lag behind by what was just committed."""
    kept = kept_heads(settings.OPTIONS.data)
    if AuditHead.objects.filter(count__gt=0).exists() and not kept:
        return ["no signed head is kept in the data folder"]
    unsigned = len(kept) - len(trusted_heads(settings.OPTIONS.data))
    return [f"the last {unsigned} kept heads are not signed by this site"] if unsigned else []


@invariant("log.actors-are-known")
def _actors() -> Iterable[str]:
    acted = {
        UUID(one) for one in AuditRecord.objects.exclude(actor_id="").values_list("actor_id", flat=True).distinct()
    }
    known = set(get_user_model().objects.values_list("pk", flat=True))
    return (f"{one} acted and is nobody" for one in sorted(acted - known))


none_of("log.numbers-begin-with-one", lambda: AuditRecord.objects.filter(sequence__lt=1))
none_of("log.actions-name-their-app", lambda: AuditRecord.objects.exclude(action__regex=r"^[a-z]+\.[a-z_-]+$"))
none_of("log.records-have-a-subject-kind", lambda: AuditRecord.objects.filter(subject_kind=""))
none_of(
    "log.states-are-hashed",
    lambda: AuditRecord.objects.exclude(
        before_sha256__regex=r"^([0-9a-f]{64})?$", after_sha256__regex=r"^([0-9a-f]{64})?$"
    ),
)
none_of("log.times-are-in-utc", lambda: AuditRecord.objects.exclude(at__endswith="+00:00"))
none_of("log.no-record-follows-itself", lambda: AuditRecord.objects.filter(previous=F("sha256")))
