"""The bidirectional algorithm (UAX 9): in which order text that mixes directions is drawn.

Levels are found for a whole paragraph; lines are put in order one by one, after breaking.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Sequence
from typing import TypeVar
from unicodedata import bidirectional, category, mirrored

from journeyeditor.typography.bidi_embedding import (
    ISOLATES,
    REMOVED,
    explicit,
    first_strong,
    isolating_runs,
    partners_of,
)

_Item = TypeVar("_Item")

_RIGHT = (
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefe"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NEUTRAL = {"B", "S", "WS", "ON", "PDI", *ISOLATES}
#: Angle brackets that are another pair by definition.
_CANONICAL = {"\u2329": "\u3008", "\u232a": "\u3009"}
#: Openers whose partner is not the next code point.
_FAR_PARTNERS = {"[": "]", "{": "}", "［": "］", "｛": "｝"}


def has_right_to_left(text: str) -> bool:
    """Tell whether anything in the text asks for the algorithm at all."""
    return re.search(_RIGHT, text) is not None


def levels(text: str) -> tuple[list[int], int]:
    """Return the embedding level of each character, and that of the paragraph (0 or 1).

    The paragraph runs as its first strong character does (rules P2 and P3).
    """
    types = [bidirectional(char) or _unassigned(char) for char in text]
    partners = partners_of(types)
    base = first_strong(types, partners, range(len(types)))
    found, overridden = explicit(types, partners, base)
    for run, start, end in isolating_runs(types, found, partners, base):
        _weak(run, overridden, start)
        _brackets(text, run, overridden, found[run[0]], start)
        _neutral(run, overridden, found[run[0]], start, end)
    for place, kind in enumerate(overridden):
        if types[place] in REMOVED:
            found[place] = found[place - 1] if place else base
        elif kind == "R":
            found[place] += 1 - found[place] % 2
        elif kind in ("AN", "EN"):
            found[place] += 2 - found[place] % 2
        elif kind == "L":
            found[place] += found[place] % 2
    return found, base


def reordered(items: Sequence[_Item], item_levels: Sequence[int]) -> list[_Item]:
    """Return a line's items from left to right (rule L2)."""
    order = list(items)
    highest = max(item_levels, default=0)
    lowest_odd = min((level for level in item_levels if level % 2), default=highest + 1)
    ranks = list(item_levels)
    for level in range(highest, lowest_odd - 1, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and ranks[end] >= level:
                end += 1
            if end > start:
                order[start:end] = order[start:end][::-1]
                ranks[start:end] = ranks[start:end][::-1]
            start = end + 1
    return order


def _unassigned(char: str) -> str:
    """Return the class that a code point without data has by default."""
    return "R" if has_right_to_left(char) else "L"


def _weak(run: list[int], types: list[str], start: str) -> None:
    """Apply the rules W1 to W7."""
    _marks(run, types, start)
    _separators(run, types)
    _terminators(run, types)
    strong = start
    for place in run:
        kind = types[place]
        if kind in ("ES", "ET", "CS"):
            types[place] = "ON"
        elif kind == "AL":
            types[place] = strong = "R"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[place] = "L"


def _marks(run: list[int], types: list[str], start: str) -> None:
    """Let marks follow their base, and numbers after Arabic letters be Arabic (W1, W2)."""
    last = strong = start
    for place in run:
        kind = types[place]
        if kind == "NSM":
            kind = "ON" if last in ISOLATES or last == "PDI" else last
        last = kind
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kind = "AN"
        types[place] = kind


def _separators(run: list[int], types: list[str]) -> None:
    """Let a single separator between two numbers of a kind join them (W4)."""
    for left, middle, right in zip(run, run[1:], run[2:], strict=False):
        kind, around = types[middle], types[left]
        joins = kind == "CS" or (kind == "ES" and around == "EN")
        if joins and around == types[right] and around in ("EN", "AN"):
            types[middle] = around


def _terminators(run: list[int], types: list[str]) -> None:
    """Let European terminators join the numbers they touch (W5)."""
    for order in (run, run[::-1]):
        number = False
        for place in order:
            number = types[place] == "EN" or (number and types[place] == "ET")
            if number:
                types[place] = "EN"


def _direction(kind: str) -> str:
    """Return the strong direction that a type counts as among neutrals, "" for none."""
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _brackets(text: str, run: list[int], types: list[str], level: int, start: str) -> None:
    """Give pairs of brackets the direction of what they hold or stand in (N0)."""
    embedding = "LR"[level % 2]
    for opened, closed in _pairs(text, run, types):
        inside = {_direction(types[place]) for place in run[opened + 1 : closed]} - {""}
        if not inside:
            continue
        direction = embedding
        if embedding not in inside:
            before = (_direction(types[place]) for place in reversed(run[:opened]))
            context = next((strong for strong in before if strong), start)
            direction = context if context != embedding else embedding
        for index in (opened, closed):
            types[run[index]] = direction
            for place in run[index + 1 :]:
                if bidirectional(text[place]) != "NSM":
                    break
                types[place] = direction


def _pairs(text: str, run: list[int], types: list[str]) -> list[tuple[int, int]]:
    """Return the pairs of brackets as places in the run, in order of the opening one (BD16)."""
    stack: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, place in enumerate(run):
        char = _CANONICAL.get(text[place], text[place])
        if types[place] != "ON" or not mirrored(char):
            continue
        if category(char) == "Ps":
            if len(stack) == 63:
                break
            stack.append((_FAR_PARTNERS.get(char, chr(ord(char) + 1)), index))
        elif category(char) == "Pe":
            depth = next(
                (n for n, (partner, _) in enumerate(reversed(stack), 1) if partner == char), 0
            )
            if depth:
                insort(pairs, (stack[-depth][1], index))
                del stack[-depth:]
    return pairs


def _neutral(run: list[int], types: list[str], level: int, start: str, end: str) -> None:
    """Apply the rules N1 and N2."""
    index = 0
    before = start
    while index < len(run):
        if types[run[index]] not in _NEUTRAL:
            before = _direction(types[run[index]])
            index += 1
            continue
        stop = index
        while stop < len(run) and types[run[stop]] in _NEUTRAL:
            stop += 1
        after = _direction(types[run[stop]]) if stop < len(run) else end
        for place in run[index:stop]:
            types[place] = before if before == after else "LR"[level % 2]
        index = stop
