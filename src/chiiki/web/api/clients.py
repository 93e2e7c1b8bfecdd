"""From where a request comes, as far as the site can trust what it is told."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from ipaddress import IPv4Address

    from django.http import HttpRequest

__all__ = ["client_address"]

IPV6_PREFIX = 64
"""Bits of an IPv6 address that name a customer; the rest one may choose freely."""


def client_address(request: HttpRequest) -> str:
    """Return the address of the client, or its /64 network where it is IPv6.

    Notes
    -----
    With n trusted proxies, the n-th entry from the right of ``X-Forwarded-For`` was written by
    the outermost of them; whatever stands left of it the client may have made up.
    """
    given = request.META.get("REMOTE_ADDR", "")
    n_proxies = settings.OPTIONS.n_proxies
    if n_proxies:
        chain = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        given = chain[-n_proxies] if len(chain) >= n_proxies else given
    return _network(given)


def _network(given: str) -> str:
    try:
        address: IPv4Address | IPv6Address = ip_address(given)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network(f"{address.compressed.partition('%')[0]}/{IPV6_PREFIX}", strict=False))
    return str(address)
