"""Rows of the map: stages, personas, and lanes that become records when they are touched."""

from __future__ import annotations

import pytest

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.session import Session
from journeyeditor.files import dump_map
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import a_shop, field, steps


def kinds(session: Session) -> list[tuple[str, ...]]:
    return [lane.spec.kinds for lane in session.layout.lanes]


def keys(session: Session) -> list[str]:
    return [lane.spec.key for lane in session.layout.lanes]


def test_stages_and_personas_change_their_order() -> None:
    session = a_session(a_shop().with_stage("Use").with_("persona").with_("persona").built())
    operations.move_stages(session, ["stage3", "stage2"], "stage1")
    assert [stage.id for stage in session.graph.stages()] == ["stage2", "stage3", "stage1"]
    operations.move_stages(session, ["stage2"], "")
    assert [stage.id for stage in session.graph.stages()] == ["stage3", "stage1", "stage2"]
    operations.move_personas(session, ["persona2"], "persona1")
    assert [who.id for who in session.graph.personas()] == ["persona2", "persona1"]
    operations.move_stages(session, ["stage3"], "stage3")
    operations.move_stages(session, ["stage3"], "stage1")
    assert steps(session) == 3


def test_the_rows_that_are_shown_become_records_when_one_is_moved() -> None:
    session = a_session(a_shop().built())
    before = dump_map(session.graph)
    rows = kinds(session)
    operations.move_lane(session, "pain_point", "touchpoint")
    moved = [row for row in rows if row != ("pain_point",)]
    moved.insert(moved.index(("touchpoint",)), ("pain_point",))
    assert kinds(session) == moved
    assert keys(session) == [lane.id for lane in session.graph.lanes()]
    assert steps(session) == 1
    session.undo()
    assert (kinds(session), dump_map(session.graph)) == (rows, before)


def test_moving_a_row_before_itself_or_a_row_that_is_not_there_is_no_step() -> None:
    session = a_session(a_shop().built())
    operations.move_lane(session, "pain_point", "pain_point")
    operations.move_lane(session, "dragon", "pain_point")
    assert steps(session) == 0


def test_a_lane_is_added_where_it_is_wanted() -> None:
    session = a_session(a_shop().built())
    rows = kinds(session)
    id_ = operations.add_lane(session, "Partners", ["note"], "touchpoint")
    rows.insert(rows.index(("touchpoint",)), ("note",))
    assert kinds(session) == rows
    assert session.graph.element(id_).title == "Partners"
    last = operations.add_lane(session, "Last")
    assert keys(session)[-1] == last


def test_a_lane_put_above_another_of_its_kind_takes_no_cards_from_it() -> None:
    session = a_session(a_shop().built())
    operations.add_lane(session, "Mobile", ["touchpoint"], "touchpoint")
    (lane,) = {field(session, f"touchpoint{number}", "lane") for number in (1, 2, 3)}
    assert lane in keys(session)
    assert session.graph.element(lane).title == ""
    places = {session.layout.cell_of(f"touchpoint{number}") for number in (1, 2, 3)}
    assert {place[0] for place in places if place} == {keys(session).index(lane)}


def test_a_lane_put_below_another_of_its_kind_leaves_the_cards_untouched() -> None:
    session = a_session(a_shop().built())
    operations.add_lane(session, "Mobile", ["touchpoint"])
    assert field(session, "touchpoint1", "lane") is None


def test_a_hidden_lane_hides_its_cards_and_shows_them_again() -> None:
    session = a_session(a_shop().built())
    id_ = operations.set_lane(session, "touchpoint", visible=False)
    assert session.layout.cell_of("touchpoint1") is None
    operations.set_lane(session, id_, visible=True)
    assert session.layout.cell_of("touchpoint1") is not None


def test_of_two_lanes_with_the_funnel_the_lower_one_may_be_moved_up() -> None:
    journey = a_map().with_stage("See", count=9).with_("lane", kinds=("stage",), rank=1)
    session = a_session(journey.with_("lane", kinds=("stage",), rank=2).built())
    operations.move_lane(session, "lane2", "lane1")
    assert [lane.id for lane in session.graph.lanes()][:2] == ["lane2", "lane1"]


def test_a_card_goes_to_an_anchor_past_cards_that_a_hidden_lane_holds() -> None:
    journey = a_map().with_stage("See").with_("lane", title="Later", kinds=["backstage"])
    journey.with_("touchpoint", lane="lane1", rank=1).with_("touchpoint", rank=2)
    session = a_session(journey.with_("step", rank=1).with_("step", rank=2).built())
    operations.set_lane(session, "lane1", visible=False)
    id_ = operations.add(session, "touchpoint", DropTarget("stage1", None, "", "step1"))
    shown = [card.id for card in session.graph.cards("stage1") if card.kind == "touchpoint"]
    assert shown.index(id_) < shown.index("touchpoint2")


def test_cards_of_a_hidden_lane_do_not_wander_into_another_of_their_kind() -> None:
    shop = a_shop().with_("lane", "One", kinds=("touchpoint",), rank=1)
    session = a_session(shop.with_("lane", "Two", kinds=("touchpoint",), rank=2).built())
    operations.set_lane(session, "lane1", visible=False)
    assert session.layout.cell_of("touchpoint1") is None
    assert field(session, "touchpoint1", "lane") == "lane1"


def test_a_curve_beside_cards_gets_a_lane_of_its_own_when_it_is_named() -> None:
    builder = a_shop().with_("emotion", score=1).with_("lane", "Mixed", kinds=("step", "emotion"))
    session = a_session(builder.built())
    id_ = operations.set_lane(session, "emotion", title="Mood")
    assert field(session, "lane1", "kinds") == ("step",)
    assert field(session, id_, "kinds") == ("emotion",)
    assert keys(session)[:2] == ["lane1", id_]


def test_what_does_not_fit_a_lane_is_refused() -> None:
    session = a_session(a_shop().built())
    with pytest.raises(operations.FieldError):
        operations.set_lane(session, "dragon", title="x")
    with pytest.raises(operations.FieldError):
        operations.set_lane(session, "touchpoint", height="huge")
    with pytest.raises(operations.FieldError):
        operations.add_lane(session, "x", ["dragon"])
    assert steps(session) == 0
    assert session.graph.lanes() == ()


def test_typing_a_lanes_name_is_one_step() -> None:
    session = a_session(a_map().with_stage().with_("lane", "a").built())
    for words in ("ab", "abc"):
        operations.set_lane(session, "lane1", typing=True, title=words)
    assert steps(session) == 1


def test_a_deleted_lane_gives_its_cards_back_to_their_kinds_lane() -> None:
    session = a_session(a_shop().with_("lane", "Extra").with_("step", "Go", lane="lane1").built())
    operations.delete(session, ["lane1"])
    assert field(session, "step1", "lane") is None
