"""The ribbon of a path below the headers: its width by column, and the tracks of skips and loops.

Widths are passages per customer who begins, linear from zero, so that halves look like halves. The
slices of a stage have one order at both its ends, skips on top and the lost below; longer
transitions run farther out, so that nested ones never cross. No coordinates: see `drawing`.
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

#: The ribbon's greatest width, and a line's minimum width, in map units.
BAND, HAIR = 24.0, 0.55
#: Padding, the row of figures above the ribbon, and the room for the lost below it.
PAD, FIGURES, DROP = 5.0, 13.5, 15.0
#: Between two tracks, and between the tracks and what they run past.
TRACK_GAP = 7.0
#: Transitions with fewer passages are not drawn.
MIN_PASSAGES = 1e-5


class Strand(NamedTuple):
    """A skip or a loop: column numbers, passages, and track, 0 nearest to the ribbon."""

    source: int
    target: int
    amount: float
    level: int

    @property
    def is_skip(self) -> bool:
        return self.target > self.source


class RibbonStage(NamedTuple):
    """A stage's part: its passages, the probability of reaching it, and how passages go on.

    `to_next` goes to the next column, `from_previous` comes from the one before, `started_here` starts here; skips
    and loops are in order from the top.
    """

    amount: float
    reach: float
    started_here: float
    to_next: float
    ended_here: float
    lost: float
    skips_out: tuple[Strand, ...]
    loops_out: tuple[Strand, ...]
    skips_in: tuple[Strand, ...]
    loops_in: tuple[Strand, ...]
    from_previous: float


class TrackOffsets(NamedTuple):
    """The distance of each track's centre line from the ribbon, and the room that all take."""

    middles: tuple[float, ...]
    room: float


class Ribbon(NamedTuple):
    """The ribbon of one persona over all columns of a map; `unit` is the width of one passage."""

    persona_style: PersonaStyle | None
    stages: Mapping[int, RibbonStage]
    strands: tuple[Strand, ...]
    unit: float
    above: TrackOffsets
    below: TrackOffsets

    @property
    def band_top(self) -> float:
        """The ribbon's upper edge, from the top of its lane."""
        return PAD + self.above.room + FIGURES

    @property
    def height(self) -> float:
        return self.band_top + BAND + DROP + self.below.room + PAD

    def track(self, strand: Strand) -> float:
        """Return the y of a strand's track, from the top of the lane."""
        if strand.is_skip:
            return self.band_top - FIGURES - self.above.middles[strand.level]
        return self.band_top + BAND + DROP + self.below.middles[strand.level]

    def width(self, amount: float) -> float:
        """Return the drawn width of a number of passages."""
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
    transitions = flow(graph, persona)
    place = {column.stage.id: i for i, column in enumerate(grid.columns) if column.stage}
    if not transitions.stages:
        return None
    report = paths(transitions)
    amounts = {
        id_: report.visits.get(id_, report.reach.get(id_, 0.0)) for id_ in transitions.stages
    }
    between: dict[tuple[int, int], float] = defaultdict(float)
    ended_here: dict[int, float] = defaultdict(float)
    lost: dict[int, float] = defaultdict(float)
    for id_ in transitions.stages:
        for transition in transitions.transitions[id_]:
            amount = amounts[id_] * transition.share
            if transition.target == END:
                ended_here[place[id_]] += amount
            elif transition.target in EXITS:
                lost[place[id_]] += amount
            elif amount >= MIN_PASSAGES:
                between[place[id_], place[transition.target]] += amount
    strands = _levelled(between)
    unit = BAND / max(amounts.values())
    stages = {}
    for id_ in transitions.stages:
        at = place[id_]
        stages[at] = RibbonStage(
            amounts[id_],
            report.reach.get(id_, 0.0),
            1.0 if id_ == transitions.entry else 0.0,
            between.get((at, at + 1), 0.0),
            ended_here[at],
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
    """Return the skips and loops on the lowest free tracks, short ones first."""
    strands: list[Strand] = []
    spans_by_side: dict[tuple[bool, int], list[tuple[int, int]]] = defaultdict(list)
    wanted = [(ends, amount) for ends, amount in between.items() if ends[1] != ends[0] + 1]
    for (source, target), amount in sorted(
        wanted, key=lambda item: (abs(item[0][0] - item[0][1]), item[0])
    ):
        is_skip = target > source
        # Transitions enter a column in its left half and leave it in its right one.
        low, high = (2 * source + 1, 2 * target) if is_skip else (2 * target, 2 * source + 1)
        level = 0
        while any(low <= b and a <= high for a, b in spans_by_side[is_skip, level]):
            level += 1
        spans_by_side[is_skip, level].append((low, high))
        strands.append(Strand(source, target, amount, level))
    return tuple(strands)


def _sorted(strands: Iterable[Strand]) -> tuple[Strand, ...]:
    """Return strands in their order at a stage, from the top: outer ones first."""
    return tuple(sorted(strands, key=lambda strand: -strand.level))


def _tracks(strands: Iterable[Strand], unit: float) -> TrackOffsets:
    widest: dict[int, float] = defaultdict(float)
    for strand in strands:
        widest[strand.level] = max(widest[strand.level], strand.amount * unit, HAIR)
    losses: list[float] = []
    edge = 0.0
    for level in range(len(widest)):
        losses.append(edge + TRACK_GAP / 2 + widest[level] / 2)
        edge = losses[-1] + widest[level] / 2 + TRACK_GAP / 2
    return TrackOffsets(tuple(losses), edge)
