"""The action list as a table: the first opportunities by priority."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from types import MappingProxyType
from typing import TypeAlias

from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.priorities import ranked_opportunities
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Opportunity, info_of
from journeyeditor.vocabulary.terms import term

Value: TypeAlias = str | int | datetime.date | None

ACTION_LIST = N_("Action list")
#: The heads of the columns behind the rank, and what they say of an opportunity.
_FIELDS = MappingProxyType(
    {
        N_("Opportunity"): "title",
        N_("Stage"): "stage",
        N_("Impact"): "impact",
        N_("Effort"): "effort",
        N_("Votes"): "votes",
        N_("Owner"): "owner",
        N_("Due"): "due",
        N_("Status"): "status",
    }
)
ACTION_COLUMNS: Sequence[str] = tuple(_FIELDS)


def action_row(graph: JourneyGraph, record: Opportunity, texts: Texts) -> list[Value]:
    """Return the cells of an opportunity, parallel with the columns."""
    words = {
        "stage": graph.element(record.stage).title if record.stage else "",
        "status": term(record.status, texts) if record.status else "",
        "votes": record.votes or None,
    }
    return [words[name] if name in words else getattr(record, name) for name in _FIELDS.values()]


def action_list(graph: JourneyGraph) -> list[Opportunity]:
    """Return the opportunities of the action list; none as long as nobody has graded or voted."""
    first = ranked_opportunities(graph)[: info_of(graph).action_count]
    return first if any(map(_is_planned, first)) else []


def _is_planned(record: Opportunity) -> bool:
    return any((record.impact, record.effort, record.votes, record.owner, record.due))
