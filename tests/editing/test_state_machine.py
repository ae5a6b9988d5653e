"""Random hands: whatever they do, the map stays whole and every step can be taken back."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from journeyeditor.files import dump_map, parse_map
from journeyeditor.geometry import Point
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import RecordId
from journeyeditor.vocabulary import KINDS, may_connect
from tests.builders import a_map
from tests.editing.driver import EditorDriver, Mods, faces, print_theme

KIND_NAMES = [cls.model_fields["kind"].default for cls in KINDS]
LETTERS = [cls.look.key for cls in KINDS if cls.look.key]
TOOLS = ["select", "connect", "hand", "curve", "touchpoint", "stage", "note", "emotion"]
PLACES = st.tuples(st.floats(-0.1, 1.1), st.floats(-0.1, 1.1))
WORDS = st.sampled_from(["", "Kassa", "¿Qué?", "två ord", "🙂 ler"])
HELD: list[Mods] = [{}, {}, {"shift": True}, {"ctrl": True}]
MODS = st.sampled_from(HELD)


def start() -> EditorDriver:
    """Return hands at a small map with one of everything that gestures meet."""
    return EditorDriver(
        a_map(title="Start")
        .with_("persona", "Sara")
        .with_("lane", "Needs", kinds=("thought",))
        .with_stage("Search")
        .with_("step", "Looks")
        .with_("touchpoint", "Ad")
        .with_("pain_point", "Slow")
        .tied("follows", "step1", "touchpoint1")
        .tied("at", "pain_point1", "touchpoint1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("emotion", "Fears", score=-1, persona="persona1")
        .tied("at", "emotion1", "step2")
        .with_("thought", "Loose")
        .with_("note", "Free", position=(60.0, 40.0))
        .tied("follows", "stage2", "stage1", title="Again")
        .built()
    )


class Hands(RuleBasedStateMachine):
    """Gestures, keys, undo and redo, saving and opening, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.hands = start()
        self.first = self.hands.bytes()

    @initialize(tool=st.sampled_from(TOOLS))
    def take_up(self, tool: str) -> None:
        self.hands.tools.use(tool)

    def at(self, place: tuple[float, float]) -> Point:
        """Return a place on the map or a little beside it."""
        size = self.hands.session.layout.size
        return Point(size.width * place[0], size.height * place[1])

    def grip(self, data: st.DataObject) -> Point:
        """Return the middle of something that stands on the map, or any place."""
        layout = self.hands.session.layout
        records = (*self.hands.graph.elements(), *self.hands.graph.relations())
        rects = [rect for record in records if (rect := layout.rect(record.id)) is not None]
        places = [rect.center for rect in rects]
        anywhere = PLACES.map(self.at)
        chosen = st.sampled_from(places) if places else anywhere
        return data.draw(chosen | chosen | chosen | anywhere)

    @rule(data=st.data(), mods=MODS)
    def click(self, data: st.DataObject, mods: Mods) -> None:
        self.hands.click(self.grip(data), **mods)

    @rule(data=st.data())
    def double_click(self, data: st.DataObject) -> None:
        self.hands.double_click(self.grip(data))

    @rule(data=st.data(), mods=MODS, gives_up=st.booleans())
    def drag(self, data: st.DataObject, mods: Mods, gives_up: bool) -> None:
        before = self.hands.bytes()
        self.hands.press(self.grip(data), **mods)
        self.hands.drag(self.grip(data))
        if gives_up and self.hands.tools.is_busy:
            self.hands.tools.cancel()
            assert self.hands.bytes() == before
        self.hands.release()

    @rule(data=st.data(), end=PLACES)
    def drag_from_a_handle(self, data: st.DataObject, end: tuple[float, float]) -> None:
        handles = self.hands.tools.handles()
        if handles:
            self.hands.press(handles[0])
            self.hands.drag(self.grip(data))
            self.hands.release()

    @rule(data=st.data(), mods=MODS)
    def undo_in_the_midst_of_a_drag(self, data: st.DataObject, mods: Mods) -> None:
        self.hands.press(self.grip(data), **mods)
        self.hands.drag(self.grip(data))
        self.hands.session.undo()
        self.hands.drag(self.grip(data))
        self.hands.release()

    @rule(kind=st.sampled_from(KIND_NAMES), data=st.data(), words=WORDS)
    def drop_from_the_palette(self, kind: str, data: st.DataObject, words: str) -> None:
        self.hands.palette_drop(kind, self.grip(data))
        self.hands.type(words)

    @rule(tool=st.sampled_from(TOOLS))
    def use(self, tool: str) -> None:
        self.hands.tools.use(tool)

    @rule(
        name=st.sampled_from(["left", "right", "up", "down"]),
        mods=MODS | st.just(Mods(alt=True)),
    )
    def arrow(self, name: str, mods: Mods) -> None:
        self.hands.key(name, **mods)

    @rule(name=st.sampled_from([*LETTERS, "C", "V", "tab", "enter", "home", "end", "escape"]))
    def key(self, name: str) -> None:
        self.hands.key(name)

    @rule()
    def delete(self) -> None:
        self.hands.key("delete")

    @precondition(lambda self: self.hands.view.writing is not None)
    @rule(words=WORDS)
    def write(self, words: str) -> None:
        writing = self.hands.view.writing
        assert writing is not None
        if writing.field == "title":
            self.hands.type(words)
        self.hands.leave()

    @rule()
    def undo(self) -> None:
        self.hands.session.undo()

    @rule()
    def redo(self) -> None:
        self.hands.session.redo()

    @rule()
    def save_and_open(self) -> None:
        data = self.hands.bytes()
        assert dump_map(parse_map(data, "the map")) == data

    @invariant()
    def nothing_dangles(self) -> None:
        graph = self.hands.graph
        for element in graph.elements():
            for field in ("stage", "lane", "persona"):
                assert self.is_there(getattr(element, field, None), field)
        for relation in graph.relations():
            ends = [graph.element(end).kind for end in (relation.source, relation.target)]
            assert may_connect(ends[0], relation.kind, ends[1])

    def is_there(self, named: RecordId | tuple[RecordId, ...] | None, kind: str) -> bool:
        """Tell whether what a field names is an element of its kind."""
        ids = named if isinstance(named, tuple) else () if named is None else (named,)
        return all(self.hands.graph.element(id_).kind == kind for id_ in ids)

    @invariant()
    def no_transaction_is_open(self) -> None:
        assert not self.hands.session.transactions.is_open

    @invariant()
    def only_what_exists_is_selected(self) -> None:
        assert all(id_ in self.hands.graph for id_ in self.hands.session.selection.ids)

    @rule()
    def the_arrangement_is_that_of_a_map_just_opened(self) -> None:
        layout = self.hands.session.layout
        fresh = IncrementalLayout(self.hands.graph, faces(), print_theme())
        for record in (*self.hands.graph.elements(), *self.hands.graph.relations()):
            assert layout.rect(record.id) == fresh.rect(record.id)
            assert layout.connector_points(record.id) == fresh.connector_points(record.id)
        assert layout.size == fresh.size

    def teardown(self) -> None:
        self.hands.tools.cancel()
        self.hands.leave()
        self.the_arrangement_is_that_of_a_map_just_opened()
        last = self.hands.bytes()
        steps = len(self.hands.session.transactions.history.labels)
        self.hands.undo(steps)
        assert self.hands.bytes() == self.first
        assert not self.hands.session.undo()
        self.hands.redo(steps)
        assert self.hands.bytes() == last


TestHands = Hands.TestCase
TestHands.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
