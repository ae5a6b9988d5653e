"""The questions of opening, saving, closing and recovering, answered by a script."""

from __future__ import annotations

import errno
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from journeyeditor.app.dialogs import CANCEL, DISCARD, SAVE, Choice, FileKind
from journeyeditor.app.documents.recovery import RECOVER, SHOW, may_have_leftovers, offer
from journeyeditor.app.documents.workflow import (
    COPY,
    MINE,
    OPEN,
    THEIRS,
    DocumentWorkflow,
    suggestion,
)
from journeyeditor.app.event_loop import MainThreadQueue
from journeyeditor.app.file_messages import error_words, reason_words, warnings
from journeyeditor.editing.document import Document
from journeyeditor.editing.store import Store
from journeyeditor.files import dump_map, read_map
from journeyeditor.files.errors import Cause, JournalError, WriteError, cause_of
from journeyeditor.files.fingerprint import StaleError
from journeyeditor.files.locks import Lock, lock_of
from journeyeditor.i18n import texts
from journeyeditor.model import Change, TransactionManager
from journeyeditor.widgets.ui_context import UiContext, window_theme
from tests.builders import a_map
from tests.files.journaling import ByHand, noon

ENGLISH = texts("en")


class Script:
    """Answers in the order they were written down; remembers what was asked and shown."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.asked: list[str] = []
        self.details: list[str] = []
        self.reported: list[str] = []

    def _next(self, question: str) -> str:
        self.asked.append(question)
        return self.answers.pop(0)

    def ask_save(self, title: str) -> str:
        return self._next(f"save {title}?")

    def choose(self, question: str, choices: Sequence[Choice], detail: str = "") -> str:
        answer = self._next(question)
        self.details.append(detail)
        assert answer in {choice.key for choice in choices} | {CANCEL}
        return answer

    def message(self, sentence: str, detail: str = "", *, severity: str = "info") -> None:
        self.reported.append(sentence)

    def open_file(self, kinds: Sequence[FileKind], folder: str = "") -> str:
        return self._next(f"open in {folder}")

    def save_file(self, suggestion: str, kinds: Sequence[FileKind]) -> str:
        return self._next(f"save as {suggestion}")

    def choose_folder(self, folder: str = "") -> str:
        return self._next(folder)

    def show_folder(self, folder: Path) -> None:
        self.reported.append(f"shows {folder}")

    def ask_text(self, question: str, value: str = "", *, lines: bool = False) -> str | None:
        return self._next(question)


class Room:
    """A window's documents without the window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.script = Script()
        self.postbox = MainThreadQueue()
        store = Store(folder / "state", post=self.postbox.post, timer=ByHand, clock=noon)
        self.store = store
        self.ui = UiContext(ENGLISH, window_theme("light"))
        self.workflow = DocumentWorkflow(store, self.script, self.ui)
        self.workflow.folder = str(folder)
        self.workflow.shown.connect(self._show)
        self.workflow.elsewhere.connect(self._raise)
        self.transactions: TransactionManager | None = None
        self.raised: list[str] = []

    def _show(self, document: Document | None) -> None:
        self.transactions = None
        if document is not None:
            self.transactions = TransactionManager(document.graph)
            document.follow(self.transactions)

    def _raise(self, path: str) -> None:
        self.raised.append(path)

    @property
    def document(self) -> Document:
        assert self.workflow.document is not None
        return self.workflow.document

    def edit(self, title: str = "edited") -> None:
        assert self.transactions is not None
        note = self.transactions.graph.element("note1")
        with self.transactions.transaction("Edit") as transaction:
            transaction.write(Change({"note1": (note, note.replaced(title=title))}))

    def begin(self) -> None:
        assert self.workflow.new(a_map().with_("note", "one").built())

    def file(self, name: str = "map", title: str = "theirs") -> Path:
        path = self.folder / f"{name}.journey.json"
        path.write_bytes(dump_map(a_map().with_("note", title).built()))
        return path

    def title_on_disk(self, name: str = "map") -> str:
        return read_map(self.folder / f"{name}.journey.json").element("note1").title


