"""The editor of pictures: chosen from a file or dropped; portraits are cropped to a circle."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.specs import FieldSpec
from journeyeditor.panels.pictures import PictureError, cropped, image_of, pixmap_of, read_picture
from journeyeditor.widgets.buttons import link_button, primary
from journeyeditor.widgets.image_cropper import ImageCropper
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
