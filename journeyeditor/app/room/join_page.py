"""What people see who want to join: address, QR codes and PIN, large enough for the whole room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from journeyeditor.app.room.open_dialog import RoomPlace
from journeyeditor.app.room.qr import QrView, wifi_text
from journeyeditor.room.room import Room
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.style import font
from journeyeditor.widgets.ui_context import UiContext

#: Sizes on a screen of 1600 by 1000 (pixels).
QR, PIN, ADDRESS, TITLE, SMALL = 440, 120, 40, 44, 20
WIDTH, HEIGHT = 1600, 1000


class JoinPage(QWidget):
    """The page, in a window of its own; Escape or a click closes it."""

    def __init__(self, ui: UiContext, room: Room, place: RoomPlace, title: str) -> None:
        super().__init__()
        self._ui = ui
        self.setWindowTitle(ui.texts("Join the workshop"))
        self.setAutoFillBackground(True)
        self.code = QrView(QR)
        self.code.show_text(room.join_url)
        self.wifi = QrView(QR)
        self.pin = label(spaced(room.pin))
        self.address = label(room.url.removeprefix("http://").rstrip("/"))
        self.here = label("", "secondary")
        self._title = label(title or ui.texts("Join the workshop"))
        self._title.setWordWrap(True)
        self._captions = [label("", "secondary") for _ in range(2)]
        self._caution = label("", "secondary")
        codes = QHBoxLayout()
        codes.setSpacing(56)
        codes.addStretch(1)
        if place.network:
            self.wifi.show_text(wifi_text(place.network, place.password))
            codes.addLayout(_under(self.wifi, self._captions[0]))
        codes.addLayout(_under(self.code, self._captions[1]))
        codes.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(60, 40, 60, 40)
        column.addWidget(self._title)
        column.addStretch(2)
        column.addLayout(codes)
        column.addStretch(1)
        for line in (self.address, self.pin, self.here, self._caution):
            column.addWidget(line)
        column.addStretch(1)
        for line in (self._title, self.address, self.pin, self.here, self._caution):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        texts = ui.texts
        self._captions[0].setText(texts("1. Join the Wi-Fi {name}").format(name=place.network))
        scan = texts("2. Scan and join") if place.network else texts("Scan and join")
        self._captions[1].setText(scan)
        self._caution.setText(
            texts("No account, no internet. Others on the network could read along.")
        )
        self.pin.setAccessibleName(f"PIN {room.pin}")
        self._fit()

    def show_count(self, count: int) -> None:
        texts = self._ui.texts
        self.here.setText(texts("{count} here").format(count=texts.number(count)))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.close()

    def _fit(self) -> None:
        """Let everything grow and shrink with the screen."""
        scale = min(self.width() / WIDTH, self.height() / HEIGHT)
        for code in (self.code, self.wifi):
            code.set_side(round(QR * scale))
        sizes: tuple[tuple[QLabel, int, int], ...] = (
            (self._title, TITLE, 700),
            (self.pin, PIN, 700),
            (self.address, ADDRESS, 600),
            (self.here, SMALL, 400),
            (self._caution, SMALL, 400),
            *((caption, SMALL, 400) for caption in self._captions),
        )
        for line, size, weight in sizes:
            line.setFont(font(scale, size=size, weight=weight))


def spaced(pin: str) -> str:
    """Return a PIN in two groups of three, as people read it out."""
    return f"{pin[:3]} {pin[3:]}"


def _under(code: QrView, caption: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(14)
    column.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
    caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(caption)
    return column
