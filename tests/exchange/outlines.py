"""A map as a few lines of text: what a person would see on it, without ids."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import info_of

_STAGE_FIELDS = ("count", "stated_rate", "owner", "customer_goal", "business_goal", "note")
_CARD_FIELDS = ("channel", "owner", "value", "unit", "note")


def outline(graph: JourneyGraph) -> str:
    return "\n".join(_lines(graph)) + "\n"


def _lines(graph: JourneyGraph) -> Iterator[str]:
    info = info_of(graph)
    for name in ("title", "language", "goal", "version_label", "note"):
        if value := getattr(info, name):
            yield f"{name}: {_flat(value)}"
    for persona in graph.personas():
        yield f"persona: {persona.title}{_fields(persona, ('role', 'note'))}"
    lanes = {lane.id: lane.title for lane in graph.lanes()}
    if any(lanes.values()):
        yield "lanes: " + " | ".join(lanes.values())
    for stage in graph.stages():
        yield f"[{stage.title}]{_fields(stage, _STAGE_FIELDS)}"
        for card in graph.cards(stage.id):
            yield "  " + _card(graph, card, lanes)


def _card(graph: JourneyGraph, card: Element, lanes: dict[str, str]) -> str:
    kind = lanes[card.lane] if card.lane else card.kind
    words = card.title
    if card.kind == "emotion":
        score = getattr(card, "score", None)
        words = f"{'?' if score is None else f'{score:+g}'} {getattr(card, 'reason', '')}".strip()
    person = getattr(card, "persona", None) or ()
    names = [graph.element(id_).title for id_ in ([person] if isinstance(person, str) else person)]
    who = f" @{', '.join(names)}" if names else ""
    target = next(
        (graph.element(r.target) for r in graph.outgoing(card.id) if r.kind == "at"), None
    )
    at = f" → {_flat(target.title)}" if target is not None else ""
    return f"{kind}: {_flat(words)}{who}{_fields(card, _CARD_FIELDS)}{at}"


def _fields(element: Element, names: tuple[str, ...]) -> str:
    values = {name: getattr(element, name, None) for name in names}
    given = [f"{name}={_flat(str(v))}" for name, v in values.items() if v not in (None, "", ())]
    return f" {{{'; '.join(given)}}}" if given else ""


def _flat(words: str) -> str:
    return words.replace("\n", " / ")
