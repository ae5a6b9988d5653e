"""The program itself, started as a user does, without a screen; run and looked at by a probe."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent.parent
PROBE = Path(__file__).parent / "probe"
#: How long anything may take on a machine that does ten other things (seconds).
PATIENCE = 60.0
BEAT = 0.02
T = TypeVar("T")


def until(look: Callable[[], T | None], what: str) -> T:
    """Return what a look gives as soon as it gives anything; fail, saying what, when it does not."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"after {PATIENCE:g} s there is still not: {what}"
        time.sleep(BEAT)
    return found


class Box(NamedTuple):
    """A message box: its words, and those of its buttons."""

    text: str
    detail: str
    buttons: Sequence[str]


BOXES = """
from PySide6.QtWidgets import QApplication, QMessageBox
boxes = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
"""
WINDOW = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from journeyeditor.app.window import Window
window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, Window)), None)
"""
EDIT = """
from journeyeditor.model import Change, MAP_ID
transactions = window.map_view.session.transactions
def retitle(title):
    info = transactions.graph.info
    with transactions.transaction("Edit") as transaction:
        transaction.write(Change({MAP_ID: (info, info.replaced(title=title))}))
"""


class Program:
    """One run of the program at a time, with a home of its own."""

    def __init__(self, folder: Path, home: Path, enter: Sequence[str] = ()) -> None:
        """Keep sockets and output in a folder; `enter` is what the command line begins with."""
        self._folder, self._home, self._enter = folder, home, enter
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def start(self, *arguments: object, environment: dict[str, str] | None = None) -> None:
        self._starts += 1
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [*self._enter, sys.executable, "-m", "journeyeditor", *map(str, arguments)],
                cwd=ROOT,
                env=self._environment() | (environment or {}),
                stdout=output,
                stderr=output,
            )
        until(lambda: self._asked(WINDOW + "result = window is not None"), "a window")

    def run(self, code: str) -> Any:
        """Run code with the `window`; return its `result`."""
        answer = self._told(WINDOW + code)
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def act(self, action: str) -> None:
        """Run an action of the menus, whose questions may wait for an answer."""
        self.run(f"QTimer.singleShot(0, lambda: window.action_registry.run({action!r}))")

    def retitle(self, title: str) -> None:
        self.run(EDIT + f"retitle({title!r})")

    def title(self) -> str:
        """Return the title of the map that is shown, once one is."""
        until(lambda: self.run("result = window.has_map"), "a map")
        return str(self.run(EDIT + "result = transactions.graph.info.title"))

    def path(self) -> str:
        """Return the path of the map's file, "" if it has none."""
        return str(self.run("path = window.documents.document.path\nresult = str(path or '')"))

    def settled(self) -> None:
        """Wait until no save is under way."""
        until(
            lambda: self.run("result = not window.documents.document.is_saving"),
            "the end of a save",
        )

    def boxes(self) -> list[Box]:
        code = "result = [[b.text(), b.informativeText(), [x.text() for x in b.buttons()]] for b in boxes]"
        return [Box(*found) for found in self.run(BOXES + code)]

    def box(self, words: str) -> Box:
        """Return the message box with these words in it, once it is seen."""
        return until(lambda: next((b for b in self.boxes() if words in b.text), None), words)

    def press(self, button: str) -> None:
        """Press a button of a message box, once it is seen."""
        code = (
            "found = [x for b in boxes for x in b.buttons() if x.text() == {!r}]\n"
            "result = bool(found)\n"
            "if found: QTimer.singleShot(0, found[0].click)"
        )
        until(lambda: self.run(BOXES + code.format(button)), f"the button {button}")

    def status(self) -> str:
        return str(self.run("result = window.status.words()"))

    def says(self, words: str) -> None:
        """Wait until the status bar says something."""
        until(lambda: words in self.status(), f"“{words}” in the status bar")

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def ended(self) -> int:
        """Return the exit status, once it has ended."""
        assert self._process is not None
        return self._process.wait(PATIENCE)

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait(PATIENCE)

    def said(self) -> str:
        """Return what it wrote to the terminal since its last start."""
        return self._output.read_text("utf-8", errors="replace")

    @property
    def _output(self) -> Path:
        return self._folder / f"output-{self._starts}"

    @property
    def _socket(self) -> Path:
        return self._folder / f"probe-{self._starts}"

    def _asked(self, code: str) -> Any:
        """Return the result of code, None while there is none."""
        try:
            return self._told(code).get("result")
        except OSError:
            return None

    def _told(self, code: str) -> dict[str, Any]:
        """Send code to the probe; raises OSError."""
        assert self._process is not None
        assert self._process.poll() is None, f"the program has ended: {self.said()}"
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(PATIENCE)
            connection.connect(str(self._socket))
            with connection.makefile("rw", encoding="utf-8") as line:
                line.write(json.dumps(code) + "\n")
                line.flush()
                answer: dict[str, Any] = json.loads(line.readline() or "{}")
                return answer

    def _environment(self) -> dict[str, str]:
        """Return the surroundings of a user who has never started the program."""
        kept = {"PATH", "LD_LIBRARY_PATH", "TMPDIR"}
        names = ("CONFIG", "DATA", "CACHE", "STATE")
        folders = {f"XDG_{name}_HOME": str(self._home / name.lower()) for name in names}
        return {
            **{name: value for name, value in os.environ.items() if name in kept},
            **folders,
            "HOME": str(self._home),
            "XDG_RUNTIME_DIR": str(self._folder),
            "QT_QPA_PLATFORM": "offscreen",
            "LANG": "en_US.UTF-8",
            "PYTHONPATH": str(PROBE),
            "JOURNEYEDITOR_PROBE": str(self._socket),
        }


def modes(folder: Path) -> dict[str, int]:
    return {
        str(path.relative_to(folder)): stat.S_IMODE(path.lstat().st_mode)
        for path in folder.rglob("*")
    }
