"""The sentences of a comparison and the values in them, in each language.

Command line, report and window all use this module, so their texts agree.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any, NamedTuple

from journeyeditor.i18n import N_, Texts, language_name
from journeyeditor.insight.compare import Comparison, Difference, compare
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import Editor, Stage, declaration, kind_class
from journeyeditor.vocabulary.relations import RELATIONS

#: Sort of difference → its heading, in display order.
SORTS: dict[str, str] = {
    "added": N_("Added"),
    "removed": N_("Removed"),
    "moved": N_("Moved"),
    "rescored": N_("Rescored"),
    "reconnected": N_("Reconnected"),
    "changed": N_("Changed"),
}
#: Stands for a missing value.
NO_VALUE = "–"
#: Longer texts are cut (characters).
MAX_LETTERS = 60
_RELATION_NAMES: dict[str, str] = {cls.kind_name(): cls.name for cls in RELATIONS}


class ChangedValue(NamedTuple):
    """One changed value: its label, and the old and new value as text."""

    field: str
    old: str
    new: str


class ComparisonText:
    """Texts that describe how a new map differs from an old one, in one language."""

    def __init__(
        self,
        old: JourneyGraph,
        new: JourneyGraph,
        texts: Texts,
        comparison: Comparison | None = None,
    ) -> None:
        self.old, self.new, self.texts = old, new, texts
        self.comparison = compare(old, new) if comparison is None else comparison

    def sentence(self, difference: Difference) -> str:
        texts = self.texts
        thing = self.thing(difference)
        if difference.what in ("added", "removed"):
            return self._added_or_removed(difference, thing)
        rows = self.rows(difference)
        if difference.what == "moved" and difference.fields[0][0] == "rank":
            template = texts("{thing} moved from position {old} to position {new}")
            return template.format(thing=thing, old=rows[0].old, new=rows[0].new)
        if difference.what == "moved":
            template = texts("{thing} moved from “{old}” to “{new}”")
            return template.format(thing=thing, old=rows[0].old, new=rows[0].new)
        if difference.what == "rescored":
            score = next(
                row
                for row, (name, _, _) in zip(rows, difference.fields, strict=True)
                if name == "score"
            )
            template = texts("{thing} changed from {old} to {new}")
            return template.format(thing=thing, old=score.old, new=score.new)
        if difference.what == "reconnected":
            return f"{thing}: {self._reconnections(rows[0])}"
        parts = [f"{row.field} {_short(row.old)} → {_short(row.new)}" for row in rows]
        return f"{thing}: {'; '.join(parts)}"

    def thing(self, difference: Difference) -> str:
        """The name of an element: its kind, and its title or position."""
        kind = self.texts(kind_class(difference.kind).look.title)
        title = _short(difference.title)
        if title:
            return self.texts("{kind} “{title}”").format(kind=kind, title=title)
        where = ", ".join(filter(None, (self.persona(difference), self.stage(difference))))
        return f"{kind} ({where})" if where else kind

    def element(self, difference: Difference) -> Element:
        """The element on the new map, or on the old one if it was removed."""
        if difference.new:
            return self.new.element(difference.new)
        return self.old.element(difference.old)

    def stage(self, difference: Difference) -> str:
        graph = self.new if difference.new else self.old
        stage = stage_of(graph, self.element(difference))
        return "" if stage is None else stage.title

    def persona(self, difference: Difference) -> str:
        """The name of the persona that an element concerns, "" if it is not exactly one."""
        graph = self.new if difference.new else self.old
        persona = self.element(difference).persona
        return _title(graph, persona) if isinstance(persona, str) else ""

    def rows(self, difference: Difference) -> list[ChangedValue]:
        """What differs, with both values as text."""
        cls = kind_class(difference.kind)
        sentences = []
        for field, before, after in difference.fields:
            name, _, language = field.partition("@")
            if name == "rank":
                label, old, new = (
                    self.texts("Position", "in a row of cards"),
                    str(before),
                    str(after),
                )
            elif name == "relations":
                label = self.texts("Connections")
                old, new = self._relations_text(before), self._relations_text(after)
            else:
                label = self.texts(cls.model_fields[name].title or name)
                if language:
                    label = f"{label} ({language_name(language)})"
                old = self._value(cls, name, before, self.old)
                new = self._value(cls, name, after, self.new)
            sentences.append(ChangedValue(label, old, new))
        return sentences

    def _added_or_removed(self, difference: Difference, thing: str) -> str:
        texts, stage = self.texts, ""
        if difference.title:
            stage = self.stage(difference) if difference.kind != "stage" else ""
        if difference.what == "added":
            template = (
                texts("{thing} was added in “{stage}”") if stage else texts("{thing} was added")
            )
        elif stage:
            template = texts("{thing} was removed from “{stage}”")
        else:
            template = texts("{thing} was removed")
        return template.format(thing=thing, stage=stage)

    def _reconnections(self, row: ChangedValue) -> str:
        parts = []
        if row.old != NO_VALUE:
            parts.append(self.texts("no longer {relations}").format(relations=row.old))
        if row.new != NO_VALUE:
            parts.append(self.texts("now {relations}").format(relations=row.new))
        return "; ".join(parts)

    def _relations_text(self, values: Sequence[tuple[str, str, str]]) -> str:
        relations = []
        for kind, target, share in values:
            name = _short(_title(self.new, target)) or target
            words = self.texts("{relation} “{title}”").format(
                relation=self.texts(_RELATION_NAMES[kind]), title=name
            )
            relations.append(f"{words} ({self.texts.percent(float(share), 1)})" if share else words)
        return ", ".join(relations) or NO_VALUE

    def _value(self, cls: type[Element], name: str, value: Any, graph: JourneyGraph) -> str:
        declared = declaration(cls.model_fields[name])
        editor = declared.editor if declared else None
        if value is None or value in ("", ()):
            return NO_VALUE
        if isinstance(value, bool):
            return self.texts("yes") if value else self.texts("no")
        if isinstance(value, int | float):
            return self._figure(editor, value)
        if isinstance(value, datetime.date):
            return self.texts.date(value)
        if isinstance(value, str):
            return self._text(editor, value, graph)
        return self._list(editor, value, graph)

    def _text(self, editor: Editor | None, value: str, graph: JourneyGraph) -> str:
        """A text, the label of a key, or the title of an id."""
        if editor == Editor.ELEMENT:
            return _title(graph, value) or value
        if editor == Editor.PICTURE:
            return self.texts("Picture")
        if editor in (Editor.CHOICE, Editor.SUGGESTION):
            return self.texts(value.replace("_", " ").capitalize())
        return value

    def _list(self, editor: Editor | None, value: Sequence[Any], graph: JourneyGraph) -> str:
        """A list of texts joined by commas; for figures, their number."""
        if all(isinstance(each, str) for each in value):
            is_ids = editor == Editor.ELEMENTS
            return ", ".join((_title(graph, each) if is_ids else "") or each for each in value)
        figures = self.texts.plural("{count} figure", "{count} figures", len(value))
        return figures.format(count=self.texts.number(len(value)))

    def _figure(self, editor: Editor | None, value: float) -> str:
        if editor == Editor.PERCENT:
            return self.texts.percent(value, 2)
        if editor == Editor.SLIDER:
            return self.texts.signed(value)
        return self.texts.number(value)


def stage_of(graph: JourneyGraph, element: Element) -> Stage | None:
    if isinstance(element, Stage):
        return element
    stage_id = element.stage
    if stage_id is None:
        targets = [graph.element(relation.target) for relation in graph.outgoing(element.id, "at")]
        candidates = (each.id if isinstance(each, Stage) else each.stage for each in targets)
        stage_id = next(filter(None, candidates), None)
    stage = graph.element(stage_id) if stage_id and graph.has_element(stage_id) else None
    return stage if isinstance(stage, Stage) else None


def _title(graph: JourneyGraph, id_: str) -> str:
    """An element's title, or its kind's name in lower case."""
    if not graph.has_element(id_):
        return ""
    return " ".join(graph.element(id_).title.split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= MAX_LETTERS else f"{text[: MAX_LETTERS - 1].rstrip()}…"
