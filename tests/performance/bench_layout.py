"""What an edit costs the layout, on maps of any size: python -m tests.performance.bench_layout

The cost of an edit must not grow with the map: shown as ratios to that on the smallest map. Costs
are what this thread used of a processor, so that other programs do not count; every stage has a
connector that needs a line, and a loop to the stage before.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import tempfile
import time
import tomllib
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from journeyeditor import resources
from journeyeditor.display.theme import Theme, theme_of
from journeyeditor.files import read_map
from journeyeditor.geometry import Rect
from journeyeditor.layout.incremental import hit_testing
from journeyeditor.layout.incremental.layout import IncrementalLayout
from journeyeditor.model import Change, Element, JourneyGraph, put
from journeyeditor.typography import Faces
from journeyeditor.vocabulary import Emotion, Follows, Step, Touchpoint
from tests.performance.figures import Figure, processor_floor
from tests.performance.made_maps import write_made_map

SIZES = (100, 1_000, 10_000, 50_000)
#: What a window shows at 100 %.
VIEW = Rect(0, 0, 1600, 1000)
ROUNDS = 60
WORDS = "Compare prices with those of other shops before you decide".split()


class Scene:
    """A map being edited, with the view that has to be kept up to date."""

    def __init__(self, graph: JourneyGraph, layout: IncrementalLayout) -> None:
        self.graph, self.layout = graph, layout
        self.chance = random.Random(7)
        self.stages = [stage.id for stage in graph.stages()]
        # The edited stage, in the middle of the map, and the one before it.
        self.home = self.stages[len(self.stages) // 2]
        self.beside = self.stages[max(len(self.stages) // 2 - 1, 0)]
        place = self.layout.rect(self.home)
        assert place is not None
        self.view = VIEW._replace(x=place.x - 400)
        self.layout.blocks(self.view)

    @staticmethod
    def add_connectors(graph: JourneyGraph) -> None:
        """Draw a connector through every stage, and back to the stage before."""
        relations: list[Follows] = []
        before: list[Element] = []
        for stage in graph.stages():
            here = [card for card in graph.cards(stage.id) if card.kind == "touchpoint"]
            pairs = [(here[0], here[-1])] if len(here) > 2 else []
            pairs += [(here[-1], before[0])] if here and before else []
            for one, other in pairs:
                relations.append(Follows(id=f"way{len(relations)}", source=one.id, target=other.id))
            before = here
        graph.apply(put(*relations))

    def cards(self, kind: str) -> list[Element]:
        return [card for card in self.graph.cards(self.home) if card.kind == kind]

    def replace(self, record: Element, **fields: object) -> Change:
        return Change({record.id: (record, record.replaced(**fields))})

    def typing(self, number: int) -> Change:
        """Return a title one word longer, or back at its beginning."""
        card = self.cards("touchpoint")[0]
        return self.replace(card, title=" ".join(WORDS[: 1 + number % 3]))

    def moving(self, number: int) -> Change:
        """Return a move of a card with two connectors into the stage before and back."""
        there = self.beside if number % 2 == 0 else self.home
        if "moved" not in self.graph:
            goals = self.cards("touchpoint")
            card = Touchpoint(id="moved", title="Dear", stage=self.home)
            relations = [
                Follows(id=f"moved{i}", source="moved", target=goals[i].id) for i in range(2)
            ]
            return put(card, *relations)
        return self.replace(self.graph.element("moved"), stage=there)

    def scoring(self, number: int) -> Change:
        return self.replace(self.cards("emotion")[3], score=(number * 0.1) % 4 - 2)

    def adding(self, number: int) -> Change:
        return put(Touchpoint(id=f"new{number}", title="New", stage=self.home))

    def lengthening(self, number: int) -> Change:
        """Return a new step, for which the stage gets another slot."""
        return put(Step(id=f"step{number}", title="New", stage=self.home))

    def feeling(self, number: int) -> Change:
        return put(Emotion(id=f"mood{number}", persona="p1", stage=self.home))


EDITS: dict[str, Callable[[Scene, int], Change]] = {
    "typing a title": Scene.typing,
    "moving a card": Scene.moving,
    "changing a score": Scene.scoring,
    "adding a card": Scene.adding,
    "adding an emotion": Scene.feeling,
    "adding a step": Scene.lengthening,
}


def main() -> None:
    """Print what building and each edit cost, and the ratios to the smallest map."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    tables = _tables(sizes)
    table = {name: [tables[size][name] for size in sizes] for name in tables[sizes[0]]}
    print("ms".ljust(34) + "".join(f"{size:>12,}" for size in sizes) + "   ratio to the first")
    for name, costs in table.items():
        ratios = " ".join(f"{cost / costs[0]:.2f}" for cost in costs[1:])
        print(name.ljust(34) + "".join(f"{cost * 1000:12.3f}" for cost in costs) + f"   {ratios}")


