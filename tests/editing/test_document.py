"""A map's life between memory and disk: nothing is lost, nothing is overwritten unnoticed."""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from journeyeditor.editing.document import REMIND_S, Document
from journeyeditor.editing.store import Store
from journeyeditor.files import FileError, dump_map, read_map
from journeyeditor.files import document as format_
from journeyeditor.files.backup import numbered
from journeyeditor.files.fingerprint import MissingError, StaleError
from journeyeditor.files.locks import LockedError
from journeyeditor.i18n import texts
from journeyeditor.model import Change, JourneyGraph, TransactionManager
from tests.builders import a_map
from tests.files.documents import encoded
from tests.files.journaling import ByHand, noon
from tests.files.test_migrations import OLD, from_1, from_2

ENGLISH = texts("en")


class Rig:
    """A document with its workbench, and what it told."""

    def __init__(self, document: Document, posted: deque[Callable[[], None]]) -> None:
        self.document = document
        self.posted = posted
        self.failures: list[FileError] = []
        self.changes = 0
        document.changed.connect(self._changed)
        document.failed.connect(self.failures.append)
        self.transactions = TransactionManager(document.graph)
        document.follow(self.transactions)

    def _changed(self, _: None) -> None:
        self.changes += 1

    def titled(self, title: str, id_: str = "note1", merge_key: str = "") -> None:
        element = self.transactions.graph.element(id_)
        with self.transactions.transaction("Edit", merge_key=merge_key) as transaction:
            transaction.write(Change({id_: (element, element.replaced(title=title))}))

    def saved(self, *, overwrites: bool = False) -> None:
        self.document.save(overwrites=overwrites)
        self.document.wait()

    def deliver(self) -> None:
        """Do what was posted to the window's thread."""
        while self.posted:
            self.posted.popleft()()


