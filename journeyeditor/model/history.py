"""Undo: the steps done and undone, and the transactions that become steps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from types import TracebackType
from typing import NamedTuple

from journeyeditor.model.change import Change
from journeyeditor.model.graph import JourneyGraph
from journeyeditor.model.signal import Signal


@dataclass(frozen=True, slots=True)
class UndoStep:
    """One step of undo.

    Changes with the same `merge_key` ("t8.title": what is being typed into) merge into one step;
    "" never merges. `time` is when the step was last added to, in seconds since 1970.
    """

    label: str
    change: Change
    merge_key: str = ""
    time: float = 0.0


class Mark(NamedTuple):
    """A state in the history: the number of steps done, and the last of them."""

    steps: int
    last: UndoStep | None


class History:
    """The steps done and undone, and which of the states between them is on disk."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._done: list[UndoStep] = []
        self._undone: list[UndoStep] = []
        # The number of steps done when the map was saved; None once that state cannot be reached.
        self._saved: int | None = 0
        # The steps undone and the saved state before the last push, for a step that cancels out.
        self._before_push: tuple[list[UndoStep], int | None] = ([], 0)

    @property
    def undo_label(self) -> str:
        """The label of the step that undo would revert, "" without one."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """The label of the step that redo would apply, "" without one."""
        return self._undone[-1].label if self._undone else ""

    @property
    def last(self) -> UndoStep | None:
        return self._done[-1] if self._done else None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(step.label for step in self._done)

    @property
    def position(self) -> int:
        return len(self._done)

    @property
    def length(self) -> int:
        return len(self._done) + len(self._undone)

    def label(self, index: int) -> str:
        """Return the label of the index-th step: those done, oldest first, then those undone."""
        return self._step(index).label

    def time(self, index: int) -> float:
        """Return when the index-th step was last added to, in seconds since 1970."""
        return self._step(index).time

    def _step(self, index: int) -> UndoStep:
        done = len(self._done)
        return self._done[index] if index < done else self._undone[done - index - 1]

    @property
    def is_dirty(self) -> bool:
        """Whether the map differs from the saved one; undoing back to that state makes it clean."""
        return self._saved != len(self._done)

    def mark(self) -> Mark:
        """Return the present state; what is typed next becomes a step of its own."""
        self.end_merge()
        return Mark(len(self._done), self._done[-1] if self._done else None)

    def mark_saved(self, mark: Mark | None = None) -> None:
        count, last = mark or self.mark()
        steps = [*self._done, *reversed(self._undone)]
        can_be_reached = count == 0 or (len(steps) >= count and steps[count - 1] is last)
        self._saved = count if can_be_reached else None

    def mark_unsaved(self) -> None:
        self._saved = None
        self._before_push = (self._before_push[0], None)

    def end_merge(self) -> None:
        """Let no later change merge into the last step."""
        if self._done and self._done[-1].merge_key:
            self._done[-1] = replace(self._done[-1], merge_key="")

    def push(self, label: str, change: Change, *, merge_key: str = "") -> None:
        """Record a change that was just applied, and forget the steps undone."""
        last = self._done[-1] if self._done else None
        if merge_key and last is not None and last.merge_key == merge_key:
            self._merge(last, change)
            return
        self._before_push = (self._undone, self._saved)
        self._undone = []
        if self._saved is not None and self._saved > len(self._done):
            self._saved = None
        self._done.append(UndoStep(label, change, merge_key, self._clock()))

    def _merge(self, last: UndoStep, change: Change) -> None:
        """Extend the last step; if the two cancel out, redo is available again."""
        merged = last.change.then(change)
        if merged:
            self._done[-1] = replace(last, change=merged, time=self._clock())
            return
        self._done.pop()
        undone, saved = self._before_push
        self._undone, self._before_push = undone, ([], None)
        if self._saved is None:
            self._saved = saved

    def undo(self) -> Change | None:
        if not self._done:
            return None
        self.end_merge()
        step = self._done.pop()
        self._undone.append(step)
        self.end_merge()
        return step.change.inverted()

    def redo(self) -> Change | None:
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step.change


class WriteOutsideError(RuntimeError):
    """A bug: a write outside a transaction could not be undone."""


class TransactionManager:
    """A graph and its history; opens transactions, one at a time."""

    def __init__(self, graph: JourneyGraph, history: History | None = None) -> None:
        self.graph = graph
        self.history = history or History()
        #: Each committed transaction, undo and redo.
        self.committed: Signal[UndoStep] = Signal()
        #: The transaction under way.
        self.current: Transaction | None = None

    @property
    def is_open(self) -> bool:
        return self.current is not None

    def transaction(self, label: str, *, merge_key: str = "") -> Transaction:
        """Return a transaction to be used in a `with` block; see `UndoStep` for `merge_key`."""
        return Transaction(self, label, merge_key)

    def write(self, change: Change) -> None:
        """Write in the open transaction; raises WriteOutsideError without one."""
        if self.current is None:
            raise WriteOutsideError("a change was written outside a transaction")
        self.current.write(change)

    def undo(self) -> bool:
        return self._move(self.history.undo, self.history.redo)

    def redo(self) -> bool:
        return self._move(self.history.redo, self.history.undo)

    def _move(self, move: Callable[[], Change | None], back: Callable[[], Change | None]) -> bool:
        """Move one step in the history, or not at all when the graph refuses the change."""
        if self.current is not None:
            raise WriteOutsideError("undo or redo inside a transaction")
        label = self.history.undo_label if move == self.history.undo else self.history.redo_label
        change = move()
        if change is None:
            return False
        revision = self.graph.revision
        try:
            self.graph.apply(change)
        except BaseException:
            if self.graph.revision == revision:
                back()
            else:  # An observer raised: it happened all the same.
                self.committed.emit(UndoStep(label, change))
            raise
        self.committed.emit(UndoStep(label, change))
        return True


class Transaction:
    """One unit of writing: leaving the block commits, an exception or `cancel` rolls back."""

    def __init__(self, transactions: TransactionManager, label: str, merge_key: str) -> None:
        self._transactions = transactions
        self.label = label
        self.merge_key = merge_key
        self._pending = Change()
        self._is_cancelled = False

    def __enter__(self) -> Transaction:
        if self._transactions.current is not None:
            raise WriteOutsideError("a transaction inside a transaction")
        self._transactions.current = self
        self._pending = Change()
        self._is_cancelled = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._transactions.current = None
        if kind is not None:
            self._roll_back()
        elif self._pending and not self._is_cancelled:
            self._transactions.history.push(self.label, self._pending, merge_key=self.merge_key)
            self._transactions.committed.emit(UndoStep(self.label, self._pending, self.merge_key))

    def write(self, change: Change) -> None:
        if self._transactions.current is not self or self._is_cancelled:
            raise WriteOutsideError("the transaction is over")
        revision = self._transactions.graph.revision
        try:
            self._transactions.graph.apply(change)
        finally:
            # When an observer raises, the change is applied all the same and must be rolled back.
            if self._transactions.graph.revision != revision:
                self._pending = self._pending.then(change)

    def cancel(self) -> None:
        """Roll back all that was written; no step is recorded."""
        if not self._is_cancelled:
            self._is_cancelled = True
            self._roll_back()

    def _roll_back(self) -> None:
        if self._pending:
            change, self._pending = self._pending.inverted(), Change()
            self._transactions.graph.apply(change)
