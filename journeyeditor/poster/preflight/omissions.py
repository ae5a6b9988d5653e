"""What of a map its poster does not show, counted by kind and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from journeyeditor.i18n import N_, Texts
from journeyeditor.layout.grid import Grid
from journeyeditor.model import JourneyGraph, Relation
from journeyeditor.vocabulary import KINDS, Common, Evidence, info_of

#: Fields that say how a thing is shown or what it belongs to, and are seen in that.
STRUCTURE = frozenset(
    "id kind extras order title note votes stage lane rank persona archetype kinds height visible "
    "collapsed image alt position colour marker direction polarity channel moment_of_truth".split()
)

#: What else the poster shows of each kind.
SHOWN = {
    "stage": "count stated_rate customer_goal business_goal",
    "persona": "role quote goals needs frustrations segment",
    "thought": "source",
    "emotion": "score",
    "pain_point": "severity",
    "opportunity": "impact effort due",
    "backstage": "system",
    "metric": "value unit target date source series",
    "evidence": "source date",
    "picture": "caption",
}

#: What the list of sources adds when it has room for more than who and when.
TOLD_AT_LENGTH = frozenset({"claim", "figure", "sample"})
#: And what the appendix adds to that.
IN_APPENDIX = TOLD_AT_LENGTH | {"strength"}


#: This many connections are named, more are counted.
MAX_NAMED = 8


def printed_fields(*, has_claims: bool, has_appendix: bool) -> frozenset[str]:
    """Fields of a source that are printed besides its name and date."""
    if has_appendix:
        return IN_APPENDIX
    return TOLD_AT_LENGTH if has_claims else frozenset()


def cards_in_hidden_lanes(grid: Grid, texts: Texts) -> str:
    """A sentence on cards in hidden lanes; "" without any."""
    if not grid.hidden:
        return ""
    return texts.plural(
        "{count} card is in a hidden lane.",
        "{count} cards are in hidden lanes.",
        len(grid.hidden),
    ).format(count=len(grid.hidden))


def collapsed_cards(grid: Grid, texts: Texts) -> str:
    """A sentence on cards that collapsed lanes show as dots only; "" without any."""
    count = sum(len(cards) for (lane, _), cards in grid.cells.items() if grid.lanes[lane].collapsed)
    if not count:
        return ""
    return texts.plural(
        "{count} card in a collapsed lane is shown as a dot without text.",
        "{count} cards in collapsed lanes are shown as dots without text.",
        count,
    ).format(count=count)


def undrawn_relations(
    graph: JourneyGraph, relations: Iterable[Relation], drawn: Collection[str], texts: Texts
) -> str:
    """A sentence naming the connections between rows or sheets that are not drawn; "" without any."""
    lost = [relation for relation in relations if relation.id not in drawn]
    if not lost:
        return ""
    named = [
        f"{_name(graph, relation.source)} → {_name(graph, relation.target)}"
        for relation in lost[:MAX_NAMED]
    ]
    if len(lost) > MAX_NAMED:
        named.append(texts("and {count} more").format(count=len(lost) - MAX_NAMED))
    return texts.plural(
        "{count} connection between two rows of the map is not drawn: {list}.",
        "{count} connections between two rows of the map are not drawn: {list}.",
        len(lost),
    ).format(count=len(lost), list="; ".join(named))


def _name(graph: JourneyGraph, id_: str) -> str:
    return graph.element(id_).title or id_


def omissions(
    graph: JourneyGraph, drawn: Iterable[str], *, evidence: frozenset[str], texts: Texts
) -> str:
    """One sentence on what is left out, "" when nothing is; `drawn` are relations' ids.

    `evidence` are the fields of the sources that are told besides who and when.
    """
    counts: dict[str, Counter[str]] = {}
    for cls in KINDS:
        told = evidence if cls is Evidence else frozenset()
        counts[cls.look.title] = _fields(graph, cls, told)
    counts[N_("Connection")] = _relations(graph, set(drawn))
    info = info_of(graph)
    counts[N_("Map")] = Counter({N_("Glossary"): len(info.glossary)} if info.glossary else {})
    listed = "; ".join(
        f"{texts(kind)}: " + ", ".join(f"{texts(field)} ({n})" for field, n in fields.items())
        for kind, fields in counts.items()
        if fields
    )
    return texts("Not on the poster: {list}.").format(list=listed) if listed else ""


def _fields(graph: JourneyGraph, cls: type[Common], told: frozenset[str]) -> Counter[str]:
    """How many records have a value in a field that is not shown, by field title."""
    kind = cls.model_fields["kind"].default
    shown = STRUCTURE | told | set(SHOWN.get(kind, "").split())
    if kind == "emotion":  # a face has no words
        shown -= {"title", "note"}
    fields = {name: field for name, field in cls.model_fields.items() if name not in shown}
    return Counter(
        field.title or name
        for record in graph.elements(kind)
        for name, field in fields.items()
        if getattr(record, name) not in (field.default, None)
    )


def _relations(graph: JourneyGraph, drawn: set[str]) -> Counter[str]:
    """How many relations have texts that no line shows, by field title."""
    counts: Counter[str] = Counter()
    for relation in graph.relations():
        if getattr(relation, "elapsed", ""):
            counts[N_("Elapsed time")] += 1
        if getattr(relation, "note", ""):
            counts[N_("Note")] += 1
        if getattr(relation, "title", "") and relation.id not in drawn:
            counts[N_("Title")] += 1
    return counts