@pytest.fixture
def room(tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    room = Room(tmp_path)
    yield room
    room.workflow.drop()
    assert room.script.answers == []


def test_a_new_map_that_is_too_large_to_be_edited_is_refused(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeyeditor.editing.limits.MAX_ELEMENTS", 1)
    assert not room.workflow.new(a_map().with_("note", "a").with_("note", "b").built())
    assert room.workflow.document is None
    assert room.script.reported == ["Untitled map: has 2 nodes, more than 1; split the map"]


def test_a_new_map_is_saved_where_it_is_said(room: Room, qtbot: QtBot) -> None:
    room.begin()
    room.edit()
    room.script.answers = [str(room.folder / "map.journey.json")]
    with qtbot.waitSignal(room.workflow.changed):
        room.workflow.save()
    qtbot.waitUntil(lambda: not room.document.is_saving)
    assert room.script.asked == [f"save as {room.folder / 'Untitled map.journey.json'}"]
    assert room.workflow.name == "map"
    assert not room.document.is_dirty
    room.edit("again")
    room.workflow.save()
    qtbot.waitUntil(lambda: not room.document.is_dirty)
    assert room.title_on_disk() == "again"


def test_saving_twice_at_once_asks_once(room: Room) -> None:
    room.begin()
    room.script.answers = [str(room.folder / "map.journey.json")]
    room.workflow.save()
    room.edit()
    room.workflow.save()
    room.document.wait()
    assert room.title_on_disk() == "edited"


def test_nothing_is_saved_when_no_file_is_chosen(room: Room) -> None:
    room.workflow.save()
    assert not room.workflow.save_as()
    assert not room.workflow.save_copy()
    room.begin()
    room.script.answers = ["", "", ""]
    room.workflow.save()
    assert not room.workflow.save_as()
    assert not room.workflow.save_copy()
    assert room.document.path is None


def test_a_copy_is_saved_beside(room: Room) -> None:
    room.workflow.open(room.file())
    room.script.answers = [str(room.folder / "copy.journey.json")]
    assert room.workflow.save_copy()
    room.document.wait()
    assert room.title_on_disk("copy") == "theirs"
    assert room.script.asked == [f"save as {room.folder / 'map (copy).journey.json'}"]
    assert room.workflow.name == "map"


@pytest.mark.parametrize(
    ("answer", "is_closed", "title"),
    [(SAVE, True, "edited"), (DISCARD, True, "theirs"), (CANCEL, False, "theirs")],
)
def test_closing_asks_what_becomes_of_edits(
    room: Room, answer: str, is_closed: bool, title: str
) -> None:
    room.workflow.open(room.file())
    room.edit()
    room.script.answers = [answer]
    assert room.workflow.close() is is_closed
    assert room.script.asked == ["save map?"]
    assert (room.workflow.document is None) is is_closed
    assert room.title_on_disk() == title


def test_what_is_saved_closes_without_a_question(room: Room) -> None:
    assert room.workflow.close()
    room.workflow.open(room.file())
    assert room.workflow.close()
    assert room.script.asked == []
    assert room.transactions is None


def test_closing_a_new_map_can_still_be_thought_better_of(room: Room) -> None:
    room.begin()
    room.edit()
    room.script.answers = [SAVE, ""]
    assert not room.workflow.close()
    room.script.answers = [SAVE, str(room.folder / "map.journey.json")]
    assert room.workflow.close()
    assert room.title_on_disk() == "edited"


def test_a_save_that_fails_keeps_the_map_open(room: Room) -> None:
    room.begin()
    room.edit()
    room.script.answers = [SAVE, str(room.folder / "nowhere" / "map.journey.json"), CANCEL]
    assert not room.workflow.close()
    assert room.script.asked[-1] == "Could not save “Untitled map”."
    assert room.script.details[-1].startswith("The folder is missing. Reconnect the disk")
    assert room.document.is_dirty


def test_a_save_that_fails_can_go_elsewhere(room: Room) -> None:
    room.begin()
    room.edit()
    nowhere, map_ = (str(room.folder / name / "map.journey.json") for name in ("nowhere", "."))
    room.script.answers = [SAVE, nowhere, COPY, map_]
    assert room.workflow.close()
    assert room.title_on_disk() == "edited"


@pytest.mark.parametrize(
    ("answer", "on_disk"), [(MINE, "edited"), (COPY, "edited"), (CANCEL, None)]
)
def test_a_save_asks_where_to_when_the_file_is_gone(
    room: Room, answer: str, on_disk: str | None
) -> None:
    path = room.file()
    room.workflow.open(path)
    room.edit()
    path.unlink()
    room.script.answers = [answer, *([str(path)] if answer == COPY else [])]
    room.workflow.save()
    while room.document.is_saving:
        room.document.wait()
    assert room.script.asked[0] == "“map” is no longer on disk."
    assert (room.title_on_disk() if path.exists() else None) == on_disk
    if on_disk is None:
        room.script.answers = [DISCARD]
        room.workflow.close()


def test_a_file_that_is_gone_makes_the_map_unsaved_without_a_question(room: Room) -> None:
    path = room.file()
    room.workflow.open(path)
    path.unlink()
    room.workflow.check_stale()
    assert room.script.asked == []
    assert room.document.is_dirty
    room.script.answers = [SAVE, MINE]
    assert room.workflow.close()
    assert room.title_on_disk() == "theirs"


def test_nobody_is_asked_when_the_program_has_to_end(room: Room) -> None:
    path = room.file()
    room.workflow.open(path)
    room.edit()
    room.file(title="theirs now")
    room.document.save()
    room.workflow.close_to_journal()
    assert room.script.asked == []
    (left,) = room.store.recoverable_journals()
    assert left.recovered().graph.element("note1").title == "edited"
    left.discard()


def test_a_bad_file_is_one_sentence_and_the_map_stays(room: Room) -> None:
    room.begin()
    shown = room.document
    bad = room.folder / "bad.json"
    for data in (b"{", b"[" * 10**6, b'{"format": "journey-map", "version": 99}'):
        bad.write_bytes(data)
        assert not room.workflow.open(bad)
    assert not room.workflow.open(room.folder / "nowhere.json")
    assert len(room.script.reported) == 4
    assert room.document is shown
    room.edit()
    room.script.answers = [DISCARD]
    assert room.workflow.open(room.file())


def test_a_file_is_asked_for(room: Room) -> None:
    path = room.file()
    room.script.answers = [str(path), ""]
    assert room.workflow.ask_path() == str(path)
    assert room.workflow.ask_path() == ""
    assert room.script.asked == [f"open in {room.folder}"] * 2


def test_the_same_file_is_not_opened_twice(room: Room) -> None:
    path = room.file()
    room.workflow.open(path)
    room.edit()
    shown = room.document
    assert room.workflow.open(path)
    assert room.document is shown
    assert room.document.is_dirty
    room.script.answers = [DISCARD]
    room.workflow.close()


def test_a_file_of_another_window_of_ours_is_shown_there(room: Room) -> None:
    path = room.file()
    other = DocumentWorkflow(room.store, room.script, room.ui)
    other.open(path)
    assert not room.workflow.open(path)
    assert room.raised == [str(path)]
    room.begin()
    room.script.answers = [str(path)]
    assert not room.workflow.save_as()
    assert room.script.reported == ["“map” is open in another window."]
    other.drop()
    assert room.workflow.open(path)


@pytest.fixture
def held(room: Room, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = room.file()
    monkeypatch.setattr("os.getpid", lambda: 77)
    lock: Lock = lock_of(path, room.store.folder / "locks")
    assert lock.acquire(str(path))
    monkeypatch.undo()
    yield path
    lock.release()


def test_a_lock_that_may_be_stale_can_be_overridden(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    path = room.file()
    monkeypatch.setattr("fcntl.flock", refuse)
    with monkeypatch.context() as patch:
        patch.setattr("socket.gethostname", lambda: "ANNA-PC")
        lock = lock_of(path, room.store.folder / "locks")
        assert lock.acquire(str(path))
    room.script.answers = [CANCEL, OPEN]
    assert not room.workflow.open(path)
    assert room.script.asked == ["“map” is open on another computer (ANNA-PC)."]
    assert room.workflow.open(path)
    assert room.document.path == path


def test_of_a_file_of_another_process_a_copy_can_be_opened(room: Room, held: Path) -> None:
    room.script.answers = [CANCEL, COPY]
    assert not room.workflow.open(held)
    assert room.workflow.open(held)
    assert room.script.asked == ["“map” is open in another window."] * 2
    assert (room.document.path, room.document.is_dirty) == (None, True)
    held.write_bytes(b"{}")
    room.script.answers = [COPY]
    assert not room.workflow.open(held)
    assert "is not a journey map" in room.script.reported[0]
    assert len(room.script.asked) == 3, "nobody is asked about the map that stays"


@pytest.mark.parametrize(
    ("answer", "on_disk", "here", "is_dirty"),
    [
        (MINE, "edited", "edited", False),
        (THEIRS, "theirs now", "theirs now", False),
        (CANCEL, "theirs now", "edited", True),
    ],
)
def test_a_save_asks_before_it_replaces_what_somebody_else_wrote(
    room: Room, answer: str, on_disk: str, here: str, is_dirty: bool
) -> None:
    room.workflow.open(room.file())
    room.edit()
    room.file(title="theirs now")
    room.script.answers = [answer]
    room.workflow.save()
    while room.document.is_saving:
        room.document.wait()
    assert room.script.asked == ["“map” was changed on disk by another program."]
    assert room.title_on_disk() == on_disk
    assert room.document.graph.element("note1").title == here
    assert room.document.is_dirty is is_dirty
    assert room.transactions is not None
    assert room.transactions.graph is room.document.graph
    if is_dirty:
        room.script.answers = [DISCARD]
        room.workflow.close()


def test_both_versions_can_be_kept(room: Room) -> None:
    room.workflow.open(room.file())
    room.edit()
    room.file(title="theirs now")
    room.script.answers = [SAVE, COPY, str(room.folder / "mine.journey.json")]
    assert room.workflow.close()
    assert (room.title_on_disk(), room.title_on_disk("mine")) == ("theirs now", "edited")


def test_a_window_that_comes_to_the_front_looks_once(room: Room) -> None:
    room.workflow.check_stale()
    room.workflow.open(room.file())
    room.workflow.check_stale()
    room.file(title="theirs now")
    room.script.answers = [MINE]
    room.workflow.check_stale()
    room.workflow.check_stale()
    assert len(room.script.asked) == 1
    room.file(title="theirs later")
    room.script.answers = [THEIRS]
    room.workflow.check_stale()
    assert room.document.graph.element("note1").title == "theirs later"
    room.workflow.check_stale()
    assert len(room.script.asked) == 2


def test_theirs_that_cannot_be_read_is_reported(room: Room) -> None:
    path = room.file()
    room.workflow.open(path)
    path.write_bytes(b"{}")
    room.script.answers = [THEIRS]
    room.workflow.check_stale()
    assert "is not a journey map" in room.script.reported[0]
    assert room.document.graph.element("note1").title == "theirs"


def test_an_earlier_save_opens_as_a_new_map(room: Room) -> None:
    assert not room.workflow.open_earlier()
    room.workflow.open(room.file())
    assert not room.workflow.open_earlier()
    assert room.script.reported == ["This map has no backups."]
    for title in ("two", "three"):
        room.edit(title)
        room.workflow.save()
        room.document.wait()
    room.script.answers = [CANCEL, "1"]
    assert not room.workflow.open_earlier()
    assert room.workflow.open_earlier()
    assert room.document.graph.element("note1").title == "theirs"
    assert (room.document.path, room.document.is_dirty) == (None, True)
    assert room.title_on_disk() == "three"


def test_what_is_not_kept_is_warned_of(room: Room) -> None:
    disk = WriteError("settings.json", OSError(errno.ENOSPC, "full"))
    assert warnings(ENGLISH, None, None) == []
    (warning,) = warnings(ENGLISH, None, disk)
    assert warning.words == "Settings are not saved: the disk is full."
    assert warning.over == "Settings are saved again."
    room.workflow.open(room.file())
    document = room.document
    document.journal_error = JournalError("Input/output error")
    document.save_error = StaleError(Path("map"))
    document.backup_error = WriteError("backup", OSError(errno.EROFS, "read-only"))
    found = warnings(ENGLISH, document, None)
    assert [warning.words for warning in found] == [
        "Crash recovery is off: Input/output error. Save the map now.",
        "The last save failed: another program changed the file.",
        "Saved without a backup: you do not have permission to write there.",
    ]
    assert found[0].over == ""  # a map that is saved can do without
    room.edit()
    assert (
        warnings(ENGLISH, document, None)[0].over
        == "All changes are protected against a crash again."
    )
    room.script.answers = [DISCARD]
    room.workflow.close()


@pytest.mark.parametrize("cause", Cause)
def test_every_cause_has_a_sentence_that_says_what_to_do(cause: Cause) -> None:
    numbers = {cause_of(OSError(number, "")): number for number in errno.errorcode}
    error = WriteError("folder/map.journey.json", OSError(numbers[cause], ""))
    words = error_words(ENGLISH, error)
    assert words.startswith("Could not save “map”. ")
    assert "choose" in words.casefold()
    assert reason_words(ENGLISH, error)
    for language in ("sv", "nb", "da"):
        assert error_words(texts(language), error) != words


def test_a_journal_that_cannot_be_written_is_reported(room: Room, qtbot: QtBot) -> None:
    room.store.folder.mkdir()
    room.store.journals.write_text("in the way")
    room.begin()
    room.edit()
    room.document.flush()
    qtbot.waitUntil(lambda: bool(room.script.reported))
    assert room.script.reported[0].startswith("Crash recovery is off: ")
    room.script.answers = [DISCARD]
    room.workflow.close()


def left_behind(room: Room, title: str = "edited") -> None:
    """Leave an edited map as a session of the system does that ends."""
    room.begin()
    room.edit(title)
    room.workflow.close_to_journal()


def test_what_was_left_is_offered_and_recovered(room: Room) -> None:
    assert not may_have_leftovers(room.store.folder)
    left_behind(room)
    assert may_have_leftovers(room.store.folder)
    room.script.answers = [RECOVER]
    assert (
        offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover) == 1
    )
    assert room.script.asked == [
        "Journey Editor quit unexpectedly. Recover your changes to “Untitled map”?"
    ]
    assert room.script.details[0].startswith("One unsaved change, made on ")
    assert room.document.graph.element("note1").title == "edited"
    assert room.document.is_dirty
    assert room.script.reported == []


def test_what_was_recovered_and_left_again_has_no_number_of_changes(room: Room) -> None:
    left_behind(room)
    for _ in range(2):
        room.script.answers = [RECOVER]
        offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover)
        room.workflow.close_to_journal()
    assert room.script.details[1].startswith("This version of the map, from ")
    assert room.script.details[1].endswith(", has not been saved to a file.")
    (last,) = room.store.recoverable_journals()
    assert last.recovered().graph.element("note1").title == "edited"
    last.discard()


def test_what_is_left_for_later_is_offered_again_until_it_is_discarded(room: Room) -> None:
    left_behind(room, "three")
    left_behind(room, "two")
    room.script.answers = [CANCEL, CANCEL]
    assert (
        offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover) == 0
    )
    room.script.answers = [DISCARD, CANCEL]
    assert (
        offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover) == 0
    )
    (last,) = room.store.recoverable_journals()
    last.discard()


