"""Layouts: bare rows and columns, wrapping lines, scrolling pages, hairlines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.widgets.style import styled


class FlowLayout(QLayout):
    """Lays out from left to right, line by line; the last item takes the rest of its line."""

    def __init__(self, owner: QWidget, gap: int = 4) -> None:
        super().__init__(owner)
        self.setContentsMargins(0, 0, 0, 0)
        self._gap = gap
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert_widget(self, index: int, widget: QWidget) -> None:
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, moves=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        width = max((item.minimumSize().width() for item in self._items), default=0)
        height = max((item.sizeHint().height() for item in self._items), default=0)
        return QSize(width, height).grownBy(margins)

    def _arrange(self, rect: QRect, *, moves: bool) -> int:
        """Return the height for the width of `rect`; with `moves`, place the items."""
        margins = self.contentsMargins()
        whole, rect = rect, rect.marginsRemoved(margins)
        x, y, line = rect.x(), rect.y(), 0
        shown = [item for item in self._items if not item.isEmpty()]
        for item in shown:
            size = item.sizeHint()
            is_last = item is shown[-1]
            width = min((item.minimumSize() if is_last else size).width(), rect.width())
            if x > rect.x() and x + width > rect.right() + 1:
                x, y, line = rect.x(), y + line + self._gap, 0
            if is_last:
                width = rect.right() + 1 - x
            height = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
            if moves:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, height)))
            x += width + self._gap
            line = max(line, height)
        return y + line + margins.bottom() - whole.y()


def column(owner: QWidget, *widgets: QWidget, spacing: int = 4) -> QVBoxLayout:
    """Lay widgets out below one another, without margins."""
    layout = QVBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def row(owner: QWidget | None, *widgets: QWidget, spacing: int = 4) -> QHBoxLayout:
    """Lay widgets out side by side, without margins; the first one stretches."""
    layout = QHBoxLayout(owner) if owner is not None else QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for index, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if index == 0 else 0)
    return layout


def scrolled(page: QWidget) -> QScrollArea:
    """Put a page into an area that scrolls vertically and gives it its width."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


class _WholeTexts(QObject):
    """Makes a window higher when its wrapped texts need more lines."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            window = watched
            layout = window.layout() if isinstance(window, QWidget) else None
            if isinstance(window, QWidget) and layout is not None and layout.hasHeightForWidth():
                needed = layout.totalHeightForWidth(window.width())
                if needed > window.height():
                    window.resize(window.width(), needed)
        return False


def keep_texts_whole(window: QWidget) -> None:
    """Keep a window so high that none of its wrapped texts is cut."""
    window.installEventFilter(_WholeTexts(window))


def hairline(*, vertical: bool = False) -> QFrame:
    frame = styled(QFrame(), "line")
    if vertical:
        frame.setFixedWidth(1)
    else:
        frame.setFixedHeight(1)
    return frame
