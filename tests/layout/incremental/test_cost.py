"""Following an edit asks the same of a large map as of a small one: calls are counted, not time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from journeyeditor.files import read_map
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from tests.layout.incremental.states import layout_of
from tests.performance.bench_layout import EDITS, Scene
from tests.performance.made_maps import write_made_map

SMALL, LARGE = 400, 4_000
#: So many edits of a kind, so that one that shifts a lane does not decide.
EDITS_EACH = 6


def _cost_of(folder: Path, size: int, name: str) -> int:
    """Return how many calls some edits take on a map of a size."""
    path = folder / f"{size}.json"
    write_made_map(path, size)
    graph = read_map(path)
    Scene.add_connectors(graph)
    scene = Scene(graph, layout_of(graph))
    scene.layout.blocks(scene.view)
    total = 0
    for number in range(EDITS_EACH):
        change = EDITS[name](scene, number)
        graph.apply(change)
        total += _calls(partial(scene.layout.update, change))
        total += _calls(partial(scene.layout.blocks, scene.view))
    return total


def _calls(action: Callable[[], object]) -> int:
    count = 0

    def note(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_costs_the_same_on_a_map_ten_times_as_large(name: str, tmp_path: Path) -> None:
    small, large = (_cost_of(tmp_path, size, name) for size in (SMALL, LARGE))
    assert large < 1.25 * small, (small, large)


def test_a_pointer_asks_the_same_of_any_map(tmp_path: Path) -> None:
    costs = []
    for size in (SMALL, LARGE):
        path = tmp_path / f"{size}.json"
        write_made_map(path, size)
        map_ = layout_of(read_map(path))
        middle = Rect(0, 0, 1000, map_.size.height).center
        hit_testing.hit(map_, middle, 3)
        costs.append(_calls(partial(hit_testing.hit, map_, middle, 3)))
    assert costs[0] == costs[1]


def test_counting_sees_a_cost_that_grows() -> None:
    assert _calls(lambda: [len("") for _ in range(50)]) > _calls(lambda: [len("")])
