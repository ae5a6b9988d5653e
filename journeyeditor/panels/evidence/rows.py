"""The texts of the evidence page: a row for each source, for each claim, and for each stage."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import NamedTuple

from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.evidence import (
    claims,
    evidence_by_stage,
    share_of_evidence,
    supported_by_evidence,
)
from journeyeditor.insight.review_dates import is_outdated
from journeyeditor.model import JourneyGraph
from journeyeditor.vocabulary import Evidence, info_of
from journeyeditor.vocabulary.terms import term
from journeyeditor.widgets.column_list import ListCell, ListColumn, ListRow

COLUMNS = (
    ListColumn(0, 24),
    ListColumn(6, 150),
    ListColumn(3, 90),
    ListColumn(0, 128),
    ListColumn(0, 84),
    ListColumn(0, 96),
)
LIBRARY_COLUMNS = (ListColumn(0, 92), ListColumn(1, 200), ListColumn(0, 110), ListColumn(0, 90))
#: A full disc is measured, a ring quoted, a question mark assumed.
STRENGTH_GLYPHS = {"measured": "done", "quoted": "evidence", "assumed": "help"}


class ShareBar(NamedTuple):
    """How much of a stage, or of the whole map (""), has a source."""

    key: str
    words: str
    share: float | None
    count_text: str


def source_rows(
    graph: JourneyGraph, texts: Texts, today: datetime.date, linked: Collection[str]
) -> list[ListRow]:
    """A row for each source, in the order of their numbers; those in `linked` are marked."""
    records = [record for record in graph.elements("evidence") if isinstance(record, Evidence)]
    return [
        _source_row(graph, record, number + 1, texts, today, record.id in linked)
        for number, record in enumerate(records)
    ]


def _source_row(
    graph: JourneyGraph,
    record: Evidence,
    number: int,
    texts: Texts,
    today: datetime.date,
    is_linked: bool,
) -> ListRow:
    info = info_of(graph)
    users = supported_by_evidence(graph, record.id)
    count = texts.plural("{count} card", "{count} cards", len(users))
    used = count.format(count=texts.number(len(users))) if users else texts("unused")
    claim = record.claim or record.title or texts("no claim")
    date = texts.date(record.date) if record.date else ""
    is_old = is_outdated(record, info, today)
    strength = texts(term(record.strength, texts)) if record.strength else ""
    source = record.source or texts("source missing")
    cells = (
        ListCell(str(number), "link", is_bold=True, is_right_aligned=True),
        ListCell(claim, "ink", is_bold=is_linked, glyph="link" if is_linked else ""),
        ListCell(source, "quiet" if record.source else "warning"),
        ListCell(date, "caution" if is_old else "quiet", glyph="history" if is_old else ""),
        ListCell(strength, "quiet", glyph=STRENGTH_GLYPHS.get(record.strength, "")),
        ListCell(used, "quiet" if users else "label", is_right_aligned=True),
    )
    announced = [f"{texts('Source')} {number}", claim, source, date, strength, used]
    if is_old:
        announced.append(texts("older than the review interval"))
    if is_linked:
        announced.append(texts("evidence for the selection"))
    return ListRow(record.id, cells, ", ".join(filter(None, announced)))


def claim_rows(map_texts: Texts, texts: Texts, added: Collection[str]) -> list[ListRow]:
    """A row for each claim of the library, written in the language of the map.

    `added` are the claims that the map has already.
    """
    rows = []
    for claim in claims():
        is_added = claim.fields(map_texts)["claim"] in added
        state = texts("added") if is_added else texts("Add")
        cells = (
            ListCell(claim.figure(map_texts), "ink", is_bold=True, is_right_aligned=True),
            ListCell(claim.words(map_texts), "ink"),
            ListCell(texts("source missing"), "warning"),
            ListCell(state, "label" if is_added else "link", is_right_aligned=True),
        )
        rows.append(ListRow(claim.id, cells, ", ".join(cell.words for cell in cells)))
    return rows


def bars(graph: JourneyGraph, texts: Texts) -> list[ShareBar]:
    """The share with a source, of the whole map and of each stage."""
    evidence = evidence_by_stage(graph)
    claim_count, sourced = sum(f.claims for f in evidence), sum(f.sourced for f in evidence)
    whole = ShareBar(
        "", texts("All cards"), share_of_evidence(graph), _count(sourced, claim_count, texts)
    )
    stages = [
        ShareBar(
            each.stage.id if each.stage else "",
            each.stage.title if each.stage else texts(NOT_PLACED),
            each.share,
            _count(each.sourced, each.claims, texts),
        )
        for each in evidence
    ]
    return [whole, *stages]


NOT_PLACED = N_("Not placed yet")


def _count(sourced: int, claim_count: int, texts: Texts) -> str:
    if not claim_count:
        return texts("no claims")
    pattern = texts("{sourced} of {claims}")
    return pattern.format(sourced=texts.number(sourced), claims=texts.number(claim_count))
