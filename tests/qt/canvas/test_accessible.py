"""What a screen reader finds on the canvas, asked as Qt's bridge asks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtTest import QTest

from journeyeditor.canvas.accessible import (
    CanvasInterface,
    ElementInterface,
    described,
    stage_of,
    stage_title,
)
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget


@pytest.fixture
def root(canvas: Canvas) -> CanvasInterface:
    return canvas._announcer.root


def child_of(root: CanvasInterface, id_: str) -> ElementInterface:
    child = root.child(root.ids.index(id_))
    assert isinstance(child, ElementInterface)
    return child


def test_the_canvas_is_a_list_with_a_name(canvas: Canvas, root: CanvasInterface) -> None:
    assert root.isValid()
    assert root.object() is canvas
    assert QAccessible.queryAccessibleInterface(canvas) is root
    assert root.role() == QAccessible.Role.List
    assert root.text(QAccessible.Text.Name) == canvas.ui.texts("Journey map")
    assert root.text(QAccessible.Text.Description) == canvas.session.info.title
    assert root.rect().size() == canvas.size()


def test_it_is_found_after_others_connected_to_it(canvas: Canvas) -> None:
    canvas.scaled.connect(canvas.view.center_on)
    canvas._announcer.ensure()
    assert QAccessible.queryAccessibleInterface(canvas) is canvas._announcer.root
    assert canvas._announcer.root.childCount() > 40


def test_its_children_are_the_elements_in_reading_order(
    canvas: Canvas, root: CanvasInterface
) -> None:
    layout = canvas.session.layout
    assert root.childCount() == len(root.ids) > 40
    assert root.ids.index("s1") < root.ids.index("p1") < root.ids.index("p2")
    assert all(layout.rect(id_) is not None for id_ in root.ids)
    assert not root._children, "made when they are asked for"
    child = child_of(root, "p1")
    assert root.indexOfChild(child) == root.ids.index("p1")
    assert child_of(root, "p1") is child
    assert child.parent() is root
    assert root.child(-1) is None
    assert root.child(root.childCount()) is None


def test_a_child_says_what_it_is(canvas: Canvas, root: CanvasInterface) -> None:
    child = child_of(root, "p1")
    element = canvas.session.graph.element("p1")
    assert child.text(QAccessible.Text.Name) == f"Pain point, {element.title}"
    assert child.role() == QAccessible.Role.ListItem
    canvas.session.selection.set(["p1"])
    assert child.state().selected
    emotion = canvas.session.graph.elements("emotion")[0].id
    assert described(canvas.session, emotion, canvas.ui.texts).startswith("Emotion, ")


def test_a_child_is_found_where_it_stands(canvas: Canvas, root: CanvasInterface) -> None:
    rect = canvas.session.layout.rect("p1")
    assert rect is not None
    canvas.view.reveal(rect)
    child = child_of(root, "p1")
    middle = child.rect().center()
    assert root.childAt(middle.x(), middle.y()) is child
    corner = canvas.mapToGlobal(QPoint(canvas.width() - 1, canvas.height() - 1))
    assert root.childAt(corner.x() + 500, corner.y() + 500) is None


def test_children_follow_the_map(canvas: Canvas, root: CanvasInterface) -> None:
    child = child_of(root, "p1")
    new = operations.add(canvas.session, "pain_point", DropTarget("s1"), title="New")
    assert new in root.ids
    operations.delete(canvas.session, ["p1"])
    assert not child.isValid()
    assert "p1" not in root.ids
    assert child.text(QAccessible.Text.Name) == ""


@pytest.fixture
def heard(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader announces from now on, and "focus" for each focus event."""
    heard: list[str] = []

    def received(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())
        elif event.type() == QAccessible.Event.Focus:
            heard.append("focus")

    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", received)
    return heard


def test_the_focused_card_and_what_happened_are_announced(canvas: Canvas, heard: list[str]) -> None:
    graph = canvas.session.graph
    canvas.session.selection.set(["p1"])
    canvas.session.announced.emit("Undone")
    stage = stage_title(canvas.session, stage_of(canvas.session, "p1"), canvas.ui.texts)
    assert heard == ["focus", f"{stage}: Pain point, {graph.element('p1').title}", "Undone"]
    beside = graph.cards(stage_of(canvas.session, "p1"))[0].id
    canvas.session.selection.set([beside])
    assert heard[-1] == described(canvas.session, beside, canvas.ui.texts), "the stage is known"


def test_a_description_says_where_a_card_is(canvas: Canvas, root: CanvasInterface) -> None:
    child = child_of(root, "p1")
    operations.set_field(canvas.session, ["p1"], "note", "Seen twice")
    stage = stage_title(canvas.session, stage_of(canvas.session, "p1"), canvas.ui.texts)
    assert child.text(QAccessible.Text.Description) == f"{stage}, Seen twice"


def test_a_move_is_announced_as_eyes_see_it(canvas: Canvas, heard: list[str]) -> None:
    session = canvas.session
    first, second = (stage.id for stage in session.graph.stages()[:2])
    one = operations.add(session, "touchpoint", DropTarget(first), title="One")
    count = len([c for c in session.graph.cards(first) if c.kind == "touchpoint"])
    heard.clear()
    QTest.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    title = session.graph.element(first).title
    assert heard == [f"Moved to {title}, {count - 1} of {count}"]
    operations.move(session, [one], DropTarget(second))
    title = session.graph.element(second).title
    assert heard[-1].startswith(f"Moved to {title}, ")
    operations.move(session, [one], DropTarget(None))
    assert heard[-1] == "Moved to Not placed yet, 1 of 1"
    session.selection.set([first])
    heard.clear()
    operations.move_stages(session, [first], "")
    assert heard == [f"Moved: {len(session.graph.stages())} of {len(session.graph.stages())}"]


def test_a_score_and_a_deletion_are_announced(canvas: Canvas, heard: list[str]) -> None:
    emotion = canvas.session.graph.elements("emotion")[0].id
    canvas.session.selection.set([emotion])
    heard.clear()
    QTest.keyClick(canvas, Qt.Key.Key_5)
    assert heard == ["+2.0 · Delighted"]
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert heard[-1] == "+1.5 · Delighted"
    canvas.session.selection.set(["p1"])
    words = described(canvas.session, "p1", canvas.ui.texts)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert heard[-1] == f"Deleted: {words}"


def test_the_field_says_what_is_written(canvas: Canvas) -> None:
    canvas.edit_text("p1")
    assert canvas.field.accessibleName() == "Pain point: Title"
    canvas.edit_text(canvas.session.graph.elements("touchpoint")[0].id, "channel")
    assert canvas.field.accessibleName() == "Touchpoint: Channel"
    canvas.field.leave()


def test_typing_announces_no_move(canvas: Canvas, heard: list[str]) -> None:
    canvas.session.selection.set(["p1"])
    heard.clear()
    operations.set_field(canvas.session, ["p1"], "title", "Slow", typing=True)
    assert heard == []


def test_nothing_is_made_while_nobody_listens(canvas: Canvas, root: CanvasInterface) -> None:
    canvas.session.selection.set(["p1"])
    assert root._ids is None
    assert not root._children
