"""The ends of a relation are dragged to other elements; what a card is related to is shown."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.changes.relations import RelationEnd
from journeyeditor.editing.relation_lines import relation_line, shown_line_at, shown_relations
from journeyeditor.editing.tools.connecting import end_handles
from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.editing.undo_labels import words
from journeyeditor.geometry import Point
from journeyeditor.i18n import texts
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import may_connect
from tests.builders import MapBuilder, a_map
from tests.editing.driver import EditorDriver, a_session
from tests.layout.maps import maps

ENDS: tuple[RelationEnd, ...] = ("source", "target")


def a_shop() -> MapBuilder:
    return (
        a_map()
        .with_stage("Search")
        .with_("touchpoint", "Advert")
        .with_("touchpoint", "Website")
        .with_("pain_point", "Slow")
        .related("at", "pain_point1", "touchpoint2")
        .with_stage("Buy")
        .with_("touchpoint", "Basket")
        .with_("touchpoint", "Checkout")
        .with_("opportunity", "Faster")
        .related("addresses", "opportunity1", "pain_point1")
        .related("follows", "touchpoint1", "touchpoint4", title="Skips")
        .related("follows", "touchpoint2", "touchpoint3", title="Goes on")
    )


@pytest.fixture
def editor() -> EditorDriver:
    editor = EditorDriver(a_shop().built())
    editor.session.selection.set([editor.find("Skips")])
    return editor


def handle(editor: EditorDriver, end: str) -> Point:
    squares = dict(end_handles(editor.tools._context, editor.find("Skips")))
    return squares["source" if end == "source" else "target"].center


def ends(editor: EditorDriver, name: str) -> tuple[str, str]:
    relation = editor.graph.relation(editor.find(name))
    return editor.title(relation.source), editor.title(relation.target)


def test_a_selected_relation_has_a_handle_at_either_end(editor: EditorDriver) -> None:
    line = relation_line(editor.session, editor.find("Skips"))
    centres = [square.center for square in editor.tools.handles()]
    assert centres == [pytest.approx(line[0]), pytest.approx(line[-1])]
    editor.hover(handle(editor, "target"))
    assert editor.view.cursors[-1] == "cross"


@pytest.mark.parametrize(
    ("end", "onto", "expected"),
    [("target", "Basket", ("Advert", "Basket")), ("source", "Website", ("Website", "Checkout"))],
)
def test_an_end_is_dragged_to_another_card(
    editor: EditorDriver, end: str, onto: str, expected: tuple[str, str]
) -> None:
    before = editor.bytes()
    editor.pull(handle(editor, end), onto)
    assert ends(editor, "Skips") == expected
    assert editor.session.selection.ids == (editor.find("Skips"),)
    (label,) = editor.session.transactions.history.labels
    assert words(label, texts("en")) == "Reconnect connection"
    editor.undo()
    assert editor.bytes() == before


def test_the_line_follows_the_pointer_and_shows_where_it_may_end(editor: EditorDriver) -> None:
    editor.press(handle(editor, "target"))
    editor.drag("Basket")
    assert editor.overlay.active == editor.find("Basket")
    assert editor.find("Website") in (editor.overlay.targets or ())
    assert editor.find("Slow") not in (editor.overlay.targets or ())
    assert len(editor.overlay.connector) == 2
    before = editor.bytes()
    editor.key("escape")
    assert editor.overlay is NOTHING
    assert editor.bytes() == before
    editor.release()
    assert editor.bytes() == before


def test_an_end_is_refused_where_it_is_not_permitted(editor: EditorDriver) -> None:
    before = editor.bytes()
    said: list[str] = []
    editor.session.announced.connect(said.append)
    editor.press(handle(editor, "target"))
    editor.drag("Slow")
    assert editor.view.cursors[-1] == "forbidden"
    assert editor.overlay.tooltip == "This connection cannot end here"
    editor.release()
    assert said == ["This connection cannot end here"]
    assert editor.bytes() == before
    editor.pull(handle(editor, "source"), Point(5, 5))
    editor.click(handle(editor, "source"))
    assert editor.bytes() == before


def test_a_card_goes_along_with_the_relation_that_places_it(editor: EditorDriver) -> None:
    (relation,) = editor.graph.relations("at")
    operations.reconnect(editor.session, relation.id, "target", editor.find("Checkout"))
    assert editor.in_stage("Buy", "pain_point") == ["Slow"]
    assert editor.rect("Slow").x == editor.rect("Checkout").x
    editor.undo()
    assert editor.in_stage("Search", "pain_point") == ["Slow"]


def test_what_a_card_is_related_to_is_shown_with_its_line(editor: EditorDriver) -> None:
    session = editor.session
    session.selection.set([editor.find("Slow")])
    shown = dict(shown_relations(session))
    assert {editor.title(end) for end in shown.values()} == {"Website", "Faster"}
    for id_ in shown:
        line = relation_line(session, id_)
        assert len(line) >= 2
        one, other = line[len(line) // 2 - 1 : len(line) // 2 + 1]
        middle = Point((one.x + other.x) / 2, (one.y + other.y) / 2)
        assert shown_line_at(session, middle, 3) in shown
    assert shown_line_at(session, Point(-50, -50), 3) == ""


def test_a_line_that_is_shown_can_be_selected(editor: EditorDriver) -> None:
    session = editor.session
    session.selection.set([editor.find("Slow")])
    (relation,) = editor.graph.relations("at")
    one, other = relation_line(session, relation.id)[1:3]
    editor.click(Point((one.x + other.x) / 2, (one.y + other.y) / 2 + 1))
    assert session.selection.ids == (relation.id,)
    assert {end for _, end in shown_relations(session)} == {relation.source, relation.target}


@given(maps(stages=3, cards=3), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_reconnection_is_permitted_and_can_be_undone(
    graph: JourneyGraph, data: st.DataObject
) -> None:
    if not graph.relations():
        return
    session = a_session(graph)
    relation = data.draw(st.sampled_from(graph.relations()))
    end = data.draw(st.sampled_from(ENDS))
    targets = sorted(operations.reconnection_targets(graph, relation.id, end))
    if not targets:
        return
    chosen = data.draw(st.sampled_from(targets))
    operations.reconnect(session, relation.id, end, chosen)
    after = graph.relation(relation.id)
    assert getattr(after, end) == chosen
    assert after.source != after.target
    kinds = graph.element(after.source).kind, graph.element(after.target).kind
    assert may_connect(kinds[0], after.kind, kinds[1])
    assert session.undo()
    assert graph.relation(relation.id) == relation


def test_what_is_not_permitted_raises(editor: EditorDriver) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        operations.reconnect(editor.session, editor.find("Skips"), "target", editor.find("Slow"))