def _tables(sizes: Iterable[int]) -> dict[int, dict[str, float]]:
    """Return what each size costs, by the names of what is measured."""
    source = resources.path("themes", "print.toml").read_text(encoding="utf-8")
    theme = theme_of("print", tomllib.loads(source)["colours"])
    faces = Faces(system=False)
    tables = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            path = Path(folder) / f"{size}.json"
            write_made_map(path, size)
            tables[size] = dict(_costs(path, faces, theme))
    return tables


def figures(*, is_quick: bool) -> Iterator[Figure]:
    """Yield what edits cost at 10,000 elements beside the same at 100; building, beside Python."""
    sizes = (100, 10_000) if is_quick else (100, 10_000, 50_000)
    tables = _tables(sizes)
    floor = processor_floor()
    for size in sizes[1:]:
        yield Figure(f"build {size:,} / processor", 1000 * tables[size]["build"], floor)
        for name in (f"{edit}: follow and draw" for edit in EDITS):
            costs = 1000 * tables[size][name], 1000 * tables[100][name]
            yield Figure(f"{name} at {size:,} / at 100", *costs)


def _costs(path: Path, faces: Faces, theme: Theme) -> Iterator[tuple[str, float]]:
    """Yield the names and costs (seconds) of what is measured on one map."""
    start = time.thread_time()
    graph = read_map(path)
    yield "read", time.thread_time() - start
    Scene.add_connectors(graph)
    IncrementalLayout(JourneyGraph.of(graph.info, ()), faces, theme)
    gc.collect()
    start = time.thread_time()
    IncrementalLayout(graph, faces, theme)
    yield "build", time.thread_time() - start
    # Told in thousandths like all else here.
    yield "memory of a built map (MB)", _memory(graph, faces, theme) / 1000
    scene = Scene(graph, IncrementalLayout(graph, faces, theme))
    for name, edit in EDITS.items():
        follow, show = _cost(scene, edit)
        yield f"{name}: follow", follow
        yield f"{name}: follow and draw", follow + show
    hit_testing.hit(scene.layout, scene.view.center, 3)
    yield "hit", _timed(lambda: hit_testing.hit(scene.layout, scene.view.center, 3))
    yield "blocks of a window", _timed(lambda: scene.layout.blocks(scene.view))
    everything = Rect(0, 0, *scene.layout.size)
    start = time.thread_time()
    scene.layout.blocks(everything)
    yield "all drawings, first time", time.thread_time() - start
    yield "all drawings, again", _timed(lambda: scene.layout.blocks(everything), 3)


def _cost(scene: Scene, edit: Callable[[Scene, int], Change]) -> tuple[float, float]:
    """Return the median costs (seconds) of following an edit, and of what the view needs then."""
    follows, shows = [], []
    gc.collect()
    for number in range(ROUNDS):
        change = edit(scene, number)
        scene.graph.apply(change)
        start = time.thread_time()
        scene.layout.update(change)
        middle = time.thread_time()
        scene.layout.blocks(scene.view)
        follows.append(middle - start)
        shows.append(time.thread_time() - middle)
    return statistics.median(follows), statistics.median(shows)


def _timed(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median cost (seconds) of an action."""
    costs = []
    for _ in range(rounds):
        start = time.thread_time()
        action()
        costs.append(time.thread_time() - start)
    return statistics.median(costs)


def _memory(graph: JourneyGraph, faces: Faces, theme: Theme) -> float:
    """Return how many megabytes a layout takes before anything is drawn."""
    tracemalloc.start()
    layout = IncrementalLayout(graph, faces, theme)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del layout
    return held / 1e6


if __name__ == "__main__":
    main()
