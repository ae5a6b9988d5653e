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
        .tied("follows", "step1", "touchpoint1")
        .tied("at", "pain_point1", "touchpoint1")
        .tied("at", "opportunity1", "touchpoint1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_stage("Use")
        .with_("step", "Brushes")
    )


@pytest.fixture
def hands() -> EditorDriver:
    return EditorDriver(a_shop().built())


def test_the_palette_shows_where_a_card_would_go_and_puts_it_there(hands: EditorDriver) -> None:
    cell = hands.cell("Buy", "touchpoint")
    hands.tools.drag_entered("touchpoint")
    hands.tools.drag_moved(hands.pointer(cell.center))
    assert hands.overlay.cell == cell
    hands.tools.dropped("touchpoint", hands.pointer(cell.center))
    assert hands.overlay == NOTHING
    assert hands.view.writing is not None
    hands.type("Till")
    assert hands.in_stage("Buy", "touchpoint") == ["Till"]


def test_a_palette_drag_that_leaves_the_map_leaves_nothing(hands: EditorDriver) -> None:
    before = hands.bytes()
    hands.tools.drag_entered("stage")
    hands.tools.drag_moved(hands.pointer(hands.point("Buy")))
    assert hands.overlay.mark is not None
    hands.tools.drag_left()
    assert hands.overlay == NOTHING
    assert not hands.tools.is_busy
    hands.tools.drag_entered("stage")
    assert hands.key("escape")
    hands.tools.drag_moved(hands.pointer(hands.point("Buy")))
    assert hands.overlay == NOTHING
    assert hands.bytes() == before


def test_a_drop_without_a_drag_before_it_works_too(hands: EditorDriver) -> None:
    hands.tools.dropped("metric", hands.pointer(hands.point("Ad")))
    hands.type("Visits")
    assert hands.in_stage("Search", "metric") == ["Visits"]
    assert ("Visits", "Ad") in hands.ties("at")


def test_a_kind_that_is_unknown_is_let_fall(hands: EditorDriver) -> None:
    hands.tools.dropped("unicorn", hands.pointer(Point(50, 50)))
    assert not hands.session.transactions.history.labels
    assert not hands.tools.is_busy


@pytest.mark.parametrize("kind", [cls.model_fields["kind"].default for cls in KINDS])
def test_every_kind_can_be_dropped_and_undone(hands: EditorDriver, kind: str) -> None:
    before = hands.bytes()
    made = hands.palette_drop(kind, hands.cell("Buy", "pain_point"), "New")
    assert hands.graph.element(made).kind == kind
    assert hands.titles(kind)[-1:] == ["New"] or "New" in hands.titles(kind)
    hands.undo_all()
    assert hands.bytes() == before


def test_a_note_from_the_palette_lies_where_it_was_let_go(hands: EditorDriver) -> None:
    hands.palette_drop("note", Point(120, 30), "Ask")
    assert hands.element("Ask").position == (120, 30)  # type: ignore[attr-defined]


def test_an_emotion_gets_the_score_of_its_height(hands: EditorDriver) -> None:
    cell = hands.cell("Buy", "emotion")
    hands.tools.drag_entered("emotion")
    hands.tools.drag_moved(hands.pointer(Point(cell.center.x, cell.y + 1)))
    assert hands.overlay.words.startswith("+2")
    hands.palette_drop("emotion", Point(cell.center.x, cell.y + 1), "Bliss")
    assert hands.element("Bliss").score == 2  # type: ignore[attr-defined]
    assert ("Bliss", "Pays") in hands.ties("at")


def test_a_letter_takes_up_a_kind_and_a_click_puts_it(hands: EditorDriver) -> None:
    hands.key("O")
    assert hands.tools.name == "opportunity"
    hands.hover("Pays")
    assert hands.overlay.hot == "step3"
    hands.click("Pays")
    hands.type("Invoice")
    assert ("Invoice", "Pays") in hands.ties("at")
    assert hands.tools.name == "select"


def test_with_shift_the_tool_stays_for_the_next(hands: EditorDriver) -> None:
    hands.tools.use("touchpoint")
    for stage in ("Buy", "Use"):
        hands.click(hands.cell(stage, "touchpoint"), shift=True)
        hands.type(f"{stage}!")
    assert hands.tools.name == "touchpoint"
    assert hands.in_stage("Buy", "touchpoint") == ["Buy!"]
    assert hands.in_stage("Use", "touchpoint") == ["Use!"]
    hands.click("Ad", button="right")
    assert hands.tools.name == "select"


def test_another_letter_takes_up_another_kind(hands: EditorDriver) -> None:
    hands.keys("O P")
    assert hands.tools.name == "pain_point"
    hands.key("P")  # the same once more puts it at the end of the map
    hands.type("Ow")
    assert hands.in_stage("Use", "pain_point") == ["Ow"]


@pytest.mark.parametrize(
    ("chosen", "letter", "stage", "kind", "tied"),
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
    hands: EditorDriver,
    chosen: str,
    letter: str,
    stage: str,
    kind: str,
    tied: tuple[str, str, str] | None,
) -> None:
    hands.click(chosen)
    hands.key(letter)
    hands.type("New")
    assert "New" in hands.in_stage(stage, kind)
    if tied:
        assert tied[1:] in hands.ties(tied[0])
    assert hands.selected == ["New"]


