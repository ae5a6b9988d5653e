"""Copies of elements: duplicates, pasted clips, and the cards of a pasted text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from journeyeditor.editing.changes.draft import Draft
from journeyeditor.editing.changes.order import Rank, rank_of, ranks, row, shifted
from journeyeditor.editing.changes.placing import DropTarget, add, in_order, resolved
from journeyeditor.editing.changes.relations import placing_relation, stage_of
from journeyeditor.editing.changes.scores import curve_persona
from journeyeditor.editing.changes.stages import insert
from journeyeditor.editing.clipboard.clip import with_cards
from journeyeditor.editing.clipboard.text import PastedCard
from journeyeditor.model import Element, JourneyGraph, RecordId, Relation
from journeyeditor.vocabulary import MOMENTS, PLACING_RELATIONS, Evidence, Follows, Lane

#: How far beside the original the copy of a free note lies, in map units.
BESIDE = 12


def duplicate(draft: Draft, ids: Iterable[RecordId]) -> list[RecordId]:
    """Copy elements, each behind its original; return the ids of the copies.

    A stage is copied with its cards. Relations among the originals are copied too, and so are the
    relations of an original to what it belongs to, but not its transitions.
    """
    graph = draft.graph
    chosen = with_cards(graph, ids)
    copies: dict[RecordId, RecordId] = {}
    for kind in ("stage", "persona", "lane"):
        group = [graph.element(id_) for id_ in chosen if graph.element(id_).kind == kind]
        _copy_row(draft, graph.elements(kind), group, copies)
    cells: dict[tuple[RecordId | None, str], list[Element]] = {}
    for card in in_order(graph, chosen):
        cells.setdefault((stage_of(card), card.kind), []).append(card)
    for (stage, kind), group in cells.items():
        if stage in copies:
            for card in group:
                copies[card.id] = _copied(draft, card, stage=copies[stage])
        else:
            _copy_row(draft, row(graph, kind, stage), group, copies)
    _copy_relations(draft, copies)
    return [copies[id_] for id_ in chosen]


def values_of(element: Element) -> dict[str, Any]:
    """Return the fields that were given to an element, without its id and kind."""
    names = element.__pydantic_fields_set__ - {"id", "kind"}
    return {name: getattr(element, name) for name in names}


def _copy_row(
    draft: Draft,
    siblings: Collection[Element],
    group: Collection[Element],
    copies: dict[RecordId, RecordId],
) -> None:
    if not group:
        return
    cards = list(siblings)
    last = max(i for i, each in enumerate(cards) if each in group)
    before = cards[last + 1].id if last + 1 < len(cards) else ""
    for element, rank in zip(group, ranks(draft, cards, before, len(group)), strict=True):
        copies[element.id] = _copied(draft, element, rank=rank)


def _copied(draft: Draft, element: Element, **fields: Any) -> RecordId:
    position: tuple[Rank, Rank] | None = element.position
    if position is not None:
        fields["position"] = shifted(position, BESIDE, BESIDE)
    return draft.add(element.kind, **{**values_of(element), **fields}).id


def _copy_relations(draft: Draft, copies: dict[RecordId, RecordId]) -> None:
    graph = draft.graph
    for original, copy in copies.items():
        for relation in graph.outgoing(original):
            if relation.target not in copies and isinstance(relation, Follows):
                continue
            names = relation.__pydantic_fields_set__ - {"id", "kind", "source", "target"}
            fields = {name: getattr(relation, name) for name in names}
            draft.add_relation(
                relation.kind, copy, copies.get(relation.target, relation.target), **fields
            )


_ROWS = ("stage", "persona")


def paste(
    draft: Draft, source: JourneyGraph, chosen: list[RecordId], target: DropTarget | None
) -> list[RecordId]:
    """Enter the chosen elements of another graph; return their new ids.

    Cards go to the stage that has the id, the title or the archetype of their own; with a target,
    those of the first stage go there and the others as far to the right of it as they were.
    """
    return _Paste(draft, source, chosen, target).ids()


def merge_map(draft: Draft, source: JourneyGraph) -> list[RecordId]:
    """Enter a whole map: stages, personas and lanes that this one has by name get the cards.

    A map without cards also gets the other one's lanes. Returns the new ids.
    """
    graph = draft.graph
    known = {
        (kind, _plain(each, "title")) for kind in (*_ROWS, "lane") for each in graph.elements(kind)
    }
    is_empty = not any(each.is_card for each in graph.elements())
    chosen = []
    for element in source.elements():
        is_known = (element.kind, _plain(element, "title")) in known
        is_usual = isinstance(element, Lane) and bool(element.kinds) and not is_empty
        if not is_known and not is_usual:
            chosen.append(element.id)
    return _Paste(draft, source, chosen, None).ids()


def is_original(our: Element, source: JourneyGraph, chosen: Collection[RecordId]) -> bool:
    """Whether an element of this map is one of those that were copied; ids may meet by chance."""
    if our.id not in chosen:
        return False
    their = source.element(our.id)
    return (our.kind, our.title) == (their.kind, their.title)


class _PasteCell(NamedTuple):
    """Where cards of a kind are entered together."""

    kind: str
    stage: RecordId | None
    anchor: RecordId


class _Paste:
    """One paste."""

    def __init__(
        self, draft: Draft, source: JourneyGraph, chosen: list[RecordId], target: DropTarget | None
    ) -> None:
        self.draft = draft
        self.graph = draft.graph
        self.source = source
        self.chosen = dict.fromkeys(chosen)
        self.target = resolved(draft.graph, target) if target is not None else None
        self.new: dict[RecordId, RecordId] = {}
        self.lead = next((source.element(id_).kind for id_ in chosen), "")
        self.columns = self._columns()

    def ids(self) -> list[RecordId]:
        """Enter everything; return the new ids in the order of the choice."""
        for kind in _ROWS:
            self._enter_row(kind)
        for lane in self._of_kind("lane"):
            self.new[lane.id] = self.draft.add("lane", **values_of(lane)).id
        cells: dict[_PasteCell, list[Element]] = {}
        for element in self.source.elements():
            if element.id in self.chosen and element.is_card:
                cells.setdefault(self._cell(element), []).append(element)
        for cell, cards in cells.items():
            self._enter(cell, cards)
        for id_ in self.chosen:
            for relation in self.source.outgoing(id_):
                self._enter_relation(relation)
        return [self.new[id_] for id_ in self.chosen]

    def _of_kind(self, kind: str) -> list[Element]:
        return [each for each in self.source.elements(kind) if each.id in self.chosen]

    def _enter_row(self, kind: str) -> None:
        """Add stages or personas behind those of the target."""
        group = self._of_kind(kind)
        rows = [{k: v for k, v in values_of(e).items() if k != "rank"} for e in group]
        if group:
            new = insert(self.draft, kind, rows, self._before(kind))
            self.new.update(zip((each.id for each in group), new, strict=True))

    def _before(self, kind: str) -> RecordId:
        """Return the stage before which stages go: the target's, or the one behind its stage."""
        if self.target is None:
            return self._behind_originals(self.graph.elements(kind))
        everyone = [each.id for each in self.graph.elements(kind)]
        if self.target.before in everyone:
            return self.target.before
        place = everyone.index(self.target.stage) + 1 if self.target.stage in everyone else 0
        return everyone[place] if 0 < place < len(everyone) else ""

    def _behind_originals(self, cards: Sequence[Element]) -> RecordId:
        """Return the element after the last of the originals in a row, "" at the end."""
        places = [i for i, our in enumerate(cards) if is_original(our, self.source, self.chosen)]
        behind = cards[places[-1] + 1 :] if places else ()
        return behind[0].id if behind else ""

    def _columns(self) -> Mapping[RecordId | None, RecordId | None]:
        """Return the stage of this map for each stage of the source that is not entered itself."""
        cards = [e for e in map(self.source.element, self.chosen) if e.is_card]
        column_stages = {stage_of(card) for card in cards} - self.chosen.keys()
        found = {column_stage: self._same(column_stage, "stage") for column_stage in column_stages}
        if self.target is None:
            return found
        ours = [stage.id for stage in self.graph.stages()]
        if self.target.stage not in ours:
            return dict.fromkeys(column_stages)
        theirs = [stage.id for stage in self.source.stages() if stage.id in column_stages]
        known = [ours.index(f) for t in theirs if (f := found[t]) is not None]
        places = known if len(known) == len(theirs) else [*range(len(theirs))]
        start = ours.index(self.target.stage) - (min(places) if places else 0)
        columns: dict[RecordId | None, RecordId | None] = {None: self.target.stage}
        for column_stage, place in zip(theirs, places, strict=True):
            columns[column_stage] = ours[min(start + place, len(ours) - 1)]
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

    def _cell(self, card: Element) -> _PasteCell:
        column_stage = stage_of(card)
        if column_stage in self.chosen:
            return _PasteCell(card.kind, self.new[str(column_stage)], "")
        relations = self.source.outgoing(card.id)
        is_held = any(
            relation.kind in PLACING_RELATIONS and relation.target in self.chosen
            for relation in relations
        )
        anchor = self.target.anchor if self.target is not None and not is_held else ""
        return _PasteCell(card.kind, self.columns.get(column_stage), anchor)

    def _enter(self, cell: _PasteCell, cards: list[Element]) -> None:
        rows = [self._fields(card) for card in cards]
        if cell.stage in self.new.values():
            for card, fields in zip(cards, rows, strict=True):
                values = {"rank": rank_of(card), **fields, "stage": cell.stage}
                self.new[card.id] = self.draft.add(cell.kind, **values).id
            return
        target = DropTarget(cell.stage, None, "", cell.anchor)
        if self.target is None:
            neighbours = row(self.graph, cell.kind, cell.stage)
            target = target._replace(before=self._behind_originals(neighbours))
        if self.target is not None and cell.stage == self.target.stage:
            target = target._replace(before=self.target.before if cell.kind == self.lead else "")
            target = target._replace(lane=self.target.lane if cell.kind == self.lead else None)
        new = add(self.draft, cell.kind, rows, target)
        self.new.update(zip((card.id for card in cards), new, strict=True))

    def _fields(self, card: Element) -> dict[str, Any]:
        fields = values_of(card)
        fields.pop("stage", None)
        fields.pop("rank", None)
        lane = fields.pop("lane", None)
        our = self.new.get(lane) or self._same(lane, "lane") if lane else None
        is_led = self.target is not None and card.kind == self.lead
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

    def _enter_relation(self, relation: Relation) -> None:
        """Enter a relation of a pasted element, if its other end is pasted or there already."""
        target = self.new.get(relation.target) or self._end(relation)
        if not target:
            return
        names = relation.__pydantic_fields_set__ - {"id", "kind", "source", "target"}
        fields = {name: getattr(relation, name) for name in names}
        if fields.get("persona") is not None:
            fields["persona"] = self._persona(fields["persona"])
        self.draft.add_relation(relation.kind, self.new[relation.source], target, **fields)

    def _end(self, relation: Relation) -> RecordId:
        """Return what here a relation leads to that led out of what was chosen, or ""."""
        their = self.source.element(relation.target)
        if self.graph.has_element(their.id):
            is_placed = relation.kind in PLACING_RELATIONS and self.target is not None
            our = self.graph.element(their.id)
            if is_original(our, self.source, (their.id,)) and not is_placed:
                return our.id
        if not isinstance(their, Evidence):
            return ""
        fields = values_of(their)
        for name in ("stage", "lane", "rank"):
            fields.pop(name, None)
        self.new[their.id] = self.draft.add("evidence", **fields).id
        return self.new[their.id]


