"""The page of agreement: rated emotions, the widest spread first, with the source of the figure."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

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
