"""What the canvas shows is what a canvas that starts anew would show, whatever was done before."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeAlias

import pytest
from PIL import ImageChops
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from pytestqt.qtbot import QtBot

from journeyeditor.canvas.canvas import Canvas, CanvasToolView
from journeyeditor.canvas.map_painter import FAR
from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.interface import NOTHING, Overlay
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import texts
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.model import JourneyGraph
from journeyeditor.widgets.ui_context import window_theme
from tests.builders import a_map
from tests.painting.test_qt import as_pillow

RATIOS = [1.0, 1.5, 2.0]
#: Opens a map.
SessionMaker: TypeAlias = Callable[[JourneyGraph], Session]


def picture(canvas: Canvas) -> QImage:
    """Return what the backing store holds, when it is sharp."""
    canvas.finish_painting()
    return canvas.renderer.backing._picture.toImage()


def anew(canvas: Canvas) -> QImage:
    """Return what a painter that has seen nothing yet paints of the same view."""
    fresh = QImage(canvas.renderer.backing._picture.size(), QImage.Format.Format_RGB32)
    with QPainter(fresh) as painter:
        painter.setClipRect(fresh.rect())
        canvas.renderer._map_painter.forget()
        canvas.renderer._paint_tile(painter, fresh.rect())
    return fresh


def unlike(one: QImage, other: QImage) -> float:
    """Return the share of pixels that clearly differ."""
    difference = ImageChops.difference(as_pillow(one), as_pillow(other)).convert("L")
    return sum(difference.histogram()[24:]) / (one.width() * one.height())


def count_tiles(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> list[QRect]:
    tiles: list[QRect] = []
    paint = canvas.renderer._paint_tile

    def counted(painter: QPainter, tile: QRect) -> None:
        tiles.append(QRect(tile))
        paint(painter, tile)

    monkeypatch.setattr(canvas.renderer.backing, "_paint_tile", counted)
    return tiles


def area(tiles: list[QRect]) -> int:
    return sum(tile.width() * tile.height() for tile in tiles)


@pytest.mark.parametrize("ratio", RATIOS)
def test_panning_zooming_and_editing_leave_no_trace(
    canvas: Canvas, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "devicePixelRatioF", lambda: ratio)
    chance = random.Random(3)
    session = canvas.session
    for step in range(24):
        _random_step(canvas, chance)
        if step % 4 == 3:
            assert canvas.viewport.ratio == ratio
            assert unlike(picture(canvas), anew(canvas)) < 0.0005, step
    while session.undo():
        pass
    assert unlike(picture(canvas), anew(canvas)) < 0.0005


def _random_step(canvas: Canvas, chance: random.Random) -> None:
    session = canvas.session
    kind = chance.choice(["pan", "pan", "zoom", "add", "move", "type", "undo", "resize"])
    cards = [e.id for name in ("pain_point", "touchpoint") for e in session.graph.elements(name)]
    if kind == "pan":
        canvas.view.pan(chance.uniform(-200, 200), chance.uniform(-150, 150))
    elif kind == "zoom":
        canvas.view.zoom(chance.uniform(0.7, 1.4), QPointF(chance.uniform(0, 900), 300))
    elif kind == "add":
        stage = chance.choice(session.graph.stages()).id
        operations.add(session, "pain_point", DropTarget(stage), title="Some words about pain")
    elif kind == "move":
        operations.move(
            session, [chance.choice(cards)], DropTarget(chance.choice(session.graph.stages()).id)
        )
    elif kind == "type":
        words = "words " * chance.randint(1, 12)
        operations.set_field(session, [chance.choice(cards)], "title", words)
    elif kind == "undo":
        session.undo()
    else:
        canvas.resize(chance.randint(500, 1100), chance.randint(400, 800))
    canvas.grab()


def test_panning_paints_the_strip_that_comes_into_view(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = count_tiles(canvas, monkeypatch)
    canvas.view.pan(30, 0)
    canvas.grab()
    assert 0 < area(tiles) <= 30 * 700
    tiles.clear()
    canvas.view.pan(-10, 20)
    canvas.grab()
    assert 0 < area(tiles) <= 10 * 700 + 20 * 1000


def test_a_view_that_others_moved_is_painted_where_it_is(canvas: Canvas) -> None:
    canvas.viewport.show(canvas.viewport.seen.translated(120, 60), max_scale=canvas.viewport.scale)
    canvas.view.zoom(1.0)
    canvas.grab()
    assert unlike(picture(canvas), anew(canvas)) == 0
    assert not canvas.view._idle_timer.isActive()


def test_a_change_paints_what_it_damaged(canvas: Canvas, monkeypatch: pytest.MonkeyPatch) -> None:
    tiles = count_tiles(canvas, monkeypatch)
    pain = canvas.session.graph.elements("pain_point")[0].id
    operations.set_field(canvas.session, [pain], "severity", 1)
    canvas.grab()
    assert 0 < area(tiles) < 0.2 * 1000 * 700


def test_a_gesture_paints_nothing_of_the_map(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = count_tiles(canvas, monkeypatch)
    card = canvas.session.graph.elements("pain_point")[0].id
    CanvasToolView(canvas).show(Overlay(ghosts={card: Point(20, 30)}, tooltip="Here"))
    canvas.grab()
    CanvasToolView(canvas).show(NOTHING)
    canvas.grab()
    assert not tiles


def test_zooming_shows_the_last_picture_until_it_rests(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiles = count_tiles(canvas, monkeypatch)
    canvas.view.zoom(1.1, QPointF(500, 300))
    canvas.grab()
    canvas.view.zoom(1.1, QPointF(500, 300))
    rough = canvas.grab().toImage()
    assert not tiles
    assert canvas.view._idle_timer.isActive()
    canvas.view._idle_timer.timeout.emit()
    canvas.view._idle_timer.stop()
    canvas.finish_painting()
    sharp = canvas.grab().toImage()
    assert area(tiles) >= 1000 * 700
    assert unlike(rough, sharp) < 0.12, "the rough picture lies where the sharp one will"


def test_zooming_out_shows_something_where_nothing_was_painted(canvas: Canvas) -> None:
    canvas.view.zoom(4, QPointF(500, 300))
    canvas.finish_painting()
    canvas.view.zoom(0.3, QPointF(500, 300))
    rough = as_pillow(canvas.grab().toImage())
    colours = rough.crop((5, 5, 200, 695)).getcolors(100_000)
    assert colours is not None
    assert len(colours) > 50
    canvas.finish_painting()


def test_what_takes_long_is_painted_piece_by_piece(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("journeyeditor.canvas.renderer.BUDGET_S", 0.0)
    tiles = count_tiles(canvas, monkeypatch)
    canvas.renderer.backing.invalidate()
    canvas.repaint()
    assert len(tiles) == 1
    assert not canvas.renderer.backing.is_sharp
    qtbot.waitUntil(lambda: canvas.renderer.backing.is_sharp)
    assert unlike(picture(canvas), anew(canvas)) < 0.0005


def test_far_away_cards_are_boxes_in_the_colour_of_their_kind(canvas: Canvas) -> None:
    canvas.view.zoom(FAR * 0.6 / canvas.viewport.scale, QPointF(500, 300))
    image = picture(canvas)
    session = canvas.session
    pain = session.layout.rect(session.graph.elements("pain_point")[0].id)
    assert pain is not None
    at = canvas.viewport.to_screen(pain.center)
    colour = image.pixelColor(round(at.x), round(at.y))
    assert colour.red() > colour.green() + 30, "as painful as the theme says"


def test_theme_and_language_change_at_once(canvas: Canvas) -> None:
    canvas.session.set_theme(window_theme("dark"))
    canvas.ui.apply(theme=window_theme("dark"), texts=texts("sv"))
    image = picture(canvas)
    assert image.pixelColor(500, 690).lightness() < 90
    assert canvas.accessibleName() == texts("sv")("Journey map")
    assert unlike(image, anew(canvas)) == 0


def test_what_the_filter_leaves_out_is_faint(canvas: Canvas) -> None:
    session = canvas.session
    pain = session.layout.rect(session.graph.elements("pain_point")[0].id)
    opportunity = session.layout.rect(session.graph.elements("opportunity")[0].id)
    assert pain is not None
    assert opportunity is not None
    before = picture(canvas)
    session.filter.set(kinds=["opportunity"])
    after = picture(canvas)
    for rect, is_faint in ((pain, True), (opportunity, False)):
        at = canvas.viewport.to_screen(Point(rect.x + 1.5, rect.center.y))
        pixel = round(at.x), round(at.y)
        faded = after.pixelColor(*pixel).lightness() - before.pixelColor(*pixel).lightness()
        assert (faded > 40) == is_faint
    session.filter.clear()
    assert unlike(picture(canvas), before) == 0


def test_lanes_and_stages_stay_named_when_they_are_scrolled_away(canvas: Canvas) -> None:
    canvas.view.zoom(1.4, QPointF(500, 350))
    canvas.finish_painting()
    canvas.view.pan(400, 300)
    canvas.finish_painting()
    headers = canvas.renderer.headers.header_row(canvas.session)
    assert headers is not None
    image = canvas.grab().toImage()
    brand = QColor(canvas.session.layout.context.theme["ramp_end"])
    row = [image.pixelColor(x, 12).hue() for x in range(60, 700, 5)]
    assert sum(abs(hue - brand.hue()) < 30 for hue in row) > 60
    at = canvas.renderer.headers.to_map(canvas.session, 200, 10)
    assert hit_testing.hit(canvas.session.layout, at, 0) in {
        stage.id for stage in canvas.session.graph.stages()
    }


def test_headers_that_stick_are_no_wider_than_the_map(canvas: Canvas) -> None:
    canvas.resize(round(canvas.session.layout.size.width * canvas.viewport.scale) + 600, 300)
    canvas.view.pan(-200, 200)
    canvas.finish_painting()
    assert canvas.renderer.headers.header_row(canvas.session) is not None
    left = canvas.viewport.to_screen(Point(0, 0)).x
    assert left > 60
    image = canvas.grab().toImage()
    assert image.pixelColor(10, 5) == image.pixelColor(10, image.height() - 5)


@pytest.mark.parametrize(
    ("name", "overlay"),
    [
        ("cell", lambda r: Overlay(cell=r)),
        ("mark", lambda r: Overlay(mark=Rect(r.x, r.y, r.width, 2))),
        ("ghosts", lambda r: Overlay(ghosts={"p1": Point(60, 40)})),
        ("shifted", lambda r: Overlay(shifted={"p1": Point(0, 12)})),
        ("marquee", lambda r: Overlay(marquee=r)),
        ("wire", lambda r: Overlay(connector=(Point(r.x, r.y), Point(r.right, r.bottom)))),
        ("targets", lambda r: Overlay(targets=frozenset({"p1"}))),
        ("hot", lambda r: Overlay(active="p1")),
        ("stroke", lambda r: Overlay(stroke=(Point(r.x, r.y), Point(r.right, r.y)))),
        ("words", lambda r: Overlay(tooltip="+1,5")),
    ],
)
def test_each_part_of_an_overlay_is_seen_and_gone(
    canvas: Canvas, name: str, overlay: Callable[[Rect], Overlay]
) -> None:
    canvas.renderer.pointer = QPointF(400, 300)
    rect = canvas.session.layout.rect("p1")
    assert rect is not None
    canvas.view.reveal(rect)
    canvas.finish_painting()
    before = canvas.grab().toImage()
    CanvasToolView(canvas).show(overlay(rect))
    shown = canvas.grab().toImage()
    assert unlike(before, shown) > 0.0001, name
    damage = canvas.renderer.overlay_extent(canvas.renderer.overlay)
    for image in (before, shown):
        with QPainter(image) as painter:
            painter.fillRect(damage, QColor("white"))
    assert unlike(before, shown) == 0, "nothing is painted beyond what is told to be painted anew"
    CanvasToolView(canvas).show(NOTHING)


def test_what_a_gesture_hides_comes_back_everywhere(canvas: Canvas) -> None:
    canvas.view.zoom_to_fit()
    canvas.finish_painting()
    session = canvas.session
    session.selection.set([session.graph.elements("pain_point")[0].id])
    small = Overlay(marquee=Rect(0, 0, 8, 8))
    shown = canvas.grab().toImage()
    for overlay in (small, NOTHING):
        damage = canvas.renderer.set_overlay(overlay)
        image = canvas.grab().toImage()
        before, after = shown.copy(), image.copy()
        assert unlike(before, after) > 0.0005, "relations of the selection come and go"
        for each in (before, after):
            with QPainter(each) as painter:
                painter.fillRect(damage, QColor("white"))
        assert unlike(before, after) == 0, "nothing changes beyond what is painted anew"
        shown = image


def test_the_overview_hides_while_all_is_in_view(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.view.zoom_to_fit()
    assert not canvas.minimap.isVisible()
    canvas.view.zoom(3, QPointF(0, 0))
    canvas.finish_painting()
    assert canvas.minimap.isVisible()
    assert canvas.minimap.accessibleName()


def test_the_overview_is_painted_after_a_change_has_rested(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.view.zoom(2, QPointF(0, 0))
    canvas.finish_painting()
    canvas.minimap.refresh()
    before = canvas.minimap.picture().toImage()
    operations.delete(canvas.session, [e.id for e in canvas.session.graph.elements("opportunity")])
    assert canvas.minimap._timer.isActive()
    assert canvas.minimap.picture().toImage() == before
    qtbot.waitUntil(lambda: not canvas.minimap._timer.isActive())
    assert canvas.minimap.picture().toImage() != before


def test_another_map_may_be_shown(canvas: Canvas, a_session: SessionMaker) -> None:
    other = a_session(a_map(title="Other").with_stage("One").with_("step", "A").built())
    before = canvas.session
    canvas.set_session(other)
    assert unlike(picture(canvas), anew(canvas)) == 0
    operations.add(before, "stage")
    assert canvas.renderer.backing.is_sharp, "the map before is not listened to any more"
    operations.add(other, "stage", title="Two")
    assert not canvas.renderer.backing.is_sharp


def test_a_long_map_is_shown_from_its_beginning(
    canvas: Canvas, a_session: SessionMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = a_session(long_map())
    canvas.set_session(long)
    assert canvas.viewport.scale > 0.45
    assert canvas.viewport.seen.x < 0
    canvas.view.zoom_to_fit()
    assert canvas.viewport.shows_all
    made: list[object] = []
    monkeypatch.setattr(canvas.renderer._map_painter._player, "play", lambda *it: made.append(it))
    image = picture(canvas)
    assert not made, "nothing is typeset only to be seen as a box"
    pain = long.graph.elements("pain_point")[0].id
    rect = long.layout.rect(pain)
    assert rect is not None
    x, y, width, height = canvas.viewport.rect_to_device(rect)
    colours = [image.pixelColor(x + dx, y + dy) for dx in range(width) for dy in range(height)]
    assert any(colour.red() > colour.green() + 30 for colour in colours)


def test_from_afar_a_change_is_seen_too(canvas: Canvas, a_session: SessionMaker) -> None:
    long = a_session(long_map())
    canvas.set_session(long)
    canvas.view.zoom_to_fit()
    canvas.finish_painting()
    middle = long.graph.stages()[30].id
    operations.delete(long, [e.id for e in long.graph.cards(middle)])
    operations.add(long, "opportunity", DropTarget(long.graph.stages()[10].id), title="New")
    assert unlike(picture(canvas), anew(canvas)) < 0.0001


def long_map() -> JourneyGraph:
    built = a_map(title="Long")
    for number in range(120):
        built.with_stage(f"Stage {number}")
        for kind in ("step", "touchpoint", "pain_point", "emotion"):
            built.with_(
                kind, f"Some {kind}", **({"score": number % 3 - 1} if kind == "emotion" else {})
            )
    return built.built()


def test_a_large_change_is_shown_all_at_once(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeyeditor.canvas.renderer.BUDGET_S", 0.0)
    monkeypatch.setattr("journeyeditor.canvas.backing_store.TILE", 200)
    canvas.finish_painting()
    before = shown(canvas)
    operations.set_field(canvas.session, ["p1"], "title", "A title of many lines " * 12)
    tiles = count_tiles(canvas, monkeypatch)
    while canvas.renderer.work() is False:
        assert shown(canvas) == before
    assert len(tiles) > 2
    assert shown(canvas) == canvas.renderer.backing._picture.toImage()
    assert unlike(shown(canvas), anew(canvas)) < 0.0005


def test_a_picture_of_known_cost_is_painted_in_one_part(
    canvas: Canvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeyeditor.canvas.backing_store.TILE", 200)
    canvas.finish_painting()
    canvas.renderer.invalidate()
    tiles = count_tiles(canvas, monkeypatch)
    assert canvas.renderer.backing.work(60.0)
    assert len(tiles) == 1


def shown(canvas: Canvas) -> QImage:
    """Return what the canvas shows of its backing store now."""
    backing = canvas.renderer.backing
    result = QImage(backing._picture.size(), QImage.Format.Format_RGB32)
    with QPainter(result) as painter:
        backing.paint(painter, QRegion(result.rect()))
    return result
