"""Frames that pop up beside a field and close when the user clicks elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from journeyeditor.widgets.ui_context import UiContext

_RADIUS = 10.0
#: Between a frame and what it belongs to, in pixels.
GAP = 2


class Popup(QWidget):
    """A rounded frame over the window; it paints itself, as a style sheet leaves its corners square."""

    def __init__(self, ui: UiContext, owner: QWidget) -> None:
        kind = Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint
        super().__init__(owner, kind | Qt.WindowType.NoDropShadowWindowHint)
        self._ui = ui
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ui.theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme["field_line"]), 1))
            painter.setBrush(QColor(theme["panel"]))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS
            )

    def show_beside(self, under: QWidget) -> None:
        """Show the frame below a widget or, without room for it, above or beside; a caret stays seen."""
        self.adjustSize()
        anchors = [QRect(under.mapToGlobal(QPoint()), under.size())]
        if isinstance(under, QPlainTextEdit | QTextEdit):
            caret = under.cursorRect()
            anchors.append(QRect(under.viewport().mapToGlobal(caret.topLeft()), caret.size()))
        self.move(place_beside(self.size(), anchors, under.screen().availableGeometry()))
        self.show()


def place_beside(size: QSize, anchors: Sequence[QRect], screen: QRect) -> QPoint:
    """Return where a frame covers nothing of the first anchor, or else of the next one."""
    for anchor in anchors:
        for corner in _corners(size, anchor):
            place = _inside(QRect(corner, size), screen)
            if not place.intersects(anchor):
                return place.topLeft()
    return _inside(QRect(next(_corners(size, anchors[-1])), size), screen).topLeft()


def _corners(size: QSize, anchor: QRect) -> Iterator[QPoint]:
    """Yield corners of frames below, above, to the right and to the left."""
    yield QPoint(anchor.left(), anchor.bottom() + 1 + GAP)
    yield QPoint(anchor.left(), anchor.top() - GAP - size.height())
    yield QPoint(anchor.right() + 1 + GAP, anchor.top())
    yield QPoint(anchor.left() - GAP - size.width(), anchor.top())


def _inside(place: QRect, screen: QRect) -> QRect:
    x = max(screen.left(), min(place.left(), screen.right() + 1 - place.width()))
    y = max(screen.top(), min(place.top(), screen.bottom() + 1 - place.height()))
    return QRect(QPoint(x, y), place.size())
