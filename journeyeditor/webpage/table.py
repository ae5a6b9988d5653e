"""The map as HTML: a table with a row for each stage and a column for each lane, and what is beside it.

Every text of the map is escaped here, once; the script of the page only copies these elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from journeyeditor.i18n import Texts
from journeyeditor.layout.grid import Grid, StageColumn, plan
from journeyeditor.layout.lane_names import lane_kind_name
from journeyeditor.layout.lanes import Band
from journeyeditor.layout.links import printed
from journeyeditor.layout.markup import marked
from journeyeditor.layout.recipes.cards import source_numbers
from journeyeditor.model import JourneyGraph
from journeyeditor.painting.links import safe_target
from journeyeditor.vocabulary import Common, Emotion, Metric, Persona, Stage, kind_class
from journeyeditor.webpage.facts import Fact, facts_of, heading_of


class MapTable:
    """The records that a page shows, each as one `article` with the number of its anchor."""

    def __init__(
        self, graph: JourneyGraph, texts: Texts, persona: str = "", lanes: tuple[str, ...] = ()
    ) -> None:
        """Take part of the map: `persona` is an id or "" for all, `lanes` are kinds, ids or titles."""
        self._graph, self._texts = graph, texts
        self.grid = _filled(plan(graph, persona=persona, lanes=lanes))
        self._cells = self.grid.cards_by_cell()
        self.personas = [each for each in self._of("persona") if persona in {"", each.id}]
        self.sources = self._of("evidence")
        self._numbers = {record.id: i for i, record in enumerate(self._shown(), 1)}
        self._sources = source_numbers(graph)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the cards shown, in the order of the lanes."""
        found = (record.kind for record in self._cards())
        return tuple(sorted(set(found), key=lambda kind: (kind_class(kind).look.order, kind)))

    def table(self, caption: str) -> str:
        texts = self._texts
        lanes = [
            (index, spec.title or texts(lane_kind_name(spec)))
            for index, spec in enumerate(self.grid.lanes)
            if spec.band is not Band.FUNNEL
        ]
        heads = "".join(
            f'<th scope="col" role="columnheader">{escape(title)}</th>' for _, title in lanes
        )
        rows = "".join(self._row(column, lanes) for column in self.grid.columns)
        stage = escape(texts("Stage"))
        return (
            f'<table role="table"><caption class="unseen">{escape(caption)}</caption>'
            f'<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{stage}</th>'
            f'{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table>'
        )

    def section(self, heading: str, records: Iterable[Common]) -> str:
        articles = "".join(map(self._article, records))
        if not articles:
            return ""
        return f'<section class="group"><h2>{escape(heading)}</h2><div>{articles}</div></section>'

    def free_notes(self) -> list[Common]:
        """The sticky notes that lie anywhere on the map."""
        return [note for note in self._of("note") if note.position is not None]

    def _row(self, column: StageColumn, lanes: list[tuple[int, str]]) -> str:
        head = self._article(column.stage) if column.stage else ""
        cells = "".join(
            f'<td role="cell" data-lane="{escape(title)}">'
            f"{''.join(map(self._article, self._cards_in(lane, column)))}</td>"
            for lane, title in lanes
        )
        return f'<tr role="row"><th scope="row" role="rowheader">{head}</th>{cells}</tr>'

    def _cards_in(self, lane: int, column: StageColumn) -> Iterator[Common]:
        for slot in column.slot_range:
            yield from self._cells.get((lane, slot), ())

    def _cards(self) -> Iterator[Common]:
        for column in self.grid.columns:
            for lane in range(len(self.grid.lanes)):
                yield from self._cards_in(lane, column)
        yield from self.free_notes()

    def _shown(self) -> Iterator[Common]:
        """Yield all records that get an article; others are never linked to."""
        yield from (column.stage for column in self.grid.columns if column.stage)
        yield from self._cards()
        yield from self.personas
        yield from self.sources

    def _of(self, kind: str) -> list[Common]:
        return [each for each in self._graph.elements(kind) if isinstance(each, Common)]

    def _article(self, record: Common) -> str:
        texts = self._texts
        kind = kind_class(record.kind).look
        number = self._sources.get(record.id)
        heading = escape(self._heading(record))
        label = escape(texts(kind.title)) + (f" {number}" if number else "")
        if record.stage and self._graph.has_element(record.stage):
            label += f" · {escape(self._graph.element(record.stage).title)}"
        text = "\n".join(filter(None, (_lead(record, texts), record.note)))
        quote = record.quote if isinstance(record, Persona) else ""
        facts = "".join(map(self._fact, facts_of(record, self._graph, texts)))
        return (
            f'<article id="r{self._numbers[record.id]}"{_data(record)}>'
            f'<p class="kind">{label}</p><h3>{heading}</h3>'
            + (f"<blockquote>{rich(quote)}</blockquote>" if quote else "")
            + (f'<p class="note">{rich(text)}</p>' if text else "")
            + (f"<dl>{facts}</dl>" if facts else "")
            + "</article>"
        )

    def _heading(self, record: Common) -> str:
        """What a record is called, and whose an emotion is where there are several personas."""
        words = heading_of(record, self._texts)
        if isinstance(record, Emotion) and record.persona and len(self.personas) > 1:
            name = self._graph.element(record.persona).title
            return f"{name}: {words}" if name else words
        return words

    def _fact(self, fact: Fact) -> str:
        values = "".join(
            f"<dd>{self._value(words, id_)}</dd>"
            for words, id_ in zip(
                fact.values, fact.records or ("",) * len(fact.values), strict=True
            )
        )
        return f"<div><dt>{escape(fact.label)}</dt>{values}</div>" if values else ""

    def _value(self, words: str, id_: str) -> str:
        number = self._numbers.get(id_)
        return f'<a href="#r{number}">{escape(words)}</a>' if number else rich(words)


def _lead(record: Common, texts: Texts) -> str:
    """What a record says first, beside its title."""
    if isinstance(record, Emotion):
        return record.reason
    if isinstance(record, Stage):
        return record.customer_goal
    if isinstance(record, Metric) and record.value is not None:
        return f"{texts.number(record.value)} {record.unit}".strip()
    return ""


def _filled(grid: Grid) -> Grid:
    """Return the plan without the lanes in which nothing is."""
    used = {lane for lane, _ in grid.cells}
    for scored in grid.emotions.values():
        used.update(grid.slot_of[record.id][0] for _, record in scored)
    return grid.with_lanes([i for i in range(len(grid.lanes)) if i in used])


def _data(record: Common) -> str:
    named = record.persona or ()
    personas = (named,) if isinstance(named, str) else named
    facts = {"id": record.id, "kind": record.kind, "stage": record.stage or ""}
    facts["persona"] = " ".join(personas)
    return "".join(f' data-{name}="{escape(value)}"' for name, value in facts.items() if value)


def rich(text: str) -> str:
    """Return a text of the map as HTML: bold, lists, and links to the web."""
    words, links = printed(text)
    if not links:
        return marked(text).html()
    parts, place = [], 0
    for start, end, address in links:
        target = safe_target(address)
        parts.append(marked(words[place:start]).html())
        shown = escape(words[start:end])
        parts.append(
            f'<a class="out" target="_blank" rel="noopener noreferrer" href="{escape(target)}">{shown}</a>'
            if target
            else shown
        )
        place = end
    return "".join([*parts, marked(words[place:]).html()])
