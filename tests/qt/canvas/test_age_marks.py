"""The tint of what has aged, on the canvas only."""

from __future__ import annotations

import datetime

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.decorations import AgeMarks
from journeyeditor.canvas.minimap import Minimap
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.layout.incremental import hit_testing

FAR = datetime.date(2040, 1, 1)


def test_all_that_is_dated_ages_and_what_rests_on_it(session: Session, canvas: Canvas) -> None:
    ageing = AgeMarks(canvas.viewport)
    date_of = {e.id for e in session.graph.elements("evidence") if getattr(e, "date", None)}
    found = ageing.ids(session, FAR)
    assert date_of <= found
    assert any(session.graph.element(id_).kind == "pain_point" for id_ in found)


def test_a_new_source_makes_a_card_young_again(session: Session, canvas: Canvas) -> None:
    ageing = AgeMarks(canvas.viewport)
    session.updated.connect(ageing.follow)
    card = next(
        id_ for id_ in ageing.ids(session, FAR) if session.graph.element(id_).kind == "pain_point"
    )
    operations.add_evidence(session, [card], date=FAR)
    assert card not in ageing.ids(session, FAR)
    session.undo()
    assert card in ageing.ids(session, FAR)


def test_an_aged_card_is_tinted_and_no_other(session: Session, canvas: Canvas) -> None:
    canvas.view.zoom_to_fit()
    canvas.view.zoom_100()
    overview = canvas.findChild(Minimap)
    assert isinstance(overview, Minimap)
    overview.is_wanted = False
    overview.follow()
    canvas.finish_painting()
    before = canvas.grab().toImage()
    operations.set_info(session, "review_months", 1)
    for record in session.graph.elements("evidence"):
        operations.set_field(session, [record.id], "date", datetime.date(2001, 1, 1))
    canvas.finish_painting()
    after = canvas.grab().toImage()
    old = AgeMarks(canvas.viewport).ids(session)
    seen = [
        id_
        for id_ in hit_testing.ids_in(session.layout, canvas.viewport.seen)
        if session.layout.rect(id_)
    ]
    inside = [
        id_
        for id_ in seen
        if (place := session.layout.rect(id_)) and canvas.viewport.seen.contains(place)
    ]
    assert {id_ in old for id_ in inside} == {True, False}
    ratio = canvas.devicePixelRatioF()
    changed = set()
    for id_ in inside:
        place = session.layout.rect(id_)
        assert place is not None
        box = canvas.viewport.rect_to_screen(place)
        x, y = int((box.right - 2) * ratio), int((box.bottom - 8) * ratio)
        if before.pixelColor(x, y) != after.pixelColor(x, y):
            changed.add(id_)
    cards = {id_ for id_ in inside if session.graph.element(id_).kind != "emotion"}
    assert cards & old <= changed
    assert not [
        id_ for id_ in changed if id_ not in old and session.graph.element(id_).kind == "pain_point"
    ]
