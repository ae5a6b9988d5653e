"""The review of the map: its findings, with a link to each and a quick fix for some.

The findings follow each change at once, the list once idle, so that nobody who types waits for it.
A finding that was considered and left is dismissed with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from journeyeditor.editing import operations
from journeyeditor.editing.changes.quick_fixes import quick_fix_for
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.parts import PART
from journeyeditor.insight.review import Finding, Review
from journeyeditor.insight.review.findings import split_dismissed
from journeyeditor.insight.review.whole import is_draft
from journeyeditor.model import Change
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.buttons import chip, primary
from journeyeditor.widgets.labels import ElidedLabel, EmptyState
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class ReviewPanel(BottomPage):
    """The list of findings; `counted` is how many are open."""

    HELP = "review#issues"
    NAME, TITLE = "review", N_("Issues")
    IDLE_MS = 150
    COUNTS_BEHIND = True

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._review: Review | None = None
        self._model = FindingsModel(ui)
        self.list = ReviewList(ui, self._model)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar = DismissalBar(ui)
        self.draft = DraftBar(ui)
        self._empty = EmptyState()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.draft)
        layout.addWidget(self.list)
        layout.addWidget(self._empty)
        layout.addWidget(self.bar)
        self._connect()
        self._retranslate()
        self.refresh()

    def _reset(self) -> None:
        self._review = None
        self.bar.cancel()
        self._show([])

    def findings(self) -> list[Finding]:
        return [row.finding for row in self._model.rows()]

    def menu(self, index: QModelIndex) -> QMenu:
        row, texts = self._model.row(index), self._ui.texts
        menu = QMenu(self)
        go = menu.addAction(texts("Show"), partial(self._jump, index))
        go.setEnabled(bool(row.finding.element))
        if row.fix:
            menu.addAction(texts(row.fix), partial(self._fix, index))
        menu.addSeparator()
        text = texts("Restore") if row.is_dismissed else texts("Dismiss…")
        menu.addAction(text, partial(self._dismiss_or_restore, index))
        return menu

    def _connect(self) -> None:
        self.list.jump_wanted.connect(self._jump)
        self.list.fix_wanted.connect(self._fix)
        self.list.dismiss_wanted.connect(self._dismiss_or_restore)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.draft.toggled.connect(self.refresh)
        self.bar.toggled.connect(self.refresh)
        self.bar.dismissed.connect(self._dismiss)
        self.bar.cancelled.connect(self.list.setFocus)

    def _follow(self, change: Change) -> None:
        if not self.is_seen():
            self._review = None
        elif self._review is not None:
            self._review.update(change)
        self.invalidate()

    def _refresh(self) -> Iterator[None]:
        session = self._session
        if session is not None and self._review is None:
            self._review = Review(session.graph)
        rows: list[FindingRow] = []
        count = 0
        if session is not None and self._review is not None:
            findings = yield from self._review.findings_parts()
            open_, dismissed = split_dismissed(findings, session.info)
            yield
            listed, withheld = self._listed(session, open_)
            for number, finding in enumerate(listed, 1):
                rows.append(FindingRow(finding, self._fix_text(session, finding)))
                if number % PART == 0:
                    yield
            yield
            count = len(rows)
            self.draft.show_findings(withheld)
            self.bar.show_count(len(dismissed))
            if self.bar.is_on:
                rows += [FindingRow(each.finding, "", each.reason) for each in dismissed]
        elif session is None:
            self.draft.show_findings(())
            self.bar.show_count(0)
        self._show(rows)
        self.counted.emit(count)

    def _listed(
        self, session: Session, findings: list[Finding]
    ) -> tuple[list[Finding], list[Finding]]:
        """Return what the list shows, and what of a draft is only counted unless all is asked for."""
        self.draft.forget_choice(session)
        if not is_draft(session.graph):
            return findings, []
        errors = [each for each in findings if each.severity == "error"]
        others = [each for each in findings if each.severity != "error"]
        return (findings if self.draft.shows_all else errors), others

    def _show(self, rows: list[FindingRow]) -> None:
        before = self.list.currentIndex().row()
        self._model.show_rows(rows)
        if before >= 0 and rows and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(min(before, len(rows) - 1)))
        self.list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        is_empty = self._session is None or not self._session.graph.stages()
        texts = self._ui.texts
        self._empty.set_text(
            texts("Nothing to review yet. Start with a stage: press S.")
            if is_empty
            else texts("No errors. The review lists more once half of the stages are filled in.")
            if not self.draft.isHidden()
            else texts("No issues found.")
        )

    def _fix_text(self, session: Session, finding: Finding) -> str:
        fix = quick_fix_for(session.graph, finding)
        return fix.label if fix is not None else ""

    def _jump(self, index: QModelIndex) -> None:
        finding = self._model.row(index).finding
        if finding.element:
            self.reveal_wanted.emit(finding.element)

    def _fix(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if self._session is None or not row.fix:
            return
        result = operations.apply_fix(self._session, row.finding)
        if result is not None and result.field:
            self.edit_wanted.emit(result.focus, result.field)
        elif result is not None and result.focus:
            self.reveal_wanted.emit(result.focus)

    def _dismiss_or_restore(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if self._session is None:
            return
        if row.is_dismissed:
            operations.restore(self._session, [row.finding])
        else:
            self.bar.ask(row.finding)

    def _dismiss(self, finding: Finding, reason: str) -> None:
        if self._session is not None:
            operations.dismiss(self._session, [finding], reason)
            self.list.setFocus()

    def _open_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if index.isValid():
            menu = self.menu(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.list.viewport().mapToGlobal(place))

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.list.setAccessibleName(texts("Issues"))
        self.draft.retranslate()
        self.bar.retranslate()
        self._model.retranslate()


class DraftBar(QWidget):
    """Of a draft, how many findings there are on each topic; `toggled` when all are asked for."""

    toggled = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._counts: Counter[str] = Counter()
        self._session: Session | None = None
        self.counts = styled(ElidedLabel(), "secondary")
        self.switch = chip()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 14, 5)
        row.setSpacing(8)
        row.addWidget(self.counts, 1)
        row.addWidget(self.switch)
        self.switch.toggled.connect(self.toggled)
        self.hide()

    @property
    def shows_all(self) -> bool:
        return self.switch.isChecked()

    def forget_choice(self, session: Session) -> None:
        """Begin quietly again with another map."""
        if session is not self._session:
            self._session = session
            with QSignalBlocker(self.switch):
                self.switch.setChecked(False)

    def show_findings(self, findings: Iterable[Finding]) -> None:
        self._counts = Counter(finding.topic for finding in findings)
        self.setVisible(bool(self._counts))
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._ui.texts
        topics = [
            f"{texts(topic)} {texts.number(count)}" for topic, count in self._counts.most_common()
        ]
        self.counts.set_text(" · ".join([texts("Draft"), *topics]))
        self.switch.setText(texts("List all"))
        self.switch.setAccessibleName(texts("List all"))


class DismissalBar(QWidget):
    """The switch for dismissed findings, and the field for the reason; hidden without either.

    `dismissed` emits a finding and the reason, `toggled` that dismissed findings are to be shown or
    not, `cancelled` that no reason is asked for any more.
    """

    toggled = Signal()
    dismissed = Signal(object, str)
    cancelled = Signal()

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._finding: Finding | None = None
        self._count = 0
        self.switch = chip()
        self.what = styled(ElidedLabel(), "secondary")
        self.reason = QLineEdit()
        self.dismiss_button = primary()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 5, 14, 6)
        row.setSpacing(8)
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.what, 4)
        row.addWidget(self.reason, 5)
        row.addWidget(self.dismiss_button)
        self.switch.toggled.connect(self.toggled)
        self.reason.returnPressed.connect(self._finish)
        self.reason.textChanged.connect(self._show)
        self.dismiss_button.clicked.connect(self._finish)
        self._show()

    @property
    def is_on(self) -> bool:
        return self.switch.isChecked() and self._count > 0

    def show_count(self, count: int) -> None:
        self._count = count
        self._show()

    def ask(self, finding: Finding) -> None:
        self._finding = finding
        self.reason.clear()
        self._show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def cancel(self) -> None:
        self._finding = None
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._finding is not None:
            self.cancel()
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        texts = self._ui.texts
        self.reason.setPlaceholderText(texts("Why can this be ignored?"))
        self.reason.setAccessibleName(texts("Reason"))
        self.dismiss_button.setText(texts("Dismiss"))
        self.dismiss_button.setAccessibleName(texts("Dismiss"))
        self._show()

    def _finish(self) -> None:
        finding, reason = self._finding, self.reason.text().strip()
        if finding is not None and reason:
            self.cancel()
            self.dismissed.emit(finding, reason)

    def _show(self, *_: object) -> None:
        texts, is_asking = self._ui.texts, self._finding is not None
        text = texts("Dismissed ({count})").format(count=texts.number(self._count))
        self.switch.setText(text)
        self.switch.setAccessibleName(text)
        self.switch.setVisible(self._count > 0)
        for part in (self.what, self.reason, self.dismiss_button):
            part.setVisible(is_asking)
        self.dismiss_button.setEnabled(bool(self.reason.text().strip()))
        if self._finding is not None:
            self.what.set_text(self._finding.message(texts))
        self.setVisible(is_asking or self._count > 0)


DOT, PAD, TOPIC_PX, JUMP_PX, FIX_PX, ROW_PX = 9, 16, 132, 78, 210, 29
_COLOURS = {"error": "pain", "warning": "moment", "info": "selection"}
_SEVERITIES = {"error": N_("Error"), "warning": N_("Warning"), "info": N_("Hint")}
_Index = QModelIndex | QPersistentModelIndex


class FindingRow(NamedTuple):
    """A finding, the text of its fix ("" for none), and why it is dismissed (None: it is not)."""

    finding: Finding
    fix: str = ""
    reason: str | None = None

    @property
    def is_dismissed(self) -> bool:
        return self.reason is not None


class FindingsModel(QAbstractListModel):
    """The findings of a review in the language of the window."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._rows: list[FindingRow] = []

    def show_rows(self, rows: Sequence[FindingRow]) -> None:
        """Show other rows; when there are as many as before, only those that differ are new."""
        before, after = self._rows, list(rows)
        if len(before) == len(after):
            self._rows = after
            changed = [i for i, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
            if changed:
                self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
            return
        self.beginResetModel()
        self._rows = after
        self.endResetModel()

    def rows(self) -> Sequence[FindingRow]:
        return self._rows

    def row(self, index: _Index) -> FindingRow:
        return self._rows[index.row()]

    def text(self, row: FindingRow) -> str:
        text = row.finding.message(self._ui.texts)
        return f"{text} – {row.reason}" if row.reason else text

    def retranslate(self) -> None:
        self.layoutChanged.emit()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, texts = self.row(index), self._ui.texts
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            severity = (
                texts("Dismissed") if row.is_dismissed else texts(_SEVERITIES[row.finding.severity])
            )
            return f"{severity}: {self.text(row)}"
        return None


class ReviewList(QListView):
    """The list; its signals ask for something with the finding at an index.

    Enter goes to the element, Ctrl+Enter fixes, Delete dismisses (or restores).
    """

    jump_wanted = Signal(QModelIndex)
    fix_wanted = Signal(QModelIndex)
    dismiss_wanted = Signal(QModelIndex)

    def __init__(self, ui: UiContext, model: FindingsModel) -> None:
        super().__init__()
        self._rows = model
        self._delegate = FindingDelegate(ui, model)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)  # thousands of rows in a few passes
        self.setMouseTracking(True)

    def fix_rect(self, index: QModelIndex) -> QRect:
        """Where the fix of a row is written; empty where there is none."""
        row = self._rows.row(index)
        return self._delegate.spans(self.visualRect(index))[1] if row.fix else QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        key, has_control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not index.isValid():
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.fix_wanted if has_control else self.jump_wanted).emit(index)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.dismiss_wanted.emit(index)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Fix where the text of the fix is clicked, else go to the element."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            (self.fix_wanted if self._is_on_fix(index, place) else self.jump_wanted).emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        over = index.isValid() and self._is_on_fix(index, place)
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        self.viewport().unsetCursor()
        super().leaveEvent(event)

    def _is_on_fix(self, index: QModelIndex, place: QPoint) -> bool:
        return self.fix_rect(index).contains(place)


