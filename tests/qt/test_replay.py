"""The replay in the window: dots over the map, played, scrubbed, told apart, and never in the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from journeyeditor import resources
from journeyeditor.app.replay.controller import CHOOSE, LOG, ReplayController
from journeyeditor.canvas.replay import ROLES
from journeyeditor.editing import operations
from journeyeditor.files import dump_map
from journeyeditor.geometry import Point
from journeyeditor.insight.replay.timeline import PLACES, Move
from tests.qt.shell import Shell

EVENTS = str(resources.path("events", "toothbrush.sv.csv.gz"))


@pytest.fixture
def shell(shell: Shell) -> Shell:
    shell.window.preferences.change(animation=False)
    shell.open_sample()
    return shell


@pytest.fixture
def replay(shell: Shell) -> ReplayController:
    """A simulation of the sample, halfway and at rest."""
    shell.do("replay")
    replay = shell.window.replay
    assert replay.is_playing
    QTest.keyClick(replay.bar.slider, Qt.Key.Key_Space)
    assert not replay.is_playing
    replay.go_to(0.5)
    shell.settle()
    return replay


def picture(shell: Shell) -> QImage:
    canvas = shell.window.map_view.canvas
    canvas.view.zoom_to_fit()
    canvas.finish_painting()
    shell.settle()
    return canvas.grab().toImage()


def choose_log(shell: Shell, replay: ReplayController, path: str, qtbot: QtBot) -> None:
    shell.script.answers.append(path)
    box = replay.bar.source.box
    box.setCurrentIndex(box.findData(CHOOSE))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: not replay._background.is_busy)
    if replay.is_playing:
        replay.play_or_pause()


def test_dots_are_painted_where_they_are_and_gone_at_the_end(
    shell: Shell, replay: ReplayController
) -> None:
    shown, canvas = replay.shown, shell.window.map_view.canvas
    assert shown is not None
    with_dots = picture(shell)
    wanted = QColor(shell.session.layout.context.theme[ROLES[Move.ONWARD]])
    places = shown.places(shell.session)
    (track,) = (f for f in shown.timeline.tracks if f.move is Move.ONWARD and f.number == 0)
    dots = [
        canvas.viewport.to_screen(Point(*dot.toTuple())) for dot in track.at(shown.time, places)
    ]
    colours = [with_dots.pixelColor(round(dot.x), round(dot.y)) for dot in dots]
    assert sum(_is_near(colour, wanted) for colour in colours) > len(dots) / 3 > 1
    QTest.keyClick(replay.bar.slider, Qt.Key.Key_Escape)
    shell.settle()
    assert not replay.is_on
    assert replay.bar.isHidden()
    assert canvas.hasFocus()
    assert picture(shell) != with_dots


def test_playing_moves_time_and_ends_by_itself(
    shell: Shell, replay: ReplayController, qtbot: QtBot
) -> None:
    shown = replay.shown
    assert shown is not None
    before = shown.time
    QTest.keyClick(replay.bar.slider, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: shown.time > before)
    replay.go_to(1.0)
    replay.set_speed(4.0)
    qtbot.waitUntil(lambda: not replay.is_playing)
    assert replay.bar.play.isVisible()
    assert "0 under way" in replay.bar.counts.full_text()
    QTest.mouseClick(replay.bar.play, Qt.MouseButton.LeftButton)
    assert replay.is_playing
    assert shown.time < before, "it starts again"


def test_keys_and_mouse_move_through_the_period(shell: Shell, replay: ReplayController) -> None:
    shown, slider = replay.shown, replay.bar.slider
    assert shown is not None
    length = shown.timeline.end - shown.timeline.start
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert shown.time == shown.timeline.start
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert shown.time - shown.timeline.start == pytest.approx(length / 100)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, 10))
    assert shown.time - shown.timeline.start == pytest.approx(length / 2, rel=0.02)
    assert slider.accessibleName() == "Period of the replay"
    assert "under way" in slider.accessibleDescription()


def test_nothing_of_it_is_in_the_map(shell: Shell, replay: ReplayController) -> None:
    before = dump_map(shell.session.graph)
    replay.go_to(0.8)
    replay.end()
    assert dump_map(shell.session.graph) == before
    assert not shell.session.is_dirty


def test_the_replay_follows_a_change_of_a_share(
    shell: Shell, replay: ReplayController, qtbot: QtBot
) -> None:
    """A what-if: after twice as many, more journeys are completed."""
    session, before = shell.session, replay.shown
    assert before is not None
    stages = session.graph.stages()
    done = before.timeline.completed(before.timeline.end)
    for stage in stages[1:]:
        operations.set_field(session, [stage.id], "count", stages[0].count)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: replay.shown is not before)
    after = replay.shown
    assert after is not None
    assert after.timeline.completed(after.timeline.end) > 10 * max(done, 1)
    share = (after.time - after.timeline.start) / (after.timeline.end - after.timeline.start)
    assert share == pytest.approx(0.5, abs=0.01), "at the same place of the period"


def test_dots_follow_cards_that_are_moved(shell: Shell, replay: ReplayController) -> None:
    shown, session = replay.shown, shell.session
    assert shown is not None
    before = list(shown.places(session))
    operations.delete(session, [shown.timeline.traces.moments[0]])
    shell.settle()
    after = shown.places(session)
    assert len(after) == len(before) == len(shown.timeline.legs) * (PLACES + 1)
    assert after != before


def test_a_persona_is_replayed_alone(shell: Shell) -> None:
    sample = resources.path("samples", "heat_pump.nb.journey.json")
    shell.window.documents.new_from_sample(str(sample))
    shell.settle()
    shell.do("replay")
    replay = shell.window.replay
    whole = replay.shown
    assert whole is not None
    replay.play_or_pause()
    box = replay.bar.group.box
    assert [box.itemText(i) for i in range(box.count())] == [
        "All journeys", "Ingrid Solbakken", "Bjørn Aas"
    ]  # fmt: skip
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert replay.shown is not None
    assert replay.shown.timeline.cases == whole.timeline.cases / 2


def test_the_cases_of_a_log_are_replayed(
    shell: Shell, replay: ReplayController, qtbot: QtBot
) -> None:
    choose_log(shell, replay, EVENTS, qtbot)
    assert replay.bar.source.key == LOG
    assert replay.bar.about.full_text() == ("4,714 journeys; what fewer than 5 do is not shown")
    replay.go_to(0.5)
    assert replay.bar.time.text().endswith("2026")
    assert shell.window.preferences.value.event_logs == (EVENTS,)
    assert not shell.session.is_dirty
    for index, about in (
        (0, "Simulated from the shares and times of the map"),
        (1, "4,714 journeys; what fewer than 5 do is not shown"),
    ):
        replay.bar.source.box.setCurrentIndex(index)
        replay.bar.source.box.activated.emit(index)
        assert replay.bar.about.full_text() == about


def test_a_log_that_cannot_be_read_is_said_and_the_simulation_goes_on(
    shell: Shell, replay: ReplayController, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "broken.csv").write_text("nothing\n1\n2\n")
    before = replay.shown
    choose_log(shell, replay, str(tmp_path / "broken.csv"), qtbot)
    assert replay.shown is before
    assert replay.bar.about.full_text().startswith("The file has one column only.")
    choose_log(shell, replay, "", qtbot)
    assert replay.bar.source.key != CHOOSE, "a cancelled dialog changes nothing"


def test_it_plays_over_a_presentation(shell: Shell, replay: ReplayController) -> None:
    shell.do("present")
    assert replay.is_on
    assert replay.bar.isVisible()
    replay.bar.slider.setFocus()
    QTest.keyClick(replay.bar.slider, Qt.Key.Key_Escape)
    assert not replay.is_on
    assert shell.window.is_presenting, "Escape ends one thing at a time"


def test_another_map_ends_it(shell: Shell, replay: ReplayController) -> None:
    shell.open_sample()
    assert not replay.is_on
    assert shell.window.map_view.canvas.renderer.replay is None


def test_a_map_without_stages_says_so(shell: Shell, replay: ReplayController, qtbot: QtBot) -> None:
    replay.end()
    shell.window.documents.new_blank()
    shell.settle()
    operations.delete(shell.session, [stage.id for stage in shell.session.graph.stages()])
    shell.do("replay")
    shown = replay.shown
    assert shown is not None
    qtbot.waitUntil(lambda: not replay.is_playing)
    assert replay.bar.about.full_text() == "The map has no stages yet."


def _is_near(one: QColor, other: QColor) -> bool:
    parts = (QColor.red, QColor.green, QColor.blue)
    return all(abs(part(one) - part(other)) < 60 for part in parts)
