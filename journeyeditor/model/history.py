"""What was done and can be undone: values only, so that steps can be merged, shown and journaled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from journeyeditor.model.change import Change


@dataclass(frozen=True, slots=True)
class Step:
    """One step of undo; `amends` names the field that was being typed into, "" for other steps."""

    label: str
    change: Change
    amends: str = ""


class Mark(NamedTuple):
    """A state of the map: how many steps were done, and the last of them."""

    steps: int
    last: Step | None


class History:
    """Steps done, steps undone, and where the saved map stands among them."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []
        # The number of steps done when the map was saved; None once that state cannot be reached.
        self._saved: int | None = 0

    @property
    def undo_label(self) -> str:
        """The label of the step that undo would take back, "" without one."""
        return self._done[-1].label if self._done else ""

    @property
    def redo_label(self) -> str:
        """The label of the step that redo would do again, "" without one."""
        return self._undone[-1].label if self._undone else ""

    @property
    def last(self) -> Step | None:
        """The step that undo would take back, None without one."""
        return self._done[-1] if self._done else None

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of all steps done, the oldest first."""
        return tuple(step.label for step in self._done)

    @property
    def position(self) -> int:
        """The number of steps done."""
        return len(self._done)

    @property
    def length(self) -> int:
        """The number of steps done and undone."""
        return len(self._done) + len(self._undone)

    def label(self, index: int) -> str:
        """Return the label of the index-th step, the oldest first, undone ones after those done."""
        done = len(self._done)
        return self._done[index].label if index < done else self._undone[done - index - 1].label

    @property
    def is_dirty(self) -> bool:
        """Whether the map differs from what was saved; undoing back to that state makes it clean."""
        return self._saved != len(self._done)

    def mark(self) -> Mark:
        """Return the state the map is in now; typing goes on in a new step."""
        self.settle()
        return Mark(len(self._done), self._done[-1] if self._done else None)

    def mark_saved(self, mark: Mark | None = None) -> None:
        """Remember that the map as it is now, or was at a mark, stands on disk."""
        count, last = mark or self.mark()
        steps = [*self._done, *reversed(self._undone)]
        can_be_reached = count == 0 or (len(steps) >= count and steps[count - 1] is last)
        self._saved = count if can_be_reached else None

    def mark_unsaved(self) -> None:
        """Remember that no state that can be reached stands on disk."""
        self._saved = None

    def settle(self) -> None:
        """End the amending of the last step: what is typed next becomes a step of its own."""
        if self._done and self._done[-1].amends:
            self._done[-1] = replace(self._done[-1], amends="")

    def push(self, label: str, change: Change, *, amends: str = "") -> None:
        """Remember a change that was just applied; what was undone before is forgotten."""
        if self._saved is not None and self._saved > len(self._done):
            self._saved = None
        self._undone.clear()
        last = self._done[-1] if self._done else None
        if amends and last is not None and last.amends == amends:
            merged = last.change.then(change)
            if merged:
                self._done[-1] = replace(last, change=merged)
            else:
                self._done.pop()
            return
        self._done.append(Step(label, change, amends))

    def undo(self) -> Change | None:
        """Return the change that takes the last step back, to be applied by the caller."""
        if not self._done:
            return None
        self.settle()
        step = self._done.pop()
        self._undone.append(step)
        self.settle()
        return step.change.inverted()

    def redo(self) -> Change | None:
        """Return the change that does the last undone step again, to be applied by the caller."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        return step.change
