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

KIND_NAMES = [cls.kind_name() for cls in KINDS]
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
        .related("follows", "step1", "touchpoint1")
        .related("at", "pain_point1", "touchpoint1")
        .with_stage("Buy")
        .with_("step", "Pays")
        .with_("emotion", "Fears", score=-1, persona="persona1")
        .related("at", "emotion1", "step2")
        .with_("thought", "Loose")
        .with_("note", "Free", position=(60.0, 40.0))
        .related("follows", "stage2", "stage1", title="Again")
        .built()
    )


class Hands(RuleBasedStateMachine):
    """Gestures, keys, undo and redo, saving and opening, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = start()
        self.first = self.editor.bytes()

    @initialize(tool=st.sampled_from(TOOLS))
    def take_up(self, tool: str) -> None:
        self.editor.tools.use(tool)

    def at(self, place: tuple[float, float]) -> Point:
        size = self.editor.session.layout.size
        return Point(size.width * place[0], size.height * place[1])

    def grip(self, data: st.DataObject) -> Point:
        """Return the middle of something that stands on the map, or any place."""
        layout = self.editor.session.layout
        records = (*self.editor.graph.elements(), *self.editor.graph.relations())
        rects = [rect for record in records if (rect := layout.rect(record.id)) is not None]
        places = [rect.center for rect in rects]
        anywhere = PLACES.map(self.at)
        chosen = st.sampled_from(places) if places else anywhere
        return data.draw(chosen | chosen | chosen | anywhere)

    @rule(data=st.data(), mods=MODS)
    def click(self, data: st.DataObject, mods: Mods) -> None:
        self.editor.click(self.grip(data), **mods)

    @rule(data=st.data())
    def double_click(self, data: st.DataObject) -> None:
        self.editor.double_click(self.grip(data))

    @rule(data=st.data(), mods=MODS, gives_up=st.booleans())
    def drag(self, data: st.DataObject, mods: Mods, gives_up: bool) -> None:
        before = self.editor.bytes()
        self.editor.press(self.grip(data), **mods)
        self.editor.drag(self.grip(data))
        if gives_up and self.editor.tools.is_busy:
            self.editor.tools.cancel()
            assert self.editor.bytes() == before
        self.editor.release()

    @rule(data=st.data(), end=PLACES)
    def drag_from_a_handle(self, data: st.DataObject, end: tuple[float, float]) -> None:
        handles = self.editor.tools.handles()
        if handles:
            self.editor.press(handles[0])
            self.editor.drag(self.grip(data))
            self.editor.release()

    @rule(data=st.data(), mods=MODS)
    def undo_in_the_midst_of_a_drag(self, data: st.DataObject, mods: Mods) -> None:
        self.editor.press(self.grip(data), **mods)
        self.editor.drag(self.grip(data))
        self.editor.session.undo()
        self.editor.drag(self.grip(data))
        self.editor.release()

    @rule(kind=st.sampled_from(KIND_NAMES), data=st.data(), words=WORDS)
    def drop_from_the_palette(self, kind: str, data: st.DataObject, words: str) -> None:
        self.editor.palette_drop(kind, self.grip(data))
        self.editor.type(words)

    @rule(tool=st.sampled_from(TOOLS))
    def use(self, tool: str) -> None:
        self.editor.tools.use(tool)

    @rule(
        name=st.sampled_from(["left", "right", "up", "down"]),
        mods=MODS | st.just(Mods(alt=True)),
    )
    def arrow(self, name: str, mods: Mods) -> None:
        self.editor.key(name, **mods)

    @rule(name=st.sampled_from([*LETTERS, "C", "V", "tab", "enter", "home", "end", "escape"]))
    def key(self, name: str) -> None:
        self.editor.key(name)

    @rule()
    def delete(self) -> None:
        self.editor.key("delete")

    @precondition(lambda self: self.editor.view.writing is not None)
    @rule(words=WORDS)
    def write(self, words: str) -> None:
        writing = self.editor.view.writing
        assert writing is not None
        if writing.field == "title":
            self.editor.type(words)
        self.editor.leave()

    @rule()
    def undo(self) -> None:
        self.editor.session.undo()

    @rule()
    def redo(self) -> None:
        self.editor.session.redo()

    @rule()
    def save_and_open(self) -> None:
        data = self.editor.bytes()
        assert dump_map(parse_map(data, "the map")) == data

    @invariant()
    def nothing_dangles(self) -> None:
        graph = self.editor.graph
        for element in graph.elements():
            for field in ("stage", "lane", "persona"):
                assert self.is_there(getattr(element, field, None), field)
        for relation in graph.relations():
            ends = [graph.element(end).kind for end in (relation.source, relation.target)]
            assert may_connect(ends[0], relation.kind, ends[1])

    def is_there(self, named: RecordId | tuple[RecordId, ...] | None, kind: str) -> bool:
        ids = named if isinstance(named, tuple) else () if named is None else (named,)
        return all(self.editor.graph.element(id_).kind == kind for id_ in ids)

    @invariant()
    def no_transaction_is_open(self) -> None:
        assert not self.editor.session.transactions.is_open

    @invariant()
    def only_what_exists_is_selected(self) -> None:
        assert all(id_ in self.editor.graph for id_ in self.editor.session.selection.ids)

    @rule()
    def the_arrangement_is_that_of_a_map_just_opened(self) -> None:
        layout = self.editor.session.layout
        fresh = IncrementalLayout(self.editor.graph, faces(), print_theme())
        for record in (*self.editor.graph.elements(), *self.editor.graph.relations()):
            assert layout.rect(record.id) == fresh.rect(record.id)
            assert layout.connector_points(record.id) == fresh.connector_points(record.id)
        assert layout.size == fresh.size

    def teardown(self) -> None:
        self.editor.tools.cancel()
        self.editor.leave()
        self.the_arrangement_is_that_of_a_map_just_opened()
        last = self.editor.bytes()
        steps = len(self.editor.session.transactions.history.labels)
        self.editor.undo(steps)
        assert self.editor.bytes() == self.first
        assert not self.editor.session.undo()
        self.editor.redo(steps)
        assert self.editor.bytes() == last


TestHands = Hands.TestCase
TestHands.settings = settings(
    max_examples=25,
    stateful_step_count=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
