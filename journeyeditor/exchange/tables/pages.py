"""From the parts of a document to its journeys: what belongs together, and what each heading says.

A journey is one table, a table for each phase or stage, or lists under headings of stages. Headings
that are neither stages nor lanes begin another journey.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from journeyeditor.exchange.sources import at_line
from journeyeditor.exchange.tables.blocks import Document, Heading
from journeyeditor.exchange.tables.grids import UNNAMED
from journeyeditor.exchange.tables.inline import is_empty, lines, plain
from journeyeditor.exchange.tables.journey import (
    Column,
    JourneyTable,
    LaneRow,
    has_lanes,
    joined,
    roles_of,
)
from journeyeditor.exchange.tables.pieces import JOURNEY, Piece, Pieces
from journeyeditor.exchange.tables.words import (
    Role,
    is_stage_heading,
    is_trigger,
    names_stage,
    role_of,
    stage_noun,
    stage_title,
)
from journeyeditor.i18n import N_, Phrase

_PERSONA = re.compile(
    r"^(?:user\s+)?(?:persona|persoona|user|customer|kund|kunde|asiakas)\b\s*(?:\d+\s*)?[:：–—-]\s*(.+)",
    re.IGNORECASE,
)
_IS_PERSON = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){0,2}(?:\s*\([^()]+\)|,\s*\d{1,3}\b.{0,60})")
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
#: No page has more persons, and no stage that is called after a cell a longer name.
_MAX_PEOPLE, _MAX_NAME = 50, 60
#: So many other things stand between the stages of a journey at most.
_MAX_BETWEEN = 40


def journeys_of(document: Document) -> list[JourneyTable]:
    """The journeys of a document, in reading order."""
    reader = Pieces(document)
    tables: list[JourneyTable] = []
    headings: dict[int, str] = {}
    for group in _groups(_with_lanes(reader.pieces)):
        about = _outer_role(group)
        if about is Role.PERSONA:
            reader.people += _people(_joined(group))
        elif about is None:
            table = _with_facts(_joined(group), group, reader)
            own = group[0].path[-1].text if group[0].path and not group[0].is_stage else ""
            headings[len(tables)] = own
            tables.append(_titled(table, reader.title))
    tables = _with_distinct_titles(tables, headings)
    tables = [table for table in tables if len(table.columns) > 1 or len(table.lanes) > 1]
    tables = [table for table in tables if not table.is_weak or reader.may_be_weak(table)]
    if any(table.has_cards for table in tables):
        tables = [table for table in tables if table.has_cards]
    strong = [table for table in tables if not table.is_weak]
    strong = strong or [table for table in tables if JOURNEY.search(table.title)] or tables[:1]
    in_order = sorted(strong, key=lambda table: _is_summary(table, strong))
    return [_finished(table, reader) for table in _with_persons(in_order)]


def _with_distinct_titles(
    tables: Sequence[JourneyTable], headings: Mapping[int, str]
) -> list[JourneyTable]:
    """Tables of which several of one title have those right above them: "As-is journey", "To-be journey"."""
    titles = Counter(table.title for table in tables)
    own = Counter(headings.values())
    return [
        replace(table, title=headings[i])
        if titles[table.title] > 1 and headings[i] and own[headings[i]] == 1
        else table
        for i, table in enumerate(tables)
    ]


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


def _with_lanes(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces, of which lists under the same heading in several stages are a lane of these."""
    parents: dict[str, set[Heading]] = {}
    for piece in pieces:
        if _may_be_lane(piece):
            parents.setdefault(piece.path[-1].text.casefold(), set()).add(piece.path[-2])
    return [
        _as_lane(piece)
        if _may_be_lane(piece) and len(parents[piece.path[-1].text.casefold()]) > 1
        else piece
        for piece in pieces
    ]


def _may_be_lane(piece: Piece) -> bool:
    """Whether a list without a name of its own stands below a heading within a stage."""
    is_plain = piece.is_stage and [lane.title for lane in piece.table.lanes] == [""]
    is_within = len(piece.path) > 1 and _is_stage(piece.path[-2].text)
    return is_plain and is_within and not _is_stage(piece.path[-1].text)


def _as_lane(piece: Piece) -> Piece:
    title, (lane,) = piece.path[-1].text, piece.table.lanes
    named = replace(lane, title=title, roles=roles_of(title, lane.cells))
    return replace(piece, path=piece.path[:-1], table=replace(piece.table, lanes=(named,)))


def _names_stage(piece: Piece) -> bool:
    """Whether the heading right above a piece says by its own words that it is a stage."""
    return piece.is_stage and bool(piece.path) and _is_stage(piece.path[-1].text)


