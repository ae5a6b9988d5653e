"""The page of agreement: rated emotions, the widest spread first, with the source of the figure."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from journeyeditor.editing import operations
from journeyeditor.panels.agreement import AgreementPanel
from tests.builders import a_map
from tests.qt.panel_fixtures import a_session, a_ui_context


def test_where_people_disagree_most_comes_first(qtbot: QtBot) -> None:
    map_ = (
        a_map()
        .with_stage("Search")
        .with_("emotion", score=0, ratings=(("a", 0.0), ("b", 0.2)))
        .with_stage("Buy")
        .with_("emotion", score=0, ratings=(("a", -2.0), ("b", 2.0)))
    )
    panel = AgreementPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.show_session(a_session(map_.built()))
    panel.show()
    counts: list[int] = []
    panel.counted.connect(counts.append)
    panel.refresh()
    rows = panel.list._model.rows()
    assert [row.cells[0].words for row in rows] == ["Buy", "Search"]
    assert "Spread 2" in rows[0].accessible_text
    assert "Raters 2" in rows[0].accessible_text
    assert counts == [1]


def test_it_is_computed_again_only_when_ratings_or_their_places_change(qtbot: QtBot) -> None:
    map_ = a_map().with_stage("Buy").with_("step", "Pay")
    map_ = map_.with_("emotion", score=0, ratings=(("a", -2.0), ("b", 2.0)))
    session = a_session(map_.built())
    panel = AgreementPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.show_session(session)
    panel.show()
    panel.refresh()
    counts: list[int] = []
    panel.counted.connect(counts.append)
    step, emotion, stage = (
        next(iter(session.graph.elements(kind))).id for kind in ("step", "emotion", "stage")
    )
    operations.set_field(session, [step], "title", "Pay at once")
    panel.catch_up()
    assert not counts
    operations.set_field(session, [stage], "title", "Order")
    panel.catch_up()
    assert counts == [1]
    assert panel.list.rows()[0].cells[0].words == "Order"
    operations.set_field(session, [emotion], "ratings", (("a", 1.0), ("b", 1.0)))
    panel.catch_up()
    assert counts == [1, 0]
