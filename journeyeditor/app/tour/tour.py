"""Runs the tour beside the work: it never blocks the window and ends at any time."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from journeyeditor.app.action_registry import key_text
from journeyeditor.app.tour.bubble import Bubble, Ring
from journeyeditor.app.tour.steps import ADD, SCORE, SELECT, STEPS, Parts
from journeyeditor.widgets.ui_context import UiContext

#: The key of the next step.
NEXT_KEY = "F6"
_MOVES = {
    *(QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest),
    *(QEvent.Type.Show, QEvent.Type.Hide),
    QEvent.Type.Paint,  # the map is panned or zoomed
}


class Tour(QObject):
    """Shows one step after the other over a window with a map; `ended` when it is over."""

    ended = Signal()

    def __init__(self, window: QWidget, parts: Parts, ui: UiContext) -> None:
        super().__init__(window)
        self._window, self._parts, self._ui = window, parts, ui
        self._at = 0
        self._is_over = False
        self.ring, self.bubble = Ring(ui, window), Bubble(ui, window)
        self._next_key = QShortcut(QKeySequence(NEXT_KEY), window, self.go_on)
        self._leave_key = QShortcut(QKeySequence(Qt.Key.Key_Escape), window, self._escape)
        self._placing = QTimer(self)
        self._placing.setSingleShot(True)
        self._placing.setInterval(0)
        self._placing.timeout.connect(self._place)
        self._done = QTimer(self)
        self._done.setSingleShot(True)
        self._done.setInterval(0)
        self._done.timeout.connect(self.go_on)
        self._connect_signals()
        self._show()

    def _connect_signals(self) -> None:
        self.bubble.next_wanted.connect(self.go_on)
        self.bubble.leave_wanted.connect(self.end)
        self._parts.actions.done.connect(self._note)
        self._session = self._parts.view.session
        self._session.selection.changed.connect(self._selected)
        self._session.transactions.committed.connect(self._edited)
        self._window.installEventFilter(self)
        for widget in (self._parts.view.canvas, self._parts.toolbar):
            widget.installEventFilter(self)
        self._ui.changed.connect(self._show)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    @property
    def number(self) -> int:
        """The number of the step that is shown, from 1."""
        return self._at + 1

    def go_on(self) -> None:
        """Show the next step, or end after the last one."""
        if self._at + 1 == len(STEPS):
            self.end()
        else:
            self._at += 1
            self._show()

    def end(self) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._placing.stop()
        self._done.stop()
        self._session.selection.changed.disconnect(self._selected)
        self._session.transactions.committed.disconnect(self._edited)
        self._window.removeEventFilter(self)
        for widget in (self._parts.view.canvas, self._parts.toolbar):
            widget.removeEventFilter(self)
        had_focus = self.bubble.isAncestorOf(QApplication.focusWidget() or self._window)
        for part in (self.ring, self.bubble, self._next_key, self._leave_key):
            part.deleteLater()
        self.ring.hide()
        self.bubble.hide()
        if had_focus:
            self._parts.view.canvas.setFocus()
        self.ended.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._placing.start()
        return False

    def _show(self) -> None:
        if self._is_over:
            return
        self._before = self._snapshot()
        step, texts = STEPS[self._at], self._ui.texts
        step.prepare(self._parts)
        keys = self._parts.actions.keys(step.key_of) if step.key_of else ()
        text = texts(step.text).format(key=keys[0]) if keys else texts(step.text)
        next_key = key_text(QKeySequence(NEXT_KEY))
        self.bubble.show_step(texts(step.title), text, self.number, len(STEPS), next_key)
        self._place()
        if QAccessible.isActive():
            announced = QAccessibleAnnouncementEvent(self.bubble, self.bubble.words())
            QAccessible.updateAccessibility(announced)

    def _place(self) -> None:
        """Stand beside the target, or aside while no map is in front or it is presented."""
        if self._is_over:
            return
        if self._parts.view.session is not self._session:
            self.end()
            return
        is_aside = self._parts.toolbar.isHidden()
        for part in (self.ring, self.bubble):
            if part.isHidden() != is_aside:
                part.setVisible(not is_aside)
                part.raise_()
        self._enable_keys()
        if is_aside:
            return
        widget, rect = STEPS[self._at].anchor(self._parts)
        rect = rect or widget.rect()
        inside = rect.intersected(widget.rect())
        if inside.isEmpty() or not widget.isVisible():  # out of sight: the bubble stays where it is
            self.ring.setGeometry(QRect())
            return
        target = QRect(widget.mapTo(self._window, inside.topLeft()), inside.size())
        self.ring.setGeometry(target.adjusted(-3, -3, 3, 3) & self._window.rect())
        self.bubble.point_at(target)

    def _note(self, action: str) -> None:
        self._finish_if(action)

    def _selected(self, _: object) -> None:
        self._finish_if(SELECT)

    def _edited(self, _: object) -> None:
        """See whether a card was added, once its words are written, or a score changed."""
        count, scores = self._snapshot()
        if count > self._before[0] and not self._parts.view.canvas.field.is_open:
            self._finish_if(ADD)
        if any(scores.get(id_, score) != score for id_, score in self._before[1].items()):
            self._finish_if(SCORE)

    def _snapshot(self) -> tuple[int, dict[str, object]]:
        """The number of elements, and the scores of the emotions."""
        graph = self._session.graph
        scores = {each.id: getattr(each, "score", None) for each in graph.elements("emotion")}
        return len(graph.elements()), scores

    def _finish_if(self, done: str) -> None:
        """Go on if what was done is what the step asks for; once, after it is done."""
        if done in STEPS[self._at].done_by and not self._is_over:
            self._done.start()

    def _follow_focus(self, _: object, now: QWidget | None) -> None:
        if now is not None and not self._is_over:
            self._enable_keys()
            self._edited(None)

    def _enable_keys(self) -> None:
        """Escape is the tour's only where nothing else waits for it: on the map and in the bubble."""
        canvas, focused = self._parts.view.canvas, QApplication.focusWidget()
        is_shown = not self._parts.toolbar.isHidden()
        ours = (canvas, self.bubble)
        is_ours = focused is None or any(
            focused is each or each.isAncestorOf(focused) for each in ours
        )
        self._next_key.setEnabled(is_shown)
        self._leave_key.setEnabled(is_shown and is_ours)

    def _escape(self) -> None:
        """End typing or a drag first; else the tour."""
        view = self._parts.view
        if view.canvas.field.is_open:
            view.settle()
        elif not view.canvas.toolbox.cancel():
            self.end()
