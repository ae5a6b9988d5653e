"""One thread beside the window's, which does jobs in order; of one topic only the newest counts.

What a job works on must not change meanwhile and no job touches a widget: it gets frozen records
and gives back a value, of which the window's thread is told.
"""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal

from journeyeditor.files.collecting import uncollected


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

    _progressed = Signal(object)
    _finished = Signal(object)

    def __init__(
        self, parent: QObject | None = None, farewell: Callable[[], None] | None = None
    ) -> None:
        super().__init__(parent)
        self.farewell = farewell
        self._jobs: dict[str, Job] = {}
        self._count = 0
        self._thread: _Thread | None = None
        # Queued, whatever thread Qt takes the sender for: these tell widgets.
        self._progressed.connect(self._report, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a job is under way or waits."""
        return any(not job.is_stopped for job in self._jobs.values())

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
            self._thread = _Thread(self)
            self._thread.start(QThread.Priority.LowPriority)
        job = Job(work, done, failed, progressed)
        job.tell = self._progressed.emit
        self._jobs[topic] = job
        self._thread.queue.put(job)
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
        """Drop all jobs and end the thread; waits for the step under way."""
        self.drop_all()
        if self._thread is not None:
            self._thread.queue.put(None)
            self._thread.wait()
            self._thread = None

    def told(self, job: Job) -> None:
        """Pass a finished job to the window's thread."""
        self._finished.emit(job)

    def _report(self, job: Job) -> None:
        job.report()

    def _finish(self, job: Job) -> None:
        for topic in [topic for topic, known in self._jobs.items() if known is job]:
            del self._jobs[topic]
        job.finish()


class _Thread(QThread):
    """Takes job after job until it is given None."""

    def __init__(self, owner: Background) -> None:
        super().__init__(owner)
        self.queue: SimpleQueue[Job | None] = SimpleQueue()
        self._owner = owner

    def run(self) -> None:
        """Work, in the thread of its own."""
        while (job := self.queue.get()) is not None:
            # Looking for cycles here would find widgets, and end them in the wrong thread.
            with uncollected:
                job.run()
            self._owner.told(job)
        if self._owner.farewell is not None:
            self._owner.farewell()


def _ignore(_: Any) -> None:
    """Tell nobody."""
