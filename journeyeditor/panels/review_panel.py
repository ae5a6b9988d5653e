"""The review below the map: what is doubtful or missing, and the way to it.

The remarks follow each change at once; the list is refreshed when hands rest, so that nobody who
types waits for it.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.review import Remark, Review
from journeyeditor.model import Change
from journeyeditor.widgets.common import Quiet
from journeyeditor.widgets.desk import Desk

#: The list is refreshed when nothing has happened for so long (milliseconds).
REST_MS = 150
DOT, PAD, TOPIC_PX, JUMP_PX, ROW_PX = 9, 16, 150, 78, 29
_COLOURS = {"error": "pain", "warning": "moment", "info": "selection"}
_GRAVITY = {"error": N_("Error"), "warning": N_("Warning"), "info": N_("Hint")}
_Index = QModelIndex | QPersistentModelIndex


class Remarks(QAbstractListModel):
    """The remarks of a review in the language of the window."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._remarks: list[Remark] = []

    def show_remarks(self, remarks: list[Remark]) -> None:
        """Show other remarks; nothing moves when they are the same."""
        if remarks == self._remarks:
            return
        self.beginResetModel()
        self._remarks = remarks
        self.endResetModel()

    def remark(self, index: _Index) -> Remark:
        """Return the remark of a row."""
        return self._remarks[index.row()]

    def retell(self) -> None:
        """Say all rows anew."""
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._remarks)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        remark = self.remark(index)
        texts = self._desk.texts
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return remark.message(texts)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{texts(_GRAVITY[remark.severity])}: {remark.message(texts)}"
        return None


class _Row(QStyledItemDelegate):
    """One remark: a dot, the reason, what it is about, and the way there."""

    def __init__(self, desk: Desk, model: Remarks) -> None:
        super().__init__()
        self._desk, self._model = desk, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, round(ROW_PX * self._desk.scale))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        remark, theme, scale = self._model.remark(index), self._desk.theme, self._desk.scale
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme["chosen"]))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme["hover"]))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme["line"]))
        pad, dot = round(PAD * scale), round(DOT * scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme[_COLOURS[remark.severity]]))
        middle = rect.center().y()
        if remark.severity == "error":  # colour is never alone: the grave ones are square
            painter.drawRoundedRect(rect.x() + pad, middle - dot // 2, dot, dot, 2, 2)
        else:
            painter.drawEllipse(rect.x() + pad, middle - dot // 2, dot, dot)
        right = rect.right() - pad
        jump = QRect(
            right - round(JUMP_PX * scale), rect.y(), round(JUMP_PX * scale), rect.height()
        )
        topic = jump.translated(-round(TOPIC_PX * scale), 0)
        topic.setWidth(round((TOPIC_PX - 12) * scale))
        if remark.element:
            _write(painter, jump, self._desk.texts("Go there"), theme["link"], right=True)
        _write(painter, topic, self._desk.texts(remark.topic), theme["label"], right=True)
        left = rect.x() + 2 * pad + dot
        words = QRect(left, rect.y(), topic.x() - left - pad, rect.height())
        _write(painter, words, remark.message(self._desk.texts), theme["ink"])
        painter.restore()


def _write(painter: QPainter, rect: QRect, words: str, colour: str, *, right: bool = False) -> None:
    """Write one line into a rectangle, shortened where it does not fit."""
    painter.setPen(QColor(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(painter.font()).elidedText(
        words, Qt.TextElideMode.ElideRight, rect.width()
    )
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)


class ReviewPanel(QWidget):
    """The list of remarks; `reveal_wanted` asks for an element, `counted` tells how many there are."""

    reveal_wanted = Signal(str)
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._session: Session | None = None
        self._review: Review | None = None
        self._model = Remarks(desk)
        self.list = QListView()
        self.list.setModel(self._model)
        self._row = _Row(desk, self._model)
        self.list.setItemDelegate(self._row)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self._quiet = Quiet()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(self._quiet)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._wire()
        self._retell()
        self._refresh()

    def show_session(self, session: Session | None) -> None:
        """Review another map, or none; the work waits until the panel is seen."""
        if self._session is not None:
            self._session.updated.disconnect(self._follow)
        self._session, self._review = session, None
        if session is not None:
            session.updated.connect(self._follow)
        self._rest.start(0)

    def remarks(self) -> list[Remark]:
        """Return what is shown."""
        return [self._model.remark(self._model.index(i)) for i in range(self._model.rowCount())]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._review is None:
            self._rest.start(0)

    def _wire(self) -> None:
        self._rest.timeout.connect(self._refresh)
        self.list.activated.connect(self._jump)
        self.list.clicked.connect(self._jump)
        self._desk.changed.connect(self._retell)

    def _follow(self, change: Change) -> None:
        """Look again at what a change touches."""
        if self._review is not None:
            self._review.update(change)
            self._rest.start(REST_MS)

    def _refresh(self) -> None:
        """Bring the list in step with the review."""
        if self._session is not None and self._review is None and self.isVisible():
            self._review = Review(self._session.graph)
        found = self._review.remarks() if self._review is not None else []
        self._model.show_remarks(found)
        self.list.setVisible(bool(found))
        self._quiet.setVisible(not found)
        self.counted.emit(len(found))

    def _jump(self, index: QModelIndex) -> None:
        """Ask for the element of a row."""
        remark = self._model.remark(index)
        if remark.element:
            self.reveal_wanted.emit(remark.element)

    def _retell(self) -> None:
        """Say all in the language of the window."""
        texts = self._desk.texts
        self.list.setAccessibleName(texts("Review of the map"))
        self._quiet.say(texts("Nothing to remark: the map holds together."))
        self._model.retell()
