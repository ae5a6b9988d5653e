"""Random input to the whole window, the same for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from journeyeditor.canvas.canvas import KIND_MIME, Canvas
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.vocabulary import KINDS
from tests.qt.shell import Shell

WORDS = (
    "Kö",
    "å" * 200,
    "שלום",
    "👩‍👩‍👧‍👦",
    "\0",
    "a\u00a0b",
    "1\t2\n3\t4",
    "😀 one\n😢 two",
    "<b>&amp",
    " ",
)
KEYS = (
    *(Qt.Key(code) for code in range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space),
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Delete, Qt.Key.Key_F2),
)
LEFT = Qt.MouseButton.LeftButton
PLAIN = Qt.KeyboardModifier.NoModifier
ACTIONS = (
    *("undo", "undo", "redo", "cut", "copy", "paste", "duplicate", "delete", "select_all"),
    *("rename", "find", "filter", "dock_left", "dock_right", "language_sv", "language_en"),
    *("theme_dark", "tool_connect", "tool_curve", "zoom_in", "zoom_fit", "join"),
)


class Monkey:
    """Random input to a window: keys, text, clicks, drags and actions."""

    def __init__(self, shell: Shell, seed: int) -> None:
        self.shell = shell
        self._dice = random.Random(seed)
        self._choices: tuple[Callable[[], None], ...] = (
            *(self.key, self.key, self.write, self.click, self.drag, self.drag),
            *(self.drop_kind, self.run_action, self.run_action, self.leave),
        )

    @property
    def canvas(self) -> Canvas:
        return self.shell.window.map_view.canvas

    def step(self) -> None:
        self._dice.choice(self._choices)()
        if self._dice.random() < 0.5:
            self.shell.app.processEvents()

    def key(self) -> None:
        where = QApplication.focusWidget() or self.canvas
        shift = Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(where, self._dice.choice(KEYS), self._dice.choice((PLAIN, PLAIN, shift)))

    def write(self) -> None:
        """Write odd words where the keys are, as an input method does."""
        event = QInputMethodEvent()
        event.setCommitString(self._dice.choice(WORDS))
        QApplication.sendEvent(QApplication.focusWidget() or self.canvas, event)

    def click(self) -> None:
        QTest.mouseClick(self.canvas, LEFT, PLAIN, self._place())

    def drag(self) -> None:
        """Drag on the map, do something else meanwhile, and let go or forget to."""
        QTest.mousePress(self.canvas, LEFT, PLAIN, self._place())
        for _ in range(3):
            self._move(self._place())
            if self._dice.random() < 0.3:
                self._dice.choice((self.key, self.run_action, self.leave))()
        if self._dice.random() < 0.9:
            QTest.mouseRelease(self.canvas, LEFT, PLAIN, self._place())

    def drop_kind(self) -> None:
        """Drag a kind from the palette, and be disturbed."""
        kind = self._dice.choice(KINDS).kind_name()
        data, place, effect = QMimeData(), self._place(), Qt.DropAction.CopyAction
        data.setData(KIND_MIME, kind.encode())
        for event in (QDragEnterEvent, QDragMoveEvent):
            QApplication.sendEvent(self.canvas, event(place, effect, data, LEFT, PLAIN))
        if self._dice.random() < 0.2:
            self.run_action()
        drop = QDropEvent(QPointF(place), effect, data, LEFT, PLAIN)
        QApplication.sendEvent(self.canvas, drop)

    def run_action(self) -> None:
        self.shell.window.action_registry.run(self._dice.choice(ACTIONS))

    def leave(self) -> None:
        """Be called away: another window has the keys for a moment."""
        focus = QApplication.focusWidget()
        QApplication.sendEvent(self.shell.window, QEvent(QEvent.Type.WindowDeactivate))
        QApplication.sendEvent(self.shell.window, QEvent(QEvent.Type.WindowActivate))
        if isinstance(focus, QWidget):
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _move(self, place: QPoint) -> None:
        QTest.mouseMove(self.canvas, place)
        self.shell.app.processEvents()

    def _place(self) -> QPoint:
        session, view = self.shell.session, self.canvas.viewport
        ids = hit_testing.ids_in(session.layout, view.seen)
        rect = session.layout.rect(self._dice.choice(ids)) if ids else None
        if rect is None or self._dice.random() < 0.3:
            width, height = max(self.canvas.width(), 2), max(self.canvas.height(), 2)
            return QPoint(self._dice.randrange(width), self._dice.randrange(height))
        x, y = view.rect_to_screen(rect).center
        return QPoint(round(x), round(y))
