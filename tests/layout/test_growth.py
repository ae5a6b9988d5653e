"""The work for a map grows in step with the map, however its elements are related."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import pytest

from journeyeditor.layout.map_drawing import depict
from journeyeditor.model import JourneyGraph, Record
from journeyeditor.vocabulary import Emotion, Follows, MapInfo, Persona, Stage, Step
from tests.layout.shares import context, render_data, share

SMALL, FACTOR = 60, 8
#: Work that grows with the square of the map would be 64 times as much.
MOST = FACTOR * 1.3


def stages(count: int) -> list[Record]:
    return [Stage(id=f"s{i}", title=f"Stage {i}") for i in range(count)]


def steps(count: int) -> list[Record]:
    """Return a step in every stage."""
    return [Step(id=f"p{i}", title=f"Step {i}", stage=f"s{i}") for i in range(count)]


def follows(ends: Iterable[tuple[str, str]]) -> list[Record]:
    return [
        Follows(id=f"r{i}", source=source, target=target, title=f"Relation {i}")
        for i, (source, target) in enumerate(ends)
    ]


def star(count: int) -> list[Record]:
    """Every stage is reached from the first one."""
    return [*stages(count), *follows(("s0", f"s{i}") for i in range(2, count))]


def skips(count: int) -> list[Record]:
    """Every stage leads to the one after the next."""
    return [*stages(count), *follows((f"s{i}", f"s{i + 2}") for i in range(count - 2))]


def connected(count: int) -> list[Record]:
    """Every stage has a step that follows the first one."""
    relations = follows(("p0", f"p{i}") for i in range(2, count))
    return [*stages(count), *steps(count), *relations]


def emotions(count: int) -> list[Record]:
    """Every stage has a step, and an emotion of a persona of its own."""
    records = [*stages(count), *steps(count)]
    for i in range(count):
        records.append(Persona(id=f"q{i}", title=f"Persona {i}"))
        emotion = Emotion(id=f"e{i}", title="", stage=f"s{i}", persona=f"q{i}", score=i % 5 - 2)
        records.append(emotion)
    return records


def calls(records: Iterable[Record]) -> int:
    """Return how many functions are called, and generators resumed, to draw a map."""
    graph = JourneyGraph.of(MapInfo(title="Map"), records)
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        arrangement = share(graph)
        depict(arrangement, render_data(graph, arrangement), context())
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("make", [star, skips, connected, emotions])
def test_a_map_of_eight_times_the_size_takes_eight_times_the_work(
    make: Callable[[int], list[Record]],
) -> None:
    calls(make(SMALL * FACTOR))  # caches of words and fonts
    assert calls(make(SMALL * FACTOR)) < MOST * calls(make(SMALL))
