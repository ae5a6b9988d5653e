"""The errors of the commands; nothing heavy is imported here."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager


class CommandError(Exception):
    """A command failed; the text is the one sentence that the user reads."""


class UsageError(CommandError):
    """The command line itself is wrong, whatever the map and the disk."""


@contextmanager
def import_errors(name: str) -> Iterator[None]:
    """Raise a CommandError for what the reading of the file with this name raises."""
    from journeyeditor.exchange.importers import ImportFailure
    from journeyeditor.exchange.sources import SourceError
    from journeyeditor.extensions import ExtensionError

    try:
        yield
    except SourceError as error:
        raise CommandError(str(error)) from error
    except (ImportFailure, ExtensionError) as error:
        raise CommandError(f"{name}: {error}") from error


def internal_error(error: BaseException) -> str:
    if os.environ.get("JOURNEYEDITOR_TRACE"):
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error ({what}); set JOURNEYEDITOR_TRACE=1 to see the traceback, and report it"
