"""Deviations on the canvas: marks where customers departed from the map, and how many follow it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from journeyeditor.canvas.deviations import Mark, marks
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map
from journeyeditor.i18n import texts
from journeyeditor.model import MAP_ID, Change
from journeyeditor.vocabulary import Deviation, Measurement, info_of
from tests.qt.shell import Shell

DEVIATIONS = (
    Deviation(kind="untaken", source="t1"),
    Deviation(kind="missing", source="return_parcel", count=61),
    Deviation(kind="order", source="t6", target="t3", count=358),
    Deviation(kind="repeated", source="t5", count=574),
    Deviation(kind="end", source="t7", share=0.25, count=90),
    Deviation(kind="wait", source="t8", target="t9", seconds=259_200, count=8),
    Deviation(kind="longer", source="t9", target="t10", seconds=111_600, expected=1800, count=9),
)


@pytest.fixture
def session(shell: Shell) -> Session:
    """The toothbrush sample, measured."""
    shell.window.preferences.change(animation=False)
    session = shell.open_sample()
    before = info_of(session.graph)
    measured = Measurement(
        source="orders.csv", cases=4714, fitness=0.42, activities={}, deviations=DEVIATIONS
    )
    after = before.replaced(measured=measured)
    session.commit("Measure", Change({MAP_ID: (before, after)}))
    return session


def by_words(session: Session) -> dict[str, Mark]:
    return {mark.words: mark for mark in marks(session, texts("en"))}


def test_each_deviation_has_its_mark_where_it_belongs(session: Session) -> None:
    found = by_words(session)
    assert set(found) == {
        *("No journeys", "61×", "358×", "574×", "↓ 25%", "3 d", "31 h, not 30 min")
    }
    layout = session.layout
    assert found["No journeys"].veiled == layout.rect("t1")
    ghost = found["61×"].proposed
    assert ghost is not None
    assert ghost.words == "Return parcel"
    column = next(c for c in layout.columns if c.stage_id == "s5")
    assert column.x <= ghost.rect.x <= ghost.rect.right <= column.right, "after the purchase"
    source, target = layout.rect("t6"), layout.rect("t3")
    assert source is not None
    assert target is not None
    line = found["358×"].line
    assert (line[0].x, line[-1].x) == (source.center.x, target.center.x)
    assert min(point.y for point in line) >= source.y, "back below the cards"
    assert len(found["574×"].line) > 10
    paid, delivered = layout.rect("t8"), layout.rect("t9")
    assert paid is not None
    assert delivered is not None
    assert paid.center.x < found["3 d"].at.x < delivered.center.x


def test_what_is_gone_from_the_map_is_not_marked(session: Session) -> None:
    operations.delete(session, ["t6"])
    assert "358×" not in by_words(session)
    assert "574×" in by_words(session)


def test_they_are_shown_and_hidden_and_nothing_is_written(shell: Shell, session: Session) -> None:
    before = dump_map(session.graph)
    canvas = shell.window.map_view.canvas
    canvas.view.zoom_to_fit()
    canvas.finish_painting()
    plain = canvas.grab().toImage()
    shell.do("deviations")
    bar = shell.window.map_view.deviations
    assert bar.fitness.text() == "42% of 4,714 journeys follow the map. orders.csv"
    assert "fitting traces" in bar.formula.text()
    assert len(canvas.renderer.deviations) == len(DEVIATIONS)
    assert canvas.grab().toImage() != plain
    operations.delete(session, ["t6"])
    assert len(canvas.renderer.deviations) == len(DEVIATIONS) - 1
    session.undo()
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert not canvas.renderer.deviations
    assert dump_map(session.graph) == before


def test_a_map_that_was_not_measured_says_how(shell: Shell) -> None:
    shell.open_sample()
    shell.do("deviations")
    bar = shell.window.map_view.deviations
    assert bar.fitness.text() == "The map has not been measured yet."
    assert "Measure with data" in bar.formula.text()
