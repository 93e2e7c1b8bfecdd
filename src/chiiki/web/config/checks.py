"""What may be wrong with the options of a site, each with its remedy."""

from __future__ import annotations

import ipaddress
import stat
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.core import checks
from django.db import connection

from chiiki.web.config.keys import KEY_FILE, OLD_KEY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chiiki.web.config.options import Options

__all__ = ["check_data_folder", "check_database", "check_public_site"]

_OLDEST_POSTGRESQL: Final = 150_000


@checks.register(deploy=True)
def check_public_site(**_: object) -> list[checks.CheckMessage]:
    """Look at what a site needs that the public reaches."""
    return [*_address(settings.OPTIONS), *_demo(settings.OPTIONS), *_operator(settings.OPTIONS)]


def _address(options: Options) -> Iterator[checks.CheckMessage]:
    if not options.is_https and not _is_loopback(options.host):
        yield checks.Warning(
            f"the site is reached at {options.url}, without TLS: passwords and sessions can be read on the way.",
            hint="Put a proxy with TLS in front and set CHIIKI_URL=https://…",
            id="chiiki.W001",
        )


def _demo(options: Options) -> Iterator[checks.CheckMessage]:
    if options.is_demo and not _is_loopback(options.host):
        yield checks.Warning(
            "a demonstration with known passwords stands on a public address.",
            hint="Leave --demo out (and CHIIKI_DEMO unset) for a site that the public reaches.",
            id="chiiki.W002",
        )


def _operator(options: Options) -> Iterator[checks.CheckMessage]:
    if not settings.DEBUG and not options.operator.name_in("ja") and not _is_loopback(options.host):
        yield checks.Warning(
            "no page says who runs the site, and whom to ask.",
            hint="Set CHIIKI_OPERATOR, CHIIKI_OPERATOR_EN for English pages, and CHIIKI_CONTACT.",
            id="chiiki.W003",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@checks.register
def check_data_folder(**_: object) -> list[checks.CheckMessage]:
    """See that nobody else may read the keys."""
    keys = [settings.OPTIONS.data / name for name in (KEY_FILE, OLD_KEY_FILE)]
    return [
        checks.Error(
            f"{key} can be read by others.",
            hint=f"chmod 600 {key}; if others may have read it, replace it: docs/how-to/host-a-site.md says how.",
            id="chiiki.E001",
        )
        for key in keys
        if key.exists() and key.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]


@checks.register(checks.Tags.database)
def check_database(**_: object) -> list[checks.CheckMessage]:
    """See that the database server is one that the tests run on, or newer."""
    if connection.vendor != "postgresql":
        return []
    connection.ensure_connection()
    version: int = connection.pg_version  # type: ignore[attr-defined]
    if version >= _OLDEST_POSTGRESQL:
        return []
    return [
        checks.Error(
            f"PostgreSQL {version // 10000} is older than the oldest version that chiiki is tested on (15).",
            hint="Move the database to PostgreSQL 15 or newer.",
            id="chiiki.E002",
        )
    ]
