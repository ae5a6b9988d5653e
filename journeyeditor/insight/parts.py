"""Long computations that yield after each part, so that a window can answer in between."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeAlias, TypeVar

T = TypeVar("T")
#: A result that is computed part by part; what it is computed from must not change meanwhile.
Parts: TypeAlias = Generator[None, None, T]
#: How many small things are looked at in one part: a few milliseconds.
PART = 400


def completed(parts: Parts[T]) -> T:
    """Return the result of all parts."""
    while True:
        try:
            next(parts)
        except StopIteration as end:
            result: T = end.value
            return result
