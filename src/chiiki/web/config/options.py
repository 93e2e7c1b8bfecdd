"""The one reader of the environment: every option of a site, typed, with its default.

>>> read_options({"CHIIKI_URL": "https://chiiki.example"}).is_https
True
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from chiiki.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.parse import SplitResult

__all__ = ["Mail", "Operator", "Options", "read_options"]

_LONGEST_NAME = 120
_NAME = re.compile(r"[^\x00-\x1f\x7f]+")
_E_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")


@dataclass(frozen=True, slots=True)
class Mail:
    """How mails leave the site: by a server, or as files where there is none."""

    host: str = ""
    """Name of the server; empty where mails are written as files."""

    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["none", "starttls", "tls"] = "none"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs the site, as its pages say."""

    name_ja: str = ""
    """Empty where the operator has not named itself."""

    name_en: str = ""
    contact: str = ""
    """E-mail address, or address of a page; empty where there is none."""

    def name_in(self, lang: str) -> str:
        """Return the name in a language; the other one where there is only that."""
        first, second = (self.name_en, self.name_ja) if lang == "en" else (self.name_ja, self.name_en)
        return first or second

    @property
    def href(self) -> str:
        """Where the contact leads."""
        return f"mailto:{self.contact}" if "@" in self.contact and "//" not in self.contact else self.contact


@dataclass(frozen=True, slots=True)
class Options:
    """What the environment says about a site; printing it shows no secret."""

    data: Path
    url: str
    secret_key: str = field(repr=False)
    old_secret_keys: tuple[str, ...] = field(repr=False)
    mail: Mail
    email_from: str
    pack: Path | None
    n_proxies: int
    is_demo: bool
    operator: Operator
    database_url: str = field(repr=False)

    @property
    def host(self) -> str:
        """Host name of :attr:`url`, without port."""
        return urlsplit(self.url).hostname or ""

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS."""
        return urlsplit(self.url).scheme == "https"


def read_options(environment: Mapping[str, str]) -> Options:
    """Read the options of a site from `environment`.

    Raises
    ------
    InputError
        If a value cannot be used; the message names the variable and what it may be.
    """
    return Options(
        data=_data_folder(environment),
        url=_address(environment.get("CHIIKI_URL", "http://127.0.0.1:8000")),
        secret_key=environment.get("CHIIKI_SECRET_KEY", ""),
        old_secret_keys=tuple(environment.get("CHIIKI_SECRET_KEY_OLD", "").split()),
        mail=_mail(environment.get("CHIIKI_EMAIL_URL", "file:")),
        email_from=environment.get("CHIIKI_EMAIL_FROM", "chiiki@localhost"),
        pack=Path(environment["CHIIKI_PACK"]) if environment.get("CHIIKI_PACK") else None,
        n_proxies=_count("CHIIKI_PROXIES", environment.get("CHIIKI_PROXIES", "0")),
        is_demo=_switch("CHIIKI_DEMO", environment.get("CHIIKI_DEMO", "0")),
        operator=_operator(environment),
        database_url=environment.get("DATABASE_URL", ""),
    )


def _data_folder(environment: Mapping[str, str]) -> Path:
    if environment.get("CHIIKI_DATA"):
        return Path(environment["CHIIKI_DATA"]).absolute()
    base = environment.get("XDG_DATA_HOME") or str(Path(environment.get("HOME", "/")) / ".local" / "share")
    return Path(base) / "chiiki"


def _address(given: str) -> str:
    parts = urlsplit(given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        msg = f"CHIIKI_URL is {given!r}; give the address of the site without a path, as in https://chiiki.example."
        raise InputError(msg)
    return given.rstrip("/")


def _mail(given: str) -> Mail:
    parts = urlsplit(given)
    if parts.scheme == "file" and not parts.netloc and not parts.path:
        return Mail()
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        # what was given may hold a password, so that the message does not repeat it
        msg = "CHIIKI_EMAIL_URL cannot be used; give smtp://user:password@host:587, smtps://user:password@host:465"
        msg += " or file:, which writes mails into the folder mail of the data folder."
        raise InputError(msg)
    security: Literal["none", "starttls", "tls"] = "tls" if parts.scheme == "smtps" else "starttls"
    if parts.scheme == "smtp" and parts.hostname in {"127.0.0.1", "::1", "localhost"}:
        security = "none"  # a server on the same machine: nothing travels
    return Mail(
        host=parts.hostname,
        port=_port(parts) or {"tls": 465, "starttls": 587, "none": 25}[security],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        security=security,
    )


def _operator(environment: Mapping[str, str]) -> Operator:
    names = {}
    for lang, variable in (("ja", "CHIIKI_OPERATOR"), ("en", "CHIIKI_OPERATOR_EN")):
        given = names[lang] = environment.get(variable, "").strip()
        if given and (len(given) > _LONGEST_NAME or not _NAME.fullmatch(given)):
            msg = f"{variable} is {given[:_LONGEST_NAME]!r}; give one line of at most {_LONGEST_NAME} characters."
            raise InputError(msg)
    contact = environment.get("CHIIKI_CONTACT", "").strip()
    if contact and not _E_MAIL.fullmatch(contact) and not _is_page(contact):
        msg = f"CHIIKI_CONTACT is {contact!r}; give an e-mail address or the address of a page, as in https://…"
        raise InputError(msg)
    if contact and not any(names.values()):
        msg = "CHIIKI_CONTACT is given without a name; say in CHIIKI_OPERATOR who runs the site."
        raise InputError(msg)
    return Operator(name_ja=names["ja"], name_en=names["en"], contact=contact)


def _is_page(given: str) -> bool:
    parts = urlsplit(given)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and bool(_NAME.fullmatch(given))


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        msg = "CHIIKI_EMAIL_URL has a port that is not a number from 1 to 65535; leave it out or write, say, :587."
        raise InputError(msg) from None


def _count(name: str, given: str) -> int:
    if not given.isdecimal():
        msg = f"{name} is {given!r}; give a whole number, 0 or more."
        raise InputError(msg)
    return int(given)


def _switch(name: str, given: str) -> bool:
    if given not in {"", "0", "1"}:
        msg = f"{name} is {given!r}; give 1 or 0."
        raise InputError(msg)
    return given == "1"
