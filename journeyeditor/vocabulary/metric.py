"""A measured figure, such as a KPI."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Strict

from journeyeditor.i18n import N_
from journeyeditor.vocabulary.kind import Date, Editor, Look, Number, Shape, TintedCard, field

#: A date and a figure, a list in the file.
Reading = Annotated[tuple[Date, Number], Strict(False)]
Series = Annotated[tuple[Reading, ...], Strict(False)]


class Metric(TintedCard):
    """A measured figure, such as a KPI."""

    look: ClassVar[Look] = Look(
        Shape.CARD,
        "metric",
        "metric",
        N_("Metric"),
        N_("Metrics"),
        order=70,
        bare=True,
        key="N",
        claims=True,
        aliases="kpi kpis nyckeltal nøkkeltall nøgletal",
    )

    is_attachable: ClassVar[bool] = True
    kind: Literal["metric"] = "metric"
    value: Number | None = field(None, N_("Value"), Editor.NUMBER, printed=True)
    unit: str = field("", N_("Unit"), Editor.LINE, printed=True, narrow=True)
    target: Number | None = field(None, N_("Target"), Editor.NUMBER, printed=True)
    date: Date | None = field(None, N_("Date"), Editor.DATE, printed=True)
    source: str = field("", N_("Source"), Editor.LINE, printed=True)
    series: Series = field((), N_("Series"), Editor.SERIES, printed=True)
