"""Adding, moving, joining, copying and taking away, as people do it."""

from __future__ import annotations

import sys

import pytest

from journeyeditor.editing import operations
from journeyeditor.editing.changes import placing
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.files import dump_map
from journeyeditor.layout.grid import plan
from journeyeditor.model import JourneyGraph
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import a_shop, ends, field, steps, titles


def test_a_card_goes_in_front_of_another_and_is_selected() -> None:
    session = a_session(a_shop().built())
    id_ = operations.add(
        session, "touchpoint", DropTarget("stage1", before="touchpoint2"), title="Search engine"
    )
    assert titles(session, "stage1", "touchpoint") == [
        "Advert",
        "Search engine",
        "Website",
        "Reviews",
    ]
    assert session.selection.ids == (id_,)


def test_a_title_typed_after_adding_is_the_same_step() -> None:
    session = a_session(a_shop().built())
    before = dump_map(session.graph)
    id_ = operations.add(session, "touchpoint", DropTarget("stage1"))
    for words in ("S", "Sh", "Shop"):
        operations.set_field(session, [id_], "title", words, typing=True)
    assert session.transactions.history.labels == ("Add {thing}\tTouchpoint",)
    session.undo()
    assert dump_map(session.graph) == before
    session.redo()
    assert field(session, id_, "title") == "Shop"


def test_a_new_card_that_is_left_empty_was_never_there() -> None:
    session = a_session(a_shop().built())
    id_ = operations.add(session, "touchpoint", DropTarget("stage1"))
    operations.discard(session, id_)
    assert steps(session) == 0
    assert id_ not in session.graph
    added = operations.add(session, "touchpoint", DropTarget("stage1"), title="Shop")
    operations.end_merge(session)
    operations.discard(session, added)
    assert steps(session) == 2


def test_the_next_card_comes_behind_the_selected_one() -> None:
    session = a_session(a_shop().built())
    session.selection.set(["touchpoint1"])
    operations.add(session, "touchpoint", title="Next")
    operations.add(session, "touchpoint", title="After next")
    assert titles(session, "stage1", "touchpoint")[:3] == ["Advert", "Next", "After next"]
    session.selection.set(["touchpoint3"])
    pain = operations.add(session, "pain_point")
    assert ends(session, pain) == {(pain, "at", "touchpoint3")}
    session.selection.set([pain])
    other = operations.add(session, "pain_point")
    assert ends(session, other) == {(other, "at", "touchpoint3")}


def test_with_nothing_selected_a_card_goes_to_the_first_stage() -> None:
    session = a_session(a_shop().built())
    assert field(session, operations.add(session, "step"), "stage") == "stage1"
    empty = a_session()
    assert field(empty, operations.add(empty, "step"), "stage") is None


def test_many_cards_are_one_step_in_their_order() -> None:
    session = a_session(a_shop().built())
    ids = operations.add_many(
        session, "step", [{"title": each} for each in ("one", "two", "three")], DropTarget("stage2")
    )
    assert titles(session, "stage2", "step") == ["one", "two", "three"]
    assert session.selection.ids == tuple(ids)
    assert session.transactions.history.labels == ("Add {thing}\tSteps",)


def test_a_card_dropped_on_a_touchpoint_is_related_to_it_instead_of_the_other() -> None:
    session = a_session(a_shop().built())
    (relation,) = session.graph.outgoing("pain_point1")
    operations.move(session, ["pain_point1"], DropTarget(anchor="touchpoint3"))
    (now,) = session.graph.outgoing("pain_point1")
    assert (now.id, now.target) == (relation.id, "touchpoint3")


def test_a_card_that_leaves_for_a_slot_of_nobody_is_unrelated() -> None:
    session = a_session(a_shop().built())
    operations.move(session, ["pain_point1"], DropTarget("stage2"))
    assert ends(session, "pain_point1") == set()
    assert field(session, "pain_point1", "stage") == "stage2"


def test_a_touchpoint_that_moves_takes_along_what_is_related_to_it() -> None:
    session = a_session(a_shop().built())
    operations.move(session, ["touchpoint2"], DropTarget("stage2"))
    assert field(session, "pain_point1", "stage") == "stage2"
    assert ends(session, "pain_point1") == {("pain_point1", "at", "touchpoint2")}


