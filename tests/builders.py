"""Maps in few words, so that tests read as journeys."""

from __future__ import annotations

from typing import Any, Self

from journeyeditor.model import Element, JourneyGraph, Record
from journeyeditor.vocabulary import RELATIONS, MapInfo, RelationBase, kind_class

_RELATIONS: dict[str, type[RelationBase]] = {cls.kind_name(): cls for cls in RELATIONS}


class MapBuilder:
    """A map under construction; elements get ids of their kind: stage1, stage2, touchpoint1 …"""

    def __init__(self, **info: Any) -> None:
        self.info = MapInfo.model_validate(info)
        self.records: list[Record] = []
        self.stage: str | None = None

    def with_stage(self, title: str = "", **fields: Any) -> Self:
        """Add a stage; the cards that follow stand in it."""
        stage = self._made("stage", title, fields)
        self.stage = stage.id
        return self

    def with_(self, kind: str, title: str = "", **fields: Any) -> Self:
        """Add an element; a card stands in the last stage unless told otherwise."""
        if "stage" in kind_class(kind).model_fields:
            fields.setdefault("stage", self.stage)
        self._made(kind, title, fields)
        return self

    def related(self, relation: str, source: str, target: str, **fields: Any) -> Self:
        id_ = f"r{sum(record.is_relation for record in self.records) + 1}"
        values = {"id": id_, "source": source, "target": target, **fields}
        self.records.append(_RELATIONS[relation].model_validate(values))
        return self

    def built(self) -> JourneyGraph:
        return JourneyGraph.of(self.info, self.records)

    def _made(self, kind: str, title: str, fields: dict[str, Any]) -> Element:
        number = sum(record.kind == kind for record in self.records) + 1
        values = {"id": f"{kind}{number}", "title": title, **fields}
        element = kind_class(kind).model_validate(values)
        self.records.append(element)
        return element


def a_map(**info: Any) -> MapBuilder:
    return MapBuilder(**info)
