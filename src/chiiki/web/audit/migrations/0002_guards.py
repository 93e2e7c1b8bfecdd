from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import migrations

from chiiki.web.audit.guards import put_up, take_down

if TYPE_CHECKING:
    from django.apps.registry import Apps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def begin(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Begin the log of this site: its one head, then the triggers that guard it."""
    apps.get_model("audit", "AuditHead").objects.using(schema_editor.connection.alias).create(pk=1, chain=uuid4().hex)
    put_up(schema_editor.connection)


def end(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers down, so that the tables can go."""
    take_down(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.RunPython(begin, end),
        # From here on nothing that empties the tables of models empties these.
        migrations.AlterModelOptions("auditrecord", {"managed": False, "ordering": ("sequence",)}),
        migrations.AlterModelOptions("audithead", {"managed": False}),
    ]
