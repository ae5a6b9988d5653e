"""Archetypes of stages across stage models, and the mapping of stages to another model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from journeyeditor.vocabulary import Stage

#: Word beginnings in English, Swedish, Norwegian and Danish; the first matching line decides,
#: so a word that contains another ("post-purchase", "köpbeslut") comes before it.
_WORDS: tuple[tuple[str, str], ...] = (
    ("repurchase", r"re-?purchase|återköp|gjenkjøp|genkøb"),
    (
        "post_purchase",
        r"post-?purchase|after (the )?purchase|efterköp|etter (kjøp|et kjøp)|efter (et )?køb|efterlevelse|efter ett? köp",
    ),
    ("awareness", r"aware|medvet|bevisst|bevidst|discover|upptäck|oppdag|opdag"),
    ("interest", r"interest|intress|interess"),
    ("evaluation", r"evaluat|utvärder|evaluer"),
    ("consideration", r"consider|överväg|vurder|overvej|compar|jämför|sammenlign"),
    ("decision", r"decision|decid|beslut"),
    ("purchase", r"purchas|\bbuy|\border|köp|kjøp|\bkøb|checkout|betal"),
    ("use", r"\buse\b|\busing|onboard|användning|använd|bruk"),
    ("retention", r"retention|\bretain|fasthold|behåll|renewal|förny|forny"),
    ("advocacy", r"advoca|förespråk|ambassad|fortaler|recommend|rekommend|anbefal"),
    ("referral", r"referr|referen"),
    ("loyalty", r"loyal|lojal"),
)
_PATTERNS = tuple((name, re.compile(words, re.IGNORECASE)) for name, words in _WORDS)

#: The archetypes in which the customer buys, and those that can only come later.
BUYING = frozenset({"purchase", "decision"})
AFTER = frozenset(
    {"post_purchase", "use", "retention", "loyalty", "repurchase", "advocacy", "referral"}
)


def archetype(stage: Stage) -> str:
    """A stage's archetype: its own, or the one suggested by its title, or ""."""
    return stage.archetype or _suggested(stage.title)


@lru_cache(maxsize=1024)
def _suggested(title: str) -> str:
    return next((name for name, pattern in _PATTERNS if pattern.search(title)), "")


#: Archetypes that one model distinguishes and another does not.
RELATED_NAMES = (
    ("awareness", "interest"),
    ("interest", "evaluation", "consideration"),
    ("decision", "purchase"),
    ("post_purchase", "use", "retention"),
    ("loyalty", "repurchase", "retention"),
    ("loyalty", "advocacy", "referral"),
)


class StageMatch(NamedTuple):
    """The target of one of our stages: the index of the other model's stage, and the reason.

    `why` is "same" (same archetype), "kin" (archetypes that not every model distinguishes), "title",
    or "order".
    """

    stage: str
    place: int
    why: str


def stage_mapping(ours: Sequence[Stage], theirs: Sequence[Stage]) -> list[StageMatch]:
    """The target of each of our stages; empty if the other model has no stages."""
    if not theirs:
        return []
    matches = [_by_meaning(stage, theirs) for stage in ours]
    used: dict[int, int] = {}
    mapping = []
    for number, (stage, (places, why)) in enumerate(zip(ours, matches, strict=True)):
        if places:
            # Several stages of one archetype on both sides are matched one by one.
            place = min(places, key=lambda each: (used.get(each, 0), each))
            used[place] = used.get(place, 0) + 1
            mapping.append(StageMatch(stage.id, place, why))
        else:
            mapping.append(StageMatch(stage.id, _by_order(number, matches, len(theirs)), "order"))
    return mapping


def _by_meaning(stage: Stage, theirs: Sequence[Stage]) -> tuple[list[int], str]:
    title = " ".join(stage.title.casefold().split())
    same = [i for i, each in enumerate(theirs) if title and title == _plain(each)]
    if same:
        return same, "title"
    ours = archetype(stage)
    if not ours:
        return [], ""
    names = [archetype(each) for each in theirs]
    same = [i for i, name in enumerate(names) if name == ours]
    if same:
        return same, "same"
    for group in RELATED_NAMES:
        related = [i for i, name in enumerate(names) if ours in group and name in group]
        if related:
            # The last of the earlier ones, so that no stage moves later than it was.
            return related[:1], "kin"
    return [], ""


def _plain(stage: Stage) -> str:
    return " ".join(stage.title.casefold().split())


def _by_order(number: int, matches: Sequence[tuple[list[int], str]], count: int) -> int:
    """The target of a stage without counterpart: that of the nearest stage that has one.

    At equal distance the earlier one; without any, by its relative position.
    """
    numbers = [
        (abs(i - number), i > number, places[0]) for i, (places, _) in enumerate(matches) if places
    ]
    if numbers:
        return min(numbers)[2]
    share = number / max(len(matches) - 1, 1)
    return min(int(share * (count - 1) + 0.5), count - 1)
