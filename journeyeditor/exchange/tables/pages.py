"""From the blocks of a document to its journeys: what belongs together, and what each heading says.

A journey is one table, a table for each phase or stage, or lists under headings of stages. Headings
that are neither stages nor lanes begin another journey.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.sources import at_line
from journeyeditor.exchange.tables.blocks import (
    Block,
    Document,
    Grid,
    Heading,
    Item,
    Outline,
    Prose,
)
from journeyeditor.exchange.tables.feelings import is_feeling
from journeyeditor.exchange.tables.grids import read_grid
from journeyeditor.exchange.tables.inline import is_empty, lines, plain
from journeyeditor.exchange.tables.journey import (
    Column,
    JourneyTable,
    LaneRow,
    joined,
    roles_of,
)
from journeyeditor.exchange.tables.words import (
    WEAK,
    Role,
    is_generic,
    is_stage_heading,
    names_lane,
    names_stage,
    role_of,
    stage_title,
)
from journeyeditor.i18n import N_, Phrase

#: "**Actions:** Opens the chat" and "Actions: Opens the chat".
_KEYED = re.compile(
    r"\s*(?:(?P<mark>\*\*|__)(?P<bold>[^*_:：|\n]{1,48}?)(?:\s*[:：]\s*(?P=mark)|(?P=mark)\s*[:：])|(?P<plain>[^*_:：|\n]{1,48}?)\s*[:：])\s*(?P<text>.*)",
    re.DOTALL,
)
_JOURNEY = re.compile(
    r"\bjourneys?\b|customer map|user ?flows?\b|service blueprint|kundres|kunderei|kunderej|användarres|brukerreise|brugerrejse|"
    r"asiakaspol|palvelupol|käyttäjäpol|kundenreise|jornada|viaje del|parcours client|путь клиента|карта пути|ジャーニー|旅程",
    re.IGNORECASE,
)
#: "Customer journey: library card" names the journey.
_IS_JOURNEY = re.compile(
    r"(?:(?:customer|user)\s+)?journey(?:\s+map)?|kundres\w*|kunderei\w*|kunderej\w*|kundenreise|asiakaspol\w*|service blueprint",
    re.IGNORECASE,
)
_PERSONA = re.compile(
    r"^(?:user\s+)?(?:persona|persoona|user|customer|kund|kunde|asiakas)\b\s*(?:\d+\s*)?[:：–—-]\s*(.+)",
    re.IGNORECASE,
)
_IS_PERSON = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}(?:\s*\([^()]+\)|,\s*\d{1,3}\b.{0,60})")
_DESCRIPTION = re.compile(
    r"description|summary|overview|background|beskrivning|beskrivelse|beschreibung|kuvaus",
    re.IGNORECASE,
)
#: Stages in one line: "Find → Buy → Use".
_ARROW = re.compile(r"\s*(?:→|➔|➜|⟶|⇒|=>|->|-->)\s*")
_MAX_NAME = 40
#: No page has more tables and lists of journeys, or more persons.
_MAX_PIECES, _MAX_PEOPLE = 2_000, 50
#: The level of a line that names a stage as "Stage: Find", below those of headings.
_STAGE_LEVEL = 7
#: Stages that are known by their order alone are not more, and have no longer titles.
_MAX_WEAK, _MAX_TITLE = 40, 80
#: What sections with a heading for each part are about, if not about a journey.
_OTHER_MATTERS = frozenset(
    {Role.PERSONA, Role.NOTE, Role.EVIDENCE, Role.DETAIL, Role.METRIC, Role.OWNER}
)
#: Headings that stand above any journey.
_SAYS_NOTHING = re.compile(
    r"(?:the\s+)?(?:user|customer|current|as-is|to-be|full|detailed)?\s*-?(?:journeys?|flows?|journey\s+maps?|maps?|overview|table|steps|stages|phases|summary|details?)"
    r"(?:\s+(?:map|table|overview|stages|steps))?",
    re.IGNORECASE,
)
#: A table of two columns about a person.
_PERSON_WORDS = frozenset(
    "age role company job occupation name quote goals goal needs need frustrations bio background location segment ålder alder alter ikä yrke".split()
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something of a journey: a table or part of one, under the headings above it."""

    path: tuple[Heading, ...]
    table: JourneyTable
    #: Whether the heading above says which stage it is.
    is_stage: bool
    line: int


