"""The evidence of measured figures: which log, what was counted, when, and on how many cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from journeyeditor.events.log import EventLog
from journeyeditor.events.measures import Measures
from journeyeditor.events.profile import Profile
from journeyeditor.events.words import period, sample, title_of
from journeyeditor.i18n import Texts

#: The id of the evidence of a log as a whole; that of an element begins so and ends with its id.
LOG, PREFIX = "measured-log", "measured-"
#: Longer variants are cut, and longer lists of activities.
MAX_STEPS, MAX_NAMES = 12, 20


class Origin(NamedTuple):
    """What figures come from: a log, its measures, and the fewest cases that are reported."""

    log: EventLog
    whole: Measures
    facts: Profile
    texts: Texts
    min_cases: int

    @property
    def period(self) -> str:
        return period(self.facts.first, self.facts.last, self.texts)

    def of_log(self) -> dict[str, Any]:
        """The fields of the evidence of a whole log."""
        claim = self.texts("What customers did, {period}.").format(period=self.period)
        return self._evidence(self.log.name, claim, (self.counted(), *self._variants()))

    def of_figure(
        self, title: str, claim: str, figure: str, notes: Iterable[str]
    ) -> dict[str, Any]:
        """The fields of the evidence of one figure; the first of the notes is the query."""
        name = f"{self.log.name}: {title}"
        return {**self._evidence(name, claim, notes), "source": name, "figure": figure}

    def counted(self, condition: str = "") -> str:
        """What is counted: distinct cases of a log, a table or a query."""
        query = self.log.query
        origin = f"({query.query})" if query.query else query.table
        parts = [f"count(distinct {' + '.join(self.log.layout.columns.case)})"]
        parts += [f"from {origin}"] if origin else []
        parts += [f"where {condition}"] if condition else []
        return " ".join(parts)

    def is_any_of(self, activities: Iterable[str]) -> str:
        """The condition that an event is one of some activities; rare ones are not named."""
        counts = self.whole.activities
        named = sorted(name for name in activities if counts[name].cases >= self.min_cases)
        quoted = [f"'{name}'" for name in named[:MAX_NAMES]] + ["…"] * (len(named) > MAX_NAMES)
        return f"{self.log.layout.columns.activity} in ({', '.join(quoted)})"

    def _evidence(self, title: str, claim: str, notes: Iterable[str]) -> dict[str, Any]:
        return {
            "title": title,
            "claim": claim,
            "source": self.log.name,
            "date": self.facts.last,
            "sample": sample(self.whole.cases, self.whole.events, self.texts),
            "strength": "measured",
            "note": "\n".join(notes),
        }

    def _variants(self) -> Sequence[str]:
        """The most frequent variants, as lines of a list."""
        lines = [
            f"- {self.texts.percent(each.cases / self.whole.cases, 1)}: "
            f"{' → '.join(map(title_of, each.path[:MAX_STEPS]))}{' …' * (len(each.path) > MAX_STEPS)}"
            for each in self.whole.top_variants
            if each.cases >= self.min_cases
        ]
        return ["", self.texts("Most frequent journeys:"), *lines] if lines else []
