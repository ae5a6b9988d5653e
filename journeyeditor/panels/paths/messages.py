"""What is known of a map's paths, in the words of the window: one line for each thing to be told."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from journeyeditor.editing.highlight import along_moments, along_stages
from journeyeditor.i18n import N_, Texts
from journeyeditor.insight import path_queries
from journeyeditor.insight.durations import timed
from journeyeditor.insight.path_graph import web_of, webs
from journeyeditor.insight.path_queries import Chain
from journeyeditor.insight.paths import TRAPPED, Loop, Outcome, Paths, Walk, paths, walks
from journeyeditor.insight.transitions import END, LOST, Flow, flow
from journeyeditor.model import JourneyGraph
from journeyeditor.values import format_duration, rounded_duration
from journeyeditor.vocabulary import kind_class

#: So many walks are listed, and none less likely than this.
MAX_WALKS, MIN_WALK = 24, 0.0005
OUTCOMES = {
    END: N_("Reach the end"),
    LOST: N_("Drop out"),
    TRAPPED: N_("Stuck in a loop"),
}
_EXITS = {END: N_("end"), LOST: N_("drop out")}


class Line(NamedTuple):
    """One line of a list: a heading, or `figure`, `words` and quieter words at the right.

    `short` are the words where there is no room for them; `bar` is a share to be drawn (0..1), `element` where the line leads, `lit` what choosing it
    lights up on the map.
    """

    words: str
    figure: str = ""
    aside: str = ""
    short: str = ""
    bar: float | None = None
    element: str = ""
    lit: frozenset[str] = frozenset()
    is_head: bool = False

    @property
    def said(self) -> str:
        """What a screen reader says."""
        return ", ".join(part for part in (self.words, self.figure, self.aside) if part)


class Knowledge(NamedTuple):
    """All that is known of the paths of a persona, or of everybody ("")."""

    persona: str
    flow: Flow
    paths: Paths
    walks: tuple[Walk, ...]
    through: tuple[Chain, ...]
    shortest: Chain | None
    passed: tuple[str, ...]
    switches: int
    dead_ends: tuple[str, ...]
    unreachable: tuple[str, ...]

    @property
    def faults(self) -> int:
        """How many places of the map lead nowhere or cannot be reached."""
        return len(self.dead_ends) + len(self.unreachable)


def known(graph: JourneyGraph, persona: str = "") -> Knowledge:
    """Compute the paths of a persona (an id), or of everybody."""
    among = webs(graph, persona)
    web = web_of(graph, persona)
    ways = timed(graph, flow(graph, persona), persona, among=among)
    found = paths(ways)
    likely = [walk for walk in walks(ways, MAX_WALKS) if walk.probability >= MIN_WALK]
    return Knowledge(
        persona,
        ways,
        found,
        tuple(likely),
        tuple(path_queries.through(graph, persona, among=among)),
        path_queries.shortest(graph, persona, among=among),
        tuple(path_queries.passed_by_all(graph, persona, among=among)),
        len(path_queries.switches(graph, persona, among=among)),
        tuple(path_queries.dead_ends(graph, persona, web=web)),
        (*found.unreachable, *path_queries.unreachable(graph, persona, web=web)),
    )


def outcome_lines(graph: JourneyGraph, known: Knowledge, texts: Texts) -> list[Line]:
    """Return what becomes of those who begin, and how many come to each stage."""
    if not known.flow.stages:
        return []
    lines = [Line(texts("Of all who start"), is_head=True)]
    for outcome in known.paths.outcomes:
        part = share(outcome.probability, texts)
        lines.append(Line(texts(OUTCOMES[outcome.exit]), part, _mean(outcome, texts)))
    lines.append(Line(texts("Chance of reaching a stage"), is_head=True))
    for stage in known.flow.stages:
        chance = known.paths.reach.get(stage, 0.0)
        name = title(graph, stage, texts)
        lines.append(Line(name, share(chance, texts), bar=min(chance, 1.0), element=stage))
    return lines


def _mean(outcome: Outcome, texts: Texts) -> str:
    """Return how many stages and how long an outcome takes on average; those who stay have no end."""
    if outcome.exit == TRAPPED:
        return ""
    steps = texts.number(outcome.steps, 1)
    count = texts.plural("avg. {count} stage", "avg. {count} stages", 1 if steps == "1" else 2)
    time = rough(outcome.seconds, texts)
    return " · ".join(part for part in (count.format(count=steps), time) if part)


def walk_lines(graph: JourneyGraph, known: Knowledge, texts: Texts) -> list[Line]:
    """Return the likeliest ways through the stages."""
    lines = [Line(texts("Most likely paths"), is_head=True)] if known.walks else []
    for walk in known.walks:
        names = [title(graph, stage, texts) for stage in walk.stages]
        parts = (stages(walk.steps, texts), rough(walk.seconds, texts))
        lines.append(
            Line(
                " → ".join([*names, texts(_EXITS[walk.exit])]),
                share(walk.probability, texts),
                " · ".join(part for part in parts if part),
                " → ".join([*_runs(walk.stages, names, known.flow), texts(_EXITS[walk.exit])]),
                lit=along_stages(graph, walk.stages, walk.relations, known.persona),
            )
        )
    return lines


def _runs(walked: Sequence[str], names: Sequence[str], flow: Flow) -> list[str]:
    """Return the names of stages, the middle of three or more in the order of the map as an ellipsis."""
    place = {stage: number for number, stage in enumerate(flow.stages)}
    said: list[str] = []
    last = len(walked) - 1
    for number, name in enumerate(names):
        is_inner = 0 < number < last and (
            place[walked[number - 1]] + 2 == place[walked[number]] + 1 == place[walked[number + 1]]
        )
        if not is_inner:
            said.append(name)
        elif said[-1] != "…":
            said.append("…")
    return said


def detail_lines(graph: JourneyGraph, known: Knowledge, texts: Texts) -> list[Line]:
    """Return what the single moments say: the shortest way, switches, loops, and where all pass."""
    return [
        *_shortest(graph, known, texts),
        *_through(graph, known, texts),
        *_loops(graph, known, texts),
        *_places(graph, texts("Dead ends"), known.dead_ends, texts),
        *_places(graph, texts("Unreachable"), known.unreachable, texts),
        *_places(graph, texts("Everyone passes through"), known.passed, texts),
    ]


def _shortest(graph: JourneyGraph, known: Knowledge, texts: Texts) -> Iterator[Line]:
    """Yield the shortest way to the purchase."""
    chain = known.shortest
    if chain is not None:
        yield Line(texts("Shortest path to purchase"), is_head=True)
        words = " → ".join(title(graph, moment, texts) for moment in chain.moments)
        parts = (_contacts(chain, texts), rough(chain.seconds, texts))
        aside = " · ".join(part for part in parts if part)
        yield Line(words, aside=aside, lit=_lit(graph, chain))


def _through(graph: JourneyGraph, known: Knowledge, texts: Texts) -> Iterator[Line]:
    """Yield each way through the moments with its changes of channel."""
    if known.switches:
        head = texts("Channel switches: {count} on the map")
        yield Line(head.format(count=texts.number(known.switches)), is_head=True)
    for chain in known.through if known.switches else ():
        ends = [title(graph, chain.moments[place], texts) for place in (0, -1)]
        parts = (_contacts(chain, texts), rough(chain.seconds, texts))
        is_named = bool(chain.persona) and chain.persona != known.persona
        who = f"{title(graph, chain.persona, texts)}: " if is_named else ""
        yield Line(
            f"{who}{ends[0]} → {ends[1]}",
            texts.number(chain.switches),
            " · ".join(part for part in parts if part),
            f"{who}… → {ends[1]}",
            lit=_lit(graph, chain),
        )


def _contacts(chain: Chain, texts: Texts) -> str:
    """Return how many moments a way has; they are called touchpoints where they all are."""
    count = len(chain.moments)
    if set(chain.moments) <= set(chain.touchpoints):
        words = texts.plural("{count} touchpoint", "{count} touchpoints", count)
    else:
        words = texts.plural("{count} stop", "{count} stops", count)
    return words.format(count=texts.number(count))


def _loops(graph: JourneyGraph, known: Knowledge, texts: Texts) -> Iterator[Line]:
    """Yield the ways back, with how often they are taken."""
    if known.paths.loops:
        yield Line(texts("Loops, rounds per 100 who start"), is_head=True)
    for loop in sorted(known.paths.loops, key=lambda loop: -loop.rounds):
        ends = (title(graph, id_, texts) for id_ in (loop.source, loop.target))
        rounds = 100 * loop.rounds
        yield Line(
            " → ".join(ends),
            texts.number(rounds, 0 if rounds >= 10 else 1 if rounds >= 0.95 else 2),
            getattr(graph.relation(loop.relation), "title", ""),
            lit=_round(graph, known, loop),
        )


def _round(graph: JourneyGraph, known: Knowledge, loop: Loop) -> frozenset[str]:
    """Return what a loop lights: its way back, and the stages that are gone through again."""
    order = known.flow.stages
    inner = order[order.index(loop.target) : order.index(loop.source) + 1]
    ways = [
        way.relation
        for here, there in itertools.pairwise(inner)
        for way in known.flow.ways[here]
        if way.target == there and way.relation
    ]
    return along_stages(graph, inner, [loop.relation, *ways], known.persona)


def _places(graph: JourneyGraph, head: str, ids: Iterable[str], texts: Texts) -> Iterator[Line]:
    """Yield elements below a heading; none without elements."""
    for number, id_ in enumerate(ids):
        if number == 0:
            yield Line(head, is_head=True)
        stage = getattr(graph.element(id_), "stage", None)
        aside = title(graph, stage, texts) if stage and graph.has_element(stage) else ""
        yield Line(title(graph, id_, texts), aside=aside, element=id_)


def _lit(graph: JourneyGraph, chain: Chain) -> frozenset[str]:
    """Return what a way through moments lights up."""
    ids = dict.fromkeys((*chain.moments, *chain.touchpoints))
    return along_moments(graph, ids, chain.relations, chain.persona)


def title(graph: JourneyGraph, id_: str, texts: Texts) -> str:
    """Return what an element is called on one line; without a name, by its kind."""
    element = graph.element(id_)
    return " ".join(element.title.split()) or texts(kind_class(element.kind).look.title)


def stages(count: int, texts: Texts) -> str:
    """Return a number of stages in words."""
    return texts.plural("{count} stage", "{count} stages", count).format(count=texts.number(count))


def share(value: float, texts: Texts) -> str:
    """Return a chance in percent; small ones keep the decimals that tell them from nothing."""
    percent = value * 100
    if 99.5 <= percent < 100:
        return texts.percent(min(value, 0.9999), 2 if percent >= 99.95 else 1)
    digits = 0 if percent >= 9.95 else 1 if percent >= 0.095 else 2
    return texts.percent(value, digits)


def rough(seconds: float, texts: Texts) -> str:
    """Return a time in round words, such as "3 weeks"; "" where nobody says how long."""
    if seconds <= 0:
        return ""
    return format_duration(rounded_duration(seconds), texts)
