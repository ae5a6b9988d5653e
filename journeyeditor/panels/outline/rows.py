"""What a line of the outline shows, and what is said of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont

from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_
from journeyeditor.model import Element
from journeyeditor.panels.accessible_text import spoken
from journeyeditor.panels.form_context import name_of
from journeyeditor.panels.kind_icons import kind_icon
from journeyeditor.panels.outline.tree import EVIDENCE, LANES, PERSONAS, UNPLACED, Node
from journeyeditor.panels.terms import plural
from journeyeditor.widgets.ui_context import UiContext

_WORDS = {
    UNPLACED: N_("Not placed yet"),
    PERSONAS: N_("Personas"),
    EVIDENCE: N_("Evidence"),
    LANES: N_("Lanes"),
}

#: The height of a line at interface size 1, in device independent pixels.
ROW = 25


def line_data(node: Node, role: int, session: Session, ui: UiContext) -> Any:
    """Return what a line shows in a role of Qt's."""
    if role == Qt.ItemDataRole.SizeHintRole:
        return QSize(10, round(ROW * ui.scale))
    if not node.id:
        return _group_data(node, role, ui)
    element = session.element(node.id)
    return None if element is None else _element_data(element, role, session, ui)


def _element_data(element: Element, role: int, session: Session, ui: UiContext) -> Any:
    """Return what the line of an element shows."""
    if role == Qt.ItemDataRole.DisplayRole:
        return name_of(element, ui)
    if role == Qt.ItemDataRole.EditRole:
        return element.title
    if role == Qt.ItemDataRole.FontRole and element.kind == "stage":
        font = QFont()
        font.setWeight(QFont.Weight.DemiBold)
        return font
    if role == Qt.ItemDataRole.DecorationRole:
        return kind_icon(element.kind, ui)
    if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        return spoken(element, session.graph, ui.texts)
    return None


def _group_data(node: Node, role: int, ui: UiContext) -> Any:
    """Return what the line of a group shows."""
    if role == Qt.ItemDataRole.ForegroundRole:
        return QColor(ui.theme["quiet"])
    if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
        return None
    if node.group in _WORDS:
        return ui.texts(_WORDS[node.group])
    return f"{plural(node.group, ui.texts)} · {len(node.children or ())}"
