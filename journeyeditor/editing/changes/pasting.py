"""Putting what comes from a clipboard's file into a map: new ids, and places of this map's own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from journeyeditor.editing.changes.copying import BESIDE, values_of
from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.placing import add, settled
from journeyeditor.editing.changes.ranking import rank_of, row, shifted
from journeyeditor.editing.changes.relations import PLACING, stage_of
from journeyeditor.editing.changes.stages import insert
from journeyeditor.editing.drop_target import Spot
from journeyeditor.model import Element, JourneyGraph, RecordId, Relation

_ROWS = ("stage", "persona")


def paste(
    draft: Draft, source: JourneyGraph, chosen: list[RecordId], spot: Spot | None
) -> list[RecordId]:
    """Enter the chosen elements of another graph; return their new ids.

    Cards go to the stage that has the id, the title or the archetype of their own; with a spot,
    those of the first stage go there and the others as far to the right of it as they were.
    """
    return _Pasting(draft, source, chosen, spot).ids()


def is_original(our: Element, source: JourneyGraph, chosen: Collection[RecordId]) -> bool:
    """Tell whether an element of this map is one of those that were copied; ids may meet by chance."""
    if our.id not in chosen:
        return False
    their = source.element(our.id)
    return (our.kind, our.title) == (their.kind, their.title)


class _Cell(NamedTuple):
    """Where cards of a kind are entered together."""

    kind: str
    stage: RecordId | None
    anchor: RecordId


class _Pasting:
    """One pasting under way."""

    def __init__(
        self, draft: Draft, source: JourneyGraph, chosen: list[RecordId], spot: Spot | None
    ) -> None:
        self.draft = draft
        self.graph = draft.graph
        self.source = source
        self.chosen = dict.fromkeys(chosen)
        self.spot = settled(draft.graph, spot) if spot is not None else None
        self.new: dict[RecordId, RecordId] = {}
        self.lead = next((source.element(id_).kind for id_ in chosen), "")
        self.columns = self._columns()

    def ids(self) -> list[RecordId]:
        """Enter everything; return the new ids in the order of the choice."""
        for kind in _ROWS:
            self._enter_row(kind)
        for lane in self._of_kind("lane"):
            self.new[lane.id] = self.draft.make("lane", **values_of(lane)).id
        cells: dict[_Cell, list[Element]] = {}
        for element in self.source.elements():
            if element.id in self.chosen and hasattr(element, "stage"):
                cells.setdefault(self._cell(element), []).append(element)
        for cell, cards in cells.items():
            self._enter(cell, cards)
        for id_ in self.chosen:
            for tie in self.source.outgoing(id_):
                self._enter_tie(tie)
        return [self.new[id_] for id_ in self.chosen]

    def _of_kind(self, kind: str) -> list[Element]:
        return [each for each in self.source.elements(kind) if each.id in self.chosen]

    def _enter_row(self, kind: str) -> None:
        """Enter stages, or people, behind those of the spot."""
        group = self._of_kind(kind)
        rows = [{k: v for k, v in values_of(e).items() if k != "rank"} for e in group]
        if group:
            new = insert(self.draft, kind, rows, self._before(kind))
            self.new.update(zip((each.id for each in group), new, strict=True))

    def _before(self, kind: str) -> RecordId:
        """Return in front of what stages go: what the spot names, or the stage behind its own."""
        if self.spot is None:
            return self._behind_originals(self.graph.elements(kind))
        everyone = [each.id for each in self.graph.elements(kind)]
        if self.spot.before in everyone:
            return self.spot.before
        place = everyone.index(self.spot.stage) + 1 if self.spot.stage in everyone else 0
        return everyone[place] if 0 < place < len(everyone) else ""

    def _behind_originals(self, there: Sequence[Element]) -> RecordId:
        """Return what stands behind the last of the originals in a row, "" at the end."""
        places = [i for i, our in enumerate(there) if is_original(our, self.source, self.chosen)]
        behind = there[places[-1] + 1 :] if places else ()
        return behind[0].id if behind else ""

    def _columns(self) -> Mapping[RecordId | None, RecordId | None]:
        """Return the stage of this map for each stage of the source that is not entered itself."""
        cards = [e for e in map(self.source.element, self.chosen) if hasattr(e, "stage")]
        homes = {stage_of(card) for card in cards} - self.chosen.keys()
        found = {home: self._same(home, "stage") for home in homes}
        if self.spot is None:
            return found
        ours = [stage.id for stage in self.graph.stages()]
        if self.spot.stage not in ours:
            return dict.fromkeys(homes)
        theirs = [stage.id for stage in self.source.stages() if stage.id in homes]
        known = [ours.index(f) for t in theirs if (f := found[t]) is not None]
        places = known if len(known) == len(theirs) else [*range(len(theirs))]
        start = ours.index(self.spot.stage) - (min(places) if places else 0)
        columns: dict[RecordId | None, RecordId | None] = {None: self.spot.stage}
        for home, place in zip(theirs, places, strict=True):
            columns[home] = ours[min(start + place, len(ours) - 1)]
        return columns

    def _same(self, id_: RecordId | None, kind: str) -> RecordId | None:
        """Return what in this map is the same as an element of the source, by name or by id.

        Ids of different maps may meet by chance, so the same id with another title comes last.
        """
        if id_ is None:
            return None
        their = self.source.element(id_)
        ours = [each for each in self.graph.elements(kind) if each.id == id_]
        ours += [each for each in self.graph.elements(kind) if each.id != id_]
        for name in ("title", "archetype"):
            wanted = _plain(their, name)
            found = [our.id for our in ours if wanted and _plain(our, name) == wanted]
            if not found and name == "title":
                found = [our.id for our in ours[:1] if our.id == id_]
            if found:
                return found[0]
        return None

    def _cell(self, card: Element) -> _Cell:
        """Return where a card goes."""
        home = stage_of(card)
        if home in self.chosen:
            return _Cell(card.kind, self.new[str(home)], "")
        ties = self.source.outgoing(card.id)
        is_held = any(tie.kind in PLACING and tie.target in self.chosen for tie in ties)
        anchor = self.spot.anchor if self.spot is not None and not is_held else ""
        return _Cell(card.kind, self.columns.get(home), anchor)

    def _enter(self, cell: _Cell, cards: list[Element]) -> None:
        """Enter cards of one kind into one stage."""
        rows = [self._fields(card) for card in cards]
        if cell.stage in self.new.values():
            for card, fields in zip(cards, rows, strict=True):
                kept = {"rank": rank_of(card), **fields, "stage": cell.stage}
                self.new[card.id] = self.draft.make(cell.kind, **kept).id
            return
        spot = Spot(cell.stage, None, "", cell.anchor)
        if self.spot is None:
            there = row(self.graph, cell.kind, cell.stage)
            spot = spot._replace(before=self._behind_originals(there))
        if self.spot is not None and cell.stage == self.spot.stage:
            spot = spot._replace(before=self.spot.before if cell.kind == self.lead else "")
            spot = spot._replace(lane=self.spot.lane if cell.kind == self.lead else None)
        new = add(self.draft, cell.kind, rows, spot)
        self.new.update(zip((card.id for card in cards), new, strict=True))

    def _fields(self, card: Element) -> dict[str, Any]:
        """Return the fields of a card that are the same here."""
        fields = values_of(card)
        fields.pop("stage", None)
        fields.pop("rank", None)
        lane = fields.pop("lane", None)
        our = self.new.get(lane) or self._same(lane, "lane") if lane else None
        is_led = self.spot is not None and card.kind == self.lead
        if our is not None and not is_led:
            fields["lane"] = our
        persona = fields.pop("persona", None)
        if isinstance(persona, tuple):
            fields["persona"] = tuple(p for p in map(self._persona, persona) if p is not None)
        elif persona is not None:
            fields["persona"] = self._persona(persona)
        if fields.get("position") is not None:
            fields["position"] = shifted(fields["position"], BESIDE, BESIDE)
        return fields

    def _persona(self, id_: RecordId) -> RecordId | None:
        return self.new.get(id_) or self._same(id_, "persona")

    def _enter_tie(self, tie: Relation) -> None:
        """Enter a relation of a pasted element, if its other end is pasted or there already."""
        target = self.new.get(tie.target) or self._end(tie)
        if not target:
            return
        names = tie.__pydantic_fields_set__ - {"id", "kind", "source", "target"}
        fields = {name: getattr(tie, name) for name in names}
        if fields.get("persona") is not None:
            fields["persona"] = self._persona(fields["persona"])
        self.draft.tie(tie.kind, self.new[tie.source], target, **fields)

    def _end(self, tie: Relation) -> RecordId:
        """Return what here a relation leads to that led out of what was chosen, or ""."""
        their = self.source.element(tie.target)
        if self.graph.has_element(their.id):
            is_placed = tie.kind in PLACING and self.spot is not None
            our = self.graph.element(their.id)
            if is_original(our, self.source, (their.id,)) and not is_placed:
                return our.id
        if their.kind != "evidence":
            return ""
        fields = values_of(their)
        for name in ("stage", "lane", "rank"):
            fields.pop(name, None)
        self.new[their.id] = self.draft.make("evidence", **fields).id
        return self.new[their.id]


def _plain(element: Element, name: str) -> str:
    """Return a field's words as they are compared."""
    return " ".join(str(getattr(element, name, "")).casefold().split())
