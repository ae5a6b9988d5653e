"""Writing on the map: the platform's field over the record, and never a word lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.record_geometry import text_box
from journeyeditor.canvas.text_field import TextField
from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.tools.interface import Key
from journeyeditor.files import dump_map
from journeyeditor.geometry import Point
from journeyeditor.i18n import texts, window_languages
from journeyeditor.panels.fields.base import FormContext
from journeyeditor.panels.fields.specs import fields_of
from journeyeditor.panels.fields.text import PercentEditor


@pytest.fixture
def field(canvas: Canvas) -> TextField:
    """The field over the title of the pain point p1."""
    canvas.edit_text("p1")
    assert canvas.field.is_open
    return canvas.field


def title(canvas: Canvas, id_: str = "p1") -> str:
    return canvas.session.graph.element(id_).title


def steps(canvas: Canvas) -> int:
    return canvas.session.transactions.history.position


def test_enter_writes_what_was_typed_as_one_step(canvas: Canvas, field: TextField) -> None:
    before = title(canvas)
    QTest.keyClicks(field, "Too dear")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert title(canvas) == "Too dear"
    assert not field.is_open
    assert canvas.hasFocus()
    assert steps(canvas) == 1
    canvas.session.undo()
    assert title(canvas) == before


def test_typed_words_are_in_the_map_before_the_field_closes(
    canvas: Canvas, field: TextField, qtbot: QtBot
) -> None:
    QTest.keyClicks(field, "Too")
    qtbot.waitUntil(lambda: title(canvas) == "Too")
    QTest.keyClicks(field, " dear")
    qtbot.waitUntil(lambda: title(canvas) == "Too dear")
    assert field.is_open
    assert field.toPlainText() == "Too dear", "the map's change does not disturb the typing"
    assert steps(canvas) == 1
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert steps(canvas) == 1


def test_what_is_typed_later_is_a_step_of_its_own(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "One")
    QTest.keyClick(field, Qt.Key.Key_Return)
    canvas.edit_text("p1")
    QTest.keyClicks(field, "Two")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert steps(canvas) == 2


def test_escape_keeps_what_was_typed_as_one_step(canvas: Canvas, field: TextField) -> None:
    before = title(canvas)
    QTest.keyClicks(field, "Too slow")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert title(canvas) == "Too slow"
    assert steps(canvas) == 1
    assert not field.is_open
    canvas.session.undo()
    assert title(canvas) == before


def test_escape_takes_a_new_card_without_words_away_and_what_was_undone_stays(
    canvas: Canvas,
) -> None:
    operations.set_field(canvas.session, ["p1"], "title", "Too dear")
    canvas.session.undo()
    before = dump_map(canvas.session.graph)
    canvas.session.selection.set(["p1"])
    QTest.keyClick(canvas, Qt.Key.Key_K)
    assert dump_map(canvas.session.graph) != before
    QTest.keyClick(canvas.field, Qt.Key.Key_Escape)
    assert dump_map(canvas.session.graph) == before
    assert steps(canvas) == 0
    assert canvas.session.redo()
    assert title(canvas) == "Too dear"


def test_shift_and_enter_begin_a_new_line(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "One")
    height = field.height()
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(field, "Two")
    assert field.is_open
    assert field.height() >= height
    QTest.keyClick(field, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert title(canvas) == "One\nTwo"


def test_tab_goes_on_with_the_next_card_of_the_same_kind(canvas: Canvas, field: TextField) -> None:
    canvas.session.selection.set(["p1"])
    count = len(canvas.session.graph.elements("pain_point"))
    QTest.keyClicks(field, "One")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert title(canvas) == "One"
    assert len(canvas.session.graph.elements("pain_point")) == count + 1
    assert field.is_open
    new = canvas.session.selection.primary
    assert field.record == new != "p1"
    QTest.keyClicks(field, "Two")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert title(canvas, new) == "Two"
    assert steps(canvas) == 2, "making a card and its first title are one step"


def test_a_new_card_left_empty_was_never_there(canvas: Canvas, field: TextField) -> None:
    canvas.session.selection.set(["p1"])
    field.finish()
    count = len(canvas.session.graph.elements())
    canvas.toolbox.key(Key("tab"))
    assert len(canvas.session.graph.elements()) == count + 1
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert len(canvas.session.graph.elements()) == count
    assert steps(canvas) == 0


def test_an_old_card_left_empty_stays(canvas: Canvas, field: TextField) -> None:
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert title(canvas) == ""


def test_losing_the_focus_keeps_the_words(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "Kept")
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    QApplication.sendEvent(
        field, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.MouseFocusReason)
    )
    assert title(canvas) == "Kept"
    assert not field.is_open


@pytest.mark.parametrize(
    "reason", [Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason]
)
def test_a_look_at_another_window_keeps_words_and_field(
    canvas: Canvas, field: TextField, reason: Qt.FocusReason
) -> None:
    QTest.keyClicks(field, "Kept")
    QApplication.sendEvent(field, QFocusEvent(QFocusEvent.Type.FocusOut, reason))
    assert title(canvas) == "Kept"
    assert field.is_open
    field.finish()


def test_a_click_beside_closes_it(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "Kept")
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=canvas.rect().bottomLeft())
    assert title(canvas) == "Kept"
    assert not field.is_open


def test_a_right_click_on_the_words_leaves_the_field_open(canvas: Canvas, field: TextField) -> None:
    QTest.mousePress(field.viewport(), Qt.MouseButton.RightButton)
    assert field.is_open
    assert field.hasFocus()


def test_spaces_at_the_end_of_a_line_do_not_scroll_the_words(
    canvas: Canvas, field: TextField
) -> None:
    field.selectAll()
    QTest.keyClicks(field, "Search ad and many words on the touchpoint" + " " * 12)
    assert field.horizontalScrollBar().value() == 0


def test_writing_another_record_keeps_the_first(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "First")
    canvas.edit_text("p2")
    assert title(canvas) == "First"
    assert field.record == "p2"
    field.cancel()


def test_the_field_follows_zoom_pan_and_reflow(canvas: Canvas, field: TextField) -> None:
    def is_over() -> bool:
        place = text_box(canvas.session, "p1")
        assert place is not None
        at = canvas.viewport.to_screen(Point(place.rect.center.x, place.rect.y + place.size / 2))
        return field.geometry().contains(round(at.x), round(at.y))

    assert is_over()
    canvas.view.zoom(1.3, QPointF(400, 300))
    assert is_over()
    canvas.view.pan(40, -30)
    assert is_over()
    stage = canvas.session.graph.stages()[0].id
    for _ in range(3):
        operations.add(
            canvas.session, "thought", DropTarget(stage), title="A long thought " * 4, select=False
        )
    assert is_over()
    field.finish()


def test_the_type_is_as_large_as_on_the_map(canvas: Canvas, field: TextField) -> None:
    canvas.view.zoom(3.0 / canvas.viewport.scale, QPointF(400, 300))
    place = text_box(canvas.session, "p1")
    assert place is not None
    assert field.font().pixelSize() == round(place.size * 3)
    canvas.view.zoom(0.1, QPointF(400, 300))
    assert field.font().pixelSize() >= 12, "readable at any zoom"
    field.finish()


def test_all_of_a_long_text_is_seen(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "many words that need more lines than there were before " * 3)
    assert field.verticalScrollBar().maximum() == 0
    assert field.verticalScrollBar().value() == 0
    field.cancel()


def test_all_lines_of_a_title_are_seen_when_the_field_opens(canvas: Canvas) -> None:
    operations.set_field(canvas.session, ["p1"], "title", "The heads have no prices " * 3)
    canvas.edit_text("p1")
    field = canvas.field
    block = field.document().firstBlock()
    assert block.layout().lineCount() > 1
    assert field.viewport().height() >= field.blockBoundingRect(block).height()
    assert field.verticalScrollBar().maximum() == 0


def test_the_field_vanishes_with_its_record(canvas: Canvas, field: TextField) -> None:
    QTest.keyClicks(field, "Gone")
    operations.delete(canvas.session, ["p1"])
    assert not field.is_open
    assert not field.isVisible()
    assert not field._timer.isActive()


@pytest.mark.parametrize("id_", ["s1", "t1", "c1", "p1", "o1", "b1", "m1", "a1"])
def test_every_kind_of_card_is_written_where_its_words_stand(canvas: Canvas, id_: str) -> None:
    canvas.edit_text(id_)
    assert canvas.field.record == id_
    assert canvas.field.toPlainText() == title(canvas, id_)
    rect = canvas.session.layout.rect(id_)
    assert rect is not None
    card = canvas.viewport.rect_to_screen(rect)
    middle = canvas.field.geometry().center()
    assert card.x <= middle.x() <= card.right + 30
    assert card.y <= middle.y() <= card.bottom
    canvas.field.cancel()
    assert steps(canvas) == 0


def test_what_has_no_place_is_not_written_here(canvas: Canvas) -> None:
    persona = canvas.session.graph.personas()[0].id
    for id_ in (persona, "nobody"):
        canvas.edit_text(id_)
        assert not canvas.field.is_open


def test_words_and_share_of_a_connection(canvas: Canvas) -> None:
    graph = canvas.session.graph
    arc = next(r for r in graph.relations_of("s7") if r.target == "s1")
    canvas.edit_text(arc.id)
    QTest.keyClicks(canvas.field, "Comes back")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    assert getattr(graph.relation(arc.id), "title") == "Comes back"  # noqa: B009 (a Tie's field)
    canvas.edit_text(arc.id, "share")
    canvas.field.selectAll()
    QTest.keyClicks(canvas.field, "12,5 %")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    assert getattr(graph.relation(arc.id), "share") == 0.125  # noqa: B009


@pytest.mark.parametrize("language", window_languages())
@pytest.mark.parametrize(
    "typed", ["1.000", "1,000", "1 000", "12,5", "12.5 %", "0,1", "1.5.2", "x"]
)
def test_a_share_is_read_as_the_form_reads_it(canvas: Canvas, language: str, typed: str) -> None:
    canvas.ui.apply(texts=texts(language))
    graph = canvas.session.graph
    arc = next(r for r in graph.relations_of("s7") if r.target == "s1")
    spec = next(spec for spec in fields_of(type(arc)) if spec.name == "share")
    editor = PercentEditor(spec, FormContext(canvas.ui))
    editor.show_value(None)
    editor.line.setText(typed)
    editor.line.textEdited.emit(typed)
    before = getattr(arc, "share")  # noqa: B009
    canvas.edit_text(arc.id, "share")
    canvas.field.selectAll()
    QTest.keyClicks(canvas.field, typed)
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    stored = getattr(graph.relation(arc.id), "share")  # noqa: B009
    if editor.value is None or editor.value > 1:
        assert canvas.field.is_open
        assert stored == before
    else:
        assert stored == editor.value


def test_a_share_that_is_none_says_so_and_changes_nothing(canvas: Canvas) -> None:
    graph = canvas.session.graph
    arc = next(r for r in graph.relations_of("s7") if r.target == "s1")
    canvas.edit_text(arc.id, "share")
    canvas.field.selectAll()
    QTest.keyClicks(canvas.field, "many")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    assert canvas.field.is_open
    assert canvas.field._error_label.text() == canvas.ui.texts("Enter a number.")
    assert canvas.field._error_label.isVisible()
    QTest.keyClick(canvas.field, Qt.Key.Key_Escape)
    assert not canvas.field.is_open
    assert steps(canvas) == 0
    assert not canvas.field._error_label.isVisible()


@pytest.mark.parametrize("words", ["20\u00a0000\u202fkr", "one\r\ntwo", "a\u2028b"])
def test_words_that_a_field_cannot_show_alike_stay_unless_others_are_typed(
    canvas: Canvas, words: str
) -> None:
    operations.set_field(canvas.session, ["p1"], "title", words)
    canvas.edit_text("p1")
    QTest.keyClick(canvas.field, Qt.Key.Key_Escape)
    assert title(canvas) == words
    assert not canvas.field.is_open


def test_a_space_that_does_not_break_survives_the_writing_beside_it(canvas: Canvas) -> None:
    operations.set_field(canvas.session, ["p1"], "title", "20\u00a0000")
    canvas.edit_text("p1")
    QTest.keyClick(canvas.field, Qt.Key.Key_End)
    QTest.keyClicks(canvas.field, " kr")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    assert title(canvas) == "20\u00a0000 kr"
