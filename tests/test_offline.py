"""The tests themselves cannot reach another computer, nor can what they start."""

from __future__ import annotations

import os
import socket
import subprocess
import sys

import pytest

from tests.offline.sitecustomize import is_loopback

TRY_TO_CONNECT = """
import socket
try:
    socket.create_connection(("192.0.2.1", 80), timeout=1)
except OSError as error:
    print(type(error).__name__)
try:
    socket.getaddrinfo("example.org", 443)
except OSError as error:
    print(type(error).__name__)
"""


def test_this_process_cannot_connect_to_another_computer() -> None:
    with pytest.raises(OSError, match="blocked in tests"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_a_child_process_cannot_connect_or_look_up_a_name() -> None:
    done = subprocess.run([sys.executable, "-c", TRY_TO_CONNECT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["NetworkBlockedError", "NetworkBlockedError"]


def test_loopback_stays_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(server.getsockname(), timeout=5) as client,
    ):
        assert client.getpeername() == server.getsockname()


def test_the_model_hub_is_switched_off_for_children_too() -> None:
    assert (os.environ["HF_HUB_OFFLINE"], os.environ["TRANSFORMERS_OFFLINE"]) == ("1", "1")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        (b"localhost", True),
        (None, True),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("huggingface.co", False),
    ],
)
def test_loopback_is_told_from_other_hosts(host: object, expected: bool) -> None:
    assert is_loopback(host) is expected
