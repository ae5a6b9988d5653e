"""Undo, redo, amending and what is saved, as a machine of random actions beside a list of states."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from journeyeditor.model import Change, History, JourneyGraph, TransactionManager, WriteOutsideError
from tests.builders import a_map

TITLES = st.sampled_from(("", "a", "b", "c"))


class Undoing(RuleBasedStateMachine):
    """A title that is typed into, with every state it had on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.transactions = TransactionManager(a_map().with_("note").with_("note").built())
        self.saved = self.state
        self.past: list[tuple[tuple[str, str], str]] = []
        self.future: list[tuple[str, str]] = []

    @property
    def state(self) -> tuple[str, str]:
        one, two = self.transactions.graph.elements("note")
        return one.title, two.title

    @rule(number=st.integers(0, 1), title=TITLES, merge_key=st.booleans())
    def write(self, number: int, title: str, merge_key: bool) -> None:
        """Change a title, as a step of its own or as part of typing."""
        note = self.transactions.graph.elements("note")[number]
        before, field = self.state, f"{note.id}.title" if merge_key else ""
        with self.transactions.transaction("Type", merge_key=field) as transaction:
            transaction.write(Change({note.id: (note, note.replaced(title=title))}))
        if self.state == before:
            return
        if field and self.past and self.past[-1][1] == field:
            if self.past[-1][0] == self.state:
                self.past.pop()
        else:
            self.past.append((before, field))
        self.future.clear()

    @rule()
    def undo(self) -> None:
        here = self.state
        assert self.transactions.undo() == bool(self.past)
        if self.past:
            there, _ = self.past.pop()
            self.future.append(here)
            assert self.state == there
            self._settle()

    @rule()
    def redo(self) -> None:
        here = self.state
        assert self.transactions.redo() == bool(self.future)
        if self.future:
            assert self.state == self.future.pop()
            self.past.append((here, ""))

    @rule()
    def save(self) -> None:
        """Save; typing goes on in a new step."""
        self.transactions.history.mark_saved()
        self.saved = self.state
        self._settle()
        assert not self.transactions.history.is_dirty

    @rule(number=st.integers(0, 1), title=TITLES)
    def cancel(self, number: int, title: str) -> None:
        """Begin to write, and think better of it."""
        before = self.state
        note = self.transactions.graph.elements("note")[number]
        with self.transactions.transaction("Type") as transaction:
            transaction.write(Change({note.id: (note, note.replaced(title=title))}))
            transaction.cancel()
        assert self.state == before

    @precondition(lambda self: self.past)
    @rule()
    def undo_all(self) -> None:
        first = self.past[0][0]
        while self.past:
            self.undo()
        assert self.state == first

    @invariant()
    def a_clean_map_is_the_saved_one(self) -> None:
        """Nothing is lost by not saving a clean map."""
        assert self.transactions.history.is_dirty or self.state == self.saved

    @invariant()
    def there_are_as_many_steps_as_were_made(self) -> None:
        """The history holds what can be undone, no more."""
        assert len(self.transactions.history.labels) == len(self.past)
        assert bool(self.transactions.history.redo_label) == bool(self.future)

    def _settle(self) -> None:
        if self.past:
            self.past[-1] = (self.past[-1][0], "")


TestUndoing = Undoing.TestCase
TestUndoing.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)


def transactions() -> TransactionManager:
    return TransactionManager(a_map().with_("note", "one").with_("note", "two").built())


def retitle(graph: JourneyGraph, id_: str, title: str) -> Change:
    note = graph.element(id_)
    return Change({id_: (note, note.replaced(title=title))})


def test_undoing_back_to_what_was_saved_is_clean() -> None:
    work = transactions()
    with work.transaction("First"):
        work.write(retitle(work.graph, "note1", "1"))
    work.history.mark_saved()
    with work.transaction("Second"):
        work.write(retitle(work.graph, "note1", "2"))
    assert work.history.is_dirty
    work.undo()
    assert not work.history.is_dirty
    work.undo()
    assert work.history.is_dirty
    work.redo()
    assert not work.history.is_dirty


def test_a_saved_state_that_cannot_be_reached_stays_dirty() -> None:
    work = transactions()
    with work.transaction("First"):
        work.write(retitle(work.graph, "note1", "1"))
    work.history.mark_saved()
    work.undo()
    with work.transaction("Other"):
        work.write(retitle(work.graph, "note1", "2"))
    assert work.history.is_dirty
    work.undo()
    assert work.history.is_dirty


def test_labels_tell_what_undo_and_redo_would_do() -> None:
    work = transactions()
    assert (work.history.undo_label, work.history.redo_label) == ("", "")
    for label in ("First", "Second"):
        with work.transaction(label):
            work.write(retitle(work.graph, "note1", label))
    assert work.history.labels == ("First", "Second")
    work.undo()
    assert (work.history.undo_label, work.history.redo_label) == ("First", "Second")
    assert not History().is_dirty


def test_typing_is_one_step_until_something_else_happens() -> None:
    work = transactions()
    for title in ("o", "on", "one!"):
        with work.transaction("Rename", merge_key="note1.title"):
            work.write(retitle(work.graph, "note1", title))
    with work.transaction("Rename", merge_key="note2.title"):
        work.write(retitle(work.graph, "note2", "t"))
    work.history.end_merge()
    with work.transaction("Rename", merge_key="note2.title"):
        work.write(retitle(work.graph, "note2", "tw"))
    assert len(work.history.labels) == 3
    work.undo()
    work.undo()
    work.undo()
    assert [note.title for note in work.graph.elements("note")] == ["one", "two"]


def test_a_write_outside_a_transaction_is_a_bug() -> None:
    work = transactions()
    change = retitle(work.graph, "note1", "x")
    with pytest.raises(WriteOutsideError):
        work.write(change)
    with pytest.raises(WriteOutsideError):
        over(work).write(change)
    assert work.graph.revision == 0


def over(work: TransactionManager) -> TransactionManager:
    """Return the bench after a transaction that wrote nothing; that is no step either."""
    with work.transaction("Nothing"):
        pass
    assert work.history.labels == ()
    return work
