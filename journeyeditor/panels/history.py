"""The undo history as a list: a click goes back or forward to any step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from journeyeditor.editing.session import Session
from journeyeditor.editing.undo_labels import words
from journeyeditor.model import UndoStep
from journeyeditor.panels.session_view import Observed, SessionView
from journeyeditor.widgets.ui_context import UiContext

_ROOT = QModelIndex()
#: The height of a row at interface size 1, in device-independent pixels.
_ROW = 26
#: The space beside a step's time, in device-independent pixels.
_PAD = 8
#: The time of a step, as text.
TIME_ROLE = Qt.ItemDataRole.UserRole + 1


class HistoryModel(QAbstractListModel):
    """The map as opened in the first row, then one row for each step; undone ones are pale."""

    def __init__(self, session: Session, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._ui = session, ui
        self._count = self._history.length + 1
        self._current = self._history.position
        session.transactions.committed.connect(self._follow)

    def close(self) -> None:
        self._session.transactions.committed.disconnect(self._follow)

    @property
    def _history(self) -> Any:
        return self._session.transactions.history

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row = index.row()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._words(row)
        if role == TIME_ROLE:
            return self._time(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            is_undone = row > self._history.position
            text = ", ".join(words for words in (self._words(row), self._time(row)) if words)
            return self._ui.texts("{step} (undone)").format(step=text) if is_undone else text
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(10, round(_ROW * self._ui.scale))
        if role == Qt.ItemDataRole.ForegroundRole and row > self._history.position:
            return QColor(self._ui.theme["label"])
        if role == Qt.ItemDataRole.FontRole and row == self._history.position:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def retranslate(self) -> None:
        self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def _words(self, row: int) -> str:
        if row == 0:
            return self._ui.texts("As opened")
        return words(self._history.label(row - 1), self._ui.texts)

    def _time(self, row: int) -> str:
        """The time of a step, in the notation of the window's language."""
        if row == 0:
            return ""
        then = QDateTime.fromSecsSinceEpoch(int(self._history.time(row - 1)))
        locale = QLocale(self._ui.texts.language)
        return locale.toString(then.time(), QLocale.FormatType.ShortFormat)

    def _follow(self, _: UndoStep) -> None:
        """Add and remove rows as the history did; those around its position change too."""
        count, position = self._history.length + 1, self._history.position
        if count < self._count:
            self.beginRemoveRows(_ROOT, count, self._count - 1)
            self._count = count
            self.endRemoveRows()
        elif count > self._count:
            self.beginInsertRows(_ROOT, self._count, count - 1)
            self._count = count
            self.endInsertRows()
        first, last = sorted((self._current, position))
        self._current = position
        self.dataChanged.emit(self.index(first), self.index(min(last, self._count - 1)))


class StepDelegate(QStyledItemDelegate):
    """Paints a step, and its time at the right."""

    def __init__(self, ui: UiContext, parent: QObject) -> None:
        super().__init__(parent)
        self._ui = ui

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        time = index.data(TIME_ROLE)
        rect: QRect = option.rect
        wide = QFontMetrics(option.font).horizontalAdvance(f"{time}  ") if time else 0
        shortened = QStyleOptionViewItem(option)
        shortened.rect = rect
        self.initStyleOption(shortened, index)
        text = QFontMetrics(shortened.font).elidedText(
            shortened.text,
            Qt.TextElideMode.ElideRight,
            rect.width() - wide - 2 * _PAD,
        )
        shortened.text = text
        QApplication.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, shortened, painter, option.widget
        )
        painter.save()
        painter.setFont(option.font)
        painter.setPen(QColor(self._ui.theme["label"]))
        place = rect.adjusted(0, 0, -_PAD, 0)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, time or ""
        )
        painter.restore()


class HistoryList(SessionView):
    """The undo history."""

    HELP = "map#safety"

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._model: HistoryModel | None = None
        self._is_marking = False
        self.view = QListView()
        self.view.setUniformItemSizes(True)
        self.view.setItemDelegate(StepDelegate(ui, self))
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.view.clicked.connect(self._go_to)
        self.view.activated.connect(self._go_to)
        self._retranslate()

    def _observed(self, session: Session) -> Iterable[Observed]:
        return ((session.transactions.committed, self._follow_step),)

    def _reset(self) -> None:
        before, session = self._model, self._session
        self._model = HistoryModel(session, self._ui, self) if session else None
        selection = self.view.selectionModel()
        self.view.setModel(self._model)
        if selection is not None:
            selection.deleteLater()
        if before is not None:
            before.close()
            before.deleteLater()

    def _follow_step(self, _: UndoStep) -> None:
        self.invalidate()

    def _refresh(self) -> None:
        if self._model is not None and self._session is not None and not self._is_marking:
            index = self._model.index(self._session.transactions.history.position)
            self.view.setCurrentIndex(index)

    def _go_to(self, index: QModelIndex) -> None:
        session = self._session
        if session is None or self._is_marking:
            return
        history, target = session.transactions.history, index.row()
        self._is_marking = True
        try:
            while history.position > target and session.undo():
                pass
            while history.position < target and session.redo():
                pass
        finally:
            self._is_marking = False
        self.refresh()

    def _retranslate(self) -> None:
        name = self._ui.texts("History")
        self.setAccessibleName(name)
        self.view.setAccessibleName(name)
        if self._model is not None:
            self._model.retranslate()
