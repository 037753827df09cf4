"""What every test shares: golden files, no network, the same random points each run."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

GOLDEN = Path(__file__).parent / "golden"

settings.register_profile(
    "house",
    derandomize=True,  # a red test is red for everybody
    deadline=None,  # a slow machine is not a wrong answer
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

settings.register_profile(
    "soak", settings.get_profile("house"), derandomize=False, max_examples=1200
)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--golden", action="store_true", help="write the golden files instead of comparing"
    )


def pytest_configure() -> None:
    sys.addaudithook(_refuse_the_network)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if hasattr(getattr(item, "obj", None), "hypothesis"):
            item.add_marker("properties")


class NoNetworkInTests(RuntimeError):
    """A test tried to reach another machine."""

    def __init__(self, where: object) -> None:
        super().__init__(f"tests stay on this machine, but something asked for {where!r}")


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.getaddrinfo":
        _refuse_unless_here(arguments[0])
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"}:
        address = arguments[1]
        if isinstance(address, tuple):  # a Unix socket's address is text
            _refuse_unless_here(address[0])


def _refuse_unless_here(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in {None, "", "localhost"}:
        return
    try:
        here = ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        here = False
    if not here:
        raise NoNetworkInTests(name)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with ``tests/golden/<name>``; with ``--golden`` write it instead."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
            return
        if not path.exists():
            pytest.fail(f"no golden file {name}; look at the text, then run `make golden`")
        assert text == path.read_text("utf-8"), (
            f"{name} changed: if that is right, `make golden` and a line in CHANGELOG.md"
        )

    return compare
