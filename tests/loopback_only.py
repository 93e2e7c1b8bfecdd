"""The application of the site in a process that may talk to loopback and to nobody else."""

from __future__ import annotations

import ipaddress
import sys

from chiiki.web.config.wsgi import application

__all__ = ["application"]


def _refuse_outside(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not ipaddress.ip_address(address[0]).is_loopback:
            message = f"the site asked for {address}"
            raise RuntimeError(message)
    if event == "socket.getaddrinfo" and arguments[0] not in {None, "127.0.0.1", "::1", "localhost"}:
        message = f"the site asked for the address of {arguments[0]}"
        raise RuntimeError(message)


sys.addaudithook(_refuse_outside)
