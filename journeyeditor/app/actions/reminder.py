"""The next review of the open map, as a calendar file."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from journeyeditor.app.dialogs import FileKind
from journeyeditor.app.export.messages import sentence, suggested
from journeyeditor.files import FileError, write_atomically
from journeyeditor.insight.review_dates import reminder

if TYPE_CHECKING:
    from journeyeditor.app.action_target import ActionTarget


def write_reminder(window: ActionTarget) -> None:
    """Ask for a path and write the review date; without a date, focus that field instead."""
    texts, info = window.ui.texts, window.map_view.session.info
    data = reminder(info, datetime.datetime.now(datetime.UTC))
    if data is None:
        window.map_view.show_tab("map")
        window.show_message(texts("Set the map's date and review interval first."))
        return
    path = window.documents.document.path if window.documents.document is not None else None
    name = suggested(path, None, info.title, "ics", texts)
    file = window.dialogs.save_file(str(name), (FileKind(texts("Calendar"), ("ics",)),))
    if not file:
        return
    try:
        write_atomically(Path(file), data)
    except FileError as error:
        window.show_message(sentence(error, texts, Path(file)))
    else:
        window.show_message(texts("Saved “{name}”").format(name=Path(file).name))
