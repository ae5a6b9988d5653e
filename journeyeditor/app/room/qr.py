"""QR codes as widgets: of the room's address, and of the Wi-Fi network."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

#: Light modules around the code, without which cameras do not find it (ISO/IEC 18004).
QUIET = 4
#: Signs that stand for something in the text of a Wi-Fi network.
_SPECIAL = '\\;,:"'


def wifi_text(name: str, password: str) -> str:
    """Return what a QR code of a Wi-Fi network says."""
    name, password = (_escaped(word) for word in (name, password))
    return f"WIFI:T:WPA;S:{name};P:{password};;" if password else f"WIFI:T:nopass;S:{name};;"


class QrView(QWidget):
    """A QR code, black on white in every theme; `side` is in pixels at interface size 1."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self._side = side
        self._rows: tuple[bytes, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        import segno  # only a room needs it

        code = segno.make(text, error="m", micro=False)
        self._rows = tuple(bytes(row) for row in code.matrix)
        self.update()

    def set_side(self, side: int) -> None:
        self._side = side
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, _: QPaintEvent) -> None:
        count = len(self._rows) + 2 * QUIET
        module = max(1, min(self.width(), self.height()) // count)
        left = (self.width() - module * count) // 2 + module * QUIET
        top = (self.height() - module * count) // 2 + module * QUIET
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor("#FFFFFF"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#0B2B3A"))
            for y, row in enumerate(self._rows):
                for x, dark in enumerate(row):
                    if dark:
                        painter.drawRect(
                            QRectF(left + x * module, top + y * module, module, module)
                        )


def _escaped(word: str) -> str:
    return "".join(f"\\{sign}" if sign in _SPECIAL else sign for sign in word)
