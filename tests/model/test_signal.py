"""Observers are told at once, in order, and are not kept alive."""

from __future__ import annotations

import gc

from journeyeditor.model import Signal


class Listener:
    def __init__(self, heard: list[str], name: str) -> None:
        self.heard = heard
        self.name = name

    def hear(self, value: str) -> None:
        self.heard.append(f"{self.name}{value}")


def test_all_are_told_in_order() -> None:
    heard: list[str] = []
    signal: Signal[str] = Signal()
    one, two = Listener(heard, "a"), Listener(heard, "b")
    signal.connect(one.hear)
    signal.connect(heard.append)
    signal.connect(two.hear)
    signal.emit("1")
    assert heard == ["a1", "1", "b1"]


def test_a_listener_that_is_gone_is_not_told() -> None:
    heard: list[str] = []
    signal: Signal[str] = Signal()
    one = Listener(heard, "a")
    signal.connect(one.hear)
    del one
    gc.collect()
    signal.emit("1")
    assert heard == []
    assert signal._observers == []


def test_who_disconnects_hears_no_more() -> None:
    heard: list[str] = []
    signal: Signal[str] = Signal()
    one = Listener(heard, "a")
    signal.connect(one.hear)
    signal.disconnect(heard.append)
    signal.disconnect(one.hear)
    signal.emit("1")
    assert heard == []


def test_who_disconnects_while_being_told_does_no_harm() -> None:
    heard: list[str] = []
    signal: Signal[str] = Signal()

    def once(value: str) -> None:
        heard.append(value)
        signal.disconnect(once)

    signal.connect(once)
    signal.connect(heard.append)
    signal.emit("1")
    signal.emit("2")
    assert heard == ["1", "1", "2"]
