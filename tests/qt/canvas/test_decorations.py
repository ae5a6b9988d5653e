"""What is said beside the map's own drawings: words of a feeling, the bracket over joined neighbours."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.decorations import GAP, emotion_text
from journeyeditor.canvas.record_geometry import text_box
from journeyeditor.editing import operations
from journeyeditor.editing.relation_lines import relation_line
from journeyeditor.geometry import Point
from tests.builders import a_map
from tests.qt.conftest import SessionMaker


def picture(canvas: Canvas) -> QImage:
    canvas.finish_painting()
    return canvas.grab().toImage()


def test_a_feeling_that_is_selected_says_its_reason(canvas: Canvas) -> None:
    session = canvas.session
    feeling = next(each for each in session.graph.elements("emotion") if each.id == "e4")
    assert emotion_text(session, feeling.id) == "Testerna drar åt olika håll"
    assert emotion_text(session, "p1") == emotion_text(session, "") == ""
    rect = session.layout.rect(feeling.id)
    assert rect is not None
    canvas.view.reveal(rect)
    before = picture(canvas)
    session.selection.set([feeling.id])
    box = canvas.viewport.rect_to_screen(rect)
    below = round(box.center.x), round(box.bottom + GAP + 12)
    after = picture(canvas)
    ratio = canvas.devicePixelRatioF()
    x, y = (round(value * ratio) for value in below)
    row = [after.pixel(at, y) != before.pixel(at, y) for at in range(x - 60, x + 60)]
    assert sum(row) > 10, "there are words now"
    session.selection.clear()
    assert picture(canvas) == before


def test_enter_writes_what_a_feeling_is_about(canvas: Canvas) -> None:
    session = canvas.session
    session.selection.set(["e4"])
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.field.toPlainText() == "Testerna drar åt olika håll"
    QTest.keyClicks(canvas.field, "  Nobody agrees ")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    assert session.graph.element("e4").title == ""
    assert emotion_text(session, "e4") == "Nobody agrees"


def test_neighbours_that_are_joined_are_seen_and_named(a_session: SessionMaker) -> None:
    session = a_session(
        a_map()
        .with_stage("Buy")
        .with_("touchpoint", "Basket")
        .with_("touchpoint", "Checkout")
        .built()
    )
    relation = operations.connect(session, "touchpoint1", "touchpoint2")
    assert session.layout.connector_points(relation) == ()
    line = relation_line(session, relation)
    left, right = session.layout.rect("touchpoint1"), session.layout.rect("touchpoint2")
    assert left is not None
    assert right is not None
    assert line[0] == Point(left.center.x, left.y)
    assert line[-1] == Point(right.center.x, right.y)
    assert min(point.y for point in line) < left.y
    place = text_box(session, relation)
    assert place is not None
    assert left.x < place.rect.center.x < right.x + right.width
    operations.set_field(session, [relation], "title", "at once")
    assert relation_line(session, relation) == session.layout.connector_points(relation) != ()


def test_what_is_not_there_has_no_line(canvas: Canvas) -> None:
    assert relation_line(canvas.session, "p1") == ()
    assert relation_line(canvas.session, "") == ()
