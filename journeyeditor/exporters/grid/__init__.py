"""The journey as people draw it: stages as columns, lanes as rows, a line for each card.

Tables of all formats show it, and what is edited in one of them is found by comparing with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from journeyeditor.exporters.format import Export
from journeyeditor.i18n import Texts
from journeyeditor.i18n import texts as texts_of
from journeyeditor.layout.grid import Grid, plan
from journeyeditor.layout.lane_names import lane_kind_name
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.model import JourneyGraph, RecordId
from journeyeditor.poster.options import requested_persona
from journeyeditor.vocabulary import Common, Emotion, Stage, info_of

#: The fields of a stage that get a row of their own, above and below those of the lanes.
GOALS, FIGURES = ("customer_goal", "business_goal"), ("count", "stated_rate")
#: Beside the name of a lane of emotions, so that its scores are read as what they are.
SCALE = "−2…+2"
#: What stands for a card without a title, the first that has words.
SUBSTITUTES = ("reason", "hypothesis", "claim", "caption", "alt", "note")


class GridLine(NamedTuple):
    """A card in a cell, as words in one line; `field` is the one that these are."""

    id: RecordId
    words: str
    field: str = "title"


class GridRow(NamedTuple):
    """A lane, or a field of the stages; `kinds` are those of its cards, none for a field."""

    title: str
    kinds: tuple[str, ...]
    lane: RecordId | None
    field: str
    cells: tuple[tuple[GridLine, ...], ...]


class JourneyGrid(NamedTuple):
    """`stages` are None for the cards in no stage, which come last."""

    stages: tuple[Stage | None, ...]
    rows: tuple[GridRow, ...]


def grid_of(export: Export) -> JourneyGrid:
    """The grid of what an export shows; raises PosterError for a persona that the map does not have."""
    info = info_of(export.graph)
    lanes = export.options.lanes or info.poster.lanes
    return journey_grid(export.graph, texts_of(info.language or "en"), persona_of(export), lanes)


def persona_of(export: Export) -> str:
    """The id of the only persona that an export shows, "" for all; raises PosterError."""
    wanted = export.options.persona or info_of(export.graph).poster.persona or ""
    return requested_persona(export.graph, wanted)


def journey_grid(
    graph: JourneyGraph, texts: Texts, persona: str = "", lanes: Collection[str] = ()
) -> JourneyGrid:
    grid = plan(graph, persona=persona, lanes=lanes)
    rows = [_stage_row(grid, field, texts) for field in GOALS] if not lanes else []
    cards = grid.cards_by_cell()
    for index, spec in enumerate(grid.lanes):
        if spec.band is Band.FUNNEL:
            rows += [_stage_row(grid, field, texts) for field in FIGURES]
        else:
            cells = [
                [card for slot in column.slot_range for card in cards.get((index, slot), ())]
                for column in grid.columns
            ]
            rows.append(_lane_row(graph, cells, spec, texts))
    shown = tuple(row for row in rows if row.kinds or any(row.cells))
    return JourneyGrid(tuple(column.stage for column in grid.columns), shown)


def _stage_row(grid: Grid, field: str, texts: Texts) -> GridRow:
    title = texts(Stage.model_fields[field].title or field)
    cells: list[tuple[GridLine, ...]] = []
    for column in grid.columns:
        line = stage_line(column.stage, field, texts) if column.stage else None
        cells.append((line,) if line and line.words else ())
    return GridRow(title, (), None, field, tuple(cells))


def _figure(field: str, value: float | None, texts: Texts) -> str:
    if value is None:
        return ""
    return texts.percent(value, 2) if field == "stated_rate" else texts.number(value)


def _lane_row(
    graph: JourneyGraph, cells: Iterable[Iterable[Common]], spec: LaneSpec, texts: Texts
) -> GridRow:
    lane = spec.key if graph.has_element(spec.key) else None
    title = spec.title or texts(lane_kind_name(spec))
    if spec.band is Band.CURVE:
        title = f"{title} ({SCALE})"
    lines = tuple(tuple(_lines(graph, cards, texts)) for cards in cells)
    return GridRow(title, spec.kinds, lane, "title", lines)


def _lines(graph: JourneyGraph, cards: Iterable[Common], texts: Texts) -> Iterator[GridLine]:
    for card in cards:
        line = line_of(graph, card, texts)
        if line.words:
            yield line


def line_of(graph: JourneyGraph, card: Common, texts: Texts) -> GridLine:
    """The line of a card, without words for one that has none."""
    field = next((name for name in ("title", *SUBSTITUTES) if getattr(card, name, "")), "title")
    words = _one_line(getattr(card, field))
    if isinstance(card, Emotion):
        words = _emotion(graph, card, words, texts, several=len(graph.personas()) > 1)
    return GridLine(card.id, words, field)


def stage_line(stage: Stage, field: str, texts: Texts) -> GridLine:
    """The line of a field of a stage, without words for an empty one."""
    value = getattr(stage, field)
    words = _figure(field, value, texts) if field in FIGURES else _one_line(value or "")
    return GridLine(stage.id, words, field)


def _emotion(graph: JourneyGraph, card: Emotion, words: str, texts: Texts, *, several: bool) -> str:
    """Such as "Curious (+1.0)", and before it whose it is where there are several personas."""
    score = "" if card.score is None else texts.signed(card.score)
    felt = f"{words} ({score})" if words and score else words or score
    if several and card.persona and graph.has_element(card.persona):
        name = _one_line(graph.element(card.persona).title)
        return f"{name}: {felt}" if name and felt else felt
    return felt


def _one_line(words: str) -> str:
    return " ".join(words.split())
