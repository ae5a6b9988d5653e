"""What was committed comes back from the journal, exactly, and of a damaged one all but its end."""

from __future__ import annotations

import errno
import itertools
import json
import os
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from journeyeditor.files import FileError, dump_map, parse_map
from journeyeditor.files import document as format_
from journeyeditor.files.errors import Cause, JournalError
from journeyeditor.files.fingerprint import fingerprint
from journeyeditor.files.journal.format import CHANGE, line_of, sum_of
from journeyeditor.files.journal.replay import Reason
from journeyeditor.files.journal.writer import Base, FlushTimer, Journal
from journeyeditor.model import Change, JourneyGraph, TransactionManager
from tests.builders import a_map
from tests.files.journaling import ByHand, journaled, left, log_of, noon, offered
from tests.files.test_migrations import OLD, from_1, from_2
from tests.strategies import changes, maps

many = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(autouse=True)
def a_quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes need not survive a power cut here."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


def titled(transactions: TransactionManager, id_: str, title: str, merge_key: str = "") -> None:
    element = transactions.graph.element(id_)
    with transactions.transaction("Edit", merge_key=merge_key) as transaction:
        transaction.write(Change({id_: (element, element.replaced(title=title))}))


class Edited:
    """A map that was edited at random in a journal, with every state it was in."""

    def __init__(self, draw: Any, graph: JourneyGraph, folder: Path, steps: int) -> None:
        self.folder = folder
        self.transactions = TransactionManager(graph)
        self.states = [dump_map(graph)]
        self.journal = journaled(folder, graph)
        self.transactions.committed.connect(self._note)
        for _ in range(steps):
            self._step(draw)
        self.journal.close()

    def _note(self, step: Any) -> None:
        self.journal.add(step.change)
        self.states.append(dump_map(self.transactions.graph))

    def _step(self, draw: Any) -> None:
        call = draw(st.sampled_from(("edit", "edit", "edit", "undo", "redo", "write")))
        if call == "undo":
            self.transactions.undo()
        elif call == "redo":
            self.transactions.redo()
        elif call == "write":
            self.journal.flush()
        else:
            change = draw(changes(self.transactions.graph))
            with self.transactions.transaction("Edit") as transaction:
                transaction.write(change)


@st.composite
def edited(draw: st.DrawFn, folder: Path, steps: int = 6) -> Edited:
    return Edited(draw, draw(maps()), folder, draw(st.integers(1, steps)))


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    """A fresh folder for each example."""
    return (tmp_path / str(number) for number in itertools.count())


@many
@given(data=st.data())
def test_a_map_comes_back_exactly(data: st.DataObject, folders: Iterator[Path]) -> None:
    did = data.draw(edited(next(folders)))
    if len(did.states) == 1:
        assert offered(did.folder) == []
        return
    one = left(did.folder)
    assert (one.count, one.is_whole, one.fault) == (len(did.states) - 1, True, None)
    recovered = one.recovered()
    assert recovered.lost == 0
    assert dump_map(recovered.graph) == did.states[-1]


