"""Making what is not there yet: cards by palette, tool and key, connections, whole curves."""

from __future__ import annotations

import pytest

from journeyeditor.editing.tools.interface import NOTHING, Key
from journeyeditor.geometry import Point
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.vocabulary import KINDS
from tests.builders import MapBuilder, a_map
from tests.editing.driver import EditorDriver


def a_shop() -> MapBuilder:
    return (
        a_map()
        .with_("persona", "Sara")
        .with_("persona", "Kim")
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("step", "Asks")
        .with_("touchpoint", "Ad")
        .with_("pain_point", "Slow")
        .with_("opportunity", "Faster")
        .related("follows", "step1", "touchpoint1")
        .related("at", "pain_point1", "touchpoint1")
        .related("at", "opportunity1", "touchpoint1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_stage("Use")
        .with_("step", "Brushes")
    )


@pytest.fixture
def editor() -> EditorDriver:
    return EditorDriver(a_shop().built())


def test_the_palette_shows_where_a_card_would_go_and_puts_it_there(editor: EditorDriver) -> None:
    cell = editor.cell("Buy", "touchpoint")
    editor.tools.drag_entered("touchpoint")
    editor.tools.drag_moved(editor.pointer(cell.center))
    assert editor.overlay.cell == cell
    editor.tools.dropped("touchpoint", editor.pointer(cell.center))
    assert editor.overlay == NOTHING
    assert editor.view.writing is not None
    editor.type("Till")
    assert editor.in_stage("Buy", "touchpoint") == ["Till"]


def test_a_palette_drag_that_leaves_the_map_leaves_nothing(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.tools.drag_entered("stage")
    editor.tools.drag_moved(editor.pointer(editor.point("Buy")))
    assert editor.overlay.mark is not None
    editor.tools.drag_left()
    assert editor.overlay == NOTHING
    assert not editor.tools.is_busy
    editor.tools.drag_entered("stage")
    assert editor.key("escape")
    editor.tools.drag_moved(editor.pointer(editor.point("Buy")))
    assert editor.overlay == NOTHING
    assert editor.bytes() == before


def test_a_drop_without_a_drag_before_it_works_too(editor: EditorDriver) -> None:
    editor.tools.dropped("metric", editor.pointer(editor.point("Ad")))
    editor.type("Visits")
    assert editor.in_stage("Search", "metric") == ["Visits"]
    assert ("Visits", "Ad") in editor.relations("at")


def test_a_kind_that_is_unknown_is_let_fall(editor: EditorDriver) -> None:
    editor.tools.dropped("unicorn", editor.pointer(Point(50, 50)))
    assert not editor.session.transactions.history.labels
    assert not editor.tools.is_busy


@pytest.mark.parametrize("kind", [cls.kind_name() for cls in KINDS])
def test_every_kind_can_be_dropped_and_undone(editor: EditorDriver, kind: str) -> None:
    before = editor.bytes()
    made = editor.palette_drop(kind, editor.cell("Buy", "pain_point"), "New")
    assert editor.graph.element(made).kind == kind
    assert editor.titles(kind)[-1:] == ["New"] or "New" in editor.titles(kind)
    editor.undo_all()
    assert editor.bytes() == before


def test_a_note_from_the_palette_lies_where_it_was_let_go(editor: EditorDriver) -> None:
    editor.palette_drop("note", Point(120, 30), "Ask")
    assert editor.element("Ask").position == (120, 30)


def test_an_emotion_gets_the_score_of_its_height(editor: EditorDriver) -> None:
    cell = editor.cell("Buy", "emotion")
    editor.tools.drag_entered("emotion")
    editor.tools.drag_moved(editor.pointer(Point(cell.center.x, cell.y + 1)))
    assert editor.overlay.tooltip.startswith("+2")
    editor.palette_drop("emotion", Point(cell.center.x, cell.y + 1), "Bliss")
    assert editor.element("Bliss").score == 2  # type: ignore[attr-defined]
    assert ("Bliss", "Pays") in editor.relations("at")


KIND_LETTERS = [(cls.look.key, cls.kind_name()) for cls in KINDS if cls.look.key]


@pytest.mark.parametrize(("letter", "kind"), KIND_LETTERS)
def test_every_letter_makes_a_card_with_nothing_selected(
    editor: EditorDriver, letter: str, kind: str
) -> None:
    editor.key(letter)
    editor.type("New")
    (new,) = (each for each in editor.graph.elements(kind) if each.title == "New")
    assert editor.selected == ["New"]
    stage = getattr(new, "stage", None)
    assert kind == "stage" or stage == editor.find("Search"), "the first stage"


@pytest.mark.parametrize(("letter", "kind"), KIND_LETTERS)
def test_every_letter_makes_a_card_on_an_empty_map(letter: str, kind: str) -> None:
    editor = EditorDriver()
    editor.key(letter)
    editor.type("New")
    assert editor.titles(kind) == ["New"]
    editor.undo_all()
    assert not editor.graph.elements()


def test_the_card_goes_to_the_stage_touched_last(editor: EditorDriver) -> None:
    editor.click("Pays")
    editor.key("escape")
    assert editor.selected == []
    editor.key("P")
    editor.type("Dear")
    assert editor.in_stage("Buy", "pain_point") == ["Dear"]
    editor.keys("delete escape")
    editor.key("P")
    editor.type("Dearer")
    assert editor.in_stage("Buy", "pain_point") == ["Dearer"], "and a deleted card leaves it there"


def test_a_click_on_nothing_touches_the_stage_it_is_in(editor: EditorDriver) -> None:
    editor.click("Pays")
    editor.click(editor.cell("Use", "pain_point"))
    assert editor.selected == []
    editor.key("P")
    editor.type("Weak")
    assert editor.in_stage("Use", "pain_point") == ["Weak"]


@pytest.mark.parametrize(("visible", "collapsed"), [(False, False), (True, True)])
def test_a_letter_shows_the_lane_of_its_card(visible: bool, collapsed: bool) -> None:
    lanes = a_map().with_("lane", kinds=("pain_point",), visible=visible, collapsed=collapsed)
    editor = EditorDriver(lanes.with_stage("Search").built())
    before = editor.bytes()
    editor.key("P")
    editor.type("Slow")
    assert editor.in_stage("Search", "pain_point") == ["Slow"]
    editor.undo_all()
    assert editor.bytes() == before


def test_a_note_goes_where_nothing_is(editor: EditorDriver) -> None:
    for title in ("One", "Two", "Three"):
        editor.key("escape")
        editor.key("Y")
        editor.type(title)
    places = {editor.element(title).position for title in ("One", "Two", "Three")}
    assert len(places) == 3


def test_one_key_leads_to_the_same_lane_of_the_next_stage(editor: EditorDriver) -> None:
    editor.click("Slow")
    for title, stage, anchor in (("Dear", "Buy", "Pays"), ("Weak", "Use", "Brushes")):
        editor.key("enter", ctrl=True)
        editor.type(title)
        assert editor.in_stage(stage, "pain_point") == [title]
        assert (title, anchor) in editor.relations("at")


def test_behind_the_last_stage_words_still_go_into_a_card(editor: EditorDriver) -> None:
    editor.click("Slow")
    for _ in range(2):
        editor.key("enter", ctrl=True)
        editor.type("More")
    before = editor.bytes()
    editor.key("enter", ctrl=True)
    editor.type("Web shop")
    assert editor.in_stage("Use", "pain_point") == ["More", "Web shop"]
    editor.leave()
    editor.session.undo()
    editor.key("enter", ctrl=True)
    editor.leave()
    assert editor.bytes() == before, "a card without words goes away"


def test_without_a_stage_words_go_into_a_card_not_placed_yet() -> None:
    editor = EditorDriver(a_map().built())
    editor.key("K")
    editor.type("Ad")
    editor.key("enter", ctrl=True)
    editor.type("Web shop")
    assert {each.title for each in editor.session.graph.elements()} == {"Ad", "Web shop"}


def test_a_stage_without_a_card_is_passed_over(editor: EditorDriver) -> None:
    editor.click("Slow")
    editor.key("enter", ctrl=True)
    editor.leave()
    editor.key("enter", ctrl=True)
    editor.type("Weak")
    assert editor.in_stage("Buy", "pain_point") == []
    assert editor.in_stage("Use", "pain_point") == ["Weak"]


def test_the_next_stage_keeps_a_lane_of_ones_own() -> None:
    graph = (
        a_map()
        .with_("lane", "Own")
        .with_stage("Search")
        .with_("step", "Looks", lane="lane1")
        .with_stage("Buy")
        .built()
    )
    editor = EditorDriver(graph)
    editor.click("Looks")
    editor.key("enter", ctrl=True)
    editor.type("Pays")
    assert editor.element("Pays").lane == "lane1"


@pytest.mark.parametrize("chosen", ["Ad", "Slow", "Faster"])
def test_one_key_leads_to_the_channel_of_a_card(editor: EditorDriver, chosen: str) -> None:
    editor.click(chosen)
    assert editor.key("L")
    assert editor.view.writing is not None
    assert editor.view.writing[:2] == (editor.find("Ad"), "channel")
    editor.view.writing = None
    editor.click("Pays")
    assert not editor.key("L"), "a step has no channel"


def test_digits_score_the_emotion_selected(editor: EditorDriver) -> None:
    editor.click("Asks")
    editor.key("E")
    editor.type("Hm")
    for digit, score in (("1", -2), ("4", 1), ("5", 2)):
        editor.key(digit)
        assert editor.element("Hm").score == score  # type: ignore[attr-defined]
    editor.click("Ad")
    assert not editor.key("1")


@pytest.mark.parametrize(
    ("chosen", "letter", "stage", "kind", "related"),
    [
        ("Ad", "P", "Search", "pain_point", ("at", "New", "Ad")),
        ("Slow", "P", "Search", "pain_point", ("at", "New", "Ad")),
        ("Slow", "O", "Search", "opportunity", ("at", "New", "Ad")),
        ("Ad", "B", "Search", "backstage", ("supports", "New", "Ad")),
        ("Pays", "K", "Buy", "touchpoint", ("follows", "Pays", "New")),
        ("Pays", "T", "Buy", "thought", ("at", "New", "Pays")),
        ("Buy", "K", "Buy", "touchpoint", None),
        ("Ad", "A", "Search", "step", None),
        ("Pays", "N", "Buy", "metric", ("at", "New", "Pays")),
    ],
)
def test_a_letter_makes_a_card_beside_the_one_selected(
    editor: EditorDriver,
    chosen: str,
    letter: str,
    stage: str,
    kind: str,
    related: tuple[str, str, str] | None,
) -> None:
    editor.click(chosen)
    editor.key(letter)
    editor.type("New")
    assert "New" in editor.in_stage(stage, kind)
    if related:
        assert related[1:] in editor.relations(related[0])
    assert editor.selected == ["New"]


def test_a_letter_makes_a_stage_behind_the_one_of_the_card(editor: EditorDriver) -> None:
    editor.click("Slow")
    editor.key("S")
    editor.type("Compare")
    assert editor.titles("stage") == ["Search", "Compare", "Buy", "Use"]


def test_tab_puts_the_next_one_right_behind(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.key("tab")
    editor.type("Sniffs")
    assert editor.in_stage("Search", "step") == ["Looks", "Sniffs", "Asks"]
    editor.click("Search")
    editor.key("tab")
    editor.type("Compare")
    assert editor.titles("stage") == ["Search", "Compare", "Buy", "Use"]


def test_tab_goes_along_the_curve(editor: EditorDriver) -> None:
    editor.click("Asks")
    editor.key("E")
    editor.type("Hm")
    editor.key("tab")
    editor.type("Ah")
    assert ("Hm", "Asks") in editor.relations("at")
    assert ("Ah", "Pays") in editor.relations("at")


def test_tab_under_a_card_stacks_the_next_one(editor: EditorDriver) -> None:
    editor.click("Slow")
    editor.key("tab")
    editor.type("Dear")
    assert editor.in_stage("Search", "pain_point") == ["Slow", "Dear"]
    assert ("Dear", "Ad") in editor.relations("at")


def test_a_note_by_key_lies_beside_what_is_selected(editor: EditorDriver) -> None:
    editor.click("Ad")
    editor.key("Y")
    editor.type("Check")
    assert editor.rect("Check").y > editor.rect("Ad").y


def test_a_line_lights_up_only_what_may_be_reached(editor: EditorDriver) -> None:
    editor.tools.use("connect")
    editor.press("Faster")
    assert set(editor.overlay.targets or ()) == {
        "pain_point1",
        *("stage1", "stage2", "stage3"),
        *("step1", "step2", "step3", "step4"),
    }  # the touchpoint it is at is not offered again
    editor.drag("Ad")
    assert editor.overlay.active == ""
    assert editor.view.cursors[-1] == "forbidden"
    editor.drag("Slow")
    assert editor.overlay.active == "pain_point1"
    editor.release()
    assert editor.relations("addresses") == [("Faster", "Slow")]
    assert editor.session.selection.ids == (editor.graph.relations("addresses")[0].id,)


def test_a_line_let_go_over_nothing_joins_nothing(editor: EditorDriver) -> None:
    editor.tools.use("connect")
    editor.pull("Faster", Point(editor.session.layout.size.width + 50, 10))
    assert not editor.session.transactions.history.labels
    assert editor.overlay == NOTHING
    assert editor.tools.name == "connect"


def test_two_clicks_join_as_a_drag_does(editor: EditorDriver) -> None:
    editor.tools.use("connect")
    editor.click("Looks")
    editor.hover("Asks")
    assert editor.overlay.active == "step2"
    editor.click("Asks")
    assert ("Looks", "Asks") in editor.relations("follows")


def test_a_second_click_elsewhere_ends_the_line(editor: EditorDriver) -> None:
    editor.tools.use("connect")
    editor.click("Looks")
    editor.click(editor.cell("Use", "thought"))
    assert not editor.tools.is_busy
    assert not editor.session.transactions.history.labels


def test_a_line_begins_only_at_what_can_be_joined() -> None:
    editor = EditorDriver(a_map().with_stage("Only").with_("backstage", "Stock").built())
    editor.tools.use("connect")
    editor.press("Stock")
    assert not editor.tools.is_busy
    editor.tools.use("select")
    editor.click("Stock")
    assert editor.tools.handles() == ()
    editor.key("C")
    assert editor.tools.name == "connect"


def test_a_skip_is_drawn_from_stage_to_stage_and_named(editor: EditorDriver) -> None:
    editor.click("Search")
    editor.press(editor.tools.handles()[-1])
    editor.drag("Use")
    editor.release()
    editor.type("skips")
    assert editor.relations("follows")[-1] == ("Search", "Use")
    assert editor.session.layout.connector_points(editor.find("skips"))
    editor.undo()
    assert ("Search", "Use") not in editor.relations("follows")


def test_arrows_and_tab_choose_the_end_of_a_line(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.key("C")
    assert editor.overlay.active == "step2"
    editor.keys("right")
    assert editor.overlay.active == "step3"
    editor.keys("left")
    assert editor.overlay.active == "step2"
    seen = set()
    for _ in range(len(editor.overlay.targets or ())):
        editor.key("tab")
        seen.add(editor.overlay.active)
    assert seen == set(editor.overlay.targets or ())
    editor.key("tab", shift=True)
    hot = editor.overlay.active
    editor.key("enter")
    assert editor.graph.relations_of(hot)
    assert not editor.tools.is_busy


def test_escape_gives_up_a_line_made_by_keys(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.click("Looks")
    editor.keys("C right escape")
    assert editor.overlay == NOTHING
    assert editor.selected == ["Looks"]
    assert editor.bytes() == before


def test_a_click_ends_a_line_made_by_keys(editor: EditorDriver) -> None:
    editor.click("Looks")
    editor.key("C")
    editor.click("Brushes")
    assert ("Looks", "Brushes") in editor.relations("follows")


def curve(editor: EditorDriver, *marks: float) -> None:
    """Draw a stroke through scores, one for each slot of the map."""
    layout = editor.session.layout
    lane = next(i for i, lane in enumerate(layout.lanes) if "emotion" in lane.spec.kinds)
    rect = layout.lanes[lane].rect
    heights = {
        round(hit_testing.score_at(layout, y, lane), 1): y
        for y in map(float, range(int(rect.y), int(rect.bottom)))
    }
    points = [
        Point(layout.cell_rect(lane, slot).center.x, heights[mark])
        for slot, mark in enumerate(marks)
    ]
    editor.press(Point(points[0].x - 10, points[0].y))
    for point in points:
        editor.drag(point)
    assert len(editor.overlay.stroke) > len(marks)
    editor.drag(Point(points[-1].x + 10, points[-1].y))
    editor.release()


def scores(editor: EditorDriver, persona: str | None) -> list[tuple[str, float]]:
    found = []
    for emotion in editor.graph.elements("emotion"):
        if emotion.persona == persona:
            place = editor.session.layout.cell_of(emotion.id)
            assert place is not None
            targets = [editor.title(t.target) for t in editor.graph.outgoing(emotion.id, "at")]
            found.append((place[1], targets[0], emotion.score))  # type: ignore[attr-defined]
    return [(where, round(score, 1)) for _, where, score in sorted(found)]


def test_a_whole_curve_is_drawn_in_one_stroke(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.key("D")
    editor.hover(editor.cell("Search", "emotion"))
    assert editor.overlay.tooltip == "Sara"
    curve(editor, 1.0, -1.0, 0.5, 2.0)
    assert scores(editor, "persona1") == [
        ("Ad", 1.0),
        ("Asks", -1.0),
        ("Pays", 0.5),
        ("Brushes", 2.0),
    ]
    assert len(editor.session.transactions.history.labels) == 1
    assert editor.tools.name == "curve"
    editor.undo()
    assert editor.bytes() == before


def test_a_second_stroke_draws_the_same_curve_anew(editor: EditorDriver) -> None:
    editor.tools.use("curve")
    curve(editor, 1.0, -1.0, 0.5, 2.0)
    curve(editor, 0.0, 1.5)
    assert scores(editor, "persona1") == [
        ("Ad", 0.0),
        ("Asks", 1.5),
        ("Pays", 0.5),
        ("Brushes", 2.0),
    ]


def test_the_selected_person_feels_what_is_drawn(editor: EditorDriver) -> None:
    editor.session.selection.set(["persona2"])
    editor.tools.use("curve")
    curve(editor, 1.0, -1.0)
    assert scores(editor, "persona2") == [("Ad", 1.0), ("Asks", -1.0)]
    assert scores(editor, "persona1") == []
    editor.tools.use("select")
    editor.session.selection.set(["step3"])
    editor.key("E")  # goes on with Kim's curve
    editor.type("Relief")
    assert editor.element("Relief").persona == "persona2"


def test_going_back_in_a_stroke_draws_that_part_anew(editor: EditorDriver) -> None:
    editor.tools.use("curve")
    one, two = editor.cell("Search", "emotion", 0), editor.cell("Search", "emotion", 1)
    editor.press(Point(one.x + 3, one.y + 30))
    editor.drag(Point(two.right - 3, one.y + 30))
    editor.drag(Point(one.x + 3, one.bottom - 30))
    editor.release()
    assert all(score < 0 for _, score in scores(editor, "persona1")[:1])


def test_a_dab_scores_the_slot_it_is_in(editor: EditorDriver) -> None:
    editor.tools.use("curve")
    cell = editor.cell("Buy", "emotion")
    editor.click(Point(cell.x + 5, cell.center.y))
    assert scores(editor, "persona1") == [("Pays", 0.0)]


def test_escape_gives_up_a_stroke(editor: EditorDriver) -> None:
    before = editor.bytes()
    editor.tools.use("curve")
    cell = editor.cell("Search", "emotion")
    editor.press(cell)
    editor.drag(editor.cell("Use", "emotion"))
    editor.key("escape")
    editor.release()
    assert editor.overlay == NOTHING
    assert editor.bytes() == before
    assert editor.tools.name == "curve"


def test_a_curve_without_people_is_everybodys() -> None:
    editor = EditorDriver(a_map().with_stage("Search").with_("step", "Looks").built())
    editor.tools.use("curve")
    editor.pull(
        Point(editor.cell("Search", "emotion").x + 1, editor.cell("Search", "emotion").center.y),
        Point(editor.cell("Search", "emotion").right, editor.cell("Search", "emotion").center.y),
    )
    assert scores(editor, None) == [("Looks", 0.0)]


def test_control_and_an_arrow_need_something_to_go_from(editor: EditorDriver) -> None:
    assert editor.tools.key(Key("right", ctrl=True))
    assert not editor.session.transactions.history.labels
