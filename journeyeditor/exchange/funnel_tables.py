"""Funnels from tables: which columns hold the steps, the counts and the rates.

`guess` proposes roles from headers (English, Swedish, Norwegian, Danish, German, Finnish) and from the
cells; the user can change them, and `rows` reads the table with any roles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from journeyeditor.exchange.funnel_text import Table, TableError
from journeyeditor.i18n import N_
from journeyeditor.values import Figure, read_column

COUNT = re.compile(
    r"count|users?\b|visit|session|antal|anzahl|kund|besök|besøg|besøk|brukere|brugere|användare|"
    r"value|hits|customers|people|personer|leads|entries|views|"
    r"määrä|asiakkai|asiakas(?!pol)|käyttäj|käynti|käynn|istun|kävij|henkilö",
    re.IGNORECASE,
)
BEST_COUNT = re.compile(
    r"users\b|nb_visits|antal|anzahl|kund|customers|lukumäär|asiakkaita|käyttäjiä", re.IGNORECASE
)
RATE = re.compile(
    r"conversion(?!s)|konverter|konversio|omvandling|\brate|rate\b|_rate|grad\b|andel|share|percent|prosent|procent|frekvens|quote\b|%|"
    r"osuus|oaste\b|suhde\b",
    re.IGNORECASE,
)
#: What is lost between two steps, the opposite of a conversion.
NOT_RATE = re.compile(
    r"abandon|bounce|exit|drop.?off|drop.?out|dropped|churn|\bloss|\blost|leav(?:e|ing)|attrition|fall.?out|"
    r"avhopp|bortfall|tapp\b|frafall|\btap\b|\btab\b|frafald|frafaldne|svinn|svind|"
    r"abbruch|absprung|abbrecher|verlust|ausstieg|schwund|poistum|keskeyt|hylkä|hävikki|menety|kato\b",
    re.IGNORECASE,
)
STEP = re.compile(
    r"step|stage|phase|\bfas|steg|trinn|trin\b|skritt|schritt|label|event|page|name|navn|namn|"
    r"vaihe|askel|sivu\b|nimi\b|tapahtuma",
    re.IGNORECASE,
)
SEGMENT = re.compile(
    r"segment|country|device|platt?form|\bland\b|browser|\bos\b|\bage\b|source|medium|channel|"
    r"kanal|\benhet\b|\benhed\b|ålder|alder\b|kön\b|kjønn|\bkøn\b|region|källa|kilde|"
    r"\bmaa\b|laite|selain|\bikä|sukupuoli|lähde|\balue",
    re.IGNORECASE,
)
#: What the rows of a table with the steps in its header are.
_ROWS = re.compile(
    r"funnel|segment|cohort|group|grupp|gruppe|ryhmä|kohort|tratt|trakt|trichter", re.IGNORECASE
)
CLOCK = re.compile(r"^\d+:\d\d(:\d\d)?$")
WHOLE = re.compile(
    r"^(total|all users|all|totalt|i alt|alla|alle|samtliga|gesamt|yhteensä|kaikki)$", re.IGNORECASE
)
DATE = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$|^\d{8}$")
FIGURE = re.compile(r"^\W*\d[\d\W]*$")


def headed(table: Table) -> Table:
    """A table without header row gets letters as headers, as in a spreadsheet."""
    figures = read_column(table.header)
    below = [read_column(row[i] for row in table.rows) for i in range(len(table.header))]
    is_named = any(
        known.search(cell)
        for cell in table.header
        for known in (STEP, COUNT, RATE, SEGMENT)
        if not FIGURE.match(cell)
    )
    is_data = any(
        figure is not None and sum(cell is not None for cell in column) * 2 > len(column)
        for figure, column in zip(figures, below, strict=True)
    )
    if is_named or not is_data:
        return table
    letters = tuple(_letter(i) for i in range(len(table.header)))
    return table._replace(header=letters, rows=(table.header, *table.rows))


def _letter(index: int) -> str:
    rest, digit = divmod(index, 26)
    return (_letter(rest - 1) if rest else "") + chr(ord("A") + digit)


def convention(steps: Sequence[FunnelStep], tolerance: float = 1.0) -> str:
    """The convention by which most of the rates match the counts, "" if none matches any.

    The names are those of the map's own setting; `tolerance` is in percentage points.
    """
    counted = [step for step in steps if step.customers is not None]
    fits = {
        name: sum(_fits(counted, i, above, below, tolerance) for i in range(len(counted)))
        for name, above, below in (
            ("to_next", 0, 1),
            ("from_previous", -1, 0),
            ("share_of_top", None, 0),
        )
    }
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] else ""


def _fits(
    steps: Sequence[FunnelStep], i: int, above: int | None, below: int, tolerance: float
) -> bool:
    """Whether a step's rate is the count `below` ÷ that `above` (None: the first), given as indices."""
    whole = 0 if above is None else i + above
    rate = steps[i].rate
    if rate is None or whole < 0 or i + below >= len(steps) or whole == i + below:
        return False
    divisor, part = steps[whole].customers, steps[i + below].customers
    return bool(divisor) and abs((part or 0) / (divisor or 1) - rate) * 100 <= tolerance


_NUMBERED = re.compile(r"^\s*\d+[.)]\s+")


class Role(Enum):
    """The role of a column."""

    STEP = "step"
    COUNT = "count"
    RATE = "rate"
    SEGMENT = "segment"
    NONE = ""


class Reading(NamedTuple):
    """How to read a table: the role of each column, and whether the steps are in the header.

    `part` is the value of the segment whose customers are used, "" for all of them.
    """

    roles: tuple[Role, ...]
    is_wide: bool = False
    part: str = ""


#: A table of more steps is no funnel.
MAX_STEPS = 200


class FunnelStep(NamedTuple):
    """One step: its title, customers (None if missing), stated rate 0..1 (None if missing)."""

    title: str
    customers: float | None
    rate: float | None


def guess(table: Table) -> Reading:
    """The most likely reading of a table.

    If the first column holds dates and the others counts, the steps are in the header.
    """
    columns = [[row[i] for row in table.rows] for i in range(len(table.header))]
    figures = [read_column(column) for column in columns]
    numeric = [_is_numeric(*pair) for pair in zip(columns, figures, strict=True)]
    date_of = [bool(column) and all(DATE.match(cell) for cell in column) for column in columns]
    is_daily = any(date_of) and sum(n and not d for n, d in zip(numeric, date_of, strict=True)) > 1
    if is_daily or _lies(table, numeric):
        return Reading(
            tuple(
                Role.COUNT if n and not d and not _is_fraction(f) else Role.NONE
                for n, d, f in zip(numeric, date_of, figures, strict=True)
            ),
            is_wide=True,
        )
    if _has_segments_below(table, numeric):
        return Reading((Role.SEGMENT, *[Role.COUNT] * (len(columns) - 1)), is_wide=True)
    return _guess_long(table, columns, figures, numeric)


def _guess_long(
    table: Table,
    columns: Sequence[Sequence[str]],
    figures: Sequence[Sequence[Figure | None]],
    numeric: Sequence[bool],
) -> Reading:
    """The reading of a table with a row for each step."""
    roles = [Role.NONE] * len(columns)
    words = [
        i
        for i, is_number in enumerate(numeric)
        if not is_number and not all(CLOCK.match(cell) for cell in columns[i])
    ]
    step = next(
        (i for i in words if STEP.search(table.header[i]) and not _is_segment(table, i)), None
    )
    if step is None:
        step = next((i for i in words if not _is_segment(table, i)), words[0] if words else None)
    if step is not None:
        roles[step] = Role.STEP
    for i in words:
        if i != step and (_is_segment(table, i) or any(WHOLE.match(c) for c in columns[i])):
            roles[i] = Role.SEGMENT
    counts = [
        i for i, is_number in enumerate(numeric) if is_number and not _is_rate(table, figures, i)
    ]
    rates = [i for i, is_number in enumerate(numeric) if is_number and _is_rate(table, figures, i)]
    if counts:
        roles[max(counts, key=lambda i: (_fitness(table.header[i]), -i))] = Role.COUNT
    rates = [i for i in rates if not NOT_RATE.search(table.header[i])]
    if rates:
        roles[rates[0]] = Role.RATE
    return Reading(tuple(roles))


def rows(table: Table, reading: Reading) -> list[FunnelStep]:
    """The steps of a funnel with a reading; the counts of a wide table are summed.

    Raises TableError if no column is a count or, in a long table, a step.
    """
    counts = _columns(reading, Role.COUNT)
    if not counts:
        raise TableError(N_("No column contains customer counts."))
    if reading.is_wide:
        return _across(table, reading, counts)
    steps = _columns(reading, Role.STEP)
    if not steps:
        raise TableError(N_("No column contains step names."))
    figures = read_column(row[counts[0]] for row in table.rows)
    rate_column = _columns(reading, Role.RATE)
    rates: Sequence[Figure | None] = [None] * len(table.rows)
    if rate_column:
        rates = read_column(row[rate_column[0]] for row in table.rows)
    titles = _titles(table, reading, steps[0])
    candidates = [
        FunnelStep(title, figure.value if figure else None, _share(rate))
        for row, title, figure, rate in zip(table.rows, titles, figures, rates, strict=True)
        if title and _is_wanted(table, reading, row)
    ]
    return _merged(candidates) if _columns(reading, Role.SEGMENT) else candidates


def steps_of(table: Table, reading: Reading) -> list[FunnelStep]:
    """The steps of a table; raises TableError, also if there are too many or none."""
    imported = rows(table, reading)
    if not imported:
        raise TableError(N_("No row contains a step name."))
    if len(imported) > MAX_STEPS:
        raise TableError(
            N_(
                "The table has {count} steps, but at most {most} can be imported. Remove some from the file."
            ),
            count=len(imported),
            most=MAX_STEPS,
        )
    return imported


def fitness(table: Table) -> int:
    """How likely a table is a funnel, 0 for one that cannot be read as one."""
    reading = guess(table)
    try:
        steps = steps_of(table, reading)
    except TableError:
        return 0
    return 1 + (len(steps) > 1) + (len(steps) > 1 and not reading.is_wide)


def parts(table: Table, reading: Reading) -> tuple[str, ...]:
    """The segments by which a table breaks its customers down, except totals."""
    columns = _columns(reading, Role.SEGMENT)[:1]
    values = dict.fromkeys(row[column] for column in columns for row in table.rows)
    if len(values) < 2:
        return ()
    return tuple(value for value in values if value and not WHOLE.match(value))


def _lies(table: Table, numeric: Sequence[bool]) -> bool:
    """Whether a table is transposed: a row of counts, perhaps one of rates, labelled in the first column."""
    if sum(numeric) < 2 or any(STEP.search(cell) for cell in table.header[1:]):
        return False
    if all(numeric):
        return len(table.rows) == 1 and len(numeric) > 2
    named = [row[0] for row in table.rows]
    words = (COUNT, RATE, NOT_RATE)
    is_known = all(any(word.search(cell) for word in words) for cell in named)
    return not numeric[0] and is_known and any(COUNT.search(cell) for cell in named)


def _has_segments_below(table: Table, numeric: Sequence[bool]) -> bool:
    """Whether the steps are in the header, and each row is a segment: its figures fall from left to right."""
    header = table.header
    if len(header) < 3 or numeric[0] or not all(numeric[1:]):
        return False
    if any(RATE.search(cell) or NOT_RATE.search(cell) for cell in header[1:]):
        return False
    if sum(bool(COUNT.search(cell)) for cell in header[1:]) * 2 >= len(header) - 1:
        return False  # one step may be called "Visit", but not most of them
    is_named = all(STEP.search(cell) for cell in header[1:]) or bool(_ROWS.search(header[0]))
    figures = [read_column(row[1:]) for row in table.rows]
    falls = sum(
        all(a is not None and b is not None and a.value >= b.value for a, b in pairwise(line))
        for line in figures
    )
    return is_named and falls * 2 > len(figures)


def _across(table: Table, reading: Reading, columns: Sequence[int]) -> list[FunnelStep]:
    """The steps in the header: counts added up, rates from the row of rates."""
    wanted = [
        row for row in table.rows if _is_wanted(table, reading, row) and not _is_loss(row, columns)
    ]
    lines = [(row, _has_rates(row, columns)) for row in wanted]
    rates = next((read_column(row[i] for i in columns) for row, is_rate in lines if is_rate), None)
    candidates = []
    for place, i in enumerate(columns):
        figures = read_column(row[i] for row, is_rate in lines if not is_rate)
        values = [figure.value for figure in figures if figure is not None]
        total = sum(values) if values else None
        share = _share(rates[place]) if rates is not None else None
        candidates.append(FunnelStep(_title(table.header[i]), total, share))
    return candidates


def _is_loss(row: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a row says how many leave, by its label."""
    return any(NOT_RATE.search(cell) for i, cell in enumerate(row) if i not in columns)


def _has_rates(row: Sequence[str], columns: Sequence[int]) -> bool:
    """Whether a row holds rates: by its label, or by percent signs."""
    named = [cell for i, cell in enumerate(row) if i not in columns]
    figures = [figure for figure in read_column(row[i] for i in columns) if figure is not None]
    has_signs = bool(figures) and all(figure.is_percent for figure in figures)
    return has_signs or any(RATE.search(cell) for cell in named)


def _titles(table: Table, reading: Reading, column: int) -> list[str]:
    """The step of each row; in a table with segments an empty cell repeats the step above."""
    fills = bool(_columns(reading, Role.SEGMENT))
    titles: list[str] = []
    for row in table.rows:
        title = _title(row[column])
        titles.append(title or (titles[-1] if fills and titles else ""))
    return titles


def _merged(steps: Sequence[FunnelStep]) -> list[FunnelStep]:
    """Merge steps with the same title and add them up; a sum has no rate."""
    found: dict[str, FunnelStep] = {}
    for step in steps:
        earlier = found.get(step.title)
        if earlier is None:
            found[step.title] = step
        else:
            both = [n for n in (earlier.customers, step.customers) if n is not None]
            found[step.title] = FunnelStep(step.title, sum(both) if both else None, None)
    return list(found.values())


def _is_numeric(cells: Sequence[str], figures: Sequence[Figure | None]) -> bool:
    """Whether most non-empty cells of a column are numbers."""
    return sum(figure is not None for figure in figures) * 2 > sum(bool(cell) for cell in cells)


def _is_fraction(figures: Sequence[Figure | None]) -> bool:
    """Whether a column holds amounts instead of counts."""
    return any(f is not None and f.value != int(f.value) for f in figures)


def _is_segment(table: Table, column: int) -> bool:
    return bool(SEGMENT.search(table.header[column])) and not re.search(
        r"step|stage", table.header[column], re.IGNORECASE
    )


def _is_rate(table: Table, figures: Sequence[Sequence[Figure | None]], column: int) -> bool:
    """Whether a column holds rates: by percent signs, its header, or its values between 0 and 1."""
    values = [figure for figure in figures[column] if figure is not None]
    if any(figure.is_percent for figure in values):
        return True
    small = all(0 <= figure.value <= 1 for figure in values)
    fractions = any(figure.value not in (0, 1) for figure in values)
    return bool(RATE.search(table.header[column])) or (small and fractions)


def _fitness(header: str) -> int:
    """How well a header names a number of customers."""
    is_per = bool(re.search(r"\bper\b", header, re.IGNORECASE))
    return 2 * bool(BEST_COUNT.search(header)) + bool(COUNT.search(header)) - 4 * is_per


def _columns(reading: Reading, role: Role) -> list[int]:
    return [i for i, found in enumerate(reading.roles) if found is role]


def _is_wanted(table: Table, reading: Reading, row: Sequence[str]) -> bool:
    """Whether a row belongs to the selected segment, or to the total."""
    columns = _columns(reading, Role.SEGMENT)
    if reading.part and columns:
        return row[columns[0]] == reading.part
    for column in columns:
        values = {other[column] for other in table.rows}
        if len(values) > 1 and any(WHOLE.match(value) for value in values):
            return bool(WHOLE.match(row[column]))
    return True


def _title(cell: str) -> str:
    """A step's name without its number and without Markdown's asterisks."""
    return _NUMBERED.sub("", cell).strip(" *_`")


def _share(figure: Figure | None) -> float | None:
    if figure is None:
        return None
    value = figure.value / 100 if figure.is_percent or figure.value > 1 else figure.value
    return round(value, 12) if 0 <= value <= 1 else None
