"""The editor of pictures: chosen from a file or dropped; portraits are cropped to a circle."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.panels.pictures import PictureError, cropped, image_of, pixmap_of, read_picture
from journeyeditor.widgets.buttons import link_button, primary
from journeyeditor.widgets.layouts import column
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext

_HEIGHT = 96


class Preview(QWidget):
    """A picture as large as there is room, round for portraits; a dashed frame without one."""

    def __init__(self, ui: UiContext, *, is_round: bool) -> None:
        super().__init__()
        self._ui, self._is_round = ui, is_round
        self._picture: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, picture: QPixmap | None) -> None:
        self._picture = picture
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(_HEIGHT * self._ui.scale), round(_HEIGHT * self._ui.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            if self._is_round:
                room.setWidth(room.height())
            if self._picture is None:
                self._frame(painter, room)
            else:
                self._paint(painter, room, self._picture)

    def _frame(self, painter: QPainter, room: QRectF) -> None:
        painter.setPen(QPen(QColor(self._ui.theme["field_line"]), 1, Qt.PenStyle.DashLine))
        if self._is_round:
            painter.drawEllipse(room)
        else:
            painter.drawRoundedRect(room, 6, 6)

    def _paint(self, painter: QPainter, room: QRectF, picture: QPixmap) -> None:
        mode = Qt.AspectRatioMode.KeepAspectRatio
        if self._is_round:
            mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
        size = picture.size().scaled(room.size().toSize(), mode)
        place = QRectF(room.x(), room.y(), size.width(), size.height())
        shape = QPainterPath()
        if self._is_round:
            place.moveCenter(room.center())
            shape.addEllipse(room)
        else:
            shape.addRoundedRect(place, 6, 6)
        painter.setClipPath(shape)
        painter.drawPixmap(place, picture, QRectF(picture.rect()))


class PictureEditor(FieldEditor):
    """A picture: choose, crop (portraits), remove."""

    def __init__(self, spec: FieldSpec, context: FormContext, *, is_round: bool = False) -> None:
        super().__init__(spec, context)
        self._is_round = is_round
        self._uncropped = ""
        self.preview = Preview(context.ui, is_round=is_round)
        self.cropper = ImageCropper(context.ui)
        self.choose, self.crop, self.remove = link_button(), link_button(), link_button()
        self.accept, self.cancel = primary(), styled(QPushButton(), "flat")
        self._buttons, self._decision = QWidget(), QWidget()
        _button_row(self._buttons, self.choose, self.crop, self.remove)
        _button_row(self._decision, self.accept, self.cancel)
        column(self, self.preview, self.cropper, self._buttons, self._decision)
        self.setAcceptDrops(True)
        self._show_cropper(False)
        self._connect()

    def focus_widgets(self) -> list[QWidget]:
        return [self.choose]

    def name(self, words: str) -> None:
        texts = self.context.ui.texts
        self.choose.setAccessibleName(f"{words}: {texts('Choose…')}")
        self.crop.setAccessibleName(f"{words}: {texts('Crop')}")
        self.remove.setAccessibleName(f"{words}: {texts('Remove')}")
        self.cropper.setAccessibleName(f"{words}: {texts('Crop')}")
        self.preview.setAccessibleName(words)

    def show_value(self, value: Any) -> None:
        self._show_cropper(False)
        super().show_value(value)

    def load_file(self, path: str) -> None:
        """Take the picture of a file; a portrait is cropped before the map gets it."""
        try:
            text = read_picture(path, self.context.ui.texts)
        except PictureError as error:
            self.error_changed.emit(str(error))
            return
        self.error_changed.emit("")
        if self._is_round:
            self._begin(text)
        else:
            self._commit(text)
            self._fill(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.load_file(files[0])

    def _connect(self) -> None:
        self._track_focus(self.choose, self.crop, self.remove)
        self.choose.clicked.connect(self._ask)
        self.crop.clicked.connect(self._crop)
        self.remove.clicked.connect(self._removed)
        self.accept.clicked.connect(self._accept)
        self.cancel.clicked.connect(self._cancelled)

    def _fill(self, value: Any) -> None:
        texts = self.context.ui.texts
        self.preview.show_picture(pixmap_of(value) if value else None)
        self.choose.setText(self.mixed_text() or texts("Choose…"))
        self.crop.setText(texts("Crop"))
        self.remove.setText(texts("Remove"))
        self.accept.setText(texts("Apply crop"))
        self.cancel.setText(texts("Cancel"))
        self.crop.setVisible(bool(value) and self._is_round)
        self.remove.setVisible(bool(value))

    def _ask(self) -> None:
        path = self.context.pick_file()
        if path:
            self.load_file(path)

    def _crop(self) -> None:
        if isinstance(self.value, str):
            self._begin(self.value)

    def _begin(self, text: str) -> None:
        image = image_of(text)
        if image is not None:
            self._uncropped = text
            self.cropper.show_picture(image)
            self._show_cropper(True)
            self.cropper.setFocus()

    def _accept(self) -> None:
        text = cropped(self._uncropped, *self.cropper.square())
        self._show_cropper(False)
        self._commit(text)
        self._fill(text)

    def _cancelled(self) -> None:
        self._show_cropper(False)

    def _removed(self) -> None:
        self._commit("")
        self._fill("")

    def _show_cropper(self, shown: bool) -> None:
        for widget in (self.cropper, self._decision):
            widget.setVisible(shown)
        for widget in (self.preview, self._buttons):
            widget.setVisible(not shown)


def _button_row(owner: QWidget, *widgets: QWidget) -> None:
    """Lay buttons out side by side, aligned left."""
    layout = QHBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(2)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)


#: The largest zoom, and the factor of one step.
_MAX_ZOOM, _STEP = 8.0, 1.15
_SIDE = 200


class ImageCropper(QWidget):
    """Shows a picture under a circle."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._picture = QPixmap()
        self._zoom = 1.0
        self._centre = QPointF(0, 0)
        self._drag_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_picture(self, image: QImage) -> None:
        """Show a picture, as small as fills the circle.

        Portraits have their faces above the middle, so a tall picture begins a little higher.
        """
        self._picture = QPixmap.fromImage(image)
        self._zoom = 1.0
        width, height = self._picture.width(), self._picture.height()
        self._centre = QPointF(width / 2, height / 2 if width >= height else height * 0.42)
        self._clamp()

    def square(self) -> tuple[float, float, float]:
        """Left, top and side of the part inside the circle, in pixels of the picture."""
        side = self._shorter_side() / self._zoom
        return self._centre.x() - side / 2, self._centre.y() - side / 2, side

    def zoom(self, factor: float) -> None:
        """Zoom by a factor; the circle stays full."""
        self._zoom = max(1.0, min(_MAX_ZOOM, self._zoom * factor))
        self._clamp()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture, in pixels of the widget."""
        factor = self._factor()
        self._centre -= QPointF(dx / factor, dy / factor)
        self._clamp()

    def sizeHint(self) -> QSize:
        side = round(_SIDE * self._ui.scale)
        return QSize(side, side)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag_from = event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            moved = event.position() - self._drag_from
            self._drag_from = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(_STEP ** (event.angleDelta().y() / 120))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (8, 0),
            Qt.Key.Key_Right: (-8, 0),
            Qt.Key.Key_Up: (0, 8),
            Qt.Key.Key_Down: (0, -8),
        }
        key = Qt.Key(event.key())
        if key in moves:
            self.pan(*moves[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._ui.theme
        with QPainter(self) as painter:
            painter.setRenderHints(
                QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
            )
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), 8, 8)
            painter.setClipPath(outline)
            painter.fillRect(self.rect(), QColor(theme["window"]))
            if not self._picture.isNull():
                factor = self._factor()
                center = QRectF(self.rect()).center()
                corner = center - self._centre * factor
                width, height = self._picture.width() * factor, self._picture.height() * factor
                painter.drawPixmap(
                    QRectF(corner.x(), corner.y(), width, height),
                    self._picture,
                    QRectF(self._picture.rect()),
                )
            self._mask(painter, outline)

    def _mask(self, painter: QPainter, outline: QPainterPath) -> None:
        theme, side = self._ui.theme, self._diameter()
        center = QRectF(self.rect()).center()
        circle = QPainterPath()
        circle.addEllipse(center, side / 2, side / 2)
        veil = QColor(theme["panel"])
        veil.setAlphaF(0.72)
        painter.fillPath(outline.subtracted(circle), veil)
        rim = "selection" if self.hasFocus() else "paper"
        painter.setPen(QPen(QColor(theme[rim]), 2))
        painter.drawPath(circle)

    def _diameter(self) -> float:
        return min(self.width(), self.height()) - 12.0

    def _shorter_side(self) -> float:
        return float(max(1, min(self._picture.width(), self._picture.height())))

    def _factor(self) -> float:
        return self._diameter() / self._shorter_side() * self._zoom

    def _clamp(self) -> None:
        """Keep the circle inside the picture."""
        half = self._shorter_side() / self._zoom / 2
        width, height = self._picture.width(), self._picture.height()
        self._centre.setX(max(half, min(width - half, self._centre.x())))
        self._centre.setY(max(half, min(height - half, self._centre.y())))
        self.update()
