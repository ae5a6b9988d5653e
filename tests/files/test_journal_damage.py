"""A damaged journal costs what is damaged, and nothing of it unnoticed."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.files import dump_map
from journeyeditor.files.journal.recovery import RecoverableJournal, Recovered
from journeyeditor.files.writer import row_of
from journeyeditor.model import MAP_ID, Change, JourneyGraph, Record
from journeyeditor.vocabulary import MapInfo
from tests.builders import a_map
from tests.editing.driver import a_session
from tests.editing.random_sessions import RandomEditor
from tests.files.journaling import journaled, left, log_of, offered

FROZEN = Path(__file__).parent / "journals"
seeds = st.integers(0, 2**32)
many = settings(
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def a_quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes need not survive a power cut here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@dataclass(repr=False)
class Recorded:
    """A random session whose journal is damaged again and again: its map, changes and lines."""

    log: Path
    base: bytes
    graph: JourneyGraph
    changes: list[Change]
    lines: list[bytes]

    def __repr__(self) -> str:
        return f"a session of {len(self.changes)} changes"

    def damaged(self, data: bytes) -> RecoverableJournal | None:
        """Return what is offered of the journal with other bytes, None if that is nothing."""
        self.log.write_bytes(data)
        self.log.with_suffix(".base").write_bytes(self.base)
        found = offered(self.log.parent)
        for one in found:
            one.release()
        return found[0] if found else None


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> list[Recorded]:
    with pytest.MonkeyPatch.context() as patch:
        # Ids and tokens come from a seed: the same bytes are damaged in every run.
        patch.setattr(os, "urandom", Random(0).randbytes)
        return [
            recorded(tmp_path_factory.mktemp("damage"), seed, steps)
            for seed, steps in enumerate((2, 5, 12, 30, 60))
        ]


def recorded(folder: Path, seed: int, steps: int) -> Recorded:
    session = a_session(JourneyGraph(MapInfo()))
    editor = RandomEditor(session, Random(seed))
    for _ in range(10):
        editor.step()
    journal = journaled(folder, session.graph)
    changes: list[Change] = []
    session.transactions.committed.connect(lambda step: changes.append(step.change))
    session.transactions.committed.connect(lambda step: journal.add(step.change))
    while len(changes) < steps:
        editor.step()
    journal.close()
    joined = log_of(folder).read_bytes()
    assert joined.count(b"\n") == len(changes) + 1
    log = log_of(folder)
    base = log.with_suffix(".base").read_bytes()
    return Recorded(log, base, session.graph, changes, joined.split(b"\n")[:-1])


def whole(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


# ---- ways to damage: lines → bytes


def flip(lines: list[bytes], chance: Random) -> bytes:
    data = bytearray(whole(lines))
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(len(data))] ^= chance.randint(1, 255)
    return bytes(data)


def truncate(lines: list[bytes], chance: Random) -> bytes:
    data = whole(lines)
    return data[: chance.randrange(len(data))]


def cut_out(lines: list[bytes], chance: Random) -> bytes:
    data = whole(lines)
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return data[:start] + data[end:]


def zero(lines: list[bytes], chance: Random) -> bytes:
    data = whole(lines)
    start, end = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return data[:start] + bytes(end - start) + data[end:]


def add_zeros(lines: list[bytes], chance: Random) -> bytes:
    return whole(lines) + bytes(chance.randint(1, 4096))


def insert_bytes(lines: list[bytes], chance: Random) -> bytes:
    data = whole(lines)
    at = chance.randrange(len(data))
    foreign = chance.choice((b"\n", b"{}\n", b"\x00" * 512, chance.randbytes(60), b'["00000000",'))
    return data[:at] + foreign + data[at:]


def insert_between(lines: list[bytes], chance: Random) -> bytes:
    at = chance.randint(1, len(lines))
    foreign = chance.choice((b"garbage", b"", b"\x00" * 512, b'["12345678",1,"change",{}]'))
    end = chance.choice((b"", b"\n"))
    return whole(lines[:at]) + foreign + end + whole(lines[at:])


def duplicate(lines: list[bytes], chance: Random) -> bytes:
    at = chance.randint(1, len(lines))
    return whole([*lines[:at], *chance.choices(lines, k=3), *lines[at:]])


def swap(lines: list[bytes], chance: Random) -> bytes:
    head, *rest = lines
    chance.shuffle(rest)
    return whole([head, *rest])


def drop_lines(lines: list[bytes], chance: Random) -> bytes:
    head, *rest = lines
    return whole([head, *(line for line in rest if chance.random() < 0.7)])


def drop_header(lines: list[bytes], chance: Random) -> bytes:
    return whole(lines[1:])


DAMAGES: list[Callable[[list[bytes], Random], bytes]] = [
    flip,
    truncate,
    cut_out,
    zero,
    add_zeros,
    insert_bytes,
    insert_between,
    duplicate,
    swap,
    drop_lines,
    drop_header,
]


@pytest.mark.parametrize("damage", DAMAGES)
@many
@given(number=st.integers(0, 4), seed=seeds)
def test_damage_costs_what_is_damaged(
    sessions: list[Recorded],
    damage: Callable[[list[bytes], Random], bytes],
    number: int,
    seed: int,
) -> None:
    session = sessions[number]
    damaged = damage(session.lines, Random(seed))
    one = session.damaged(damaged)
    # Foreign bytes may stand in front of a line, but its own must all be there.
    kept = [line + b"\n" in damaged for line in session.lines[1:]]
    if one is None:
        assert not any(kept)
        return
    check(session, one.recovered(), kept, damaged)


def check(session: Recorded, found: Recovered, kept: list[bool], damaged: bytes) -> None:
    """Check a recovered map against the changes whose lines are still there."""
    if all(kept):
        assert [loss for loss in found.losses if loss.number <= len(kept)] == []
        assert dump_map(found.graph) == dump_map(session.graph)
        return
    # Whatever is missing in front of something that is there was noticed, and what is left at the
    # end of the bytes, too. Only an end that is missing to the byte cannot be known.
    last = max((number for number, is_kept in enumerate(kept) if is_kept), default=-1)
    lost = kept[: last + 1].count(False)
    assert found.lost >= lost
    if found.is_whole:
        # Nothing was noticed, so all that is missing is the end, without a trace.
        assert all(kept[: last + 1])
        assert damaged.endswith(b"\n")
        return
    if found.detached:
        return
    touched = {
        id_
        for change, is_kept in zip(session.changes, kept, strict=True)
        if not is_kept
        for id_ in change.entries
    }
    compare(found.graph, session.graph, touched)


def compare(found: JourneyGraph, graph: JourneyGraph, touched: set[str]) -> None:
    """Check that all records are as they were which no lost change concerns."""
    for record in (*graph.elements(), *graph.relations(), graph.info):
        if record.id not in touched:
            there = found.record(record.id)
            assert there is not None
            assert written(there) == written(record)
    for record in (*found.elements(), *found.relations()):
        assert record.id in touched or record.id in graph


def written(record: Record) -> str:
    own: Any = getattr(record, "top_extras", None)
    return json.dumps([row_of(record), own], ensure_ascii=False)


@pytest.mark.parametrize("number", range(1, 6))
def test_each_line_by_itself(sessions: list[Recorded], number: int) -> None:
    """One line of a session is overwritten, and the next session another one."""
    session = sessions[2]
    lines = list(session.lines)
    lines[number] = b"#" * len(lines[number])
    one = session.damaged(whole(lines))
    assert one is not None
    found = one.recovered()
    assert (one.count, found.total) == (len(session.changes), len(session.changes))
    assert found.losses[0].number == number
    kept = [place != number for place in range(1, len(lines))]
    check(session, found, kept, whole(lines))


@pytest.mark.parametrize("version", ["version1", "version2"])
def test_damage_in_frozen_journals_is_noticed(tmp_path: Path, version: str) -> None:
    folder = tmp_path / "journals"
    shutil.copytree(FROZEN / version, folder)
    lines = log_of(folder).read_bytes().split(b"\n")[:-1]
    for number in range(2, len(lines) - 2, 7):
        damaged = list(lines)
        middle = len(damaged[number]) // 2
        damaged[number] = damaged[number][:middle] + b"\xff" + damaged[number][middle + 1 :]
        log_of(folder).write_bytes(whole(damaged))
        found = left(folder).recovered()
        # The checksums of version 1 were a chain: there the sum of a damaged line must do.
        assert found.losses[0].number == number
        assert found.losses[0].lost == 1
    damaged = [*lines[:5], b"nothing of ours", *lines[6:]]
    log_of(folder).write_bytes(whole(damaged))
    assert left(folder).recovered().losses[0].lost == (2 if version == "version1" else 1)


def test_the_words_of_a_damaged_line_are_kept(tmp_path: Path) -> None:
    graph = a_map().with_("note", "one").built()
    journal = journaled(tmp_path, graph)
    note = graph.element("note1")
    for title in ("Häuser\nam See", "two"):
        journal.add(Change({"note1": (note, note.replaced(title=title))}))
    journal.close()
    log = log_of(tmp_path)
    log.write_bytes(log.read_bytes().replace(b'"change",{"nodes"', b'"change",{"nodez"', 1))
    (loss,) = left(tmp_path).recovered().losses
    assert loss.texts == ("Häuser\nam See",)


def test_lines_of_another_journal_are_known(tmp_path: Path) -> None:
    """Two journals of the same map, with the same numbers: only the own lines count."""
    graph = a_map().with_("note", "one").built()
    note = graph.element("note1")
    logs = []
    for name in ("a", "b"):
        journal = journaled(tmp_path / name, graph)
        for number in range(4):
            change = Change({"note1": (note, note.replaced(title=f"{name}{number}"))})
            journal.add(change)
        journal.close()
        logs.append(log_of(tmp_path / name).read_bytes().split(b"\n")[:-1])
    ours, theirs = logs
    log_of(tmp_path / "a").write_bytes(whole([*ours[:3], *theirs[3:], *ours[3:], *theirs[1:3]]))
    found = left(tmp_path / "a").recovered()
    assert found.graph.element("note1").title == "a3"
    assert all(loss.number > 4 for loss in found.losses)


def test_references_to_what_is_lost_are_removed_and_counted(tmp_path: Path) -> None:
    """A stage, a persona and a card are lost; what hung on them stays, without them."""
    session = a_session(a_map().with_stage("Buy").with_("touchpoint", "Shop").built())
    journal = journaled(tmp_path, session.graph)
    session.transactions.committed.connect(lambda step: journal.add(step.change))
    editor = RandomEditor(session, Random(0))
    editor.write(session.graph.info, {"note": "first"})
    made = a_map().with_stage("New").with_("touchpoint", "Web").with_("persona", "Sara").built()
    lost = {f"new-{each.id}": each for each in made.elements()}
    lost = {id_: each.replaced(id=id_) for id_, each in lost.items()}
    lost["new-touchpoint1"] = lost["new-touchpoint1"].replaced(stage="new-stage1")
    session.commit("Add", Change({id_: (None, each) for id_, each in lost.items()}))
    hanging = (
        a_map()
        .with_("step", "Pays", stage="new-stage1", persona=("new-persona1",))
        .with_("pain_point", "Slow", stage="stage1")
        .related("at", "pain_point1", "new-touchpoint1")
    )
    session.commit("Add", Change({each.id: (None, each) for each in hanging.records}))
    poster = {"persona": "new-persona1", "lanes": ["step"]}
    editor.write(session.graph.info, {"poster": poster})
    journal.close()
    lines = log_of(tmp_path).read_bytes().split(b"\n")[:-1]
    assert b"new-stage1" in lines[2]
    log_of(tmp_path).write_bytes(whole([*lines[:2], *lines[3:]]))
    found = left(tmp_path).recovered()
    step = found.graph.element("step1")
    assert (step.title, getattr(step, "stage"), getattr(step, "persona")) == ("Pays", None, ())  # noqa: B009
    assert found.graph.element("pain_point1").title == "Slow"
    assert found.graph.relations() == ()
    assert getattr(found.graph.info, "poster").lanes == ("step",)  # noqa: B009
    assert (found.lost, found.detached) == (1, 3)
    assert found.graph.info.id == MAP_ID


def test_ends_of_a_damaged_relation_are_no_words(tmp_path: Path) -> None:
    graph = a_map().with_stage("One").with_stage("Two").built()
    journal = journaled(tmp_path, graph)
    related = a_map().related("follows", "stage1", "stage2", title="Then", note="A note").records[0]
    journal.add(Change({related.id: (None, related)}))
    journal.close()
    log = log_of(tmp_path)
    log.write_bytes(log.read_bytes().replace(b'"change",{"edges"', b'"change",{"edgez"'))
    (loss,) = left(tmp_path).recovered().losses
    assert loss.texts == ("Then", "A note")
