"""Bring a site to the version of the software that is installed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from chiiki.web.config.start import prepare_site
from chiiki.web.library.domain.index import is_index_current
from chiiki.web.upkeep.backup import write_backup

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Pending", "pending_changes", "upgrade_site"]


@dataclass(frozen=True, slots=True)
class Pending:
    """What an upgrade would do."""

    migrations: tuple[str, ...]
    """Changes of the tables, in order: ``accounts.0002_…``."""

    is_index_stale: bool
    """Whether the index of the facts was made from another pack or by another version."""

    @property
    def is_current(self) -> bool:
        """Whether there is nothing to do."""
        return not self.migrations and not self.is_index_stale


def pending_changes() -> Pending:
    """List what an upgrade would do, and change nothing."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    migrations = tuple(f"{migration.app_label}.{migration.name}" for migration, _ in plan)
    return Pending(migrations=migrations, is_index_stale=bool(migrations) or not is_index_current())


def upgrade_site() -> Path | None:
    """Back the site up, then change what is pending; return the backup, None for a site without tables."""
    written = None
    if connection.introspection.table_names():
        stamp = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%SZ")
        written = settings.OPTIONS.data / "backups" / f"before-upgrade-{stamp}.tar.gz"
        write_backup(written)
    prepare_site()
    return written
