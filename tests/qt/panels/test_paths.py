"""The paths below the map: described in words, refreshed when idle, highlighted on the canvas."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.files import read_map
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.paths import panel as paths_panel
from journeyeditor.panels.paths.messages import (
    PathReport,
    PathRow,
    approximate_time,
    format_chance,
    path_report_parts,
    route_rows,
)
from journeyeditor.panels.paths.panel import PathList, PathsPanel
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.builders import a_map
from tests.qt.panel_fixtures import a_session, a_ui_context, nameless

SHOW = Callable[[Session, UiContext], PathsPanel]


@pytest.fixture
def club() -> Session:
    """The fitness club's map: two personas, a skip and two loops."""
    return a_session(read_map(resources.path("samples", "fitness_club.da.journey.json")))


@pytest.fixture
def opened(qtbot: QtBot) -> SHOW:
    def shown(session: Session, ui: UiContext) -> PathsPanel:
        panel = PathsPanel(ui)
        qtbot.addWidget(panel)
        panel.resize(1300, 420)
        panel.show()
        panel.show_session(session)
        settle(qtbot, panel)
        return panel

    return shown


def settle(qtbot: QtBot, panel: PathsPanel) -> None:
    qtbot.waitUntil(lambda: not panel._idle_timer.isActive())


def lines(part: PathList, head: str = "") -> list[PathRow]:
    found, is_here = [], not head
    for line in part.rows():
        if line.is_heading:
            is_here = not head or line.words == head
        elif is_here:
            found.append(line)
    return found


def at(part: PathList, line: PathRow) -> None:
    row = part.rows().index(line)
    index = part.model().index(row, 0)
    part.scrollTo(index)
    QTest.mouseClick(
        part.viewport(), Qt.MouseButton.LeftButton, pos=part.visualRect(index).center()
    )


def test_what_becomes_of_all_who_begin_is_reported(club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context("en"))
    ends, leaves = lines(panel.outcomes, "Of all who start")
    assert ends[:3] == ("Reach the end", "2.8%", "avg. 5 stages · 6 months")
    assert leaves[:3] == ("Drop out", "97%", "avg. 1.4 stages · 3 days")
    reach = lines(panel.outcomes, "Chance of reaching a stage")
    assert [line.figure for line in reach] == ["100%", "25%", "10%", "7%", "4.3%"]
    assert [line.bar for line in reach] == pytest.approx(
        [1, 0.2507, 0.1002, 0.07, 0.0426], abs=5e-4
    )


def test_the_likeliest_ways_and_the_details_are_reported(club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context("sv"))
    first, *_, last = lines(panel.likely_routes)
    assert first[:3] == ("Bevidsthed → faller bort", "74\u00a0%", "1 steg")
    assert last.figure
    (shortest,) = lines(panel.details, "Kortaste vägen till köp")
    assert shortest.detail == "4 kontaktpunkter · 3 veckor"
    assert shortest.words.startswith("Anbefaling → Hjemmeside → ")
    changes = lines(panel.details, "Kanalbyten: 14 på kartan")
    assert [(line.words.split(":")[0], line.figure) for line in changes] == [
        ("Mette Bruun", "12"),
        ("Jens Kjær", "5"),
    ]
    assert len(lines(panel.details, "Alla passerar")) == 7
    loops = lines(panel.details, "Loopar, varv per 100 som börjar")
    assert [(line.figure, line.detail) for line in loops] == [
        ("1,5", "Vennen bliver nysgerrig"),
        ("0,36", "Holder pause og overvejer igen"),
    ]


def test_a_persona_has_paths_of_its_own(qtbot: QtBot, club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context())
    assert [panel.persona.itemText(i) for i in range(3)] == [
        "All personas",
        "Mette Bruun",
        "Jens Kjær",
    ]
    panel.persona.setCurrentIndex(2)
    panel.persona.activated.emit(2)
    settle(qtbot, panel)
    assert [line.figure for line in lines(panel.details, "Channel switches: 5 on the map")] == ["5"]
    assert len(lines(panel.details, "Loops, rounds per 100 who start")) == 1


