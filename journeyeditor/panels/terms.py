"""The words for values, kinds and elements, in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from journeyeditor.i18n import N_, Texts
from journeyeditor.model import Element, JourneyGraph, Record, Relation
from journeyeditor.vocabulary import (
    KINDS,
    Card,
    Common,
    Editor,
    Emotion,
    declaration,
    kind_class,
)

_PLURALS: Mapping[str, str] = MappingProxyType({cls.kind_name(): cls.look.plural for cls in KINDS})


def plural(kind: str, texts: Texts) -> str:
    """What several elements of a kind are called; the funnel shows the stages' counts."""
    return texts("Funnel") if kind == "stage" else texts(_PLURALS[kind])


#: Headings of relations, seen from their source and from their target.
OUTGOING: Mapping[str, str] = MappingProxyType(
    {
        "follows": N_("Leads to"),
        "at": N_("Belongs to"),
        "addresses": N_("Addresses"),
        "supports": N_("Supports"),
        "evidenced_by": N_("Evidence"),
    }
)


INCOMING: Mapping[str, str] = MappingProxyType(
    {
        "follows": N_("Comes from"),
        "at": N_("Attached"),
        "addresses": N_("Addressed by"),
        "supports": N_("Supported by"),
        "evidenced_by": N_("Evidence for"),
    }
)


def kind_name(record: Record, texts: Texts) -> str:
    """What a record is: the name of its kind, or how a relation is headed at its source."""
    if isinstance(record, Relation):
        return texts(OUTGOING[record.kind])
    return texts(kind_class(record.kind).look.title)


#: Fields that may replace a missing title, in this order.
_TITLE_FIELDS = ("title", "reason", "claim", "caption", "alt", "note")


def stage_of(element: Element) -> str | None:
    """The id of the stage that a card is in; None of what is in none."""
    return element.stage if isinstance(element, Card) else None


def name_of(element: Element, texts: Texts) -> str:
    """What an element is called, in one line: its title, or another field that says something.

    A score stands before its reason; an element without any text is called by its kind.
    """
    values = (str(getattr(element, name, "")) for name in _TITLE_FIELDS)
    words = next((" ".join(each.split()) for each in values if each.strip()), "")
    if isinstance(element, Emotion) and element.score is not None:
        words = f"{texts.signed(element.score)} {words}".strip()
    return words or (f"({texts(element.look.title)})" if isinstance(element, Common) else "")


#: The editors whose values are worth hearing in a list.
_SPOKEN_EDITORS = (Editor.PIPS, Editor.SLIDER)


def describe(element: Element, graph: JourneyGraph, texts: Texts) -> str:
    """Describe an element in a sentence: "Touchpoint: Pay online, stage Purchase, severity 4"."""
    cls = kind_class(element.kind)
    title = " ".join(element.title.split()) or texts("untitled")
    parts = [f"{texts(cls.look.title)}: {title}"]
    stage = stage_of(element)
    if stage and graph.has_element(stage):
        parts.append(f"{texts.inside_sentence(texts('Stage'))} {graph.element(stage).title}")
    for name, info in cls.model_fields.items():
        declared = declaration(info)
        value = getattr(element, name)
        if declared and declared.editor in _SPOKEN_EDITORS and value is not None:
            shown = texts.signed(value) if declared.editor is Editor.SLIDER else str(value)
            parts.append(f"{texts.inside_sentence(texts(info.title or name))} {shown}")
    return ", ".join(parts)
