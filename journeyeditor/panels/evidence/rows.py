"""What the evidence panel says of each source, of each claim in the library, and of each stage."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import NamedTuple

from journeyeditor.i18n import N_, Texts
from journeyeditor.insight.ageing import is_aged
from journeyeditor.insight.claims import claims
from journeyeditor.insight.evidence import founding, share_of_evidence, used_by
from journeyeditor.model import JourneyGraph
from journeyeditor.panels.terms import term
from journeyeditor.vocabulary import Evidence, info_of
from journeyeditor.widgets.column_list import Cell, Column, Line

COLUMNS = (
    Column(0, 24),
    Column(6, 150),
    Column(3, 90),
    Column(0, 128),
    Column(0, 84),
    Column(0, 96),
)
LIBRARY_COLUMNS = (Column(0, 92), Column(1, 200), Column(0, 110), Column(0, 90))
#: A full disc is measured, a ring is quoted, the sign of a question is assumed.
STRENGTH_GLYPHS = {"measured": "done", "quoted": "evidence", "assumed": "help"}


class Bar(NamedTuple):
    """How much of a stage (or of the whole map) has a source: words, share, the count in words."""

    key: str
    words: str
    share: float | None
    told: str


def evidence_lines(
    graph: JourneyGraph, texts: Texts, today: datetime.date, tied: Collection[str]
) -> list[Line]:
    """Return a line for each source, in the order of their numbers; `tied` are marked."""
    records = [record for record in graph.elements("evidence") if isinstance(record, Evidence)]
    return [
        _line(graph, record, number + 1, texts, today, record.id in tied)
        for number, record in enumerate(records)
    ]


def _line(
    graph: JourneyGraph,
    record: Evidence,
    number: int,
    texts: Texts,
    today: datetime.date,
    is_tied: bool,
) -> Line:
    info = info_of(graph)
    users = used_by(graph, record.id)
    count = texts.plural("{count} card", "{count} cards", len(users))
    used = count.format(count=texts.number(len(users))) if users else texts("unused")
    claim = record.claim or record.title or texts("no claim")
    date = texts.date(record.date) if record.date else ""
    is_old = is_aged(record, info, today)
    strength = texts(term(record.strength, texts)) if record.strength else ""
    source = record.source or texts("source missing")
    cells = (
        Cell(str(number), "link", is_bold=True, is_right=True),
        Cell(claim, "ink", is_bold=is_tied, glyph="link" if is_tied else ""),
        Cell(source, "quiet" if record.source else "warning"),
        Cell(date, "caution" if is_old else "quiet", glyph="history" if is_old else ""),
        Cell(strength, "quiet", glyph=STRENGTH_GLYPHS.get(record.strength, "")),
        Cell(used, "quiet" if users else "label", is_right=True),
    )
    said = [f"{texts('Source')} {number}", claim, source, date, strength, used]
    if is_old:
        said.append(texts("older than the review interval"))
    if is_tied:
        said.append(texts("evidence for the selection"))
    return Line(record.id, cells, ", ".join(filter(None, said)))


def library_lines(spoken: Texts, texts: Texts, taken: Collection[str]) -> list[Line]:
    """Return a line for each claim of the library, in the language that is `spoken` on the map.

    `taken` are the claims that the map has.
    """
    lines = []
    for claim in claims():
        is_taken = claim.fields(spoken)["claim"] in taken
        state = texts("added") if is_taken else texts("Add")
        cells = (
            Cell(claim.figure(spoken), "ink", is_bold=True, is_right=True),
            Cell(claim.words(spoken), "ink"),
            Cell(texts("source missing"), "warning"),
            Cell(state, "label" if is_taken else "link", is_right=True),
        )
        lines.append(Line(claim.id, cells, ", ".join(cell.words for cell in cells)))
    return lines


def bars(graph: JourneyGraph, texts: Texts) -> list[Bar]:
    """Return how well the whole map and each stage are founded."""
    found = founding(graph)
    claims_, sourced = sum(f.claims for f in found), sum(f.sourced for f in found)
    whole = Bar("", texts("All cards"), share_of_evidence(graph), _count(sourced, claims_, texts))
    stages = [
        Bar(
            each.stage.id if each.stage else "",
            each.stage.title if each.stage else texts(NOT_PLACED),
            each.share,
            _count(each.sourced, each.claims, texts),
        )
        for each in found
    ]
    return [whole, *stages]


NOT_PLACED = N_("Not placed yet")


def _count(sourced: int, claims_: int, texts: Texts) -> str:
    """Return "3 of 9" in a language."""
    if not claims_:
        return texts("no claims")
    told = texts("{sourced} of {claims}")
    return told.format(sourced=texts.number(sourced), claims=texts.number(claims_))
