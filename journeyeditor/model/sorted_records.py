"""Records kept in order: an edit costs the logarithm of their number, an answer their number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any, Generic, TypeAlias, TypeVar

R = TypeVar("R")

#: What records are ordered by; no two records on a shelf have the same key.
Key: TypeAlias = tuple[Any, ...]


class SortedRecords(Generic[R]):
    """A sorted list of records; its answer is kept until the next edit."""

    __slots__ = ("_answer", "_keys", "_records")

    def __init__(self, pairs: Iterable[tuple[Key, R]] = ()) -> None:
        """Hold the records of (key, record) pairs that come in any order."""
        ordered = sorted(pairs, key=lambda pair: pair[0])
        self._keys = [key for key, _ in ordered]
        self._records = [record for _, record in ordered]
        self._answer: tuple[R, ...] | None = None

    def __len__(self) -> int:
        return len(self._keys)

    def put(self, key: Key, record: R) -> None:
        """Enter a record at its place."""
        place = bisect_left(self._keys, key)
        self._keys.insert(place, key)
        self._records.insert(place, record)
        self._answer = None

    def drop(self, key: Key) -> None:
        """Take out the record with a key that is there."""
        place = bisect_left(self._keys, key)
        del self._keys[place]
        del self._records[place]
        self._answer = None

    def records(self) -> tuple[R, ...]:
        """Return the records in order."""
        if self._answer is None:
            self._answer = tuple(self._records)
        return self._answer
