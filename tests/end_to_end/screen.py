"""A screen without a monitor, the program on it as a user starts it, and a real mouse and keyboard."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
PROBE = Path(__file__).parent / "probe"
SIZE = (1440, 900)
#: How long anything may take on a machine that does ten other things (seconds).
PATIENCE_S = 60.0
#: Between two looks, and between two steps of the mouse.
BEAT = 0.03
T = TypeVar("T")


def missing() -> str:
    """Return why there can be no such screen here, or ""."""
    if sys.platform == "win32":
        return "there is no X here"
    programs = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    return f"not installed: {', '.join(programs)} (packaging/dev.py test does)" if programs else ""


def until(look: Callable[[], T | None], what: str, patience: float = PATIENCE_S) -> T:
    """Return what a look gives as soon as it gives anything; fail, saying what, when it does not."""
    end = time.monotonic() + patience
    while not (found := look()):
        if time.monotonic() > end:
            raise AssertionError(f"after {patience:g} s there is still not: {what}")
        time.sleep(BEAT)
    return found


class Place(NamedTuple):
    """A rectangle of the screen, in pixels."""

    x: float
    y: float
    width: float
    height: float

    def at(self, across: float = 0.5, down: float = 0.5) -> tuple[int, int]:
        """Return a point in shares of the width and height."""
        return round(self.x + across * self.width), round(self.y + down * self.height)


@contextmanager
def screen() -> Iterator[str]:
    """Start a screen on a number that is free; yield its name."""
    reader, writer = os.pipe()
    extent = f"{SIZE[0]}x{SIZE[1]}x24"
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", extent, "-nolisten", "tcp"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, pass_fds=[writer], stdout=quiet, stderr=quiet)
    os.close(writer)
    try:
        with os.fdopen(reader) as reported:
            number = reported.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        process.terminate()
        process.wait(20)


class Hands:
    """A mouse and a keyboard on a screen."""

    def __init__(self, display: str) -> None:
        self._env = {**os.environ, "DISPLAY": display}

    def do(self, *words: object) -> None:
        """Run xdotool once."""
        command = ["xdotool", *map(str, words)]
        subprocess.run(command, env=self._env, check=True, timeout=30, capture_output=True)

    def click(self, point: tuple[int, int]) -> None:
        self.do("mousemove", *point, "click", 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press, move in steps as a hand does, and let go."""
        self.do("mousemove", *start)
        self.do("mousedown", 1)
        for step in range(1, 11):
            x, y = (round(a + (b - a) * step / 10) for a, b in zip(start, end, strict=True))
            self.do("mousemove", x, y)
            time.sleep(BEAT)
        # A drag of X asks what is below and is answered: the last move has to be seen.
        self.do("mousemove", end[0] + 1, end[1])
        time.sleep(5 * BEAT)
        self.do("mousemove", *end)
        time.sleep(5 * BEAT)
        self.do("mouseup", 1)

    def type(self, words: str) -> None:
        """Type, about as fast as a person who is in a hurry."""
        self.do("type", "--delay", 18, words)

    def press(self, *keys: str) -> None:
        self.do("key", "--delay", 40, *keys)

    def focus(self, title: str) -> None:
        """Give a window the keys, as a window manager does when the one above it closes."""
        self.do("search", "--onlyvisible", "--name", title, "windowfocus")


class Program:
    """The program, started as a user would, with folders of its own."""

    def __init__(self, display: str, home: Path) -> None:
        self._display, self.home = display, home
        self.hands = Hands(display)
        self._process: subprocess.Popen[bytes] | None = None
        self._socket = home / "probe"
        self._starts = 0

    def start(self, *arguments: str) -> None:
        self._starts += 1
        self._socket.unlink(missing_ok=True)
        log = (self.home / f"output-{self._starts}.txt").open("wb")
        command = [sys.executable, "-m", "journeyeditor", *arguments]
        with log:
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        until(lambda: self.widgets() or None, "a window")

    def _environment(self) -> dict[str, str]:
        """Return the surroundings of a user who has never started the program."""
        kept = {"PATH", "LD_LIBRARY_PATH", "TMPDIR"}
        folders = {
            f"XDG_{name}_HOME": str(self.home / name.lower())
            for name in ("CONFIG", "DATA", "CACHE", "STATE")
        }
        runtime = self.home / "run"
        runtime.mkdir(mode=0o700, exist_ok=True)
        return {
            **{name: value for name, value in os.environ.items() if name in kept},
            **folders,
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(runtime),
            "DISPLAY": self._display,
            "QT_QPA_PLATFORM": "xcb",
            "LANG": "en_US.UTF-8",
            "PYTHONPATH": str(PROBE),
            "JOURNEYEDITOR_PROBE": str(self._socket),
        }

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(20)

    def ended(self) -> int:
        """Return the exit status, once it has ended by itself."""
        assert self._process is not None
        return self._process.wait(PATIENCE_S)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def ask(self, question: str) -> Any:
        """Ask the probe; None if there is no answer (yet)."""
        assert self._process is not None
        assert self._process.poll() is None, f"the program has ended: {self.said()}"
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(30)
                connection.connect(str(self._socket))
                with connection.makefile("rw", encoding="utf-8") as line:
                    line.write(question + "\n")
                    line.flush()
                    return json.loads(line.readline() or "null")
        except OSError:
            return None

    def widgets(self) -> list[dict[str, Any]]:
        """Return all widgets that are seen."""
        return self.ask("widgets") or []

    def said(self) -> str:
        """Return what the program wrote to the terminal since its last start."""
        path = self.home / f"output-{self._starts}.txt"
        return path.read_text(encoding="utf-8", errors="replace")

    def find(self, words: str, class_: str = "", *, is_on: bool = True) -> Place:
        """Return where a widget is, once it is seen (and may be used): by its name or its words."""

        def look() -> Place | None:
            for widget in self.widgets():
                is_it = words in (widget["name"], widget["text"]) and class_ in widget["class"]
                if is_it and (widget["is_on"] or not is_on):
                    return Place(*widget["rect"])
            return None

        return until(look, f"{class_} “{words}”")

    def canvas(self) -> dict[str, Any]:
        """Return what the canvas shows, once it rests."""

        def look() -> dict[str, Any] | None:
            seen = self.ask("canvas")
            return seen if seen and not seen["is_moving"] else None

        return until(look, "a map that rests")

    def element(self, title: str) -> Place:
        """Return where an element of the map is, once it is there."""

        def look() -> Place | None:
            for element in self.canvas()["elements"]:
                if element["title"] == title and element["rect"]:
                    return Place(*element["rect"])
            return None

        return until(look, f"the element “{title}”")

    def photograph(self, folder: Path) -> None:
        """Put pictures of the windows into a folder, for whoever wants to know what went wrong."""
        self.ask(f"grab {folder / 'window'}")
