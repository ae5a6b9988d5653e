"""Ask for the map to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.dialogs import Dialogs
from journeyeditor.app.file_messages import kinds
from journeyeditor.i18n import Texts

if TYPE_CHECKING:
    from journeyeditor.model import JourneyGraph


def ask_map(dialogs: Dialogs, texts: Texts, folder: str = "") -> JourneyGraph | None:
    """Ask for a file and read it; None if cancelled or unreadable, which is reported."""
    from journeyeditor.files import FileError, read_map

    chosen = dialogs.open_file(kinds(texts), folder)
    if not chosen:
        return None
    try:
        return read_map(Path(chosen))
    except FileError as error:
        dialogs.message(str(error), severity="error")
        return None
