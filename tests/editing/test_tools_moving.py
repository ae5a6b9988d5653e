"""Dragging what is there: cards, notes, stages, lanes and points of a curve."""

from __future__ import annotations

import pytest

from journeyeditor.editing import operations
from journeyeditor.editing.tools.interface import NOTHING
from journeyeditor.editing.undo_labels import words
from journeyeditor.geometry import Point, Rect
from journeyeditor.i18n import texts
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.style import LABEL_WIDTH
from journeyeditor.vocabulary import Note
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
        .related("follows", "step1", "touchpoint1")
        .related("at", "pain_point1", "touchpoint1")
        .related("at", "pain_point2", "touchpoint1")
        .related("at", "emotion1", "step1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("emotion", "Fears", score=-1, persona="persona1")
        .related("at", "emotion2", "step3")
        .with_stage("Use")
        .with_("step", "Brushes")
    )


@pytest.fixture
def editor() -> EditorDriver:
    return EditorDriver(a_shop().built())


def upper(rect: Rect) -> Point:
    return Point(rect.center.x, rect.y + 2)


def test_a_card_is_dragged_to_another_stage(editor: EditorDriver) -> None:
    editor.pull("Slow", editor.cell("Buy", "pain_point"))
    assert editor.in_stage("Buy", "pain_point") == ["Slow"]
    assert ("Slow", "Pays") in editor.relations("at")
    assert editor.session.transactions.history.labels == ("Move {thing}\tPain point",)
    assert editor.selected == ["Slow"]


def test_what_is_typed_during_a_drag_ends_it_and_is_not_lost(editor: EditorDriver) -> None:
    editor.press("Slow")
    editor.drag(editor.cell("Buy", "pain_point"))
    assert editor.key("K")
    assert editor.in_stage("Buy", "pain_point") == ["Slow"]
    editor.type("Newsletter")
    editor.release()
    assert "Newsletter" in editor.in_stage("Buy", "touchpoint")
    editor.undo(2)
    assert editor.in_stage("Search", "pain_point") == ["Slow", "Ugly"]


def test_what_is_typed_while_cards_are_marked_is_not_lost(editor: EditorDriver) -> None:
    editor.press(Point(1, 1))
    editor.drag("Ugly")
    assert editor.key("O")
    editor.type("Sort the list")
    editor.release()
    assert editor.titles("opportunity") == ["Sort the list"]


def test_a_card_is_dragged_to_another_place_in_its_cell(editor: EditorDriver) -> None:
    editor.pull("Ugly", upper(editor.rect("Slow")))
    assert editor.in_stage("Search", "pain_point") == ["Ugly", "Slow"]


def test_a_card_is_dragged_to_another_slot_by_dropping_it_on_a_step(editor: EditorDriver) -> None:
    editor.press("Slow")
    editor.drag("Asks")
    assert editor.overlay.active == "step2"
    editor.release()
    assert ("Slow", "Asks") in editor.relations("at")
    assert editor.rect("Slow").x == editor.rect("Asks").x


def test_steps_change_places(editor: EditorDriver) -> None:
    looks = editor.rect("Looks")
    editor.pull("Asks", Point(looks.x + 2, looks.center.y))
    assert editor.in_stage("Search", "step") == ["Asks", "Looks"]
    assert editor.rect("Ad").x == editor.rect("Looks").x


def test_a_step_takes_along_what_is_related_to_it(editor: EditorDriver) -> None:
    editor.pull("Looks", editor.cell("Use", "step"))
    assert editor.in_stage("Use", "emotion") == ["Hopes"]