def _plain(element: Element, name: str) -> str:
    return " ".join(str(getattr(element, name, "")).casefold().split())


def enter(
    draft: Draft, cards: Sequence[PastedCard], target: DropTarget, persona: RecordId = ""
) -> list[RecordId]:
    """Make the cards of a pasted text and return their ids, in order.

    Missing stages are added. In a group, cards are related to its step or
    touchpoint.
    """
    graph = draft.graph
    persona_id = persona or curve_persona(graph)
    stages = _stages(draft, cards)
    ids: dict[int, RecordId] = {}
    groups: dict[tuple[str, RecordId | None, bool], list[int]] = {}
    for number, card in enumerate(cards):
        stage = None if card.kind in (*_ROWS, "lane") else _stage_of(stages, graph, card, target)
        is_apart = _may_be_anchored(card)
        groups.setdefault((card.kind, stage, is_apart), []).append(number)
    for (kind, stage, is_apart), numbers in groups.items():
        rows = [_with_defaults(cards[number], persona_id) for number in numbers]
        made = _make(draft, kind, rows, stage, target, is_apart=is_apart)
        ids.update(zip(numbers, made, strict=True))
    _connect_groups(draft, cards, ids)
    return [ids[number] for number in range(len(cards))]


def _make(
    draft: Draft,
    kind: str,
    rows: list[dict[str, Any]],
    stage: RecordId | None,
    target: DropTarget,
    *,
    is_apart: bool,
) -> list[RecordId]:
    if kind in _ROWS:
        return insert(draft, kind, rows, target.before)
    if kind == "lane":
        return [draft.add(kind, **row).id for row in rows]
    place = resolved(draft.graph, target)
    if stage != place.stage:
        place = DropTarget(stage)
    elif is_apart:
        place = place._replace(anchor="")
    if draft.graph.record(place.before) is None or draft.graph.element(place.before).kind != kind:
        place = place._replace(before="")
    if stage is None or draft.graph.has_element(stage):
        return add(draft, kind, rows, place)
    return [
        draft.add(kind, **{"stage": stage, "rank": rank, **row}).id
        for rank, row in enumerate(rows, 1)
    ]


