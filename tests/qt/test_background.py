"""Jobs run beside the window in order, the newest counts, and garbage is collected in its thread."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt, QThread
from pytestqt.qtbot import QtBot

from journeyeditor.app.background import Background, Job, Stopped, _Thread
from journeyeditor.app.event_loop import GarbageCollector
from journeyeditor.files.gc_pause import uncollected

ROOT = Path(__file__).parents[2]
PATIENCE = 60_000


class Notes:
    """What was reported, and by which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failed: list[Exception] = []
        self.shares: list[float] = []
        self.threads: set[threading.Thread] = set()

    def take(self, result: object) -> None:
        self.done.append(result)
        self.threads.add(threading.current_thread())

    def fail(self, error: Exception) -> None:
        self.failed.append(error)


def giving(work: Callable[[Any], object], value: object) -> Callable[[Job], object]:
    return lambda _: work(value)


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def notes() -> Notes:
    return Notes()


def test_jobs_are_done_in_order_and_reported_in_the_windows_thread(
    qtbot: QtBot, background: Background, notes: Notes
) -> None:
    workers: list[threading.Thread] = []

    def work(number: int) -> int:
        workers.append(threading.current_thread())
        return number

    for number in range(5):
        background.do(str(number), giving(work, number), notes.take, notes.fail)
    qtbot.waitUntil(lambda: len(notes.done) == 5, timeout=PATIENCE)
    assert notes.done == [0, 1, 2, 3, 4]
    assert notes.threads == {threading.main_thread()}
    assert threading.main_thread() not in workers
    assert not background.is_busy


def test_of_one_topic_only_the_newest_is_reported(
    qtbot: QtBot, background: Background, notes: Notes
) -> None:
    gate = threading.Event()
    begun = threading.Event()

    def slow(job: Job) -> str:
        begun.set()
        assert gate.wait(10)
        job.check()
        return "old"

    background.do("poster", slow, notes.take, notes.fail)
    assert begun.wait(10)
    for words in ("newer", "newest"):
        background.do("poster", giving(str, words), notes.take, notes.fail)
    gate.set()
    qtbot.waitUntil(lambda: bool(notes.done), timeout=PATIENCE)
    assert notes.done == ["newest"]
    assert notes.failed == []


def test_errors_and_progress_are_reported(
    qtbot: QtBot, background: Background, notes: Notes
) -> None:
    def work(job: Job) -> None:
        job.progress(0.25)
        job.progress(0.5)
        raise ValueError("no")

    background.do("a", work, notes.take, notes.fail, notes.shares.append)
    qtbot.waitUntil(lambda: bool(notes.failed), timeout=PATIENCE)
    assert [str(error) for error in notes.failed] == ["no"]
    assert notes.shares
    assert notes.shares[-1] == 0.5


def test_a_dropped_job_stops_at_its_next_step(
    qtbot: QtBot, background: Background, notes: Notes
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(job: Job) -> None:
        begun.set()
        try:
            while True:
                job.progress(0.1)
        except Stopped:
            ended.set()
            raise

    background.do("a", work, notes.take, notes.fail)
    assert begun.wait(10)
    background.drop_all()
    assert ended.wait(10)
    done: list[object] = []
    background.do("b", lambda _: 1, done.append, notes.fail)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)
    assert (notes.done, notes.failed) == ([], [])


def test_closing_does_not_wait_for_a_long_step_and_says_farewell_in_the_thread(
    qtbot: QtBot, notes: Notes
) -> None:
    gate, begun = threading.Event(), threading.Event()
    farewells: list[threading.Thread] = []
    background = Background(on_thread_end=lambda: farewells.append(threading.current_thread()))

    def work(_: Job) -> None:
        begun.set()
        assert gate.wait(10)

    background.do("a", work, notes.take, notes.fail)
    assert begun.wait(10)
    background.close()
    assert not background.is_open
    assert len(_Thread.alive) == 1
    assert farewells == []
    gate.set()
    qtbot.waitUntil(lambda: not _Thread.alive, timeout=PATIENCE)
    assert len(farewells) == 1
    assert farewells[0] is not threading.main_thread()
    assert notes.done == []
    background.do("b", lambda _: 2, notes.take, notes.fail)
    qtbot.waitUntil(lambda: notes.done == [2], timeout=PATIENCE)
    background.close()


def test_garbage_waits_while_there_are_jobs(
    qtbot: QtBot, background: Background, notes: Notes
) -> None:
    was_on = gc.isenabled()
    gc.enable()
    gate = threading.Event()
    background.do("a", lambda _: gate.wait(10), notes.take, notes.fail)
    background.do("b", lambda _: None, notes.take, notes.fail)
    assert not gc.isenabled()
    gate.set()
    qtbot.waitUntil(lambda: len(notes.done) == 2, timeout=PATIENCE)
    qtbot.waitUntil(gc.isenabled, timeout=PATIENCE)
    background.do("c", lambda _: gate.wait(10), notes.take, notes.fail)
    background.close()
    assert gc.isenabled()
    assert uncollected._blocks == 0
    if not was_on:
        gc.disable()