def test_a_chosen_way_lights_up_and_choosing_it_again_lets_go(club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context())
    way = lines(panel.likely_routes)[1]
    at(panel.likely_routes, way)
    assert {"s1", "s2"} <= club.highlight.ids
    assert "s3" not in club.highlight.ids
    assert club.is_dim("s3")
    assert panel.likely_routes.highlight_ids == way.highlight_ids
    other = lines(panel.likely_routes)[2]
    at(panel.likely_routes, other)
    assert club.highlight.ids == other.highlight_ids
    at(panel.likely_routes, other)
    assert not club.is_dimming
    assert panel.likely_routes.highlight_ids == frozenset()


def test_ways_are_chosen_and_let_go_by_keys(club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context())
    panel.likely_routes.setFocus()
    panel.likely_routes.setCurrentIndex(panel.likely_routes.model().index(1, 0))
    QTest.keyClick(panel.likely_routes, Qt.Key.Key_Down)
    QTest.keyClick(panel.likely_routes, Qt.Key.Key_Return)
    assert club.highlight.ids == lines(panel.likely_routes)[1].highlight_ids
    QTest.keyClick(panel.likely_routes, Qt.Key.Key_Escape)
    assert not club.highlight.is_active
    QTest.keyClick(panel.likely_routes, Qt.Key.Key_Space)
    assert club.highlight.is_active


