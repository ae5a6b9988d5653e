"""Which way a table lies: where its stages stand, where its lanes, and what is above both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from journeyeditor.exchange.checkpoints import checkpoints
from journeyeditor.exchange.tables.blocks import Grid
from journeyeditor.exchange.tables.channels import channel_of
from journeyeditor.exchange.tables.inline import is_empty, plain
from journeyeditor.exchange.tables.journey import Column, JourneyTable, LaneRow, roles_of
from journeyeditor.exchange.tables.shapes import is_ids, is_numbers
from journeyeditor.exchange.tables.words import (
    WEAK,
    Role,
    is_generic,
    is_lane_axis,
    is_usual_stage,
    names_lane,
    role_of,
)
from journeyeditor.i18n import N_, Phrase

#: Headings are looked for in so many rows and columns from the corner.
_MAX_ABOVE, _MAX_KEYS = 15, 2
#: The share of a column's cells that must be names of lanes; half of it where there are more than so many.
_MIN_LABELS, _MANY_LABELS = 0.5, 3
UNNAMED = N_("The table names no stages; they are called after “{title}”.")
_AXES = frozenset({Role.STAGE, Role.MOMENT})
_NO_LABELS = frozenset({None, *WEAK, *_AXES, Role.COUNT, Role.RATE})
#: A row with more headings of stages is one of their names.
_MAX_AXES = 2
#: A column of one person's steps.
_PERSON = re.compile(
    r"(?:persona|persoona|user|customer)\b[^:–—]{0,12}[:–—]\s*(\S.*)", re.IGNORECASE
)
_FACT_KEYS = re.compile(
    r"persona|persoona|scenario|szenario|goals?|mål|ziele?|tavoite|team|version|date|datum|dato|author|client|kund|title|"
    r"project|projekt|name|namn|navn|age|role|company|owner|description|context|segment|actor",
    re.IGNORECASE,
)
#: Roles of headings such as "Name" and "Title", which do not say what a card is.
_NAMELESS = frozenset({None, Role.LANE, Role.NOTE})
_WHEN = re.compile(
    r"time|day|week|month|hour|when|time of day|timing|tid|tidpunkt|tidspunkt|klockslag|dag|vecka|uke|uge|månad|måned|när|når|hvornår|"
    r"zeit|uhrzeit|tag|woche|monat|wann|zeitpunkt|aika|päivä|viikko|kuukausi|kello|milloin|ajankohta",
    re.IGNORECASE,
)
_TICK = re.compile(r"[✓✔☑✅●•xX]|yes|ja|kyllä", re.IGNORECASE)
_TOTAL = re.compile(r"total|totalt|sum|summa|gesamt|yhteensä|i alt", re.IGNORECASE)


class Placed(NamedTuple):
    """A table that was understood; `needs_stage`: the heading above it says which stage it is."""

    table: JourneyTable
    needs_stage: bool = False


def read_grid(grid: Grid) -> Placed | None:
    """The journey in a table; None if nothing in it names a stage or a lane."""
    rows = [tuple(plain(cell) for cell in row) for row in checkpoints(grid.rows)]
    down = _best_column(rows[1:] if grid.has_header and len(rows) > 2 else rows)
    across = _best_row(rows[:1] if grid.has_header else rows)
    if _is_one_stage(rows, down):
        return _one_stage(grid, rows, down.at)
    is_labelled = down.share >= (_MIN_LABELS / 2 if down.found > _MANY_LABELS else _MIN_LABELS)
    if (channels := _by_channel(grid, rows)) is not None:
        return channels
    if across.found and across.at != down.at and _is_long(rows, across.at, down.at):
        return _stages_down_side(grid, rows, across.at)
    if down.found and is_labelled and (down.found, down.share) > (across.strong, across.share):
        return _stages_along_top(grid, rows, down.at)
    if across.found:
        return _stages_down_side(grid, rows, across.at)
    return _usual_stages(grid, rows)


def _usual_stages(grid: Grid, rows: Sequence[Sequence[str]]) -> Placed | None:
    """A table that is headed by usual names of stages, with steps in its cells."""
    head = rows[0]
    known = sum(is_usual_stage(cell) for cell in head)
    if len(head) < 2 or len(rows) < 2 or known * 3 < len(head) * 2 or not all(head):
        return None
    cells = tuple("\n".join(row[column] for row in grid.rows[1:]) for column in range(len(head)))
    lane = LaneRow("", (Role.STEP,), cells)
    return Placed(JourneyTable(tuple(map(Column, head)), (lane,), place=grid.place))


def _is_long(rows: Sequence[Sequence[str]], head: int, kinds: int) -> bool:
    """Whether each row is one card: its stage, its kind in a column, and its words."""
    header, body = rows[head], rows[head + 1 :]
    stages = [i for i, cell in enumerate(header) if role_of(cell) is Role.STAGE]
    if not stages or kinds in stages or len(header) - kinds < 2:
        return False
    words = [row[kinds] for row in body if not is_empty(row[kinds])]
    are_kinds = sum(map(names_lane, words)) * 4 >= len(words) * 3
    return bool(words) and are_kinds and len(set(words)) < len(words)


class _Fit(NamedTuple):
    """How well a row or column holds headings: its index, how many, and their share of its cells.

    `strong` leaves out headings that are common words.
    """

    at: int
    found: int
    share: float
    strong: int


def _best_column(rows: Sequence[Sequence[str]]) -> _Fit:
    """The column with the most names of lanes."""
    fits = []
    for column in range(min(_MAX_KEYS, len(rows[0]))):
        cells = [row[column] for row in rows if not is_empty(row[column])]
        known = [cell for cell in cells[:200] if role_of(cell) not in _NO_LABELS]
        if column and len(known) * 4 < len(cells) * 3:  # keys of groups and lanes
            known = []
        fits.append(_Fit(column, len(known), len(known) / max(len(cells), 1), len(set(known))))
    # Names of groups before those of lanes are repeated.
    return max(fits, key=lambda fit: (fit.found, fit.strong, -fit.at))


def _best_row(rows: Sequence[Sequence[str]]) -> _Fit:
    """The row with the most headings of columns."""
    fits = []
    for number, row in enumerate(rows[:_MAX_ABOVE]):
        cells = [cell for cell in row if cell.strip()]
        roles = [role_of(cell) for cell in cells]
        strong = sum(role is not None and role not in WEAK for role in roles)
        if sum(role in _AXES for role in roles) > _MAX_AXES:
            strong = 0
        has_axis = Role.STAGE in roles or Role.MOMENT in roles
        count = strong if strong > 1 or has_axis else 0
        fits.append(
            _Fit(number, count if len(cells) > 1 else 0, strong / max(len(cells), 1), strong)
        )
    return max(fits, key=lambda fit: (fit.found, fit.share, -fit.at))


# ---- one stage: names of lanes beside their cells


def _is_one_stage(rows: Sequence[Sequence[str]], down: _Fit) -> bool:
    """Whether a table of two columns describes one stage, whose name stands elsewhere."""
    if len(rows[0]) != 2 or down.at != 0 or down.found < 1:
        return False
    first = rows[0]
    is_headed = is_generic(first[1]) or (is_lane_axis(first[0]) and not first[1].strip())
    is_bare = names_lane(first[0]) and not names_lane(first[1])
    return (is_headed or is_bare) and down.share >= 0.4


def _one_stage(grid: Grid, rows: Sequence[Sequence[str]], at: int) -> Placed:
    start = 0 if names_lane(rows[0][at]) and not is_generic(rows[0][1]) else 1
    lanes: list[LaneRow] = []
    for number in range(start, len(rows)):
        title, cell = rows[number][0], grid.rows[number][1]
        if title.strip():
            lanes.append(LaneRow(title, (), (cell,)))
        elif lanes:
            lanes[-1] = replace(lanes[-1], cells=(f"{lanes[-1].cells[0]}\n{cell}",))
    table = JourneyTable((Column(""),), _with_roles(lanes), place=grid.place)
    return Placed(table, needs_stage=True)


# ---- stages along the top


def _stages_along_top(grid: Grid, rows: Sequence[Sequence[str]], at: int) -> Placed | None:
    head = _head_row(rows, at)
    if head is None:
        return _without_stages(grid, rows, at)
    below = head + 1
    while below < len(rows) - 1 and _is_second_head(rows, at, below, head):
        below += 1
    columns = [
        column
        for column in range(at + 1, len(rows[0]))
        if any(not is_empty(row[column]) for row in rows[head:])
    ]
    stages = _continued([rows[head][column] for column in columns])
    moments = [
        " ".join(filter(None, (rows[row][column] for row in range(head + 1, below))))
        for column in columns
    ]
    moments = moments if below > head + 1 else [""] * len(columns)
    lanes = _lanes_down(grid, rows, at, below, columns)
    is_headed = role_of(rows[head][at]) in _AXES or is_lane_axis(rows[head][at])
    if not columns or not (is_headed or any(map(_says_more, lanes))):
        return None
    table = JourneyTable(
        tuple(Column(stage, moment) for stage, moment in zip(stages, moments, strict=True)),
        _with_roles(lanes),
        place=grid.place,
    )
    return Placed(_with_top(table, rows[:head]))


def _says_more(lane: LaneRow) -> bool:
    """Whether a lane says what happens, not only where and by whom, which other tables do too."""
    return role_of(lane.title) not in {*_NO_LABELS, Role.CHANNEL, Role.OWNER}


def _without_stages(grid: Grid, rows: Sequence[Sequence[str]], at: int) -> Placed | None:
    """A table of lanes alone: its stages are called as what customers do in them."""
    columns = [c for c in range(at + 1, len(rows[0])) if any(not is_empty(row[c]) for row in rows)]
    lanes = _lanes_down(grid, rows, at, 0, columns)
    if len(columns) < 2 or len(lanes) < 2:
        return None
    steps = next((lane for lane in lanes if role_of(lane.title) is Role.STEP), lanes[0])
    names = [" ".join(plain(cell).split())[:60] or f"{i}" for i, cell in enumerate(steps.cells, 1)]
    guess = Phrase(UNNAMED, title=" ".join(steps.title.split()))
    table = JourneyTable(
        tuple(map(Column, names)), _with_roles(lanes), place=grid.place, guesses=(guess,)
    )
    return Placed(table)


def _head_row(rows: Sequence[Sequence[str]], at: int) -> int | None:
    """The row with the names of the stages: the one that says so, or the first that can be it."""
    likely = None
    for number, row in enumerate(rows[:_MAX_ABOVE]):
        corner, others = row[at], [cell for cell in row[at + 1 :] if cell.strip()]
        role = role_of(corner)
        are_stages = sum(map(is_usual_stage, others)) * 2 > len(others)
        if role is Role.MOMENT and likely == number - 1 and not rows[likely][at].strip():
            return likely  # the stages above the steps, without a word for themselves
        if others and (role in _AXES or is_lane_axis(corner) or are_stages):
            return number
        is_lane = role is not None and role not in WEAK
        if (
            likely is None
            and not is_lane
            and not _is_fact_row(row)
            and len(others) >= min(2, len(row) - at - 1)
        ):
            likely = number
    return likely


def _is_second_head(rows: Sequence[Sequence[str]], at: int, number: int, head: int) -> bool:
    """Whether a row below the stages names their parts."""
    row = rows[number]
    others = sum(bool(cell.strip()) for cell in row[at + 1 :])
    if others < 2:
        return False
    if role_of(row[at]) in _AXES:
        return any(role_of(other[at]) is Role.STEP for other in rows[number + 1 :])
    above = sum(bool(cell.strip()) for cell in rows[head][at + 1 :])
    return not row[at].strip() and number == head + 1 and others > above


def _lanes_down(
    grid: Grid, rows: Sequence[Sequence[str]], at: int, below: int, columns: Sequence[int]
) -> list[LaneRow]:
    """A lane for each label; rows without one go on with the lane above."""
    fills = {(row, column): colour for row, column, colour in grid.fills}
    lanes: list[LaneRow] = []
    group = ""
    for number in checkpoints(range(below, len(rows))):
        label = rows[number][at]
        group = (rows[number][0] if at else "") or group
        cells = tuple(grid.rows[number][column] for column in columns)
        if label.strip() or not lanes:
            colours = {i: fills[number, c] for i, c in enumerate(columns) if (number, c) in fills}
            lanes.append(LaneRow(label, (), cells, _persona_of(group, rows, at), fills=colours))
        elif any(cell.strip() for cell in cells):
            both = zip(lanes[-1].cells, cells, strict=True)
            joined = tuple("\n".join(filter(str.strip, pair)) for pair in both)
            lanes[-1] = replace(lanes[-1], cells=joined)
    return lanes


def _persona_of(group: str, rows: Sequence[Sequence[str]], at: int) -> str:
    """Who a group of lanes is about; groups that are names of lanes are no persons."""
    if not at or not group or role_of(group) not in {None, *WEAK}:
        return ""
    return group


def _by_channel(grid: Grid, rows: Sequence[Sequence[str]]) -> Placed | None:
    """Touchpoints by channel and stage: the corner says what the cells are, and each row is a channel."""
    head, *body = rows
    if len(head) < 3 or role_of(head[0]) not in {Role.TOUCHPOINT, Role.CHANNEL}:
        return None
    labels = [row[0] for row in body if row[0].strip()]
    known = sum(bool(channel_of(label)) for label in labels)
    are_lanes = any(role_of(cell) and not is_usual_stage(cell) for cell in head[1:])
    if known < 2 or known * 2 < len(labels) or are_lanes:
        return None
    lanes = [
        LaneRow(head[0], (Role.TOUCHPOINT,), _named_cells(row[0], grid.rows[number]), "", row[0])
        for number, row in enumerate(body, 1)
    ]
    return Placed(JourneyTable(tuple(map(Column, head[1:])), tuple(lanes), place=grid.place))


def _named_cells(label: str, row: Sequence[str]) -> tuple[str, ...]:
    """The cells of a channel; where one is only ticked, the channel itself is met."""
    return tuple(label if _TICK.fullmatch(plain(cell)) else cell for cell in row[1:])


# ---- stages down the side


def _stages_down_side(grid: Grid, rows: Sequence[Sequence[str]], head: int) -> Placed | None:
    header = rows[head]
    body = [
        number
        for number in range(head + 1, len(rows))
        if any(not is_empty(cell) for cell in rows[number]) and rows[number] != header
    ]
    body = [n for n in body if not _TOTAL.fullmatch(next(filter(None, rows[n]), ""))]
    axes = _axes(header, [rows[number] for number in body])
    groups = _group_rows(rows, body, axes)
    stages, moments, kept = _places(rows, body, axes, groups)
    lanes = []
    for column, title in enumerate(header):
        cells = tuple(grid.rows[number][column] for number in kept)
        is_blank = not title.strip() and not any(cell.strip() for cell in cells)
        if column in {axes.stage, axes.moment, axes.number, axes.persona} or is_blank:
            continue
        colours = {
            i: c for i, n in enumerate(kept) for r, k, c in grid.fills if (r, k) == (n, column)
        }
        person = _PERSON.match(title)
        lanes.append(
            LaneRow("", (Role.STEP,), cells, person[1], fills=colours)
            if person
            else LaneRow(title, (), cells, fills=colours)
        )
    lanes = _by_kind(lanes)
    if not lanes or (axes.stage is None and sum(_is_card(lane.title) for lane in lanes) < 2):
        return None
    personas = _continued([rows[n][axes.persona] for n in kept]) if axes.persona is not None else []
    columns = tuple(
        Column(stage, moment, personas[i] if personas else "")
        for i, (stage, moment) in enumerate(zip(stages, moments, strict=True))
    )
    table = JourneyTable(columns, _with_roles(lanes), place=grid.place, guesses=axes.guesses)
    return Placed(_with_top(table, rows[:head]), needs_stage=axes.stage is None)


def _by_kind(lanes: Sequence[LaneRow]) -> list[LaneRow]:
    """Lanes by the kinds of their cards, where a column says the kind of each row.

    So are exports of databases: a name, and "Action" or "Pain point" in a column beside it.
    """
    kinds = next((lane for lane in lanes if _says_kinds(lane)), None)
    others = (lane for lane in lanes if lane is not kinds)
    names = next((lane for lane in others if role_of(lane.title) in _NAMELESS), None)
    if kinds is None or names is None:
        return list(lanes)
    split = []
    for kind in dict.fromkeys(plain(cell) for cell in kinds.cells if names_lane(plain(cell))):
        cells = tuple(
            name if plain(cell) == kind else ""
            for name, cell in zip(names.cells, kinds.cells, strict=True)
        )
        split.append(LaneRow(kind, (), cells))
    unnamed = tuple(
        "" if names_lane(plain(cell)) else name
        for name, cell in zip(names.cells, kinds.cells, strict=True)
    )
    rest = [LaneRow(names.title, (), unnamed)] if any(unnamed) else []
    return [*split, *rest, *(lane for lane in lanes if lane not in (kinds, names))]


def _says_kinds(lane: LaneRow) -> bool:
    """Whether most cells of a column are words for kinds of cards."""
    words = [plain(cell) for cell in lane.cells if not is_empty(cell)]
    known = sum(names_lane(word) for word in words)
    return len(words) > 1 and known * 4 >= len(words) * 3 and len(set(words)) > 1


class _Axes(NamedTuple):
    """The columns that say where a row belongs; None for those that a table does not have."""

    stage: int | None
    moment: int | None = None
    number: int | None = None
    persona: int | None = None
    guesses: tuple[Phrase, ...] = ()


def _axes(header: Sequence[str], body: Sequence[Sequence[str]]) -> _Axes:
    cells = [[row[column] for row in body] for column in range(len(header))]
    roles = _column_roles(header, cells)
    number = next(
        (i for i, role in enumerate(roles) if _is_order(role, cells[i]) and role is not Role.STAGE),
        None,
    )
    axes = [i for i, role in enumerate(roles) if role in _AXES and i != number]
    personas = [
        i for i, role in enumerate(roles) if role is Role.PERSONA and not _PERSON.match(header[i])
    ]
    persona = personas[0] if personas and any(filter(None, cells[personas[0]])) else None
    if not axes:
        blank = next((i for i, title in enumerate(header) if not title.strip()), None)
        if blank == 0 and not is_numbers(cells[0]):
            return _Axes(0, None, number, persona)
        unknown = 0 if number != 0 else 1
        if unknown < len(header) and roles[unknown] is None and _are_names(cells[unknown]):
            stages = N_("The column “{title}” was read as the stages.")
            guess = Phrase(stages, title=header[unknown])
            if sum(_is_card(title) for title in header) < 2:
                return _Axes(None, None, number, persona)
            return _Axes(unknown, None, number, persona, (guess,))
        return _Axes(None, None, number, persona)
    if len(axes) == 1:
        stage = _named_beside(axes[0], roles, cells)
        return _Axes(stage, None, axes[0] if stage != axes[0] else number, persona)
    stage = next((i for i in axes if roles[i] is Role.STAGE), axes[0])
    moment = next(i for i in axes if i != stage)
    if roles[moment] is Role.MOMENT and Role.STEP not in roles:
        return _Axes(stage, None, number, persona)  # the steps themselves
    if roles[moment] is Role.STAGE and _repeats(cells[moment]) > _repeats(cells[stage]):
        stage, moment = moment, stage
    return _Axes(stage, moment, number, persona)


def _column_roles(header: Sequence[str], cells: Sequence[Sequence[str]]) -> list[Role | None]:
    """What the headings of columns say; days or times of the day are stages where none are named."""
    roles = [role_of(title) for title in header]
    when = _when(header, cells) if Role.STAGE not in roles else None
    return [Role.STAGE if i == when else role for i, role in enumerate(roles)]


def _when(header: Sequence[str], cells: Sequence[Sequence[str]]) -> int | None:
    """The column that says when, if it comes first and its cells differ."""
    column = next((i for i, title in enumerate(header[:2]) if _WHEN.fullmatch(title.strip())), None)
    has_cards = any(_is_card(title) for title in header)
    return column if column is not None and has_cards and _are_names(cells[column]) else None


def _named_beside(stage: int, roles: Sequence[Role | None], cells: Sequence[Sequence[str]]) -> int:
    """The column of the stages' names, which stands beside that of their numbers if that is all."""
    if not is_numbers(cells[stage]):
        return stage
    names = (i for i, role in enumerate(roles) if role is None and _are_names(cells[i]))
    return next(names, stage)


