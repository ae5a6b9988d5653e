"""Presenting a map in the whole window: stages, personas, bars, the speaker's notes, and editing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.presentation import stops
from journeyeditor.app.presentation.controller import Presentation
from journeyeditor.canvas.canvas import Canvas
from journeyeditor.editing import operations
from journeyeditor.geometry import Point, Rect
from journeyeditor.vocabulary import Emotion
from tests.qt.shell import Shell


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.open_sample()
    shell.window.preferences.change(animation=False)
    return shell


@pytest.fixture
def canvas(shell: Shell) -> Canvas:
    """The canvas of a map that is presented."""
    shell.do("present")
    return shell.window.map_view.canvas


@pytest.fixture
def presentation(shell: Shell, canvas: Canvas) -> Presentation:
    return shell.window.presentation


def press(shell: Shell, canvas: Canvas, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(canvas, key)
    shell.settle()


def sheet_of(canvas: Canvas) -> Rect:
    """The presented stage's sheet on the screen."""
    sheet = canvas.renderer.spotlight.sheet(canvas.session)
    assert sheet is not None
    return canvas.viewport.rect_to_screen(sheet)


def test_presenting_hides_everything_and_puts_it_back(shell: Shell) -> None:
    window, place = shell.window, shell.window.map_view
    docks = {dock for dock in ("left", "right", "bottom") if place.is_open(dock)}
    place.canvas.view.zoom(1.7)
    seen = (place.canvas.viewport.scale, place.canvas.viewport.left, place.canvas.viewport.top)
    size = shell.session.layout.size
    shell.do("present")
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    assert not window.toolbar.isVisible()
    assert not any(place.is_open(dock) for dock in docks)
    press(shell, place.canvas, Qt.Key.Key_Right, 3)
    press(shell, place.canvas, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.toolbar.isVisible()
    assert all(place.is_open(dock) for dock in docks)
    assert set(window.preferences.value.docks) >= docks
    assert shell.session.layout.size == size
    assert (
        place.canvas.viewport.scale,
        place.canvas.viewport.left,
        place.canvas.viewport.top,
    ) == seen


def test_bars_above_the_map_are_away_while_presenting(shell: Shell) -> None:
    map_view = shell.window.map_view
    persona = next(iter(shell.session.graph.personas())).id
    shell.do("filter")
    shell.session.filter.set(persona=persona)
    assert map_view.filter_bar.isVisible()
    shell.do("present")
    assert not map_view.filter_bar.isVisible()
    assert shell.session.filter.persona == persona
    press(shell, map_view.canvas, Qt.Key.Key_Escape)
    assert map_view.filter_bar.isVisible()
    assert not map_view.find_bar.isVisible()
    assert shell.session.filter.persona == persona


def test_a_stage_fills_the_screen_between_its_neighbours(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    stages = stops.stages_of(shell.session.graph)
    press(shell, canvas, Qt.Key.Key_Right)
    assert presentation.stage_id == stages[0]
    for number, stage in enumerate(stages[1:], 1):
        press(shell, canvas, Qt.Key.Key_Right)
        assert shell.session.selection.ids == (stage,)
        sheet, room = sheet_of(canvas), presentation._view.room
        assert max(sheet.width / room.width, sheet.height / room.height) > 0.97
        assert min(sheet.width / room.width, sheet.height / room.height) > 0.6
        shown = [column.stage_id for column in shell.session.layout.columns]
        assert shown == stages[number - 1 : number + 2]
    press(shell, canvas, Qt.Key.Key_Right)
    assert presentation.stage_id == stages[-1], "the last stage is the end"
    press(shell, canvas, Qt.Key.Key_Home)
    assert presentation.stage_id == ""
    assert canvas.viewport.shows_all


@pytest.mark.parametrize("size", [(1280, 720), (900, 1400), (2000, 700)])
def test_the_whole_map_lies_between_the_bars(
    shell: Shell, canvas: Canvas, presentation: Presentation, size: tuple[int, int]
) -> None:
    shell.window.showNormal()
    shell.window.resize(*size)
    shell.settle()
    for _ in range(2):
        sheet = canvas.viewport.rect_to_screen(canvas.viewport.sheet)
        above, below = presentation.bars.above.geometry(), presentation.bars.below.geometry()
        assert sheet.y >= above.bottom()
        assert sheet.bottom <= below.top() + 1
        assert sheet.x >= 0
        assert sheet.right <= canvas.width()
        press(shell, canvas, Qt.Key.Key_Right, 2)
        press(shell, canvas, Qt.Key.Key_Home)


def test_what_is_beside_the_stage_recedes(shell: Shell, canvas: Canvas) -> None:
    press(shell, canvas, Qt.Key.Key_Right, 3)
    canvas.finish_painting()
    picture, sheet = canvas.grab().toImage(), sheet_of(canvas)
    colours = shell.session.layout.stage_colours
    stages = stops.stages_of(shell.session.graph)
    inside = picture.pixelColor(round(sheet.x) + 20, round(sheet.y) + 12)
    beside = picture.pixelColor(round(sheet.x) - 20, round(sheet.y) + 12)
    assert inside == QColor(colours[stages[2]])
    assert beside.lightness() > QColor(colours[stages[1]]).lightness() + 60


def test_lanes_without_cards_in_the_stage_are_left_out(shell: Shell, canvas: Canvas) -> None:
    press(shell, canvas, Qt.Key.Key_Right)
    stage = shell.session.selection.primary
    layout = shell.session.layout
    for lane in range(len(layout.lanes)):
        column = next(c for c in layout.columns if c.stage_id == stage)
        slots = range(column.first, column.first + column.slots)
        assert any(layout.cell_ids(lane, slot) for slot in slots)


def test_the_names_of_lanes_stay_clear_of_the_cards(shell: Shell) -> None:
    sample = resources.path("samples", "predictive_maintenance.en.journey.json")
    shell.window.documents.new_from_sample(str(sample))
    shell.do("present")
    shell.window.setWindowState(Qt.WindowState.WindowNoState)
    shell.window.resize(1280, 720)
    canvas = shell.window.map_view.canvas
    press(shell, canvas, Qt.Key.Key_Right, 2)
    layout = shell.session.layout
    stage = canvas.renderer.spotlight.stage
    column = next(each for each in layout.columns if each.stage_id == stage)
    canvas.finish_painting()
    picture = canvas.grab().toImage()
    dark = []
    for lane in layout.lanes:
        right, middle = canvas.viewport.to_screen(Point(column.x, lane.rect.center.y))
        for x in range(round(right) - 7, round(right) - 2):
            for y in range(round(middle) - 8, round(middle) + 8):
                if picture.pixelColor(x, y).lightness() < 190:
                    dark.append((lane.spec.key, x, y))
    assert not dark


def test_the_way_leads_through_every_card_once(shell: Shell, canvas: Canvas) -> None:
    graph = shell.session.graph
    placed = {
        e.id for e in graph.elements() if shell.session.layout.cell_of(e.id) is not None
    } | set(stops.stages_of(graph))
    seen: list[str] = []
    for _ in range(len(placed) + 3):
        press(shell, canvas, Qt.Key.Key_Down)
        if seen[-1:] != [shell.session.selection.primary]:
            seen.append(shell.session.selection.primary)
        rect = shell.session.layout.rect(seen[-1])
        assert rect is not None
        assert canvas.viewport.seen.contains(rect, 1.0)
    assert sorted(seen) == sorted(placed)
    back: list[str] = []
    for _ in range(len(placed) - 1):
        press(shell, canvas, Qt.Key.Key_Up)
        back.append(shell.session.selection.primary)
    assert back == seen[-2::-1]


def test_the_stage_of_the_selection_comes_first(shell: Shell) -> None:
    shell.pick("pain_point")
    card = shell.session.selection.primary
    stage = getattr(shell.session.element(card), "stage", None)
    shell.do("present")
    press(shell, shell.window.map_view.canvas, Qt.Key.Key_Right)
    assert shell.window.presentation.stage_id == stage


def test_left_from_a_card_leads_to_its_own_stage(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    press(shell, canvas, Qt.Key.Key_Right, 2)
    press(shell, canvas, Qt.Key.Key_Down)
    assert shell.session.selection.primary != presentation.stage_id
    press(shell, canvas, Qt.Key.Key_Left)
    assert shell.session.selection.primary == presentation.stage_id
    assert presentation.bars.progress.current == 1


def test_a_click_beside_the_stage_or_on_the_progress_goes_there(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    stages = stops.stages_of(shell.session.graph)
    press(shell, canvas, Qt.Key.Key_Right, 2)
    right = QPoint(round(sheet_of(canvas).right) + 20, canvas.height() // 2)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=right)
    assert presentation.stage_id == stages[2]
    progress = presentation.bars.progress
    place = progress.segment(0).center().toPoint()
    QTest.mouseClick(progress, Qt.MouseButton.LeftButton, pos=place)
    assert presentation.stage_id == stages[0]


def test_progress_and_how_to_end_show_and_fade(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    bars = presentation.bars
    assert bars.opacity == 1.0
    assert bars.ending.text() == "Esc ends"
    press(shell, canvas, Qt.Key.Key_Right, 2)
    assert bars.counter.text() == "2 of 7"
    bars.fade()
    assert bars.opacity == 0.0
    press(shell, canvas, Qt.Key.Key_Right)
    assert bars.opacity == 1.0
    assert bars.counter.text() == "3 of 7"


def test_the_bars_fade_by_themselves(shell: Shell, qtbot: QtBot) -> None:
    shell.window.preferences.change(animation=True)
    shell.do("present")
    bars = shell.window.presentation.bars
    bars._idle.setInterval(0)
    bars.wake()
    qtbot.waitUntil(lambda: bars.opacity == 0.0)


def test_handles_show_only_while_the_pointer_moves(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    press(shell, canvas, Qt.Key.Key_Right)
    press(shell, canvas, Qt.Key.Key_Down)
    assert canvas.toolbox.handles()
    assert not canvas.renderer.shows_handles
    assert canvas.cursor().shape() == Qt.CursorShape.BlankCursor
    before = canvas.grab().toImage()
    QTest.mouseMove(canvas, QPoint(5, 300))
    QTest.mouseMove(canvas, QPoint(9, 300))
    assert canvas.renderer.shows_handles
    assert canvas.grab().toImage() != before
    assert canvas.cursor().shape() != Qt.CursorShape.BlankCursor
    presentation.bars.fade()
    assert not canvas.renderer.shows_handles


def test_typing_captures_in_the_stage_that_is_shown(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    press(shell, canvas, Qt.Key.Key_Right)
    stage = presentation.stage_id
    lanes = [lane.spec.key for lane in shell.session.layout.lanes]
    assert "note" not in lanes
    assert not [lane for lane in lanes if "pain" in lane]
    known = {element.id for element in shell.session.graph.elements("pain_point")}
    shell.window.map_view.insert("pain_point")
    assert canvas.field.is_open
    QTest.keyClicks(canvas.field, "Nobody answers")
    shell.settle()
    assert canvas.field.isVisible()
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    shell.settle()
    (new,) = [e for e in shell.session.graph.elements("pain_point") if e.id not in known]
    assert (new.title, getattr(new, "stage", None)) == ("Nobody answers", stage)
    sheet, place = sheet_of(canvas), shell.session.layout.rect(new.id)
    assert place is not None
    assert sheet.contains(canvas.viewport.rect_to_screen(place), 2)
    assert sheet.bottom <= canvas.height(), "the stage is fitted again with its new lane"


def test_cards_are_edited_and_faces_dragged(shell: Shell, canvas: Canvas) -> None:
    press(shell, canvas, Qt.Key.Key_Right)
    press(shell, canvas, Qt.Key.Key_Down)
    card = shell.session.selection.primary
    press(shell, canvas, Qt.Key.Key_Return)
    assert canvas.field.is_open
    QTest.keyClicks(canvas.field, "Nytt")
    QTest.keyClick(canvas.field, Qt.Key.Key_Return)
    element = shell.session.element(card)
    assert element is not None
    assert element.title == "Nytt"
    face = next(
        e
        for e in shell.session.graph.cards(getattr(element, "stage", ""))
        if isinstance(e, Emotion)
    )
    rect = shell.session.layout.rect(face.id)
    assert rect is not None
    x, y = canvas.viewport.rect_to_screen(rect).center
    start = QPoint(round(x), round(y))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 9):
        QTest.mouseMove(canvas, start + QPoint(0, -4 * step))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(0, -32))
    moved = shell.session.element(face.id)
    assert isinstance(moved, Emotion)
    assert face.score is not None
    assert moved.score is not None
    assert moved.score > face.score


def test_a_persona_is_followed_along_the_curve(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    graph = shell.session.graph
    sample = resources.path("samples", "predictive_maintenance.en.journey.json")
    press(shell, canvas, Qt.Key.Key_Escape)
    shell.window.documents.new_from_sample(str(sample))
    shell.settle()
    graph = shell.session.graph
    shell.do("present")
    canvas = shell.window.map_view.canvas
    shell.do("follow_persona")
    personas = stops.personas_of(graph)
    assert len(personas) > 1
    assert presentation.persona == personas[0] == shell.session.filter.persona
    seen = [shell.session.selection.primary]
    while presentation.persona == personas[0]:
        press(shell, canvas, Qt.Key.Key_Down)
        seen.append(shell.session.selection.primary)
    felt = {e.id for e in graph.elements("emotion") if getattr(e, "persona", "") == personas[0]}
    assert sorted(seen[:-1]) == sorted(felt)
    order = stops.stages_of(graph)
    numbers = [order.index(getattr(graph.element(id_), "stage", "")) for id_ in seen[:-1]]
    assert numbers == sorted(numbers)
    assert presentation.persona == personas[1]
    assert getattr(graph.element(seen[-1]), "persona", "") == personas[1]
    press(shell, canvas, Qt.Key.Key_Up)
    assert shell.session.selection.primary == seen[-2]
    assert presentation.bars.persona.text() == graph.element(personas[0]).title
    press(shell, canvas, Qt.Key.Key_Escape)
    assert shell.session.filter.persona == ""


def test_the_speaker_has_notes_on_another_screen(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    stages = shell.session.graph.stages()
    operations.set_field(shell.session, [stages[0].id], "speaker_notes", "Ask who knows the shop")
    screen = QGuiApplication.primaryScreen()
    monkeypatch.setattr(Presentation, "second_screen", lambda _: screen)
    shell.do("present")
    view = shell.window.presentation.speaker_view
    assert view is not None
    assert view.isFullScreen()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.title.text() == stages[0].title
    assert "Ask who knows the shop" in view.notes.text()
    assert view.next.text() == stages[1].title
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert not shell.window.presentation.is_on
    assert not view.isVisible()


def test_one_screen_shows_no_notes_unless_asked(
    shell: Shell, canvas: Canvas, presentation: Presentation
) -> None:
    assert presentation.second_screen() is None
    assert presentation.speaker_view is None
    shell.do("speaker_notes")
    view = presentation.speaker_view
    assert view is not None
    assert view.isVisible()
    view.close()
    assert presentation.speaker_view is None
    press(shell, canvas, Qt.Key.Key_Right)
    assert presentation.is_on


def test_a_stage_that_goes_gives_way_to_the_whole_map(
    shell: Shell, canvas: Canvas, presentation: Presentation, qtbot: QtBot
) -> None:
    press(shell, canvas, Qt.Key.Key_Right, 2)
    shell.do("delete")
    qtbot.waitUntil(lambda: presentation.stage_id == "")
    press(shell, canvas, Qt.Key.Key_Right)
    shell.do("undo")
    press(shell, canvas, Qt.Key.Key_Right)
    assert presentation.stage_id == stops.stages_of(shell.session.graph)[1]


def test_the_view_glides_from_stage_to_stage(shell: Shell, qtbot: QtBot) -> None:
    shell.window.preferences.change(animation=True)
    shell.do("present")
    canvas, presentation = shell.window.map_view.canvas, shell.window.presentation
    presentation.stage(1)
    presentation.stage(1)
    assert presentation._view.glide.state() == presentation._view.glide.State.Running
    qtbot.waitUntil(
        lambda: presentation._view.glide.state() == presentation._view.glide.State.Stopped
    )
    stage = shell.session.layout.rect(presentation.stage_id)
    assert isinstance(stage, Rect)
    assert canvas.viewport.seen.contains(stage)


def test_a_map_without_stages_is_shown_whole(shell: Shell) -> None:
    shell.window.documents.new_blank()
    shell.settle()
    shell.do("present")
    canvas = shell.window.map_view.canvas
    press(shell, canvas, Qt.Key.Key_Right)
    press(shell, canvas, Qt.Key.Key_Down)
    shell.window.presentation.follow_persona()
    assert shell.window.presentation.stage_id == ""
    press(shell, canvas, Qt.Key.Key_Escape)
    assert not shell.window.presentation.is_on