def test_a_double_click_chooses_once(club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context())
    index = panel.likely_routes.model().index(1, 0)
    place = panel.likely_routes.visualRect(index).center()
    QTest.mouseClick(panel.likely_routes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(panel.likely_routes.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert club.highlight.is_active


def test_a_stage_and_a_touchpoint_are_gone_to(club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context())
    reported: list[str] = []
    panel.reveal_wanted.connect(reported.append)
    at(panel.outcomes, lines(panel.outcomes, "Chance of reaching a stage")[2])
    touchpoint = lines(panel.details, "Everyone passes through")[0]
    at(panel.details, touchpoint)
    assert reported == ["s3", touchpoint.element]
    assert not club.highlight.is_active


def test_a_change_of_counts_is_followed_and_of_other_things_is_not(
    qtbot: QtBot, club: Session, opened: SHOW, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(club, a_ui_context())
    computed: list[object] = []

    def count(*wanted: object) -> object:
        computed.append(wanted)
        return path_report_parts(*wanted)  # type: ignore[arg-type]

    monkeypatch.setattr(paths_panel, "path_report_parts", count)
    pain = club.graph.elements("pain_point")[0].id
    operations.set_field(club, [pain], "severity", 1)
    assert not panel._idle_timer.isActive()
    for number in (1200, 1300, 1200):
        operations.set_field(club, ["s2"], "count", number)
    settle(qtbot, panel)
    assert len(computed) == 1, "typing is waited for"
    assert lines(panel.outcomes, "Chance of reaching a stage")[1].figure == "50%"


def test_a_new_title_is_shown_without_computing_the_paths_again(
    qtbot: QtBot, club: Session, opened: SHOW, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = opened(club, a_ui_context())
    monkeypatch.setattr(paths_panel, "path_report_parts", None)
    rows = lines(panel.details)
    card = next(
        line.element for line in rows if line.element and club.graph.element(line.element).is_moment
    )
    operations.set_field(club, [card], "title", "Ny titel")
    settle(qtbot, panel)
    assert any("Ny titel" in line.words for line in lines(panel.details))


def test_a_way_that_is_no_more_is_let_go_of(qtbot: QtBot, club: Session, opened: SHOW) -> None:
    panel = opened(club, a_ui_context())
    at(panel.likely_routes, lines(panel.likely_routes)[3])
    assert club.highlight.is_active
    operations.delete(club, ["s3"])
    settle(qtbot, panel)
    assert not club.highlight.is_active
    at(panel.likely_routes, lines(panel.likely_routes)[0])
    operations.set_field(club, ["s2"], "title", "Other")
    settle(qtbot, panel)
    assert club.highlight.ids == lines(panel.likely_routes)[0].highlight_ids


def test_the_canvas_dims_what_is_not_on_the_way(
    qtbot: QtBot, canvas: Canvas, session: Session, opened: SHOW
) -> None:
    panel = opened(session, a_ui_context())
    canvas.view.zoom_to_fit()
    canvas.finish_painting()
    before = canvas.grab().toImage()
    at(panel.likely_routes, lines(panel.likely_routes)[0])
    canvas.finish_painting()
    highlight_ids = canvas.grab().toImage()
    head = canvas.viewport.rect_to_screen(
        session.layout.rect("s1") or pytest.fail("no head")
    ).center
    other = canvas.viewport.rect_to_screen(session.layout.rect("s3") or pytest.fail("no head"))
    place = (round(other.x + 4), round(other.bottom - 4))
    assert highlight_ids.pixelColor(round(head.x), round(head.y)) == before.pixelColor(
        round(head.x), round(head.y)
    )
    assert highlight_ids.pixelColor(*place).lightness() > before.pixelColor(*place).lightness() + 60
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    canvas.finish_painting()
    assert canvas.grab().toImage() == before


def test_an_empty_map_says_what_is_missing_and_no_map_nothing(
    qtbot: QtBot, club: Session, opened: SHOW
) -> None:
    panel = opened(a_session(a_map().with_("persona", "A").built()), a_ui_context())
    assert panel._empty.isVisible()
    assert not panel._body.isVisible()
    panel.show_session(club)
    settle(qtbot, panel)
    assert panel._body.isVisible()
    panel.show_session(None)
    settle(qtbot, panel)
    assert panel._empty.isVisible()


def test_nothing_is_computed_while_nobody_sees_it(
    qtbot: QtBot, club: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[object] = []
    monkeypatch.setattr(paths_panel, "path_report_parts", lambda *wanted: computed.append(wanted))
    panel = PathsPanel(a_ui_context())
    qtbot.addWidget(panel)
    panel.show_session(club)
    settle(qtbot, panel)
    assert computed == []


def test_places_that_lead_nowhere_are_counted(qtbot: QtBot, opened: SHOW) -> None:
    built = a_map().with_stage("a").with_("touchpoint", "x").with_("touchpoint", "Wall")
    built.with_stage("b").with_("touchpoint", "y")
    built.related("follows", "touchpoint1", "touchpoint2")
    session = a_session(built.related("follows", "touchpoint1", "touchpoint3").built())
    panel = PathsPanel(a_ui_context())
    reported: list[int] = []
    panel.counted.connect(reported.append)
    qtbot.addWidget(panel)
    panel.show()
    panel.show_session(session)
    settle(qtbot, panel)
    assert reported[-1] == 1
    assert [line[:3] for line in lines(panel.details, "Dead ends")] == [("Wall", "", "a")]
    assert panel._choice.isHidden(), "there is nobody to choose"


def test_the_panel_follows_language_theme_and_size(
    qtbot: QtBot, club: Session, opened: SHOW
) -> None:
    ui = a_ui_context("en")
    panel = opened(club, ui)
    assert nameless(panel) == []
    row = panel.likely_routes.sizeHintForRow(1)
    ui.apply(texts=texts("nb"), theme=window_theme("dark"), scale=1.5)
    assert panel.persona.itemText(0) == "Alle personas"
    assert lines(panel.likely_routes)[0].words == "Bevidsthed → faller fra"
    assert panel.likely_routes.sizeHintForRow(1) > row
    assert nameless(panel) == []


def path_report(graph: JourneyGraph) -> PathReport:
    """Compute all parts at once."""
    parts = path_report_parts(graph)
    while True:
        try:
            next(parts)
        except StopIteration as end:
            report: PathReport = end.value
            return report


def test_a_long_way_has_short_words() -> None:
    built = a_map()
    for title in "abcd":
        built.with_stage(title)
    graph = built.related("follows", "stage4", "stage2", share=0.5).built()
    found = list(route_rows(graph, path_report(graph), texts("en")))
    assert [line.short for line in found[1:3]] == [
        "a → … → d → end",
        "a → … → d → b → … → d → end",
    ]
    assert found[1].words == "a → b → c → d → end"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, ""),
        (40, "40 seconds"),
        (150, "2 minutes"),
        (5 * 3600, "5 hours"),
        (86_400 * 1.5, "36 hours"),
        (86_400 * 5, "5 days"),
        (86_400 * 30, "4 weeks"),
        (86_400 * 113, "4 months"),
        (86_400 * 800, "2 years"),
    ],
)
def test_times_are_reported_in_round_words(seconds: float, words: str) -> None:
    assert approximate_time(seconds, texts("en")) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1, "100%"),
        (0.9988, "99.9%"),
        (0.99996, "99.99%"),
        (0.5, "50%"),
        (0.0994, "9.9%"),
        (0.0012, "0.1%"),
        (0.0008, "0.08%"),
        (0, "0%"),
    ],
)
def test_small_chances_are_not_nothing_and_great_ones_not_certain(value: float, words: str) -> None:
    assert format_chance(value, texts("en")) == words
