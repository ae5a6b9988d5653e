"""What is known of a map's paths, as rows in the language of the window."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from journeyeditor.editing.filter import along_moments, along_stages
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight import path_queries
from journeyeditor.insight.parts import Parts
from journeyeditor.insight.path_queries import (
    MomentRoute,
    path_graph_parts,
    path_graphs_parts,
)
from journeyeditor.insight.paths import (
    TRAPPED,
    Loop,
    Outcome,
    Paths,
    Route,
    likely_routes_parts,
    paths_parts,
)
from journeyeditor.insight.transitions import END, LOST, Flow, flow, timed_parts
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.terms import stage_of
from journeyeditor.values import format_duration, rounded_duration
from journeyeditor.vocabulary import kind_class

#: How many routes are listed, and the least likely of them.
MAX_ROUTES, MIN_ROUTE_CHANCE = 24, 0.0005
OUTCOMES = {
    END: N_("Reach the end"),
    LOST: N_("Drop out"),
    TRAPPED: N_("Stuck in a loop"),
}
_EXITS = {END: N_("end"), LOST: N_("drop out")}


class PathRow(NamedTuple):
    """One row of a list: a heading, or `figure`, `words` and a `detail` at the right.

    `short` replaces the words where they do not fit; `bar` is a share to draw (0..1), `element` where
    the row leads, `highlight_ids` what choosing it highlights on the map.
    """

    words: str
    figure: str = ""
    detail: str = ""
    short: str = ""
    bar: float | None = None
    element: str = ""
    highlight_ids: frozenset[str] = frozenset()
    is_heading: bool = False

    @property
    def accessible_text(self) -> str:
        return ", ".join(part for part in (self.words, self.figure, self.detail) if part)


class PathReport(NamedTuple):
    """All that is known of the paths of a persona, or of everybody ("")."""

    persona: str
    flow: Flow
    paths: Paths
    routes: tuple[Route, ...]
    simple_routes: tuple[MomentRoute, ...]
    shortest: MomentRoute | None
    passed: tuple[str, ...]
    switches: int
    dead_ends: tuple[str, ...]
    unreachable: tuple[str, ...]

    @property
    def faults(self) -> int:
        """How many elements lead nowhere or cannot be reached."""
        return len(self.dead_ends) + len(self.unreachable)


def path_report_parts(graph: JourneyGraph, persona: str = "") -> Parts[PathReport]:
    """Compute the paths of a persona (an id), or of everybody, part by part.

    The map must not change meanwhile.
    """
    among = yield from path_graphs_parts(graph, persona)
    yield
    path_graph = yield from path_graph_parts(graph, persona)
    yield
    untimed = flow(graph, persona)
    yield
    transitions = yield from timed_parts(untimed, among)
    report = yield from paths_parts(transitions)
    yield
    routes = yield from likely_routes_parts(transitions, MAX_ROUTES)
    likely = [route for route in routes if route.probability >= MIN_ROUTE_CHANCE]
    yield
    simple_routes = yield from path_queries.simple_routes_parts(graph, among)
    yield
    common = tuple(path_queries.common_moments(graph, persona, among=among))
    yield
    shortest = yield from path_queries.shortest_parts(graph, among)
    yield
    switches = len(path_queries.switches(graph, persona, among=among))
    yield
    dead_ends = tuple(path_queries.dead_ends(graph, persona, path_graph=path_graph))
    unreachable = path_queries.unreachable(graph, persona, path_graph=path_graph)
    return PathReport(
        persona,
        transitions,
        report,
        tuple(likely),
        tuple(simple_routes),
        shortest,
        common,
        switches,
        dead_ends,
        (*report.unreachable, *unreachable),
    )


def outcome_rows(graph: JourneyGraph, report: PathReport, texts: Texts) -> list[PathRow]:
    """What becomes of those who start, and how many reach each stage."""
    if not report.flow.stages:
        return []
    rows = [PathRow(texts("Of all who start"), is_heading=True)]
    for outcome in report.paths.outcomes:
        part = format_chance(outcome.probability, texts)
        rows.append(PathRow(texts(OUTCOMES[outcome.exit]), part, _mean(outcome, texts)))
    rows.append(PathRow(texts("Chance of reaching a stage"), is_heading=True))
    for stage in report.flow.stages:
        chance = report.paths.reach.get(stage, 0.0)
        name = element_title(graph, stage, texts)
        rows.append(
            PathRow(name, format_chance(chance, texts), bar=min(chance, 1.0), element=stage)
        )
    return rows


def _mean(outcome: Outcome, texts: Texts) -> str:
    """How many stages and how long an outcome takes on average; being trapped has no end."""
    if outcome.exit == TRAPPED:
        return ""
    steps = texts.number(outcome.steps, 1)
    count = texts.plural("avg. {count} stage", "avg. {count} stages", round(outcome.steps, 1))
    time = approximate_time(outcome.seconds, texts)
    return " · ".join(part for part in (count.format(count=steps), time) if part)


def route_rows(graph: JourneyGraph, report: PathReport, texts: Texts) -> Iterator[PathRow]:
    """Yield a row for each likely route; what it leads through takes a while to find."""
    if report.routes:
        yield PathRow(texts("Most likely paths"), is_heading=True)
    for route in report.routes:
        names = [element_title(graph, stage, texts) for stage in route.stages]
        parts = (count_stages(route.steps, texts), approximate_time(route.seconds, texts))
        shortened = [*_shortened(route.stages, names, report.flow), texts(_EXITS[route.exit])]
        yield PathRow(
            " → ".join([*names, texts(_EXITS[route.exit])]),
            format_chance(route.probability, texts),
            " · ".join(part for part in parts if part),
            " → ".join(shortened),
            highlight_ids=along_stages(graph, route.stages, route.relations, report.persona),
        )


def _shortened(route: Sequence[str], names: Sequence[str], flow: Flow) -> list[str]:
    """The titles of stages; a run of three or more in the order of the map is elided."""
    place = {stage: number for number, stage in enumerate(flow.stages)}
    shown: list[str] = []
    last = len(route) - 1
    for number, name in enumerate(names):
        is_inner = 0 < number < last and (
            place[route[number - 1]] + 2 == place[route[number]] + 1 == place[route[number + 1]]
        )
        if not is_inner:
            shown.append(name)
        elif shown[-1] != "…":
            shown.append("…")
    return shown


def detail_rows(graph: JourneyGraph, report: PathReport, texts: Texts) -> list[PathRow]:
    """Shortest route, channel switches, loops, dead ends, and where everybody passes."""
    return [
        *_shortest_rows(graph, report, texts),
        *_channel_rows(graph, report, texts),
        *_loop_rows(graph, report, texts),
        *_element_rows(graph, texts("Dead ends"), report.dead_ends, texts),
        *_element_rows(graph, texts("Unreachable"), report.unreachable, texts),
        *_element_rows(graph, texts("Everyone passes through"), report.passed, texts),
    ]


def _shortest_rows(graph: JourneyGraph, report: PathReport, texts: Texts) -> Iterator[PathRow]:
    moment_route = report.shortest
    if moment_route is not None:
        yield PathRow(texts("Shortest path to purchase"), is_heading=True)
        words = " → ".join(element_title(graph, moment, texts) for moment in moment_route.moments)
        parts = (_count_stops(moment_route, texts), approximate_time(moment_route.seconds, texts))
        detail = " · ".join(part for part in parts if part)
        yield PathRow(words, detail=detail, highlight_ids=_chain_ids(graph, moment_route))


def _channel_rows(graph: JourneyGraph, report: PathReport, texts: Texts) -> Iterator[PathRow]:
    if report.switches:
        heading = texts("Channel switches: {count} on the map")
        yield PathRow(heading.format(count=texts.number(report.switches)), is_heading=True)
    for moment_route in report.simple_routes if report.switches else ():
        ends = [element_title(graph, moment_route.moments[place], texts) for place in (0, -1)]
        parts = (_count_stops(moment_route, texts), approximate_time(moment_route.seconds, texts))
        is_named = bool(moment_route.persona) and moment_route.persona != report.persona
        persona_prefix = (
            f"{element_title(graph, moment_route.persona, texts)}: " if is_named else ""
        )
        yield PathRow(
            f"{persona_prefix}{ends[0]} → {ends[1]}",
            texts.number(moment_route.switches),
            " · ".join(part for part in parts if part),
            f"{persona_prefix}… → {ends[1]}",
            highlight_ids=_chain_ids(graph, moment_route),
        )


def _count_stops(moment_route: MomentRoute, texts: Texts) -> str:
    """How many moments a route has; if all are touchpoints, they are called so."""
    count = len(moment_route.moments)
    if set(moment_route.moments) <= set(moment_route.touchpoints):
        words = texts.plural("{count} touchpoint", "{count} touchpoints", count)
    else:
        words = texts.plural("{count} stop", "{count} stops", count)
    return words.format(count=texts.number(count))


def _loop_rows(graph: JourneyGraph, report: PathReport, texts: Texts) -> Iterator[PathRow]:
    if report.paths.loops:
        yield PathRow(texts("Loops, rounds per 100 who start"), is_heading=True)
    for loop in sorted(report.paths.loops, key=lambda loop: -loop.rounds):
        ends = (element_title(graph, id_, texts) for id_ in (loop.source, loop.target))
        rounds = 100 * loop.rounds
        yield PathRow(
            " → ".join(ends),
            texts.number(rounds, 0 if rounds >= 10 else 1 if rounds >= 0.95 else 2),
            graph.relation(loop.relation).title,
            highlight_ids=_loop_ids(graph, report, loop),
        )


def _loop_ids(graph: JourneyGraph, report: PathReport, loop: Loop) -> frozenset[str]:
    """The relation that leads back, and the stages that are passed again."""
    order = report.flow.stages
    inner = order[order.index(loop.target) : order.index(loop.source) + 1]
    onward = [
        transition.relation
        for stage, following in itertools.pairwise(inner)
        for transition in report.flow.transitions[stage]
        if transition.target == following and transition.relation
    ]
    return along_stages(graph, inner, [loop.relation, *onward], report.persona)


def _element_rows(
    graph: JourneyGraph, heading: str, ids: Iterable[str], texts: Texts
) -> Iterator[PathRow]:
    for number, id_ in enumerate(ids):
        if number == 0:
            yield PathRow(heading, is_heading=True)
        stage = stage_of(graph.element(id_))
        detail = element_title(graph, stage, texts) if stage and graph.has_element(stage) else ""
        yield PathRow(element_title(graph, id_, texts), detail=detail, element=id_)


def _chain_ids(graph: JourneyGraph, moment_route: MomentRoute) -> frozenset[str]:
    ids = dict.fromkeys((*moment_route.moments, *moment_route.touchpoints))
    return along_moments(graph, ids, moment_route.relations, moment_route.persona)


def element_title(graph: JourneyGraph, id_: str, texts: Texts) -> str:
    """An element's title in one line; without one, its kind."""
    element = graph.element(id_)
    return " ".join(element.title.split()) or texts(kind_class(element.kind).look.title)


def count_stages(count: int, texts: Texts) -> str:
    return texts.plural("{count} stage", "{count} stages", count).format(count=texts.number(count))


def format_chance(value: float, texts: Texts) -> str:
    """A chance in percent; small ones keep enough decimals to differ from zero."""
    percent = value * 100
    if 99.5 <= percent < 100:
        return texts.percent(min(value, 0.9999), 2 if percent >= 99.95 else 1)
    digits = 0 if percent >= 9.95 else 1 if percent >= 0.095 else 2
    return texts.percent(value, digits)


def approximate_time(seconds: float, texts: Texts) -> str:
    """A time in round figures, such as "3 weeks"; "" where none is known."""
    if seconds <= 0:
        return ""
    return format_duration(rounded_duration(seconds), texts)
