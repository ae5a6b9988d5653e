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

from journeyeditor.editing import limits
from journeyeditor.editing.document import REMIND_S, Document
from journeyeditor.editing.store import Store
from journeyeditor.files import FileError, dump_map, read_map
from journeyeditor.files import document as format_
from journeyeditor.files.backup import numbered
from journeyeditor.files.fingerprint import MissingError, StaleError
from journeyeditor.files.locks import LockedError
from journeyeditor.i18n import texts
from journeyeditor.model import Change, JourneyGraph, TransactionManager
from journeyeditor.vocabulary import Follows, MapInfo, Stage
from tests.builders import a_map
from tests.files.documents import encoded
from tests.files.journaling import ByHand, noon
from tests.files.test_migrations import OLD, from_1, from_2

ENGLISH = texts("en")


class DocumentHarness:
    """A document with its transactions, and what it emitted."""

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


class Workspace:
    """A store, and documents of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.posted: deque[Callable[[], None]] = deque()
        self.store = Store(folder / "state", post=self.posted.append, timer=ByHand, clock=noon)
        self.harnesses: list[DocumentHarness] = []

    def new(
        self, graph: JourneyGraph | None = None, *, is_unsaved: bool = False
    ) -> DocumentHarness:
        if graph is None:
            graph = a_map().with_("note", "one").with_("note").built()
        return self._kept(Document.new(graph, self.store, is_unsaved=is_unsaved))

    def open(self, name: str) -> DocumentHarness:
        return self._kept(Document.open(self.folder / name, self.store))

    def saved(self, name: str = "map.journey.json") -> DocumentHarness:
        harness = self.new()
        harness.document.save_as(self.folder / name)
        harness.document.wait()
        return harness

    def recovered(self) -> DocumentHarness:
        """Recover the one map that was left behind."""
        (left,) = self.store.recoverable_journals()
        return self._kept(Document.recover(left, self.store))

    def journals(self) -> int:
        return len(list(self.store.journals.glob("*.jsonl")))

    def close(self) -> None:
        for harness in self.harnesses:
            harness.document.close()

    def _kept(self, document: Document) -> DocumentHarness:
        self.harnesses.append(DocumentHarness(document, self.posted))
        return self.harnesses[-1]


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path)
    yield workspace
    workspace.close()
    assert not [one for one in threading.enumerate() if one.name.startswith(("save", "journal"))]


def crash(harness: DocumentHarness) -> None:
    """End as a kill does: what is on the disk stays, and the locks go."""
    document = harness.document
    document.flush()
    files = document._journal._files
    if files is not None:
        files.close()
    document._journal._files = None
    document._journal._queue.clear()
    if document._lock is not None:
        document._lock.release()


def test_a_map_is_saved_and_opened_again(workspace: Workspace) -> None:
    harness = workspace.new()
    assert (harness.document.path, harness.document.is_dirty, harness.document.is_stale) == (
        None,
        False,
        False,
    )
    harness.titled("two")
    harness.document.flush()
    assert harness.document.is_dirty
    assert workspace.journals() == 1
    harness.document.save_as(workspace.folder / "map.journey.json")
    assert harness.document.is_saving
    harness.document.wait()
    harness.document.flush()
    assert (harness.document.is_dirty, harness.document.is_saving, harness.failures) == (
        False,
        False,
        [],
    )
    assert workspace.journals() == 0
    harness.document.close()
    again = workspace.open("map.journey.json")
    assert dump_map(again.document.graph) == dump_map(harness.document.graph)
    assert again.document.path == workspace.folder / "map.journey.json"


def test_the_title_shows_the_name_and_what_is_unsaved(workspace: Workspace) -> None:
    harness = workspace.new()
    assert harness.document.title(ENGLISH) == "Untitled map"
    harness.titled("two")
    assert harness.document.title(ENGLISH) == "• Untitled map"
    assert workspace.new(a_map(title="A\nmap").built()).document.title(ENGLISH) == "A map"
    harness.document.save_as(workspace.folder / "Heat pump.journey.json")
    harness.document.wait()
    assert harness.document.title(ENGLISH) == "Heat pump"
    harness.transactions.undo()
    assert harness.document.title(ENGLISH) == "• Heat pump"
    harness.transactions.redo()
    assert harness.document.title(ENGLISH) == "Heat pump"


def test_each_thing_is_reported_once(workspace: Workspace) -> None:
    harness = workspace.new()
    reported = harness.changes
    harness.titled("two")
    harness.titled("three")
    assert harness.changes == reported + 1
    harness.transactions.undo()
    harness.transactions.undo()
    assert harness.changes == reported + 2


def test_edits_during_a_save_are_unsaved_after_it(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two", merge_key="note1.title")
    harness.document.save()
    harness.titled("two and", merge_key="note1.title")
    harness.document.wait()
    assert harness.document.is_dirty
    harness.transactions.undo()
    assert not harness.document.is_dirty
    assert read_map(workspace.folder / "map.journey.json").element("note1").title == "two"


def test_a_state_that_is_gone_when_the_save_ends_stays_unsaved(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two")
    harness.document.save()
    harness.transactions.undo()
    harness.titled("three")
    harness.document.wait()
    for _ in range(2):
        assert harness.document.is_dirty
        harness.transactions.undo()
    assert harness.document.is_dirty


def test_a_save_in_the_middle_of_a_gesture_leaves_the_map_unsaved(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two")
    note = harness.transactions.graph.element("note1")
    with harness.transactions.transaction("Drag") as transaction:
        transaction.write(Change({"note1": (note, note.replaced(title="half way"))}))
        harness.saved()
        transaction.cancel()
    assert harness.document.is_dirty
    crash(harness)
    assert workspace.recovered().document.graph.element("note1").title == "two"


def test_saves_are_done_in_turn_and_moves_are_waited_for(workspace: Workspace) -> None:
    harness = workspace.saved()
    for number in range(5):
        harness.titled(str(number))
        harness.document.save()
    harness.document.save_as(workspace.folder / "other.journey.json")
    harness.titled("last")
    harness.document.save()
    harness.document.wait()
    assert not harness.document.is_dirty
    assert read_map(workspace.folder / "map.journey.json").element("note1").title == "4"
    assert read_map(workspace.folder / "other.journey.json").element("note1").title == "last"
    workspace.open("map.journey.json")


def test_what_a_save_came_to_is_posted_to_the_window(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two")
    workspace.posted.clear()
    harness.document.save()
    task = next(iter(harness.document._saver._tasks.values()))
    assert task.future is not None
    task.future.result()
    assert harness.document.is_dirty
    harness.deliver()
    assert not harness.document.is_dirty
    assert not harness.document.is_saving


def test_a_save_that_fails_keeps_all_and_tells_one_sentence(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = workspace.new()
    harness.titled("two")
    harness.document.save_as(workspace.folder / "nowhere" / "map.json")
    harness.document.wait()
    (error,) = harness.failures
    assert "could not be written (No such file or directory); create the folder first" in str(error)
    assert (harness.document.path, harness.document.is_dirty) == (None, True)
    monkeypatch.setattr("journeyeditor.editing.saving.dump_map", lambda _: 1 / 0)
    harness.document.save_as(workspace.folder / "map.json")
    harness.document.wait()
    assert "could not be written (ZeroDivisionError" in str(harness.failures[1])
    assert (harness.document.path, harness.document.is_dirty) == (None, True)
    harness.document.flush()
    assert workspace.journals() == 1
    assert list((workspace.store.folder / "locks").iterdir()) == []


def test_a_file_that_somebody_else_wrote_is_not_overwritten(workspace: Workspace) -> None:
    harness = workspace.saved()
    path = workspace.folder / "map.journey.json"
    theirs = dump_map(a_map().with_("note", "theirs").built())
    harness.titled("mine")
    path.write_bytes(theirs)
    assert harness.document.is_stale
    harness.saved()
    (error,) = harness.failures
    assert isinstance(error, StaleError)
    assert path.read_bytes() == theirs
    assert harness.document.is_dirty
    harness.saved(overwrites=True)
    assert not harness.document.is_dirty
    assert not harness.document.is_stale
    assert read_map(path).element("note1").title == "mine"
    assert numbered(path, workspace.store.backups)[0].read_bytes() == theirs


def test_theirs_is_taken_and_mine_is_kept(workspace: Workspace) -> None:
    harness = workspace.saved()
    path = workspace.folder / "map.journey.json"
    harness.titled("mine")
    mine = dump_map(harness.document.graph)
    path.write_bytes(dump_map(a_map().with_("note", "theirs").built()))
    graph = harness.document.use_version_on_disk()
    harness.transactions = TransactionManager(graph)
    harness.document.follow(harness.transactions)
    assert (harness.document.is_dirty, harness.document.is_stale) == (False, False)
    assert graph.element("note1").title == "theirs"
    assert numbered(path, workspace.store.backups)[0].read_bytes() == mine
    harness.titled("after")
    harness.saved()
    assert read_map(path).element("note1").title == "after"


def test_theirs_that_cannot_be_read_is_not_taken(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("mine")
    (workspace.folder / "map.journey.json").write_bytes(b"{}")
    with pytest.raises(FileError):
        harness.document.use_version_on_disk()
    assert harness.document.is_dirty
    harness.titled("mine still")
    crash(harness)
    assert workspace.recovered().document.graph.element("note1").title == "mine still"


def test_a_file_that_is_gone_is_written_again_only_on_purpose(workspace: Workspace) -> None:
    harness = workspace.saved()
    path = workspace.folder / "map.journey.json"
    path.rename(workspace.folder / "moved.journey.json")
    assert not harness.document.is_stale
    harness.titled("two")
    harness.saved()
    (error,) = harness.failures
    assert isinstance(error, MissingError)
    assert harness.document.save_error is error
    assert not path.exists()
    harness.saved(overwrites=True)
    assert harness.document.save_error is None
    assert not harness.document.is_dirty
    assert read_map(path).element("note1").title == "two"


def test_a_map_whose_file_is_gone_is_unsaved_and_survives_a_crash(workspace: Workspace) -> None:
    harness = workspace.saved()
    assert not harness.document.check_missing()
    (workspace.folder / "map.journey.json").unlink()
    assert harness.document.check_missing()
    assert harness.document.is_dirty
    assert harness.document.check_missing()
    crash(harness)
    again = workspace.recovered()
    assert again.document.graph.element("note1").title == "one"
    assert again.document.is_dirty


def test_a_map_whose_file_somebody_else_wrote_is_unsaved(workspace: Workspace) -> None:
    harness = workspace.saved()
    assert not harness.document.check_stale()
    assert not harness.document.is_dirty
    (workspace.folder / "map.journey.json").write_bytes(b"{}")
    assert harness.document.check_stale()
    assert harness.document.is_dirty


def test_theirs_is_overwritten_only_once_it_is_kept(workspace: Workspace) -> None:
    harness = workspace.saved()
    workspace.store.max_backups = 0  # theirs stands nowhere else, whatever the settings say
    path = workspace.folder / "map.journey.json"
    theirs = dump_map(a_map().with_("note", "theirs").built())
    path.write_bytes(theirs)
    workspace.store.backups.write_text("in the way")
    harness.saved(overwrites=True)
    assert len(harness.failures) == 1
    assert path.read_bytes() == theirs
    workspace.store.backups.unlink()
    harness.saved(overwrites=True)
    assert read_map(path).element("note1").title == "one"
    assert numbered(path, workspace.store.backups)[0].read_bytes() == theirs


def test_mine_is_not_given_up_before_it_is_kept(workspace: Workspace) -> None:
    harness = workspace.saved()
    path = workspace.folder / "map.journey.json"
    harness.titled("mine")
    path.write_bytes(dump_map(a_map().with_("note", "theirs").built()))
    workspace.store.backups.write_text("in the way")
    with pytest.raises(FileError):
        harness.document.use_version_on_disk()
    assert harness.document.graph.element("note1").title == "mine"
    assert harness.document.is_dirty


def test_one_file_has_one_window(workspace: Workspace) -> None:
    harness = workspace.saved()
    (workspace.folder / "link.json").symlink_to(workspace.folder / "map.journey.json")
    for name in ("map.journey.json", "link.json"):
        with pytest.raises(LockedError) as caught:
            workspace.open(name)
        assert caught.value.holder is not None
        assert caught.value.holder.is_this_process
    other = workspace.new()
    for call in (other.document.save_as, other.document.save_copy):
        with pytest.raises(LockedError):
            call(workspace.folder / "map.journey.json")
    assert other.document.path is None
    harness.document.save_as(workspace.folder / "moved.journey.json")
    harness.document.wait()
    assert workspace.open("map.journey.json").document.path is not None
    harness.document.close()
    workspace.open("moved.journey.json")


def test_a_save_under_the_same_name_keeps_the_lock(workspace: Workspace) -> None:
    harness = workspace.saved()
    (workspace.folder / "link.json").symlink_to(workspace.folder / "map.journey.json")
    harness.document.save_as(workspace.folder / "link.json")
    harness.document.wait()
    assert harness.failures == []
    with pytest.raises(LockedError):
        workspace.open("map.journey.json")


def test_a_copy_is_saved_and_work_goes_on_here(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two")
    harness.document.save_copy(workspace.folder / "copy.journey.json")
    harness.document.wait()
    assert read_map(workspace.folder / "copy.journey.json").element("note1").title == "two"
    assert read_map(workspace.folder / "map.journey.json").element("note1").title == "one"
    assert harness.document.is_dirty
    assert harness.document.path == workspace.folder / "map.journey.json"
    workspace.open("copy.journey.json")
    harness.document.save_copy(workspace.folder / "map.journey.json")
    harness.document.wait()
    assert not harness.document.is_dirty


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 10**6, None])
def test_a_file_that_cannot_be_opened_is_one_sentence(
    workspace: Workspace, data: bytes | None
) -> None:
    path = workspace.folder / "map.json"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        workspace.open("map.json")
    assert "\n" not in str(caught.value)
    assert list(workspace.folder.rglob("*.lock")) == []


def test_a_map_comes_back_after_a_crash(workspace: Workspace) -> None:
    harness = workspace.saved()
    for title in ("two", "three", "four"):
        harness.titled(title)
    harness.transactions.undo()
    crash(harness)
    again = workspace.recovered()
    assert dump_map(again.document.graph) == dump_map(harness.document.graph)
    assert (again.document.is_dirty, again.document.is_stale) == (True, False)
    assert again.document.path == workspace.folder / "map.journey.json"
    assert again.transactions.undo() is False
    assert workspace.journals() == 1
    crash(again)
    third = workspace.recovered()
    assert dump_map(third.document.graph) == dump_map(harness.document.graph)
    third.saved()
    third.document.flush()
    assert not third.document.is_dirty
    assert (workspace.journals(), workspace.store.recoverable_journals()) == (0, [])


def test_a_map_that_was_never_saved_comes_back(workspace: Workspace) -> None:
    harness = workspace.new()
    harness.titled("two")
    crash(harness)
    again = workspace.recovered()
    assert (again.document.path, again.document.is_dirty) == (None, True)
    assert again.document.graph.element("note1").title == "two"


@pytest.mark.parametrize("is_saved", [False, True])
def test_cards_that_get_equal_ranks_come_back_in_the_order_they_were_added(
    workspace: Workspace, is_saved: bool
) -> None:
    """The file says which rank comes first, not which card was first."""
    graph = a_map().with_("note", "one", rank=2).with_("note", "two", rank=1).built()
    harness = workspace.new(graph, is_unsaved=True)
    if is_saved:
        harness.document.save_as(workspace.folder / "map.journey.json")
        harness.document.wait()
    note = graph.element("note1")
    with harness.transactions.transaction("Edit") as transaction:
        transaction.write(Change({"note1": (note, note.replaced(rank=1))}))
    assert [element.id for element in graph.elements()] == ["note1", "note2"]
    crash(harness)
    again = workspace.recovered()
    assert dump_map(again.document.graph) == dump_map(graph)


def test_an_import_comes_back_before_it_was_edited(workspace: Workspace) -> None:
    harness = workspace.new(is_unsaved=True)
    assert harness.document.is_dirty
    crash(harness)
    again = workspace.recovered()
    assert dump_map(again.document.graph) == dump_map(harness.document.graph)


def test_a_crash_and_a_change_by_somebody_else_are_both_noticed(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("mine")
    crash(harness)
    path = workspace.folder / "map.journey.json"
    path.write_bytes(dump_map(a_map().with_("note", "theirs").built()))
    again = workspace.recovered()
    assert again.document.graph.element("note1").title == "mine"
    assert again.document.is_stale
    again.saved()
    assert isinstance(again.failures[0], StaleError)


def test_a_map_whose_file_is_open_meanwhile_comes_back_without_file(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("mine")
    crash(harness)
    workspace.open("map.journey.json")
    again = workspace.recovered()
    assert again.document.path is None
    assert again.document.graph.element("note1").title == "mine"


def test_closing_leaves_nothing_and_leaving_leaves_what_is_unsaved(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two")
    harness.document.close()
    assert workspace.store.recoverable_journals() == []
    for title in ("", "three"):
        harness = workspace.open("map.journey.json")
        if title:
            harness.titled(title)
        harness.document.close_to_journal()
        workspace.harnesses.remove(harness)
    assert workspace.recovered().document.graph.element("note1").title == "three"
    assert list((workspace.store.folder / "locks").iterdir()) != []


def test_a_document_that_is_closed_hears_no_more(workspace: Workspace) -> None:
    harness = workspace.new()
    harness.document.close()
    harness.titled("two")
    assert workspace.journals() == 0
    assert not harness.document._journal.count


def test_the_last_saves_are_kept_as_backups(workspace: Workspace) -> None:
    workspace.store.max_backups = 3
    harness = workspace.saved()
    for number in range(6):
        harness.titled(str(number))
        harness.saved()
    backups = numbered(workspace.folder / "map.journey.json", workspace.store.backups)
    assert [read_map(path).element("note1").title for path in backups] == ["4", "3", "2"]
    assert sorted(path.name for path in workspace.folder.iterdir()) == ["map.journey.json", "state"]


def test_a_backup_that_cannot_be_kept_does_not_stop_a_save(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    harness = workspace.saved()
    workspace.store.backups.write_text("in the way")
    harness.titled("two")
    harness.saved()
    assert not harness.document.is_dirty
    assert "no backup could be kept" in caplog.text
    assert harness.document.backup_error is not None
    workspace.store.backups.unlink()
    harness.titled("three")
    harness.saved()
    assert harness.document.backup_error is None


def test_a_journal_that_cannot_be_written_is_reported_at_once_and_again_until_it_is_over(
    workspace: Workspace,
) -> None:
    ticks = 1000.0
    workspace.store.ticks = lambda: ticks
    harness = workspace.saved()
    workspace.store.journals.write_text("in the way")

    def tried(seconds: float) -> tuple[int, bool]:
        nonlocal ticks
        ticks += seconds
        harness.document.flush()
        harness.deliver()
        return len(harness.failures), harness.document.journal_error is None

    assert tried(0) == (0, True)
    harness.titled("two")
    assert tried(0) == (1, False)
    changes = harness.changes
    assert tried(REMIND_S - 1) == (1, False)
    assert harness.changes == changes
    assert tried(1) == (2, False)
    assert tried(REMIND_S - 1) == (2, False)
    workspace.store.journals.unlink()
    assert tried(0) == (2, True)
    assert harness.changes == changes + 1
    assert workspace.journals() == 1
    harness.titled("three")
    assert tried(0) == (2, True)


def test_a_save_makes_up_for_a_journal_that_cannot_be_written(workspace: Workspace) -> None:
    harness = workspace.saved()
    workspace.store.journals.write_text("in the way")
    harness.titled("two")
    harness.document.flush()
    harness.deliver()
    assert harness.document.journal_error is not None
    harness.saved()
    harness.document.flush()
    harness.deliver()
    assert harness.document.journal_error is None


def test_what_a_journal_says_after_its_time_is_not_heard(workspace: Workspace) -> None:
    harness = workspace.saved()
    workspace.store.journals.write_text("in the way")
    harness.titled("two")
    harness.document.flush()
    harness.document.close()
    harness.deliver()
    assert harness.failures == []


def test_the_original_of_an_older_version_stays_beside_the_map(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = MappingProxyType({1: from_1, 2: from_2})
    monkeypatch.setattr(format_, "VERSION", 3)
    monkeypatch.setattr("journeyeditor.files.reader.MIGRATIONS", steps)
    (workspace.folder / "map.journey.json").write_bytes(encoded(OLD))
    harness = workspace.open("map.journey.json")
    harness.titled("Pay", "s")
    harness.saved()
    assert (workspace.folder / "map.v1.journey.json").read_bytes() == encoded(OLD)
    assert read_map(workspace.folder / "map.journey.json").element("s").title == "Pay"


def test_a_folder_for_nothing_does_not_keep_maps_from_opening(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    harness = workspace.saved()
    harness.document.close()
    for name in ("locks", "journals"):
        folder = workspace.store.folder / name
        if folder.exists():
            folder.rmdir()
        folder.write_text("in the way")
    harness = workspace.open("map.journey.json")
    assert "no lock could be written" in caplog.text
    harness.titled("two")
    harness.document.flush()
    harness.deliver()
    assert "the journal: could not be written (" in str(harness.failures[0])
    harness.saved()
    assert not harness.document.is_dirty
    assert read_map(workspace.folder / "map.journey.json").element("note1").title == "two"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_recovery_that_cannot_be_written_keeps_the_old_journal(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    harness = workspace.new()
    harness.titled("two")
    crash(harness)
    with monkeypatch.context() as patch:

        def refuse(*_: object) -> None:
            raise OSError(28, "No space left on device")

        patch.setattr("journeyeditor.files.journal.writer._open_new", refuse)
        again = workspace.recovered()
        assert again.document.graph.element("note1").title == "two"
        crash(again)
    (left,) = workspace.store.recoverable_journals()
    assert left.recovered().graph.element("note1").title == "two"
    left.release()


def test_journals_and_locks_are_private(workspace: Workspace) -> None:
    harness = workspace.saved()
    harness.titled("two")
    harness.document.flush()
    for path in (
        workspace.store.journals,
        workspace.store.folder / "locks",
        workspace.store.backups,
    ):
        assert not path.exists() or stat.S_IMODE(path.stat().st_mode) & 0o77 == 0


class Living(RuleBasedStateMachine):
    """Edits, saves, crashes and recoveries in any order, beside what the map should hold."""

    def __init__(self) -> None:
        super().__init__()
        self._home = tempfile.TemporaryDirectory()
        self.workspace = Workspace(Path(self._home.name))
        self.harness = self.workspace.new()
        self.path: Path | None = None
        self.disk = b""

    @property
    def state(self) -> bytes:
        return dump_map(self.harness.document.graph)

    @rule(
        title=st.sampled_from("abc"), id_=st.sampled_from(("note1", "note2")), typed=st.booleans()
    )
    def edit(self, title: str, id_: str, typed: bool) -> None:
        self.harness.titled(title, id_, f"{id_}.title" if typed else "")

    @rule()
    def undo(self) -> None:
        self.harness.transactions.undo()

    @rule()
    def redo(self) -> None:
        self.harness.transactions.redo()

    @rule()
    def write(self) -> None:
        self.harness.document.flush()

    @rule(name=st.sampled_from(("a.json", "b.json")))
    def save_as(self, name: str) -> None:
        self.path = self.workspace.folder / name
        self.harness.document.save_as(self.path)
        self.disk = self.state

    @precondition(lambda self: self.path is not None)
    @rule()
    def save(self) -> None:
        self.harness.document.save()
        self.disk = self.state

    @rule()
    def wait(self) -> None:
        self.harness.document.wait()

    @rule()
    def crash(self) -> None:
        self.harness.document.wait()
        state = self.state
        crash(self.harness)
        left = self.workspace.store.recoverable_journals()
        if left:
            (one,) = left
            self.harness = self.workspace._kept(Document.recover(one, self.workspace.store))
        elif self.path:
            self.harness = self.workspace.open(self.path.name)
        else:
            self.harness = self.workspace.new()
        assert self.state == state

    @invariant()
    def what_is_clean_is_on_the_disk(self) -> None:
        """A map that is not dirty is in its file."""
        document = self.harness.document
        if self.path is not None and not document.is_saving:
            assert document.is_dirty or self.path.read_bytes() == self.state == self.disk
        assert self.harness.failures == []

    def teardown(self) -> None:
        self.workspace.close()
        self._home.cleanup()


Living.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, suppress_health_check=list(HealthCheck)
)
TestLiving = Living.TestCase


@pytest.mark.parametrize(
    ("limit", "fault"),
    [
        ("MAX_ELEMENTS", "has 6 nodes, more than 5"),
        ("MAX_OF_KIND", "has 6 nodes of the kind “stage”, more than 5"),
        ("MAX_RELATIONS", "has 6 edges, more than 5"),
        ("MAX_DISTANCE", "has too many relations between elements that are far apart"),
    ],
)
def test_a_map_that_is_too_large_for_a_window_is_refused_before_it_is_laid_out(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, limit: str, fault: str
) -> None:
    stages = [Stage(id=f"s{i}", title="") for i in range(6)]
    loop = [Follows(id=f"r{i}", source=f"s{i}", target=f"s{(i + 1) % 6}") for i in range(6)]
    graph = JourneyGraph.of(MapInfo(title="Large"), [*stages, *loop])
    path = workspace.folder / "large.journey.json"
    path.write_bytes(dump_map(graph))
    workspace.open(path.name)
    workspace.close()
    monkeypatch.setattr(limits, limit, 5)
    with pytest.raises(FileError, match=f"{fault}; split the map"):
        workspace.open(path.name)
    assert list(workspace.folder.rglob("*.lock")) == []
