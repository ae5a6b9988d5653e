"""How high the cards of a row of the map are, for trials of many sizes in which nothing is drawn.

A lane is as high as its highest cards. What cards say is found once; at each size their lines are
counted, and only cards of which words and lines do not tell the height are measured.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from journeyeditor.layout.grid import Grid, StageColumn
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.links import printed
from journeyeditor.layout.markup import marked
from journeyeditor.layout.recipes import card_details, cards
from journeyeditor.layout.recipes.cards import CardAnnotations, CardMetrics
from journeyeditor.layout.recipes.marks import marks_width
from journeyeditor.layout.render_context import RenderContext, single_facts
from journeyeditor.layout.spans import Span
from journeyeditor.layout.style import LEADING, NOTE_LINES
from journeyeditor.typography import LineCounter
from journeyeditor.vocabulary import Common


class Detail(NamedTuple):
    """How much of their texts cards show: what `cards.measure` is asked besides the width."""

    is_compact: bool
    most_lines: int
    has_origins: bool
    has_notes: bool


class _CountedCard(NamedTuple):
    """A card with what counts the lines of its title and its note, None for one that it lacks.

    Cards of one `group` have the same height where their texts have the same numbers of lines. One
    that is not counted has more than texts, or such that the width decides about its words.
    """

    record: Common
    annotations: CardAnnotations
    group: tuple[object, ...]
    title: LineCounter | None = None
    note: LineCounter | None = None
    has_footer: bool = False
    is_counted: bool = True


class CardStacks:
    """The cards of a row of the map, by lane and by place in their stacks."""

    def __init__(
        self,
        grid: Grid,
        columns: Iterable[StageColumn],
        spans: Mapping[int, Mapping[int, Span]],
        texts: CardTexts,
    ) -> None:
        self.spans = spans
        self._lanes: dict[int, list[_Cards]] = {}
        columns = list(columns)
        for index, spec in enumerate(grid.lanes):
            if spec.band is Band.CARDS and not spec.collapsed:
                self._lanes[index] = _stack(grid, index, columns, spans.get(index, {}), texts)

    def heights(
        self, lane: int, slot_width: float, context: RenderContext, detail: Detail
    ) -> list[float]:
        """Return the height of the highest card at each place in the stacks of a lane."""
        return [each.height(slot_width, context, detail) for each in self._lanes.get(lane, ())]


def _stack(
    grid: Grid,
    lane: int,
    columns: Sequence[StageColumn],
    lane_spans: Mapping[int, Span],
    texts: CardTexts,
) -> list[_Cards]:
    found: list[_Cards] = []
    for column in columns:
        stretch = column.weight / column.slots
        for slot in column.slot_range:
            span = lane_spans.get(slot)
            for place, record in enumerate(grid.cells.get((lane, slot), ())):
                if place == len(found):
                    found.append(_Cards(texts))
                found[place].add(record, span.slots if span else 1, stretch)
    return found


class _Cards:
    """The cards at one place in the stacks of a lane, by what they share in every trial."""

    def __init__(self, texts: CardTexts) -> None:
        self._texts = texts
        self._groups: dict[tuple[object, ...], _Group] = {}

    def add(self, record: Common, slots: float, stretch: float) -> None:
        """Add a card that covers some slots, each so many times as wide as the narrowest ones."""
        key = record.kind, self._texts.markers(record), slots, stretch
        if key not in self._groups:
            self._groups[key] = _Group(slots, stretch, self._texts)
        self._groups[key].records.append(record)

    def height(self, slot_width: float, context: RenderContext, detail: Detail) -> float:
        return max(each.height(slot_width, context, detail) for each in self._groups.values())


class _Group:
    """Cards of one kind and width."""

    def __init__(self, slots: float, stretch: float, texts: CardTexts) -> None:
        self.records: list[Common] = []
        self._slots, self._stretch = slots, stretch
        self._texts = texts
        self._alike: dict[Detail, list[list[_CountedCard]]] = {}

    def height(self, slot_width: float, context: RenderContext, detail: Detail) -> float:
        """Return the height of the highest card."""
        width = cards.width_over(self._slots, slot_width * self._stretch, context.format.growth)
        groups = self._alike.get(detail)
        if groups is None:
            groups = self._alike[detail] = self._texts.alike(self.records, context, detail)
        return max(_highest(found, width, context, detail) for found in groups)


class CardTexts:
    """What the cards of a map say, and what counts the lines of it: found once for all its rows."""

    def __init__(self, annotations: Mapping[str, CardAnnotations]) -> None:
        self._annotations = annotations
        self._counted: dict[tuple[object, ...], _CountedCard] = {}

    def markers(self, record: Common) -> int:
        """Return how many personas a card shows."""
        return len(self._annotations[record.id].persona_styles)

    def alike(
        self, records: Iterable[Common], context: RenderContext, detail: Detail
    ) -> list[list[_CountedCard]]:
        """Return cards of a kind in groups whose heights differ by the numbers of their lines only."""
        groups = defaultdict(list)
        for record in records:
            annotations = self._annotations[record.id]
            # Of the details, those that leave out something of this card.
            no_note = bool(record.note) and not detail.has_notes
            no_origin = not detail.has_origins and cards.names_origin_twice(record, annotations)
            key = record.id, detail.is_compact, no_note, no_origin
            card = self._counted.get(key)
            if card is None:
                card = self._counted[key] = _counted(record, annotations, context, detail)
            groups[card.group].append(card)
        return list(groups.values())


def card_height(
    record: Common,
    annotations: CardAnnotations,
    width: float,
    context: RenderContext,
    *,
    is_compact: bool,
) -> float:
    """Return the natural height of one card, of which only lines are counted where that tells it."""
    detail = Detail(is_compact, NOTE_LINES, has_origins=True, has_notes=True)
    return _highest([_counted(record, annotations, context, detail)], width, context, detail)


def _counted(
    record: Common, annotations: CardAnnotations, context: RenderContext, detail: Detail
) -> _CountedCard:
    title = cards.title_words(record, context)
    metrics = cards.metrics_of(record, annotations, cards.MAX_WIDTH, context)
    note: str | None = ""
    if not detail.is_compact:
        note = _words_below(record, annotations, metrics, context, detail)
    if note is None or (metrics.has_body and not detail.is_compact):
        return _CountedCard(record, annotations, (record.id,), is_counted=False)
    counter = context.typesetter.counter
    titles = counter(printed(title)[0], metrics.title_weight) if title else None
    notes = None
    if note:
        text = marked(printed(note)[0])
        notes = counter(text.text, bold=text.bold)
    if (title and not titles) or (note and not notes):
        return _CountedCard(record, annotations, (record.id,), is_counted=False)
    has_footer = metrics.has_ratings or record.votes
    footer = card_details.footer_kind(record) if has_footer else ()
    marks = annotations[:2] if title else ()
    group = marks, bool(title), bool(note), footer
    return _CountedCard(record, annotations, group, titles, notes, has_footer=bool(has_footer))


def _words_below(
    record: Common,
    annotations: CardAnnotations,
    metrics: CardMetrics,
    context: RenderContext,
    detail: Detail,
) -> str | None:
    """Return what stands below a title, None if that depends on the width."""
    note = record.note if detail.has_notes or not record.title else ""
    if not metrics.has_small_print:
        return note
    small = cards.small_words(record, annotations, context, has_origins=detail.has_origins)
    facts = single_facts(small)
    return cards.joined_words(record, note, "".join(facts), context) if len(facts) < 2 else None


def _highest(
    found: Sequence[_CountedCard], width: float, context: RenderContext, detail: Detail
) -> float:
    """Return the height of the highest of some cards that are alike."""
    first = found[0]
    record, annotations = first.record, first.annotations
    if not first.is_counted:
        return max(_measured(card, width, context, detail) for card in found)
    metrics = cards.metrics_of(record, annotations, width, context)
    size, note_size = (
        metrics.size * context.type_scale,
        context.format.sizes.note * context.type_scale,
    )
    trailing = marks_width(annotations.marks, metrics.size, context) / size if first.title else 0.0
    room, note_room = (metrics.inner - metrics.indent) / size, metrics.inner / note_size
    most_title, most_note = 2 if detail.is_compact else detail.most_lines, detail.most_lines
    lines: set[tuple[int, int]] = set()
    highest = 0.0
    for card in found:
        titles = card.title.lines(room, trailing) if card.title else 0
        notes = card.note.lines(note_room) if card.note else 0
        is_known = (titles or not card.title) and (notes or not card.note)
        if is_known and titles <= most_title and notes <= most_note:
            lines.add((titles, notes))
        else:
            highest = max(highest, _measured(card, width, context, detail))
    footer = card_details.footer(record, metrics.inner, context) if first.has_footer else None
    for titles, notes in lines:
        height = metrics.height(
            titles * (size * LEADING),
            notes * (note_size * LEADING) if notes else None,
            None,
            footer.height if footer else None,
        )
        highest = max(highest, height)
    return highest


def _measured(card: _CountedCard, width: float, context: RenderContext, detail: Detail) -> float:
    record, annotations = card.record, card.annotations
    return cards.measure(record, annotations, width, context, **detail._asdict()).height
