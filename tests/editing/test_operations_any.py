"""Whatever is done to whatever map: one step of undo, and the map stays one that a file may hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from journeyeditor.editing import operations
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.search import find
from journeyeditor.editing.session import Session
from journeyeditor.editing.undo_labels import words
from journeyeditor.files import dump_map, parse_map
from journeyeditor.i18n import texts, window_languages
from journeyeditor.vocabulary import KINDS
from tests.editing.driver import a_session
from tests.layout.maps import maps as full_maps
from tests.strategies import maps as odd_maps

KIND_NAMES = [cls.kind_name() for cls in KINDS]
DIRECTIONS = ("left", "right", "up", "down")
TABLES = (
    "one\ntwo",
    "- 📧 Mail\n- 📞 Call",
    "Stage\tTouchpoint\tNote\nFirst\tShop\tnice\nSecond\tWeb\t",
    "\tFirst\tSecond\nTouchpoints\ta\tb\nPain points\tc\td",
    "Fas | Antal | Grad |\nEtt | 10 000 | 50 % |",
    "a;b\nc;d",
)


class Hands:
    """Draws what an operation is done to."""

    def __init__(self, session: Session, data: st.DataObject) -> None:
        self.session = session
        self.graph = session.graph
        self.data = data

    def draw(self, strategy: st.SearchStrategy[Any]) -> Any:
        return self.data.draw(strategy)

    def pick(self, ids: list[str], *others: Any) -> Any:
        return self.draw(st.sampled_from([*ids, *others]))

    def elements(self, *kinds: str) -> list[str]:
        if not kinds:
            return [element.id for element in self.graph.elements()]
        return [element.id for kind in kinds for element in self.graph.elements(kind)]

    def some(self) -> list[str]:
        ids = [*self.elements(), *(relation.id for relation in self.graph.relations())]
        return self.draw(st.lists(st.sampled_from(ids), max_size=5)) if ids else []

    def target(self) -> DropTarget:
        return DropTarget(
            self.pick(self.elements("stage"), None),
            self.pick(self.elements("lane"), None, "nobody"),
            self.pick(self.elements(), "", "nobody"),
            self.pick(self.elements("step", "touchpoint"), "", "nobody"),
        )

    def row_keys(self) -> list[str]:
        return [lane.spec.key for lane in self.session.layout.lanes]


def _add(editor: Hands) -> None:
    target = editor.pick([], None, editor.target())
    operations.add(editor.session, editor.pick(KIND_NAMES), target, title="new")


def _add_many(editor: Hands) -> None:
    operations.add_many(
        editor.session,
        editor.pick(KIND_NAMES),
        [{"title": title} for title in ("a", "", "c")],
        editor.target(),
    )


def _move(editor: Hands) -> None:
    operations.move(editor.session, editor.some(), editor.target())


def _rows(editor: Hands) -> None:
    operation, kind = editor.pick(
        [], (operations.move_stages, "stage"), (operations.move_personas, "persona")
    )
    operation(editor.session, editor.some(), editor.pick(editor.elements(kind), ""))


def _lanes(editor: Hands) -> None:
    keys = editor.row_keys()
    doing = editor.pick([], "add", "move", "hide", "kinds")
    if doing == "add":
        kinds = editor.draw(st.lists(st.sampled_from(KIND_NAMES), max_size=2))
        operations.add_lane(editor.session, "lane", kinds, editor.pick(keys, ""))
    elif keys and doing == "move":
        operations.move_lane(editor.session, editor.pick(keys), editor.pick(keys, ""))
    elif keys and doing == "hide":
        operations.set_lane(editor.session, editor.pick(keys), visible=False)
    elif keys:
        operations.set_lane(editor.session, editor.pick(keys), kinds=("step", "emotion"), title="x")


def _delete(editor: Hands) -> None:
    operations.delete(editor.session, editor.some())


def _cut(editor: Hands) -> None:
    operations.cut(editor.session, editor.some())


def _duplicate(editor: Hands) -> None:
    operations.duplicate(editor.session, editor.some())


def _connect(editor: Hands) -> None:
    source = editor.pick(editor.elements(), "")
    ends = sorted(operations.connection_targets(editor.graph, source))
    if ends:
        operations.connect(editor.session, source, editor.pick(ends))


def _neighbour(editor: Hands) -> None:
    operations.add_neighbour(
        editor.session, editor.pick(editor.elements(), ""), editor.pick([*DIRECTIONS])
    )


def _nudge(editor: Hands) -> None:
    operations.nudge(editor.session, editor.some(), editor.pick([*DIRECTIONS]))


def _field(editor: Hands) -> None:
    field, value = editor.pick(
        [],
        ("title", "words"),
        ("stage", editor.pick(editor.elements("stage"), None)),
        ("lane", editor.pick(editor.elements("lane"), None)),
        ("persona", editor.pick(editor.elements("persona"), None)),
        ("severity", 9),
        ("tags", ("a", "b")),
        ("kinds", ("step", "nothing")),
        ("id", "other"),
    )
    try:
        operations.set_field(editor.session, editor.some(), field, value)
    except operations.FieldError as error:
        _text_of(error, field)


def _info(editor: Hands) -> None:
    field, value = editor.pick(
        [],
        ("title", "words"),
        ("brand.colour", "#123456"),
        ("brand.colour", "blue"),
        ("poster.persona", editor.pick(editor.elements("persona"), None, "nobody")),
        ("poster.lanes", (editor.pick(editor.elements("lane"), "step"),)),
    )
    try:
        operations.set_info(editor.session, field, value)
    except operations.FieldError as error:
        _text_of(error, field)


def _text_of(error: operations.FieldError, field: str) -> None:
    """Check that a refusal names its field, in every language."""
    sentences = {error.message(texts(language)) for language in window_languages()}
    assert error.field == field
    assert len(sentences) == len(window_languages())


def _curve(editor: Hands) -> None:
    moments: list[Any] = [*editor.elements("step", "touchpoint", "emotion")]
    moments += [(stage, "") for stage in (*editor.elements("stage"), None)]
    scores = editor.draw(st.dictionaries(st.sampled_from(moments), st.floats(-9, 9), max_size=5))
    operations.draw_curve(editor.session, editor.pick(editor.elements("persona"), None), scores)


def _paste_clip(editor: Hands) -> None:
    ids = [id_ for id_ in editor.some() if editor.graph.has_element(id_)]
    if ids:
        clip = operations.copy(editor.session, ids)
        operations.paste_clip(editor.session, clip.json, editor.pick([], None, editor.target()))


def _paste_text(editor: Hands) -> None:
    kind = editor.pick([kind for kind in KIND_NAMES if kind != "lane"])
    operations.paste_text(editor.session, editor.pick([*TABLES]), kind, editor.target())


def _replace(editor: Hands) -> None:
    hits = find(editor.graph, editor.pick([*"aeo "]))
    operations.replace_all(editor.session, hits, "ö")


DOINGS: dict[str, Callable[[Hands], None]] = {
    "add": _add,
    "add many": _add_many,
    "move": _move,
    "rows": _rows,
    "lanes": _lanes,
    "delete": _delete,
    "cut": _cut,
    "duplicate": _duplicate,
    "connect": _connect,
    "neighbour": _neighbour,
    "nudge": _nudge,
    "field": _field,
    "info": _info,
    "curve": _curve,
    "paste clip": _paste_clip,
    "paste text": _paste_text,
    "replace": _replace,
}

any_maps = st.one_of(full_maps(stages=3, cards=2), odd_maps(most=8))


def _check(session: Session) -> None:
    data = dump_map(session.graph)
    assert dump_map(parse_map(data, "map")) == data
    for id_ in session.selection.ids:
        assert id_ in session.graph


@pytest.mark.parametrize("doing", DOINGS)
@settings(max_examples=25)
@given(graph=any_maps, data=st.data())
def test_a_operation_is_one_step_that_undo_takes_back(
    doing: str, graph: Any, data: st.DataObject
) -> None:
    session = a_session(graph)
    graph = session.graph
    before = dump_map(graph)
    DOINGS[doing](Hands(session, data))
    after = dump_map(graph)
    labels = session.transactions.history.labels
    note(f"{labels}")
    assert len(labels) == (0 if after == before else 1)
    _check(session)
    for label in labels:
        assert all("{" not in words(label, texts(language)) for language in window_languages())
    session.undo()
    assert dump_map(graph) == before
    session.redo()
    assert dump_map(graph) == after


@settings(max_examples=20)
@given(graph=full_maps(stages=3, cards=2), data=st.data())
def test_a_day_of_editing_is_taken_back_to_the_byte(graph: Any, data: st.DataObject) -> None:
    session = a_session(graph)
    graph = session.graph
    states = [dump_map(graph)]
    editor = Hands(session, data)
    for doing in data.draw(st.lists(st.sampled_from(list(DOINGS.values())), max_size=8)):
        steps = len(session.transactions.history.labels)
        doing(editor)
        if len(session.transactions.history.labels) > steps:
            states.append(dump_map(graph))
    _check(session)
    for state in reversed(states[:-1]):
        assert session.undo()
        assert dump_map(graph) == state
    for state in states[1:]:
        assert session.redo()
        assert dump_map(graph) == state
