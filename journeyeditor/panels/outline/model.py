"""The outline as an item model: fetched lazily, updated change by change, never reset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont

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
from journeyeditor.panels.terms import describe, name_of, plural
from journeyeditor.vocabulary import Stage
from journeyeditor.widgets.ui_context import UiContext

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
