"""Keeps PySide from reading the source of every module that is imported.

It looks there for uses of its `__feature__`, of which this program has none. The lines would stay in
memory (24 MB with all that the window imports), and every `import` in a function takes the detour.
"""

from __future__ import annotations

import builtins
import linecache

from shiboken6 import Shiboken  # noqa: F401 - puts its own function for `import` into builtins


def install() -> None:
    """Import with the function that PySide's has replaced, and forget what that has read so far."""
    if builtins.__import__.__name__ == "__feature_import__":
        builtins.__import__ = builtins.__orig_import__  # type: ignore[attr-defined]
        linecache.clearcache()