def _with_defaults(card: PastedCard, persona: RecordId | None) -> dict[str, Any]:
    fields = {name: value for name, value in card.fields.items() if value != ""}
    return {"score": 0, "persona": persona, **fields} if card.kind == "emotion" else fields


def _stages(draft: Draft, cards: Sequence[PastedCard]) -> dict[str, RecordId]:
    """Return the stages by title; those that are named and not there are made at the end."""
    by_title = {_normalized(stage.title): stage.id for stage in reversed(draft.graph.stages())}
    by_title.pop("", None)
    named = {_normalized(card.stage): card.stage.strip() for card in cards if card.stage.strip()}
    missing = [title for key, title in named.items() if key not in by_title]
    made = insert(draft, "stage", [{"title": title} for title in missing], "") if missing else []
    return by_title | {_normalized(title): id_ for title, id_ in zip(missing, made, strict=True)}


def _normalized(title: str) -> str:
    return " ".join(title.casefold().split())


def _stage_of(
    stages: dict[str, RecordId], graph: JourneyGraph, card: PastedCard, target: DropTarget
) -> RecordId | None:
    """Return the stage of a card: the one it names, or one to the right of the target's."""
    if card.stage:
        return stages[_normalized(card.stage)]
    target_stage = resolved(graph, target).stage
    ids = [stage.id for stage in graph.stages()] if card.column else []
    if target_stage not in ids:
        return target_stage
    return ids[min(ids.index(target_stage) + card.column, len(ids) - 1)]


