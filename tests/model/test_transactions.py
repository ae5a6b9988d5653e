"""A transaction is one step or nothing, whatever goes wrong in it."""

from __future__ import annotations

import pytest

from journeyeditor.model import (
    Change,
    GraphError,
    JourneyGraph,
    TransactionManager,
    WriteOutsideError,
)
from tests.builders import a_map


@pytest.fixture
def work() -> TransactionManager:
    return TransactionManager(a_map().with_("note", "one").with_("note", "two").built())


def titled(graph: JourneyGraph, title: str) -> Change:
    note = graph.element("note1")
    return Change({"note1": (note, note.replaced(title=title))})


def title(work: TransactionManager) -> str:
    return work.graph.element("note1").title


def test_many_writes_are_one_step(work: TransactionManager) -> None:
    with work.transaction("Drag") as drag:
        for number in range(300):
            drag.write(titled(work.graph, str(number)))
    assert work.history.labels == ("Drag",)
    assert work.undo()
    assert title(work) == "one"
    assert not work.undo()


def test_an_exception_takes_all_back(work: TransactionManager) -> None:
    def drag() -> None:
        with work.transaction("Drag"):
            work.write(titled(work.graph, "x"))
            work.write(titled(work.graph, "y"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        drag()
    assert title(work) == "one"
    assert not work.history.is_dirty
    assert not work.is_open


def test_a_refused_write_takes_back_what_went_before(work: TransactionManager) -> None:
    stale = titled(work.graph, "z")

    def drag() -> None:
        with work.transaction("Drag"):
            work.write(titled(work.graph, "x"))
            work.write(stale)

    with pytest.raises(GraphError):
        drag()
    assert title(work) == "one"


def test_after_a_cancel_nothing_more_may_be_written(work: TransactionManager) -> None:
    with work.transaction("Drag") as drag:
        drag.write(titled(work.graph, "x"))
        drag.cancel()
        assert title(work) == "one"
        drag.cancel()
        with pytest.raises(WriteOutsideError):
            drag.write(titled(work.graph, "y"))
    assert work.history.labels == ()


def test_one_transaction_at_a_time(work: TransactionManager) -> None:
    with work.transaction("Outer"):
        work.write(titled(work.graph, "x"))
        with pytest.raises(WriteOutsideError), work.transaction("Inner"):
            raise AssertionError("was let in")
        with pytest.raises(WriteOutsideError):
            work.undo()
        with pytest.raises(WriteOutsideError):
            work.redo()
        work.write(titled(work.graph, "y"))
    assert title(work) == "y"
    assert work.history.labels == ("Outer",)


def test_a_transaction_may_be_used_again(work: TransactionManager) -> None:
    drag = work.transaction("Drag")
    for letter in "xy":
        with drag:
            drag.write(titled(work.graph, letter))
    assert work.history.labels == ("Drag", "Drag")
    work.undo()
    assert title(work) == "x"


def failing(_: Change) -> None:
    raise RuntimeError("an observer is broken")


def test_a_broken_observer_loses_nothing(work: TransactionManager) -> None:
    seen: list[Change] = []
    work.graph.changed.connect(failing)
    work.graph.changed.connect(seen.append)
    with work.transaction("Drag") as drag:
        with pytest.raises(RuntimeError, match="broken"):
            drag.write(titled(work.graph, "x"))
        assert title(work) == "x"
    assert len(seen) == 1
    work.graph.changed.disconnect(failing)
    assert work.undo()
    assert title(work) == "one"


def test_a_broken_observer_does_not_confuse_undo(work: TransactionManager) -> None:
    with work.transaction("Drag") as drag:
        drag.write(titled(work.graph, "x"))
    work.graph.changed.connect(failing)
    with pytest.raises(RuntimeError):
        work.undo()
    assert title(work) == "one"
    with pytest.raises(RuntimeError):
        work.redo()
    assert title(work) == "x"
    assert work.history.labels == ("Drag",)


def test_a_refused_undo_stays_where_it_was(work: TransactionManager) -> None:
    with work.transaction("Drag") as drag:
        drag.write(titled(work.graph, "x"))
    work.graph.apply(titled(work.graph, "written past the history"))
    with pytest.raises(GraphError, match="stale"):
        work.undo()
    assert work.history.labels == ("Drag",)
    assert work.history.redo_label == ""


def test_an_observer_may_not_write(work: TransactionManager) -> None:
    def writing(_: Change) -> None:
        work.graph.apply(titled(work.graph, "y"))

    work.graph.changed.connect(writing)
    with pytest.raises(GraphError, match="observer"), work.transaction("Drag") as drag:
        drag.write(titled(work.graph, "x"))
    work.graph.changed.disconnect(writing)
    assert title(work) == "one"
