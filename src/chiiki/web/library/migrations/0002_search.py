"""The table of full text, which no model describes: FTS5 on SQLite, tsvector on PostgreSQL."""

from django.db import migrations

from chiiki.web.library.engines import engine


def create(apps: object, schema_editor: object) -> None:
    engine().create()


def drop(apps: object, schema_editor: object) -> None:
    engine().drop()


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
