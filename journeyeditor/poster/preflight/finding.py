"""What is wrong, or left out, on a poster: one sentence each."""

from __future__ import annotations

from typing import NamedTuple


class PreflightFinding(NamedTuple):
    """One result of the pre-flight.

    `severity` is "error" (do not print this), "warning" (look at it) or "info" (left out on
    purpose); `element` is a record's id, or "" for the sheet as a whole.
    """

    rule: str
    severity: str
    element: str
    message: str
