"""A journey as a table has it: columns that are moments of stages, rows that are lanes.

Every shape of a table or a list becomes this one: stages down the side, along the top, a table or
a list for each. It is what the preview shows, and what the map is built from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from journeyeditor.exchange.tables.words import CARD_KINDS, WEAK, Role, heading, role_of
from journeyeditor.i18n import Sentence

#: The roles of lanes that make a journey of a list of stages.
CARD_ROLES = frozenset({*CARD_KINDS, Role.GOAL})


@dataclass(frozen=True, slots=True)
class Column:
    """One moment: its stage, its own name if it has one, and who it is about."""

    stage: str
    moment: str = ""
    persona: str = ""


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane: its title as written, its roles, and a cell for each column, with their marks.

    The first role is what the cells are; thoughts and feelings may share a lane. `persona` is whose
    lane it is, `channel` that of its touchpoints; `fills` are background colours by column.
    """

    title: str
    roles: tuple[Role, ...]
    cells: tuple[str, ...]
    persona: str = ""
    channel: str = ""
    fills: Mapping[int, str] = field(default_factory=dict)

    @property
    def role(self) -> Role:
        return self.roles[0] if self.roles else Role.LANE

    @property
    def key(self) -> tuple[str, str]:
        title = " ".join(self.title.casefold().split())
        # Lanes without a title are distinguished by their cells.
        return (title, self.persona or self.channel or ("" if title else self.role.value))


@dataclass(frozen=True, slots=True)
class JourneyTable:
    """A journey: its title, its place in the file, columns and lanes, and facts by their words."""

    columns: tuple[Column, ...]
    lanes: tuple[LaneRow, ...]
    title: str = ""
    place: Sentence = ""
    facts: tuple[tuple[str, str], ...] = ()
    #: What is said of each person, her name first.
    people: tuple[tuple[tuple[str, str], ...], ...] = ()
    guesses: tuple[Sentence, ...] = ()
    notes: tuple[Sentence, ...] = ()
    #: Whether it was found by its order alone, without any word that names a stage or lane.
    is_weak: bool = False
    #: Whether a heading above it says that it is a journey.
    is_named: bool = False

    @property
    def has_only_figures(self) -> bool:
        """Whether it counts customers and says nothing else, as a funnel does."""
        roles = {lane.role for lane in self.lanes}
        return Role.COUNT in roles and roles <= {
            Role.COUNT,
            Role.RATE,
            Role.DETAIL,
            Role.NUMBER,
            Role.NONE,
            Role.CHANNEL,
        }

    @property
    def has_cards(self) -> bool:
        """Whether it says more of its stages than a list of them does."""
        return any(lane.role in CARD_ROLES for lane in self.lanes)

    @property
    def signature(self) -> str:
        """What another table of the same make has too: the titles of the lanes."""
        return "|".join(lane.key[0] for lane in self.lanes)

    def with_roles(self, roles: Mapping[str, Role]) -> JourneyTable:
        """The same with other roles for lanes, by their titles in lower case."""
        lanes = tuple(
            replace(lane, roles=(roles[lane.key[0]],)) if lane.key[0] in roles else lane
            for lane in self.lanes
        )
        return replace(self, lanes=lanes)


def roles_of(title: str, cells: Iterable[str] = ()) -> tuple[Role, ...]:
    """The roles of a lane by the words of its title, or else by the shape of its cells."""
    from journeyeditor.exchange.tables.shapes import fitting, shape_role

    words = list(cells)
    if not title.strip():
        return (Role.NOTE,)
    named = (Role.STEP if role is Role.MOMENT else role for role in heading(title).roles)
    found = tuple(role for role in dict.fromkeys(named) if fitting(role, words, title))
    return found or (shape_role(words),)


def has_lanes(table: JourneyTable, *, is_named: bool) -> bool:
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


def joined(tables: Sequence[JourneyTable]) -> JourneyTable:
    """Tables of one journey, one after the other; lanes of the same title are one."""
    columns = tuple(column for table in tables for column in table.columns)
    lanes = []
    for key in _merged_order(tables):
        cells: list[str] = []
        fills: dict[int, str] = {}
        first: LaneRow | None = None
        for table in tables:
            lane = next((each for each in table.lanes if each.key == key), None)
            if lane is not None:
                first = first or lane
                fills.update({len(cells) + i: fill for i, fill in lane.fills.items()})
            cells += lane.cells if lane is not None else [""] * len(table.columns)
        assert first is not None
        lanes.append(replace(first, cells=tuple(cells), fills=fills))
    return replace(
        tables[0],
        columns=columns,
        lanes=tuple(lanes),
        facts=tuple(dict.fromkeys(fact for table in tables for fact in table.facts)),
        guesses=tuple(dict.fromkeys(guess for table in tables for guess in table.guesses)),
        notes=tuple(dict.fromkeys(note for table in tables for note in table.notes)),
        is_weak=all(table.is_weak for table in tables),
    )


def _merged_order(tables: Sequence[JourneyTable]) -> list[tuple[str, str]]:
    """One order of lanes that keeps each table's own as far as it can, and else that of maps."""
    order: list[tuple[str, str]] = []
    ranks: dict[tuple[str, str], int] = {}
    for table in tables:
        place = 0
        for lane in table.lanes:
            key = lane.key
            ranks.setdefault(key, _RANKS[lane.role])
            if key in order:
                place = order.index(key)
            else:
                while place < len(order) and ranks[order[place]] < ranks[key]:
                    place += 1
                order.insert(place, key)
            place += 1
    return order


_RANKS = {role: rank for rank, role in enumerate(Role)}