def test_cards_that_move_together_stay_related_to_one_another() -> None:
    session = a_session(a_shop().with_("touchpoint", "Till").built())
    operations.move(
        session, ["touchpoint2", "pain_point1"], DropTarget("stage2", before="touchpoint4")
    )
    assert ends(session, "pain_point1") == {("pain_point1", "at", "touchpoint2")}
    assert titles(session, "stage2", "touchpoint") == ["Website", "Till"]


def test_a_backstage_activity_supports_the_touchpoint_it_is_put_under() -> None:
    session = a_session(a_shop().with_("backstage", "Stock").built())
    operations.move(session, ["backstage1"], DropTarget(anchor="touchpoint1"))
    assert ends(session, "backstage1") == {("backstage1", "supports", "touchpoint1")}


def test_a_touchpoint_put_under_a_step_follows_it() -> None:
    shop = a_shop().with_("step", "Look", stage="stage1", rank=1)
    session = a_session(shop.with_("step", "Choose", stage="stage1", rank=2).built())
    operations.move(session, ["touchpoint1"], DropTarget(anchor="step2"))
    assert ends(session, "touchpoint1") == {("step2", "follows", "touchpoint1")}
    grid = plan(session.graph)
    assert grid.slot_of["touchpoint1"][1] == grid.slot_of["step2"][1]
    operations.move(session, ["touchpoint1"], DropTarget(anchor="step1"))
    assert ends(session, "touchpoint1") == {("step1", "follows", "touchpoint1")}


def test_an_opportunity_leaves_the_pain_point_that_it_addresses_and_still_would_cure_it() -> None:
    shop = a_shop().with_("opportunity", "Faster", stage="stage1")
    session = a_session(shop.related("addresses", "opportunity1", "pain_point1").built())
    operations.move(session, ["opportunity1"], DropTarget("stage2"))
    assert ("opportunity1", "addresses", "pain_point1") in ends(session, "opportunity1")
    column = plan(session.graph).columns[1]
    slot = plan(session.graph).slot_of["opportunity1"][1]
    assert column.first <= slot < column.end


def test_putting_a_card_where_it_stands_is_no_step() -> None:
    session = a_session(a_shop().built())
    operations.move(session, ["touchpoint2"], DropTarget("stage1", None, "touchpoint3"))
    operations.move(session, ["touchpoint2"], DropTarget("stage1", None, "touchpoint2"))
    operations.move(session, ["touchpoint3"], DropTarget("stage1"))
    operations.move(session, ["pain_point1"], DropTarget("stage1", anchor="touchpoint2"))
    assert steps(session) == 0


def test_cards_without_ranks_get_them_when_one_goes_between() -> None:
    graph = a_map().with_stage().with_("step", "a").with_("step", "b").with_("step", "c").built()
    session = a_session(graph)
    operations.move(session, ["step3"], DropTarget("stage1", before="step2"))
    assert titles(session, "stage1", "step") == ["a", "c", "b"]


def test_ranks_are_given_anew_when_the_space_between_is_used_up() -> None:
    low = 1.0
    high = 1.0000000000000002
    shop = a_map().with_stage().with_("step", "a", rank=low).with_("step", "b", rank=high)
    session = a_session(shop.built())
    operations.add(session, "step", DropTarget("stage1", before="step2"), title="between")
    assert titles(session, "stage1", "step") == ["a", "between", "b"]


def test_a_lane_takes_only_what_is_put_into_it() -> None:
    shop = a_shop().with_("lane", "Mobile", kinds=("touchpoint",)).with_("lane", "Rest")
    session = a_session(shop.built())
    operations.move(session, ["touchpoint1", "pain_point1"], DropTarget("stage2", "lane2"))
    assert field(session, "touchpoint1", "lane") == "lane2"
    assert field(session, "pain_point1", "lane") is None
    operations.move(session, ["touchpoint1"], DropTarget("stage2", "lane1"))
    assert field(session, "touchpoint1", "lane") is None


def test_a_free_note_enters_a_cell_and_leaves_it() -> None:
    session = a_session(a_shop().with_("note", "Hm", position=(3, 4)).built())
    operations.move(session, ["note1"], DropTarget("stage1"))
    assert (field(session, "note1", "position"), field(session, "note1", "stage")) == (
        None,
        "stage1",
    )
    operations.move_notes(session, {"note1": (10.04, 20.26)})
    assert field(session, "note1", "position") == (10.0, 20.3)


