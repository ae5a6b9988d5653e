"""Observers are notified at once, in order, and are not kept alive."""

from __future__ import annotations

import gc

from journeyeditor.model import Signal


class Listener:
    def __init__(self, received: list[str], name: str) -> None:
        self.received = received
        self.name = name

    def hear(self, value: str) -> None:
        self.received.append(f"{self.name}{value}")


def test_all_are_reported_in_order() -> None:
    received: list[str] = []
    signal: Signal[str] = Signal()
    one, two = Listener(received, "a"), Listener(received, "b")
    signal.connect(one.hear)
    signal.connect(received.append)
    signal.connect(two.hear)
    signal.emit("1")
    assert received == ["a1", "1", "b1"]


def test_a_listener_that_is_gone_is_not_reported() -> None:
    received: list[str] = []
    signal: Signal[str] = Signal()
    one = Listener(received, "a")
    signal.connect(one.hear)
    del one
    gc.collect()
    signal.emit("1")
    assert received == []
    assert signal._observers == []


def test_who_disconnects_hears_no_more() -> None:
    received: list[str] = []
    signal: Signal[str] = Signal()
    one = Listener(received, "a")
    signal.connect(one.hear)
    signal.disconnect(received.append)
    signal.disconnect(one.hear)
    signal.emit("1")
    assert received == []


def test_who_disconnects_while_being_reported_does_no_harm() -> None:
    received: list[str] = []
    signal: Signal[str] = Signal()

    def once(value: str) -> None:
        received.append(value)
        signal.disconnect(once)

    signal.connect(once)
    signal.connect(received.append)
    signal.emit("1")
    signal.emit("2")
    assert received == ["1", "1", "2"]
