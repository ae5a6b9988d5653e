"""What is let go goes where the map shows that it will."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor import resources
from journeyeditor.editing import operations
from journeyeditor.editing.session import Session
from journeyeditor.editing.tools.dropping import DropPreview, preview_drop
from journeyeditor.editing.tools.moving import drop_lane
from journeyeditor.files import read_map
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.style import LANE_GAP
from journeyeditor.vocabulary import KINDS, Card
from tests.builders import MapBuilder, a_map
from tests.editing.driver import EditorDriver, a_session

CARD_KINDS = [
    cls.kind_name()
    for cls in KINDS
    if issubclass(cls, Card) and cls.look.key and cls.__name__ != "Note"
]


def a_shop() -> MapBuilder:
    return (
        a_map()
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("step", "Asks")
        .with_("touchpoint", "Ad")
        .with_("touchpoint", "Clerk")
        .with_("pain_point", "Slow")
        .with_("pain_point", "Ugly")
        .related("follows", "step1", "touchpoint1")
        .related("at", "pain_point1", "touchpoint1")
        .related("at", "pain_point2", "touchpoint1")
        .with_stage("Buy")
        .with_("touchpoint", "Till")
    )


@pytest.fixture
def shop() -> EditorDriver:
    return EditorDriver(a_shop().built())


def at(shop: EditorDriver, point: Point, kind: str, *carried: str) -> DropPreview:
    return preview_drop(shop.session.layout, shop.graph, point, kind, frozenset(carried))


def left(rect: Rect) -> Point:
    return Point(rect.x + 3, rect.center.y)


def right(rect: Rect) -> Point:
    return Point(rect.right - 3, rect.center.y)


def upper(rect: Rect) -> Point:
    return Point(rect.center.x, rect.y + 2)


def lower(rect: Rect) -> Point:
    return Point(rect.center.x, rect.bottom - 2)


def test_a_card_on_a_touchpoint_is_related_to_it_below_in_its_own_lane(shop: EditorDriver) -> None:
    found = at(shop, shop.point("Clerk"), "pain_point")
    assert found.relation == found.target.anchor == "touchpoint2"  # type: ignore[union-attr]
    assert found.cell == shop.cell("Search", "pain_point", 1)
    assert found.mark is None


def test_a_card_in_the_cell_below_a_touchpoint_is_related_without_being_dropped_on_it(
    shop: EditorDriver,
) -> None:
    found = at(shop, shop.cell("Search", "pain_point", 1).center, "pain_point")
    assert found.target is not None
    assert (found.target.stage, found.target.anchor, found.relation) == (
        "stage1",
        "touchpoint2",
        "",
    )


def test_a_mark_stands_between_two_cards_and_both_make_room(shop: EditorDriver) -> None:
    found = at(shop, upper(shop.rect("Ugly")), "pain_point")
    assert found.target is not None
    assert found.target.before == "pain_point2"
    assert found.mark is not None
    assert shop.rect("Slow").bottom - 1 < found.mark.center.y < shop.rect("Ugly").y + 1
    assert found.shifted["pain_point1"].y < 0 < found.shifted["pain_point2"].y


def test_below_the_stack_it_goes_to_its_end(shop: EditorDriver) -> None:
    found = at(shop, lower(shop.rect("Ugly")), "pain_point")
    assert found.target is not None
    assert found.target.before == ""
    assert found.mark is not None
    assert found.mark.y > shop.rect("Ugly").bottom - 1


def test_a_touchpoint_goes_between_two_others(shop: EditorDriver) -> None:
    found = at(shop, left(shop.rect("Clerk")), "touchpoint")
    assert found.target is not None
    assert found.target.before == "touchpoint2"
    assert found.mark is not None
    assert shop.rect("Ad").right < found.mark.center.x < shop.rect("Clerk").x
    assert found.shifted == {"touchpoint1": (-4.0, 0), "touchpoint2": (4.0, 0)}


def test_behind_the_last_touchpoint_it_goes_to_the_end_of_the_stage(shop: EditorDriver) -> None:
    found = at(shop, right(shop.rect("Clerk")), "touchpoint")
    assert found.target is not None
    assert (found.target.stage, found.target.before) == ("stage1", "")
    assert found.mark is not None
    assert found.mark.center.x > shop.rect("Clerk").right


def test_what_is_carried_is_no_neighbour_of_itself(shop: EditorDriver) -> None:
    found = at(shop, upper(shop.rect("Slow")), "pain_point", "pain_point1")
    assert found.target is not None
    assert found.target.before == "pain_point2"
    assert "pain_point1" not in found.shifted


def test_a_card_over_a_lane_of_others_goes_to_its_own_lane(shop: EditorDriver) -> None:
    found = at(shop, shop.cell("Buy", "thought").center, "pain_point")
    assert found.cell == shop.cell("Buy", "pain_point")


def test_beyond_the_map_is_the_nearest_stage(shop: EditorDriver) -> None:
    y = shop.cell("Buy", "pain_point").center.y
    assert at(shop, Point(9999, y), "pain_point").target.stage == "stage2"  # type: ignore[union-attr]
    assert at(shop, Point(-99, -99), "pain_point").target.stage == "stage1"  # type: ignore[union-attr]


def test_a_lane_record_takes_its_kinds_and_one_without_kinds_takes_all() -> None:
    graph = (
        a_map()
        .with_("lane", "Needs", kinds=("thought",))
        .with_("lane", "Wishes", kinds=("thought",))
        .with_("lane", "Anything")
        .with_stage("Search")
        .built()
    )
    shop = EditorDriver(graph)
    wishes = at(shop, shop.cell("Search", "Wishes").center, "thought")
    needs = at(shop, shop.cell("Search", "Needs").center, "thought")
    anything = at(shop, shop.cell("Search", "Anything").center, "metric")
    assert wishes.target is not None
    assert wishes.target.lane == "lane2"
    assert needs.target is not None
    assert needs.target.lane is None  # it stands there anyway
    assert anything.target is not None
    assert anything.target.lane == "lane3"
    assert at(shop, shop.cell("Search", "Needs").center, "metric").target.lane is None  # type: ignore[union-attr]


def test_an_emotion_goes_to_the_curves(shop: EditorDriver) -> None:
    found = at(shop, shop.point("Clerk"), "emotion")
    assert found.cell == shop.cell("Search", "emotion", 1)
    assert found.relation == "touchpoint2"


def test_a_stage_goes_to_the_nearest_seam(shop: EditorDriver) -> None:
    search, buy = shop.rect("Search"), shop.rect("Buy")
    first = at(shop, left(search), "stage")
    between = at(shop, right(search), "stage")
    last = at(shop, right(buy), "stage")
    assert [each.target.before for each in (first, between, last)] == ["stage1", "stage2", ""]  # type: ignore[union-attr]
    assert [round(each.mark.center.x - search.x) for each in (first, between, last)] == [  # type: ignore[union-attr]
        0,
        round(search.width),
        round(search.width + buy.width),
    ]
    assert between.shifted == {"stage1": (-4.0, 0), "stage2": (4.0, 0)}


def test_the_first_stage_goes_anywhere() -> None:
    empty = EditorDriver()
    found = at(empty, Point(300, 300), "stage")
    assert found.target is not None
    assert found.cell is not None
    assert found.cell.width > 0


def test_a_note_lies_where_it_is_put_but_stands_in_a_lane_of_notes() -> None:
    graph = a_map().with_("lane", "Notes", kinds=("note",)).with_stage("Search").built()
    shop = EditorDriver(graph)
    assert at(shop, Point(60, 3), "note").position == (60, 3)
    stood = at(shop, shop.cell("Search", "Notes").center, "note")
    assert stood.position is None
    assert stood.target is not None
    assert stood.target.stage == "stage1"


def test_the_first_card_of_a_kind_is_marked_where_its_lane_will_open(shop: EditorDriver) -> None:
    found = at(shop, shop.cell("Buy", "opportunity").center, "metric")
    assert found.target is not None
    assert found.cell is None
    assert found.mark is not None
    shop.palette_drop("metric", shop.cell("Buy", "opportunity"), "Visits")
    lane = shop.cell("Buy", "metric")
    assert lane.y - LANE_GAP <= found.mark.y <= lane.bottom


def test_a_card_whose_lane_is_hidden_cannot_be_put_and_that_is_reported() -> None:
    graph = a_map().with_("lane", kinds=("pain_point",), visible=False).with_stage("Search").built()
    shop = EditorDriver(graph)
    reported: list[str] = []
    shop.session.announced.connect(reported.append)
    assert at(shop, shop.cell("Search", "step").center, "pain_point") == DropPreview()
    shop.tools.drag_entered("pain_point")
    shop.tools.drag_moved(shop.pointer(shop.point("Search")))
    assert shop.overlay.tooltip == "This lane is hidden"
    assert shop.view.cursors[-1] == "forbidden"
    shop.tools.dropped("pain_point", shop.pointer(shop.point("Search")))
    assert not shop.session.transactions.history.labels
    assert shop.view.writing is None
    assert reported == ["This lane is hidden"]


def test_people_lanes_and_evidence_have_no_place_in_the_grid(shop: EditorDriver) -> None:
    assert at(shop, shop.point("Ad"), "persona") == DropPreview()
    assert at(shop, shop.point("Ad"), "lane") == DropPreview()


def test_a_lane_goes_to_the_nearest_seam(shop: EditorDriver) -> None:
    layout = shop.session.layout
    keys = [lane.spec.key for lane in layout.lanes]
    for index, lane in enumerate(layout.lanes[1:], 1):
        above = drop_lane(layout, lane.rect.y + 1, keys[0])
        assert above.before == keys[index]
        assert layout.lanes[index - 1].rect.bottom <= above.mark.center.y <= lane.rect.y
    assert drop_lane(layout, layout.size.height + 9, keys[0]).before == ""
    assert drop_lane(layout, -9, keys[0]).before == keys[1]  # it does not stand before itself


def a_sample() -> Session:
    return a_session(read_map(resources.path("samples", "toothbrush.sv.journey.json")))


SAMPLE = a_sample()


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CARD_KINDS), st.floats(-0.1, 1.1), st.floats(-0.1, 1.1))
def test_a_new_card_stands_in_the_cell_that_was_lit(kind: str, across: float, down: float) -> None:
    session = SAMPLE
    size = session.layout.size
    found = preview_drop(
        session.layout, session.graph, Point(size.width * across, size.height * down), kind
    )
    assert found.target is not None
    assert (found.cell or found.mark) is not None
    try:
        made = session.layout.cell_of(operations.add(session, kind, found.target))
        assert made is not None
        lit = session.layout.cell_rect(*made)
        if found.cell is None:  # its lane is new, and was only marked
            assert found.mark is not None
            assert found.mark.x <= lit.x < found.mark.right
            assert lit.y - LANE_GAP <= found.mark.y <= lit.bottom
            return
        # The lane may have grown, and a column by the slot that the card needs.
        assert lit.x - found.cell.x in (0, lit.width)
        assert abs(lit.y - found.cell.y) < lit.height
    finally:
        assert session.undo()