def journeys_of(document: Document) -> list[JourneyTable]:
    """The journeys of a document, in reading order."""
    reader = _Reader(document)
    tables = []
    for group in _groups(reader.pieces):
        about = _outer_role(group)
        if about is Role.PERSONA:
            reader.people += _people(_joined(group))
        elif about is None:
            tables.append(_titled(_joined(group), reader.title))
    tables = [table for table in tables if len(table.columns) > 1 or len(table.lanes) > 1]
    tables = [table for table in tables if not table.is_weak or reader.may_be_weak(table)]
    if any(table.has_cards for table in tables):
        tables = [table for table in tables if table.has_cards]
    strong = [table for table in tables if not table.is_weak] or tables[:1]
    in_order = sorted(strong, key=lambda table: _is_summary(table, strong))
    return [_with_facts(table, reader) for table in _with_persons(in_order)]


def _with_persons(tables: Sequence[JourneyTable]) -> list[JourneyTable]:
    """Tables of one make under headings that are persons, such as "Anna (commuter)", are about them."""
    makes = Counter(table.signature for table in tables if _IS_PERSON.fullmatch(table.title))
    return [
        replace(table, facts=(("Persona", table.title), *table.facts))
        if makes[table.signature] > 1 and _IS_PERSON.fullmatch(table.title)
        else table
        for table in tables
    ]


def _is_summary(table: JourneyTable, others: Sequence[JourneyTable]) -> bool:
    """Whether another table says more of the same stages."""
    stages = {column.stage for column in table.columns}
    return any(
        len({column.stage for column in other.columns} & stages) * 2 > len(stages)
        and len(other.lanes) > len(table.lanes) + 1
        for other in others
    )


class _Reader:
    """Pieces, facts and prose of a document, in one pass."""

    def __init__(self, document: Document) -> None:
        self.pieces: list[_Piece] = []
        self.facts: list[tuple[str, str]] = []
        self.people: list[tuple[tuple[str, str], ...]] = []
        self.prose = 0
        self.title = ""
        self.description = ""
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
        return table.is_named or bool(_JOURNEY.search(self.title)) or not self.prose

    def _read(self, block: Block) -> None:
        lane, self._lane = self._lane, ""
        if isinstance(block, Heading):
            text = plain(block.text)
            while self._path and self._path[-1].level >= block.level:
                self._path.pop()
            self._path.append(block._replace(text=text))
            if not is_stage_heading(text) and role_of(text) in {None, *WEAK}:
                self.title = self.title or text
        elif isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Outline):
            self._outline(block, lane)
        else:
            self._prose(block)

    def _grid(self, grid: Grid) -> None:
        person = _person(grid)
        if person:
            name = self._path[-1].text if self._path else ""
            self.people.append((("Name", name), *person))
            return
        placed = read_grid(grid) if len(self.pieces) < _MAX_PIECES else None
        if placed is not None:
            self._add(placed.table, grid.line, is_stage=placed.needs_stage)

    def _add(self, table: JourneyTable, line: int, *, is_stage: bool, levels_up: int = 0) -> None:
        """Add a piece under the headings above it, except the last `levels_up`."""
        if len(self.pieces) < _MAX_PIECES:
            path = self._path[: len(self._path) - levels_up]
            self.pieces.append(_Piece(tuple(path), table, is_stage, line))

    def _prose(self, block: Prose) -> None:
        key, text = keyed(block.text)
        names = [part.strip() for part in _ARROW.split(plain(block.text))]
        if len(names) > 2 and all(0 < len(name) <= _MAX_NAME for name in names):
            columns = tuple(Column(stage_title(name)) for name in names)
            self._add(JourneyTable(columns, (), is_weak=True), block.line, is_stage=False)
        elif key and not text.strip() and names_lane(key):
            self._lane = key
        elif role_of(key) is Role.STAGE and text.strip() and len(text) <= _MAX_TITLE:
            self._read(Heading(_STAGE_LEVEL, text, block.line))  # "Stage: Find" begins one
        elif key and names_lane(key) and self._is_in_stage():
            self._add(_one_column([(key, text)]), block.line, is_stage=True)
        elif key and text:
            self._add_fact(key, plain(text))
        else:
            is_title = not self.title and len(block.text) <= _MAX_TITLE and not self.prose
            if is_title and _JOURNEY.search(block.text):
                self.title = plain(block.text)
                return
            is_description = bool(self._path) and bool(_DESCRIPTION.fullmatch(self._path[-1].text))
            if is_description and not self.description:
                self.description = plain(block.text)
            else:
                self.prose += 1

    def _add_fact(self, key: str, text: str) -> None:
        if not self.title and _IS_JOURNEY.fullmatch(key):
            self.title = text
        else:
            self.facts.append((key, text))

    def _is_in_stage(self) -> bool:
        return len(self._path) > 1 or (bool(self._path) and self._path[0].level == _STAGE_LEVEL)

    def _outline(self, outline: Outline, lane: str) -> None:
        """A list is the lanes of the stage above it, the cards of the lane above, or stages itself."""
        if lane and self._path:
            words = "\n".join(item.text for item in outline.items)
            self._add(_one_column([(lane, words)]), outline.line, is_stage=True)
            return
        above = self._path[-1].text if self._path else ""
        keys = [key for item, key, _ in _with_keys(outline.items) if item.depth == 0]
        lanes = sum(bool(key) and names_lane(key) for key in keys)
        nested = any(item.depth for item in outline.items)
        if lanes and lanes * 2 >= len(keys) and above:
            self._add(_keyed_stage(outline.items), outline.line, is_stage=True)
        elif above and names_lane(above) and len(self._path) > 1:
            words = "\n".join(item.text for item in outline.items)
            table = _one_column([(above, words)])
            self._add(table, outline.line, is_stage=True, levels_up=1)
        elif nested:
            self._add(_nested(outline.items), outline.line, is_stage=False)
        elif above:
            steps = "\n".join(item.text for item in outline.items)
            self._add(
                replace(_one_column([("", steps)]), is_weak=True), outline.line, is_stage=True
            )


