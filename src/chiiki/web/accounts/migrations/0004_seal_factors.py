"""Seal the secrets of second factors, which stood in the open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import migrations

from chiiki.web.accounts.sealing import is_sealed, seal

if TYPE_CHECKING:
    from django.apps.registry import Apps as StateApps
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SECRETS = {"totp": "secret", "recovery_codes": "seed"}


def seal_factors(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Seal by the key of the site; SQLite, as the site opens it, writes over what stood there before."""
    factors = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
    for factor in factors.filter(type__in=_SECRETS):
        name = _SECRETS[factor.type]
        if not is_sealed(factor.data[name]):
            factor.data[name] = seal(factor.data[name])
            factor.save(update_fields=["data"])


class Migration(migrations.Migration):
    """They stay sealed when this is undone: versions before cannot read them."""

    dependencies = [("accounts", "0003_site_cache"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal_factors, migrations.RunPython.noop)]
