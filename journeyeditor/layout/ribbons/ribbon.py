"""The path as a ribbon below the chevrons: how wide it is where, and on which track it skips or loops.

Widths are passages per customer who begins: linear from zero, so that halves look like halves.
Slices of a stage lie in one order at both its ends, skips on top and what is lost below; longer
ways run farther out, so that nested ones never cross. No places here; `ribbon_shapes` draws.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from journeyeditor.insight.paths import EXITS, paths
from journeyeditor.insight.transitions import END, flow
from journeyeditor.layout.grid import Grid
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.model import JourneyGraph

#: The width of the ribbon where it is widest, in map units; a line is at least HAIR wide.
BAND, HAIR = 24.0, 0.55
#: Above and below everything, the row of figures above the ribbon, and the room for what is lost.
PAD, FIGURES, DROP = 5.0, 13.5, 15.0
#: Between two tracks, and between the tracks and what they run past.
TRACK_GAP = 7.0
#: Ways that fewer take than this are not drawn.
MIN = 1e-5


class Strand(NamedTuple):
    """A skip or a loop: numbers of its columns, its passages, and its track, 0 nearest the ribbon."""

    source: int
    target: int
    amount: float
    level: int

    @property
    def is_skip(self) -> bool:
        """Whether it leads forward."""
        return self.target > self.source


class RibbonStage(NamedTuple):
    """A column's part: passages, the chance to come here, and how the passages go on.

    `strands_out` and `strands_in` are the skips, from the top, then the loops; `onward` goes to
    the next column, `begun` starts here.
    """

    amount: float
    reach: float
    begun: float
    onward: float
    ended: float
    lost: float
    skips_out: tuple[Strand, ...]
    loops_out: tuple[Strand, ...]
    skips_in: tuple[Strand, ...]
    loops_in: tuple[Strand, ...]
    came: float


class TrackOffsets(NamedTuple):
    """How far the middle of each track lies from the ribbon, and how much room all of them take."""

    middles: tuple[float, ...]
    room: float


class Ribbon(NamedTuple):
    """The ribbon of one traveller over all columns of a map; `unit` is the width of one passage."""

    persona_style: PersonaStyle | None
    stages: Mapping[int, RibbonStage]
    strands: tuple[Strand, ...]
    unit: float
    above: TrackOffsets
    below: TrackOffsets

    @property
    def band_top(self) -> float:
        """The upper edge of the ribbon, from the top of its lane."""
        return PAD + self.above.room + FIGURES

    @property
    def height(self) -> float:
        """The height of the lane."""
        return self.band_top + BAND + DROP + self.below.room + PAD

    def track(self, strand: Strand) -> float:
        """Return the middle of a strand's track, from the top of the lane."""
        if strand.is_skip:
            return self.band_top - FIGURES - self.above.middles[strand.level]
        return self.band_top + BAND + DROP + self.below.middles[strand.level]

    def width(self, amount: float) -> float:
        """Return the width of so many passages as it is drawn."""
        return max(amount * self.unit, HAIR)


def ribbon_of(
    graph: JourneyGraph,
    grid: Grid,
    persona: str,
    persona_styles: Mapping[str | None, PersonaStyle],
) -> Ribbon | None:
    """Return the ribbon of a persona (an id), or of everybody (""); None without stages.

    A lone persona is everybody.
    """
    named = [persona_style for id_, persona_style in persona_styles.items() if id_]
    persona_style = (
        persona_styles.get(persona) if persona else named[0] if len(named) == 1 else None
    )
    ways = flow(graph, persona)
    place = {column.stage.id: i for i, column in enumerate(grid.columns) if column.stage}
    if not ways.stages:
        return None
    found = paths(ways)
    amounts = {id_: found.visits.get(id_, found.reach.get(id_, 0.0)) for id_ in ways.stages}
    between: dict[tuple[int, int], float] = defaultdict(float)
    ended: dict[int, float] = defaultdict(float)
    lost: dict[int, float] = defaultdict(float)
    for id_ in ways.stages:
        for way in ways.ways[id_]:
            amount = amounts[id_] * way.share
            if way.target == END:
                ended[place[id_]] += amount
            elif way.target in EXITS:
                lost[place[id_]] += amount
            elif amount >= MIN:
                between[place[id_], place[way.target]] += amount
    strands = _levelled(between)
    unit = BAND / max(amounts.values())
    stages = {}
    for id_ in ways.stages:
        at = place[id_]
        stages[at] = RibbonStage(
            amounts[id_],
            found.reach.get(id_, 0.0),
            1.0 if id_ == ways.entry else 0.0,
            between.get((at, at + 1), 0.0),
            ended[at],
            lost[at],
            _sorted(s for s in strands if s.is_skip and s.source == at),
            _sorted(s for s in strands if not s.is_skip and s.source == at),
            _sorted(s for s in strands if s.is_skip and s.target == at),
            _sorted(s for s in strands if not s.is_skip and s.target == at),
            between.get((at - 1, at), 0.0),
        )
    return Ribbon(
        persona_style,
        stages,
        strands,
        unit,
        _tracks((s for s in strands if s.is_skip), unit),
        _tracks((s for s in strands if not s.is_skip), unit),
    )


def _levelled(between: Mapping[tuple[int, int], float]) -> tuple[Strand, ...]:
    """Return the skips and loops on the lowest tracks that are free, short ones first."""
    found: list[Strand] = []
    taken: dict[tuple[bool, int], list[tuple[int, int]]] = defaultdict(list)
    wanted = [(ends, amount) for ends, amount in between.items() if ends[1] != ends[0] + 1]
    for (source, target), amount in sorted(
        wanted, key=lambda item: (abs(item[0][0] - item[0][1]), item[0])
    ):
        is_skip = target > source
        # Columns have a left half, where ways come in, and a right one, where they leave.
        low, high = (2 * source + 1, 2 * target) if is_skip else (2 * target, 2 * source + 1)
        level = 0
        while any(low <= b and a <= high for a, b in taken[is_skip, level]):
            level += 1
        taken[is_skip, level].append((low, high))
        found.append(Strand(source, target, amount, level))
    return tuple(found)


def _sorted(strands: Iterable[Strand]) -> tuple[Strand, ...]:
    """Return strands in the order in which they lie at a stage, from the top: outer ones first."""
    return tuple(sorted(strands, key=lambda strand: -strand.level))


def _tracks(strands: Iterable[Strand], unit: float) -> TrackOffsets:
    """Return where the tracks of strands lie: thick ones take more room."""
    widest: dict[int, float] = defaultdict(float)
    for strand in strands:
        widest[strand.level] = max(widest[strand.level], strand.amount * unit, HAIR)
    found: list[float] = []
    edge = 0.0
    for level in range(len(widest)):
        found.append(edge + TRACK_GAP / 2 + widest[level] / 2)
        edge = found[-1] + widest[level] / 2 + TRACK_GAP / 2
    return TrackOffsets(tuple(found), edge)
