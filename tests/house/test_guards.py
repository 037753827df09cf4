"""The guards that every other test relies on do guard."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest

from tests.house.tree import ROOT

GOLDEN = ROOT / "tests" / "golden"

# TEST-NET-1: an address that belongs to nobody (RFC 5737).
NOBODY = ("192.0.2.1", 9)


def test_a_test_that_reaches_for_another_machine_is_stopped() -> None:
    with socket.socket() as line, pytest.raises(RuntimeError, match=r"192\.0\.2\.1"):
        line.connect(NOBODY)


def test_a_test_that_asks_for_another_machines_address_is_stopped() -> None:
    with pytest.raises(RuntimeError, match=r"example\.invalid"):
        socket.getaddrinfo("example.invalid", 80)


def test_a_test_may_talk_to_itself() -> None:
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname()).close()


def test_a_golden_that_differs_fails(
    golden: Callable[[str, str], None],
    pytestconfig: pytest.Config,
) -> None:
    if pytestconfig.getoption("--golden"):
        pytest.skip("writing, not comparing")
    written = [p for p in GOLDEN.rglob("*") if p.is_file()]
    if not written:
        pytest.skip("no golden file yet")
    name = written[0].relative_to(GOLDEN).as_posix()
    with pytest.raises(AssertionError, match="CHANGELOG"):
        golden(name, "something else")
    with pytest.raises(pytest.fail.Exception, match="make golden"):
        golden("no-such-golden.txt", "")
