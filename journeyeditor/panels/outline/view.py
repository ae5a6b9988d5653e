"""The whole map as a tree: every element within reach of keyboard and screen reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QVBoxLayout

from journeyeditor.editing import operations
from journeyeditor.editing.errors import FieldError
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import Change, Element
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.outline.tree import (
    EVIDENCE,
    GROUPS,
    LANES,
    PERSONAS,
    UNPLACED,
    OutlineNode,
    OutlinePlace,
    fetch_children,
    group_key,
    has_children,
    kind_key,
    stage_key,
)
from journeyeditor.panels.session_view import Observed, SessionView
from journeyeditor.panels.terms import describe, name_of, plural
from journeyeditor.vocabulary import Stage
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

    HELP = "map#move-around"

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


Index = QModelIndex | QPersistentModelIndex


#: The role of an element's id ("" of a group).
ID_ROLE = Qt.ItemDataRole.UserRole


_ROOT = QModelIndex()


class OutlineModel(QAbstractItemModel):
    """Stages with their cards by kind, then unplaced cards, personas, evidence and lanes."""

    def __init__(self, session: Session, ui: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._ui = session, ui
        self._root = OutlineNode(None, ())
        self.is_following = False
        self._nodes: dict[int, OutlineNode] = {}
        self._by_id: dict[str, OutlineNode] = {}
        graph = session.graph
        stages = [OutlineNode(self._root, stage_key(graph, s), id_=s.id) for s in graph.stages()]
        groups = [OutlineNode(self._root, group_key(group), group=group) for group in GROUPS]
        self._root.children = [*stages, *groups]
        self._register(*self._root.children)
        session.updated.connect(self.follow)

    def close(self) -> None:
        self._session.updated.disconnect(self.follow)

    def index_of(self, id_: str) -> QModelIndex:
        """The index of an element; its ancestors are fetched."""
        element = self._session.element(id_)
        if element is None:
            return QModelIndex()
        if id_ not in self._by_id:
            top = self._top_node(OutlinePlace(element))
            if top is not None and top.children is None:
                self.fetchMore(self._index(top))
        node = self._by_id.get(id_)
        return self._index(node) if node else QModelIndex()

    def id_at(self, index: Index) -> str:
        """The id of the element at an index, "" of a group."""
        node = self._node(index)
        return node.id if node else ""

    def retranslate(self) -> None:
        self._emit_changed_below(self._root)

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        children = self._node_or_root(parent).children or []
        if column != 0 or not 0 <= row < len(children):
            return QModelIndex()
        return self.createIndex(row, 0, children[row].number)

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        node = self._node(index)
        return self._index(node.parent) if node and node.parent else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return len(self._node_or_root(parent).children or [])

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 1

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        node = self._node_or_root(parent)
        if node.children is not None:
            return bool(node.children)
        node.seemed_empty = not (self._is_branch(node) and has_children(self._session.graph, node))
        return not node.seemed_empty

    def canFetchMore(self, parent: Index) -> bool:
        node = self._node_or_root(parent)
        return node.children is None and self._is_branch(node)

    def fetchMore(self, parent: Index) -> None:
        node = self._node_or_root(parent)
        if node.children is not None or not self._is_branch(node):
            return
        children = fetch_children(self._session.graph, node)
        if not children:
            node.children = []
            return
        self.beginInsertRows(self._index(node), 0, len(children) - 1)
        node.children = children
        for child in children:
            self._register(child, *(child.children or ()))
        self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self._node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled
        if node.id:
            flags |= Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self._node(index)
        if node is None:
            return None
        if role == ID_ROLE:
            return node.id
        return node_data(node, role, self._session, self._ui)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node = self._node(index)
        if role != Qt.ItemDataRole.EditRole or node is None or not node.id:
            return False
        try:
            operations.set_field(self._session, [node.id], "title", str(value))
        except FieldError:
            return False
        return True

    def follow(self, change: Change) -> None:
        """Follow a change of the map, stages first, so that cards find theirs."""
        self.is_following = True
        entries = sorted(change.entries.items(), key=lambda entry: not _is_stage(*entry[1]))
        for id_, (before, after) in entries:
            old = before if isinstance(before, Element) else None
            new = after if isinstance(after, Element) else None
            if old is not None or new is not None:
                self._follow_one(id_, old, new)
        self.is_following = False

    def _follow_one(self, id_: str, old: Element | None, new: Element | None) -> None:
        node = self._by_id.get(id_)
        if node is not None and (new is None or not self._stays(node, old, new)):
            self._remove(node)
            node = None
        elif node is None and old is not None and not isinstance(old, Stage):
            self._empty(OutlinePlace(old))
        if new is None:
            return
        if node is None:
            self._insert(new)
            return
        index = self._index(node)
        self.dataChanged.emit(index, index)

    def _stays(self, node: OutlineNode, old: Element | None, new: Element) -> bool:
        """Whether an element stays under its parent; move it if only its rank changed."""
        if old is None or OutlinePlace(old) != OutlinePlace(new):
            return False
        graph = self._session.graph
        key = stage_key(graph, new) if isinstance(new, Stage) else graph.sort_key(new)
        if key != node.key:
            self._move(node, key)
        return True

    def _move(self, node: OutlineNode, key: tuple[Any, ...]) -> None:
        parent = node.parent
        assert parent is not None
        assert parent.children is not None
        row, target = node.row, parent.position_of(key)
        if target in (row, row + 1):
            node.key = key
            return
        index = self._index(parent)
        self.beginMoveRows(index, row, row, index, target)
        del parent.children[row]
        node.key = key
        parent.children.insert(parent.position_of(key), node)
        self.endMoveRows()

    def _insert(self, element: Element) -> None:
        """Add the node of an element, if its group was fetched."""
        graph = self._session.graph
        if isinstance(element, Stage):
            self._insert_node(OutlineNode(self._root, stage_key(graph, element), id_=element.id))
            return
        place = OutlinePlace(element)
        top = self._top_node(place)
        if top is not None and top.children is None and top.seemed_empty:
            # A view asks only once whether a node can be expanded.
            top.children = []
        if top is None or top.children is None:
            return
        if place.kind:
            key = kind_key(place.kind)
            row = top.position_of(key)
            is_there = row < len(top.children) and top.children[row].key == key
            if not is_there:
                group = OutlineNode(top, key, group=place.kind)
                group.children = [OutlineNode(group, graph.sort_key(element), id_=element.id)]
                self._insert_node(group)
                return
            top = top.children[row]
        self._insert_node(OutlineNode(top, graph.sort_key(element), id_=element.id))

    def _empty(self, place: OutlinePlace) -> None:
        """Take the expander of a stage or group away that was never expanded and is empty now."""
        top = self._top_node(place)
        if top is None or top.children is not None or top.seemed_empty:
            return
        if not has_children(self._session.graph, top):
            top.children = []
            self.layoutChanged.emit()  # a view asks only once whether a node can be expanded

    def _insert_node(self, node: OutlineNode) -> None:
        parent = node.parent
        assert parent is not None
        assert parent.children is not None
        row = node.row
        self.beginInsertRows(self._index(parent), row, row)
        parent.children.insert(row, node)
        self._register(node, *(node.children or ()))
        self.endInsertRows()

    def _remove(self, node: OutlineNode) -> None:
        parent = node.parent
        assert parent is not None
        if parent.parent not in (None, self._root) and len(parent.children or ()) == 1:
            node, parent = parent, parent.parent
        assert parent is not None
        assert parent.children is not None
        row = node.row
        self.beginRemoveRows(self._index(parent), row, row)
        del parent.children[row]
        for each in _subtree(node):
            self._nodes.pop(each.number, None)
            if self._by_id.get(each.id) is each:
                del self._by_id[each.id]
        self.endRemoveRows()

    def _top_node(self, place: OutlinePlace) -> OutlineNode | None:
        """The stage or group under which an element belongs."""
        if place.stage:
            return self._by_id.get(place.stage)
        key = group_key(place.group)
        children = self._root.children or []
        return children[self._root.position_of(key)]

    def _register(self, *nodes: OutlineNode) -> None:
        for node in nodes:
            self._nodes[node.number] = node
            if node.id:
                self._by_id[node.id] = node

    def _is_branch(self, node: OutlineNode) -> bool:
        return node.parent is self._root

    def _node(self, index: Index) -> OutlineNode | None:
        """The node of an index, None of the root and of one that is gone."""
        return self._nodes.get(int(index.internalId())) if index.isValid() else None

    def _node_or_root(self, index: Index) -> OutlineNode:
        return self._node(index) or (OutlineNode(None, ()) if index.isValid() else self._root)

    def _index(self, node: OutlineNode) -> QModelIndex:
        if node is self._root:
            return QModelIndex()
        return self.createIndex(node.row, 0, node.number)

    def _emit_changed_below(self, node: OutlineNode) -> None:
        children = node.children or []
        if children:
            self.dataChanged.emit(self._index(children[0]), self._index(children[-1]))
        for child in children:
            self._emit_changed_below(child)


def _is_stage(before: object, after: object) -> bool:
    record = after or before
    return isinstance(record, Element) and isinstance(record, Stage)


def _subtree(node: OutlineNode) -> Iterator[OutlineNode]:
    yield node
    for child in node.children or ():
        yield from _subtree(child)


_GROUP_TITLES = {
    UNPLACED: N_("Not placed yet"),
    PERSONAS: N_("Personas"),
    EVIDENCE: N_("Evidence"),
    LANES: N_("Lanes"),
}


#: The height of a row at interface size 1, in device-independent pixels.
ROW_PX = 25


def node_data(node: OutlineNode, role: int, session: Session, ui: UiContext) -> Any:
    if role == Qt.ItemDataRole.SizeHintRole:
        return QSize(10, round(ROW_PX * ui.scale))
    if not node.id:
        return _group_data(node, role, ui)
    element = session.element(node.id)
    return None if element is None else _element_data(element, role, session, ui)


def _element_data(element: Element, role: int, session: Session, ui: UiContext) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return name_of(element, ui.texts)
    if role == Qt.ItemDataRole.EditRole:
        return element.title
    if role == Qt.ItemDataRole.FontRole and isinstance(element, Stage):
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        return font
    if role == Qt.ItemDataRole.DecorationRole:
        return kind_icon(element.kind, ui)
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        return describe(element, session.graph, ui.texts)
    return None


def _group_data(node: OutlineNode, role: int, ui: UiContext) -> Any:
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(ui.theme["quiet"])
    if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return None
    if node.group in _GROUP_TITLES:
        return ui.texts(_GROUP_TITLES[node.group])
    return f"{plural(node.group, ui.texts)} · {len(node.children or ())}"
