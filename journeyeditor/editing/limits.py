"""How large a map a window edits: larger ones would not be shown in bounded time and memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from journeyeditor.files import FileError
from journeyeditor.i18n import N_, Phrase
from journeyeditor.model import JourneyGraph

#: So many elements of one kind and altogether, and so many relations.
MAX_OF_KIND, MAX_ELEMENTS, MAX_RELATIONS = 25_000, 100_000, 100_000
#: Relations between elements far apart are long lines: so many elements may lie between all ends.
MAX_DISTANCE = 5_000_000
#: What is pasted or imported leaves room for so many more cards, which are added one by one.
HEADROOM = 1_000


def check_size(graph: JourneyGraph, name: str) -> None:
    """Raises FileError for a map that is too large to be edited."""
    elements, relations = graph.elements(), graph.relations()
    ((kind, largest),) = Counter(element.kind for element in elements).most_common(1) or [("", 0)]
    fault = None
    if len(elements) > MAX_ELEMENTS:
        most = N_("has {count} nodes, more than {most}")
        fault = Phrase(most, count=len(elements), most=MAX_ELEMENTS)
    elif largest > MAX_OF_KIND:
        most = N_("has {count} nodes of the kind “{kind}”, more than {most}")
        fault = Phrase(most, count=largest, kind=kind, most=MAX_OF_KIND)
    elif len(relations) > MAX_RELATIONS:
        most = N_("has {count} edges, more than {most}")
        fault = Phrase(most, count=len(relations), most=MAX_RELATIONS)
    elif _distance(graph) > MAX_DISTANCE:
        fault = Phrase(N_("has too many relations between elements that are far apart"))
    if fault is not None:
        raise FileError(name, fault, N_("split the map"))


def _distance(graph: JourneyGraph) -> int:
    """Return how many elements lie between the ends of all relations, stage by stage."""
    ordered = [card.id for card in graph.cards(None)]
    for stage in graph.stages():
        ordered += [stage.id, *(card.id for card in graph.cards(stage.id))]
    places = {id_: place for place, id_ in enumerate(ordered)}
    return sum(
        abs(places.get(relation.source, 0) - places.get(relation.target, 0))
        for relation in graph.relations()
    )


def has_room(graph: JourneyGraph, kinds: Iterable[str], relations: int = 0) -> bool:
    """Whether elements of these kinds and more relations leave room in a map for what is typed."""
    added = Counter(kinds)
    return (
        len(graph) + added.total() <= MAX_ELEMENTS - HEADROOM
        and len(graph.relations()) + relations <= MAX_RELATIONS - HEADROOM
        and all(
            len(graph.elements(kind)) + count <= MAX_OF_KIND - HEADROOM
            for kind, count in added.items()
        )
    )
