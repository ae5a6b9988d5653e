"""A condition that the status bar warns of while it lasts."""

from __future__ import annotations

from typing import NamedTuple


class StatusWarning(NamedTuple):
    """`words` are shown while the condition lasts, `over` once when it has ended.

    `topic` identifies the condition, whatever its text.

    """

    topic: str
    words: str
    over: str = ""
