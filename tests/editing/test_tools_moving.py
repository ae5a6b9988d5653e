"""Dragging what is there: cards, notes, stages, lanes and points of a curve."""

from __future__ import annotations

import pytest

from journeyeditor.editing import operations
from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.geometry import Point, Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.style import LABEL_WIDTH
from tests.builders import MapBuilder, a_map
from tests.editing.driver import EditorDriver


def a_shop() -> MapBuilder:
    return (
        a_map()
        .with_("persona", "Sara")
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("step", "Asks")
        .with_("touchpoint", "Ad")
        .with_("pain_point", "Slow")
        .with_("pain_point", "Ugly")
        .with_("emotion", "Hopes", score=0.5, persona="persona1")
        .tied("follows", "step1", "touchpoint1")
        .tied("at", "pain_point1", "touchpoint1")
        .tied("at", "pain_point2", "touchpoint1")
        .tied("at", "emotion1", "step1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("emotion", "Fears", score=-1, persona="persona1")
        .tied("at", "emotion2", "step3")
        .with_stage("Use")
        .with_("step", "Brushes")
    )


@pytest.fixture
def hands() -> EditorDriver:
    return EditorDriver(a_shop().built())


def upper(rect: Rect) -> Point:
    return Point(rect.center.x, rect.y + 2)


def test_a_card_is_dragged_to_another_stage(hands: EditorDriver) -> None:
    hands.pull("Slow", hands.cell("Buy", "pain_point"))
    assert hands.in_stage("Buy", "pain_point") == ["Slow"]
    assert ("Slow", "Pays") in hands.ties("at")
    assert hands.session.transactions.history.labels == ("Move {thing}\tPain point",)
    assert hands.selected == ["Slow"]


def test_a_card_is_dragged_to_another_place_in_its_cell(hands: EditorDriver) -> None:
    hands.pull("Ugly", upper(hands.rect("Slow")))
    assert hands.in_stage("Search", "pain_point") == ["Ugly", "Slow"]


def test_a_card_is_dragged_to_another_slot_by_dropping_it_on_a_step(hands: EditorDriver) -> None:
    hands.press("Slow")
    hands.drag("Asks")
    assert hands.overlay.hot == "step2"
    hands.release()
    assert ("Slow", "Asks") in hands.ties("at")
    assert hands.rect("Slow").x == hands.rect("Asks").x


def test_steps_change_places(hands: EditorDriver) -> None:
    looks = hands.rect("Looks")
    hands.pull("Asks", Point(looks.x + 2, looks.center.y))
    assert hands.in_stage("Search", "step") == ["Asks", "Looks"]
    assert hands.rect("Ad").x == hands.rect("Looks").x


def test_a_step_takes_along_what_is_tied_to_it(hands: EditorDriver) -> None:
    hands.pull("Looks", hands.cell("Use", "step"))
    assert hands.in_stage("Use", "emotion") == ["Hopes"]


def test_many_cards_go_together_and_it_is_one_step(hands: EditorDriver) -> None:
    before = hands.bytes()
    hands.click("Slow")
    hands.click("Ugly", shift=True)
    hands.press("Slow")
    hands.drag(hands.cell("Use", "pain_point"))
    assert set(hands.overlay.ghosts) == {"pain_point1", "pain_point2"}
    hands.release()
    assert hands.in_stage("Use", "pain_point") == ["Slow", "Ugly"]
    hands.undo()
    assert hands.bytes() == before


def test_the_first_movement_shows_the_ghost_already(hands: EditorDriver) -> None:
    start = hands.point("Slow")
    hands.press("Slow")
    hands.tools.moved(hands.pointer(Point(start.x + 30, start.y)))
    assert hands.overlay.ghosts == {"pain_point1": (30, 0)}


def test_ghosts_hang_on_the_pointer_by_the_whole_way_it_has_gone(hands: EditorDriver) -> None:
    start = hands.point("Slow")
    hands.press("Slow")
    hands.drag(Point(start.x + 30, start.y + 7))
    hands.drag(Point(start.x + 11, start.y - 5))
    assert hands.overlay.ghosts == {"pain_point1": (11, -5)}
    hands.key("escape")


def test_a_trembling_hand_moves_nothing(hands: EditorDriver) -> None:
    start = hands.point("Slow")
    hands.pull("Slow", Point(start.x + 2, start.y - 2))
    assert hands.overlay == NOTHING
    assert not hands.session.transactions.history.labels


def test_a_card_let_go_where_it_was_is_no_step(hands: EditorDriver) -> None:
    start = hands.point("Slow")
    hands.press("Slow")
    hands.drag(Point(start.x + 40, start.y))
    hands.drag(start)
    hands.release()
    assert not hands.session.transactions.history.labels


def test_what_is_selected_elsewhere_stays_when_another_is_dragged(hands: EditorDriver) -> None:
    hands.click("Slow")
    hands.pull("Ugly", hands.cell("Use", "pain_point"))
    assert hands.in_stage("Search", "pain_point") == ["Slow"]
    assert hands.selected == ["Ugly"]


def test_escape_takes_every_drag_back(hands: EditorDriver) -> None:
    before = hands.bytes()
    lane = Point(LABEL_WIDTH / 2, hands.cell("Search", "step").center.y)
    for grip in ("Slow", "Search", "Fears", lane):
        hands.press(grip)
        here = hands.at
        hands.drag(Point(here.x + 3, here.y + 50))
        hands.drag(Point(here.x + 190, here.y + 70))
        assert hands.overlay != NOTHING
        hands.key("escape")
        hands.release()
        assert hands.overlay == NOTHING
        assert hands.bytes() == before
        assert not hands.session.transactions.is_open
    assert not hands.session.transactions.history.labels
    assert not hands.session.transactions.history.redo_label


def test_stages_are_dragged_by_their_heads(hands: EditorDriver) -> None:
    use = hands.rect("Use")
    hands.press("Search")
    hands.drag(Point(use.right - 2, use.center.y))
    assert hands.overlay.mark is not None
    assert hands.overlay.mark.center.x == use.right
    hands.release()
    assert hands.titles("stage") == ["Buy", "Use", "Search"]
    assert hands.in_stage("Search", "pain_point") == ["Slow", "Ugly"]


def test_many_stages_go_together(hands: EditorDriver) -> None:
    hands.click("Buy")
    hands.click("Use", shift=True)
    first = hands.rect("Search")
    hands.pull("Buy", Point(first.x + 2, first.center.y))
    assert hands.titles("stage") == ["Buy", "Use", "Search"]
    hands.undo()
    assert hands.titles("stage") == ["Search", "Buy", "Use"]


def test_a_stage_let_go_beside_itself_stays(hands: EditorDriver) -> None:
    buy = hands.rect("Buy")
    hands.pull("Buy", Point(buy.x + 2, buy.center.y))
    hands.pull("Buy", Point(buy.right - 2, buy.center.y))
    assert not hands.session.transactions.history.labels


def test_lanes_are_dragged_by_their_names(hands: EditorDriver) -> None:
    pains = hands.cell("Search", "pain_point")
    steps = hands.cell("Search", "step")
    hands.press(Point(LABEL_WIDTH / 2, pains.center.y))
    hands.drag(Point(LABEL_WIDTH / 2, steps.y + 1))
    assert hands.overlay.mark is not None
    hands.release()
    assert hands.cell("Search", "pain_point").y < hands.cell("Search", "step").y
    assert len(hands.session.transactions.history.labels) == 1
    hands.undo()
    assert hands.cell("Search", "pain_point").y > hands.cell("Search", "step").y


def test_a_lane_let_go_where_it_was_stays(hands: EditorDriver) -> None:
    at = hands.cell("Search", "step").center
    hands.press(Point(3, at.y))
    hands.drag(Point(3, at.y + 20))
    hands.drag(Point(3, at.y + 1))
    hands.release()
    assert not hands.session.transactions.history.labels


def test_a_note_is_laid_anywhere() -> None:
    hands = EditorDriver(a_shop().with_("note", "Ask Kim", position=(30.0, 40.0)).built())
    start = hands.rect("Ask Kim")
    hands.pull(Point(start.x + 5, start.y + 5), Point(start.x + 65, start.y + 25))
    assert hands.rect("Ask Kim").x == start.x + 60
    assert hands.rect("Ask Kim").y == start.y + 20
    assert hands.session.transactions.history.labels == ("Move {thing}\tNote",)


def test_a_note_goes_along_with_cards_in_one_step() -> None:
    hands = EditorDriver(a_shop().with_("note", "Ask Kim", position=(400.0, 300.0)).built())
    before = hands.bytes()
    hands.click("Ask Kim")
    hands.click("Slow", shift=True)
    note, slow = hands.rect("Ask Kim"), hands.point("Slow")
    there = hands.cell("Use", "pain_point").center
    hands.pull("Slow", there)
    assert hands.in_stage("Use", "pain_point") == ["Slow"]
    assert hands.element("Ask Kim").position == (  # type: ignore[attr-defined]
        round(note.x + there.x - slow.x, 1),
        round(note.y + there.y - slow.y, 1),
    )
    hands.undo()
    assert hands.bytes() == before


def score(hands: EditorDriver, name: str) -> float:
    return float(hands.element(name).score)  # type: ignore[attr-defined]


def test_a_point_of_the_curve_goes_up_and_down_and_tells_its_score(hands: EditorDriver) -> None:
    before = hands.bytes()
    start = hands.point("Fears")
    glad = hands.point("Hopes")
    hands.press("Fears")
    hands.drag(Point(start.x, glad.y))
    assert score(hands, "Fears") == 0.5  # the curve follows at once
    assert hands.overlay.words.startswith("+0.5")
    hands.drag(Point(start.x, start.y - 500))
    assert score(hands, "Fears") == 2
    assert "Delighted" in hands.overlay.words
    hands.release()
    assert len(hands.session.transactions.history.labels) == 1
    hands.undo()
    assert hands.bytes() == before


def test_with_shift_scores_go_by_halves(hands: EditorDriver) -> None:
    start = hands.point("Fears")
    for dy in (-9, -17, -33, -41):
        hands.press("Fears", shift=True)
        hands.drag(Point(start.x, hands.at.y + dy))
        hands.release()
        assert score(hands, "Fears") * 2 == int(score(hands, "Fears") * 2)


def test_several_points_go_together_until_the_one_in_the_hand_is_at_the_end(
    hands: EditorDriver,
) -> None:
    hands.click("Hopes")
    hands.click("Fears", shift=True)
    start = hands.point("Fears")
    hands.press("Fears")
    hands.drag(Point(start.x, start.y + 500))
    assert (score(hands, "Hopes"), score(hands, "Fears")) == (-0.5, -2)
    hands.drag(start)
    assert (score(hands, "Hopes"), score(hands, "Fears")) == (0.5, -1)
    hands.release()
    assert not hands.session.transactions.history.labels


def test_a_point_dragged_sideways_goes_to_another_slot(hands: EditorDriver) -> None:
    hands.pull("Fears", hands.cell("Use", "emotion"))
    assert hands.in_stage("Use", "emotion") == ["Fears"]
    assert ("Fears", "Brushes") in hands.ties("at")
    assert score(hands, "Fears") == -1


def test_somebody_elses_write_ends_the_drag_of_a_point_first(hands: EditorDriver) -> None:
    start = hands.point("Fears")
    hands.press("Fears")
    hands.drag(Point(start.x, start.y - 30))
    assert hands.session.transactions.is_open
    hands.session.undo()
    assert not hands.tools.is_busy
    assert score(hands, "Fears") == -1
    hands.drag(Point(start.x, start.y - 60))
    hands.release()
    assert score(hands, "Fears") == -1


def test_undo_in_the_midst_of_a_drag_ends_it(hands: EditorDriver) -> None:
    hands.pull("Slow", hands.cell("Use", "pain_point"))
    hands.press("Slow")
    hands.drag("Pays")
    hands.undo()
    assert not hands.tools.is_busy
    assert hands.overlay == NOTHING
    hands.release()
    assert hands.in_stage("Search", "pain_point") == ["Slow", "Ugly"]


def test_what_goes_wrong_in_a_drag_leaves_nothing_open(
    hands: EditorDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hands.bytes()
    start = hands.point("Fears")
    hands.press("Fears")
    hands.drag(Point(start.x, start.y - 30))

    def fail(*_: object) -> None:
        raise OSError("the screen is gone")

    with monkeypatch.context() as patch:
        patch.setattr(hit_testing, "score_at", fail)
        with pytest.raises(OSError, match="screen"):
            hands.drag(Point(start.x, start.y - 60))
    assert not hands.session.transactions.is_open
    assert not hands.tools.is_busy
    assert hands.bytes() == before


def test_near_the_edge_the_map_scrolls_and_the_drag_goes_on(hands: EditorDriver) -> None:
    assert not hands.tools.scrolls
    hands.tools.autoscroll(5, 5)
    assert hands.view.origin == (0, 0)
    hands.press("Slow")
    hands.drag(hands.cell("Buy", "pain_point"))
    assert hands.tools.scrolls
    for _ in range(40):
        hands.tools.autoscroll(4, 0)
    assert hands.view.origin == (160, 0)
    assert hands.overlay.cell == hands.cell("Use", "pain_point")
    hands.key("escape")


def test_connections_and_empty_hands_drag_nothing() -> None:
    hands = EditorDriver(a_shop().tied("follows", "stage3", "stage1", title="Again").built())
    relation = hands.find("Again")
    a, b, *_ = hands.session.layout.connector_points(relation)
    middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
    before = hands.bytes()
    hands.pull(middle, Point(300, 300))
    assert hands.selected == ["Again"]
    assert hands.bytes() == before


def test_a_drag_ends_when_another_hand_changes_the_map(hands: EditorDriver) -> None:
    hands.press("Ad")
    hands.drag(hands.cell("Buy", "touchpoint"))
    operations.delete(hands.session, [hands.find("Ad")])
    assert not hands.tools.is_busy
    assert hands.overlay == NOTHING
    hands.release()
    assert hands.titles("touchpoint") == []
    assert hands.selected == []
    hands.undo()
    assert "Ad" in hands.in_stage("Search", "touchpoint")


def test_a_click_selects_nothing_that_was_taken_away_under_it(hands: EditorDriver) -> None:
    hands.click("Ad")
    hands.press("Ad")
    operations.delete(hands.session, [hands.find("Ad")])
    hands.release()
    assert hands.session.selection.ids == ()