def _groups(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one journey together; other things may stand between its stages."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        near = groups[-1:]
        if _names_stage(piece):
            near += [each for each in groups[-2:-_MAX_BETWEEN:-1] if _names_stage(each[-1])]
        group = next((each for each in near if _belongs(each, piece)), None)
        if group is None:
            groups.append([piece])
        else:
            group.append(piece)
    return groups


def _outer_role(group: Sequence[Piece]) -> Role | None:
    """What the heading above parts is about, such as persons or notes; None for a journey."""
    outer = _outer(group[0].path) if group[0].is_stage else ()
    if not outer or JOURNEY.search(outer[-1].text):
        return None
    role = role_of(outer[-1].text)
    return role if role in _OTHER_MATTERS else None


def _people(table: JourneyTable) -> Iterator[tuple[tuple[str, str], ...]]:
    """Persons that are described under a heading each."""
    for number, column in enumerate(table.columns):
        facts = [(lane.title, "; ".join(lines(plain(lane.cells[number])))) for lane in table.lanes]
        yield (("Name", column.stage), *((key, value) for key, value in facts if value and key))


def _belongs(group: Sequence[Piece], piece: Piece) -> bool:
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
    while outer and _is_stage(outer[-1].text):
        outer.pop()
    return tuple(outer)


def _is_stage(words: str) -> bool:
    """Whether a heading is that of a stage or phase; "1. Journey of the owner" is a numbered journey."""
    return (names_stage(words) or is_stage_heading(words)) and not JOURNEY.search(words)


def _repeats(group: Sequence[Piece], piece: Piece) -> bool:
    """Whether a table has the stages of the one before: another person's journey through the same."""
    ours = {column.stage for column in piece.table.columns}
    theirs = {column.stage for column in group[-1].table.columns}
    return len(ours & theirs) * 2 > len(ours)


def _joined(group: Sequence[Piece]) -> JourneyTable:
    tables = [_placed(piece, is_one_of_many=len(group) > 1) for piece in group]
    first = group[0]
    title = _heading_of_journey(group)
    whole = joined(_by_stage(tables))
    headings = [heading.text for piece in group for heading in piece.path]
    is_named = any(JOURNEY.search(words) for words in headings)
    is_weak = whole.is_weak or (first.is_stage and not has_lanes(whole, is_named=is_named))
    return replace(
        whole,
        title=tables[0].title or title,
        place=tables[0].place or at_line(first.line),
        is_named=is_named,
        is_weak=is_weak,
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


def _placed(piece: Piece, *, is_one_of_many: bool) -> JourneyTable:
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
    own = path[-1].text
    is_phased = names_stage(above) and stage_noun(own) != stage_noun(above)
    if is_phased:
        columns = [Column(stage_title(above), name, c.persona) for c in piece.table.columns]
    else:
        columns = [Column(name, column.moment, column.persona) for column in piece.table.columns]
    return replace(piece.table, columns=tuple(columns))


def _heading_of_journey(group: Sequence[Piece]) -> str:
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


def _with_facts(table: JourneyTable, group: Sequence[Piece], reader: Pieces) -> JourneyTable:
    """A journey with what the lines above it say, but not those above another."""
    path = group[0].path
    above = _outer(path) if group[0].is_stage else path
    titles = {heading for piece in reader.pieces for heading in piece.path}
    facts = [
        fact
        for fact in reader.facts
        if fact.path[: len(above)] == above[: len(fact.path)] and fact.heading not in titles
    ]
    return replace(table, facts=(*table.facts, *((fact.key, fact.text) for fact in facts)))


def _finished(table: JourneyTable, reader: Pieces) -> JourneyTable:
    facts = list(table.facts)
    match = _PERSONA.match(table.title)
    if match:
        facts.insert(0, ("Persona", match[1]))
        table = replace(table, title=match[1])
    notes = table.notes
    if reader.prose and not table.is_weak:
        notes = (*notes, Phrase(N_("Text around the tables and lists was not imported.")))
    table = _with_stages(table)
    kept = tuple(dict.fromkeys((key, value) for key, value in facts if not is_empty(value)))
    return replace(
        table,
        lanes=tuple(_with_triggers_apart(table.lanes)),
        facts=kept,
        notes=notes,
        people=table.people or tuple(reader.people[:_MAX_PEOPLE]),
    )


def _with_stages(table: JourneyTable) -> JourneyTable:
    """A table whose stages have no names, with those of what customers do in each."""
    is_named = any(column.stage for column in table.columns)
    if is_named or not table.lanes or not table.columns:
        return table
    steps = next((lane for lane in table.lanes if lane.role is Role.STEP), table.lanes[0])
    names = [" ".join(plain(cell).split())[:_MAX_NAME] for cell in steps.cells]
    columns = (
        replace(column, stage=column.moment or name or str(number), moment="")
        for number, (column, name) in enumerate(zip(table.columns, names, strict=True), 1)
    )
    guess = Phrase(UNNAMED, title=" ".join(steps.title.split()))
    return replace(table, columns=tuple(columns), guesses=(*table.guesses, guess))


def _with_triggers_apart(lanes: Sequence[LaneRow]) -> Iterator[LaneRow]:
    """Lanes, of which triggers beside actions are one of their own."""
    has_steps = any(lane.role is Role.STEP and not is_trigger(lane.title) for lane in lanes)
    for lane in lanes:
        yield replace(lane, roles=(Role.LANE,)) if has_steps and is_trigger(lane.title) else lane
