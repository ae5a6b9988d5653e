"""Points at which a long reading can be cancelled and reports its progress.

Whoever reads in the background gives a function that raises once the result is no longer wanted.
It is kept for the thread, as readings are made in one place and run in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias, TypeVar

T = TypeVar("T")
#: Gets the share of the work that is done (0..1); raises to cancel.
Check: TypeAlias = Callable[[float], None]

#: Things that are worked on between two checkpoints.
_STEP = 256


def _ignore(_: float) -> None: ...


_check: ContextVar[Check] = ContextVar("check", default=_ignore)
_phase: ContextVar[tuple[float, float]] = ContextVar("phase", default=(0.0, 1.0))


@contextmanager
def checked(check: Check) -> Iterator[None]:
    """Call `check` at the checkpoints of what is read within."""
    token = _check.set(check)
    try:
        yield
    finally:
        _check.reset(token)


@contextmanager
def phase(start: float, end: float) -> Iterator[None]:
    """What is read within is this part of the whole reading."""
    token = _phase.set((start, end))
    try:
        yield
    finally:
        _phase.reset(token)


def checkpoint(share: float = 0.0) -> None:
    """Raise what cancels the reading; `share` of its phase is done."""
    start, end = _phase.get()
    _check.get()(start + (end - start) * min(share, 1.0))


def checkpoints(things: Iterable[T], total: int = 0) -> Iterator[T]:
    """Yield things, with checkpoints between them; `total` is their number, if it is known."""
    for number, thing in enumerate(things):
        if number % _STEP == 0:
            checkpoint(number / total if total else 0.0)
        yield thing
