"""The outline follows the map step by step, and selects in both directions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.session import Session
from journeyeditor.i18n import texts
from journeyeditor.panels.outline.view import Outline, OutlineModel
from journeyeditor.panels.terms import describe
from tests.qt.panel_fixtures import a_session, a_ui_context, nameless


@pytest.fixture
def session() -> Session:
    return a_session()


@pytest.fixture
def outline(qtbot: QtBot, session: Session) -> Outline:
    widget = Outline(a_ui_context())
    qtbot.addWidget(widget)
    widget.show_session(session)
    widget.show()
    return widget


def model_of(outline: Outline) -> OutlineModel:
    assert outline.model is not None
    return outline.model


def tree(model: OutlineModel, parent: QModelIndex | None = None) -> list[Any]:
    """Return the whole tree, fetched, as nested lists of words."""
    at = parent or QModelIndex()
    if model.canFetchMore(at):
        model.fetchMore(at)
    lines: list[Any] = []
    for row in range(model.rowCount(at)):
        index = model.index(row, 0, at)
        below = tree(model, index)
        lines.append((index.data(), below) if below else index.data())
    return lines


def test_the_whole_map_is_in_the_tree(outline: Outline) -> None:
    assert tree(model_of(outline)) == [
        ("Search", [("Touchpoints · 1", ["Shop window"])]),
        (
            "Purchase",
            [
                ("Touchpoints · 1", ["Pay online"]),
                ("Emotions · 1", ["−1.5 Annoyed"]),
                ("Pain points · 1", ["Hidden fees"]),
                ("Opportunities · 1", ["Show the total"]),
            ],
        ),
        ("Not placed yet", [("Thoughts · 1", ["Too dear?"]), ("Notes · 1", ["Ask again"])]),
        ("Personas", ["Sara Karlsson"]),
        ("Evidence", ["Web analytics"]),
        "Lanes",
    ]


def test_only_what_was_looked_at_is_read(outline: Outline) -> None:
    model = model_of(outline)
    assert model.canFetchMore(model.index(0, 0))
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.hasChildren(model.index(0, 0))
    assert not model.hasChildren(model.index(5, 0))


def test_a_line_is_reported_in_words(session: Session) -> None:
    said = describe(session.graph.element("pain_point1"), session.graph, texts("en"))
    assert said == "Pain point: Hidden fees, stage Purchase, severity 4"
    said = describe(session.graph.element("emotion1"), session.graph, texts("sv"))
    assert said == "Känsla: utan rubrik, steg Purchase, värde −1,5"


def test_selection_goes_both_ways(outline: Outline, session: Session) -> None:
    model = model_of(outline)
    session.selection.set(["pain_point1", "touchpoint2"])
    assert outline.selected_ids() == ["pain_point1", "touchpoint2"]
    assert outline.view.currentIndex().data() == "Pay online"
    assert outline.view.isExpanded(model.index(1, 0))
    outline.view.setCurrentIndex(model.index_of("persona1"))
    assert session.selection.ids == ("persona1",)


def test_keys_rename_reveal_and_delete(qtbot: QtBot, outline: Outline, session: Session) -> None:
    model = model_of(outline)
    session.selection.set(["touchpoint2"])
    assert model.setData(outline.view.currentIndex(), "Pay")
    assert session.graph.element("touchpoint2").title == "Pay"
    assert outline.view.currentIndex().data() == "Pay"
    with qtbot.waitSignal(outline.reveal_wanted) as reported:
        QTest.keyClick(outline.view, Qt.Key.Key_Return)
    assert reported.args == ["touchpoint2"]
    QTest.keyClick(outline.view, Qt.Key.Key_Delete)
    assert not session.graph.has_element("touchpoint2")
    session.undo()
    assert model.index_of("touchpoint2").data() == "Pay"


def test_f2_opens_a_line_for_writing(qtbot: QtBot, outline: Outline, session: Session) -> None:
    outline.show()
    session.selection.set(["touchpoint1"])
    QTest.keyClick(outline.view, Qt.Key.Key_F2)
    (box,) = outline.view.viewport().findChildren(QLineEdit)
    QTest.keyClicks(box, "Window")
    QTest.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.graph.element("touchpoint1").title == "Window")


def test_every_widget_has_a_name(outline: Outline) -> None:
    assert nameless(outline) == []


def test_the_first_card_of_an_empty_stage_appears(outline: Outline, session: Session) -> None:
    model = model_of(outline)
    stage = operations.add(session, "stage", title="Use")
    assert not model.hasChildren(model.index_of(stage))
    operations.add(session, "touchpoint", DropTarget(stage), title="Manual")
    assert tree(model)[2] == ("Use", [("Touchpoints · 1", ["Manual"])])


def has_expander(outline: Outline, row: int) -> bool:
    """Whether anything is drawn before the text of a row at the top."""
    view, index = outline.view, model_of(outline).index(row, 0)
    place = view.visualRect(index)
    picture = view.viewport().grab().toImage()
    ground = picture.pixelColor(0, picture.height() - 1)
    return any(
        picture.pixelColor(x, y) != ground
        for x in range(place.left())
        for y in range(place.top(), place.bottom())
    )


def test_the_expander_goes_with_the_last_card(outline: Outline, session: Session) -> None:
    """Also of stages and groups that were never expanded."""
    outline.resize(300, 400)
    outline.show()
    rows = {1: session.graph.stages()[1].id, 3: None}
    assert [has_expander(outline, row) for row in rows] == [True, True]
    operations.delete(session, [card.id for card in session.graph.cards(rows[1])])
    operations.delete(session, [persona.id for persona in session.graph.personas()])
    session.selection.clear()
    assert [has_expander(outline, row) for row in rows] == [False, False]
    session.undo()
    session.undo()
    assert [has_expander(outline, row) for row in rows] == [True, True]
    outline.close()


STEPS = st.lists(
    st.tuples(
        st.sampled_from("add stage move delete undo redo title rank".split()), st.integers(0, 99)
    ),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_following_gives_the_tree_that_reading_anew_would(steps: list[tuple[str, int]]) -> None:
    session = a_session()
    ui = a_ui_context()
    model = OutlineModel(session, ui)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    tree(model)
    for what, number in steps:
        do(session, what, number)
    assert tree(model) == tree(OutlineModel(session, ui))
    model.close()


def do(session: Session, what: str, number: int) -> None:
    ids = [element.id for element in session.graph.elements()]
    stages = [stage.id for stage in session.graph.stages()]
    id_ = ids[number % len(ids)] if ids else ""
    stage = stages[number % len(stages)] if stages else None
    cards = [each for each in ids if session.graph.element(each).is_card]
    if what == "add":
        operations.add(
            session, ("touchpoint", "step", "persona")[number % 3], DropTarget(stage), title="New"
        )
    elif what == "stage":
        operations.add(session, "stage", title=f"Stage {number}")
    elif what == "move" and cards:
        operations.move(session, [cards[number % len(cards)]], DropTarget(stage))
    elif what == "delete" and id_:
        operations.delete(session, [id_])
    elif what == "title" and id_:
        operations.set_field(session, [id_], "title", f"Title {number}")
    elif what == "rank" and stages:
        operations.move_stages(session, [stages[number % len(stages)]], stages[0])
    elif what in ("undo", "redo"):
        getattr(session, what)()


def test_what_is_selected_stays_so_when_its_line_goes_elsewhere(
    outline: Outline, session: Session
) -> None:
    """A card that was dragged to another stage was not selected any more."""
    outline.show()
    tree(model_of(outline))
    card = next(iter(session.graph.elements("touchpoint"))).id
    session.selection.set([card])
    for stage in reversed(session.graph.stages()):
        operations.move(session, [card], DropTarget(stage.id))
        assert session.selection.ids == (card,)
        assert outline.selected_ids() == [card]
    outline.hide()