def _is_order(role: Role | None, cells: Sequence[str]) -> bool:
    """Whether a column only counts the rows."""
    if role is Role.NUMBER:
        return True
    return role is Role.MOMENT and (is_numbers(cells) or is_ids(cells))


def _are_names(cells: Sequence[str]) -> bool:
    """Whether cells are short and different, as names of stages are."""
    words = [cell for cell in cells if not is_empty(cell)]
    return bool(words) and len(set(words)) == len(words) and max(map(len, words)) <= 60


def _repeats(cells: Sequence[str]) -> int:
    return len(cells) - len({cell for cell in cells if cell})


def _group_rows(rows: Sequence[Sequence[str]], body: Sequence[int], axes: _Axes) -> dict[int, str]:
    """Rows that are nothing but the name of a phase, by number; none if the table begins otherwise."""
    found = {
        number: filled[0]
        for number in body
        if len(filled := [cell for cell in rows[number] if not is_empty(cell)]) == 1
        and len(rows[number]) > 2
        and (rows[number][0].strip() or axes.stage is None)
    }
    is_first = bool(body) and body[0] in found
    return found if is_first and len(found) * 2 <= len(body) else {}


def _places(
    rows: Sequence[Sequence[str]], body: Sequence[int], axes: _Axes, groups: dict[int, str]
) -> tuple[list[str], list[str], list[int]]:
    """Stage and moment of each row that is one, and the numbers of these rows."""
    stages: list[str] = []
    moments: list[str] = []
    kept: list[int] = []
    group = stage = ""
    for number in body:
        if number in groups:
            group = groups[number]
            continue
        own = rows[number][axes.stage].strip() if axes.stage is not None else ""
        stage = own or stage
        moment = rows[number][axes.moment].strip() if axes.moment is not None else ""
        stages.append(group or stage)
        moments.append(" ".join(filter(None, (stage if group else "", moment))))
        kept.append(number)
    return stages, moments, kept


