"""The parts of journeys in a document, under the headings above them, and what its lines say of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.tables.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Item,
    Outline,
    Prose,
)
from journeyeditor.exchange.tables.facts import PERSON_FIELDS, fact_kind
from journeyeditor.exchange.tables.grids import read_grid
from journeyeditor.exchange.tables.inline import is_empty, plain
from journeyeditor.exchange.tables.journey import Column, JourneyTable, LaneRow
from journeyeditor.exchange.tables.lists import (
    ARROW,
    keyed,
    keyed_stage,
    listed,
    names_stages,
    note_lane,
    one_column,
    opened,
    stages_of,
    steps_of,
    with_keys,
)
from journeyeditor.exchange.tables.refusals import is_contacts, is_event_log
from journeyeditor.exchange.tables.words import (
    CARD_KINDS,
    WEAK,
    Role,
    is_generic,
    is_stage_heading,
    is_usual_stage,
    names_lane,
    names_stage,
    role_of,
    stage_title,
)

_FOOTNOTE = re.compile(r"\[\^[^\[\]]{1,40}\]:\s*(.*)")
JOURNEY = re.compile(
    r"\bjourneys?\b|customer map|user ?flows?\b|service blueprint|kundres|kunderei|kunderej|användarres|brukerreise|brugerrejse|"
    r"asiakaspol|palvelupol|käyttäjäpol|kundenreise|jornada|viaje del|parcours client|путь клиента|карта пути|ジャーニー|旅程",
    re.IGNORECASE,
)
#: "Customer journey: library card" names the journey.
_IS_JOURNEY = re.compile(
    r"(?:(?:customer|user)\s+)?journey(?:\s+map)?|kundres\w*|kunderei\w*|kunderej\w*|kundenreise|asiakaspol\w*|service blueprint",
    re.IGNORECASE,
)
_DESCRIPTION = re.compile(
    r"description|summary|overview|background|scenario|beskrivning|beskrivelse|beschreibung|kuvaus|szenario",
    re.IGNORECASE,
)
_MAX_NAME = 40
#: What sentences below a heading may be: cards, or what customers want.
_ROLES_OF_SENTENCES = frozenset({*CARD_KINDS, Role.GOAL})
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTED = re.compile(r"[\"“”„«»'‘’].{2,400}[\"“”„«»'‘’.!?]", re.DOTALL)
#: No page has more tables and lists of journeys.
_MAX_PIECES = 2_000
#: The level of a line that names a stage as "Stage: Find", below those of headings; and of bold lines.
_STAGE_LEVEL, _NAME_LEVEL = 7, 5
#: Stages that are known by their order alone are not more, and have no longer titles.
_MAX_WEAK, _MAX_TITLE = 40, 80
#: A table of two columns about a person.
_PERSON_WORDS = frozenset(
    "age role company job occupation name quote goals goal needs need frustrations bio background location segment ålder alder alter ikä yrke".split()
)


def names_journey(key: str) -> bool:
    """Whether the key of a line is the word for a journey: "Customer journey: library card"."""
    return bool(_IS_JOURNEY.fullmatch(key))


class Fact(NamedTuple):
    """What a line says of the journeys below the headings above it, such as "Persona: Ida"."""

    path: tuple[Heading, ...]
    key: str
    text: str
    #: The heading that says it, which may be the title of a journey itself.
    heading: Heading | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of a journey: a table or part of one, under the headings above it."""

    path: tuple[Heading, ...]
    table: JourneyTable
    #: Whether the heading above says which stage it is.
    is_stage: bool
    line: int


