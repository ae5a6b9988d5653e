"""Random sessions at a map: every operation, every kind and field, tools, undo and redo.

All that is done is drawn from one `random.Random`, so that a seed and a number of steps tell a
session, in the tests and in the process that is killed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from random import Random
from typing import Any

from journeyeditor.editing import operations
from journeyeditor.editing.changes.capturing import CaptureDefaults, capture
from journeyeditor.editing.changes.funnel import FunnelEntry as Figures
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.relations import RelationEnd, reconnection_targets
from journeyeditor.editing.changes.scores import Moment
from journeyeditor.editing.changes.workshop import SentCard
from journeyeditor.editing.errors import FieldError, PasteError
from journeyeditor.editing.operations import workshop as workshop_operations
from journeyeditor.editing.operations.workshop import StageRatings
from journeyeditor.editing.search import find
from journeyeditor.editing.session import Session
from journeyeditor.geometry import Point
from journeyeditor.i18n import texts
from journeyeditor.insight.review import review
from journeyeditor.model import Change, Record, RecordId, new_id
from journeyeditor.vocabulary import KINDS, AgendaStep, MapInfo, Measurement, Stage
from tests.builders import a_map
from tests.editing.driver import EditorDriver, Mods
from tests.editing.random_values import TEXTS, field_value, fields_of
from tests.strategies import possible_ends

KIND_NAMES = tuple(cls.kind_name() for cls in KINDS)
ATTACHABLE_KINDS = ("thought", "pain_point", "opportunity")
DIRECTIONS = ("left", "right", "up", "down")
TABLES = (
    "one\ntwo",
    "- 📧 Mail\n\t- 📞 Call\n+2\n😡 angry",
    "Stage\tTouchpoint\tNote\nFirst\tShop\tnice\nSecond\tWeb\t",
    "\tFirst\tSecond\nTouchpoints\ta\tb\nPain points\tc\td",
    "stage\tVisit\tBuy\nstep\ta\tb\nemotion\t+1\t-2\nopportunity\tc\t",
    "Fas | Antal | Grad |\nEtt | 10 000 | 50 % |",
    "persona;quote\nSara;“x”",
)
TOOLS = ("select", "connect", "hand", "curve", *KIND_NAMES)
KEYS = (
    *DIRECTIONS,
    *(cls.look.key for cls in KINDS if cls.look.key),
    *("C", "V", "tab", "enter", "delete", "home", "end", "escape"),
)
HELD: tuple[Mods, ...] = ({}, {}, {"shift": True}, {"ctrl": True}, {"alt": True})
#: A map does not grow beyond so many elements, so that a session stays quick.
MOST = 60


class RandomEditor:
    """Edits a map at random."""

    def __init__(self, session: Session, chance: Random) -> None:
        self.session = session
        self.graph = session.graph
        self.chance = chance
        self.driver = EditorDriver(session=session)

    def step(self) -> str:
        """Do one thing; return its name. Not everything that is tried changes the map."""
        if len(self.graph) > MOST:
            self.delete()
            return "delete"
        name = self.chance.choice(STEPS)
        # A value that is refused changes nothing, which is as good a step as any.
        with suppress(FieldError, PasteError):
            ACTIONS[name](self)
        return name

    def records(self) -> tuple[Record, ...]:
        return (*self.graph.elements(), *self.graph.relations(), self.graph.info)

    def ids(self, *kinds: str) -> list[RecordId]:
        if not kinds:
            return [element.id for element in self.graph.elements()]
        return [element.id for kind in kinds for element in self.graph.elements(kind)]

    def one(self, ids: Sequence[RecordId], *others: Any) -> Any:
        return self.chance.choice((*ids, *others))

    def some(self, ids: Sequence[RecordId] | None = None) -> list[RecordId]:
        if ids is None:
            ids = [*self.ids(), *(relation.id for relation in self.graph.relations())]
        return self.chance.sample(ids, self.chance.randint(0, min(4, len(ids))))

    def target(self) -> DropTarget:
        return DropTarget(
            self.one(self.ids("stage"), None),
            self.one(self.ids("lane"), None),
            self.one(self.ids(), ""),
            self.one(self.ids("step", "touchpoint"), ""),
        )

    def text(self) -> str:
        return self.chance.choice(TEXTS)

    # ---- what a file may hold, written as it is

    def write(self, record: Record, fields: Mapping[str, Any]) -> None:
        """Write fields of a record, whatever an operation would say of them."""
        named = {"extras" if name == "x-" else name: value for name, value in fields.items()}
        self.session.commit("Edit", Change({record.id: (record, record.replaced(**named))}))

    def set_any_field(self) -> None:
        record = self.chance.choice(self.records())
        field = self.chance.choice(fields_of(type(record)))
        self.write(record, {field: field_value(type(record), field, self.graph, self.chance)})

    def set_top_keys(self) -> None:
        keys = field_value(MapInfo, "x-", self.graph, self.chance)
        self.write(self.graph.info, {"top_extras": keys})

    def type_title(self) -> None:
        """Type a few letters, which are one step of undo."""
        if ids := self.ids():
            id_ = self.chance.choice(ids)
            for end in range(1, 4):
                operations.set_field(self.session, [id_], "title", "Åka"[:end], typing=True)
            operations.end_merge(self.session)

    def add_any(self) -> None:
        cls = self.chance.choice(KINDS)
        fields = {f: field_value(cls, f, self.graph, self.chance) for f in fields_of(cls)}
        element = cls.model_validate({"id": new_id("e", self.graph), **fields})
        self.session.commit("Add", Change({element.id: (None, element)}))

    def relate_any(self) -> None:
        """Add a relation of any kind with every field set."""
        ends = possible_ends(self.graph.elements())
        if not ends:
            return
        kinds = list(dict.fromkeys(cls for cls, _, _ in ends))
        cls = self.chance.choice(kinds)
        _, source, target = self.chance.choice([end for end in ends if end[0] is cls])
        fields = {f: field_value(cls, f, self.graph, self.chance) for f in fields_of(cls)}
        values = {"key": new_id("r", self.graph), "source": source, "target": target, **fields}
        relation = cls.model_validate(values)
        self.session.commit("Connect", Change({relation.id: (None, relation)}))

    def move_end(self) -> None:
        """Let a relation lead somewhere else."""
        if relations := self.graph.relations():
            relation = self.chance.choice(relations)
            ends = possible_ends(self.graph.elements())
            _, source, target = self.chance.choice([e for e in ends if e[0] is type(relation)])
            self.write(relation, {"source": source, "target": target})

    # ---- operations

    def add(self) -> None:
        operations.add(self.session, self.one(KIND_NAMES), self.target(), title=self.text())

    def add_many(self) -> None:
        kind = self.one(KIND_NAMES)
        operations.add_many(
            self.session,
            kind,
            [{"title": title} for title in ("a", "", self.text())],
            self.target(),
        )

    def add_neighbour(self) -> None:
        operations.add_neighbour(self.session, self.one(self.ids(), ""), self.one(DIRECTIONS))

    def move(self) -> None:
        operations.move(self.session, self.some(), self.target())

    def move_rows(self) -> None:
        moves = (operations.move_stages, "stage"), (operations.move_personas, "persona")
        move, kind = self.chance.choice(moves)
        move(self.session, self.some(self.ids(kind)), self.one(self.ids(kind), ""))

    def lay(self) -> None:
        notes = self.some(self.ids("note"))
        operations.move_notes(
            self.session, {id_: (self.chance.uniform(-9, 999), 0.0) for id_ in notes}
        )

    def nudge(self) -> None:
        operations.nudge(self.session, self.some(), self.one(DIRECTIONS))

    def delete(self) -> None:
        operations.delete(self.session, self.some())

    def discard(self) -> None:
        id_ = operations.add(self.session, self.one(KIND_NAMES), self.target())
        operations.discard(self.session, id_)

    def duplicate(self) -> None:
        operations.duplicate(self.session, self.some())
        stages = self.ids("stage")
        operations.duplicate_stages(self.session, self.some(stages), self.one(stages, ""))

    def connect(self) -> None:
        source = self.one(self.ids(), "")
        ends = sorted(operations.connection_targets(self.graph, source))
        if ends:
            operations.connect(self.session, source, self.chance.choice(ends))

    def reconnect(self) -> None:
        """Move an end of a relation to another element that it may have."""
        if relations := self.graph.relations():
            relation = self.chance.choice(relations)
            end: RelationEnd = self.chance.choice(("source", "target"))
            targets = sorted(reconnection_targets(self.graph, relation.id, end))
            if targets:
                operations.reconnect(self.session, relation.id, end, self.chance.choice(targets))

    def paste(self) -> None:
        ids = self.some(self.ids())
        take = self.chance.choice((operations.copy, operations.cut))
        if ids:
            clip = take(self.session, ids)
            operations.paste_clip(self.session, clip.json, self.one((), None, self.target()))

    def paste_text(self) -> None:
        kind = self.one([kind for kind in KIND_NAMES if kind != "lane"])
        operations.paste_text(self.session, self.one(TABLES), kind, self.target())

    # ---- what somebody does at the map

    def add_filtered(self) -> None:
        """Show what concerns one persona, who then feels what is added."""
        self.session.filter.set(persona=self.one(self.ids("persona"), ""))
        operations.add(self.session, self.one(("emotion", "step")), self.target())

    def use_pointer(self) -> None:
        self.driver.tools.use(self.one(TOOLS))
        for _ in range(self.chance.randint(1, 4)):
            mods = self.chance.choice(HELD)
            handles = self.driver.tools.handles()
            grip = handles[0] if handles and self.chance.random() < 0.3 else self.place()
            self.driver.press(grip, clicks=self.chance.choice((1, 1, 2)), **mods)
            self.driver.drag(self.place())
            if self.chance.random() < 0.2:
                self.driver.tools.cancel()
            self.driver.release()
            self.write_or_leave()
        self.driver.tools.use("select")

    def drop_from_palette(self) -> None:
        self.driver.palette_drop(self.one(KIND_NAMES), self.place())
        self.write_or_leave()

    def press_keys(self) -> None:
        self.session.selection.set(self.some(self.ids()))
        for _ in range(self.chance.randint(1, 5)):
            self.driver.key(self.chance.choice(KEYS), **self.chance.choice(HELD))
            self.write_or_leave()

    def place(self) -> Point:
        """Return the middle of something on the map, or any place on it or a little beside it."""
        layout = self.session.layout
        rects = [rect for record in self.records() if (rect := layout.rect(record.id)) is not None]
        if rects and self.chance.random() < 0.7:
            return self.chance.choice(rects).center
        x, y = (self.chance.uniform(-0.1, 1.1) for _ in range(2))
        return Point(layout.size.width * x, layout.size.height * y)

    def write_or_leave(self) -> None:
        """Type into the text field that is open, or leave it as it is."""
        writing = self.driver.view.writing
        if writing is not None and writing.field == "title":
            self.driver.type(self.chance.choice(("", "Kassa", "¿Qué?")))
        self.driver.leave()

    # ---- lanes, stages, the whole map

    def add_lane(self) -> None:
        kinds = self.chance.sample(KIND_NAMES, self.chance.randint(0, 2))
        operations.add_lane(self.session, self.text(), kinds, self.one(self.lane_keys(), ""))
        for kind in kinds:
            operations.show_lane(self.session, kind)

    def change_lane(self) -> None:
        if keys := self.lane_keys():
            if self.chance.random() < 0.5:
                operations.move_lane(self.session, self.one(keys), self.one(keys, ""))
            else:
                visible = self.chance.random() < 0.5
                operations.set_lane(self.session, self.one(keys), visible=visible, title="x")

    def lane_keys(self) -> list[str]:
        return [lane.spec.key for lane in self.session.layout.lanes]

    def merge(self) -> None:
        stages = self.ids("stage")
        if len(stages) > 1:
            at = self.chance.randrange(len(stages) - 1)
            operations.merge_stages(self.session, stages[at : at + 2])

    def split(self) -> None:
        operations.split_stage(self.session, self.one(self.ids("step", "touchpoint"), ""))

    def apply_stage_model(self) -> None:
        model = [Stage(id=f"m{number}", title=f"Model {number}") for number in range(3)]
        places = {id_: self.chance.randrange(3) for id_ in self.ids("stage")}
        operations.apply_stage_model(self.session, model, places)

    def set_field(self) -> None:
        record = self.chance.choice(self.records()[:-1] or (None,))
        if record is not None:
            field = self.chance.choice(("title", "note", "source", "stage", "lane", "persona"))
            if field in type(record).model_fields:
                value = field_value(type(record), field, self.graph, self.chance)
                operations.set_field(self.session, [record.id], field, value)

    def set_info(self) -> None:
        fields = [field for field in fields_of(MapInfo) if field != "x-"]
        field = self.chance.choice(fields)
        value = field_value(MapInfo, field, self.graph, self.chance)
        operations.set_info(self.session, field, value)

    def plan_workshop(self) -> None:
        """Choose an agenda, and change, move and remove its steps."""
        steps = tuple(AgendaStep(title=title) for title in ("Start", "Vote", "End"))
        operations.use_agenda(self.session, steps)
        operations.set_agenda_start(self.session, self.chance.choice(("", "09:00", "13:15")))
        operations.set_agenda_field(self.session, 1, "minutes", self.chance.randint(1, 90))
        operations.set_agenda_field(self.session, 0, "note", self.text(), typing=True)
        operations.add_agenda_step(self.session, self.chance.randint(0, 3), AgendaStep(lane="step"))
        operations.move_agenda_step(self.session, 0, self.chance.randint(1, 4))
        operations.remove_agenda_step(self.session, self.chance.randint(0, 3))

    def draw_curve(self) -> None:
        moments = self.some(self.ids("step", "touchpoint", "emotion"))
        scores: dict[Moment, float] = {id_: self.chance.uniform(-3, 3) for id_ in moments}
        operations.draw_curve(self.session, self.one(self.ids("persona"), None), scores)

    def set_score(self) -> None:
        if emotions := self.ids("emotion"):
            operations.set_score(self.session, self.one(emotions), self.chance.uniform(-3, 3))

    def replace(self) -> None:
        if hits := find(self.graph, self.chance.choice("aeo ")):
            operations.replace(self.session, self.chance.choice(hits), "ö")
            operations.replace_all(self.session, find(self.graph, "a"), "å")

    def enter_funnel(self) -> None:
        entries = [Figures(id_, "", self.chance.randint(0, 999), None) for id_ in self.ids("stage")]
        operations.enter_funnel(self.session, [*entries, Figures("", "New", 7, 0.5)])

    def enter_measures(self) -> None:
        stages = self.graph.stages()
        counted = [each.replaced(count=self.chance.randint(0, 999)) for each in stages]
        measured = Measurement(source="log.csv", cases=7, activities={"x-a": "t1", "": ""})
        info = self.session.info.replaced(measured=measured)
        operations.enter_measures(self.session, [info, *counted], "Measure the map")

    def apply_what_if(self) -> None:
        counts = {id_: self.chance.randint(0, 999) for id_ in self.some(self.ids("stage"))}
        operations.apply_what_if(self.session, counts)

    def add_evidence(self) -> None:
        cards = self.some(self.ids("thought", "metric", "pain_point"))
        id_ = operations.add_evidence(self.session, cards, title="Survey", source="2024")
        operations.add_claims(self.session, [{"claim": "x", "source": "y"}], cards)
        operations.link_evidence(self.session, id_, self.some(self.ids("step")))
        operations.unlink_evidence(self.session, id_, cards[:1])

    def answer_review(self) -> None:
        if findings := review(self.graph):
            finding = self.chance.choice(findings)
            operations.dismiss(self.session, [finding], self.text())
            if self.chance.random() < 0.5:
                operations.restore(self.session, [finding])
                operations.apply_fix(self.session, finding)

    def capture_line(self) -> None:
        line = self.chance.choice(("Cart > !Hidden fees", "!Late", "> Pays", "+2 glad", "Visit >"))
        captured = capture(self.graph, line, CaptureDefaults(), texts("en"))
        workshop_operations.capture_line(self.session, captured)
        lines = ("Cart > !Late", "pays @Otto", "+App @Otto")
        workshop_operations.capture_lines(
            self.session, lines[: self.chance.randint(1, 3)], CaptureDefaults(), texts("en")
        )

    def collect_cards(self) -> None:
        """Receive cards from phones, and place and merge some of them."""
        stage = self.one([each.title for each in self.graph.stages()], "", "Elsewhere")
        sent = [
            SentCard(new_id("w", self.graph), self.chance.choice(ATTACHABLE_KINDS), title, stage)
            for title in (self.text(), "Queue", "queue")
        ]
        ids = workshop_operations.receive_cards(self.session, sent)
        workshop_operations.place_proposed(self.session, ids[:1])
        workshop_operations.merge_cards(self.session, ids[1:])
        workshop_operations.place_cards(self.session, ids[1:2], self.target())

    def vote(self) -> None:
        votes = {id_: self.chance.randint(0, 9) for id_ in self.some(self.ids("opportunity"))}
        workshop_operations.count_votes(self.session, votes)
        reactions = {id_: {"👍": self.chance.randint(1, 9)} for id_ in self.some()}
        workshop_operations.keep_reactions(self.session, reactions)
        if opportunities := self.ids("opportunity"):
            grades = {name: self.chance.randint(1, 5) for name in ("impact", "effort")}
            operations.set_priority(self.session, self.one(opportunities), grades)
            operations.grade_by_votes(self.session, "opportunity", "impact")
        persona = self.one(self.ids("persona"), None)
        ratings = [
            StageRatings(id_, persona, {"a": self.chance.randint(-2, 2)})
            for id_ in self.some(self.ids("stage"))
        ]
        workshop_operations.rate_stages(self.session, ratings)

    def add_map(self) -> None:
        operations.add_map(self.session, a_map().with_stage("Visit").with_("step", "a").built())

    def undo(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self.session.undo()

    def redo(self) -> None:
        for _ in range(self.chance.randint(1, 4)):
            self.session.redo()


ACTIONS: Mapping[str, Callable[[RandomEditor], None]] = {
    name: action
    for name, action in vars(RandomEditor).items()
    if callable(action)
    and not name.startswith("_")
    and name
    not in {"step", "records", "ids", "one", "some", "target", "text", "write", "lane_keys"}
    | {"place", "write_or_leave"}
}
#: What is done more often than other things.
STEPS = (
    *ACTIONS,
    *("set_any_field",) * 12,
    *("add_any", "relate_any") * 3,
    *("undo", "redo", "set_field") * 3,
)
