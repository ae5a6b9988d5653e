"""What the commands do, apart from how they are asked; each imports no more than it needs."""

from __future__ import annotations

import os


class Refusal(Exception):
    """What a command cannot do; its text is the one sentence that the user reads."""


class Misuse(Refusal):
    """A wish that no map and no disk could fulfil: the command line itself is wrong."""


def own_fault(error: BaseException) -> str:
    """The sentence for an error that is the program's, not the user's."""
    if os.environ.get("JOURNEYEDITOR_TRACE"):
        import traceback

        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return f"internal error ({what}); set JOURNEYEDITOR_TRACE=1 to see the traceback, and report it"
