"""The review of the map: its findings, with a link to each and a quick fix for some.

The findings follow each change at once, the list once idle, so that nobody who types waits for it.
A finding that was considered and left is dismissed with a reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from journeyeditor.editing.changes.quick_fixes import quick_fix_for
from journeyeditor.editing.operations import review
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.insight.review import Finding, Review
from journeyeditor.insight.review.drafts import is_draft
from journeyeditor.insight.review.findings import split_dismissed
from journeyeditor.model import Change
from journeyeditor.panels.review.list import FindingRow, FindingsModel, ReviewList
from journeyeditor.panels.session_view import BottomPage
from journeyeditor.widgets.buttons import chip, primary
from journeyeditor.widgets.labels import ElidedLabel, EmptyState
from journeyeditor.widgets.style import styled
from journeyeditor.widgets.ui_context import UiContext


class ReviewPanel(BottomPage):
    """The list of findings; `counted` is how many are open."""

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
        self._refresh()

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

    def _refresh(self) -> None:
        session = self._session
        if session is not None and self._review is None:
            self._review = Review(session.graph)
        rows: list[FindingRow] = []
        count = 0
        self.draft.show_findings(())
        if session is not None and self._review is not None:
            open_, dismissed = split_dismissed(self._review.findings(), session.info)
            listed = self._listed(session, open_)
            rows = [FindingRow(finding, self._fix_text(session, finding)) for finding in listed]
            count = len(rows)
            self.bar.show_count(len(dismissed))
            if self.bar.is_on:
                rows += [FindingRow(each.finding, "", each.reason) for each in dismissed]
        elif session is None:
            self.bar.show_count(0)
        self._show(rows)
        self.counted.emit(count)

    def _listed(self, session: Session, findings: list[Finding]) -> list[Finding]:
        """Return what the list shows: of a draft only the errors, unless all is asked for."""
        self.draft.forget_choice(session)
        if not is_draft(session.graph):
            return findings
        self.draft.show_findings([each for each in findings if each.severity != "error"])
        if self.draft.shows_all:
            return findings
        return [each for each in findings if each.severity == "error"]

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
        result = review.apply_fix(self._session, row.finding)
        if result is not None and result.field:
            self.edit_wanted.emit(result.focus, result.field)
        elif result is not None and result.focus:
            self.reveal_wanted.emit(result.focus)

    def _dismiss_or_restore(self, index: QModelIndex) -> None:
        row = self._model.row(index)
        if self._session is None:
            return
        if row.is_dismissed:
            review.restore(self._session, [row.finding])
        else:
            self.bar.ask(row.finding)

    def _dismiss(self, finding: Finding, reason: str) -> None:
        if self._session is not None:
            review.dismiss(self._session, [finding], reason)
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
