"""What the funnel panel shows of each stage: figures, what was lost on the way, and what if."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.funnel import FunnelRow, Verdict, funnel
from journeyeditor.insight.what_if import branches, counted, expected, losses, onward, what_if
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Stage

#: Counts that differ by less than this share of themselves say the same.
NEAR = 0.01


class Row(NamedTuple):
    """One stage; counts are of customers, rates shares of 1, None where there is none.

    `before` is the count of the nearest stage ahead that has one. `rate` is the share that goes
    on now, `asked` the one of the what-if, `after` the customers that come of it, `by_ways` those
    that the shares of the ways give.
    """

    stage: Stage
    figures: FunnelRow
    before: float | None
    is_worst: bool
    rate: float | None
    asked: float | None
    after: float | None
    by_ways: float | None

    @property
    def lost(self) -> float:
        """How many left on the way to this stage; below 0 where customers came from elsewhere."""
        if self.before is None or self.stage.count is None:
            return 0
        return self.before - self.stage.count


class Figures(NamedTuple):
    """All rows, and whether the ways say something else than the counts."""

    rows: tuple[Row, ...]
    says_ways: bool = False

    @property
    def top(self) -> float:
        """The greatest count there is, real or not."""
        found = [n for row in self.rows for n in (row.stage.count, row.after) if n is not None]
        return max(found, default=0)

    @property
    def mismatches(self) -> int:
        """How many stated rates do not agree with the counts."""
        return sum(row.figures.verdict is Verdict.MISMATCH for row in self.rows)


def figures(graph: JourneyGraph, asked: Mapping[str, float], *, is_asking: bool) -> Figures:
    """Return what to show; `asked` are the rates of the what-if by stage."""
    known = set(onward(graph)) | {stage.id for stage in counted(graph)[:-1]}
    asked = {id_: rate for id_, rate in asked.items() if id_ in known}
    rates = onward(graph)
    after = what_if(graph, asked) if is_asking else {}
    ways = expected(graph) if branches(graph) else {}
    worst = next((loss.target.id for loss in losses(graph)), "")
    rows = []
    before: float | None = None
    for figure in funnel(graph):
        stage = figure.stage
        rows.append(
            Row(
                stage,
                figure,
                before,
                stage.id == worst,
                rates.get(stage.id, 0.0) if stage.id in known else None,
                asked.get(stage.id),
                after.get(stage.id),
                ways.get(stage.id),
            )
        )
        before = before if stage.count is None else stage.count
    return Figures(tuple(rows), any(_differs(row) for row in rows))


def _differs(row: Row) -> bool:
    """Tell whether the ways give another count than the one that stands there, or the only one."""
    if row.by_ways is None:
        return False
    if row.stage.count is None:
        return True
    return abs(row.by_ways - row.stage.count) > NEAR * max(row.stage.count, 1)


def say_count(count: float | None, texts: Texts) -> str:
    """Return a count as it stands in the file, "" for none."""
    return "" if count is None else texts.number(count)


def say_about(count: float | None, texts: Texts) -> str:
    """Return a count that was computed: whole, or with decimals where it is small."""
    if count is None:
        return ""
    return texts.number(count, 0 if count >= 9.95 else 1 if count >= 0.95 else 3)


def say_rate(rate: float | None, texts: Texts) -> str:
    """Return a rate in percent, finer where it is small; "" for none."""
    return "" if rate is None else texts.percent(rate, 1 if rate >= 0.01 else 3)


def say_verdict(row: Row, texts: Texts) -> str:
    """Return what is to be said of a stage's figures, "" where nothing is."""
    figure = row.figures
    if figure.verdict is Verdict.MISMATCH:
        points = texts.number(abs(figure.gap), 1)
        low, high = N_("{points} points too low"), N_("{points} points too high")
        return texts(low if figure.gap < 0 else high).format(points=points)
    if row.stage.count is None:
        return texts("No count")
    if row.lost < 0:
        return texts("More than before")
    return texts(_VERDICTS[figure.verdict])


_VERDICTS = {
    Verdict.MATCH: N_("Matches"),
    Verdict.UNDEFINED: N_("Nothing to compare with"),
    Verdict.UNSTATED: "",
}


def say_loss(row: Row, texts: Texts) -> str:
    """Return how many were lost on the way to a stage, and which part; "" where none was."""
    if row.before is None or row.lost <= 0:
        return ""
    return f"−{say_about(row.lost, texts)} ({say_rate(row.lost / row.before, texts)})"