def keyed(words: str) -> tuple[str, str]:
    """The key of a line "key: text" and its text; two empty texts if it has none."""
    match = _KEYED.fullmatch(words)
    if match is None or match["text"].startswith("//"):
        return "", ""
    return plain(match["bold"] or match["plain"]), match["text"]


def _with_keys(items: Sequence[Item]) -> Iterator[tuple[Item, str, str]]:
    """Yield items with their key and text; the name of a lane above others is a key without a colon."""
    for item, below in zip_longest(items, items[1:]):
        key, text = keyed(item.text)
        is_above = below is not None and below.depth > item.depth
        if not key and is_above and names_lane(plain(item.text)):
            key, text = plain(item.text), ""
        yield item, key, text


def _one_column(lanes: Sequence[tuple[str, str]]) -> JourneyTable:
    rows = [LaneRow(title, _roles(title, text), (text,)) for title, text in lanes]
    return JourneyTable((Column(""),), tuple(rows))


def _steps(texts: Sequence[str]) -> JourneyTable:
    """What is done in a stage, and how it feels: lines that are nothing but a feeling."""
    table = _one_column([("", "\n".join(text for text in texts if not is_feeling(text)))])
    feelings = "\n".join(text for text in texts if is_feeling(text))
    rows = [LaneRow("", (Role.EMOTION,), (feelings,))] if feelings else []
    return replace(table, lanes=(*table.lanes, *rows))


def _roles(title: str, text: str) -> tuple[Role, ...]:
    return (Role.STEP,) if not title else roles_of(title, (text,))


def _keyed_stage(items: Sequence[Item]) -> JourneyTable:
    """The lanes of one stage from a list; what is nested below a key belongs to it."""
    lanes: list[list[str]] = []
    for item, key, text in _with_keys(items):
        if item.depth == 0 and key:
            lanes.append([key, text])
        elif item.depth == 0 or not lanes:
            lanes.append(["", item.text])
        else:
            lanes[-1][1] = f"{lanes[-1][1]}\n{item.text}".strip()
    return _one_column([(key, text) for key, text in lanes])


