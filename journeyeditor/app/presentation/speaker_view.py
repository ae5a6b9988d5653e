"""The speaker's own window: notes of what is shown, what comes next, and the time."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QScreen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from journeyeditor.widgets.labels import SectionLabel, label
from journeyeditor.widgets.layouts import scrolled
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: Type sizes at interface size 1, and the least size of the window.
TITLE_PX, NOTES_PX, SMALL_PX = 30.0, 21.0, 15.0
SIZE = (720, 480)


class SpeakerView(QWidget):
    """Notes for the speaker; `key_pressed` carries keys, which steer the presentation."""

    key_pressed = Signal(QKeyEvent)
    closed = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self.place, self.time = label("", "secondary"), label("", "secondary")
        self.title, self.notes, self.next = label(), label(), label()
        self._next_heading = SectionLabel()
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._show_time)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for each in (self.title, self.notes, self.next):
            each.setWordWrap(True)
        self.notes.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self._build()
        ui.changed.connect(self._retranslate)
        self._retranslate()

    def begin(self, screen: QScreen | None) -> None:
        """Fill a screen, or (None) show a window."""
        self._clock.start()
        self._timer.start()
        self._show_time()
        if screen is None:
            self.resize(*SIZE)
            self.show()
        else:
            self.setGeometry(screen.geometry())
            self.showFullScreen()

    def show_stop(self, place: str, title: str, notes: str, next_title: str) -> None:
        self.place.setText(place)
        self.title.setText(title)
        self.notes.setText(notes or self._ui.texts("No notes"))
        self.next.setText(next_title or "–")

    def end(self) -> None:
        self._timer.stop()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.key_pressed.emit(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)
        self.closed.emit()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.place, 1)
        top.addWidget(self.time)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 28, 36, 28)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.title)
        area = scrolled(self.notes)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        column.addWidget(self._next_heading)
        column.addWidget(self.next)

    def _show_time(self) -> None:
        seconds = self._clock.elapsed() // 1000
        self.time.setText(f"{seconds // 60}:{seconds % 60:02}")

    def _retranslate(self) -> None:
        texts, scale = self._ui.texts, self._ui.scale
        self.setWindowTitle(texts("Speaker notes"))
        self._next_heading.set_text(texts("Next"))
        sizes: tuple[tuple[QLabel, float, int], ...] = (
            (self.title, TITLE_PX, 700),
            (self.notes, NOTES_PX, 400),
            (self.next, SMALL_PX, 400),
            (self.place, SMALL_PX, 400),
            (self.time, SMALL_PX, 600),
        )
        for each, size, weight in sizes:
            each.setFont(font(scale, size=size, weight=weight))