def test_a_deleted_stage_leaves_its_cards_and_says_so() -> None:
    session = a_session(a_shop().built())
    reported: list[str] = []
    session.announced.connect(reported.append)
    operations.delete(session, ["stage1", "touchpoint1"])
    left = {card.id for card in session.graph.cards(None)}
    assert left == {"touchpoint2", "touchpoint3", "pain_point1"}
    assert reported == ["3 cards moved to “Not placed yet”"]


def test_a_stage_goes_together_with_cards_of_the_stages_beside_it() -> None:
    session = a_session(a_shop().with_("step", "Pay").with_stage("Use").built())
    operations.delete(session, ["stage2", "touchpoint1"])
    session.undo()
    assert session.layout.cell_of("step1") is not None
    assert session.layout.cell_of("touchpoint1") is not None


def test_relations_go_with_their_ends_and_come_back_with_them() -> None:
    session = a_session(a_shop().built())
    before = dump_map(session.graph)
    operations.delete(session, ["touchpoint2"])
    assert session.graph.relations() == ()
    assert field(session, "pain_point1", "stage") == "stage1"
    session.undo()
    assert dump_map(session.graph) == before


def test_a_card_keeps_the_stage_in_which_it_was_in_by_a_relation() -> None:
    shop = a_shop().with_("thought", "Hm", stage=None).related("at", "thought1", "touchpoint1")
    session = a_session(shop.built())
    operations.delete(session, ["touchpoint1"])
    assert field(session, "thought1", "stage") == "stage1"


def test_nobody_names_a_deleted_persona_or_lane() -> None:
    builder = a_map(poster={"persona": "persona1", "lanes": ("lane1", "step")})
    builder.with_("persona", "Eva").with_("persona", "Per").with_("lane", "Extra").with_stage()
    builder.with_("step", "Go", persona=("persona1", "persona2"), lane="lane1")
    builder.with_("step", "Come").with_("emotion", persona="persona1", score=1)
    session = a_session(builder.related("follows", "step1", "step2", persona="persona1").built())
    operations.delete(session, ["persona1", "lane1"])
    assert field(session, "step1", "persona") == ("persona2",)
    assert field(session, "step1", "lane") is None
    assert field(session, "emotion1", "persona") is None
    assert session.graph.relations()[0] == session.graph.relation("r1").replaced(persona=None)
    assert (session.info.poster.persona, session.info.poster.lanes) == (None, ("step",))


def test_copies_stand_beside_and_are_related_among_themselves_and_to_the_rest() -> None:
    shop = a_shop().with_("opportunity", "Faster", stage="stage1")
    session = a_session(shop.related("addresses", "opportunity1", "pain_point1").built())
    pain, cure = operations.duplicate(session, ["pain_point1", "opportunity1"])
    assert ends(session, pain) == {(pain, "at", "touchpoint2"), (cure, "addresses", pain)}
    (touchpoint,) = operations.duplicate(session, ["touchpoint1"])
    assert [c.id for c in session.graph.cards("stage1") if c.kind == "touchpoint"] == [
        "touchpoint1",
        touchpoint,
        "touchpoint2",
        "touchpoint3",
    ]


def test_a_stage_is_copied_with_its_cards() -> None:
    session = a_session(a_shop().built())
    copy = operations.duplicate(session, ["stage1"])[0]
    assert [stage.title for stage in session.graph.stages()] == ["Search", "Search", "Buy"]
    assert titles(session, copy, "touchpoint") == ["Advert", "Website", "Reviews"]
    (pain,) = [card for card in session.graph.cards(copy) if card.kind == "pain_point"]
    (relation,) = session.graph.outgoing(pain.id)
    assert session.graph.element(relation.target).title == "Website"
    assert relation.target != "touchpoint2"


