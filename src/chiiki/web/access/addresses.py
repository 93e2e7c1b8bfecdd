"""From where a request came, as far as the site can know it."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = ["NOWHERE", "client_address"]

NOWHERE = "0.0.0.0"  # noqa: S104 -- a value that is kept, nothing listens there
"""Where nothing says from where a request came."""


def client_address(request: HttpRequest) -> str:
    """Return the address of whoever asks; of an IPv6 address the network of 64 bits.

    Only as many entries of ``X-Forwarded-For`` are believed as proxies stand in front of the
    site (option ``CHIIKI_PROXIES``), counted from the right: what stands before them was
    written by the client, who may write anything.

    Notes
    -----
    A client of IPv6 usually owns a whole /64, so that a single address of it says nothing.
    """
    own = request.META.get("REMOTE_ADDR", "")
    n_proxies = settings.OPTIONS.n_proxies
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    given = forwarded[-n_proxies].strip() if 0 < n_proxies <= len(forwarded) else own
    return _network(given) or _network(own) or NOWHERE


def _network(given: str) -> str:
    try:
        address = ip_address(given.strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((int(address), 64), strict=False).network_address)
    return str(address)