def damaged_behind(room: Room, *titles: str) -> None:
    """Leave an edited map, and overwrite its second change."""
    room.begin()
    for title in titles:
        room.edit(title)
    room.workflow.close_to_journal()
    (log,) = room.store.journals.glob("*.jsonl")
    lines = log.read_bytes().split(b"\n")
    lines[2] = lines[2].replace(b'["', b'["#', 1)
    log.write_bytes(b"\n".join(lines))


def test_a_damaged_journal_says_what_is_lost_and_is_kept(room: Room) -> None:
    damaged_behind(room, "first", "a word", "three")
    room.script.answers = [RECOVER, SHOW, CANCEL]
    offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover)
    assert "Part of the recovery journal is damaged" in room.script.details[0]
    assert room.document.graph.element("note1").title == "three"
    assert room.script.asked[1] == "Recovered 2 of 3 changes to “Untitled map”."
    assert room.script.details[1].splitlines() == [
        "One change is damaged and cannot be read.",
        "Text that may be missing: “a word”",
        f"The recovery journal is kept in {room.store.retired} until you delete it.",
    ]
    assert room.script.reported == [f"shows {room.store.retired}"]
    assert [path.suffix for path in sorted(room.store.retired.iterdir())] == [".base", ".jsonl"]
    # It is not offered again, but can be looked at any time, until it is deleted.
    room.document.flush()
    assert room.store.recoverable_journals() == []
    room.script.answers = [DISCARD]
    room.workflow.show_recovery_journals()
    assert room.script.details[-1] == room.script.details[1]
    assert list(room.store.retired.iterdir()) == []
    room.workflow.show_recovery_journals()
    assert room.script.reported[-1] == "There are no recovery journals."