def test_joining_takes_the_permitted_relation_and_direction() -> None:
    session = a_session(a_shop().with_("evidence", "Study").built())
    id_ = operations.connect(session, "touchpoint1", "pain_point1")
    relation = session.graph.relation(id_)
    assert (relation.source, relation.kind, relation.target) == ("pain_point1", "at", "touchpoint1")
    assert operations.connect(session, "pain_point1", "touchpoint1") == id_
    assert operations.possible_relations(session.graph, "touchpoint1", "evidence1") == (
        "evidenced_by",
    )
    assert operations.possible_relations(session.graph, "touchpoint1", "touchpoint1") == ()
    with pytest.raises(ValueError, match="no relation"):
        operations.connect(session, "pain_point1", "touchpoint3", "follows")
    assert steps(session) == 1


def test_targets_are_what_may_be_joined_and_is_not_yet() -> None:
    session = a_session(a_shop().with_("evidence", "Study").built())
    found = operations.connection_targets(session.graph, "pain_point1")
    assert found == {"touchpoint1", "touchpoint3", "stage1", "stage2", "evidence1"}
    assert operations.connection_targets(session.graph, "nobody") == frozenset()


def test_a_card_joined_to_another_stage_enters_it() -> None:
    session = a_session(a_shop().with_("thought", "Hm", stage="stage2").built())
    operations.connect(session, "thought1", "touchpoint1")
    assert field(session, "thought1", "stage") == "stage1"


def test_a_new_emotion_joins_the_curve_that_is_there() -> None:
    session = a_session(a_shop().with_("persona", "Eva").with_("persona", "Per").built())
    first = operations.add(session, "emotion", DropTarget(anchor="touchpoint1"))
    assert (field(session, first, "persona"), field(session, first, "score")) == ("persona1", 0)
    operations.set_field(session, [first], "persona", "persona2")
    second = operations.add(session, "emotion", DropTarget(anchor="touchpoint2"))
    assert field(session, second, "persona") == "persona2"
    session.filter.set(persona="persona1")
    assert (
        field(session, operations.add(session, "emotion", DropTarget("stage2")), "persona")
        == "persona1"
    )


def test_what_does_not_fit_a_new_card_is_refused() -> None:
    session = a_session(a_shop().built())
    before = dump_map(session.graph)
    with pytest.raises(operations.FieldError):
        operations.add(session, "pain_point", DropTarget("stage1"), severity=9)
    with pytest.raises(operations.FieldError):
        operations.add(session, "step", DropTarget("stage1"), persona=("nobody",))
    with pytest.raises(operations.FieldError):
        operations.add(session, "lane", title=3)
    assert dump_map(session.graph) == before


def test_a_gesture_under_way_is_taken_back_before_an_operation_looks() -> None:
    session = a_session(a_shop().built())
    unit = session.transaction("drag")
    unit.__enter__()
    unit.write(placing.move(session.graph, ["touchpoint1"], DropTarget("stage2")))

    def let_go(_: None) -> None:
        unit.cancel()
        unit.__exit__(None, None, None)

    session.about_to_write.connect(let_go)
    operations.add(session, "step", DropTarget("stage1"))
    assert field(session, "touchpoint1", "stage") == "stage1"
    assert session.transactions.history.labels == ("Add {thing}\tStep",)


def a_large_map(stages: int) -> JourneyGraph:
    builder = a_map()
    for _ in range(stages):
        builder.with_stage("Stage")
        for number in range(5):
            builder.with_("touchpoint", "Card", rank=number).with_(
                "pain_point", "Pain", rank=number
            )
    return builder.built()


def calls(graph: JourneyGraph) -> int:
    """Return how many functions run while cards are moved and one is joined."""
    count = 0

    def note(_frame: object, event: str, _arg: object) -> None:
        nonlocal count
        count += event == "call"

    last = graph.stages()[-1].id
    graph.cards(last), graph.lanes(), graph.stages()
    sys.setprofile(note)
    try:
        placing.move(graph, ["pain_point1"], DropTarget(last, anchor="touchpoint2"))
        placing.move(graph, ["touchpoint1"], DropTarget(last, before="touchpoint3"))
    finally:
        sys.setprofile(None)
    return count


def test_moving_costs_the_same_on_a_small_map_and_on_a_large_one() -> None:
    small, large = a_large_map(4), a_large_map(200)
    assert calls(large) <= calls(small) * 1.1
    change = placing.move(large, ["touchpoint1"], DropTarget("stage9", before="touchpoint43"))
    assert len(change.entries) == 1
