"""Cards made beside others, and cards that go one place on."""

from __future__ import annotations

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.layout.grid import plan
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.shop_map import a_shop, ends, field, steps, titles


def test_a_neighbour_is_of_the_same_kind_and_joined() -> None:
    session = a_session(a_shop().built())
    right = operations.add_neighbour(session, "touchpoint1", "right")
    left = operations.add_neighbour(session, "touchpoint1", "left")
    row = [c.id for c in session.graph.cards("stage1") if c.kind == "touchpoint"]
    assert row == [left, "touchpoint1", right, "touchpoint2", "touchpoint3"]
    assert ("touchpoint1", "follows", right) in ends(session, right)
    assert (left, "follows", "touchpoint1") in ends(session, left)
    assert session.selection.ids == (left,)
    assert steps(session) == 2


def test_a_neighbour_of_a_pain_point_stands_at_the_next_touchpoint() -> None:
    session = a_session(a_shop().built())
    new = operations.add_neighbour(session, "pain_point1", "right")
    assert ends(session, new) == {(new, "at", "touchpoint3")}


def test_below_a_card_stands_one_of_the_next_lane_related_to_it() -> None:
    session = a_session(a_shop().built())
    thought = operations.add_neighbour(session, "touchpoint1", "down")
    assert session.graph.element(thought).kind == "thought"
    assert ends(session, thought) == {(thought, "at", "touchpoint1")}
    step = operations.add_neighbour(session, "touchpoint2", "up")
    assert session.graph.element(step).kind == "step"
    assert (step, "follows", "touchpoint2") in ends(session, step)
    cure = operations.add_neighbour(session, "pain_point1", "down")
    assert (cure, "addresses", "pain_point1") in ends(session, cure)
    feeling = operations.add_neighbour(session, "pain_point1", "up")
    assert (feeling, "at", "touchpoint2") in ends(session, feeling)
    assert field(session, feeling, "score") == 0


def test_above_the_first_lane_there_is_no_neighbour() -> None:
    session = a_session(a_map().with_stage().with_("step", "Go").built())
    assert operations.add_neighbour(session, "step1", "up") == ""
    assert operations.add_neighbour(session, "nobody", "up") == ""
    assert steps(session) == 0


def test_a_stage_beside_a_stage_follows_it_where_the_map_says_so() -> None:
    session = a_session(a_shop().built())
    operations.add_neighbour(session, "stage1", "right")
    assert [s.title for s in session.graph.stages()] == ["Search", "", "Buy"]
    assert not session.graph.relations("follows")
    chained = a_session(a_shop().related("follows", "stage1", "stage2", share=0.5).built())
    new = operations.add_neighbour(chained, "stage1", "right")
    moment_route = {
        (relation.source, relation.target) for relation in chained.graph.relations("follows")
    }
    assert moment_route == {("stage1", new), (new, "stage2")}
    last = operations.add(chained, "stage", DropTarget(), title="Use")
    assert ("stage2", "follows", last) in ends(chained, last)


def test_below_a_stage_head_stands_a_card_of_the_first_lane() -> None:
    session = a_session(a_shop().built())
    new = operations.add_neighbour(session, "stage2", "down")
    assert (session.graph.element(new).kind, field(session, new, "stage")) == ("step", "stage2")


def test_nudging_goes_one_place_and_over_the_border() -> None:
    session = a_session(a_shop().built())
    operations.nudge(session, ["touchpoint1"], "right")
    assert titles(session, "stage1", "touchpoint") == ["Website", "Advert", "Reviews"]
    operations.nudge(session, ["touchpoint1"], "right")
    operations.nudge(session, ["touchpoint1"], "right")
    assert titles(session, "stage2", "touchpoint") == ["Advert"]
    operations.nudge(session, ["touchpoint1"], "right")
    assert steps(session) == 3
    operations.nudge(session, ["touchpoint1"], "left")
    assert titles(session, "stage1", "touchpoint") == ["Website", "Reviews", "Advert"]


def test_many_are_nudged_in_one_step() -> None:
    session = a_session(a_shop().built())
    operations.nudge(session, ["touchpoint1", "touchpoint2"], "right")
    assert titles(session, "stage1", "touchpoint") == ["Reviews", "Advert", "Website"]
    assert steps(session) == 1


def test_touchpoints_under_steps_change_places_with_all_that_aligns_them() -> None:
    builder = a_map().with_stage().with_("step", "a", rank=1).with_("step", "b", rank=2)
    builder.with_("touchpoint", "x", rank=1).with_("touchpoint", "y", rank=2)
    builder.related("follows", "step1", "touchpoint1").related("follows", "step2", "touchpoint2")
    session = a_session(builder.built())
    operations.nudge(session, ["touchpoint1"], "right")
    grid = plan(session.graph)
    assert grid.slot_of["touchpoint1"][1] == 1
    assert grid.slot_of["touchpoint2"][1] == 0


def test_nudging_a_card_relates_it_to_the_next_touchpoint() -> None:
    session = a_session(a_shop().with_("pain_point", "Late", stage="stage1", rank=2).built())
    operations.connect(session, "pain_point2", "touchpoint2")
    operations.nudge(session, ["pain_point2"], "up")
    assert [c.id for c in session.graph.elements("pain_point")] == ["pain_point2", "pain_point1"]
    operations.nudge(session, ["pain_point2"], "down")
    assert [c.id for c in session.graph.elements("pain_point")] == ["pain_point1", "pain_point2"]
    operations.nudge(session, ["pain_point1"], "right")
    assert ends(session, "pain_point1") == {("pain_point1", "at", "touchpoint3")}


def test_nudging_stages_personas_notes_and_faces() -> None:
    builder = a_shop().with_("persona", "Eva").with_("persona", "Per")
    builder.with_("note", "Hm", position=(0, 0)).with_("emotion", score=1.8)
    session = a_session(builder.built())
    operations.nudge(session, ["stage2"], "left")
    assert [stage.id for stage in session.graph.stages()] == ["stage2", "stage1"]
    operations.nudge(session, ["persona1"], "down")
    assert [who.id for who in session.graph.personas()] == ["persona2", "persona1"]
    operations.nudge(session, ["note1"], "right")
    assert field(session, "note1", "position") == (6, 0)
    operations.nudge(session, ["emotion1"], "up")
    assert field(session, "emotion1", "score") == 2
    operations.nudge(session, ["emotion1"], "up")
    operations.nudge(session, ["stage2"], "left")
    assert steps(session) == 4
