"""Kills a piece of work at one of its system calls, before the kernel does it or after.

It forks, so it wants a process without other threads.
"""

from __future__ import annotations

import ctypes
import os
import signal
from collections.abc import Callable

_TRACEME, _SYSCALL, _SETOPTIONS = 0, 24, 0x4200
_EXITKILL = 0x100000
_REFUSED = 77


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed at its stop `number`, counted from 1.

    Each system call has two stops: before the kernel does it and after. Returns False when the
    work was over before; raises PermissionError where no process may be traced.
    """
    pid = os.fork()
    if pid == 0:
        _work_traced(work)
    try:
        if not _stops(pid):
            raise RuntimeError("the work ended before it began")
        _ptrace(_SETOPTIONS, pid, _EXITKILL)
        for _ in range(number):
            _ptrace(_SYSCALL, pid)
            if not _stops(pid):
                return False
    except ProcessLookupError:
        raise RuntimeError("the work was ended by somebody else") from None
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return True


def _work_traced(work: Callable[[], object]) -> None:
    """Do the work under the eyes of the parent; this process ends with it."""
    status = 1
    try:
        try:
            _ptrace(_TRACEME, 0)
        except OSError:
            status = _REFUSED
            return
        os.kill(os.getpid(), signal.SIGSTOP)
        work()
        status = 0
    finally:
        os._exit(status)


def _stops(pid: int) -> bool:
    """Wait for a child; tell whether it stopped, rather than ended."""
    _, status = os.waitpid(pid, 0)
    if os.WIFSTOPPED(status):
        return True
    if os.waitstatus_to_exitcode(status) == _REFUSED:
        raise PermissionError("this machine lets no process be traced")
    if status:
        raise RuntimeError(f"the work failed: status {status}")
    return False


def _ptrace(request: int, pid: int, data: int = 0) -> None:
    """Call ptrace(2); raises OSError."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    if libc.ptrace(request, pid, None, data) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
