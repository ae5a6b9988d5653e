"""A function in a child process with bounds: how it ended, and what it cost."""

from __future__ import annotations

import math
import os
import resource
import signal
import traceback
from collections.abc import Callable
from typing import NamedTuple

#: What no input may cost: seconds of processor time, MiB of memory.
MAX_SECONDS = 10
MAX_MEMORY = 500
#: An input of more bytes, which is a map of some 12,000 elements, may cost more in proportion.
_LARGE = 1_000_000
#: What each further megabyte may take (MiB).
_MEMORY_EACH = 150
#: A child that waits for something that never comes is ended; its own work is counted by the CPU.
_MAX_WAIT = 600
#: The address space is larger than the memory in use, by what is only mapped.
_ADDRESS_SPACE = 3 << 30


class Outcome(NamedTuple):
    """How a function ended: `fault` is "" if well, else what is wrong, the first line in short."""

    fault: str
    seconds: float
    memory: int

    @property
    def kind(self) -> str:
        """What a smaller input must share with this one."""
        return self.fault.partition("\n")[0]


def bounds(size: int, memory: int = MAX_MEMORY) -> tuple[int, int]:
    """Return the seconds that a command may take for an input of so many bytes, and the memory (MiB)."""
    times = max(1.0, size / _LARGE)
    return math.ceil(MAX_SECONDS * times), memory + round(_MEMORY_EACH * (times - 1))


def run(
    function: Callable[[], None], *, seconds: int = MAX_SECONDS, memory: int = MAX_MEMORY
) -> Outcome:
    """Call a function in a fork of this process; it must be the only thread."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _end(function, writing, seconds)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        words = pipe.read().decode("utf-8", "replace")
    _, status, usage = os.wait4(child, 0)
    used = usage.ru_utime + usage.ru_stime
    peak = usage.ru_maxrss // 1024
    return Outcome(words or _fault(status, used > seconds, seconds, peak, memory), used, peak)


def _end(function: Callable[[], None], writing: int, seconds: int) -> None:
    """Be the child; never return."""
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(_MAX_WAIT)
        function()
        status = 0
    except BaseException as error:
        lines = "".join(traceback.format_exception(error))
        words = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        os.write(writing, f"{words}\n{lines}"[-60_000:].encode("utf-8", "replace"))
    finally:
        os._exit(status)


def _fault(status: int, is_late: bool, seconds: int, peak: int, memory: int) -> str:
    """What the end of a child without words means."""
    number = -os.waitstatus_to_exitcode(status)
    if number in (signal.SIGXCPU, signal.SIGKILL) or is_late:
        return f"takes more than {seconds} s"
    if number == signal.SIGALRM:
        return "waits for ever"
    if number:
        return f"ends with {signal.Signals(number).name if number > 0 else -number}"
    return f"takes more than {memory} MB" if peak > memory else ""
