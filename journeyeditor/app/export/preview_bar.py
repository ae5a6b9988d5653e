"""The bar below the preview: which sheet is seen, how large, and the ways to another view of it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from journeyeditor.app.export.page_view import STEP, PageView
from journeyeditor.widgets.buttons import IconButton
from journeyeditor.widgets.labels import ElidedLabel, label
from journeyeditor.widgets.ui_context import UiContext


class PreviewBar(QFrame):
    """Zoom and sheets of a preview."""

    def __init__(self, ui: UiContext, view: PageView) -> None:
        super().__init__()
        self._ui, self._view = ui, view
        self.sheet = ElidedLabel()
        self._before = IconButton(ui, "chevron_left")
        self._after = IconButton(ui, "chevron_right")
        self._less = IconButton(ui, "minus")
        self._more = IconButton(ui, "plus")
        self._zoom = label(look="secondary")
        self._all, self._one, self._real = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        row.setSpacing(2)
        parts: tuple[QWidget, ...] = (self._before, self._after, self.sheet, self._all, self._one)
        for part in (*parts, self._real, self._less, self._zoom, self._more):
            row.addWidget(part, 1 if part is self.sheet else 0)
        self._wire()
        self._retranslate()

    def _wire(self) -> None:
        self._ui.changed.connect(self._retranslate)
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
        self._zoom.setText(self._ui.texts.percent(zoom))

    def _show_sheet(self, number: int) -> None:
        pages = self._view.pages
        texts = self._ui.texts
        words = ""
        if pages:
            width, height = (texts.number(side, 0) for side in self._view.millimetres(number))
            words = f"{width} × {height} mm"
        if len(pages) > 1:
            place = texts("Page {number} of {count}").format(number=number + 1, count=len(pages))
            words = f"{place} · {words}"
        self.sheet.set_text(words)
        for part in (self._before, self._after, self._all):
            part.setVisible(len(pages) > 1)

    def _retranslate(self) -> None:
        texts = self._ui.texts
        for button, words in (
            (self._before, texts("Previous page")),
            (self._after, texts("Next page")),
            (self._less, texts("Zoom out")),
            (self._more, texts("Zoom in")),
        ):
            button.set_text(words)
        for tool, words in (
            (self._all, texts("All pages")),
            (self._one, texts("Fit page")),
            (self._real, texts("Actual size")),
        ):
            tool.setText(words)
            tool.setAccessibleName(words)
        self._zoom.setMinimumWidth(round(46 * self._ui.scale))
        self._show_zoom(self._view.zoom)
        self._show_sheet(self._view.front)
        self._view.setAccessibleName(texts("Poster preview"))
