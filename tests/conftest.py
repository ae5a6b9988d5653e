"""What every test gets: the same examples, no screen, no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

# The screen is never that of the shell, nor are its size and its style.
for name in [name for name in os.environ if name.startswith("QT_")]:
    del os.environ[name]
os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The language is never that of the shell.
for name in ("LANGUAGE", "LC_MESSAGES", "LANG"):
    os.environ.pop(name, None)
os.environ["LC_ALL"] = "C.UTF-8"
# Posters say when they were made; here it is always the same moment.
os.environ["SOURCE_DATE_EPOCH"] = "1767225600"

# Nothing here depends on the clock: a busy machine is not a failure. The examples are the same
# every time, so that a red run means a change; `--hypothesis-profile=search` looks for new ones.
settings.register_profile(
    "fixed", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.register_profile(
    "search", settings.get_profile("fixed"), derandomize=False, max_examples=1000
)
settings.load_profile("fixed")
# Hypothesis also draws constants of whatever modules happen to be imported by then, so that an
# example would depend on the tests that ran before.
providers._get_local_constants = Constants


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let goldens be approved after they were looked at."""
    parser.addoption("--approve", action="store_true", help="take what is drawn now as golden")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that could leave the machine; rooms are tried on the loopback."""
    genuine = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        is_inside = isinstance(address, tuple) and address[0] in {"127.0.0.1", "::1"}
        if self.family in {socket.AF_INET, socket.AF_INET6} and not is_inside:
            refuse(address)
        genuine(self, address)  # type: ignore[arg-type]

    def refuse(*where: object) -> NoReturn:
        raise RuntimeError(f"a test reached for the network: {where}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield
