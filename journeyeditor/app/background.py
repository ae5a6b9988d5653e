"""One thread beside the window's, which does jobs in order; of one topic only the newest counts.

What a job works on must not change meanwhile and no job touches a widget: it gets frozen records
and gives back a value, of which the window's thread is told.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, ClassVar

from PySide6.QtCore import QObject, Qt, QThread, Signal

from journeyeditor.files.gc_pause import uncollected

#: Deep drawings need a deep stack, which threads do not have everywhere (bytes).
STACK = 16 * 1024 * 1024
#: Who closes waits so long for the step under way (ms).
GRACE = 150


class Stopped(Exception):
    """Raised inside a job whose result nobody wants any more."""


class Job:
    """A piece of work on its way; `work` gets it to report progress and to be stopped."""

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
        self.tell: Callable[[Job], None] = _ignore

    def check(self) -> None:
        """Stop here if nobody waits for the result any more; raises Stopped."""
        if self.is_stopped:
            raise Stopped

    def progress(self, share: float) -> None:
        """Say how much of the work is done (0 to 1); raises Stopped like `check`."""
        self.check()
        self._share = share
        self.tell(self)

    def run(self) -> None:
        """Do the work, in the other thread."""
        try:
            self.check()
            self._result = self._work(self)
        except Stopped:
            self.is_stopped = True
        except Exception as error:  # told in the window's thread
            self._fault = error

    def report(self) -> None:
        """Tell how far it has come, in the window's thread."""
        if not self.is_stopped and self._progressed is not None:
            self._progressed(self._share)

    def stop(self) -> None:
        """Want the result no more; whom it was for is forgotten, in the thread where he lives."""
        self.is_stopped = True
        self._done = self._failed = _ignore
        self._progressed = None

    def finish(self) -> None:
        """Tell what came of it, in the window's thread."""
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

    `farewell` is called in the thread when it ends: what Qt ties to a thread (fonts above all) has
    to go with it.
    """

    def __init__(
        self, parent: QObject | None = None, farewell: Callable[[], None] | None = None
    ) -> None:
        super().__init__(parent)
        self._farewell = farewell
        self._jobs: dict[str, Job] = {}
        self._thread: _Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way or waits."""
        return any(not job.is_stopped for job in self._jobs.values())

    @property
    def is_open(self) -> bool:
        """Whether there is a thread."""
        return self._thread is not None

    def do(
        self,
        topic: str,
        work: Callable[[Job], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        progressed: Callable[[float], None] | None = None,
    ) -> Job:
        """Have `work` done and tell `done` or `failed`; an older job of the topic is dropped."""
        self.drop(topic)
        if self._thread is None:
            self._thread = _Thread(self._farewell)
            # Queued, whatever thread Qt takes the sender for: these tell widgets.
            queued = Qt.ConnectionType.QueuedConnection
            self._thread.progressed.connect(self._report, queued)
            self._thread.worked.connect(self._finish, queued)
            self.destroyed.connect(self._thread.stop)
            self._thread.begin()
        job = Job(work, done, failed, progressed)
        job.tell = self._thread.progressed.emit
        self._jobs[topic] = job
        self._thread.take(job)
        return job

    def drop(self, topic: str) -> None:
        """Want the job of a topic no more; nobody is told of it."""
        job = self._jobs.pop(topic, None)
        if job is not None:
            job.stop()

    def drop_all(self) -> None:
        """Want no job any more."""
        for topic in tuple(self._jobs):
            self.drop(topic)

    def close(self) -> None:
        """Drop all jobs and end the thread; a step under way may go on for a while, unheard."""
        self.drop_all()
        if self._thread is not None:
            self._thread.leave()
            self._thread = None

    def _report(self, job: Job) -> None:
        job.report()

    def _finish(self, job: Job) -> None:
        for topic in [topic for topic, known in self._jobs.items() if known is job]:
            del self._jobs[topic]
        job.finish()


class _Thread(QThread):
    """Takes job after job until it is told to leave.

    As long as it has any, Python does not look for garbage: here it would find widgets, and end
    them in the wrong thread. That is begun and ended in the window's thread, since whoever makes
    the first object after it is the one who collects.
    """

    progressed = Signal(object)
    worked = Signal(object)
    #: Those that have not ended, held because a QThread that is deleted before aborts the process.
    alive: ClassVar[set[_Thread]] = set()

    def __init__(self, farewell: Callable[[], None] | None) -> None:
        super().__init__()
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._farewell = farewell
        self._owed: list[Job] = []
        self.setStackSize(STACK)
        self.worked.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self.finished.connect(self._gone, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start; whatever becomes of its owner, it ends before the interpreter does."""
        if not self.alive:
            atexit.register(_end_all)
        self.alive.add(self)
        self.start()

    def take(self, job: Job) -> None:
        """Do a job after those that wait."""
        uncollected.__enter__()
        self._owed.append(job)
        self._queue.put(job)

    def leave(self) -> None:
        """End after the step under way; the program does not end before."""
        self.stop()
        if self.wait(GRACE):
            self._gone()

    def stop(self) -> None:
        """End after the step under way, without waiting for it."""
        for job in self._owed:
            job.is_stopped = True
        self._queue.put(None)

    def run(self) -> None:
        """Work, in the thread of its own."""
        while (job := self._queue.get()) is not None:
            job.run()
            self.worked.emit(job)
        if self._farewell is not None:
            self._farewell()

    def _settle(self, job: Job) -> None:
        """Let garbage be looked for again, as far as this job kept it away."""
        if job in self._owed:
            self._owed.remove(job)
            uncollected.__exit__()

    def _gone(self) -> None:
        while self._owed:
            self._settle(self._owed[0])
        self.alive.discard(self)
        if not self.alive:
            atexit.unregister(_end_all)


def _end_all() -> None:
    """End the threads whose owners did not, before Qt's objects go."""
    for thread in tuple(_Thread.alive):
        thread.stop()
        thread.wait()


def _ignore(_: Any) -> None:
    """Tell nobody."""
