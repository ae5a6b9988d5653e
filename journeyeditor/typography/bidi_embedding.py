"""Embeddings, overrides and isolates of UAX 9: the rules P2, P3 and X1 to X10.

What writers (or programs) put into a text by invisible characters; most texts have none.
"""

from __future__ import annotations

from collections.abc import Iterable

DEEPEST = 125
ISOLATES = {"LRI", "RLI", "FSI"}
EMBEDDINGS = {"LRE", "RLE", "LRO", "RLO"}
#: X9: taken as if they were not there.
REMOVED = {*EMBEDDINGS, "PDF", "BN"}


def partners_of(types: list[str]) -> dict[int, int]:
    """Return for each isolate initiator its PDI (or the end of the text), and the reverse (BD9)."""
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
    """Return 1 if the first strong character runs to the left, isolates left out, else 0."""
    place = places.start
    while place < places.stop:
        kind = types[place]
        if kind in ("L", "R", "AL"):
            return int(kind != "L")
        place = partners[place] if kind in ISOLATES else place + 1
    return 0


def explicit(types: list[str], partners: dict[int, int], base: int) -> tuple[list[int], list[str]]:
    """Apply the rules X1 to X8: levels by embeddings and isolates, and types by overrides."""
    found, overridden = [base] * len(types), list(types)
    stack = _Stack(base)
    for place, kind in enumerate(types):
        if kind == "PDI":
            stack.close_isolate()
        found[place] = stack.level
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
    return found, overridden


class _Stack:
    """The directional status stack, with what did not find room on it (X1)."""

    def __init__(self, base: int) -> None:
        self._entries: list[tuple[int, str, bool]] = [(base, "", False)]
        self._isolates = 0
        self._lost_isolates = 0
        self._lost_embeddings = 0

    @property
    def level(self) -> int:
        return self._entries[-1][0]

    @property
    def override(self) -> str:
        return self._entries[-1][1]

    def open(self, *, leftward: bool, override: str = "", isolate: bool = False) -> None:
        """Go one level deeper, to the next odd one where `leftward` (from right to left)."""
        deeper = self.level + 1 + (self.level % 2 == leftward)
        if deeper <= DEEPEST and not self._lost_isolates and not self._lost_embeddings:
            self._isolates += isolate
            self._entries.append((deeper, override, isolate))
        elif isolate:
            self._lost_isolates += 1
        elif not self._lost_isolates:
            self._lost_embeddings += 1

    def close_isolate(self) -> None:
        """Leave the innermost isolate, with all embeddings in it."""
        if self._lost_isolates:
            self._lost_isolates -= 1
        elif self._isolates:
            self._lost_embeddings = 0
            while not self._entries.pop()[2]:
                pass
            self._isolates -= 1

    def close_embedding(self) -> None:
        """Leave the innermost embedding, if no isolate stands between."""
        if self._lost_isolates:
            return
        if self._lost_embeddings:
            self._lost_embeddings -= 1
        elif len(self._entries) > 1 and not self._entries[-1][2]:
            self._entries.pop()


def isolating_runs(
    types: list[str], found: list[int], partners: dict[int, int], base: int
) -> Iterable[tuple[list[int], str, str]]:
    """Yield the places of each isolating run sequence with its sos and eos (BD13, X10)."""
    kept = [place for place, kind in enumerate(types) if kind not in REMOVED]
    runs: list[list[int]] = []
    for place in kept:
        if runs and found[runs[-1][-1]] == found[place]:
            runs[-1].append(place)
        else:
            runs.append([place])
    by_start = {run[0]: run for run in runs}
    position = {place: index for index, place in enumerate(kept)}
    for run in runs:
        if types[run[0]] == "PDI" and run[0] in partners:
            continue
        sequence = list(run)
        while types[sequence[-1]] in ISOLATES and partners[sequence[-1]] in by_start:
            sequence += by_start[partners[sequence[-1]]]
        level = found[sequence[0]]
        first, last = position[sequence[0]], position[sequence[-1]]
        before = found[kept[first - 1]] if first else base
        open_ended = types[sequence[-1]] in ISOLATES or last + 1 == len(kept)
        after = base if open_ended else found[kept[last + 1]]
        yield sequence, "LR"[max(level, before) % 2], "LR"[max(level, after) % 2]
