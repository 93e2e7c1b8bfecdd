"""Open a site from a command: the environment, then Django, then what the first page needs."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from chiiki.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_site", "prepare_site"]


def open_site(*, data: Path | None = None, url: str | None = None, is_demo: bool = False) -> None:
    """Set the environment from what a command was given, and start Django.

    Parameters
    ----------
    data : Path, optional
        Data folder; that of the environment when left out.
    url : str, optional
        Address of the site, where the environment names none.
    is_demo : bool
        Mark every page as a demonstration.

    Raises
    ------
    InputError
        If an option of the environment cannot be used.
    MissingExtraError
        If the database needs an extra that is not installed.
    """
    if data is not None:
        os.environ["CHIIKI_DATA"] = str(data.absolute())
    if url is not None:
        os.environ.setdefault("CHIIKI_URL", url)
    if is_demo:
        os.environ["CHIIKI_DEMO"] = "1"
    _check_database(os.environ.get("DATABASE_URL", ""))
    os.environ["DJANGO_SETTINGS_MODULE"] = "chiiki.web.config.settings"
    import django  # noqa: PLC0415 -- reads the settings, which need the environment

    django.setup()


def _check_database(given: str) -> None:
    if given and not given.startswith(("postgres://", "postgresql://")):
        scheme = given.partition(":")[0]
        msg = f"DATABASE_URL names a {scheme!r} database; give postgres://user:password@host/name, or leave it out."
        raise InputError(msg)
    if given and find_spec("psycopg") is None:
        msg = "PostgreSQL needs the extra `postgres`: pip install 'chiiki[postgres]' (or `uv sync --extra postgres`)."
        raise MissingExtraError(msg)


def prepare_site() -> None:
    """Bring the tables up to date, seal second factors, lay out the static files and make the index of the facts.

    Safe to run again: what is up to date is left alone.
    """
    from django.conf import settings  # noqa: PLC0415 -- after Django is started
    from django.core.management import call_command  # noqa: PLC0415 -- as above

    from chiiki.web.access.actors import SYSTEM  # noqa: PLC0415 -- as above
    from chiiki.web.accounts.domain.factors import seal_factors  # noqa: PLC0415 -- as above
    from chiiki.web.library.domain.index import ensure_index  # noqa: PLC0415 -- as above

    settings.OPTIONS.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
    seal_factors(actor=SYSTEM)
    call_command("collectstatic", interactive=False, verbosity=0)
    ensure_index()