class Bureau:
    """A store, and documents of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.posted: deque[Callable[[], None]] = deque()
        self.store = Store(folder / "state", post=self.posted.append, timer=ByHand, clock=noon)
        self.rigs: list[Rig] = []

    def new(self, graph: JourneyGraph | None = None, *, is_unsaved: bool = False) -> Rig:
        if graph is None:
            graph = a_map().with_("note", "one").with_("note").built()
        return self._kept(Document.new(graph, self.store, is_unsaved=is_unsaved))

    def open(self, name: str) -> Rig:
        return self._kept(Document.open(self.folder / name, self.store))

    def saved(self, name: str = "map.journey.json") -> Rig:
        rig = self.new()
        rig.document.save_as(self.folder / name)
        rig.document.wait()
        return rig

    def recovered(self) -> Rig:
        """Recover the one map that was left behind."""
        (left,) = self.store.recoverable_journals()
        return self._kept(Document.recover(left, self.store))

    def journals(self) -> int:
        return len(list(self.store.journals.glob("*.jsonl")))

    def close(self) -> None:
        for rig in self.rigs:
            rig.document.close()

    def _kept(self, document: Document) -> Rig:
        self.rigs.append(Rig(document, self.posted))
        return self.rigs[-1]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    bureau = Bureau(tmp_path)
    yield bureau
    bureau.close()
    assert not [one for one in threading.enumerate() if one.name.startswith(("save", "journal"))]


def crash(rig: Rig) -> None:
    """End as a kill does: what is on the disk stays, and the locks go."""
    document = rig.document
    document.flush()
    files = document._journal._files
    if files is not None:
        files.close()
    document._journal._files = None
    document._journal._queue.clear()
    if document._lock is not None:
        document._lock.release()


def test_a_map_is_saved_and_opened_again(bureau: Bureau) -> None:
    rig = bureau.new()
    assert (rig.document.path, rig.document.is_dirty, rig.document.is_stale) == (None, False, False)
    rig.titled("two")
    rig.document.flush()
    assert rig.document.is_dirty
    assert bureau.journals() == 1
    rig.document.save_as(bureau.folder / "map.journey.json")
    assert rig.document.is_saving
    rig.document.wait()
    rig.document.flush()
    assert (rig.document.is_dirty, rig.document.is_saving, rig.failures) == (False, False, [])
    assert bureau.journals() == 0
    rig.document.close()
    again = bureau.open("map.journey.json")
    assert dump_map(again.document.graph) == dump_map(rig.document.graph)
    assert again.document.path == bureau.folder / "map.journey.json"


def test_the_title_shows_the_name_and_what_is_unsaved(bureau: Bureau) -> None:
    rig = bureau.new()
    assert rig.document.title(ENGLISH) == "Untitled map"
    rig.titled("two")
    assert rig.document.title(ENGLISH) == "• Untitled map"
    assert bureau.new(a_map(title="A\nmap").built()).document.title(ENGLISH) == "A map"
    rig.document.save_as(bureau.folder / "Heat pump.journey.json")
    rig.document.wait()
    assert rig.document.title(ENGLISH) == "Heat pump"
    rig.transactions.undo()
    assert rig.document.title(ENGLISH) == "• Heat pump"
    rig.transactions.redo()
    assert rig.document.title(ENGLISH) == "Heat pump"


def test_each_thing_is_told_once(bureau: Bureau) -> None:
    rig = bureau.new()
    told = rig.changes
    rig.titled("two")
    rig.titled("three")
    assert rig.changes == told + 1
    rig.transactions.undo()
    rig.transactions.undo()
    assert rig.changes == told + 2


def test_edits_during_a_save_are_unsaved_after_it(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two", merge_key="note1.title")
    rig.document.save()
    rig.titled("two and", merge_key="note1.title")
    rig.document.wait()
    assert rig.document.is_dirty
    rig.transactions.undo()
    assert not rig.document.is_dirty
    assert read_map(bureau.folder / "map.journey.json").element("note1").title == "two"


def test_a_state_that_is_gone_when_the_save_ends_stays_unsaved(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two")
    rig.document.save()
    rig.transactions.undo()
    rig.titled("three")
    rig.document.wait()
    for _ in range(2):
        assert rig.document.is_dirty
        rig.transactions.undo()
    assert rig.document.is_dirty


def test_a_save_in_the_middle_of_a_gesture_leaves_the_map_unsaved(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two")
    note = rig.transactions.graph.element("note1")
    with rig.transactions.transaction("Drag") as transaction:
        transaction.write(Change({"note1": (note, note.replaced(title="half way"))}))
        rig.saved()
        transaction.cancel()
    assert rig.document.is_dirty
    crash(rig)
    assert bureau.recovered().document.graph.element("note1").title == "two"


def test_saves_are_done_in_turn_and_moves_are_waited_for(bureau: Bureau) -> None:
    rig = bureau.saved()
    for number in range(5):
        rig.titled(str(number))
        rig.document.save()
    rig.document.save_as(bureau.folder / "other.journey.json")
    rig.titled("last")
    rig.document.save()
    rig.document.wait()
    assert not rig.document.is_dirty
    assert read_map(bureau.folder / "map.journey.json").element("note1").title == "4"
    assert read_map(bureau.folder / "other.journey.json").element("note1").title == "last"
    bureau.open("map.journey.json")


def test_what_a_save_came_to_is_posted_to_the_window(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two")
    bureau.posted.clear()
    rig.document.save()
    task = next(iter(rig.document._saver._tasks.values()))
    assert task.future is not None
    task.future.result()
    assert rig.document.is_dirty
    rig.deliver()
    assert not rig.document.is_dirty
    assert not rig.document.is_saving


def test_a_save_that_fails_keeps_all_and_tells_one_sentence(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = bureau.new()
    rig.titled("two")
    rig.document.save_as(bureau.folder / "nowhere" / "map.json")
    rig.document.wait()
    (error,) = rig.failures
    assert "could not be written (No such file or directory); create the folder first" in str(error)
    assert (rig.document.path, rig.document.is_dirty) == (None, True)
    monkeypatch.setattr("journeyeditor.editing.saving.dump_map", lambda _: 1 / 0)
    rig.document.save_as(bureau.folder / "map.json")
    rig.document.wait()
    assert "could not be written (ZeroDivisionError" in str(rig.failures[1])
    assert (rig.document.path, rig.document.is_dirty) == (None, True)
    rig.document.flush()
    assert bureau.journals() == 1
    assert list((bureau.store.folder / "locks").iterdir()) == []


def test_a_file_that_somebody_else_wrote_is_not_overwritten(bureau: Bureau) -> None:
    rig = bureau.saved()
    path = bureau.folder / "map.journey.json"
    theirs = dump_map(a_map().with_("note", "theirs").built())
    rig.titled("mine")
    path.write_bytes(theirs)
    assert rig.document.is_stale
    rig.saved()
    (error,) = rig.failures
    assert isinstance(error, StaleError)
    assert path.read_bytes() == theirs
    assert rig.document.is_dirty
    rig.saved(overwrites=True)
    assert not rig.document.is_dirty
    assert not rig.document.is_stale
    assert read_map(path).element("note1").title == "mine"
    assert numbered(path, bureau.store.backups)[0].read_bytes() == theirs


def test_theirs_is_taken_and_mine_is_kept(bureau: Bureau) -> None:
    rig = bureau.saved()
    path = bureau.folder / "map.journey.json"
    rig.titled("mine")
    mine = dump_map(rig.document.graph)
    path.write_bytes(dump_map(a_map().with_("note", "theirs").built()))
    graph = rig.document.use_version_on_disk()
    rig.transactions = TransactionManager(graph)
    rig.document.follow(rig.transactions)
    assert (rig.document.is_dirty, rig.document.is_stale) == (False, False)
    assert graph.element("note1").title == "theirs"
    assert numbered(path, bureau.store.backups)[0].read_bytes() == mine
    rig.titled("after")
    rig.saved()
    assert read_map(path).element("note1").title == "after"


def test_theirs_that_cannot_be_read_is_not_taken(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("mine")
    (bureau.folder / "map.journey.json").write_bytes(b"{}")
    with pytest.raises(FileError):
        rig.document.use_version_on_disk()
    assert rig.document.is_dirty
    rig.titled("mine still")
    crash(rig)
    assert bureau.recovered().document.graph.element("note1").title == "mine still"


def test_a_file_that_is_gone_is_written_again_only_on_purpose(bureau: Bureau) -> None:
    rig = bureau.saved()
    path = bureau.folder / "map.journey.json"
    path.rename(bureau.folder / "moved.journey.json")
    assert not rig.document.is_stale
    rig.titled("two")
    rig.saved()
    (error,) = rig.failures
    assert isinstance(error, MissingError)
    assert rig.document.save_error is error
    assert not path.exists()
    rig.saved(overwrites=True)
    assert rig.document.save_error is None
    assert not rig.document.is_dirty
    assert read_map(path).element("note1").title == "two"


def test_a_map_whose_file_is_gone_is_unsaved_and_survives_a_crash(bureau: Bureau) -> None:
    rig = bureau.saved()
    assert not rig.document.check_missing()
    (bureau.folder / "map.journey.json").unlink()
    assert rig.document.check_missing()
    assert rig.document.is_dirty
    assert rig.document.check_missing()
    crash(rig)
    again = bureau.recovered()
    assert again.document.graph.element("note1").title == "one"
    assert again.document.is_dirty


def test_a_map_whose_file_somebody_else_wrote_is_unsaved(bureau: Bureau) -> None:
    rig = bureau.saved()
    assert not rig.document.check_stale()
    assert not rig.document.is_dirty
    (bureau.folder / "map.journey.json").write_bytes(b"{}")
    assert rig.document.check_stale()
    assert rig.document.is_dirty


def test_theirs_is_overwritten_only_once_it_is_kept(bureau: Bureau) -> None:
    rig = bureau.saved()
    bureau.store.max_backups = 0  # theirs stands nowhere else, whatever the settings say
    path = bureau.folder / "map.journey.json"
    theirs = dump_map(a_map().with_("note", "theirs").built())
    path.write_bytes(theirs)
    bureau.store.backups.write_text("in the way")
    rig.saved(overwrites=True)
    assert len(rig.failures) == 1
    assert path.read_bytes() == theirs
    bureau.store.backups.unlink()
    rig.saved(overwrites=True)
    assert read_map(path).element("note1").title == "one"
    assert numbered(path, bureau.store.backups)[0].read_bytes() == theirs


def test_mine_is_not_given_up_before_it_is_kept(bureau: Bureau) -> None:
    rig = bureau.saved()
    path = bureau.folder / "map.journey.json"
    rig.titled("mine")
    path.write_bytes(dump_map(a_map().with_("note", "theirs").built()))
    bureau.store.backups.write_text("in the way")
    with pytest.raises(FileError):
        rig.document.use_version_on_disk()
    assert rig.document.graph.element("note1").title == "mine"
    assert rig.document.is_dirty


def test_one_file_has_one_window(bureau: Bureau) -> None:
    rig = bureau.saved()
    (bureau.folder / "link.json").symlink_to(bureau.folder / "map.journey.json")
    for name in ("map.journey.json", "link.json"):
        with pytest.raises(LockedError) as caught:
            bureau.open(name)
        assert caught.value.holder is not None
        assert caught.value.holder.is_this_process
    other = bureau.new()
    for deed in (other.document.save_as, other.document.save_copy):
        with pytest.raises(LockedError):
            deed(bureau.folder / "map.journey.json")
    assert other.document.path is None
    rig.document.save_as(bureau.folder / "moved.journey.json")
    rig.document.wait()
    assert bureau.open("map.journey.json").document.path is not None
    rig.document.close()
    bureau.open("moved.journey.json")


def test_a_save_under_the_same_name_keeps_the_lock(bureau: Bureau) -> None:
    rig = bureau.saved()
    (bureau.folder / "link.json").symlink_to(bureau.folder / "map.journey.json")
    rig.document.save_as(bureau.folder / "link.json")
    rig.document.wait()
    assert rig.failures == []
    with pytest.raises(LockedError):
        bureau.open("map.journey.json")


def test_a_copy_is_saved_and_work_goes_on_here(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two")
    rig.document.save_copy(bureau.folder / "copy.journey.json")
    rig.document.wait()
    assert read_map(bureau.folder / "copy.journey.json").element("note1").title == "two"
    assert read_map(bureau.folder / "map.journey.json").element("note1").title == "one"
    assert rig.document.is_dirty
    assert rig.document.path == bureau.folder / "map.journey.json"
    bureau.open("copy.journey.json")
    rig.document.save_copy(bureau.folder / "map.journey.json")
    rig.document.wait()
    assert not rig.document.is_dirty


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 10**6, None])
def test_a_file_that_cannot_be_opened_is_one_sentence(bureau: Bureau, data: bytes | None) -> None:
    path = bureau.folder / "map.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        bureau.open("map.json")
    assert "\n" not in str(caught.value)
    assert list(bureau.folder.rglob("*.lock")) == []


def test_a_map_comes_back_after_a_crash(bureau: Bureau) -> None:
    rig = bureau.saved()
    for title in ("two", "three", "four"):
        rig.titled(title)
    rig.transactions.undo()
    crash(rig)
    again = bureau.recovered()
    assert dump_map(again.document.graph) == dump_map(rig.document.graph)
    assert (again.document.is_dirty, again.document.is_stale) == (True, False)
    assert again.document.path == bureau.folder / "map.journey.json"
    assert again.transactions.undo() is False
    assert bureau.journals() == 1
    crash(again)
    third = bureau.recovered()
    assert dump_map(third.document.graph) == dump_map(rig.document.graph)
    third.saved()
    third.document.flush()
    assert not third.document.is_dirty
    assert (bureau.journals(), bureau.store.recoverable_journals()) == (0, [])


def test_a_map_that_was_never_saved_comes_back(bureau: Bureau) -> None:
    rig = bureau.new()
    rig.titled("two")
    crash(rig)
    again = bureau.recovered()
    assert (again.document.path, again.document.is_dirty) == (None, True)
    assert again.document.graph.element("note1").title == "two"


def test_an_import_comes_back_before_it_was_edited(bureau: Bureau) -> None:
    rig = bureau.new(is_unsaved=True)
    assert rig.document.is_dirty
    crash(rig)
    again = bureau.recovered()
    assert dump_map(again.document.graph) == dump_map(rig.document.graph)


def test_a_crash_and_a_change_by_somebody_else_are_both_noticed(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("mine")
    crash(rig)
    path = bureau.folder / "map.journey.json"
    path.write_bytes(dump_map(a_map().with_("note", "theirs").built()))
    again = bureau.recovered()
    assert again.document.graph.element("note1").title == "mine"
    assert again.document.is_stale
    again.saved()
    assert isinstance(again.failures[0], StaleError)


def test_a_map_whose_file_is_open_meanwhile_comes_back_without_file(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("mine")
    crash(rig)
    bureau.open("map.journey.json")
    again = bureau.recovered()
    assert again.document.path is None
    assert again.document.graph.element("note1").title == "mine"


def test_closing_leaves_nothing_and_leaving_leaves_what_is_unsaved(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two")
    rig.document.close()
    assert bureau.store.recoverable_journals() == []
    for title in ("", "three"):
        rig = bureau.open("map.journey.json")
        if title:
            rig.titled(title)
        rig.document.close_to_journal()
        bureau.rigs.remove(rig)
    assert bureau.recovered().document.graph.element("note1").title == "three"
    assert list((bureau.store.folder / "locks").iterdir()) != []


def test_a_document_that_is_closed_hears_no_more(bureau: Bureau) -> None:
    rig = bureau.new()
    rig.document.close()
    rig.titled("two")
    assert bureau.journals() == 0
    assert not rig.document._journal.count


def test_the_last_saves_are_kept_as_backups(bureau: Bureau) -> None:
    bureau.store.max_backups = 3
    rig = bureau.saved()
    for number in range(6):
        rig.titled(str(number))
        rig.saved()
    backups = numbered(bureau.folder / "map.journey.json", bureau.store.backups)
    assert [read_map(path).element("note1").title for path in backups] == ["4", "3", "2"]
    assert sorted(path.name for path in bureau.folder.iterdir()) == ["map.journey.json", "state"]


def test_a_backup_that_cannot_be_kept_does_not_stop_a_save(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    rig = bureau.saved()
    bureau.store.backups.write_text("in the way")
    rig.titled("two")
    rig.saved()
    assert not rig.document.is_dirty
    assert "no backup could be kept" in caplog.text
    assert rig.document.backup_error is not None
    bureau.store.backups.unlink()
    rig.titled("three")
    rig.saved()
    assert rig.document.backup_error is None


def test_a_journal_that_cannot_be_written_is_told_at_once_and_again_until_it_is_over(
    bureau: Bureau,
) -> None:
    ticks = 1000.0
    bureau.store.ticks = lambda: ticks
    rig = bureau.saved()
    bureau.store.journals.write_text("in the way")

    def tried(seconds: float) -> tuple[int, bool]:
        nonlocal ticks
        ticks += seconds
        rig.document.flush()
        rig.deliver()
        return len(rig.failures), rig.document.journal_error is None

    assert tried(0) == (0, True)
    rig.titled("two")
    assert tried(0) == (1, False)
    changes = rig.changes
    assert tried(REMIND_S - 1) == (1, False)
    assert rig.changes == changes
    assert tried(1) == (2, False)
    assert tried(REMIND_S - 1) == (2, False)
    bureau.store.journals.unlink()
    assert tried(0) == (2, True)
    assert rig.changes == changes + 1
    assert bureau.journals() == 1
    rig.titled("three")
    assert tried(0) == (2, True)


def test_a_save_makes_up_for_a_journal_that_cannot_be_written(bureau: Bureau) -> None:
    rig = bureau.saved()
    bureau.store.journals.write_text("in the way")
    rig.titled("two")
    rig.document.flush()
    rig.deliver()
    assert rig.document.journal_error is not None
    rig.saved()
    rig.document.flush()
    rig.deliver()
    assert rig.document.journal_error is None


def test_what_a_journal_says_after_its_time_is_not_heard(bureau: Bureau) -> None:
    rig = bureau.saved()
    bureau.store.journals.write_text("in the way")
    rig.titled("two")
    rig.document.flush()
    rig.document.close()
    rig.deliver()
    assert rig.failures == []


def test_the_original_of_an_older_version_stays_beside_the_map(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = MappingProxyType({1: from_1, 2: from_2})
    monkeypatch.setattr(format_, "VERSION", 3)
    monkeypatch.setattr("journeyeditor.files.reader.MIGRATIONS", steps)
    (bureau.folder / "map.journey.json").write_bytes(encoded(OLD))
    rig = bureau.open("map.journey.json")
    rig.titled("Pay", "s")
    rig.saved()
    assert (bureau.folder / "map.v1.journey.json").read_bytes() == encoded(OLD)
    assert read_map(bureau.folder / "map.journey.json").element("s").title == "Pay"


def test_a_folder_for_nothing_does_not_keep_maps_from_opening(
    bureau: Bureau, caplog: pytest.LogCaptureFixture
) -> None:
    rig = bureau.saved()
    rig.document.close()
    for name in ("locks", "journals"):
        folder = bureau.store.folder / name
        if folder.exists():
            folder.rmdir()
        folder.write_text("in the way")
    rig = bureau.open("map.journey.json")
    assert "no lock could be written" in caplog.text
    rig.titled("two")
    rig.document.flush()
    rig.deliver()
    assert "the journal: could not be written (" in str(rig.failures[0])
    rig.saved()
    assert not rig.document.is_dirty
    assert read_map(bureau.folder / "map.journey.json").element("note1").title == "two"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_recovery_that_cannot_be_written_keeps_the_old_journal(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = bureau.new()
    rig.titled("two")
    crash(rig)
    with monkeypatch.context() as patch:

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr("journeyeditor.files.journal.writer._open_new", refuse)
        again = bureau.recovered()
        assert again.document.graph.element("note1").title == "two"
        crash(again)
    (left,) = bureau.store.recoverable_journals()
    assert left.recovered().graph.element("note1").title == "two"
    left.release()


def test_journals_and_locks_are_private(bureau: Bureau) -> None:
    rig = bureau.saved()
    rig.titled("two")
    rig.document.flush()
    for path in (bureau.store.journals, bureau.store.folder / "locks", bureau.store.backups):
        assert not path.exists() or stat.S_IMODE(path.stat().st_mode) & 0o77 == 0


class Living(RuleBasedStateMachine):
    """Edits, saves, crashes and recoveries in any order, beside what the map should hold."""

    def __init__(self) -> None:
        super().__init__()
        self._home = tempfile.TemporaryDirectory()
        self.bureau = Bureau(Path(self._home.name))
        self.rig = self.bureau.new()
        self.path: Path | None = None
        self.disk = b""

    @property
    def state(self) -> bytes:
        return dump_map(self.rig.document.graph)

    @rule(
        title=st.sampled_from("abc"), id_=st.sampled_from(("note1", "note2")), typed=st.booleans()
    )
    def edit(self, title: str, id_: str, typed: bool) -> None:
        self.rig.titled(title, id_, f"{id_}.title" if typed else "")

    @rule()
    def undo(self) -> None:
        self.rig.transactions.undo()

    @rule()
    def redo(self) -> None:
        self.rig.transactions.redo()

    @rule()
    def write(self) -> None:
        self.rig.document.flush()

    @rule(name=st.sampled_from(("a.json", "b.json")))
    def save_as(self, name: str) -> None:
        self.path = self.bureau.folder / name
        self.rig.document.save_as(self.path)
        self.disk = self.state

    @precondition(lambda self: self.path is not None)
    @rule()
    def save(self) -> None:
        self.rig.document.save()
        self.disk = self.state

    @rule()
    def wait(self) -> None:
        self.rig.document.wait()

    @rule()
    def crash(self) -> None:
        self.rig.document.wait()
        state = self.state
        crash(self.rig)
        left = self.bureau.store.recoverable_journals()
        if left:
            (one,) = left
            self.rig = self.bureau._kept(Document.recover(one, self.bureau.store))
        elif self.path:
            self.rig = self.bureau.open(self.path.name)
        else:
            self.rig = self.bureau.new()
        assert self.state == state

    @invariant()
    def what_is_clean_is_on_the_disk(self) -> None:
        """A map that is not dirty is in its file."""
        document = self.rig.document
        if self.path is not None and not document.is_saving:
            assert document.is_dirty or self.path.read_bytes() == self.state == self.disk
        assert self.rig.failures == []

    def teardown(self) -> None:
        self.bureau.close()
        self._home.cleanup()


Living.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck)
)
TestLiving = Living.TestCase
