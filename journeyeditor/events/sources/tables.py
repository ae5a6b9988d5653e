"""Which table of a database file holds the events."""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.events.errors import EventLogError
from journeyeditor.i18n import N_

#: The most names that a message lists.
_LISTED = 12


def chosen_table(names: Sequence[str], wanted: str) -> str:
    """The name of a table as the file has it; the only one if none is named.

    Raises EventLogError, which lists the tables there are.
    """
    if not names:
        raise EventLogError(N_("The database holds no tables."))
    listed = ", ".join(names[:_LISTED]) + ("…" if len(names) > _LISTED else "")
    if not wanted:
        if len(names) == 1:
            return names[0]
        raise EventLogError(
            N_("The database holds several tables: {tables}. Choose one."), tables=listed
        )
    found = [name for name in names if name == wanted]
    found = found or [name for name in names if name.casefold() == wanted.casefold()]
    if not found:
        raise EventLogError(
            N_("The database holds no table “{table}”; it holds {tables}."),
            table=wanted,
            tables=listed,
        )
    return found[0]