@many
@given(data=st.data())
def test_a_damaged_base_is_reported_or_found_on_the_disk(
    data: st.DataObject, folders: Iterator[Path]
) -> None:
    did = data.draw(edited(next(folders)))
    if len(did.states) == 1:
        return
    base = log_of(did.folder).with_suffix(".base")
    whole = bytearray(base.read_bytes())
    place = data.draw(st.integers(whole.index(b"\n") + 1, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    base.write_bytes(whole)
    with pytest.raises(FileError, match="the map it is based on is damaged; use the last saved"):
        left(did.folder).recovered()


def test_the_file_on_the_disk_stands_in_for_a_damaged_base(tmp_path: Path) -> None:
    path, folder = tmp_path / "map.journey.json", tmp_path / "j"
    graph = a_map().with_("note", "one").built()
    path.write_bytes(dump_map(graph))
    base = Base(dump_map(graph), str(path), "", fingerprint(dump_map(graph)).sha256)
    transactions = TransactionManager(graph)
    journal = journaled(folder, base)
    transactions.committed.connect(lambda step: journal.add(step.change))
    titled(transactions, "note1", "two")
    journal.close()
    log_of(folder).with_suffix(".base").unlink()
    assert dump_map(left(folder).recovered().graph) == dump_map(graph)
    path.write_bytes(b"{}")
    with pytest.raises(FileError, match=r"map\.journey\.json: cannot be recovered"):
        left(folder).recovered()


def test_a_damaged_head_is_found_in_the_base(tmp_path: Path) -> None:
    transactions, journal = edited_note(tmp_path)
    titled(transactions, "note1", "two")
    journal.close()
    log = log_of(tmp_path)
    log.write_bytes(b"#" + log.read_bytes()[1:])
    assert left(tmp_path).recovered().graph.element("note1").title == "two"
    log.with_suffix(".base").unlink()
    one = left(tmp_path)
    assert "cannot be read" in str(one.fault)
    with pytest.raises(FileError):
        one.recovered()


def edited_note(
    folder: Path, reported: list[JournalError | None] | None = None
) -> tuple[TransactionManager, Journal]:
    graph = a_map().with_("note", "one").with_("note").built()
    transactions = TransactionManager(graph)
    journal = journaled(folder, graph, reported)
    # Held strongly by the test; the journal itself is no method's owner.
    transactions.committed.connect(lambda step: journal.add(step.change))
    return transactions, journal


def test_nothing_is_written_before_the_first_change(tmp_path: Path) -> None:
    folder = tmp_path / "journals"
    transactions, journal = edited_note(folder)
    journal.flush()
    assert not folder.exists()
    titled(transactions, "note1", "two")
    journal.flush()
    assert len(list(folder.iterdir())) == 3
    journal.discard()
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="folders cannot be synced elsewhere")
def test_a_power_cut_finds_all_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[tuple[int, int]] = []

    def sync(descriptor: int) -> None:
        found = os.fstat(descriptor)
        synced.append((found.st_ino, found.st_size))

    monkeypatch.setattr(os, "fsync", sync)
    transactions, journal = edited_note(tmp_path)
    for title in ("two", "three"):
        titled(transactions, "note1", title)
        journal.flush()
        paths = [log_of(tmp_path), log_of(tmp_path).with_suffix(".base")]
        for path in paths:
            assert (path.stat().st_ino, path.stat().st_size) in synced
        assert tmp_path.stat().st_ino in {number for number, _ in synced}
    journal.discard()


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_journal_is_its_owners_affair(tmp_path: Path) -> None:
    folder = tmp_path / "journals"
    transactions, journal = edited_note(folder)
    titled(transactions, "note1", "two")
    journal.flush()
    modes = {path.stat().st_mode & 0o77 for path in (folder, *folder.iterdir())}
    assert modes == {0}
    journal.discard()


def test_a_line_holds_what_differs_and_no_more(tmp_path: Path) -> None:
    graph = a_map().with_("note", "one", note="x" * 9000).built()
    transactions, journal = TransactionManager(graph), journaled(tmp_path, graph)
    transactions.committed.connect(lambda step: journal.add(step.change))
    titled(transactions, "note1", "two")
    titled(transactions, "note1", "")
    journal.close()
    lines = log_of(tmp_path).read_text().splitlines()
    assert [json.loads(line)[2:] for line in lines[1:]] == [
        ["change", {"nodes": {"edit": {"note1": [{"title": "two"}, []]}}}],
        ["change", {"nodes": {"edit": {"note1": [{}, ["title"]]}}}],
    ]


def test_half_a_character_does_not_cost_the_journal(tmp_path: Path) -> None:
    transactions, journal = edited_note(tmp_path)
    titled(transactions, "note1", "a\ud83d")
    titled(transactions, "note2", "ö")
    journal.close()
    graph = left(tmp_path).recovered().graph
    assert [note.title for note in graph.elements("note")] == ["a?", "ö"]


def test_what_lives_is_not_offered(tmp_path: Path) -> None:
    transactions, journal = edited_note(tmp_path)
    titled(transactions, "note1", "two")
    journal.flush()
    assert offered(tmp_path) == []
    titled(transactions, "note1", "three")
    journal.close()
    (held,) = offered(tmp_path)
    assert offered(tmp_path) == []
    held.release()
    assert left(tmp_path).recovered().graph.element("note1").title == "three"
    left(tmp_path).discard()
    assert list(tmp_path.iterdir()) == []


def saved(graph: JourneyGraph, path: str = "saved.journey.json") -> Base:
    data = dump_map(graph)
    return Base(data, path, "", fingerprint(data).sha256, graph.insertion_order())


def test_a_save_makes_the_journal_needless(tmp_path: Path) -> None:
    transactions, journal = edited_note(tmp_path)
    titled(transactions, "note1", "two")
    journal.flush()
    journal.saved(journal.count, saved(transactions.graph))
    journal.flush()
    assert list(tmp_path.iterdir()) == []
    titled(transactions, "note1", "three")
    journal.close()
    one = left(tmp_path)
    assert (one.count, str(one.path)) == (1, "saved.journey.json")
    assert dump_map(one.recovered().graph) == dump_map(transactions.graph)


def test_what_is_typed_during_a_save_stays_journaled(tmp_path: Path) -> None:
    transactions, journal = edited_note(tmp_path)
    titled(transactions, "note1", "two")
    snapshot, after = saved(transactions.graph), journal.count
    titled(transactions, "note2", "meanwhile")
    journal.saved(after, snapshot)
    journal.flush()
    titled(transactions, "note2", "later")
    journal.close()
    one = left(tmp_path)
    assert (str(one.path), one.disk) == (snapshot.path, snapshot.disk)
    assert dump_map(one.recovered().graph) == dump_map(transactions.graph)


def test_what_was_deleted_before_a_save_comes_back_in_its_place(tmp_path: Path) -> None:
    graph = a_map().with_("note", "one").with_("note", "two").built()
    transactions, journal = TransactionManager(graph), journaled(tmp_path, graph)
    transactions.committed.connect(lambda step: journal.add(step.change))
    first = graph.element("note1")
    with transactions.transaction("Delete") as transaction:
        transaction.write(Change({"note1": (first, None)}))
    journal.saved(journal.count, saved(graph))
    transactions.undo()
    journal.close()
    assert dump_map(left(tmp_path).recovered().graph) == dump_map(graph)


def test_a_heavy_journal_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journeyeditor.files.journal.writer.MAX_SIZE", 300)
    transactions, journal = edited_note(tmp_path)
    for number in range(20):
        titled(transactions, "note1", f"title {number}")
    journal.flush()
    assert journal.needs_restart
    before = log_of(tmp_path)
    journal.restart(saved(transactions.graph)._replace(is_unsaved=True))
    titled(transactions, "note2", "after")
    journal.close()
    assert log_of(tmp_path) != before
    one = left(tmp_path)
    assert one.count == 1
    assert dump_map(one.recovered().graph) == dump_map(transactions.graph)


def test_of_a_journal_and_its_successor_only_one_is_offered(tmp_path: Path) -> None:
    transactions, journal = edited_note(tmp_path)
    titled(transactions, "note1", "two")
    journal.close()
    old = left(tmp_path)
    again = journaled(
        tmp_path, saved(transactions.graph)._replace(is_unsaved=True, replaces=old.token)
    )
    again.close()
    one = left(tmp_path)
    assert one.token != old.token
    assert dump_map(one.recovered().graph) == dump_map(transactions.graph)
    assert len(list(tmp_path.glob("*.jsonl"))) == 1


def test_what_lost_its_log_is_swept(tmp_path: Path) -> None:
    for suffix in (".base", ".lock"):
        (tmp_path / f"0{suffix}").write_bytes(b"")
    assert offered(tmp_path) == []
    assert list(tmp_path.iterdir()) == []
    assert offered(tmp_path / "nowhere") == []


class FullDisk:
    """A disk that takes so many bytes more."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
        self.room = room
        self._write = os.write
        monkeypatch.setattr(os, "write", self.write)

    def write(self, descriptor: int, data: bytes) -> int:
        """Write what there is room for."""
        data = bytes(data)[: self.room]
        if not data:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= len(data)
        return self._write(descriptor, data)


@pytest.mark.parametrize("room", [0, 100, 700, 1100, 1200])
def test_a_full_disk_is_reported_until_it_is_over_and_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    reported: list[JournalError | None] = []
    transactions, journal = edited_note(tmp_path, reported)
    disk = FullDisk(monkeypatch, room)
    for number in range(60):
        titled(transactions, "note1", f"title {number}")
        journal.flush()
    assert len(reported) >= 50
    assert {error.cause for error in reported if error} == {Cause.FULL}
    assert "No space left" in str(reported[0])
    assert not journal.is_written
    disk.room = 10**6
    journal.flush()
    assert journal.is_written
    assert reported.count(None) == 1
    assert reported[-1] is None
    journal.close()
    one = left(tmp_path)
    assert one.is_whole
    assert one.count == 60
    assert dump_map(one.recovered().graph) == dump_map(transactions.graph)


def test_what_could_not_be_written_is_safe_once_the_map_is_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[JournalError | None] = []
    transactions, journal = edited_note(tmp_path, reported)
    FullDisk(monkeypatch, 0)
    titled(transactions, "note1", "two")
    titled(transactions, "note1", "three")
    journal.flush()
    assert not journal.is_written
    journal.saved(1, saved(transactions.graph))  # a save that knows one of the two does not help
    journal.flush()
    assert not journal.is_written
    journal.saved(2, saved(transactions.graph))
    journal.flush()
    assert journal.is_written
    assert reported[-1] is None
    assert list(tmp_path.iterdir()) == []


def test_a_change_that_cannot_be_written_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reported: list[JournalError | None] = []
    transactions, journal = edited_note(tmp_path, reported)
    titled(transactions, "note1", "two")
    with monkeypatch.context() as patch:
        patch.setattr("journeyeditor.files.journal.writer.rows_of", lambda _: {"x": object()})
        journal.flush()
    assert journal.needs_restart
    assert "could not be journaled" in caplog.text
    assert len(reported) == 1
    journal.restart(saved(transactions.graph)._replace(is_unsaved=True))
    journal.close()
    assert dump_map(left(tmp_path).recovered().graph) == dump_map(transactions.graph)


def test_a_journal_of_an_older_version_becomes_todays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = json.dumps({**OLD, "version": 1}).encode()
    base = Base(old, "old.journey.json", "", "", is_unsaved=True)
    journal = journaled(tmp_path, base)
    journal.close()
    forge(tmp_path, nodes(edit={"s": [{"name": "Compare"}, []]}))
    steps = MappingProxyType({1: from_1, 2: from_2})
    monkeypatch.setattr(format_, "VERSION", 3)
    monkeypatch.setattr("journeyeditor.files.reader.MIGRATIONS", steps)
    monkeypatch.setattr("journeyeditor.files.journal.replay.MIGRATIONS", steps)
    assert left(tmp_path).recovered().graph.element("s").title == "Compare"


def test_a_journal_of_a_later_version_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(format_, "VERSION", 2)
        transactions, journal = edited_note(tmp_path)
        titled(transactions, "note1", "two")
        journal.close()
    assert "was written by a newer version of Journey Editor; install" in str(left(tmp_path).fault)


def forge(folder: Path, *values: Any) -> None:
    """Add lines with right checksums, as only an attacker or an error of ours does."""
    log = log_of(folder)
    lines = log.read_bytes().splitlines(keepends=True)
    seed = sum_of(lines[0])
    lines += [line_of(CHANGE, value, len(lines) + i, seed) for i, value in enumerate(values)]
    log.write_bytes(b"".join(lines))


def nodes(**part: Any) -> dict[str, Any]:
    return {"nodes": part}


def edges(**part: Any) -> dict[str, Any]:
    return {"edges": part}


#: A relation between the two notes, which may not be related.
FORBIDDEN = {"source": "note1", "target": "note2", "key": "c", "kind": "follows"}


@pytest.mark.parametrize(
    "value",
    [
        3,
        [],
        nodes(drop=3),
        nodes(drop=[3]),
        nodes(put=[{"kind": "note"}]),
        nodes(put=["text"]),
        nodes(put=[None]),
        nodes(put=[{"id": [], "kind": "note"}]),
        nodes(put=[{"id": "x", "kind": "follows"}]),
        nodes(edit={"nobody": [{"title": "x"}, []]}),
        nodes(edit={"note1": 3}),
        nodes(edit={"note1": [{}, [3]]}),
        nodes(edit={"note1": [{"id": "note2"}, []]}),
        nodes(edit={"note1": [{}, ["id"]]}),
        nodes(edit=[]),
        nodes(edit={"note1": [{"title": 3}, []]}),
        nodes(edit={"note1": [{"kind": "nonsense"}, []]}),
        nodes(edit={"note1": [{"kind": []}, []]}),
        edges(put=[{"key": "note1", "kind": "follows"}]),
        {"nodes": 3},
        {"graph": {"title": []}},
        {"graph": {"poster": {"lanes": 3}}},
        {"graph": 3},
        {"graph": {}, "own": 3},
        {"graph": {}, "own": {"nodes": []}},
        {"graph": {"title": "x" * 9}, "own": {"version": 9}},
    ],
)
def test_a_hostile_line_costs_itself_and_nothing_else(tmp_path: Path, value: Any) -> None:
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal.close()
    forge(tmp_path, value, nodes(edit={"note2": [{"title": "after"}, []]}))
    recovered = left(tmp_path).recovered()
    assert [note.title for note in recovered.graph.elements()] == ["two", "after"]
    assert [(loss.number, loss.lost, loss.reason) for loss in recovered.losses] == [
        (2, 1, Reason.INAPPLICABLE)
    ]
    assert recovered.total == 3
    parse_map(dump_map(recovered.graph), "map")


@pytest.mark.parametrize(
    "value",
    [
        nodes(drop=["nobody"]),
        nodes(edit={"note1": [{}, ["nothing"]]}),
        nodes(note=1),
        {"graph": {}},
    ],
)
def test_what_changes_nothing_costs_nothing(tmp_path: Path, value: Any) -> None:
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal.close()
    forge(tmp_path, value)
    recovered = left(tmp_path).recovered()
    assert recovered.is_whole
    assert dump_map(recovered.graph) == dump_map(bench.graph)


def test_a_relation_that_may_not_be_is_removed_and_counted(tmp_path: Path) -> None:
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal.close()
    forge(tmp_path, edges(put=[FORBIDDEN]))
    recovered = left(tmp_path).recovered()
    assert dump_map(recovered.graph) == dump_map(bench.graph)
    assert (recovered.lost, recovered.detached, recovered.is_whole) == (0, 1, False)


def test_many_hostile_lines_are_left_out_in_bounded_time(tmp_path: Path) -> None:
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal.close()
    good = nodes(edit={"note2": [{"title": "after"}, []]})
    forge(tmp_path, *[nodes(edit={"note1": [{"title": 3}, []]}), good] * 2000)
    recovered = left(tmp_path).recovered()
    assert recovered.graph.element("note1").title == "two"
    assert recovered.lost >= 2000


def test_the_words_of_what_does_not_fit_are_kept(tmp_path: Path) -> None:
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal.close()
    fields = {"title": "A word", "tags": ["one", "two"], "source": "Survey", "stage": "s1"}
    forge(tmp_path, nodes(edit={"nobody": [fields, []]}))
    (loss,) = left(tmp_path).recovered().losses
    assert loss.texts == ("A word", "one", "two", "Survey")


def summed(value: str) -> bytes:
    body = f",0,{value}]\n".encode()
    return b'["%08x"' % zlib.crc32(body) + body


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"format": "journey-journal"},
        {"format": "journey-journal", "version": "1", "map_version": 1},
        {"format": "journey-journal", "version": 1, "map_version": 0},
        {"format": "journey-journal", "version": 1, "map_version": 1},
        {"format": "journey-journal", "version": 1, "map_version": 1, "token": 3},
        {"format": "journey-journal", "version": 1, "map_version": 1, "token": "x" * 5000},
    ],
)
def test_a_hostile_header_is_one_sentence(tmp_path: Path, header: dict[str, Any]) -> None:
    data = summed(json.dumps(header))
    for suffix in (".jsonl", ".base"):
        (tmp_path / f"0{suffix}").write_bytes(data)
    one = left(tmp_path)
    assert str(one.fault).count("\n") == 0
    assert str(one.fault).endswith("; use the last saved file")


@pytest.mark.parametrize("data", [b"", b"\n", b"x" * 99, b'["00000000",0,{}]\n', b"[" * 10**5])
def test_what_is_no_journal_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "0.jsonl").write_bytes(data)
    with pytest.raises(FileError) as caught:
        left(tmp_path).recovered()
    assert "\n" not in str(caught.value)


def test_the_newest_state_that_can_be_read_is_taken(tmp_path: Path) -> None:
    graph = a_map().with_("note", "0").built()
    transactions, journal = TransactionManager(graph), journaled(tmp_path, graph)
    transactions.committed.connect(lambda step: journal.add(step.change))
    for number in range(1, 30):
        titled(transactions, "note1", str(number))
    journal.close()
    forge(tmp_path, nodes(edit={"note1": [{"lane": 3}, []]}))
    recovered = left(tmp_path).recovered()
    assert (recovered.lost, recovered.graph.element("note1").title) == (1, "29")


def test_a_base_that_is_no_map_is_one_sentence(tmp_path: Path) -> None:
    for data in (b"[]", b"{}", b'{"version": 1, "nodes": [3]}', b"\xff"):
        journal = journaled(tmp_path, Base(data, is_unsaved=True))
        journal.close()
        one = left(tmp_path)
        with pytest.raises(FileError):
            one.recovered()
        one.discard()


def test_adding_a_change_costs_nothing_whatever_the_map(tmp_path: Path) -> None:
    graph = a_map().with_("note", "x" * 100_000).built()
    note = graph.element("note1")
    change = Change({"note1": (note, note.replaced(title="y"))})
    journal = journaled(tmp_path, graph)
    best = 1.0
    for _ in range(5):
        start = time.thread_time()
        for _ in range(1000):
            journal.add(change)
        best = min(best, (time.thread_time() - start) / 1000)
    assert best < 100e-6


def test_a_timer_works_by_itself_and_gathers() -> None:
    done: list[int] = []
    waiting: list[int] = []
    begun, may_go_on, arrived = threading.Event(), threading.Event(), threading.Event()

    def work() -> bool:
        begun.set()
        assert may_go_on.wait(60)
        done.append(len(waiting))
        waiting.clear()
        if sum(done) == 100:
            arrived.set()
        return True

    timer = FlushTimer(work, 0.01)
    for number in range(100):
        waiting.append(number)
        timer.request()
    assert begun.wait(60)
    may_go_on.set()
    assert arrived.wait(60)
    timer.stop()
    assert len(done) <= 2
    timer.request()
    assert sum(done) == 100


def test_a_timer_tries_again_what_failed() -> None:
    answers = [False, False, True]
    succeeded = threading.Event()

    def work() -> bool:
        if answers[0]:
            succeeded.set()
        return answers.pop(0)

    timer = FlushTimer(work, 0.0, retry=0.001)
    timer.request()
    assert succeeded.wait(60)
    timer.stop()
    assert answers == []


def test_journal_and_disk_in_earnest() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        graph = a_map().with_("note", "one").built()
        reported: list[JournalError | None] = []
        journal = Journal(folder, Base(dump_map(graph)), report=reported.append)
        note = graph.element("note1")
        journal.add(Change({"note1": (note, note.replaced(title="two"))}))
        journal.flush()
        assert log_of(folder).read_bytes().count(b"\n") == 2
        assert parse_map(
            log_of(folder).with_suffix(".base").read_bytes().split(b"\n", 1)[1], "base"
        )
        journal.discard()


class Disk:
    """A disk that takes its time, or fails, when it is told to sync."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_asked = threading.Event()
        self.may_go_on = threading.Event()
        self.fails = 0
        self.is_slow = False
        monkeypatch.setattr(os, "fsync", self.sync)

    def sync(self, _: int) -> None:
        if self.is_slow:
            self.is_asked.set()
            assert self.may_go_on.wait(60)
        if self.fails:
            self.fails -= 1
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_slow_disk_keeps_no_change_from_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    disk.is_slow = True
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal._writer.run()
    syncing = threading.Thread(target=journal._syncer.run)
    syncing.start()
    assert disk.is_asked.wait(60)
    titled(bench, "note1", "three")
    journal._writer.run()
    assert b"three" in log_of(tmp_path).read_bytes()
    assert (journal.written, journal.synced) == (2, 0)
    disk.may_go_on.set()
    syncing.join()
    assert (journal.written, journal.synced) == (2, 1)
    journal.close()
    assert (journal.synced, journal.is_written) == (2, True)


def test_how_long_a_change_waits_for_the_disk_is_known(tmp_path: Path) -> None:
    now = [100.0]
    graph = a_map().with_("note", "one").built()
    base = Base(dump_map(graph))
    journal = Journal(
        tmp_path, base, report=lambda _: None, timer=ByHand, clock=noon, ticks=lambda: now[0]
    )
    note = graph.element("note1")
    assert journal.delay == 0
    for _ in range(3):
        journal.add(Change({"note1": (note, note.replaced(title="two"))}))
        now[0] += 1
    assert journal.delay == 3
    journal._writer.run()
    assert journal.delay == 3, "a power cut would cost it"
    journal._syncer.run()
    assert journal.delay == 0
    journal.add(Change({"note1": (note, note.replaced(title="three"))}))
    now[0] += 2
    assert journal.delay == 2
    journal.saved(journal.count, base)
    journal._writer.run()
    assert journal.delay == 0, "it is in the map's own file"
    journal.discard()


def test_what_cannot_be_synced_is_written_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    reported: list[JournalError | None] = []
    bench, journal = edited_note(tmp_path, reported)
    titled(bench, "note1", "two")
    journal.flush()
    disk.fails = 1
    titled(bench, "note1", "three")
    journal.flush()
    assert [error is None for error in reported] == [False]
    assert not journal.is_written
    assert not journal.needs_restart
    # The pages that could not be brought to the disk are gone, as the system does it.
    log = log_of(tmp_path)
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:2]))
    titled(bench, "note1", "four")
    journal.flush()
    assert [error is None for error in reported] == [False, True]
    journal.close()
    recovered = left(tmp_path).recovered()
    assert (recovered.total, recovered.is_whole) == (3, True)
    assert recovered.graph.element("note1").title == "four"


def test_a_base_that_cannot_be_synced_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    bench, journal = edited_note(tmp_path)
    disk.fails = 1
    titled(bench, "note1", "two")
    journal.flush()
    assert journal.needs_restart
    journal.restart(saved(bench.graph)._replace(is_unsaved=True))
    journal.flush()
    assert journal.is_written
    journal.close()
    assert dump_map(left(tmp_path).recovered().graph) == dump_map(bench.graph)


def test_a_journal_is_replaced_only_by_one_that_is_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)
    bench, journal = edited_note(tmp_path)
    titled(bench, "note1", "two")
    journal.flush()
    old = log_of(tmp_path)
    disk.fails = 1
    journal.restart(saved(bench.graph)._replace(is_unsaved=True))
    journal.flush()
    assert old.exists()
    assert len(list(tmp_path.glob("*.jsonl"))) == 2
    journal.flush()
    assert log_of(tmp_path) != old
    journal.discard()
    assert list(tmp_path.iterdir()) == []
