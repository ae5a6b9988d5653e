"""What a capture line means on a map: where its cards go, and which of its names are known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.pasting import enter
from journeyeditor.editing.changes.placing import DropTarget
from journeyeditor.editing.changes.scores import typed_score
from journeyeditor.editing.changes.stages import insert
from journeyeditor.editing.clipboard.capture_line import Part, read_line
from journeyeditor.editing.clipboard.text import PastedCard, without_bullet
from journeyeditor.i18n import Texts
from journeyeditor.model import Element, JourneyGraph, RecordId
from journeyeditor.vocabulary.terms import term
from journeyeditor.vocabulary.touchpoint import CHANNELS

#: A name is known by its beginning from so many letters on.
MIN_BEGINNING = 2
#: A list of more lines is not entered at once.
MAX_LINES = 500


class CaptureDefaults(NamedTuple):
    """What stays from line to line: a stage's id ("": none), and the kind of words without a mark."""

    stage: RecordId = ""
    kind: str = "step"


class CapturedCard(NamedTuple):
    """A card that a line would make."""

    kind: str
    title: str
    score: float | None = None
    channel: str = ""


class Capture(NamedTuple):
    """A line on its way to the map.

    `stage` is where its cards go, "" for the ones that wait to be placed; `named_stage` is the
    title of a stage that is not on the map. `persona` is an id, or "" with `new_persona` for somebody
    unknown. `defaults` is what the next line begins with.
    """

    cards: tuple[CapturedCard, ...]
    stage: RecordId
    named_stage: str
    persona: RecordId
    new_persona: str
    defaults: CaptureDefaults


class Completion(NamedTuple):
    """A line completed: its new text, and what was filled in."""

    line: str
    filled: str


def capture(graph: JourneyGraph, line: str, defaults: CaptureDefaults, texts: Texts) -> Capture:
    """Return what a line would make on a map."""
    read = read_line(line)
    named = (read.stage or "").strip()
    known = best_match(named, graph.stages()) if named else defaults.stage
    if not graph.has_element(known):
        known = ""
    kind = "step" if read.stage is not None else defaults.kind
    cards = tuple(_card(part, kind, texts) for part in read.parts if part.kind != "persona")
    who = next((part.text for part in read.parts if part.kind == "persona"), "")
    persona = best_match(who, graph.personas()) if who else ""
    return Capture(
        cards,
        known,
        named if named and not known else "",
        persona,
        who if not persona else "",
        CaptureDefaults(known, _default_kind(cards, kind)),
    )


def lines_of(text: str) -> list[str]:
    """Return the lines of a pasted list, without bullets and empty ones; one line as it was typed."""
    found = [line for line in text.splitlines() if line.strip()] or [""]
    return [without_bullet(line) for line in found] if len(found) > 1 else found


def captures(
    graph: JourneyGraph, lines: Iterable[str], defaults: CaptureDefaults, texts: Texts
) -> list[Capture]:
    """Return what lines would make, each in the stage that the one before has left."""
    found = []
    for line in lines:
        found.append(capture(graph, line, defaults, texts))
        defaults = found[-1].defaults
    return found


def is_capture(graph: JourneyGraph, text: str) -> bool:
    """Whether a pasted text is written like capture lines: the first one names a stage of the map."""
    first = read_line(lines_of(text)[0])
    named = (first.stage or "").strip()
    return bool(named and first.parts and best_match(named, graph.stages()))


def enter_capture(draft: Draft, captured: Capture) -> list[RecordId]:
    """Make the cards of a line, and its persona if there is none of that name; return their ids."""
    persona = captured.persona
    if captured.new_persona:
        (persona,) = insert(draft, "persona", [{"title": captured.new_persona}], "")
    cards = [
        PastedCard(card.kind, _fields(card, captured, persona), group=0) for card in captured.cards
    ]
    made = enter(draft, cards, DropTarget(captured.stage or None), persona) if cards else []
    return [*made, *([persona] if captured.new_persona else [])]


def complete(graph: JourneyGraph, line: str, texts: Texts) -> Completion | None:
    """Return a line with the name that its end begins, of a stage, a persona or a channel."""
    start = max(line.rfind(" #"), line.rfind(" @")) + 1
    word = line[start:]
    if word[:1] == "@" and " " not in word:
        names = [persona.title for persona in graph.personas()]
        return _filled(line[:start] + "@", word[1:], names, "")
    if word[:1] == "#" and " " not in word:
        return _filled(line[:start] + "#", word[1:], [term(name, texts) for name in CHANNELS], "")
    if ">" not in line and line.strip() and not set(line) & set('#@!?+"'):
        return _filled("", line.lstrip(), [stage.title for stage in graph.stages()], " > ")
    return None


def best_match(words: str, elements: Iterable[Element]) -> RecordId:
    """Return the element of a name: the same words, else the only one that begins with them."""
    wanted = _plain(words)
    named = {element.id: _plain(element.title) for element in elements}
    same = [id_ for id_, title in named.items() if title == wanted]
    begun = [id_ for id_, title in named.items() if title.startswith(wanted)]
    if same:
        return same[0]
    return begun[0] if len(begun) == 1 and len(wanted) >= MIN_BEGINNING else ""


def _card(part: Part, kind: str, texts: Texts) -> CapturedCard:
    if part.kind == "emotion":
        return CapturedCard("emotion", "", typed_score(part.text))
    if part.kind == "touchpoint":
        channel = _channel(part.text, texts)
        return CapturedCard("touchpoint", term(channel, texts), channel=channel)
    return CapturedCard(part.kind or kind, part.text)


def _channel(words: str, texts: Texts) -> str:
    """Return the channel that words name or begin, or else the words."""
    wanted = _plain(words)
    names = {key: (_plain(key), _plain(term(key, texts))) for key in CHANNELS}
    same = [key for key, both in names.items() if wanted in both]
    begun = [key for key, both in names.items() if any(name.startswith(wanted) for name in both)]
    found = same or (begun if len(begun) == 1 else [])
    return found[0] if found else words


def _fields(card: CapturedCard, captured: Capture, persona: RecordId) -> dict[str, Any]:
    fields: dict[str, Any] = {"title": card.title}
    if not captured.stage:
        fields["proposed_stage"] = captured.named_stage
    if card.channel:
        fields["channel"] = card.channel
    if card.kind == "emotion":
        fields["score"] = card.score or 0
    if persona and card.kind in ("emotion", "thought", "pain_point"):
        fields["persona"] = persona
    elif persona and card.kind == "step":
        fields["persona"] = (persona,)
    return fields


def _default_kind(cards: tuple[CapturedCard, ...], kind: str) -> str:
    """Return the kind that the next words without a mark have: that of a line of one kind."""
    kinds = {card.kind for card in cards} - {"emotion", "touchpoint"}
    return kinds.pop() if len(kinds) == 1 else ("step" if kinds else kind)


def _filled(before: str, begun: str, names: list[str], after: str) -> Completion | None:
    wanted = _plain(begun)
    found = next((name for name in names if wanted and _plain(name).startswith(wanted)), "")
    if not found:
        return None
    quoted = f'"{found}"' if " " in found and before else found
    return Completion(f"{before}{quoted}{after}", found)


def _plain(words: str) -> str:
    return " ".join(words.replace("_", " ").casefold().split())
