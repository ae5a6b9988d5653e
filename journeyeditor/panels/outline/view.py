"""The whole map as a tree: every element within reach of keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout

from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.model import Change
from journeyeditor.panels.outline.model import OutlineModel
from journeyeditor.panels.session_view import Observed, SessionView
from journeyeditor.widgets.ui_context import UiContext

#: Keys that move, and modifiers with which they leave the selection alone.
_MOVE_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
_SELECTION_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
#: Of a larger selection the outline selects only the last element.
_MAX_SELECTED = 300


class OutlineView(QTreeView):
    """The tree view; Enter goes to an element, Delete deletes the selection."""

    line_activated = Signal(QModelIndex)
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.line_activated.emit(self.currentIndex())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.deleted.emit()
        else:
            super().keyPressEvent(event)
            self._select_current(event)

    def _select_current(self, event: QKeyEvent) -> None:
        """Select the current row: Qt does not when keys lead to where they were."""
        current = self.currentIndex()
        is_moving = event.key() in _MOVE_KEYS and not event.modifiers() & _SELECTION_MODIFIERS
        if is_moving and current.isValid() and not self.selectionModel().hasSelection():
            self.selectionModel().select(current, QItemSelectionModel.SelectionFlag.ClearAndSelect)


class Outline(SessionView):
    """The outline; `reveal_wanted` asks for an element on the map."""

    reveal_wanted = Signal(str)

    def __init__(self, ui: UiContext) -> None:
        super().__init__(ui)
        self._model: OutlineModel | None = None
        self._is_selecting = False
        self.view = OutlineView()
        self._configure_view()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 0, 6)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)
        self.view.line_activated.connect(self._activated)
        self.view.doubleClicked.connect(self._activated)
        self.view.deleted.connect(self._delete)
        self._retranslate()

    @property
    def model(self) -> OutlineModel | None:
        """The model behind the view, None while no map is open."""
        return self._model

    def _observed(self, session: Session) -> Iterable[Observed]:
        return (
            (session.selection.changed, self._follow_selection),
            (session.updated, self._follow),
        )

    def _reset(self) -> None:
        before, session = self._model, self._session
        self._model = OutlineModel(session, self._ui, self) if session else None
        selection = self.view.selectionModel()
        self.view.setModel(self._model)
        if selection is not None:
            selection.deleteLater()
        if before is not None:
            before.close()
            before.deleteLater()
        if session is not None:
            self.view.selectionModel().selectionChanged.connect(self._select_on_map)

    def selected_ids(self) -> list[str]:
        if self._model is None:
            return []
        ids = [self._model.id_at(index) for index in self.view.selectionModel().selectedIndexes()]
        current = self._model.id_at(self.view.currentIndex())
        if current in ids:
            ids = [id_ for id_ in ids if id_ != current] + [current]
        return [id_ for id_ in ids if id_]

    def _configure_view(self) -> None:
        view = self.view
        view.setHeaderHidden(True)
        view.setUniformRowHeights(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setExpandsOnDoubleClick(False)
        view.setAnimated(False)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)

    def _select_on_map(self, *_: QItemSelection) -> None:
        is_following = self._model is not None and self._model.is_following
        if not self._is_selecting and not is_following and self._session is not None:
            self._is_selecting = True
            try:
                self._session.selection.set(self.selected_ids())
            finally:
                self._is_selecting = False

    def _follow(self, change: Change) -> None:
        """Select again rows that moved; where one was deleted, select the next."""
        if self._session is None or not self.is_seen():
            self.invalidate()
            return
        chosen = self._session.selection.ids
        if not chosen and self.view.hasFocus():
            self._select_on_map()
        elif len(chosen) <= _MAX_SELECTED and set(self.selected_ids()) != set(chosen):
            self.invalidate()

    def _follow_selection(self, _: tuple[str, ...]) -> None:
        if not self._is_selecting:
            self.invalidate()

    def _refresh(self) -> None:
        if self._session is None or self._model is None:
            return
        ids = self._session.selection.ids
        if len(ids) > _MAX_SELECTED:
            ids = ids[-1:]
        selected_ids = QItemSelection()
        index = QModelIndex()
        for id_ in ids:
            item = self._model.index_of(id_)
            if item.isValid():
                index = item
                selected_ids.select(item, item)
        self._is_selecting = True
        try:
            self._select_lines(selected_ids, index)
        finally:
            self._is_selecting = False

    def _select_lines(
        self, selected_ids: QItemSelection, current: QModelIndex | QPersistentModelIndex
    ) -> None:
        flags = QItemSelectionModel.SelectionFlag
        selection = self.view.selectionModel()
        selection.select(selected_ids, flags.ClearAndSelect)
        if current.isValid():
            selection.setCurrentIndex(current, flags.NoUpdate)
            self.view.scrollTo(current)

    def _activated(self, index: QModelIndex) -> None:
        if self._model is None or not index.isValid():
            return
        id_ = self._model.id_at(index)
        if id_:
            self.reveal_wanted.emit(id_)
        else:
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _delete(self) -> None:
        if self._session is None:
            return
        ids = self.selected_ids()
        if ids:
            operations.delete(self._session, ids)

    def _retranslate(self) -> None:
        words = self._ui.texts("Outline")
        self.setAccessibleName(words)
        self.view.setAccessibleName(words)
        self.view.header().setAccessibleName(words)
        self.view.setIndentation(round(14 * self._ui.scale))
        if self._model is not None:
            self._model.retranslate()
