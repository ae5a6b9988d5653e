"""Keeps exceptions from ending the process when they leave a method that overrides one of Qt's.

Shiboken reads the arguments of such an exception without normalising it first. Before Python 3.12
an exception raised in C (an index, a division, an object that Qt has deleted) is still a bare
string at that point, and the process dies with a segmentation fault where sys.excepthook should
have been called (PySide6 6.8 to 6.11). Passing through an `except` clause normalises it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from inspect import CO_VARARGS, getattr_static
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken


def install() -> None:
    """Guard the overrides of every class of Qt's that is derived from now on."""
    if sys.version_info < (3, 12) and not is_guarded(Shiboken.Object.__init_subclass__):
        Shiboken.Object.__init_subclass__ = classmethod(_derived)  # type: ignore[assignment]


def is_guarded(method: object) -> bool:
    """Whether a method has been given its `except` clause."""
    return getattr(method, "is_guarded", False)


def overrides(cls: type) -> list[str]:
    """Return the names of the methods of Qt's that Python code of a class or its bases replaces."""
    theirs = [base for base in cls.__mro__ if base.__module__.startswith("PySide6")]
    ours = {name for base in cls.__mro__ if base not in theirs for name in vars(base)}
    return [
        name
        for name in sorted(ours)
        if not name.startswith("__")
        and isinstance(getattr_static(cls, name), FunctionType)
        and any(hasattr(base, name) for base in theirs)
    ]


def _derived(cls: type) -> None:
    for name in overrides(cls):
        method = getattr_static(cls, name)
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
        except BaseException:
            raise  # normalised by now

    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded
