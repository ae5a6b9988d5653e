"""Elements as they are told to somebody who listens: kind, title, place, and what they weigh."""

from __future__ import annotations

from journeyeditor.i18n import Texts
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Editor, kind_class

#: The editors whose values are worth hearing in a list.
_WORTH = (Editor.PIPS.value, Editor.SLIDER.value)


def spoken(element: Element, graph: JourneyGraph, texts: Texts) -> str:
    """Return an element in one sentence: "Touchpoint: Pay online, stage Purchase, severity 4"."""
    cls = kind_class(element.kind)
    title = " ".join(element.title.split()) or texts("without a title")
    parts = [f"{texts(cls.look.title)}: {title}"]
    stage = getattr(element, "stage", None)
    if stage and graph.has_element(stage):
        parts.append(f"{_lowered(texts('Stage'))} {graph.element(stage).title}")
    for name, info in cls.model_fields.items():
        extra = info.json_schema_extra
        value = getattr(element, name)
        if isinstance(extra, dict) and extra["editor"] in _WORTH and value is not None:
            said = texts.signed(value) if extra["editor"] == Editor.SLIDER.value else str(value)
            parts.append(f"{_lowered(texts(info.title or name))} {said}")
    return ", ".join(parts)


def _lowered(words: str) -> str:
    """Return words as they stand inside a sentence."""
    return words[:1].lower() + words[1:]
