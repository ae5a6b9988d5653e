"""The marks of printed cards: a short id for people, and a square that a camera reads.

Both are derived from the key of what the card shows, so that a map needs no further field, and a
card printed last week is found again. A key is the id of a record, or one of those made below.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

#: The cells of a square's side, without the black border of one cell around them.
SIDE = 6
#: Digits and letters that are not mistaken for one another (Crockford's base 32).
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE = str.maketrans("OILU", "011V")
_LETTERS, _BITS_PER_LETTER = 4, 5


def lane_key(name: str) -> str:
    """The key of a lane's own card; `name` is the id of its record, or its kind."""
    return f"@lane/{name}"


def blank_key(kind: str) -> str:
    """The key of all empty cards of a kind."""
    return f"@blank/{kind}"


def square_of(key: str) -> tuple[int, ...]:
    """The cells of a key's square by rows, 1 for white."""
    number = _digest(key) % (1 << SIDE * SIDE)
    return tuple(number >> place & 1 for place in range(SIDE * SIDE))


def short_id(key: str) -> str:
    """The id that is printed on a card, such as "7KQ2"."""
    number = _digest(key) >> SIDE * SIDE
    places = range(0, _LETTERS * _BITS_PER_LETTER, _BITS_PER_LETTER)
    return "".join(_ALPHABET[number >> place & 31] for place in places)


def keys_by_id(keys: Iterable[str]) -> dict[str, str]:
    """The keys by their short ids, without ids that two of them share."""
    found: dict[str, str] = {}
    shared = set()
    for key in keys:
        id_ = short_id(key)
        if found.setdefault(id_, key) != key:
            shared.add(id_)
    return {id_: key for id_, key in found.items() if id_ not in shared}


def typed_id(words: str) -> str:
    """What somebody typed as a short id, in its printed form; "" if it cannot be one."""
    id_ = words.strip().upper().translate(_LOOK_ALIKE)
    return id_ if len(id_) == _LETTERS and set(id_) <= set(_ALPHABET) else ""


def _digest(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
