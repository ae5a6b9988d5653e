"""The command that writes a calendar reminder for the next review of a map."""

from __future__ import annotations

import datetime

from journeyeditor.cli.commands.maps import read
from journeyeditor.cli.errors import CommandError, UsageError
from journeyeditor.cli.files import same_file
from journeyeditor.cli.terminal import one_line, print_lines


def reminder(path: str, output: str) -> None:
    """Write the next review of a map as an iCalendar file; raises UsageError and CommandError."""
    from pathlib import Path

    from journeyeditor.files import FileError, write_atomically
    from journeyeditor.insight.review_dates import next_review
    from journeyeditor.insight.review_dates import reminder as calendar_of
    from journeyeditor.vocabulary import info_of

    if same_file(path, output):
        raise UsageError(f"{output}: is the map itself; choose another file")
    info = info_of(read(path))
    data = calendar_of(info, datetime.datetime.now(datetime.UTC))
    due = next_review(info)
    if data is None or due is None:
        raise CommandError(
            f"{path}: has no date or review interval; set both in the map properties"
        )
    try:
        write_atomically(Path(output), data)
    except FileError as error:
        raise CommandError(str(error)) from error
    print_lines(one_line(f"{output}: next review on {due.isoformat()}"))