def _nested(items: Sequence[Item]) -> JourneyTable:
    """Stages from the top of a nested list, with the lanes or steps below each."""
    parts: list[tuple[str, list[Item]]] = []
    for item in items:
        if item.depth == 0:
            parts.append((item.text, []))
        elif parts:
            parts[-1][1].append(item._replace(depth=item.depth - 1))
    tables = []
    is_keyed = False
    for text, below in parts:
        title, rest = _named(text)
        keys = [key for item, key, _ in _with_keys(below) if item.depth == 0]
        is_lanes = any(role_of(key) not in {None, *WEAK} for key in keys if key)
        is_keyed = is_keyed or is_lanes
        lanes = _keyed_stage(below) if is_lanes else _steps([item.text for item in below])
        notes = (LaneRow("Notes", (Role.NOTE,), (rest,)),) if rest else ()
        column = Column(stage_title(plain(title)))
        tables.append(replace(lanes, columns=(column,), lanes=(*lanes.lanes, *notes)))
    whole = joined(tables)
    return replace(whole, is_weak=not (is_keyed and _has_lanes(whole, is_named=False)))


def _named(text: str) -> tuple[str, str]:
    """The name of a stage and what is said of it behind a colon."""
    key, rest = keyed(text)
    return (key, rest) if key and rest else (text.rstrip(": "), "")


def _person(grid: Grid) -> list[tuple[str, str]]:
    """The facts of a table about a person; none if it is about something else."""
    if grid.width != 2:
        return []
    rows = grid.rows[1:] if is_generic(grid.rows[0][1]) else grid.rows
    pairs = [(plain(a), plain(b)) for a, b in rows]
    known = sum(key.casefold() in _PERSON_WORDS for key, _ in pairs)
    is_person = known >= 2 and known * 3 >= len(pairs)
    return [pair for pair in pairs if all(pair)] if is_person else []


# ---- assembling