class FindingDelegate(QStyledItemDelegate):
    """Paints one finding."""

    def __init__(self, ui: UiContext, model: FindingsModel) -> None:
        super().__init__()
        self._ui, self._model = ui, model

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(200, round(ROW_PX * self._ui.scale))

    def spans(self, rect: QRect) -> tuple[QRect, QRect, QRect, QRect]:
        """The places of message, fix, topic and link in a row; a narrow one drops the topic."""
        scale = self._ui.scale
        pad = round(PAD * scale)
        right = rect.right() - pad
        areas = []
        for width in (JUMP_PX, TOPIC_PX if rect.width() > 760 * scale else 0, FIX_PX):
            wide = round(width * scale)
            areas.append(QRect(right - wide, rect.y(), wide, rect.height()))
            right -= wide + (12 if wide else 0)
        left = rect.x() + 2 * pad + round(DOT * scale)
        jump, topic, fix = areas
        return (
            QRect(left, rect.y(), max(0, right - left), rect.height()),
            fix,
            topic,
            jump,
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, theme, texts = self._model.row(index), self._ui.theme, self._ui.texts
        rect: QRect = option.rect
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme["chosen"]))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(theme["hover"]))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme["line"]))
        self._draw_severity(painter, rect, row)
        reason, fix, topic, jump = self.spans(rect)
        if row.finding.element:
            _draw_text(painter, jump, texts("Show"), theme["link"], right=True)
        _draw_text(painter, topic, texts(row.finding.topic), theme["label"], right=True)
        if row.fix:
            _draw_text(painter, fix, texts(row.fix), theme["link"], right=True)
        else:
            reason.setRight(fix.right())
        _draw_text(
            painter, reason, self._model.text(row), theme["label" if row.is_dismissed else "ink"]
        )
        painter.restore()

    def _draw_severity(self, painter: QPainter, rect: QRect, row: FindingRow) -> None:
        """Colour is never the only sign: errors are square, dismissed findings hollow."""
        scale = self._ui.scale
        pad, dot = round(PAD * scale), round(DOT * scale)
        colour = QColor(self._ui.theme[_COLOURS[row.finding.severity]])
        painter.setPen(colour if row.is_dismissed else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush if row.is_dismissed else colour)
        place = QRect(rect.x() + pad, rect.center().y() - dot // 2, dot, dot)
        if row.finding.severity == "error":
            painter.drawRoundedRect(place, 2, 2)
        else:
            painter.drawEllipse(place)


def _draw_text(
    painter: QPainter, rect: QRect, text: str, colour: str, *, right: bool = False
) -> None:
    painter.setPen(QColor(colour))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
