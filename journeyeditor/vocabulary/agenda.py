"""The agenda of a workshop: what is done in which order, how long it takes, and what it needs."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Strict

from journeyeditor.i18n import N_
from journeyeditor.model import Value
from journeyeditor.vocabulary.kind import Between, Editor, Texts, Time, field

#: What phones show during a step.
ACTIVITIES = MappingProxyType(
    {
        "map": N_("Follow the map"),
        "write": N_("Write cards"),
        "rate": N_("Rate emotion"),
        "vote": N_("Vote"),
        "free": N_("Choose freely"),
    }
)
VIEWS = MappingProxyType({"present": N_("Presentation"), "capture": N_("Capture line")})
#: The panels that a step can open, with their titles.
PANELS = MappingProxyType(
    {
        "inbox": N_("Inbox"),
        "outline": N_("Outline"),
        "form": N_("Properties"),
        "lanes": N_("Lanes"),
        "review": N_("Issues"),
        "funnel": N_("Funnel"),
        "paths": N_("Paths"),
        "evidence": N_("Evidence"),
        "completeness": N_("Completeness"),
        "method": N_("Method"),
        "agreement": N_("Agreement"),
        "priorities": N_("Priorities"),
        "compare": N_("Compare"),
    }
)
#: The kinds whose lanes a step can show.
LANES = MappingProxyType(
    {
        "step": N_("Steps"),
        "touchpoint": N_("Touchpoints"),
        "thought": N_("Thoughts"),
        "emotion": N_("Emotions"),
        "pain_point": N_("Pain points"),
        "opportunity": N_("Opportunities"),
        "backstage": N_("Backstage"),
        "metric": N_("Metrics"),
        "picture": N_("Pictures"),
    }
)


class AgendaStep(Value):
    """A step of a workshop, and what it opens: on the phones, in the window, below or beside the map."""

    title: str = field("", N_("Title"), Editor.LINE)
    minutes: Annotated[int, Between(1, 1440)] = field(10, N_("Minutes"), Editor.NUMBER)
    activity: Literal["map", "write", "rate", "vote", "free"] = field(
        "map", N_("Phones"), Editor.CHOICE, ACTIVITIES, narrow=True
    )
    view: Literal["", "present", "capture"] = field(
        "", N_("In the window"), Editor.CHOICE, VIEWS, narrow=True
    )
    lane: Literal[
        "",
        "step",
        "touchpoint",
        "thought",
        "emotion",
        "pain_point",
        "opportunity",
        "backstage",
        "metric",
        "picture",
    ] = field("", N_("Lane"), Editor.CHOICE, LANES, narrow=True)
    panel: Literal[
        "",
        "inbox",
        "outline",
        "form",
        "lanes",
        "review",
        "funnel",
        "paths",
        "evidence",
        "completeness",
        "method",
        "agreement",
        "priorities",
        "compare",
    ] = field("", N_("Panel"), Editor.CHOICE, PANELS, narrow=True)
    note: str = field("", N_("Note"), Editor.LINES)
    materials: Texts = field((), N_("Materials"), Editor.LIST)


class Agenda(Value):
    """The steps in order; `start` is a time of day, "" if it is not decided."""

    start: Time = field("", N_("Starts"), Editor.TIME, narrow=True)
    steps: Annotated[tuple[AgendaStep, ...], Strict(False)] = ()
