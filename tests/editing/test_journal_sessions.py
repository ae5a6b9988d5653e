"""A journal that is replayed is the map in memory, to the byte, whatever was done to whatever kind."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import journeyeditor.editing.operations
from journeyeditor.editing.document import Document
from journeyeditor.editing.session import Session
from journeyeditor.editing.store import Store
from journeyeditor.files import dump_map, read_map
from journeyeditor.files.journal.format import VERSION, read_header, read_log, scan, sum_of
from journeyeditor.model import Change, JourneyGraph, Record
from journeyeditor.vocabulary import KINDS, RELATIONS, MapInfo
from tests.editing import random_sessions
from tests.editing.driver import a_session, faces, print_theme
from tests.editing.random_sessions import RandomEditor
from tests.editing.random_values import TEXTS, field_value, fields_of
from tests.files.journaling import ByHand, journaled, left, log_of
from tests.strategies import possible_ends

FROZEN = Path(__file__).parents[1] / "files" / "journals"
CLASSES: tuple[type[Record], ...] = (*KINDS, *RELATIONS, MapInfo)
FIELDS = [(cls, field) for cls in CLASSES for field in fields_of(cls)]


@pytest.fixture(autouse=True)
def a_quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes need not survive a power cut here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.fixture(autouse=True)
def the_same_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """New ids come from a seed: what a random session does depends on nothing else."""
    monkeypatch.setattr(os, "urandom", Random(0).randbytes)


class Journaled:
    """A session whose changes are journaled."""

    def __init__(self, folder: Path, graph: JourneyGraph | None = None) -> None:
        self.folder = folder
        self.session = a_session(graph or JourneyGraph(MapInfo()))
        self.journal = journaled(folder, self.session.graph)
        self.session.transactions.committed.connect(lambda step: self.journal.add(step.change))

    def check(self) -> None:
        """End the session; what is recovered must be the map in memory."""
        self.journal.close()
        if self.journal.count:
            recovered = left(self.folder).recovered()
            assert recovered.losses == ()
            assert dump_map(recovered.graph) == dump_map(self.session.graph)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 40))
def test_a_random_session_comes_back_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, seed: int, steps: int
) -> None:
    ran = Journaled(tmp_path_factory.mktemp("session"))
    editor = RandomEditor(ran.session, Random(seed))
    for _ in range(steps):
        editor.step()
    ran.check()


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32), run_lengths=st.lists(st.integers(20, 60), min_size=3, max_size=6)
)
def test_a_map_that_is_recovered_again_and_again_comes_back_to_the_byte(
    tmp_path_factory: pytest.TempPathFactory, seed: int, run_lengths: list[int]
) -> None:
    folder, chance = tmp_path_factory.mktemp("state"), Random(seed)
    store = Store(folder, post=lambda _: None, timer=ByHand)
    document = Document.new(JourneyGraph(MapInfo()), store)
    for steps in run_lengths:
        session = Session(document.graph, faces(), print_theme())
        document.follow(session.transactions)
        editor = RandomEditor(session, chance)
        for _ in range(steps):
            editor.step()
        document.flush()
        expected = dump_map(session.graph)
        # What a crash leaves.
        document._journal.close()
        recoverable = store.recoverable_journals()
        if not recoverable:
            break
        document = Document.recover(recoverable[0], store)
        assert dump_map(document.graph) == expected


def a_full_session() -> Session:
    """Return a session on a map with two elements of every kind and every relation."""
    session = a_session(JourneyGraph(MapInfo()))
    records: list[Record] = [
        cls.model_validate({"id": f"{cls.__name__}{number}"}) for cls in KINDS for number in (1, 2)
    ]
    for number, cls in enumerate(RELATIONS):
        ends = [end for end in possible_ends(records) if end[0] is cls]
        _, source, target = ends[0]
        records.append(cls.model_validate({"id": f"r{number}", "source": source, "target": target}))
    session.commit("Add", Change({record.id: (None, record) for record in records}))
    return session


def record_of(session: Session, cls: type[Record]) -> Record:
    records = (*session.graph.elements(), *session.graph.relations(), session.graph.info)
    return next(record for record in records if type(record) is cls)


@pytest.mark.parametrize(("cls", "field"), FIELDS, ids=lambda each: getattr(each, "__name__", each))
def test_every_field_of_every_kind_comes_back(
    tmp_path: Path, cls: type[Record], field: str
) -> None:
    graph = a_full_session().graph
    ran = Journaled(tmp_path, graph)
    editor = RandomEditor(ran.session, Random(1))
    name = "extras" if field == "x-" else field
    values = []
    for seed in range(12):
        record = record_of(ran.session, cls)
        editor.write(record, {field: field_value(cls, field, graph, Random(seed))})
        values.append(getattr(record_of(ran.session, cls), name))
    assert len(set(map(repr, values))) > 1, "the field was given different values"
    id_ = record_of(ran.session, cls).id
    # The whole record anew, as after undoing that it was deleted.
    if cls is not MapInfo:
        record = record_of(ran.session, cls)
        entries: dict[str, tuple[Record | None, Record | None]] = {
            each.id: (each, None) for each in ran.session.graph.relations_of(id_)
        }
        ran.session.commit("Delete", Change({**entries, id_: (record, None)}))
        ran.session.undo()
    ran.check()


def test_every_operation_takes_part_in_random_sessions() -> None:
    package = journeyeditor.editing.operations
    source = Path(random_sessions.__file__).read_text()
    missing = []
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            if _is_operation(name, value, found.name) and f"operations.{name}" not in source:
                missing.append(f"{found.name}.{name}")
    assert missing == []


def _is_operation(name: str, value: Any, module: str) -> bool:
    is_own = isinstance(value, Callable) and getattr(value, "__module__", "") == module  # type: ignore[arg-type]
    first = next(iter(getattr(value, "__annotations__", {"": ""})), "")
    return is_own and first == "session" and name[0] != "_" and name != "default_target"


class Coverage:
    """What random sessions did: the fields that were changed, and the actions that changed anything."""

    def __init__(self) -> None:
        self.fields: set[tuple[type[Record], str]] = set()
        self.actions: set[str] = set()

    def run(self, seed: int, steps: int) -> None:
        session = a_session(JourneyGraph(MapInfo()))
        editor = RandomEditor(session, Random(seed))
        changes: list[Change] = []
        session.transactions.committed.connect(lambda step: changes.append(step.change))
        for _ in range(steps):
            action = editor.step()
            self.actions |= {action} if changes else set()
            for change in changes:
                for before, after in change.entries.values():
                    if after is not None:
                        self._note(before if type(before) is type(after) else None, after)
            changes.clear()

    def _note(self, before: Record | None, after: Record) -> None:
        """Take which fields differ from what they were, in a new record from their defaults."""
        for field in fields_of(type(after)):
            name = "extras" if field == "x-" else field
            default = type(after).model_fields[name].get_default(call_default_factory=True)
            if getattr(after, name) != (default if before is None else getattr(before, name)):
                self.fields.add((type(after), field))


def test_random_sessions_edit_every_field_of_every_kind_and_do_every_action() -> None:
    """The sessions of a few seeds leave nothing out, so that what is new takes part."""
    coverage = Coverage()
    for seed in range(150):
        coverage.run(seed, steps=60)
    assert {(cls.__name__, field) for cls, field in {*FIELDS} - coverage.fields} == set()
    assert set(random_sessions.ACTIONS) - coverage.actions == set()


def test_texts_hold_what_a_journal_may_stumble_over() -> None:
    assert any("\n" in text for text in TEXTS)
    assert any('["' in text for text in TEXTS)


@pytest.mark.parametrize("folder", sorted(FROZEN.iterdir()), ids=lambda path: path.name)
def test_journals_of_every_version_are_read(tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path / "journals")
    one = left(tmp_path / "journals")
    recovered = one.recovered()
    assert one.is_whole
    assert recovered.is_whole
    assert dump_map(recovered.graph) == dump_map(read_map(folder / "expected.journey.json"))
    data = read_log(log_of(folder))
    _, versions, start = read_header(data, "")
    assert f"version{versions.journal}" == folder.name
    lines = scan(data, start, sum_of(data), versions.journal).lines
    assert {line.type for line in lines} == {"order", "saved", "change"}


def test_a_session_of_each_version_is_frozen() -> None:
    assert {path.name for path in FROZEN.iterdir()} == {
        f"version{number}" for number in range(1, VERSION + 1)
    }
