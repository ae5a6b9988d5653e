"""Which stage of another model is which of ours: by what it stands for, else by its place.

Words deceive: Norwegian "vurdering" is both evaluation and consideration, Swedish tells them
apart. Hence archetypes have kin, and a stage without a counterpart goes to the nearest kin before it
goes by order. No order of archetypes is taken for granted but for that last step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.insight.archetypes import archetype
from journeyeditor.vocabulary import Stage

#: What one model tells apart and another does not.
KIN = (
    ("awareness", "interest"),
    ("interest", "evaluation", "consideration"),
    ("decision", "purchase"),
    ("post_purchase", "use", "retention"),
    ("loyalty", "repurchase", "retention"),
    ("loyalty", "advocacy", "referral"),
)


class StageMatch(NamedTuple):
    """Where one of our stages goes: the place of the other model's stage, and why.

    `why` is "same" (one archetype), "kin" (one that others do not tell apart), "title", or "order".
    """

    stage: str
    place: int
    why: str


def stage_mapping(ours: Sequence[Stage], theirs: Sequence[Stage]) -> list[StageMatch]:
    """Return where each of our stages goes; nothing if there is nowhere to go."""
    if not theirs:
        return []
    found = [_by_meaning(stage, theirs) for stage in ours]
    taken: dict[int, int] = {}
    ways = []
    for number, (stage, (places, why)) in enumerate(zip(ours, found, strict=True)):
        if places:
            # Two of ours with two of theirs of one archetype go one by one.
            place = min(places, key=lambda each: (taken.get(each, 0), each))
            taken[place] = taken.get(place, 0) + 1
            ways.append(StageMatch(stage.id, place, why))
        else:
            ways.append(StageMatch(stage.id, _by_order(number, found, len(theirs)), "order"))
    return ways


def _by_meaning(stage: Stage, theirs: Sequence[Stage]) -> tuple[list[int], str]:
    """Return the places of what stands for the same, and why it does."""
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
    for group in KIN:
        kin = [i for i, name in enumerate(names) if ours in group and name in group]
        if kin:
            # The last of the earlier ones, so that nothing is said to come later than it did.
            return kin[:1], "kin"
    return [], ""


def _plain(stage: Stage) -> str:
    return " ".join(stage.title.casefold().split())


def _by_order(number: int, found: Sequence[tuple[list[int], str]], count: int) -> int:
    """Return where a stage without a counterpart goes: with the nearest one that has one.

    At the same distance the earlier one; without any, by its share of the way.
    """
    known = [
        (abs(i - number), i > number, places[0]) for i, (places, _) in enumerate(found) if places
    ]
    if known:
        return min(known)[2]
    share = number / max(len(found) - 1, 1)
    return min(int(share * (count - 1) + 0.5), count - 1)