def _groups(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces of one journey together."""
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _belongs(group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _outer_role(group: Sequence[_Piece]) -> Role | None:
    """What the heading above parts is about, such as persons or notes; None for a journey."""
    outer = _outer(group[0].path) if group[0].is_stage else ()
    if not outer or _JOURNEY.search(outer[-1].text):
        return None
    role = role_of(outer[-1].text)
    return role if role in _OTHER_MATTERS else None


def _people(table: JourneyTable) -> Iterator[tuple[tuple[str, str], ...]]:
    """Persons that are described under a heading each."""
    for number, column in enumerate(table.columns):
        facts = [(lane.title, "; ".join(lines(plain(lane.cells[number])))) for lane in table.lanes]
        yield (("Name", column.stage), *((key, value) for key, value in facts if value and key))


def _belongs(group: Sequence[_Piece], piece: _Piece) -> bool:
    """Whether a piece is of the same journey as those before it."""
    before = group[-1]
    if before.is_stage != piece.is_stage:
        return False
    if piece.is_stage:
        ours, theirs = _outer(piece.path), _outer(group[0].path)
        return ours == theirs
    if not before.path or not piece.path or before.table.is_weak != piece.table.is_weak:
        return False
    is_phase = is_stage_heading(piece.path[-1].text) and is_stage_heading(before.path[-1].text)
    return is_phase and before.path[:-1] == piece.path[:-1] and not _repeats(group, piece)


def _outer(path: Sequence[Heading]) -> tuple[Heading, ...]:
    """The headings above those of stages and phases."""
    outer = list(path[:-1])
    while outer and (names_stage(outer[-1].text) or is_stage_heading(outer[-1].text)):
        outer.pop()
    return tuple(outer)


def _repeats(group: Sequence[_Piece], piece: _Piece) -> bool:
    """Whether a table has the stages of the one before: another person's journey through the same."""
    ours = {column.stage for column in piece.table.columns}
    theirs = {column.stage for column in group[-1].table.columns}
    return len(ours & theirs) * 2 > len(ours)


def _joined(group: Sequence[_Piece]) -> JourneyTable:
    tables = [_placed(piece, is_one_of_many=len(group) > 1) for piece in group]
    first = group[0]
    title = _heading_of_journey(group)
    whole = joined(_by_stage(tables))
    headings = [heading.text for piece in group for heading in piece.path]
    is_named = any(_JOURNEY.search(words) for words in headings)
    is_weak = whole.is_weak or (first.is_stage and not _has_lanes(whole, is_named=is_named))
    return replace(
        whole,
        title=tables[0].title or title,
        place=tables[0].place or at_line(first.line),
        is_named=is_named,
        is_weak=is_weak,
    )


def _has_lanes(table: JourneyTable, *, is_named: bool) -> bool:
    """Whether most of the parts of a page name lanes of a journey, and so belong together."""
    known = [lane for lane in table.lanes if role_of(lane.title) not in {None, *WEAK}]
    titled = [lane for lane in table.lanes if lane.title]
    covered = {
        table.columns[i].stage
        for lane in known
        for i, cell in enumerate(lane.cells)
        if cell.strip()
    }
    stages = {column.stage for column in table.columns}
    is_enough = len({lane.role for lane in known}) >= (1 if is_named else 2)
    is_one = len(stages) == 1 and len({lane.role for lane in known}) < 3
    return (
        is_enough
        and not is_one
        and len(known) * 2 >= len(titled)
        and len(covered) * 2 >= len(stages)
    )


def _by_stage(tables: Sequence[JourneyTable]) -> list[JourneyTable]:
    """Tables of one column, of which several for the same moment are put together."""
    result: list[JourneyTable] = []
    for table in tables:
        same = result and len(table.columns) == 1 and result[-1].columns == table.columns
        if same and not {lane.key for lane in table.lanes} & {
            lane.key for lane in result[-1].lanes
        }:
            result[-1] = replace(result[-1], lanes=(*result[-1].lanes, *table.lanes))
        else:
            result.append(table)
    return result


def _placed(piece: _Piece, *, is_one_of_many: bool) -> JourneyTable:
    """A piece with the stages that its headings name."""
    path = piece.path
    if not piece.is_stage:
        if not is_one_of_many:
            return piece.table
        phase = stage_title(path[-1].text)
        columns = [
            Column(phase, column.moment or column.stage, column.persona)
            for column in piece.table.columns
        ]
        return replace(piece.table, columns=tuple(columns))
    if not path:
        return piece.table
    name = stage_title(path[-1].text)
    above = path[-2].text if len(path) > 1 else ""
    is_phased = names_stage(above) and not names_stage(path[-1].text)
    if is_phased:
        columns = [Column(stage_title(above), name, c.persona) for c in piece.table.columns]
    else:
        columns = [Column(name, column.moment, column.persona) for column in piece.table.columns]
    return replace(piece.table, columns=tuple(columns))


def _heading_of_journey(group: Sequence[_Piece]) -> str:
    """The heading that names the journey: above the stages, or right above its only table."""
    path = group[0].path
    names = _outer(path) if group[0].is_stage or len(group) > 1 else path
    return next(
        (each.text for each in reversed(names) if not _SAYS_NOTHING.fullmatch(each.text)), ""
    )


def _titled(table: JourneyTable, title: str) -> JourneyTable:
    """A journey without a title of its own has that of the page."""
    is_stage = title in {column.stage for column in table.columns}
    if table.title:
        return replace(table, title=stage_title(table.title))
    return table if is_stage else replace(table, title=title)


def _with_facts(table: JourneyTable, reader: _Reader) -> JourneyTable:
    facts = [*table.facts, *reader.facts]
    if reader.description:
        facts.append(("Description", reader.description))
    match = _PERSONA.match(table.title)
    if match:
        facts.insert(0, ("Persona", match[1]))
        table = replace(table, title=match[1])
    notes = table.notes
    if reader.prose and not table.is_weak:
        notes = (*notes, Phrase(N_("Text around the tables and lists was not imported.")))
    kept = tuple(dict.fromkeys((key, value) for key, value in facts if not is_empty(value)))
    return replace(
        table, facts=kept, notes=notes, people=table.people or tuple(reader.people[:_MAX_PEOPLE])
    )
