"""Signals without Qt: observers are called at once, in order, and not kept alive."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from types import MethodType
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Signal(Generic[T]):
    """A list of observers; bound methods are held weakly, functions strongly."""

    def __init__(self) -> None:
        self._observers: list[Callable[[], Callable[[T], Any] | None]] = []

    def connect(self, observer: Callable[[T], Any]) -> None:
        if isinstance(observer, MethodType):
            self._observers.append(weakref.WeakMethod(observer))
        else:
            self._observers.append(lambda: observer)

    def disconnect(self, observer: Callable[[T], Any]) -> None:
        """Disconnect an observer; no effect if it was not connected."""
        self._observers = [held for held in self._observers if held() not in (None, observer)]

    def emit(self, value: T) -> None:
        """Call all observers in the order in which they connected.

        One that raises does not keep the rest from being called; the first exception is raised
        at the end.
        """
        first: Exception | None = None
        for held in tuple(self._observers):
            observer = held()
            if observer is None:
                continue
            try:
                observer(value)
            except Exception as error:
                first = first or error
        self._observers = [held for held in self._observers if held() is not None]
        if first is not None:
            raise first
