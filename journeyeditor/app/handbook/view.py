"""One page of the handbook on the screen: its text in readable lines, its pictures, what was found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from journeyeditor.app.handbook.page import MARGIN, Page
from journeyeditor.widgets.ui_context import UiContext

#: The longest line of text, in pixels at interface size 1.
MAX_WIDTH = 760
#: How strongly the word in front, and the others that were found, are marked (0..255).
IN_FRONT, OTHERS = 210, 80
IMAGE = QTextDocument.ResourceType.ImageResource


class PageView(QTextBrowser):
    """Shows pages; it follows no links itself, and loads nothing but their pictures."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._page: Page | None = None
        self._room = 0
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)

    def show_page(self, page: Page) -> None:
        self._page, self._room = page, 0
        self.setDocument(page.document)
        self._fit()

    def scroll_to(self, position: int) -> None:
        """Bring a place of the text to the top."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - round(12 * self._ui.scale))

    def show_found(self, found: Iterable[QTextCursor], in_front: QTextCursor | None) -> None:
        """Mark words, and bring one of them into sight."""
        marks = []
        for cursor in found:
            mark = QTextEdit.ExtraSelection()
            colour = QColor(self._ui.theme["moment"])
            colour.setAlpha(IN_FRONT if cursor == in_front else OTHERS)
            look = QTextCharFormat()
            look.setBackground(colour)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.setExtraSelections(marks)
        if in_front is not None:
            place = self.cursorRect(in_front)
            if not self.viewport().rect().adjusted(0, 40, 0, -40).contains(place):
                bar = self.verticalScrollBar()
                bar.setValue(bar.value() + place.top() - self.viewport().height() // 3)

    def loadResource(self, type_: int, url: QUrl | str) -> object:
        """Load nothing: the pictures of a page are given to its document."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Centre the text if the window is wide, and scale pictures to the text's width."""
        room = self.viewport().width()
        if self._page is None or room == self._room:
            return
        self._room = room
        margin = max(MARGIN * self._ui.scale, (room - MAX_WIDTH * self._ui.scale) / 2)
        self.document().setDocumentMargin(margin)
        ratio = self.devicePixelRatioF()
        width = max(100, round((room - 2 * margin - 2) * ratio))
        for name in self._page.pictures:
            picture = _picture(self._page.chapter.folder, name, width)
            _frame(picture, self._ui.theme["line"])
            picture.setDevicePixelRatio(ratio)
            self.document().addResource(IMAGE.value, QUrl(name), picture)
        self.document().markContentsDirty(0, self.document().characterCount())


def _picture(folder: Path, name: str, width: int) -> QImage:
    """A picture of the handbook's folder, at most so wide; an empty one if it is elsewhere."""
    path = (folder / name).resolve()
    picture = QImage(str(path)) if path.is_relative_to(folder.resolve()) else QImage()
    if picture.width() > width:
        picture = picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    return picture.convertToFormat(QImage.Format.Format_RGB32)


def _frame(picture: QImage, colour: str) -> None:
    """Set a picture of a light window apart from a light page."""
    if not picture.isNull():
        with QPainter(picture) as painter:
            painter.setPen(QColor(colour))
            painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
