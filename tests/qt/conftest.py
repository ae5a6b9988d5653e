"""What the window's tests share: an application with the bundled fonts, a program, a session, and guards.

A test that leaves a window, a running timer or an animation behind fails itself, and
not the one after it.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from PySide6.QtCore import (
    QAbstractAnimation,
    QCoreApplication,
    QEvent,
    QObject,
    QStandardPaths,
    Qt,
    QTimer,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.background import _end_all
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing.session import Session
from journeyeditor.files import read_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.typography import Faces
from journeyeditor.widgets import speller, style
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.qt.shell import Shell

#: After so many milliseconds something that was waited for will not happen any more.
PATIENCE_MS = 60_000
#: Makes a session of a map; see the fixture `a_session`.
SessionMaker: TypeAlias = Callable[[JourneyGraph], Session]


class PatientQtBot(QtBot):
    """Gives up late: on a busy machine a second says nothing."""

    def waitUntil(  # noqa: N802 (overrides)
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802 (overrides)
        self, signal: Any, *, timeout: int = PATIENCE_MS, **settings: Any
    ) -> Any:
        return super().waitSignal(signal, timeout=timeout, **settings)


@pytest.fixture(autouse=True)
def no_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check no spelling, whatever the machine has installed; tests of it bring their dictionaries."""
    monkeypatch.setattr(speller, "folders", lambda own: (own,) if own and own.is_dir() else ())


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of pytest-qt, with more patience."""
    return PatientQtBot(request)


@pytest.fixture(scope="session")
def faces() -> Faces:
    """The bundled faces only: the same on every machine."""
    return Faces(system=False)


@pytest.fixture(scope="session", autouse=True)
def dressed_app(qapp: QApplication) -> QApplication:
    """The application with the bundled fonts and the light look, its settings out of the way."""
    QStandardPaths.setTestModeEnabled(True)
    style.register()
    style.register_fallbacks()
    style.apply(qapp, UiContext(texts("en"), window_theme("light")))
    return qapp


@pytest.fixture
def ui() -> UiContext:
    """English and light, at the normal size."""
    return UiContext(texts("en"), window_theme("light"))


@pytest.fixture
def a_session(faces: Faces) -> SessionMaker:
    def opened(graph: JourneyGraph) -> Session:
        return Session(graph, faces, window_theme("light"))

    return opened


@pytest.fixture
def session(a_session: SessionMaker) -> Session:
    return a_session(read_map(resources.path("samples", "toothbrush.sv.journey.json")))


@pytest.fixture
def canvas(session: Session, ui: UiContext, qtbot: QtBot) -> Canvas:
    """The toothbrush sample on a canvas of 1000 × 700 pixels, at 100 %, without gliding."""
    canvas = Canvas(session, ui)
    canvas.renderer.animation.is_enabled = False
    canvas.resize(1000, 700)
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.view.zoom_to_fit()
    canvas.view.zoom_100()
    canvas.finish_painting()
    canvas.setFocus()
    return canvas


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path) -> Iterator[Shell]:
    """The program with one window, on its start page."""
    shell = Shell(qapp, tmp_path)
    yield shell
    shell.close()


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves windows, timers or animations behind; held keys are let go."""
    before = set(map(id, QApplication.topLevelWidgets()))
    gc.collect()
    gc.freeze()  # what was there before the test need not be looked through after it
    yield
    gc.collect()
    _delete_later(qapp)
    left = [w for w in QApplication.topLevelWidgets() if id(w) not in before and _is_open(w)]
    names = [f"{type(w).__name__} {w.objectName()} {w.windowTitle()}" for w in left]
    for widget in left:
        widget.close()
        widget.deleteLater()
    _end_all()  # their owners are gone, or should be
    _delete_later(qapp)
    assert not names, f"left open: {names}"
    assert not _running(), f"left running: {_running()}"
    if QGuiApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        _release_keys()
    QGuiApplication.clipboard().clear()


def _delete_later(app: QApplication) -> None:
    app.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _release_keys() -> None:
    """Let go of modifiers: the last key of QTest keeps them held until another one comes."""
    widget = QWidget()
    QTest.keyClick(widget, Qt.Key.Key_Shift)
    widget.deleteLater()


def _is_open(widget: QWidget) -> bool:
    return widget.isVisible() and widget.parent() is None


def _running() -> list[str]:
    """Return the timers and animations that still run and belong to nobody who is gone."""
    found: list[str] = []
    for thing in gc.get_objects():
        try:
            if not isinstance(thing, QTimer | QAbstractAnimation):
                continue
            runs = (
                thing.isActive()
                if isinstance(thing, QTimer)
                else thing.state() == QAbstractAnimation.State.Running
            )
            if runs and _is_shown(thing):
                found.append(f"{type(thing).__name__} of {thing.parent()}")
        except (ReferenceError, RuntimeError):  # Qt's half of it is gone
            continue
    return found


def _is_shown(thing: QObject) -> bool:
    """Tell whether a timer belongs to nobody, or to a widget that is still to be seen."""
    owner = thing.parent()
    while owner is not None and not isinstance(owner, QWidget):
        owner = owner.parent()
    return owner is None or owner.isVisible()
