"""How much of the map has a source, overall and in each stage, as quiet bars to click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.panels.evidence.rows import Bar
from journeyeditor.widgets.common import SectionLabel
from journeyeditor.widgets.ui_context import UiContext

WIDTH, ROW_PX, PAD, BAR_PX = 250, 34, 14, 4
_BAR = Qt.ItemDataRole.UserRole


class Bars(QWidget):
    """The bars; `chosen` tells the stage of one that was clicked, or chosen with Enter."""

    chosen = Signal(str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._bars: Sequence[Bar] = ()
        self.title = SectionLabel()
        self.list = QListWidget()
        self._row = _Row(ui)
        self.list.setItemDelegate(self._row)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(4)
        self.title.setContentsMargins(PAD, 0, PAD, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.list)
        self.list.itemClicked.connect(self._choose)
        self.list.itemActivated.connect(self._choose)
        self.relay()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars; nothing moves when they are the same."""
        if list(bars) == list(self._bars):
            return
        self._bars = list(bars)
        self.list.clear()
        for bar in bars:
            item = QListWidgetItem(f"{bar.words}: {bar.told}")
            item.setData(_BAR, bar)
            item.setToolTip(item.text())
            self.list.addItem(item)

    def relay(self) -> None:
        """Say the title in the window's language, at its size."""
        words = self._ui.texts("Share with a source")
        self.title.say(words)
        self.list.setAccessibleName(words)
        self.setFixedWidth(round(WIDTH * self._ui.scale))
        self.list.doItemsLayout()

    def _choose(self, item: QListWidgetItem) -> None:
        """Tell the stage of a bar."""
        bar: Bar = item.data(_BAR)
        if bar.key:
            self.chosen.emit(bar.key)


class _Row(QStyledItemDelegate):
    """One bar: name and count over a line that is filled from zero."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui

    def sizeHint(self, option: QStyleOptionViewItem, index: object) -> QSize:
        return QSize(100, round(ROW_PX * self._ui.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        theme, scale = self._ui.theme, self._ui.scale
        bar: Bar = index.data(_BAR)  # type: ignore[attr-defined]
        rect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_MouseOver and bar.key:
            painter.fillRect(rect, QColor(theme["hover"]))
        elif state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect, QColor(theme["chosen"]))
        pad = round(PAD * scale)
        words = rect.adjusted(pad, round(4 * scale), -pad, -round(12 * scale))
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Normal if bar.key else QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        room = words.width() - metrics.horizontalAdvance(bar.told) - 8
        painter.setPen(QColor(theme["ink"]))
        name = metrics.elidedText(bar.words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name
        )
        painter.setPen(QColor(theme["label"]))
        painter.drawText(
            words, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), bar.told
        )
        line = QRectF(words.x(), rect.bottom() - 9 * scale, words.width(), BAR_PX * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme["line"]))
        painter.drawRoundedRect(line, line.height() / 2, line.height() / 2)
        if bar.share:
            line.setWidth(max(line.width() * bar.share, line.height()))
            painter.setBrush(QColor(theme["accent"]))
            painter.drawRoundedRect(line, line.height() / 2, line.height() / 2)
        painter.restore()
