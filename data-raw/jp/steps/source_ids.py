"""One short, stable id for each address, however it was written down."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import unquote, urlsplit

__all__ = ["is_seed", "normalised", "source_id_of", "split_addresses"]

_SEED = re.compile(r"^seed[:-](\d{3})(_.*)?$")


def split_addresses(cell: str) -> list[str]:
    """Split a raw cell that lists addresses with ``|`` between them.

    Examples
    --------
    >>> split_addresses("https://a.jp/x | seed:001_6d.txt")
    ['https://a.jp/x', 'seed:001_6d.txt']
    """
    return [part.strip() for part in re.split(r"\s*\|\s*|\s+(?=https?://)", cell) if part.strip()]


def is_seed(address: str) -> bool:
    """Tell whether the address names one of the founding documents (``seed:001_….txt``)."""
    return _SEED.match(address) is not None


def normalised(address: str) -> str:
    """Reduce an address to what identifies the page: host without www, path, query.

    The scheme, the port, the fragment, percent-encoding and a closing slash do not make another page.

    Examples
    --------
    >>> normalised("http://www.Example.jp:80/a%20b/#top")
    'example.jp/a b'
    """
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").removeprefix("www.")
    path = unquote(parts.path).rstrip("/")
    query = f"?{unquote(parts.query)}" if parts.query else ""
    return f"{host}{path}{query}"


def source_id_of(address: str) -> str:
    """Return the id of the source at the address.

    ``seed-001`` for a founding document, else the host and six hexadecimal digits of the SHA-1 of the normalised
    address.

    Raises
    ------
    ValueError
        The address is neither a seed nor http(s).
    """
    seed = _SEED.match(address)
    if seed:
        return f"seed-{seed.group(1)}"
    if not address.startswith(("http://", "https://")):
        msg = f"{address!r} is not an address: it must start with http://, https:// or seed:"
        raise ValueError(msg)
    key = normalised(address)
    digest = hashlib.sha1(key.encode("utf-8"), usedforsecurity=False).hexdigest()
    return f"{key.split('/')[0].split('?')[0]}-{digest[:6]}"
