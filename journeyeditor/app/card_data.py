"""Copied cards as the data of a clipboard or a drag; imported once something is copied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMetaType, QMimeData
from PySide6.QtGui import QImage

from journeyeditor.widgets.picture_mime import CARDS_MIME

if TYPE_CHECKING:
    from journeyeditor.editing.clipboard.clip import Clip
    from journeyeditor.exporters.selection import SelectionExport

#: What other programs take, the last one being Qt's name for a picture in any format.
HTML, SVG, PNG, IMAGE = "text/html", "image/svg+xml", "image/png", "application/x-qt-image"


class CardData(QMimeData):
    """Copied cards for this program and others; pictures are drawn when a program asks for them."""

    def __init__(self, clip: Clip, export: SelectionExport) -> None:
        super().__init__()
        self.setText(clip.text)
        self.setData(CARDS_MIME, QByteArray(clip.json.encode("utf-8")))
        self._makers: dict[str, Callable[[], object]] = {
            HTML: export.html,
            SVG: lambda: QByteArray(export.svg()),
            PNG: lambda: QByteArray(export.png()),
            IMAGE: lambda: QImage.fromData(export.png()),
        }
        self._made: dict[str, object] = {}

    def plain(self) -> QMimeData:
        """Return the same with everything drawn."""
        result = QMimeData()
        result.setText(self.text())
        result.setHtml(self.html())
        for mime in (CARDS_MIME, SVG, PNG):
            result.setData(mime, self.data(mime))
        result.setImageData(self.imageData())
        return result

    def formats(self) -> list[str]:
        return [*super().formats(), *self._makers]

    def hasFormat(self, mimetype: str, /) -> bool:
        return mimetype in self.formats()

    def retrieveData(self, mimetype: str, type: QMetaType | QMetaType.Type, /) -> object:
        if mimetype not in self._makers:
            return super().retrieveData(mimetype, type)
        if mimetype not in self._made:
            self._made[mimetype] = self._makers[mimetype]()
        return self._made[mimetype]
