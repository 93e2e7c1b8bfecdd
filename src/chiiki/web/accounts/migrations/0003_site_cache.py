"""Make the table in which counts of tries and spent codes are kept, over all workers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management import call_command
from django.db import migrations

if TYPE_CHECKING:
    from django.apps.registry import Apps as StateApps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_table(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the tables of the caches that the settings keep in the database."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """The table stays when this is undone: what it holds expires."""

    dependencies = [("accounts", "0002_invitations")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
