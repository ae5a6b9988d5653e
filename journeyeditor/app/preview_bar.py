"""The bar below the preview: which sheet is seen, how large, and the ways to another view of it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from journeyeditor.app.page_view import STEP, PageView
from journeyeditor.widgets.common import ElidedLabel, IconButton, label
from journeyeditor.widgets.desk import Desk


class PreviewBar(QFrame):
    """Zoom and sheets of a preview."""

    def __init__(self, desk: Desk, view: PageView) -> None:
        super().__init__()
        self._desk, self._view = desk, view
        self.sheet = ElidedLabel()
        self._before = IconButton(desk, "chevron_left")
        self._after = IconButton(desk, "chevron_right")
        self._less = IconButton(desk, "minus")
        self._more = IconButton(desk, "plus")
        self._zoom = label(look="quiet")
        self._all, self._one, self._real = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(2)
        parts: tuple[QWidget, ...] = (self._before, self._after, self.sheet, self._all, self._one)
        for part in (*parts, self._real, self._less, self._zoom, self._more):
            row.addWidget(part, 1 if part is self.sheet else 0)
        self._wire()
        self._retell()

    def _wire(self) -> None:
        self._desk.changed.connect(self._retell)
        self._view.zoomed.connect(self._show_zoom)
        self._view.turned.connect(self._show_sheet)
        self._before.clicked.connect(self._view.back)
        self._after.clicked.connect(self._view.forth)
        self._less.clicked.connect(self._shrink)
        self._more.clicked.connect(self._grow)
        self._all.clicked.connect(self._view.show_all)
        self._one.clicked.connect(self._view.show_front)
        self._real.clicked.connect(self._view.zoom_real)

    def _grow(self) -> None:
        self._view.zoom_by(STEP)

    def _shrink(self) -> None:
        self._view.zoom_by(1 / STEP)

    def _show_zoom(self, zoom: float) -> None:
        self._zoom.setText(self._desk.texts.percent(zoom))

    def _show_sheet(self, number: int) -> None:
        pages = self._view.pages
        texts = self._desk.texts
        words = ""
        if pages:
            width, height = (texts.number(side, 0) for side in self._view.millimetres(number))
            words = f"{width} × {height} mm"
        if len(pages) > 1:
            place = texts("Page {number} of {count}").format(number=number + 1, count=len(pages))
            words = f"{place} · {words}"
        self.sheet.say(words)
        for part in (self._before, self._after, self._all):
            part.setVisible(len(pages) > 1)

    def _retell(self) -> None:
        texts = self._desk.texts
        for button, words in (
            (self._before, texts("Page before")),
            (self._after, texts("Next page")),
            (self._less, texts("Zoom out")),
            (self._more, texts("Zoom in")),
        ):
            button.say(words)
        for tool, words in (
            (self._all, texts("All pages")),
            (self._one, texts("Whole page")),
            (self._real, texts("Real size")),
        ):
            tool.setText(words)
            tool.setAccessibleName(words)
        self._zoom.setMinimumWidth(round(46 * self._desk.scale))
        self._show_zoom(self._view.zoom)
        self._show_sheet(self._view.front)
        self._view.setAccessibleName(texts("Preview of the poster"))
