"""How well a few typed letters fit a title: pure arithmetic for the command box."""

from __future__ import annotations

#: What a letter is worth that begins a word, or that follows the one before.
AT_START, IN_ROW, ANYWHERE = 9, 6, 1
#: What letters in a row are worth more, at the beginning of a word and inside one.
AS_TYPED, INSIDE = 40, 3
#: Letters left out between two hits cost a little each, up to this many.
MAX_GAP = 8


def fit(typed: str, title: str) -> float:
    """Return how well letters fit a title, 0 if they are not all in it, in order.

    Case does not count, nor do spaces in what was typed.
    """
    wanted, text = typed.casefold().strip(), title.casefold()
    if not wanted:
        return 1.0
    at = text.find(wanted)
    if at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        worth = AS_TYPED + len(wanted) * AT_START if begins else INSIDE + len(wanted) * IN_ROW
        return worth - min(at, 20) / 10
    return _scattered(wanted.replace(" ", ""), text)


def _scattered(wanted: str, text: str) -> float:
    """Return the worth of letters that stand apart, each at its best place that leaves the rest one."""
    limits = _limits(wanted, text)
    if limits[0] < 0:
        return 0.0
    worth, last = 0.0, -1
    for letter, limit in zip(wanted, limits, strict=True):
        at = _next(letter, text, last + 1, limit)
        if at == last + 1 and last >= 0:
            worth += IN_ROW
        else:
            worth += AT_START if at == 0 or not text[at - 1].isalnum() else ANYWHERE
            worth -= min(at - last - 1, MAX_GAP) / MAX_GAP
        last = at
    return max(worth, 0.1)


def _limits(wanted: str, text: str) -> list[int]:
    """Return for each letter the last index from which the rest still fits, -1 if there is none."""
    limits, end = [], len(text)
    for letter in reversed(wanted):
        end = text.rfind(letter, 0, max(end, 0))
        limits.append(end)
    return limits[::-1]


def _next(letter: str, text: str, start: int, limit: int) -> int:
    """Return where a letter comes next: right here, else where a word begins with it, else first."""
    if text.startswith(letter, start):
        return start
    first = at = text.find(letter, start, limit + 1)
    while at >= 0:
        if not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1, limit + 1)
    return first