def test_a_copy_of_a_damaged_journal_holds_all_of_it_and_a_report(room: Room) -> None:
    damaged_behind(room, "first", "a word", "three")
    copy = room.folder / "copy.zip"
    room.script.answers = [RECOVER, COPY, str(copy), COPY, str(room.folder / "no" / "x.zip"), ""]
    offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover)
    assert room.script.asked[2] == "save as Untitled map (recovery)"
    with zipfile.ZipFile(copy) as archive:
        names = sorted(archive.namelist())
        retired = {path.suffix: path.read_bytes() for path in room.store.retired.iterdir()}
        assert names == ["journal.base", "journal.jsonl", "report.txt"]
        assert {f".{name[8:]}": archive.read(name) for name in names[:2]} == retired
        text = archive.read("report.txt").decode()
    assert text.startswith("Recovered 2 of 3 changes")
    assert text.endswith("\na word")
    assert "could not be written" in room.script.reported[-1]


def test_a_journal_that_comes_back_whole_leaves_nothing_behind(room: Room) -> None:
    left_behind(room)
    room.script.answers = [RECOVER]
    offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover)
    assert not room.store.retired.exists()
    assert len(list(room.store.journals.glob("*.jsonl"))) == 1


def test_a_journal_that_another_continues_is_kept_too_if_it_is_damaged(room: Room) -> None:
    """The program is killed after the recovered map is journaled, before the old one is kept."""
    damaged_behind(room, "first", "two", "three")
    (old,) = room.store.journals.glob("*.jsonl")
    files = {path: path.read_bytes() for path in old.parent.glob(f"{old.stem}.*")}
    room.script.answers = [RECOVER, CANCEL]
    offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover)
    room.workflow.close_to_journal()
    for path in room.store.retired.iterdir():
        path.unlink()
    for path, data in files.items():
        path.write_bytes(data)
    (one,) = room.store.recoverable_journals()
    one.release()
    assert one.token != old.stem
    assert old.name in {path.name for path in room.store.retired.iterdir()}