def _may_be_anchored(card: PastedCard) -> bool:
    """Whether a card's group may have a step or touchpoint to anchor it."""
    return card.group >= 0 and card.kind not in MOMENTS


def _connect_groups(draft: Draft, cards: Sequence[PastedCard], ids: dict[int, RecordId]) -> None:
    """Connect the cards of each group to its touchpoint or step, and these to each other."""
    groups: dict[int, list[int]] = {}
    for number, card in enumerate(cards):
        if card.group >= 0:
            groups.setdefault(card.group, []).append(number)
    for numbers in groups.values():
        anchors = {cards[n].kind: ids[n] for n in reversed(numbers) if cards[n].kind in MOMENTS}
        if len(anchors) == len(MOMENTS):
            draft.add_relation("follows", anchors["step"], anchors["touchpoint"])
        for number in numbers:
            kind = cards[number].kind
            target = next(
                (a for a in reversed(MOMENTS) if a in anchors and placing_relation(kind, a)), ""
            )
            if target and kind not in MOMENTS:
                draft.add_relation(placing_relation(kind, target), ids[number], anchors[target])
        _connect_opportunities(draft, cards, ids, numbers)


def _connect_opportunities(
    draft: Draft, cards: Sequence[PastedCard], ids: dict[int, RecordId], numbers: Sequence[int]
) -> None:
    """Let the opportunities of a group address its pain point."""
    pains = [ids[number] for number in numbers if cards[number].kind == "pain_point"]
    for number in numbers:
        if pains and cards[number].kind == "opportunity":
            draft.add_relation("addresses", ids[number], pains[0])
