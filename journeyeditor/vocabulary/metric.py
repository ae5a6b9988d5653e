"""A measured figure."""

from __future__ import annotations

import datetime
from typing import ClassVar, Literal

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Card, Editor, Look, Number, Shape, field


class Metric(Card):
    """A measured figure."""

    look: ClassVar[Look] = Look(
        Shape.CARD, "metric", "metric", N_("Metric"), N_("Metrics"), order=70, key="N", claims=True
    )

    kind: Literal["metric"] = "metric"
    value: Number | None = field(None, N_("Value"), Editor.NUMBER)
    unit: str = field("", N_("Unit"), Editor.LINE)
    target: Number | None = field(None, N_("Target"), Editor.NUMBER)
    date: datetime.date | None = field(None, N_("Date"), Editor.DATE)
    source: str = field("", N_("Source"), Editor.LINE)
    series: tuple[tuple[datetime.date, Number], ...] = field((), N_("Series"), Editor.SERIES)
