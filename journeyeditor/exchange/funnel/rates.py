"""What the rates of a funnel table were computed from: tables hardly ever say so, their counts do."""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.exchange.funnel.tables import FunnelStep


def convention(steps: Sequence[FunnelStep], tolerance: float = 1.0) -> str:
    """The convention by which most of the rates fit the counts, "" if none fits any.

    The names are those of the map's own setting; `tolerance` is in percentage points.
    """
    counted = [step for step in steps if step.customers is not None]
    fits = {
        name: sum(_fits(counted, i, above, below, tolerance) for i in range(len(counted)))
        for name, above, below in (
            ("to_next", 0, 1),
            ("from_previous", -1, 0),
            ("share_of_top", None, 0),
        )
    }
    best = max(fits, key=lambda name: fits[name])
    return best if fits[best] else ""


def _fits(
    steps: Sequence[FunnelStep], i: int, above: int | None, below: int, tolerance: float
) -> bool:
    """Whether a step's rate is the count `below` ÷ that `above` (None: the first), by places."""
    whole = 0 if above is None else i + above
    rate = steps[i].rate
    if rate is None or whole < 0 or i + below >= len(steps) or whole == i + below:
        return False
    divisor, part = steps[whole].customers, steps[i + below].customers
    return bool(divisor) and abs((part or 0) / (divisor or 1) - rate) * 100 <= tolerance
