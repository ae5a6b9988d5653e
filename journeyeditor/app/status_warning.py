"""A condition the status bar warns of for as long as it lasts."""

from __future__ import annotations

from typing import NamedTuple


class StatusWarning(NamedTuple):
    """`words` are shown while the condition lasts, `over` once when it has ended.

    `topic` tells one condition from another, in whatever words.
    """

    topic: str
    words: str
    over: str = ""
