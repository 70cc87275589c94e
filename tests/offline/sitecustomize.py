"""Blocks every address except loopback in child processes of the tests.

pytest-socket guards the process that runs the tests; it cannot reach the processes that this one
starts (the command line, reading and render workers, Streamlit). `tests/__init__.py` puts this folder
in front of PYTHONPATH, so that every Python started by a test imports this file before anything else.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

LOOPBACK_NAMES = {"", "localhost", "ip6-localhost"}

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_sendto = socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


class NetworkBlockedError(OSError):
    """A process started by a test tried to reach another computer."""


def is_loopback(host: object) -> bool:
    """Whether `host` (a name or an address, str or bytes) is this computer."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if name.lower() in LOOPBACK_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name.split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _check(address: Any) -> None:
    if isinstance(address, tuple) and not is_loopback(address[0]):
        raise NetworkBlockedError(f"blocked in tests: connection to {address[0]!r}")


def _guarded_connect(self: socket.socket, address: Any) -> None:
    _check(address)
    return _connect(self, address)


def _guarded_connect_ex(self: socket.socket, address: Any) -> int:
    _check(address)
    return _connect_ex(self, address)


def _guarded_sendto(self: socket.socket, *args: Any) -> int:
    _check(args[-1])
    return _sendto(self, *args)


def _guarded_getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
    if not is_loopback(host):
        raise NetworkBlockedError(f"blocked in tests: looking up {host!r}")
    return _getaddrinfo(host, *args, **kwargs)


def block() -> None:
    """Guard the sockets of this process. Calling it again changes nothing."""
    socket.socket.connect = _guarded_connect  # type: ignore[method-assign]
    socket.socket.connect_ex = _guarded_connect_ex  # type: ignore[method-assign]
    socket.socket.sendto = _guarded_sendto  # type: ignore[method-assign, assignment]
    socket.getaddrinfo = _guarded_getaddrinfo


block()
