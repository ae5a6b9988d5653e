"""A workshop: its agenda, and its room, in which phones write cards, rate stages and vote.

Nothing here is imported before somebody opens either, and no socket is open before a room is.
"""

from __future__ import annotations

from pathlib import Path

#: The argument that makes the program the process that makes the phones' page of a map.
PAGE_COMMAND = "room-page-server"
#: The folder among the user's own data with the logs of rooms and the clocks of agendas.
FOLDER = "rooms"


def clock_path(folder: Path, key: str) -> Path:
    """Return where the clock of a map's agenda is kept; `key` identifies the map."""
    return folder / FOLDER / f"{key}.clock"
