"""Writing in units: what is written inside a `with` block becomes one step of undo, or nothing."""

from __future__ import annotations

from types import TracebackType

from journeyeditor.model.change import Change
from journeyeditor.model.graph import JourneyGraph
from journeyeditor.model.history import History


class WriteOutsideError(RuntimeError):
    """A write without a transaction: it could not be undone, so it is a bug."""


class Workbench:
    """A graph with its history: the place where transactions are opened, one at a time."""

    def __init__(self, graph: JourneyGraph, history: History | None = None) -> None:
        self.graph = graph
        self.history = history or History()
        self._open: Transaction | None = None

    @property
    def is_open(self) -> bool:
        """Whether a transaction is under way."""
        return self._open is not None

    def transaction(self, label: str, *, amends: str = "") -> Transaction:
        """Return a transaction to be used in a `with` block.

        `amends` names what is being edited ("t8.title"): while the last step of undo has the
        same name, the new change is melted into it, so that typing is one step.
        """
        return Transaction(self, label, amends)

    def write(self, change: Change) -> None:
        """Write inside the open transaction; raises WriteOutsideError without one."""
        if self._open is None:
            raise WriteOutsideError("a change was written outside a transaction")
        self._open.write(change)

    def undo(self) -> bool:
        """Take the last step back; return whether there was one."""
        if self._open is not None:
            raise WriteOutsideError("undo inside a transaction")
        change = self.history.undo()
        if change is None:
            return False
        self.graph.apply(change)
        return True

    def redo(self) -> bool:
        """Do the step again that was taken back last; return whether there was one."""
        if self._open is not None:
            raise WriteOutsideError("redo inside a transaction")
        change = self.history.redo()
        if change is None:
            return False
        self.graph.apply(change)
        return True


class Transaction:
    """One unit of writing; leaving the block commits, an exception or `cancel` takes all back."""

    def __init__(self, bench: Workbench, label: str, amends: str) -> None:
        self._bench = bench
        self.label = label
        self.amends = amends
        self._pending = Change()
        self._is_cancelled = False

    def __enter__(self) -> Transaction:
        if self._bench._open is not None:
            raise WriteOutsideError("a transaction inside a transaction")
        self._bench._open = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bench._open = None
        if kind is not None:
            self._take_back()
        elif self._pending and not self._is_cancelled:
            self._bench.history.push(self.label, self._pending, amends=self.amends)

    def write(self, change: Change) -> None:
        """Apply a change now, and remember it as part of this unit."""
        if self._bench._open is not self or self._is_cancelled:
            raise WriteOutsideError("the transaction is over")
        self._bench.graph.apply(change)
        self._pending = self._pending.then(change)

    def cancel(self) -> None:
        """Take back all that was written; nothing is remembered."""
        if not self._is_cancelled:
            self._is_cancelled = True
            self._take_back()

    def _take_back(self) -> None:
        """Apply the inverse of what is pending."""
        if self._pending:
            self._bench.graph.apply(self._pending.inverted())
            self._pending = Change()