def test_a_letter_makes_a_stage_behind_the_one_of_the_card(hands: EditorDriver) -> None:
    hands.click("Slow")
    hands.key("S")
    hands.type("Compare")
    assert hands.titles("stage") == ["Search", "Compare", "Buy", "Use"]


def test_tab_puts_the_next_one_right_behind(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.key("tab")
    hands.type("Sniffs")
    assert hands.in_stage("Search", "step") == ["Looks", "Sniffs", "Asks"]
    hands.click("Search")
    hands.key("tab")
    hands.type("Compare")
    assert hands.titles("stage") == ["Search", "Compare", "Buy", "Use"]


def test_tab_goes_along_the_curve(hands: EditorDriver) -> None:
    hands.click("Asks")
    hands.key("E")
    hands.type("Hm")
    hands.key("tab")
    hands.type("Ah")
    assert ("Hm", "Asks") in hands.ties("at")
    assert ("Ah", "Pays") in hands.ties("at")


def test_tab_under_a_card_stacks_the_next_one(hands: EditorDriver) -> None:
    hands.click("Slow")
    hands.key("tab")
    hands.type("Dear")
    assert hands.in_stage("Search", "pain_point") == ["Slow", "Dear"]
    assert ("Dear", "Ad") in hands.ties("at")


def test_a_note_by_key_lies_beside_what_is_selected(hands: EditorDriver) -> None:
    hands.click("Ad")
    hands.key("Y")
    hands.type("Check")
    assert hands.rect("Check").y > hands.rect("Ad").y


def test_a_line_lights_up_only_what_may_be_reached(hands: EditorDriver) -> None:
    hands.tools.use("connect")
    hands.press("Faster")
    assert set(hands.overlay.targets or ()) == {
        "pain_point1",
        *("stage1", "stage2", "stage3"),
        *("step1", "step2", "step3", "step4"),
    }  # the touchpoint it is at is not offered again
    hands.drag("Ad")
    assert hands.overlay.hot == ""
    assert hands.view.cursors[-1] == "forbidden"
    hands.drag("Slow")
    assert hands.overlay.hot == "pain_point1"
    hands.release()
    assert hands.ties("addresses") == [("Faster", "Slow")]
    assert hands.session.selection.ids == (hands.graph.relations("addresses")[0].id,)


def test_a_line_let_go_over_nothing_joins_nothing(hands: EditorDriver) -> None:
    hands.tools.use("connect")
    hands.pull("Faster", Point(hands.session.layout.size.width + 50, 10))
    assert not hands.session.transactions.history.labels
    assert hands.overlay == NOTHING
    assert hands.tools.name == "connect"


def test_two_clicks_join_as_a_drag_does(hands: EditorDriver) -> None:
    hands.tools.use("connect")
    hands.click("Looks")
    hands.hover("Asks")
    assert hands.overlay.hot == "step2"
    hands.click("Asks")
    assert ("Looks", "Asks") in hands.ties("follows")


def test_a_second_click_elsewhere_ends_the_line(hands: EditorDriver) -> None:
    hands.tools.use("connect")
    hands.click("Looks")
    hands.click(hands.cell("Use", "thought"))
    assert not hands.tools.is_busy
    assert not hands.session.transactions.history.labels


def test_a_line_begins_only_at_what_can_be_joined() -> None:
    hands = EditorDriver(a_map().with_stage("Only").with_("backstage", "Stock").built())
    hands.tools.use("connect")
    hands.press("Stock")
    assert not hands.tools.is_busy
    hands.tools.use("select")
    hands.click("Stock")
    assert hands.tools.handles() == ()
    hands.key("C")
    assert hands.tools.name == "connect"


def test_a_skip_is_drawn_from_stage_to_stage_and_named(hands: EditorDriver) -> None:
    hands.click("Search")
    hands.press(hands.tools.handles()[-1])
    hands.drag("Use")
    hands.release()
    hands.type("skips")
    assert hands.ties("follows")[-1] == ("Search", "Use")
    assert hands.session.layout.connector_points(hands.find("skips"))
    hands.undo()
    assert ("Search", "Use") not in hands.ties("follows")


def test_arrows_and_tab_choose_the_end_of_a_line(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.key("C")
    assert hands.overlay.hot == "step2"
    hands.keys("right")
    assert hands.overlay.hot == "step3"
    hands.keys("left")
    assert hands.overlay.hot == "step2"
    seen = set()
    for _ in range(len(hands.overlay.targets or ())):
        hands.key("tab")
        seen.add(hands.overlay.hot)
    assert seen == set(hands.overlay.targets or ())
    hands.key("tab", shift=True)
    hot = hands.overlay.hot
    hands.key("enter")
    assert hands.graph.relations_of(hot)
    assert not hands.tools.is_busy


def test_escape_gives_up_a_line_made_by_keys(hands: EditorDriver) -> None:
    before = hands.bytes()
    hands.click("Looks")
    hands.keys("C right escape")
    assert hands.overlay == NOTHING
    assert hands.selected == ["Looks"]
    assert hands.bytes() == before


def test_a_click_ends_a_line_made_by_keys(hands: EditorDriver) -> None:
    hands.click("Looks")
    hands.key("C")
    hands.click("Brushes")
    assert ("Looks", "Brushes") in hands.ties("follows")


def curve(hands: EditorDriver, *marks: float) -> None:
    """Draw a stroke through scores, one for each slot of the map."""
    layout = hands.session.layout
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
    hands.press(Point(points[0].x - 10, points[0].y))
    for point in points:
        hands.drag(point)
    assert len(hands.overlay.stroke) > len(marks)
    hands.drag(Point(points[-1].x + 10, points[-1].y))
    hands.release()


def scores(hands: EditorDriver, persona: str | None) -> list[tuple[str, float]]:
    """Return what is felt where, along the map."""
    found = []
    for emotion in hands.graph.elements("emotion"):
        if emotion.persona == persona:  # type: ignore[attr-defined]
            place = hands.session.layout.cell_of(emotion.id)
            assert place is not None
            targets = [hands.title(t.target) for t in hands.graph.outgoing(emotion.id, "at")]
            found.append((place[1], targets[0], emotion.score))  # type: ignore[attr-defined]
    return [(where, round(score, 1)) for _, where, score in sorted(found)]


def test_a_whole_curve_is_drawn_in_one_stroke(hands: EditorDriver) -> None:
    before = hands.bytes()
    hands.key("D")
    hands.hover(hands.cell("Search", "emotion"))
    assert hands.overlay.words == "Sara"
    curve(hands, 1.0, -1.0, 0.5, 2.0)
    assert scores(hands, "persona1") == [
        ("Ad", 1.0),
        ("Asks", -1.0),
        ("Pays", 0.5),
        ("Brushes", 2.0),
    ]
    assert len(hands.session.transactions.history.labels) == 1
    assert hands.tools.name == "curve"
    hands.undo()
    assert hands.bytes() == before


def test_a_second_stroke_draws_the_same_curve_anew(hands: EditorDriver) -> None:
    hands.tools.use("curve")
    curve(hands, 1.0, -1.0, 0.5, 2.0)
    curve(hands, 0.0, 1.5)
    assert scores(hands, "persona1") == [
        ("Ad", 0.0),
        ("Asks", 1.5),
        ("Pays", 0.5),
        ("Brushes", 2.0),
    ]


def test_the_selected_person_feels_what_is_drawn(hands: EditorDriver) -> None:
    hands.session.selection.set(["persona2"])
    hands.tools.use("curve")
    curve(hands, 1.0, -1.0)
    assert scores(hands, "persona2") == [("Ad", 1.0), ("Asks", -1.0)]
    assert scores(hands, "persona1") == []
    hands.tools.use("select")
    hands.session.selection.set(["step3"])
    hands.key("E")  # goes on with Kim's curve
    hands.type("Relief")
    assert hands.element("Relief").persona == "persona2"  # type: ignore[attr-defined]


def test_going_back_in_a_stroke_draws_that_part_anew(hands: EditorDriver) -> None:
    hands.tools.use("curve")
    one, two = hands.cell("Search", "emotion", 0), hands.cell("Search", "emotion", 1)
    hands.press(Point(one.x + 3, one.y + 30))
    hands.drag(Point(two.right - 3, one.y + 30))
    hands.drag(Point(one.x + 3, one.bottom - 30))
    hands.release()
    assert all(score < 0 for _, score in scores(hands, "persona1")[:1])


def test_a_dab_scores_the_slot_it_is_in(hands: EditorDriver) -> None:
    hands.tools.use("curve")
    cell = hands.cell("Buy", "emotion")
    hands.click(Point(cell.x + 5, cell.center.y))
    assert scores(hands, "persona1") == [("Pays", 0.0)]


def test_escape_gives_up_a_stroke(hands: EditorDriver) -> None:
    before = hands.bytes()
    hands.tools.use("curve")
    cell = hands.cell("Search", "emotion")
    hands.press(cell)
    hands.drag(hands.cell("Use", "emotion"))
    hands.key("escape")
    hands.release()
    assert hands.overlay == NOTHING
    assert hands.bytes() == before
    assert hands.tools.name == "curve"


def test_a_curve_without_people_is_everybodys() -> None:
    hands = EditorDriver(a_map().with_stage("Search").with_("step", "Looks").built())
    hands.tools.use("curve")
    hands.pull(
        Point(hands.cell("Search", "emotion").x + 1, hands.cell("Search", "emotion").center.y),
        Point(hands.cell("Search", "emotion").right, hands.cell("Search", "emotion").center.y),
    )
    assert scores(hands, None) == [("Looks", 0.0)]


def test_control_and_an_arrow_need_something_to_go_from(hands: EditorDriver) -> None:
    assert hands.tools.key(Key("right", ctrl=True))
    assert not hands.session.transactions.history.labels
