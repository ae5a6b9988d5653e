"""The form of the selection: what it shows, what it writes, and what it keeps out."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.panels.fields.base import FieldEditor, FormContext
from journeyeditor.panels.fields.specs import MAP_SECTIONS, MIXED, FieldSpec, fields_of
from journeyeditor.panels.form import EDITORS, editor_for
from journeyeditor.panels.inspector import Inspector
from journeyeditor.vocabulary import KINDS, RELATIONS, Editor
from journeyeditor.widgets.ui_context import window_theme
from tests.qt.panel_fixtures import a_picture, a_session, a_ui_context, nameless, pixels

EVERY = dict.fromkeys(spec for cls in (*KINDS, *RELATIONS) for spec in fields_of(cls))
#: A value of each editor that is not its empty one.
SAMPLES: dict[Editor, Any] = {
    Editor.LINE: "words",
    Editor.LINES: "one\ntwo",
    Editor.LIST: ("one", "two"),
    Editor.NUMBER: 7,
    Editor.PERCENT: 0.25,
    Editor.PIPS: 3,
    Editor.SLIDER: -1.5,
    Editor.SWITCH: True,
    Editor.DATE: datetime.date(2026, 11, 21),
    Editor.DURATION: "P2D",
    Editor.COLOUR: "#0B4F6C",
    Editor.SERIES: ((datetime.date(2026, 11, 21), 3.5),),
    Editor.POSITION: (10, 20.5),
}


@pytest.fixture
def session() -> Session:
    return a_session()


@pytest.fixture
def inspector(qtbot: QtBot, session: Session) -> Inspector:
    widget = Inspector(a_ui_context())
    qtbot.addWidget(widget)
    widget.show_session(session)
    widget.show()
    return widget


def editor(inspector: Inspector, name: str) -> FieldEditor:
    assert inspector.form is not None
    return inspector.form.fields[name].editor


def reason(inspector: Inspector, name: str) -> str:
    assert inspector.form is not None
    return inspector.form.fields[name].reason.text()


def line(inspector: Inspector, name: str) -> QLineEdit:
    part = editor(inspector, name).focus_widgets()[0]
    assert isinstance(part, QLineEdit)
    return part


def type_into(widget: QLineEdit, words: str) -> None:
    widget.selectAll()
    QTest.keyClicks(widget, words)


def leave(widget: QWidget) -> None:
    QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))


def sample(spec: FieldSpec) -> Any:
    if spec.editor is Editor.CHOICE:
        return spec.options[-1]
    if spec.editor is Editor.SUGGESTION:
        return spec.suggestions[0]
    if spec.editor is Editor.ELEMENT:
        return {"stage": "stage2", "persona": "persona1"}.get(spec.target)
    if spec.editor is Editor.ELEMENTS or spec.options:
        return spec.options[:2] or ("persona1",)
    return SAMPLES.get(spec.editor, spec.empty)


def test_the_table_covers_every_editor_of_the_vocabulary() -> None:
    assert set(EDITORS) == set(Editor)


def test_every_field_has_an_editor_that_shows_and_keeps_its_value(
    qtbot: QtBot, session: Session
) -> None:
    context = FormContext(a_ui_context("sv"))
    context.session = session
    for spec in EVERY:
        widget = editor_for(spec, context)
        qtbot.addWidget(widget)
        reported: list[object] = []
        widget.edited.connect(lambda value, _, reported=reported: reported.append(value))
        for value in (spec.empty, sample(spec), MIXED, spec.empty):
            widget.show_value(value)
            widget.retranslate()
            for part in widget.focus_widgets():
                leave(part)
            assert widget.value is value, spec
        assert reported == [], spec


def test_every_widget_has_a_name_for_those_who_listen(
    inspector: Inspector, session: Session
) -> None:
    for id_ in ("touchpoint2", "pain_point1", "emotion1", "stage1", "r4", "note1"):
        session.selection.set([id_])
        assert nameless(inspector) == []


def test_a_form_shows_only_the_fields_of_its_kind(inspector: Inspector, session: Session) -> None:
    session.selection.set(["pain_point1"])
    assert inspector.form is not None
    assert {"severity", "frequency", "persona"} <= set(inspector.form.fields)
    assert not {"channel", "score", "rank", "lane"} & set(inspector.form.fields)
    assert inspector.title.words.accessibleName() == "Pain point"
    assert editor(inspector, "severity").value == 4


def test_the_same_form_serves_the_next_card_of_the_kind(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["touchpoint1"])
    form = inspector.form
    session.selection.set(["pain_point1"])
    session.selection.set(["touchpoint2"])
    assert inspector.form is form
    assert line(inspector, "title").text() == "Pay online"


def test_typing_reaches_the_map_at_once_and_is_one_step(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["pain_point1"])
    type_into(line(inspector, "title"), "Fees")
    assert session.graph.element("pain_point1").title == "Fees"
    assert len(session.transactions.history.labels) == 1
    leave(line(inspector, "title"))
    type_into(line(inspector, "title"), "More")
    assert len(session.transactions.history.labels) == 2
    session.undo()
    assert line(inspector, "title").text() == "Fees"
    session.undo()
    assert line(inspector, "title").text() == "Hidden fees"


def test_what_was_typed_stays_when_something_else_is_selected_or_the_window_closes(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["touchpoint2"])
    type_into(line(inspector, "owner"), "Shop")
    box = editor(inspector, "tags").focus_widgets()[0]
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, "urgent")
    leave(box)
    session.selection.clear()
    record: Any = session.graph.element("touchpoint2")
    assert (record.owner, record.tags) == ("Shop", ("checkout", "urgent"))


def test_an_item_of_a_list_is_in_the_map_while_it_is_typed(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["touchpoint2"])
    box = editor(inspector, "tags").focus_widgets()[0]
    QTest.keyClicks(box, "slow,")
    QTest.keyClicks(box, "new")
    record: Any = session.graph.element("touchpoint2")
    assert record.tags == ("checkout", "slow", "new")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    QTest.keyClicks(box, "est")
    record = session.graph.element("touchpoint2")
    assert record.tags == ("checkout", "slow", "newest")
    session.undo()
    session.undo()
    record = session.graph.element("touchpoint2")
    assert record.tags == ("checkout", "slow")
    chips: Any = editor(inspector, "tags")
    assert [chip.words.text() for chip in chips.chips] == ["checkout", "slow"]


def test_invalid_input_says_why_and_stays_out(inspector: Inspector, session: Session) -> None:
    session.selection.set(["opportunity1"])
    type_into(line(inspector, "due"), "2026-13-01")
    record: Any = session.graph.element("opportunity1")
    assert record.due is None
    assert reason(inspector, "due") == "This date does not exist."
    assert line(inspector, "due").property("invalid")
    assert line(inspector, "due").text() == "2026-13-01"
    type_into(line(inspector, "due"), "2026-12-01")
    assert reason(inspector, "due") == ""
    assert not line(inspector, "due").property("invalid")
    record = session.graph.element("opportunity1")
    assert record.due == datetime.date(2026, 12, 1)


def test_what_the_map_refuses_is_reported_in_the_windows_language(
    qtbot: QtBot, session: Session
) -> None:
    inspector = Inspector(a_ui_context("sv"))
    qtbot.addWidget(inspector)
    inspector.show()
    inspector.show_session(session)
    session.selection.set(["touchpoint2"])
    type_into(line(inspector, "votes"), "2,5")
    assert reason(inspector, "votes") == texts("sv")("Enter a whole number.")
    assert texts("sv")("Enter a whole number.") != "Enter a whole number."
    record: Any = session.graph.element("touchpoint2")
    assert record.votes == 2
    session.selection.set(["touchpoint1"])
    assert reason(inspector, "votes") == ""


def test_an_echo_does_not_disturb_what_is_being_typed(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["stage1"])
    count = line(inspector, "count")
    type_into(count, "12.")
    assert count.text() == "12."
    record: Any = session.graph.element("stage1")
    assert record.count == 12
    QTest.keyClicks(count, "5")
    leave(count)
    assert count.text() == "12.5"


def test_of_many_only_what_is_edited_changes(inspector: Inspector, session: Session) -> None:
    session.selection.set(["touchpoint2", "pain_point1", "opportunity1"])
    assert inspector.title.words.accessibleName() == "3 cards"
    title = line(inspector, "title")
    assert (title.text(), title.placeholderText()) == ("", "Multiple values")
    leave(title)
    type_into(line(inspector, "owner"), "Shop")
    titles = [session.graph.element(id_).title for id_ in session.selection.ids]
    assert titles == ["Pay online", "Hidden fees", "Show the total"]
    owners = {getattr(session.graph.element(id_), "owner") for id_ in session.selection.ids}  # noqa: B009 - only cards have it
    assert owners == {"Shop"}
    assert len(session.transactions.history.labels) == 1


def test_an_item_added_to_many_lists_leaves_each_its_own(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["touchpoint2", "pain_point1"])
    box = editor(inspector, "tags").focus_widgets()[0]
    QTest.keyClicks(box, "price")
    QTest.keyClick(box, Qt.Key.Key_Return)
    tags = [getattr(session.graph.element(id_), "tags") for id_ in session.selection.ids]  # noqa: B009 - only cards have it
    assert tags == [("checkout", "price"), ("price", "fees")]
    session.undo()
    tags = [getattr(session.graph.element(id_), "tags") for id_ in ("touchpoint2", "pain_point1")]  # noqa: B009 - only cards have it
    assert tags == [("checkout",), ("price", "fees")]


def test_dots_are_set_by_keys(inspector: Inspector, session: Session) -> None:
    session.selection.set(["pain_point1"])
    dots = editor(inspector, "severity").focus_widgets()[0]
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_2, Qt.Key.Key_Delete, Qt.Key.Key_Left)
    grades = []
    for key in keys:
        QTest.keyClick(dots, key)
        record: Any = session.graph.element("pain_point1")
        grades.append(record.severity)
    assert grades == [5, 4, 2, None, None]


def test_a_score_is_set_by_the_slider(inspector: Inspector, session: Session) -> None:
    session.selection.set(["emotion1"])
    slider: Any = editor(inspector, "score").focus_widgets()[0]
    slider.setValue(15)
    slider.setValue(20)
    record: Any = session.graph.element("emotion1")
    assert (record.score, type(record.score)) == (2, int)
    assert len(session.transactions.history.labels) == 1


def test_a_relation_has_a_form_and_leads_to_its_ends(
    qtbot: QtBot, inspector: Inspector, session: Session
) -> None:
    session.selection.set(["r4"])
    assert line(inspector, "share").text() == "40%"
    assert line(inspector, "elapsed").text() == "2 days"
    type_into(line(inspector, "elapsed"), "3 h")
    link: Any = session.graph.relation("r4")
    assert link.elapsed == "PT3H"
    with qtbot.waitSignal(inspector.reveal_wanted) as reported:
        inspector.ends.target.click()
    assert reported.args == ["stage2"]
    assert session.selection.ids == ("stage2",)


def test_relations_are_shown_followed_made_and_taken_away(
    inspector: Inspector, session: Session
) -> None:
    session.selection.set(["pain_point1"])
    shown = {
        group.title.accessibleName(): [row.button.text() for row in group.rows]
        for group in inspector.relations.groups
        if not group.isHidden() and group.rows and not group.rows[0].isHidden()
    }
    assert shown == {
        "Belongs to": ["Pay online"],
        "Addressed by": ["Show the total"],
        "Evidence": ["Web analytics"],
    }
    at = next(
        group for group in inspector.relations.groups if group.kind == "at" and group.is_outgoing
    )
    at.rows[0].remove.click()
    assert session.graph.outgoing("pain_point1", "at") == ()
    at._picked("touchpoint1")
    assert [link.target for link in session.graph.outgoing("pain_point1", "at")] == ["touchpoint1"]
    assert at.rows[0].button.text() == "Shop window"
    at.rows[0].button.click()
    assert session.selection.ids == ("touchpoint1",)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_stage_is_picked_from_a_list_that_can_be_searched(
    inspector: Inspector, session: Session
) -> None:
    inspector.show()
    session.selection.set(["touchpoint2"])
    field: Any = editor(inspector, "stage")
    field.button.click()
    QTest.keyClicks(field._picker.search, "sear")
    assert field._picker.list.count() == 1
    QTest.keyClick(field._picker.search, Qt.Key.Key_Return)
    record: Any = session.graph.element("touchpoint2")
    assert record.stage == "stage1"
    assert not field._picker.isVisible()


def test_a_portrait_is_cropped_before_the_map_gets_it(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    pick: Callable[[], str] = lambda: a_picture(tmp_path / "face.png", (80, 40))  # noqa: E731 - one line
    inspector = Inspector(a_ui_context(), pick)
    qtbot.addWidget(inspector)
    inspector.show()
    inspector.show_session(session)
    session.selection.set(["persona1"])
    field: Any = editor(inspector, "image")
    field.choose.click()
    persona: Any = session.graph.element("persona1")
    assert persona.image == ""
    field.cropper.resize(200, 200)
    field.cropper.pan(1000, 0)
    field.accept.click()
    persona = session.graph.element("persona1")
    image = pixels(persona.image)
    assert image.size == (40, 40)
    red = image.convert("RGB").getpixel((20, 20))
    assert isinstance(red, tuple)
    assert red[0] > 200


def test_what_is_no_picture_is_reported_beside_the_field(
    qtbot: QtBot, session: Session, tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    inspector = Inspector(a_ui_context(), lambda: str(tmp_path / "notes.txt"))
    qtbot.addWidget(inspector)
    inspector.show()
    inspector.show_session(session)
    session.selection.set(["persona1"])
    field: Any = editor(inspector, "image")
    field.choose.click()
    assert reason(inspector, "image").startswith("Unsupported image")
    field.load_file(str(tmp_path / "missing.png"))
    assert reason(inspector, "image") == "The image file could not be read."


def test_nothing_selected_shows_the_map_itself(inspector: Inspector, session: Session) -> None:
    panel = inspector.map_panel
    panel.complete()
    names = {name for form in panel.forms for name in form.fields}
    assert names == {spec.name for _, specs in MAP_SECTIONS for spec in specs}
    assert nameless(panel) == []
    title = panel.forms[0].fields["title"].editor.focus_widgets()[0]
    assert isinstance(title, QLineEdit)
    type_into(title, "Renting")
    assert session.info.title == "Renting"
    colour = panel.forms[2].fields["brand.colour"].editor.focus_widgets()[0]
    assert isinstance(colour, QLineEdit)
    type_into(colour, "#12345")
    assert panel.forms[2].fields["brand.colour"].reason.text() == "Enter a colour such as #0B4F6C."
    type_into(colour, "#123456")
    assert session.info.brand.colour == "#123456"


def test_language_and_theme_change_while_it_is_shown(qtbot: QtBot, session: Session) -> None:
    ui = a_ui_context()
    inspector = Inspector(ui)
    qtbot.addWidget(inspector)
    inspector.show()
    inspector.show_session(session)
    session.selection.set(["pain_point1"])
    ui.apply(texts=texts("sv"), theme=window_theme("dark"), scale=1.5)
    assert inspector.title.words.accessibleName() == "Smärtpunkt"
    assert inspector.form is not None
    assert inspector.form.fields["severity"].title.text() == "Allvar"
    assert nameless(inspector) == []


def test_a_map_that_is_closed_is_forgotten(inspector: Inspector, session: Session) -> None:
    session.selection.set(["pain_point1"])
    inspector.show_session(None)
    session.selection.set(["touchpoint1"])
    assert inspector.form is None
