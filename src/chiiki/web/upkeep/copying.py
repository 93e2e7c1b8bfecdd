"""Rows from one database to another, table by table, whatever the two run on."""

from __future__ import annotations

from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction

from chiiki.web.audit.guards import lifted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.db.models import Model

__all__ = ["copy_rows", "count_rows", "kept_models", "passing_tables", "second_database"]

_COPY: Final = "copy"
_PASSING: Final = {"axes", "sessions", "usersessions"}
"""Apps that keep who is signed in and who tried: nobody stays signed in through a restore."""

_MADE_ANEW: Final = {"auth", "contenttypes", "library"}
"""Apps whose rows the migrations make, or the index of the facts."""

_LOG: Final = "audit"
"""Its tables are unmanaged, so that nothing empties them, but they are copied."""

_CHUNK: Final = 2_000


def kept_models() -> list[type[Model]]:
    """Return the models whose rows a backup keeps; a row comes after those that it names."""
    wanted = [
        model
        for model in apps.get_models(include_auto_created=True)
        if (model._meta.managed or model._meta.app_label == _LOG) and model._meta.app_label not in _PASSING | _MADE_ANEW
    ]
    ordered: list[type[Model]] = []
    while wanted:
        ready = [model for model in wanted if not _named_by(model) & (set(wanted) - {model})]
        ordered += ready
        wanted = [model for model in wanted if model not in ready]
    return ordered


def passing_tables() -> list[str]:
    """Return the tables of who is signed in and who tried, a table before those that it names."""
    models = [model for model in apps.get_models() if model._meta.app_label in _PASSING]
    return [model._meta.db_table for model in sorted(models, key=lambda one: -len(_named_by(one)))]


def _named_by(model: type[Model]) -> set[type[Model]]:
    return {
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type)
    }


@contextmanager
def second_database(path: Path) -> Iterator[str]:
    """Open the SQLite file `path` beside the site's database and give its alias."""
    settings = deepcopy(connections.databases["default"])
    settings |= {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": {"timeout": 20}}
    settings |= {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "USER": "", "PASSWORD": "", "HOST": "", "PORT": ""}
    connections.databases[_COPY] = settings
    try:
        yield _COPY
    finally:
        connections[_COPY].close()
        del connections[_COPY]
        del connections.databases[_COPY]


def copy_rows(*, source: str, target: str) -> dict[str, int]:
    """Copy every kept row from the database `source` to the empty, migrated database `target`.

    Both see one state: the source is read in one transaction, the target written in one.

    Returns
    -------
    dict
        Table → rows copied.
    """
    call_command("migrate", database=target, interactive=False, verbosity=0)
    copied = {}
    with transaction.atomic(using=source), transaction.atomic(using=target), lifted(connections[target]):
        _read_one_state(source)
        for model in kept_models():
            rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=_CHUNK)
            copied[model._meta.db_table] = _write(model, rows, target=target)
        _reset_counters(target)
    return copied


def _read_one_state(alias: str) -> None:
    if connections[alias].vendor == "postgresql":
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def _write(model: type[Model], rows: Iterator[Model], *, target: str) -> int:
    """Insert the rows; one that the migrations made already takes the values of its copy."""
    others = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    key = [model._meta.pk.name]
    n_rows = 0
    while chunk := [row for row, _ in zip(rows, range(_CHUNK), strict=False)]:
        model._base_manager.using(target).bulk_create(
            chunk, update_conflicts=True, update_fields=others, unique_fields=key
        )
        n_rows += len(chunk)
    return n_rows


def _reset_counters(alias: str) -> None:
    """Let PostgreSQL count on after the highest key that was copied."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
            cursor.execute(statement)


def count_rows(alias: str) -> dict[str, int]:
    """Count the kept rows of a database, by table."""
    return {model._meta.db_table: model._base_manager.using(alias).count() for model in kept_models()}
