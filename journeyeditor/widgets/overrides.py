"""Keeps exceptions inside the methods that override Qt's: they go to sys.excepthook at once.

An exception that leaves such a method damages the process (PySide6 6.8 to 6.11):

- Until Qt is back in Python, Shiboken holds it. Whatever override it looks up for the first time in
  the meantime loses a reference to its function, which is freed while its class still has it, and
  is not called again for that object.
- Before Python 3.12, one raised in C (an index, a division, an object that Qt has deleted) is still
  a bare string when Shiboken reads it, which is a segmentation fault.

Qt gets what it gets from a method that returns nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from inspect import CO_VARARGS
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken


def install() -> None:
    """Guard the overrides of every class of Qt's that is derived from now on."""
    if not is_guarded(Shiboken.Object.__init_subclass__):
        Shiboken.Object.__init_subclass__ = classmethod(_derived)  # type: ignore[assignment]


def is_guarded(method: object) -> bool:
    """Whether a method has been given its `except` clause."""
    return getattr(method, "is_guarded", False)


def overrides(cls: type) -> dict[str, FunctionType]:
    """Return the methods of Qt's that Python code of a class or its bases replaces, by name."""
    attributes: dict[str, object] = {}
    for base in reversed(cls.__mro__):
        attributes.update(vars(base))
    theirs = [vars(base) for base in cls.__mro__ if base.__module__.startswith("PySide6")]
    return {
        name: value
        for name, value in sorted(attributes.items())
        if isinstance(value, FunctionType)
        and not name.startswith("__")
        and any(name in methods for methods in theirs)
    }


def _derived(cls: type) -> None:
    for name, method in overrides(cls).items():
        if not is_guarded(method):
            setattr(cls, name, _guarded(method))


_derived.is_guarded = True  # type: ignore[attr-defined]


def _guarded(method: FunctionType) -> Callable[..., Any]:
    code = method.__code__
    # Qt passes a slot as many arguments of the signal as it takes, and this one takes all.
    count = None if code.co_flags & CO_VARARGS else code.co_argcount

    @wraps(method)
    def guarded(*arguments: Any) -> Any:
        try:
            return method(*arguments[:count])
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            return None

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded
