"""The smallest input that still goes wrong in the same way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence


def minimised(data: bytes, goes_wrong: Callable[[bytes], bool], seconds: float) -> bytes:
    """Leave out lines, then bytes, as long as it still goes wrong and there is time."""
    end = time.monotonic() + seconds
    for unit in (b"\n", b"},", b",", b""):
        pieces = _pieces(data, unit)
        if len(pieces) > 1:
            data = b"".join(_reduced(pieces, lambda some: goes_wrong(b"".join(some)), end))
    return data


def _pieces(data: bytes, unit: bytes) -> list[bytes]:
    if not unit:
        return [data[i : i + 1] for i in range(len(data))]
    parts = data.split(unit)
    return [part + unit for part in parts[:-1]] + [parts[-1]]


def _reduced(
    pieces: Sequence[bytes], goes_wrong: Callable[[Sequence[bytes]], bool], end: float
) -> Sequence[bytes]:
    """Zeller's delta debugging, without its complements of single pieces."""
    size = len(pieces) // 2
    while size and time.monotonic() < end:
        start, is_smaller = 0, False
        while start < len(pieces) and time.monotonic() < end:
            fewer = [*pieces[:start], *pieces[start + size :]]
            if fewer and goes_wrong(fewer):
                pieces, is_smaller = fewer, True
            else:
                start += size
        if not is_smaller or size > len(pieces):
            size //= 2
    return pieces
