"""Which cards say the same in other words: by the letters they share, without any model.

Titles are compared by their character n-grams, weighted by how rare each is (TF-IDF) and by cosine. It
knows spellings and inflections, no meanings: a suggestion for a person who reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log, sqrt

from journeyeditor.model import Element, RecordId

#: Lengths of the n-grams, and of a text that is compared (characters).
SHORTEST, LONGEST, MAX_TEXT = 3, 5, 200
#: Cards belong together from this similarity on, 0 to 1.
ALIKE = 0.16
#: More cards are not compared with each other.
MAX_CARDS = 1_000

Vector = Mapping[str, float]


def groups(cards: Sequence[Element]) -> list[list[RecordId]]:
    """Return groups of similar cards, the largest first; a card that is like none is alone.

    A card joins the group whose members it is most like on average, so that a chain of small
    likenesses does not make one group of all.
    """
    members: list[list[int]] = []
    #: N-gram → group → the sum of its weights in the group's cards.
    weights: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for number, vector in enumerate(_vectors([card.title for card in cards[:MAX_CARDS]])):
        group = _best(vector, weights, members)
        if group == len(members):
            members.append([])
        members[group].append(number)
        for gram, weight in vector.items():
            weights[gram][group] += weight
    members += [[number] for number in range(MAX_CARDS, len(cards))]
    members.sort(key=len, reverse=True)
    return [[cards[number].id for number in group] for group in members]


def similarity(one: str, other: str) -> float:
    """Return how alike two texts are by themselves, 0 to 1."""
    first, second = _vectors([one, other], is_weighted=False)
    return _cosine(first, second)


def _best(
    vector: Vector, weights: Mapping[str, Mapping[int, float]], members: Sequence[Sequence[int]]
) -> int:
    """Return the group that a card is most like, or the number of a new one."""
    likeness: dict[int, float] = defaultdict(float)
    for gram, weight in vector.items():
        for group, sum_ in weights[gram].items() if gram in weights else ():
            likeness[group] += weight * sum_ / len(members[group])
    best = max(likeness, key=lambda group: likeness[group], default=len(members))
    return best if likeness.get(best, 0.0) >= ALIKE else len(members)


def _vectors(texts: Sequence[str], *, is_weighted: bool = True) -> list[Vector]:
    counted = [Counter(_grams(text)) for text in texts]
    seen: dict[str, int] = defaultdict(int)
    for grams in counted:
        for gram in grams:
            seen[gram] += 1
    total = len(texts)
    vectors: list[Vector] = []
    for grams in counted:
        weights = {
            gram: count * (1 + log((1 + total) / (1 + seen[gram])) if is_weighted else 1.0)
            for gram, count in grams.items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({gram: weight / length for gram, weight in weights.items()})
    return vectors


def _grams(text: str) -> list[str]:
    words = "".join(s if s.isalnum() else " " for s in text[:MAX_TEXT].casefold()).split()
    padded = [f" {word} " for word in words if len(word) > 1]
    return [
        word[at : at + size]
        for word in padded
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(len(word) - size + 1)
    ]


def _cosine(one: Vector, other: Vector) -> float:
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * large.get(gram, 0.0) for gram, weight in small.items())