def test_the_housekeeper_collects_in_the_windows_thread(qtbot: QtBot) -> None:
    was_on = gc.isenabled()
    collected: set[QThread] = set()

    def note(phase: str, _: dict[str, int]) -> None:
        if phase == "stop":
            collected.add(QThread.currentThread())

    keeper = GarbageCollector()
    try:
        assert not gc.isenabled()
        gc.callbacks.append(note)

        def litter() -> None:
            for _ in range(3000):
                cycle: list[object] = []
                cycle.append(cycle)

        thread = threading.Thread(target=litter)
        thread.start()
        thread.join()
        assert collected == set()
        assert gc.get_count()[0] > gc.get_threshold()[0]
        keeper.tidy()
        assert collected == {QThread.currentThread()}
        assert gc.get_count()[0] < gc.get_threshold()[0]
    finally:
        gc.callbacks.remove(note)
        keeper.close()
    assert gc.isenabled() == was_on


class Cycle:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


def a_map_in_memory(cycle: Cycle | None = None) -> list[object]:
    """Return objects as many as of a map, and what they refer to."""
    return [cycle, *([number] for number in range(300_000))]


def test_a_due_collection_does_not_look_at_an_open_map(qtbot: QtBot) -> None:
    keeper = GarbageCollector()
    looked_at: list[int] = []

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start" and info["generation"] == 2:
            looked_at.append(len(gc.get_objects()))

    try:
        there = a_map_in_memory()
        keeper.keep()
        threshold = gc.get_threshold()
        gc.set_threshold(1, 0, 0)
        gc.callbacks.append(note)
        made = []
        for _ in range(6):
            made.append([[number] for number in range(100)])
            keeper.tidy()
        assert looked_at
        assert max(looked_at) < 50_000 < len(there)
    finally:
        gc.callbacks.remove(note)
        gc.set_threshold(*threshold)
        keeper.close()


@pytest.mark.parametrize("loses_focus", [True, False])
def test_what_is_left_of_a_map_is_collected_when_it_is_closed_or_nobody_works(
    qtbot: QtBot, loses_focus: bool
) -> None:
    keeper = GarbageCollector()
    try:
        cycle = Cycle()
        seen = weakref.ref(cycle)
        there = a_map_in_memory(cycle)
        keeper.keep()
        del cycle, there
        keeper.tidy()
        assert seen() is not None
        if loses_focus:
            keeper.follow_focus(Qt.ApplicationState.ApplicationInactive)
        else:
            keeper.collect_all()
        assert seen() is None
    finally:
        keeper.close()


def test_a_job_that_ends_after_the_start_does_not_resume_collecting(
    qtbot: QtBot, background: Background, notes: Notes
) -> None:
    gate = threading.Event()
    was_on = gc.isenabled()
    gc.enable()
    background.do("a", lambda _: gate.wait(10), notes.take, notes.fail)
    keeper = GarbageCollector()
    gate.set()
    qtbot.waitUntil(lambda: len(notes.done) == 1, timeout=PATIENCE)
    assert not gc.isenabled()
    keeper.close()
    assert gc.isenabled()
    if not was_on:
        gc.disable()


def test_widgets_in_cycles_die_where_they_lived(qtbot: QtBot, background: Background) -> None:
    deaths: list[QThread] = []
    for _ in range(50):
        thing = QObject()
        thing.destroyed.connect(lambda: deaths.append(QThread.currentThread()))
        cycle: list[object] = [thing]
        cycle.append(cycle)
        del thing, cycle
    results: list[object] = []

    def work(_: Job) -> int:
        return len([[number] for number in range(20_000)])

    background.do("a", work, results.append, results.append)
    qtbot.waitUntil(lambda: results == [20_000], timeout=PATIENCE)
    gc.collect()
    assert set(deaths) <= {QThread.currentThread()}


def test_a_thread_that_nobody_closed_ends_before_the_interpreter() -> None:
    program = """
from PySide6.QtCore import QCoreApplication
from journeyeditor.app.background import Background

def work(job):
    begun.append(job)
    while True:
        job.check()

app, background, begun = QCoreApplication([]), Background(), []
background.do("a", work, print, print)
while not begun:
    app.processEvents()
print("done")
"""
    words = [sys.executable, "-c", program]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


def test_a_thread_ends_when_its_owner_is_deleted(qtbot: QtBot, notes: Notes) -> None:
    background = Background()
    background.do("a", lambda _: 1, notes.take, notes.fail)
    qtbot.waitUntil(lambda: notes.done == [1], timeout=PATIENCE)
    shiboken6.delete(background)
    qtbot.waitUntil(lambda: not _Thread.alive, timeout=PATIENCE)
