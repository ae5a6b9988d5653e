"""What every test gets: hypothesis profiles, no screen, no network."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from typing import NoReturn

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Under CI the same examples every time, and no deadline: a busy machine is no failure.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let goldens be approved after they were looked at."""
    parser.addoption("--approve", action="store_true", help="take what is drawn now as golden")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that could leave the machine; nothing of ours makes one."""
    genuine = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            refuse(address)
        genuine(self, address)  # type: ignore[arg-type]

    def refuse(*where: object) -> NoReturn:
        raise RuntimeError(f"a test reached for the network: {where}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        patch.setattr(socket.socket, "connect_ex", connect)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield
