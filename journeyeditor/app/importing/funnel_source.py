"""Where a funnel table comes from: a file of any origin or pasted text, and what is read out of it."""

from __future__ import annotations

import stat
from collections.abc import Sequence
from pathlib import Path

from journeyeditor.exchange.funnel.headers import headed
from journeyeditor.exchange.funnel.tables import FunnelStep, Reading, Role, guess, rows
from journeyeditor.exchange.tables import MAX_BYTES, Table, TableError, decoded, read_tables
from journeyeditor.i18n import N_

#: A map of more stages than this is none.
MAX_STEPS = 200


def of_file(path: str) -> list[Table]:
    """Return the tables in a file; raises TableError with a sentence for the window."""
    try:
        file = Path(path)
        if not stat.S_ISREG(file.stat().st_mode):
            raise TableError(N_("This is not a regular file."))
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if isinstance(error, TableError):
            raise
        reason = getattr(error, "strerror", None) or str(error)
        raise TableError(N_("The file could not be read: {reason}."), reason=reason) from error
    return of_text(decoded(data))


def of_text(text: str) -> list[Table]:
    """Return the tables in a text; raises TableError."""
    if len(text) > MAX_BYTES:
        raise TableError(N_("The table is larger than {most} MiB."), most=MAX_BYTES // 2**20)
    return [headed(table) for table in read_tables(text)]


def steps_of(table: Table, reading: Reading) -> list[FunnelStep]:
    """Return the steps of a table; raises TableError, also where there are too many or none."""
    found = rows(table, reading)
    if not found:
        raise TableError(N_("No row contains a step name."))
    if len(found) > MAX_STEPS:
        raise TableError(
            N_(
                "The table has {count} steps, but at most {most} can be imported. Remove some from the file."
            ),
            count=len(found),
            most=MAX_STEPS,
        )
    return found


def likeliest(tables: Sequence[Table]) -> int:
    """Return which of several tables most likely is a funnel: the first long one of several steps."""
    return max(range(len(tables)), key=lambda i: (_fitness(tables[i]), -i), default=0)


def _fitness(table: Table) -> int:
    """Return how much a table looks like a funnel."""
    reading = guess(table)
    try:
        found = steps_of(table, reading)
    except TableError:
        return 0
    return 1 + (len(found) > 1) + (len(found) > 1 and not reading.is_wide)


def with_role(reading: Reading, column: int, role: Role) -> Reading:
    """Return a reading in which a column is something else; there is one step, rate and count only.

    Where the steps stand in the header, every column of counts is a step.
    """
    roles = list(reading.roles)
    if role in (Role.STEP, Role.RATE) or (role is Role.COUNT and not reading.is_wide):
        roles = [Role.NONE if each is role else each for each in roles]
    roles[column] = role
    return reading._replace(roles=tuple(roles), part="")
