"""A background thread that runs jobs in order; a newer job of a topic replaces older ones.

A job's input must not change meanwhile, and no job touches a widget: it gets frozen records and
returns a value, which is delivered on the window's thread.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from journeyeditor.files.gc_pause import uncollected

#: Deeply nested drawings need a deep stack, which is not every platform's default (bytes).
STACK = 16 * 1024 * 1024
#: How long `close` waits for the current step (ms).
SHUTDOWN_TIMEOUT_MS = 150


class Stopped(Exception):
    """Raised inside a job whose result is no longer wanted."""


class Job:
    """One unit of work; `work` gets it to report progress and to check for cancellation."""

    def __init__(
        self,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] | None,
    ) -> None:
        self.is_stopped = False
        self._work, self._done, self._failed = work, done, failed
        self._progressed = progressed
        self._result: Any = None
        self._fault: Exception | None = None
        self._share = 0.0
        self.notify: Callable[[Job], None] = _ignore

    def check(self) -> None:
        """Raise Stopped if the result is no longer wanted."""
        if self.is_stopped:
            raise Stopped

    def progress(self, share: float) -> None:
        """Report progress (0..1); raises Stopped like `check`."""
        self.check()
        self._share = share
        self.notify(self)

    def run(self) -> None:
        """Run the work, on the background thread."""
        try:
            self.check()
            self._result = self._work(self)
        except Stopped:
            self.is_stopped = True
        except Exception as error:  # delivered on the window's thread
            self._fault = error

    def report(self) -> None:
        """Deliver the progress, on the window's thread."""
        if not self.is_stopped and self._progressed is not None:
            self._progressed(self._share)

    def stop(self) -> None:
        """Cancel. The callbacks are dropped on the thread that owns their receivers."""
        self.is_stopped = True
        self._done = self._failed = _ignore
        self._progressed = None

    def finish(self) -> None:
        """Deliver the result, on the window's thread."""
        done, failed = self._done, self._failed
        was_stopped = self.is_stopped
        self.stop()
        if was_stopped:
            return
        if self._fault is not None:
            failed(self._fault)
        else:
            done(self._result)


class Background(QObject):
    """The thread and its queue; it starts with the first job and ends with `close`.

    `on_thread_end` is called on the thread when it ends, to release objects with thread affinity (fonts
    above all).
    """

    def __init__(
        self, parent: QObject | None = None, on_thread_end: Callable[[], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._on_thread_end = on_thread_end
        self._jobs: dict[str, Job] = {}
        self._thread: _Thread | None = None

    @property
    def is_busy(self) -> bool:
        return any(not job.is_stopped for job in self._jobs.values())

    @property
    def is_open(self) -> bool:
        return self._thread is not None

    def do(
        self,
        topic: str,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] | None = None,
    ) -> Job:
        self.drop(topic)
        if self._thread is None:
            self._thread = _Thread(self._on_thread_end)
            # Always queued, whatever thread Qt assumes for the sender: the receivers are widgets.
            queued = Qt.ConnectionType.QueuedConnection
            self._thread.progressed.connect(self._report, queued)
            self._thread.worked.connect(self._finish, queued)
            self.destroyed.connect(self._thread.stop)
            self._thread.begin()
        job = Job(work, done, failed, progressed)
        job.notify = self._thread.progressed.emit
        self._jobs[topic] = job
        self._thread.take(job)
        return job

    def drop(self, topic: str) -> None:
        job = self._jobs.pop(topic, None)
        if job is not None:
            job.stop()

    def drop_all(self) -> None:
        for topic in tuple(self._jobs):
            self.drop(topic)

    def close(self) -> None:
        """Cancel all jobs and end the thread; a running step may continue, its result is ignored."""
        self.drop_all()
        if self._thread is not None:
            self._thread.end()
            self._thread = None

    def _report(self, job: Job) -> None:
        job.report()

    def _finish(self, job: Job) -> None:
        for topic in [topic for topic, pending in self._jobs.items() if pending is job]:
            del self._jobs[topic]
        job.finish()


class _Thread(QThread):
    """Takes jobs from a queue until it is asked to end.

    Garbage collection is paused while it has jobs: here it would destroy widgets on the wrong
    thread. It is paused and resumed on the window's thread, since whichever thread allocates first
    after resuming is the one that collects.
    """

    progressed = Signal(object)
    worked = Signal(object)
    #: Threads still running, referenced because destroying a running QThread aborts the process.
    alive: ClassVar[set[_Thread]] = set()

    def __init__(self, on_thread_end: Callable[[], None] | None) -> None:
        super().__init__()
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._on_thread_end = on_thread_end
        self._unreleased: list[Job] = []
        self.setStackSize(STACK)
        self.worked.connect(self._release, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._release_all, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start; the thread is joined before the interpreter exits, whatever happens to its owner."""
        if not self.alive:
            atexit.register(_end_all)
        self.alive.add(self)
        self.start()

    def take(self, job: Job) -> None:
        uncollected.__enter__()
        self._unreleased.append(job)
        self._queue.put(job)

    def end(self) -> None:
        """End after the current step and wait for it."""
        self.stop()
        if self.wait(SHUTDOWN_TIMEOUT_MS):
            self._release_all()

    def stop(self) -> None:
        """End after the current step, without waiting."""
        for job in self._unreleased:
            job.is_stopped = True
        self._queue.put(None)

    def run(self) -> None:
        while (job := self._queue.get()) is not None:
            job.run()
            self.worked.emit(job)
        if self._on_thread_end is not None:
            self._on_thread_end()

    def _release(self, job: Job) -> None:
        if job in self._unreleased:
            self._unreleased.remove(job)
            uncollected.__exit__()

    def _release_all(self) -> None:
        while self._unreleased:
            self._release(self._unreleased[0])
        self.alive.discard(self)
        if not self.alive:
            atexit.unregister(_end_all)


def _end_all() -> None:
    """End threads whose owners did not, before Qt is torn down."""
    for thread in tuple(_Thread.alive):
        thread.stop()
        thread.wait()


def _ignore(_: Any) -> None: ...
