"""Frames that pop up beside a field and close when the user clicks elsewhere."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from journeyeditor.widgets.ui_context import UiContext

_RADIUS = 10.0


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
        """Show the frame below a widget, or above it at the end of the screen."""
        self.adjustSize()
        screen = under.screen().availableGeometry()
        place = under.mapToGlobal(QPoint(0, under.height() + 2))
        if place.y() + self.height() > screen.bottom():
            place.setY(under.mapToGlobal(QPoint(0, -self.height() - 2)).y())
        place.setX(max(screen.left(), min(place.x(), screen.right() - self.width())))
        self.move(place)
        self.show()