class Pieces:
    """Pieces, facts and prose of a document, in one pass."""

    def __init__(self, document: Document) -> None:
        self.pieces: list[Piece] = []
        self.facts: list[Fact] = []
        self.people: list[tuple[tuple[str, str], ...]] = []
        self.prose = 0
        self.title = ""
        self._is_named = False  # by the key before its title
        self._path: list[Heading] = []
        self._lane = ""  # the key of a line that ends with a colon, for the list below it
        self._document = document
        for block in checkpoints(document.blocks, len(document.blocks)):
            self._read(block)

    def may_be_weak(self, table: JourneyTable) -> bool:
        """Whether stages without names of lanes are a journey: a heading says so, or all is an outline."""
        stages = {column.stage for column in table.columns}
        if not 1 < len(stages) <= _MAX_WEAK or max(map(len, stages)) > _MAX_TITLE:
            return False
        return table.is_named or self._is_titled or not self.prose

    @property
    def _is_titled(self) -> bool:
        """Whether the title says that all is a journey."""
        return self._is_named or bool(JOURNEY.search(self.title))

    def _read(self, block: Block) -> None:
        lane, self._lane = self._lane, ""
        if isinstance(block, Heading):
            self._heading(block)
        elif isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Outline):
            self._outline(block, lane)
        elif lane and self._path and not keyed(block.text)[0]:
            self._add_sentence_of_lane(lane, block)
            self._lane = lane  # which goes on with the next line
        else:
            self._prose(block)

    def _heading(self, block: Heading) -> None:
        text = plain(block.text)
        while self._path and self._path[-1].level >= block.level:
            self._path.pop()
        self._path.append(block._replace(text=text))
        is_title = role_of(text) in {None, *WEAK} or JOURNEY.search(text)
        if is_title and not is_stage_heading(text):
            self.title = self.title or text
        key, value = keyed(text)
        if key and value and fact_kind(key) == "persona":
            self.facts.append(Fact(tuple(self._path[:-1]), "Persona", value, self._path[-1]))

    def _grid(self, grid: Grid) -> None:
        person = _person(grid)
        if person:
            name = self._path[-1].text if self._path else ""
            self.people.append((("Name", name), *person))
            return
        if persons := _persons(grid):
            self.people += persons
            return
        is_other = is_event_log(grid) or is_contacts([plain(cell).strip() for cell in grid.rows[0]])
        is_open = len(self.pieces) < _MAX_PIECES and not is_other
        placed = read_grid(grid) if is_open else None
        if placed is not None:
            self._add(placed.table, grid.line, is_stage=placed.needs_stage)

    def _add(self, table: JourneyTable, line: int, *, is_stage: bool, levels_up: int = 0) -> None:
        """Add a piece under the headings above it, except the last `levels_up`."""
        if len(self.pieces) < _MAX_PIECES:
            path = self._path[: len(self._path) - levels_up]
            self.pieces.append(Piece(tuple(path), table, is_stage, line))

    def _prose(self, block: Prose) -> None:
        key, text = keyed(block.text)
        names = [part.strip() for part in ARROW.split(plain(block.text))]
        if len(names) > 2 and all(0 < len(name) <= _MAX_NAME for name in names):
            columns = tuple(Column(stage_title(name)) for name in names)
            self._add(JourneyTable(columns, (), is_weak=True), block.line, is_stage=False)
        elif key and not text.strip() and not self.title and JOURNEY.search(key):
            self.title = key
        elif key and not text.strip() and (names_lane(key) or self._is_in_stage()):
            self._lane = key
        elif key and text.strip():
            self._keyed_line(key, text, block.line)
        else:
            is_title = not self.title and len(block.text) <= _MAX_TITLE and not self.prose
            if is_title and JOURNEY.search(block.text):
                self.title = plain(block.text)
                return
            self._add_sentence(block)

    def _keyed_line(self, key: str, text: str, line: int) -> None:
        """A line "key: text": a stage, what is in a lane of one, or a fact."""
        if role_of(key) is Role.STAGE and len(text) <= _MAX_TITLE:
            self._read(Heading(_STAGE_LEVEL, text, line))  # "Stage: Find" begins one
        elif names_lane(key) and (self._is_in_stage() or self._is_above_cards(key)):
            self._add(one_column([(key, text)]), line, is_stage=True)
        elif is_usual_stage(key) and self._is_about_journey():
            self._stage_in_a_line(key, text, line)
        else:
            self._add_fact(key, plain(text))

    def _add_sentence(self, block: Prose) -> None:
        """A sentence: about the stage above, about the journey, or around it."""
        above = self._path[-1].text if self._path else ""
        words = plain(block.text)
        if footnote := _FOOTNOTE.fullmatch(block.text):
            self.facts.append(Fact((), "Note", plain(footnote[1])))
        elif _DESCRIPTION.fullmatch(above):
            self.facts.append(Fact(tuple(self._path[:-1]), "Description", words))
        elif above and is_stage_heading(above) and names_stage(above):
            quote = LaneRow("", (Role.THOUGHT,), (block.text,))
            self._add_lane(quote if _QUOTED.fullmatch(words) else note_lane(block.text), block.line)
        elif len(self._path) > 1 and role_of(above) is Role.GOAL and self._is_of_journey():
            self.facts.append(Fact(tuple(self._path[:-1]), "Goal", words))
        elif len(self._path) > 1 and role_of(above) in _ROLES_OF_SENTENCES and _heads_lane(above):
            self._add_sentence_of_lane(above, block, levels_up=1)
        else:
            self.prose += 1

    def _is_of_journey(self) -> bool:
        """Whether the heading above stands below that of the journey, not of a stage."""
        return bool(JOURNEY.search(self._path[-2].text))

    def _add_sentence_of_lane(self, lane: str, block: Prose, levels_up: int = 0) -> None:
        """Add a line of a lane to the stage above."""
        (row,) = one_column([(lane, block.text)]).lanes
        self._add_lane(row, block.line, levels_up)

    def _add_lane(self, row: LaneRow, line: int, levels_up: int = 0) -> None:
        """Add the cell of a lane to the stage above, below that of the line before."""
        before = self.pieces[-1] if self.pieces else None
        path = tuple(self._path[: len(self._path) - levels_up])
        if before and before.path == path and before.is_stage and len(before.table.lanes) == 1:
            (above,) = before.table.lanes
            if above.key == row.key and len(above.cells) == 1:
                joined = replace(above, cells=(f"{above.cells[0]}\n{row.cells[0]}",))
                self.pieces[-1] = replace(before, table=replace(before.table, lanes=(joined,)))
                return
        table = JourneyTable((Column(""),), (row,))
        self._add(table, line, is_stage=True, levels_up=levels_up)

    def _add_fact(self, key: str, text: str) -> None:
        if not self.title and names_journey(key):
            self.title, self._is_named = text, True
        else:
            self.facts.append(Fact(tuple(self._path), key, text))

    def _is_in_stage(self) -> bool:
        """Whether the heading above may be that of a stage: below another, or by its words or level."""
        above = self._path[-1] if self._path else None
        return above is not None and (
            len(self._path) > 1 or above.level >= _NAME_LEVEL or is_stage_heading(above.text)
        )

    def _is_above_cards(self, key: str) -> bool:
        """Whether the heading above is that of a stage, because cards of it follow."""
        above = self._path[-1].text if self._path else ""
        return bool(above) and role_of(key) in CARD_KINDS and not JOURNEY.search(above)

    def _outline(self, outline: Outline, lane: str) -> None:
        """A list is the lanes of the stage above it, the cards of the lane above, or stages itself."""
        if lane and self._path:
            words = listed([item.text for item in outline.items])
            self._add(one_column([(lane, words)]), outline.line, is_stage=True)
            return
        above = self._path[-1].text if self._path else ""
        keys = [key for item, key, _ in with_keys(outline.items) if item.depth == 0]
        lanes = sum(bool(key) and names_lane(key) for key in keys)
        nested = any(item.depth for item in outline.items)
        if lanes and lanes * 2 >= len(keys) and above:
            self._add(keyed_stage(outline.items), outline.line, is_stage=True)
        elif len(self._path) > 1 and _heads_lane(above):
            self._below_lane(above, [item.text for item in outline.items], outline.line)
        elif nested:
            self._add(stages_of(outline.items), outline.line, is_stage=False)
        elif self._is_about_journey() and names_stages(outline.items):
            table = replace(stages_of(opened(outline.items)), is_weak=True)
            self._add(table, outline.line, is_stage=False)
        elif self._is_about_journey() and len(self._path) < 2 < len(outline.items):
            self._add(_as_stages(outline.items), outline.line, is_stage=False)
        elif above:
            self._add(replace(steps_of(outline.items), is_weak=True), outline.line, is_stage=True)

    def _stage_in_a_line(self, name: str, text: str, line: int) -> None:
        """A stage and what is said of it: "Awareness: hears of it from a friend. Feels curious."."""
        self._read(Heading(_STAGE_LEVEL, name, line))
        lanes: dict[str, list[str]] = {}
        for sentence in _SENTENCE.split(plain(text).rstrip(".")):
            verb, _, rest = sentence.partition(" ")
            lane = verb if rest and role_of(verb) is Role.EMOTION else ""
            lanes.setdefault(lane, []).append(rest if lane else sentence)
        rows = [(lane, "\n".join(said)) for lane, said in lanes.items()]
        self._add(replace(one_column(rows), is_weak=True), line, is_stage=True)

    def _below_lane(self, lane: str, texts: Sequence[str], line: int) -> None:
        """A list below the heading of a lane: what is in it, or the goals of the journey itself."""
        if role_of(lane) is Role.GOAL and self._is_of_journey():
            path = tuple(self._path[:-1])
            self.facts += [Fact(path, "Goal", plain(text)) for text in texts]
        else:
            table = one_column([(lane, listed(texts))])
            self._add(table, line, is_stage=True, levels_up=1)

    def _is_about_journey(self) -> bool:
        """Whether stages may follow: below a heading that is no stage, or the title of a journey."""
        if self._path and self._path[-1].level == _STAGE_LEVEL and len(self._path) > 1:
            return bool(JOURNEY.search(self._path[-2].text))
        if not self._path:
            return self._is_titled
        return not self._is_in_stage() or bool(JOURNEY.search(self._path[-1].text))


