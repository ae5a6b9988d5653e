"""Writing in units: what is written inside a `with` block becomes one step of undo, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from journeyeditor.model.change import Change
from journeyeditor.model.graph import JourneyGraph
from journeyeditor.model.history import History, Step
from journeyeditor.model.signal import Signal


class WriteOutsideError(RuntimeError):
    """A write without a transaction: it could not be undone, so it is a bug."""


class TransactionManager:
    """A graph with its history: the place where transactions are opened, one at a time."""

    def __init__(self, graph: JourneyGraph, history: History | None = None) -> None:
        self.graph = graph
        self.history = history or History()
        #: Tells what became a fact: each committed unit, each undo and redo, with its label.
        self.committed: Signal[Step] = Signal()
        #: The transaction under way.
        self.current: Transaction | None = None

    @property
    def is_open(self) -> bool:
        """Whether a transaction is under way."""
        return self.current is not None

    def transaction(self, label: str, *, amends: str = "") -> Transaction:
        """Return a transaction to be used in a `with` block.

        `amends` names what is being edited ("t8.title"): while the last step of undo has the
        same name, the new change is melted into it, so that typing is one step.
        """
        return Transaction(self, label, amends)

    def write(self, change: Change) -> None:
        """Write inside the open transaction; raises WriteOutsideError without one."""
        if self.current is None:
            raise WriteOutsideError("a change was written outside a transaction")
        self.current.write(change)

    def undo(self) -> bool:
        """Take the last step back; return whether there was one."""
        return self._move(self.history.undo, self.history.redo)

    def redo(self) -> bool:
        """Do the step again that was taken back last; return whether there was one."""
        return self._move(self.history.redo, self.history.undo)

    def _move(self, move: Callable[[], Change | None], back: Callable[[], Change | None]) -> bool:
        """Go one step in the history, and stay where it was when the graph refuses."""
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
                self.committed.emit(Step(label, change))
            raise
        self.committed.emit(Step(label, change))
        return True


class Transaction:
    """One unit of writing; leaving the block commits, an exception or `cancel` takes all back."""

    def __init__(self, transactions: TransactionManager, label: str, amends: str) -> None:
        self._transactions = transactions
        self.label = label
        self.amends = amends
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
            self._take_back()
        elif self._pending and not self._is_cancelled:
            self._transactions.history.push(self.label, self._pending, amends=self.amends)
            self._transactions.committed.emit(Step(self.label, self._pending, self.amends))

    def write(self, change: Change) -> None:
        """Apply a change now, and remember it as part of this unit."""
        if self._transactions.current is not self or self._is_cancelled:
            raise WriteOutsideError("the transaction is over")
        revision = self._transactions.graph.revision
        try:
            self._transactions.graph.apply(change)
        finally:
            # When an observer raises, the change is done all the same, and must be taken back.
            if self._transactions.graph.revision != revision:
                self._pending = self._pending.then(change)

    def cancel(self) -> None:
        """Take back all that was written; nothing is remembered."""
        if not self._is_cancelled:
            self._is_cancelled = True
            self._take_back()

    def _take_back(self) -> None:
        """Apply the inverse of what is pending."""
        if self._pending:
            change, self._pending = self._pending.inverted(), Change()
            self._transactions.graph.apply(change)
