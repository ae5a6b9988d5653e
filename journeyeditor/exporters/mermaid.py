"""Mermaid: the steps of the journey with their emotions, as a `journey` diagram.

A score of Mermaid is three above ours, 1 to 5. Sections are stages, tasks steps, actors personas.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from journeyeditor.exporters.format import Export, ExportFormat, Options
from journeyeditor.i18n import N_, N_plural

if TYPE_CHECKING:
    from journeyeditor.layout.grid import Grid, StageColumn
    from journeyeditor.model import JourneyGraph, RecordId
    from journeyeditor.vocabulary import Common, Emotion

_NEUTRAL = 3
_DIGITS = 9
#: What ends a name, or is markup in it; and the words that begin another statement.
_MARKS = re.compile(r"[#:;,%<>&`*_\\{}]")
_KEYWORD = re.compile(r"(?i)(?=(?:title|section|journey|acctitle|accdescr)\b)")


class Task(NamedTuple):
    """One line of the diagram; `score` is None where the map has no emotion."""

    name: str
    score: float | None
    actors: tuple[str, ...]


class Diagram(NamedTuple):
    """The sections with their tasks, and the ids of the elements that they carry."""

    sections: tuple[tuple[str, tuple[Task, ...]], ...]
    shown: frozenset[RecordId]
    repeated: int


def write(export: Export) -> list[bytes]:
    from journeyeditor.vocabulary import info_of

    info = info_of(export.graph)
    lines = ["journey"]
    if info.title.strip():
        lines.append(f"    title {_name(info.title)}")
    for section, tasks in _diagram(export).sections:
        lines.append(f"    section {section}")
        for task in tasks:
            score = _NEUTRAL if task.score is None else round(task.score + _NEUTRAL, _DIGITS)
            actors = f": {', '.join(task.actors)}" if task.actors else ""
            lines.append(f"      {task.name}: {score:g}{actors}")
    return [("\n".join(lines) + "\n").encode("utf-8")]


def losses(export: Export) -> list[str]:
    from journeyeditor.exporters.losses import left_out
    from journeyeditor.i18n import texts as texts_of

    diagram, texts = _diagram(export), texts_of(export.language)
    unscored = sum(task.score is None for _, tasks in diagram.sections for task in tasks)
    counts = (
        (
            N_plural(
                "{count} step has no emotion and is shown as neutral.",
                "{count} steps have no emotion and are shown as neutral.",
            ),
            unscored,
        ),
        (
            N_plural(
                "{count} step is listed once per score, because personas feel differently.",
                "{count} steps are listed once per score, because personas feel differently.",
            ),
            diagram.repeated,
        ),
    )
    counted = [texts.plural(*forms, n).format(count=texts.number(n)) for forms, n in counts if n]
    return [*left_out(export.graph, diagram.shown, texts), *counted]


def _diagram(export: Export) -> Diagram:
    from journeyeditor.exporters.grid import persona_of
    from journeyeditor.layout.grid import plan

    graph, persona = export.graph, persona_of(export)
    grid = plan(graph, persona=persona)
    emotions, moments = _emotions_by_slot(grid), _moments_by_slot(grid)
    shown: set[RecordId] = {each.id for each in graph.personas()}
    sections, repeated = [], 0
    for column in grid.columns:
        tasks: list[Task] = []
        for moment, felt in _moments(graph, column, moments, emotions):
            lines = list(_tasks(graph, moment, felt, persona))
            repeated += len(lines) > 1
            tasks += lines
            shown |= {moment.id, *(emotion.id for emotion in felt)}
        if column.stage:
            shown.add(column.stage.id)
        title = _name(column.stage.title if column.stage else "")
        if tasks or column.stage:
            sections.append((title, tuple(tasks)))
    return Diagram(tuple(sections), frozenset(shown), repeated)


def _emotions_by_slot(grid: Grid) -> dict[int, list[Emotion]]:
    by_slot = defaultdict(list)
    for scored in grid.emotions.values():
        for slot, emotion in scored:
            if emotion.score is not None:
                by_slot[slot].append(emotion)
    return by_slot


def _moments_by_slot(grid: Grid) -> dict[int, list[Common]]:
    """Return the steps of each slot, or its touchpoints where there are none."""
    steps, touchpoints = defaultdict(list), defaultdict(list)
    for (_, slot), cards in grid.cells.items():
        for card in cards:
            if card.kind == "step":
                steps[slot].append(card)
            elif card.kind == "touchpoint":
                touchpoints[slot].append(card)
    return touchpoints | steps


def _moments(
    graph: JourneyGraph,
    column: StageColumn,
    moments: dict[int, list[Common]],
    emotions: dict[int, list[Emotion]],
) -> Iterator[tuple[Common, Sequence[Emotion]]]:
    """Yield the moments of a stage with their emotions."""
    for slot in column.slot_range:
        own_moments = moments.get(slot, [])
        waiting = list(emotions.get(slot, ()))
        for moment in own_moments:
            own = {each.source for each in graph.incoming(moment.id, "at")}
            felt = [emotion for emotion in waiting if emotion.id in own]
            felt = felt or [e for e in waiting if not graph.outgoing(e.id, "at")]
            felt = felt or (waiting if moment is own_moments[0] else [])
            waiting = [emotion for emotion in waiting if emotion not in felt]
            yield moment, felt


def _tasks(
    graph: JourneyGraph, moment: Common, felt: Sequence[Emotion], persona: str
) -> Iterator[Task]:
    """Yield a task for each score of a step, with the personas who feel so."""
    named = moment.persona or ()
    people = [id_ for id_ in named if not persona or id_ == persona]
    scores: dict[float | None, list[RecordId]] = {}
    for emotion in felt:
        feeling = [emotion.persona] if emotion.persona else people
        scores.setdefault(emotion.score, []).extend(feeling)
    if not scores:
        scores[None] = people
    elif len(scores) == 1:
        (who,) = scores.values()
        who += [id_ for id_ in people if id_ not in who]
    titles = partial(_actors, graph)
    for score, who in scores.items():
        yield Task(_name(moment.title), score, titles(who))


def _actors(graph: JourneyGraph, ids: Sequence[RecordId]) -> tuple[str, ...]:
    known = (graph.element(id_).title for id_ in ids if graph.has_element(id_))
    return tuple(dict.fromkeys(_name(title) for title in known if title.strip()))


def _name(text: str) -> str:
    """A name on one line, with codes for the characters that mean something to Mermaid."""
    words = _MARKS.sub(lambda mark: f"#{ord(mark[0])};", " ".join(text.split()))
    if _KEYWORD.match(words):
        words = f"#{ord(words[0])};{words[1:]}"
    return words or "…"


FORMAT = ExportFormat(
    "mmd",
    N_("Mermaid diagram"),
    write,
    options=Options.NONE,
    summary=N_(
        "The steps with their personas and emotions as a journey diagram, for Markdown pages and wikis."
    ),
    losses=losses,
)
