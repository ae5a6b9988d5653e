"""The bidirectional algorithm (UAX 9): the order in which text of mixed directions is drawn.

Levels are found for a whole paragraph; lines are reordered one by one, after breaking. Rule L1
(whitespace at line ends) is not applied, as the typesetter removes that whitespace.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Sequence
from typing import TypeVar
from unicodedata import bidirectional, category, mirrored

MAX_DEPTH = 125
ISOLATES = {"LRI", "RLI", "FSI"}
EMBEDDINGS = {"LRE", "RLE", "LRO", "RLO"}
#: X9: taken as if they were not there.
REMOVED = {*EMBEDDINGS, "PDF", "BN"}


def partners_of(types: list[str]) -> dict[int, int]:
    """Return the PDI of each isolate initiator (or the text's end), and the reverse (BD9)."""
    partners: dict[int, int] = {}
    stack: list[int] = []
    for place, kind in enumerate(types):
        if kind in ISOLATES:
            stack.append(place)
        elif kind == "PDI" and stack:
            start = stack.pop()
            partners[start], partners[place] = place, start
    partners.update(dict.fromkeys(stack, len(types)))
    return partners


def first_strong(types: list[str], partners: dict[int, int], places: range) -> int:
    """Return 1 if the first strong character outside isolates is right to left, else 0."""
    place = places.start
    while place < places.stop:
        kind = types[place]
        if kind in ("L", "R", "AL"):
            return int(kind != "L")
        place = partners[place] if kind in ISOLATES else place + 1
    return 0


def explicit(types: list[str], partners: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Apply the rules X1 to X8: levels by embeddings and isolates, and types by overrides."""
    levels, overridden = [base] * len(types), list(types)
    stack = _Stack(base)
    for place, kind in enumerate(types):
        if kind == "B":  # a paragraph's end is in no embedding (X8); it keeps the base level
            continue
        if kind == "PDI":
            stack.close_isolate()
        levels[place] = stack.level
        if stack.override and kind not in REMOVED:
            overridden[place] = stack.override
        if kind == "PDF":
            stack.close_embedding()
        elif kind in EMBEDDINGS:
            stack.open(leftward=kind[0] == "R", override=kind[0] if kind[2] == "O" else "")
        elif kind in ISOLATES:
            inside = range(place + 1, partners[place])
            leftward = (
                first_strong(types, partners, inside) == 1 if kind == "FSI" else kind == "RLI"
            )
            stack.open(leftward=leftward, isolate=True)
    return levels, overridden


class _Stack:
    """The directional status stack, with the counters of its overflow (X1)."""

    def __init__(self, base: int) -> None:
        self._entries: list[tuple[int, str, bool]] = [(base, "", False)]
        self._isolates = 0
        self._overflow_isolates = 0
        self._overflow_embeddings = 0

    @property
    def level(self) -> int:
        return self._entries[-1][0]

    @property
    def override(self) -> str:
        return self._entries[-1][1]

    def open(self, *, leftward: bool, override: str = "", isolate: bool = False) -> None:
        deeper = self.level + 1 + (self.level % 2 == leftward)
        if deeper <= MAX_DEPTH and not self._overflow_isolates and not self._overflow_embeddings:
            self._isolates += isolate
            self._entries.append((deeper, override, isolate))
        elif isolate:
            self._overflow_isolates += 1
        elif not self._overflow_isolates:
            self._overflow_embeddings += 1

    def close_isolate(self) -> None:
        """Leave the innermost isolate and all embeddings in it."""
        if self._overflow_isolates:
            self._overflow_isolates -= 1
        elif self._isolates:
            self._overflow_embeddings = 0
            while not self._entries.pop()[2]:
                pass
            self._isolates -= 1

    def close_embedding(self) -> None:
        """Leave the innermost embedding, unless an isolate is open inside it."""
        if self._overflow_isolates:
            return
        if self._overflow_embeddings:
            self._overflow_embeddings -= 1
        elif len(self._entries) > 1 and not self._entries[-1][2]:
            self._entries.pop()


def isolating_runs(
    types: list[str], levels: list[int], partners: dict[int, int], base: int
) -> Iterable[tuple[list[int], str, str]]:
    """Yield the places of each isolating run sequence with its sos and eos (BD13, X10)."""
    places = [place for place, kind in enumerate(types) if kind not in REMOVED]
    runs: list[list[int]] = []
    for place in places:
        if runs and levels[runs[-1][-1]] == levels[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    by_start = {run[0]: run for run in runs}
    position = {place: index for index, place in enumerate(places)}
    for run in runs:
        if types[run[0]] == "PDI" and run[0] in partners:
            continue
        sequence = list(run)
        while types[sequence[-1]] in ISOLATES and partners[sequence[-1]] in by_start:
            sequence += by_start[partners[sequence[-1]]]
        level = levels[sequence[0]]
        first, last = position[sequence[0]], position[sequence[-1]]
        before = levels[places[first - 1]] if first else base
        open_ended = types[sequence[-1]] in ISOLATES or last + 1 == len(places)
        after = base if open_ended else levels[places[last + 1]]
        yield sequence, "LR"[max(level, before) % 2], "LR"[max(level, after) % 2]


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
    """Return whether any character of the text requires the algorithm."""
    return re.search(_RIGHT, text) is not None


def is_right_to_left(text: str) -> bool:
    return has_right_to_left(text) and levels(text)[1] == 1


def levels(text: str) -> tuple[list[int], int]:
    """Return the embedding level of each character, and that of the paragraph (0 or 1).

    The paragraph runs as its first strong character does (rules P2 and P3).
    """
    types = [bidirectional(char) or _unassigned(char) for char in text]
    partners = partners_of(types)
    base = first_strong(types, partners, range(len(types)))
    levels, overridden = explicit(types, partners, base)
    for run, start, end in isolating_runs(types, levels, partners, base):
        _weak(run, overridden, start)
        _brackets(text, run, overridden, levels[run[0]], start)
        _neutral(run, overridden, levels[run[0]], start, end)
    for place, kind in enumerate(overridden):
        if types[place] in REMOVED:
            levels[place] = levels[place - 1] if place else base
        elif kind == "R":
            levels[place] += 1 - levels[place] % 2
        elif kind in ("AN", "EN"):
            levels[place] += 2 - levels[place] % 2
        elif kind == "L":
            levels[place] += levels[place] % 2
    return levels, base


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
    """Give marks the class of their base; numbers after Arabic letters become Arabic (W1, W2)."""
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
    """Give a single separator the class of the two numbers it separates (W4)."""
    for left, middle, right in zip(run, run[1:], run[2:], strict=False):
        kind, around = types[middle], types[left]
        joins = kind == "CS" or (kind == "ES" and around == "EN")
        if joins and around == types[right] and around in ("EN", "AN"):
            types[middle] = around


def _terminators(run: list[int], types: list[str]) -> None:
    """Give European terminators the class of the numbers they touch (W5)."""
    for order in (run, run[::-1]):
        number = False
        for place in order:
            number = types[place] == "EN" or (number and types[place] == "ET")
            if number:
                types[place] = "EN"


def _direction(kind: str) -> str:
    """Return the strong direction that a class counts as among neutrals, "" for none."""
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _brackets(text: str, run: list[int], types: list[str], level: int, start: str) -> None:
    """Give pairs of brackets the direction of their content or context (N0)."""
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
    """Return the pairs of brackets as indexes of the run, in order of the opening one (BD16)."""
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
