"""A problem or an omission on a poster, in one sentence."""

from __future__ import annotations

from typing import NamedTuple


class PreflightFinding(NamedTuple):
    """A result of the pre-flight.

    `severity` is "error" (do not print this), "warning" (look at it) or "info" (left out on
    purpose); `element` is a record's id, or "" for the sheet as a whole.
    """

    rule: str
    severity: str
    element: str
    message: str
