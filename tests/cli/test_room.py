"""A room without a window: served by a process of its own, which is told to end, or is killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientTimeout

from journeyeditor.files import read_map
from tests.cli.program import Program, Run
from tests.room.phones import Phone

PIN = "482913"
Story = Callable[[Phone], Coroutine[Any, Any, None]]


class Served:
    """The command as a process, and what it announced."""

    def __init__(self, map_: Path, data: Path, port: int = 0) -> None:
        words = ["room", map_, "--host", "127.0.0.1", "--port", port, "--pin", PIN, "--json"]
        self.process = subprocess.Popen(
            [*Program.command, *map(str, words)],
            env={**Program.environment, "XDG_DATA_HOME": str(data)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.communicate()
        announced = json.loads(line)
        assert announced["pin"] == PIN
        self.url = announced["url"]

    @property
    def port(self) -> int:
        return int(self.url.rstrip("/").rpartition(":")[2])

    def tell(self, story: Story, token: str = "") -> None:
        async def run() -> None:
            async with ClientSession(timeout=ClientTimeout(20)) as http:
                if token:
                    phone = Phone(self.url, http, token)
                    await phone.connect()
                else:
                    phone = await Phone.joined(self.url, http, PIN, "Anna")
                await story(phone)
                await phone.close()

        asyncio.run(run())

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal and return the exit status and standard error."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=60)
        return self.process.returncode, errors.decode()


@pytest.fixture
def serve(map_: Path, tmp_path: Path) -> Iterator[Callable[..., Served]]:
    with ExitStack() as stack:

        def serve(port: int = 0) -> Served:
            served = Served(map_, tmp_path / "data", port)
            stack.enter_context(served.process)
            stack.callback(served.process.kill)
            return served

        yield serve


def titles(map_: Path) -> set[str]:
    return {element.title for element in read_map(map_).elements()}


async def write(phone: Phone) -> None:
    await phone.write("From a phone")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_with_all_that_phones_sent(
    serve: Callable[..., Served], map_: Path, number: int
) -> None:
    served = serve()
    served.tell(write)
    assert served.end(number) == (0, "")
    assert "From a phone" in titles(map_)
    data = map_.parent / "data" / "journeyeditor"
    assert not [path for path in data.rglob("*") if path.parent.name in ("journals", "rooms")]


def test_a_kill_loses_nothing_and_phones_come_back_to_the_same_room(
    serve: Callable[..., Served], map_: Path
) -> None:
    before = map_.read_bytes()
    served = serve()
    tokens = []

    async def vote(phone: Phone) -> None:
        id_ = await phone.write("Shown late", kind="pain_point")
        await phone.until(lambda: f"w-{id_}" in phone.cards)
        await phone.answered(await phone.send("vote", card=f"w-{id_}", dots=2))
        await phone.write("Only mine", is_private=True)
        tokens.append(phone.token)

    served.tell(vote)
    served.end(signal.SIGKILL)
    assert map_.read_bytes() == before

    again = serve(served.port)

    async def come_back(phone: Phone) -> None:
        assert sum(phone.own["dots"].values()) == 2
        assert phone.own["cards"] == 2
        assert "Shown late" in phone.titles()

    again.tell(come_back, tokens[0])
    status, errors = again.end(signal.SIGTERM)
    assert status == 0
    assert errors in ("", f"journeyeditor: {map_}: unsaved changes were recovered\n")
    graph = read_map(map_)
    votes = {element.title: getattr(element, "votes", 0) for element in graph.elements()}
    assert votes["Shown late"] == 2
    assert "Only mine" in votes


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--host", "0.0.0.0"), "stands for several networks"),
        (("--host", "everywhere"), "is no IP address"),
        (("--host", "127.0.0.1", "--pin", "12345"), "give 6 digits"),
        (("--host", "127.0.0.1", "--port", "70000"), "is not a port"),
    ],
)
def test_wrong_usage_is_one_sentence(
    run: Run, map_: Path, arguments: tuple[str, ...], words: str
) -> None:
    answer = run("room", map_, *arguments)
    assert answer.status == 2
    assert words in answer.sentence


def test_an_address_of_another_machine_is_refused_and_the_map_is_left_alone(
    program: Program, map_: Path, tmp_path: Path
) -> None:
    before = map_.read_bytes()
    environment = {"XDG_DATA_HOME": str(tmp_path / "data")}
    answer = program("room", map_, "--host", "192.0.2.1", "--port", "0", env=environment)
    assert answer.status == 1
    assert "192.0.2.1:0: cannot be opened" in answer.sentence
    assert map_.read_bytes() == before


def test_no_socket_is_open_before_a_room_is(map_: Path, tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path

seen = []
sys.addaudithook(lambda event, _: seen.append(event) if event.startswith("socket.") else None)

from journeyeditor.editing.session import Session
from journeyeditor.files import read_map
from journeyeditor.poster import PosterOptions
from journeyeditor.poster.options import requested_theme
from journeyeditor.room.workshop import Workshop
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import info_of

graph = read_map(Path(sys.argv[1]))
session = Session(graph, Faces(system=False), requested_theme(info_of(graph), PosterOptions()))
document = type("Document", (), {"is_protected": True})()
workshop = Workshop(session, document, Path(sys.argv[2]), "map", lambda call: call())
assert "aiohttp" not in sys.modules
assert seen == [], seen
workshop.open("127.0.0.1", 0, "482913")
assert "socket.bind" in seen
workshop.close()
print("done")
"""
    done = subprocess.run(
        [sys.executable, "-c", script, str(map_), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": Program.environment["PYTHONPATH"]},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")
