"""No test talks to the world: only loopback and unix sockets get through."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any


class NetworkBlocked(AssertionError):
    """A test tried to reach a machine other than this one."""


def is_loopback(host: object) -> bool:
    """True for localhost by name or by any of its addresses, and for the wildcard a listener binds to."""
    if host in (None, "", "localhost", b"localhost"):
        return True
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _guarded(real: Any, position: int) -> Any:
    def call(self: socket.socket, *arguments: Any) -> Any:
        target = arguments[position] if len(arguments) > position else arguments[-1]
        if self.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(target[0]):
            raise NetworkBlocked(f"a test tried to reach {target[0]}; tests must not need the network")
        return real(self, *arguments)

    return call


def block_network() -> None:
    """Refuse every connection, datagram and name look-up beyond loopback for the rest of this process."""
    for name, position in (("connect", 0), ("connect_ex", 0), ("sendto", 1)):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name), position))
    real_look_up = socket.getaddrinfo

    def look_up(host: Any, *arguments: Any, **options: Any) -> Any:
        if not is_loopback(host):
            raise NetworkBlocked(f"a test tried to look up {host!r}; tests must not need the network")
        return real_look_up(host, *arguments, **options)

    socket.getaddrinfo = look_up