# ---- what both have


def _is_card(title: str) -> bool:
    role = role_of(title)
    return role is not None and role not in {*WEAK, *_AXES, Role.COUNT, Role.RATE, Role.OWNER}


def _continued(cells: Sequence[str]) -> list[str]:
    """Names, of which an empty one repeats the one before (merged cells)."""
    names: list[str] = []
    for cell in cells:
        names.append(cell.strip() or (names[-1] if names else ""))
    return names


def _with_roles(lanes: Sequence[LaneRow]) -> tuple[LaneRow, ...]:
    """Lanes with their roles; two of the same title are one after the other."""
    titles = Counter(lane.key for lane in lanes)
    result = []
    seen: Counter[tuple[str, str]] = Counter()
    for lane in lanes:
        seen[lane.key] += 1
        again = f" {seen[lane.key]}" if titles[lane.key] > 1 and seen[lane.key] > 1 else ""
        title = " ".join(lane.title.split()) + again
        roles = lane.roles or roles_of(lane.title, lane.cells)
        result.append(replace(lane, title=title, roles=roles))
    return tuple(result)


def _is_fact_row(row: Sequence[str]) -> bool:
    first = next((cell for cell in row if cell.strip()), "")
    return bool(_FACT_KEYS.fullmatch(first.rstrip(": "))) and len([c for c in row if c.strip()]) > 1


def _with_top(table: JourneyTable, rows: Sequence[Sequence[str]]) -> JourneyTable:
    """A table with the title and the facts that stand above it."""
    title, facts = table.title, list(table.facts)
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) == 1:
            key, _, value = cells[0].partition(":")
            if value.strip() and _FACT_KEYS.fullmatch(key.strip()):
                facts.append((key.strip(), value.strip()))
            elif title:
                facts.append(("Note", cells[0]))
            title = title or (cells[0] if not facts else "")
        elif _is_fact_row(row):
            facts += list(zip((c.rstrip(": ") for c in cells[::2]), cells[1::2], strict=False))
        elif len(cells) == 2 and not title:
            facts.append((cells[0].rstrip(": "), cells[1]))
    return replace(table, title=title, facts=tuple(facts))
