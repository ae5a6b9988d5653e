"""The errors of the commands; nothing heavy is imported here."""

from __future__ import annotations

import os


class CommandError(Exception):
    """A command failed; the text is the one sentence that the user reads."""


class UsageError(CommandError):
    """The command line itself is wrong, whatever the map and the disk."""


def internal_error(error: BaseException) -> str:
    if os.environ.get("JOURNEYEDITOR_TRACE"):
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error ({what}); set JOURNEYEDITOR_TRACE=1 to see the traceback, and report it"
