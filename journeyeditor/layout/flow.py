"""The flow of journeys on a map: lines as wide as many take them, coloured and dashed by the time they take.

Widths are linear from zero, but never below the narrowest line that prints. Times fall into four classes,
told apart by colour and by dashes, so that they are read in one ink and with any eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.replay.volumes import Volumes
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.values import duration_seconds
from journeyeditor.vocabulary import Follows

#: The widths of lines: the least, and that of the transition that most journeys take (map units).
NARROWEST, WIDEST = 0.7, 4.6


class LineStyle(NamedTuple):
    """How a line is drawn: colour, width and dashes, both in map units."""

    colour: str
    width: float
    dashes: tuple[float, ...] = ()


class TimeClass(NamedTuple):
    """Times below a number of seconds: a role of the theme, dashes by the width, and words."""

    seconds: float
    role: str
    dashes: tuple[float, ...]
    words: str


TIME_CLASSES = (
    TimeClass(3600.0, "time_1", (), N_("Up to 1 hour")),
    TimeClass(86_400.0, "time_2", (4.0, 1.2), N_("Up to 1 day")),
    TimeClass(604_800.0, "time_3", (2.0, 1.2), N_("Up to 1 week")),
    TimeClass(float("inf"), "time_4", (0.9, 1.1), N_("More than 1 week")),
)
#: Dashes are never shorter than those of a line of this width.
_DASHED = 1.4


def flow_style(relation: Follows, context: RenderContext) -> LineStyle | None:
    """Return the style of a transition by its flow, None where the flow is not shown."""
    if context.flow is None:
        return None
    width = width_of(context.flow.per_journey.get(relation.id, 0.0), context.flow)
    found = time_class(relation)
    if found is None:
        return LineStyle(context.theme["label"], width)
    return class_style(found, width, context)


def class_style(found: TimeClass, width: float, context: RenderContext) -> LineStyle:
    unit = max(width, _DASHED)
    return LineStyle(
        context.theme[found.role], width, tuple(round(part * unit, 2) for part in found.dashes)
    )


def time_class(relation: Follows) -> TimeClass | None:
    """Return the class of a transition's time, None if it has none."""
    seconds = duration_seconds(relation.elapsed)
    return next((each for each in TIME_CLASSES if 0 < seconds <= each.seconds), None)


def width_of(volume: float, flow: Volumes) -> float:
    return max(NARROWEST, WIDEST * volume / flow.most) if flow.most else NARROWEST


def sample_volumes(flow: Volumes) -> Sequence[float]:
    """Return volumes for a legend: the largest, and a quarter of it."""
    return (flow.most, flow.most / 4) if flow.most else ()


def volume_words(volume: float, flow: Volumes, texts: Texts) -> str:
    """Write how many journeys a volume is, or its share of them where the map does not say how many."""
    if flow.total is None:
        return texts("{share} of the journeys").format(share=texts.percent(volume))
    count = round(volume * flow.total)
    return texts.plural("{count} journey", "{count} journeys", count).format(
        count=texts.number(count)
    )
