"""A running program for tests: places of its own, and dialogs that answer from a script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from journeyeditor import resources
from journeyeditor.app.application import Program
from journeyeditor.app.dialogs import Choice, FileKind
from journeyeditor.app.documents.controller import AppPaths
from journeyeditor.app.window import FIRST, Window
from journeyeditor.editing.session import Session
from journeyeditor.panels.session_view import SessionView

SAMPLE = str(resources.path("samples", "toothbrush.sv.journey.json"))


class Script:
    """Answers in the order they were written down; remembers what was asked and shown."""

    def __init__(self) -> None:
        self.answers: list[str | None] = []
        self.asked: list[str] = []
        self.reported: list[str] = []

    def ask_save(self, title: str) -> str:
        return self._next(f"save {title}?") or ""

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        return self._next(question) or ""

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        self.reported.append(f"{sentence} {detail}".strip())

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        return self._next("open") or ""

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        return self._next(f"save as {Path(suggestion).name}") or ""

    def choose_folder(self, folder: str = "") -> str:
        return self._next("folder") or ""

    def show_folder(self, folder: Path) -> None:
        self.reported.append(f"shows {folder}")

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        return self._next(question)

    def _next(self, question: str) -> str | None:
        self.asked.append(question)
        return self.answers.pop(0)


class Shell:
    """The program with one window, in a folder of its own."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app = app
        self.script = Script()
        self.places = AppPaths(
            folder / "settings.json", folder / "data", folder / "templates", folder / "log.log"
        )
        self.program = Program(app, self.places, self.script)
        self.window = self.program.open_window()
        if not self.window.preferences.value.geometry:
            self.window.resize(*FIRST)  # the screen of these tests is smaller

    @property
    def session(self) -> Session:
        return self.window.map_view.session

    def do(self, action: str) -> None:
        """Run an action of the table; it must be offered."""
        self.settle()
        assert self.window.action_registry[action].isEnabled(), action
        self.window.action_registry.run(action)
        self.settle()

    def settle(self) -> None:
        """Let everything catch up that waits for the program to be idle, or for an import."""
        self.app.processEvents()
        while self.window.reading.is_busy:
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        for view in self.window.findChildren(SessionView):
            view.catch_up()
        self.window.refresh()

    def open_sample(self) -> Session:
        self.window.documents.new_from_sample(SAMPLE)
        self.window.map_view.set_animated(False)
        self.settle()
        return self.session

    def pick(self, kind: str, number: int = 0) -> str:
        id_ = list(self.session.graph.elements(kind))[number].id
        self.session.selection.set([id_])
        self.settle()
        return id_

    def other_window(self) -> Window:
        return self.program.windows[-1]

    def close(self) -> None:
        for window in tuple(self.program.windows):
            window.presentation.end()
            window.documents.close_to_journal()
            window.close()
        self.program.close()
        self.app.processEvents()