def _heads_lane(words: str) -> bool:
    """Whether a heading is that of a lane; "Settings journey" is one of a journey."""
    return names_lane(words) and (role_of(words) is Role.GOAL or not JOURNEY.search(words))


def _as_stages(items: Sequence[Item]) -> JourneyTable:
    """A plain list that is the journey itself: what is done, one after the other, and how it feels."""
    table = steps_of(items)
    if any(column.moment for column in table.columns):
        named = tuple(Column(stage_title(column.moment)) for column in table.columns)
        return replace(table, columns=named, is_weak=True)
    columns = (Column(stage_title(plain(item.text)).rstrip(".")) for item in items)
    return JourneyTable(tuple(columns), (), is_weak=True)


def _person(grid: Grid) -> list[tuple[str, str]]:
    """The facts of a table about a person; none if it is about something else."""
    if grid.width != 2:
        return []
    rows = grid.rows[1:] if is_generic(grid.rows[0][1]) else grid.rows
    pairs = [(plain(a), plain(b)) for a, b in rows]
    known = sum(key.casefold() in _PERSON_WORDS for key, _ in pairs)
    is_person = known >= 2 and known * 3 >= len(pairs)
    return [pair for pair in pairs if all(pair)] if is_person else []


def _persons(grid: Grid) -> list[tuple[tuple[str, str], ...]]:
    """The facts of the persons in a table with a row for each; none if it is about something else."""
    head, *body = (tuple(plain(cell) for cell in row) for row in grid.rows)
    words = [cell.casefold() for cell in head[1:]]
    known = sum(word in _PERSON_WORDS or word in PERSON_FIELDS for word in words)
    if role_of(head[0]) is not Role.PERSONA or len(head) < 3 or known * 2 <= len(words):
        return []
    return [
        (("Name", row[0]), *((k, v) for k, v in zip(head[1:], row[1:], strict=True) if v))
        for row in body
        if not is_empty(row[0])
    ]