def test_many_cards_go_together_and_it_is_one_step(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.click("Slow")
    editor.click("Ugly", shift=True)
    editor.press("Slow")
    editor.drag(editor.cell("Use", "pain_point"))
    assert set(editor.overlay.ghosts) == {"pain_point1", "pain_point2"}
    editor.release()
    assert editor.in_stage("Use", "pain_point") == ["Slow", "Ugly"]
    editor.undo()
    assert editor.bytes() == before


def test_the_first_movement_shows_the_ghost_already(editor: EditorDriver) -> None:
    start = editor.point("Slow")
    editor.press("Slow")
    editor.tools.moved(editor.pointer(Point(start.x + 30, start.y)))
    assert editor.overlay.ghosts == {"pain_point1": (30, 0)}


def test_ghosts_hang_on_the_pointer_by_the_whole_way_it_has_gone(editor: EditorDriver) -> None:
    start = editor.point("Slow")
    editor.press("Slow")
    editor.drag(Point(start.x + 30, start.y + 7))
    editor.drag(Point(start.x + 11, start.y - 5))
    assert editor.overlay.ghosts == {"pain_point1": (11, -5)}
    editor.key("escape")


def test_a_trembling_hand_moves_nothing(editor: EditorDriver) -> None:
    start = editor.point("Slow")
    editor.pull("Slow", Point(start.x + 2, start.y - 2))
    assert editor.overlay == NOTHING
    assert not editor.session.transactions.history.labels


def test_a_card_let_go_where_it_was_is_no_step(editor: EditorDriver) -> None:
    start = editor.point("Slow")
    editor.press("Slow")
    editor.drag(Point(start.x + 40, start.y))
    editor.drag(start)
    editor.release()
    assert not editor.session.transactions.history.labels


def test_what_is_selected_elsewhere_stays_when_another_is_dragged(editor: EditorDriver) -> None:
    editor.click("Slow")
    editor.pull("Ugly", editor.cell("Use", "pain_point"))
    assert editor.in_stage("Search", "pain_point") == ["Slow"]
    assert editor.selected == ["Ugly"]


def test_escape_takes_every_drag_back(editor: EditorDriver) -> None:
    before = editor.bytes()
    lane = Point(LABEL_WIDTH / 2, editor.cell("Search", "step").center.y)
    for grip in ("Slow", "Search", "Fears", lane):
        editor.press(grip)
        here = editor.at
        editor.drag(Point(here.x + 3, here.y + 50))
        editor.drag(Point(here.x + 190, here.y + 70))
        assert editor.overlay != NOTHING
        editor.key("escape")
        editor.release()
        assert editor.overlay == NOTHING
        assert editor.bytes() == before
        assert not editor.session.transactions.is_open
    assert not editor.session.transactions.history.labels
    assert not editor.session.transactions.history.redo_label


def test_stages_are_dragged_by_their_heads(editor: EditorDriver) -> None:
    use = editor.rect("Use")
    editor.press("Search")
    editor.drag(Point(use.right - 2, use.center.y))
    assert editor.overlay.mark is not None
    assert editor.overlay.mark.center.x == use.right
    editor.release()
    assert editor.titles("stage") == ["Buy", "Use", "Search"]
    assert editor.in_stage("Search", "pain_point") == ["Slow", "Ugly"]


def test_many_stages_go_together(editor: EditorDriver) -> None:
    editor.click("Buy")
    editor.click("Use", shift=True)
    first = editor.rect("Search")
    editor.pull("Buy", Point(first.x + 2, first.center.y))
    assert editor.titles("stage") == ["Buy", "Use", "Search"]
    editor.undo()
    assert editor.titles("stage") == ["Search", "Buy", "Use"]


def test_a_stage_let_go_beside_itself_stays(editor: EditorDriver) -> None:
    buy = editor.rect("Buy")
    editor.pull("Buy", Point(buy.x + 2, buy.center.y))
    editor.pull("Buy", Point(buy.right - 2, buy.center.y))
    assert not editor.session.transactions.history.labels


def test_lanes_are_dragged_by_their_names(editor: EditorDriver) -> None:
    pains = editor.cell("Search", "pain_point")
    steps = editor.cell("Search", "step")
    editor.press(Point(LABEL_WIDTH / 2, pains.center.y))
    editor.drag(Point(LABEL_WIDTH / 2, steps.y + 1))
    assert editor.overlay.mark is not None
    editor.release()
    assert editor.cell("Search", "pain_point").y < editor.cell("Search", "step").y
    assert len(editor.session.transactions.history.labels) == 1
    editor.undo()
    assert editor.cell("Search", "pain_point").y > editor.cell("Search", "step").y


def test_a_lane_let_go_where_it_was_stays(editor: EditorDriver) -> None:
    at = editor.cell("Search", "step").center
    editor.press(Point(3, at.y))
    editor.drag(Point(3, at.y + 20))
    editor.drag(Point(3, at.y + 1))
    editor.release()
    assert not editor.session.transactions.history.labels


def test_a_note_is_laid_anywhere() -> None:
    editor = EditorDriver(a_shop().with_("note", "Ask Kim", position=(30.0, 40.0)).built())
    start = editor.rect("Ask Kim")
    editor.pull(Point(start.x + 5, start.y + 5), Point(start.x + 65, start.y + 25))
    assert editor.rect("Ask Kim").x == start.x + 60
    assert editor.rect("Ask Kim").y == start.y + 20
    (label,) = editor.session.transactions.history.labels
    assert label == f"Move {{thing}}\t{Note.look.title}"
    assert words(label, texts("en")) == "Move note"


def test_a_note_goes_along_with_cards_in_one_step() -> None:
    editor = EditorDriver(a_shop().with_("note", "Ask Kim", position=(400.0, 300.0)).built())
    before = editor.bytes()
    editor.click("Ask Kim")
    editor.click("Slow", shift=True)
    note, slow = editor.rect("Ask Kim"), editor.point("Slow")
    there = editor.cell("Use", "pain_point").center
    editor.pull("Slow", there)
    assert editor.in_stage("Use", "pain_point") == ["Slow"]
    assert editor.element("Ask Kim").position == (
        round(note.x + there.x - slow.x, 1),
        round(note.y + there.y - slow.y, 1),
    )
    editor.undo()
    assert editor.bytes() == before


def score(editor: EditorDriver, name: str) -> float:
    return float(editor.element(name).score)  # type: ignore[attr-defined]


def test_a_point_of_the_curve_goes_up_and_down_and_tells_its_score(editor: EditorDriver) -> None:
    before = editor.bytes()
    start = editor.point("Fears")
    glad = editor.point("Hopes")
    editor.press("Fears")
    editor.drag(Point(start.x, glad.y))
    assert score(editor, "Fears") == 0.5  # the curve follows at once
    assert editor.overlay.tooltip.startswith("+0.5")
    editor.drag(Point(start.x, start.y - 500))
    assert score(editor, "Fears") == 2
    assert "Delighted" in editor.overlay.tooltip
    editor.release()
    assert len(editor.session.transactions.history.labels) == 1
    editor.undo()
    assert editor.bytes() == before


def test_with_shift_scores_go_by_halves(editor: EditorDriver) -> None:
    start = editor.point("Fears")
    for dy in (-9, -17, -33, -41):
        editor.press("Fears", shift=True)
        editor.drag(Point(start.x, editor.at.y + dy))
        editor.release()
        assert score(editor, "Fears") * 2 == int(score(editor, "Fears") * 2)


def test_several_points_go_together_until_the_one_in_the_hand_is_at_the_end(
    editor: EditorDriver,
) -> None:
    editor.click("Hopes")
    editor.click("Fears", shift=True)
    start = editor.point("Fears")
    editor.press("Fears")
    editor.drag(Point(start.x, start.y + 500))
    assert (score(editor, "Hopes"), score(editor, "Fears")) == (-0.5, -2)
    editor.drag(start)
    assert (score(editor, "Hopes"), score(editor, "Fears")) == (0.5, -1)
    editor.release()
    assert not editor.session.transactions.history.labels


def test_a_point_dragged_sideways_goes_to_another_slot(editor: EditorDriver) -> None:
    editor.pull("Fears", editor.cell("Use", "emotion"))
    assert editor.in_stage("Use", "emotion") == ["Fears"]
    assert ("Fears", "Brushes") in editor.relations("at")
    assert score(editor, "Fears") == -1


def test_somebody_elses_write_ends_the_drag_of_a_point_first(editor: EditorDriver) -> None:
    start = editor.point("Fears")
    editor.press("Fears")
    editor.drag(Point(start.x, start.y - 30))
    assert editor.session.transactions.is_open
    editor.session.undo()
    assert not editor.tools.is_busy
    assert score(editor, "Fears") == -1
    editor.drag(Point(start.x, start.y - 60))
    editor.release()
    assert score(editor, "Fears") == -1


def test_undo_in_the_midst_of_a_drag_ends_it(editor: EditorDriver) -> None:
    editor.pull("Slow", editor.cell("Use", "pain_point"))
    editor.press("Slow")
    editor.drag("Pays")
    editor.undo()
    assert not editor.tools.is_busy
    assert editor.overlay == NOTHING
    editor.release()
    assert editor.in_stage("Search", "pain_point") == ["Slow", "Ugly"]


def test_what_goes_wrong_in_a_drag_leaves_nothing_open(
    editor: EditorDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = editor.bytes()
    start = editor.point("Fears")
    editor.press("Fears")
    editor.drag(Point(start.x, start.y - 30))

    def fail(*_: object) -> None:
        raise OSError("the screen is gone")

    with monkeypatch.context() as patch:
        patch.setattr(hit_testing, "score_at", fail)
        with pytest.raises(OSError, match="screen"):
            editor.drag(Point(start.x, start.y - 60))
    assert not editor.session.transactions.is_open
    assert not editor.tools.is_busy
    assert editor.bytes() == before


def test_near_the_edge_the_map_scrolls_and_the_drag_goes_on(editor: EditorDriver) -> None:
    assert not editor.tools.scrolls
    editor.tools.autoscroll(5, 5)
    assert editor.view.origin == (0, 0)
    editor.press("Slow")
    editor.drag(editor.cell("Buy", "pain_point"))
    assert editor.tools.scrolls
    for _ in range(40):
        editor.tools.autoscroll(4, 0)
    assert editor.view.origin == (160, 0)
    assert editor.overlay.cell == editor.cell("Use", "pain_point")
    editor.key("escape")


def test_connections_and_empty_hands_drag_nothing() -> None:
    editor = EditorDriver(a_shop().related("follows", "stage3", "stage1", title="Again").built())
    relation = editor.find("Again")
    a, b, *_ = editor.session.layout.connector_points(relation)
    middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
    before = editor.bytes()
    editor.pull(middle, Point(300, 300))
    assert editor.selected == ["Again"]
    assert editor.bytes() == before


def test_a_drag_ends_when_another_hand_changes_the_map(editor: EditorDriver) -> None:
    editor.press("Ad")
    editor.drag(editor.cell("Buy", "touchpoint"))
    operations.delete(editor.session, [editor.find("Ad")])
    assert not editor.tools.is_busy
    assert editor.overlay == NOTHING
    editor.release()
    assert editor.titles("touchpoint") == []
    assert editor.selected == []
    editor.undo()
    assert "Ad" in editor.in_stage("Search", "touchpoint")


def test_a_click_selects_nothing_that_was_taken_away_under_it(editor: EditorDriver) -> None:
    editor.click("Ad")
    editor.press("Ad")
    operations.delete(editor.session, [editor.find("Ad")])
    editor.release()
    assert editor.session.selection.ids == ()


@pytest.mark.parametrize("modifiers", [{"ctrl": True}, {"alt": True}])
def test_with_alt_or_ctrl_a_drag_makes_a_copy(
    editor: EditorDriver, modifiers: dict[str, bool]
) -> None:
    before = editor.bytes()
    editor.click("Ugly")
    editor.press("Slow", ctrl="ctrl" in modifiers, alt="alt" in modifiers)
    editor.drag(editor.cell("Buy", "pain_point"))
    assert editor.overlay.is_copying
    assert editor.view.cursors[-1] == "copy"
    editor.release()
    assert editor.in_stage("Search", "pain_point") == ["Slow", "Ugly"]
    assert editor.in_stage("Buy", "pain_point") == ["Slow"]
    assert ("Slow", "Pays") in editor.relations("at")
    assert editor.selected == ["Slow"]
    copy = editor.session.selection.primary
    assert copy != "pain_point1"
    assert len(editor.session.transactions.history.labels) == 1
    editor.undo()
    assert editor.bytes() == before


def test_several_cards_and_notes_are_copied_together(editor: EditorDriver) -> None:
    note = operations.add(editor.session, "note", title="Ask", position=(100.0, 40.0))
    operations.end_merge(editor.session)
    start = editor.rect(note)
    editor.pull(note, Point(start.center.x + 50, start.center.y + 5), alt=True)
    copy = editor.session.selection.primary
    assert editor.rect(note) == start
    assert editor.element(copy).title == "Ask"
    assert (editor.rect(copy).x, editor.rect(copy).y) == (start.x + 50, start.y + 5)
    editor.session.selection.set(["pain_point1", "pain_point2"])
    editor.pull("Ugly", editor.cell("Use", "pain_point"), alt=True)
    assert editor.in_stage("Use", "pain_point") == ["Slow", "Ugly"]
    assert editor.in_stage("Search", "pain_point") == ["Slow", "Ugly"]


def test_a_copy_of_a_stage_takes_its_cards_along(editor: EditorDriver) -> None:
    before = editor.bytes()
    last = editor.rect("Use")
    editor.pull("Search", Point(last.right - 2, last.center.y), alt=True)
    assert editor.titles("stage") == ["Search", "Buy", "Use", "Search"]
    copy = editor.session.selection.primary
    assert copy == editor.graph.elements("stage")[-1].id
    assert [card.title for card in editor.graph.cards(copy) if card.kind == "step"] == [
        "Looks",
        "Asks",
    ]
    editor.undo()
    assert editor.bytes() == before


def test_an_emotion_is_copied_rather_than_rescored(editor: EditorDriver) -> None:
    start = editor.rect("Hopes").center
    editor.pull("Hopes", Point(start.x + 3, start.y + 12), alt=True)
    emotions = editor.graph.elements("emotion")
    assert [getattr(each, "score", None) for each in emotions].count(0.5) == 2


def test_escape_leaves_no_copy(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.press("Slow", alt=True)
    editor.drag(editor.cell("Buy", "pain_point"))
    editor.key("escape")
    editor.release()
    assert editor.bytes() == before
