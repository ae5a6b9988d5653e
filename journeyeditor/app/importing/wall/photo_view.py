"""A photo with the outlines of what was found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from journeyeditor.wall.photo import Find, WallPhoto
from journeyeditor.widgets.ui_context import UiContext

#: Pens at interface scale 1 (pixels).
LINE, CURRENT_LINE = 2.0, 4.0


class PhotoView(QWidget):
    """Shows a photo; `clicked` emits the number of the find that was clicked."""

    clicked = Signal(int)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._picture = QPixmap()
        self._finds: Sequence[Find] = ()
        self._colours: Mapping[int, str] = {}
        self._current = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setMouseTracking(True)

    def show_photo(self, photo: WallPhoto) -> None:
        self._picture = QPixmap()
        self._picture.loadFromData(photo.picture.data)
        self._finds = photo.finds
        self.update()

    def show_outlines(self, colours: Mapping[int, str]) -> None:
        """Outline the finds with these numbers; the values are colours."""
        self._colours = dict(colours)
        self.update()

    def show_current(self, number: int) -> None:
        if number != self._current:
            self._current = number
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(520, 380)

    def outline(self, number: int) -> QPolygonF:
        """The outline of a find in the widget's coordinates."""
        area = self._area()
        corners = self._finds[number].outline
        return QPolygonF(
            [QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in corners]
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            if self._picture.isNull():
                return
            painter.drawPixmap(self._area(), self._picture, QRectF(self._picture.rect()))
            for number, colour in self._colours.items():
                self._draw(painter, number, colour, LINE)
            if self._current in self._colours:
                self._draw(painter, self._current, self._ui.theme["selection"], CURRENT_LINE)

    def _draw(self, painter: QPainter, number: int, colour: str, width: float) -> None:
        """Draw an outline on a pale one, which shows on any ground."""
        outline = self.outline(number)
        for pen in (
            QPen(QColor("#FFFFFF"), (width + 2) * self._ui.scale),
            QPen(QColor(colour), width * self._ui.scale),
        ):
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolygon(outline)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position())
        if found >= 0:
            self.clicked.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        is_over = self._at(event.position()) >= 0
        shape = Qt.CursorShape.PointingHandCursor if is_over else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def _at(self, point: QPointF) -> int:
        rule = Qt.FillRule.OddEvenFill
        for number in self._colours:
            if self.outline(number).containsPoint(point, rule):
                return number
        return -1

    def _area(self) -> QRectF:
        """Where the photo is, as large as fits."""
        size = QSize(self._picture.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())