def test_a_journal_without_a_head_is_reported_and_can_be_kept(room: Room) -> None:
    left_behind(room)
    for path in room.store.journals.iterdir():
        path.write_bytes(b"garbage")
    room.script.answers = [CANCEL]
    assert (
        offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover) == 0
    )
    assert "is damaged" in room.script.asked[0]
    room.script.answers = [DISCARD]
    offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover)
    assert room.store.recoverable_journals() == []


def test_a_recovery_that_fails_is_reported(room: Room) -> None:
    left_behind(room)
    (base,) = room.store.journals.glob("*.base")
    base.unlink()
    room.script.answers = [RECOVER]
    assert (
        offer(room.store.recoverable_journals(), room.script, ENGLISH, room.workflow.recover) == 0
    )
    assert "cannot be recovered" in room.script.reported[0]
    assert room.workflow.document is None


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Heat pump", "Heat pump"),
        ("a/b: c?", "a b c"),
        ("..", "map"),
        ("", "map"),
        ("x" * 300, "x" * 80),
        ("line\nbreak", "line break"),
    ],
)
def test_a_suggestion_is_a_name_everywhere(name: str, file: str) -> None:
    assert Path(suggestion("folder", name)) == Path("folder") / f"{file}.journey.json"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_at_once(room: Room, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.journey.json"
    os.mkfifo(pipe)
    assert not room.workflow.open(pipe)
    assert room.workflow.new(a_map().built())
    room.script.answers = [str(pipe)]
    assert not room.workflow.save_as()
    assert [("pipe" in words, "device" in words) for words in room.script.reported] == [
        (True, True)
    ] * 2


def test_a_name_longer_than_any_file_has_is_refused_in_a_sentence(
    room: Room, tmp_path: Path
) -> None:
    assert not room.workflow.open(tmp_path / ("x" * 5000))
    assert len(room.script.reported) == 1
