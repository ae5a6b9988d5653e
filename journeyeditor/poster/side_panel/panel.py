"""Choose the sections of the side panel and divide its height between them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from journeyeditor.display.primitives import Primitive
from journeyeditor.i18n import Texts
from journeyeditor.insight.evidence import is_assumption, share_of_evidence
from journeyeditor.layout.grid import Grid
from journeyeditor.layout.recipes.personas import PersonaStyle
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.poster.side_panel import sections
from journeyeditor.vocabulary import KINDS, Evidence, Persona, Shape, Touchpoint

FULL_DETAIL = 3
#: The list of sources takes at most this share of the room above the legend.
MAX_SOURCES = 0.55


def side_panel(
    graph: JourneyGraph,
    grid: Grid,
    persona_styles: Mapping[str | None, PersonaStyle],
    persona: str,
    sources: Mapping[str, int],
    height: float,
    context: RenderContext,
    messages: Texts,
    *,
    has_appendix: bool = False,
) -> tuple[list[Primitive], list[str], bool]:
    """The panel at (0, 0) in frame units, and what had to be left out (sentences).

    Last comes whether the sources are told with their claims. With an appendix, all of them
    are told there.
    """
    bottom = [sections.legend_section(legend(graph, grid, context), context)]
    share = share_of_evidence(graph)
    if share is not None:
        bottom.append(sections.evidence_section(share, context))
    foot = sections.total(bottom)
    room = height - foot - sections.SECTION
    people = [
        p for p in graph.personas() if isinstance(p, Persona) and (not persona or p.id == persona)
    ]
    listed = [
        (sources[record.id], source_words(record), record.id)
        for record in graph.elements("evidence")
        if isinstance(record, Evidence)
    ]
    told = [
        (number, f"{words}{claim_words(graph.element(id_), context)}", id_)
        for number, words, id_ in listed
    ]
    # Cards cite the sources by number, so they come before the personas' longer words, but what
    # they claim comes after these.
    personas = [
        sections.persona_section(
            person, persona_styles[person.id], FULL_DETAIL, len(people) > 1, context
        )
        for person in people
    ]
    whole, _ = sections.sources_section(told, math.inf, context)
    if whole and sections.total([*personas, whole]) <= room:
        listed = told
    else:
        whole, _ = sections.sources_section(listed, math.inf, context)
    kept = min(whole.height + sections.SECTION if whole else 0.0, room * MAX_SOURCES)
    top, left_out = _people(people, persona_styles, room - kept, context, messages)
    used = sections.total(top) + (sections.SECTION if top else 0)
    section, dropped = sections.sources_section(listed, room - used, context)
    if section:
        top.append(section)
    if dropped and not has_appendix:
        left_out.append(
            messages.plural(
                "{count} source is not listed in the side panel.",
                "{count} sources are not listed in the side panel.",
                dropped,
            ).format(count=dropped)
        )
    drawing = [*sections.stacked(top, 0), *sections.stacked(bottom, height - foot)]
    return drawing, left_out, listed is told


def _people(
    people: Sequence[Persona],
    persona_styles: Mapping[str | None, PersonaStyle],
    room: float,
    context: RenderContext,
    messages: Texts,
) -> tuple[list[sections.Section], list[str]]:
    """The personas in the greatest detail that fits, and sentences on what was left out."""

    def section(person: Persona, detail: int) -> sections.Section:
        return sections.persona_section(
            person, persona_styles[person.id], detail, len(people) > 1, context
        )

    detail = FULL_DETAIL
    top = [section(person, detail) for person in people]
    while detail and sections.total(top) > room:
        detail -= 1
        top = [section(person, detail) for person in people]
    for i, person in enumerate(people if detail < FULL_DETAIL else ()):
        longer = [*top[:i], section(person, detail + 1), *top[i + 1 :]]
        if sections.total(longer) <= room:
            top = longer
    while top and sections.total(top) > room:
        top.pop()
    if len(top) < len(people):
        missing = ", ".join(person.title for person in people[len(top) :])
        return top, [
            messages("There is no room for {names} in the side panel.").format(names=missing)
        ]
    if detail < FULL_DETAIL:
        words = messages(
            "Personas are shortened in the side panel. Larger or wider paper shows them in full."
        )
        return top, [words]
    return top, []


def claim_words(record: Element, context: RenderContext) -> str:
    """What a source claims: ": claim (figure, n = sample)"."""
    assert isinstance(record, Evidence)
    sample = f"n = {_figure(record.sample, context)}" if record.sample not in ("", 0) else ""
    figure = _figure(record.figure, context)
    behind = ", ".join(word for word in (figure, sample) if word)
    named = record.source or record.title or record.claim
    claim = record.claim if record.claim != named else ""
    words = " ".join(word for word in (claim, f"({behind})" if behind else "") if word)
    return f": {words}" if words else ""


def _figure(value: str | float, context: RenderContext) -> str:
    return value if isinstance(value, str) else context.texts.number(value)


def source_words(record: Evidence) -> str:
    """One line of the list of sources: name and year."""
    named = record.source or record.title or record.claim
    return ", ".join(word for word in (named, str(record.date.year) if record.date else "") if word)


def legend(graph: JourneyGraph, grid: Grid, context: RenderContext) -> list[tuple[str, str, str]]:
    """Signs that occur on this map, as (sign, colour role, words)."""
    shown = {record.kind for records in grid.cells.values() for record in records}
    entries = []
    for cls in sorted(KINDS, key=lambda kind: kind.look.order):
        kind = cls.model_fields["kind"].default
        if kind in shown and cls.look.shape is Shape.CARD:
            sign = "disc" if kind == "touchpoint" else "card"
            entries.append((sign, cls.look.accent, context.texts(cls.look.title)))
    cards = [record for records in grid.cells.values() for record in records]
    if any(is_assumption(graph, record) for record in cards):
        entries.append(("assumption", "label", context.texts("Assumption, no evidence")))
    if any(isinstance(record, Touchpoint) and record.moment_of_truth for record in cards):
        entries.append(("moment", "moment", context.texts("Moment of truth")))
    if any(getattr(record, "severity", None) for record in cards):
        entries.append(("pips", "pain", context.texts("Severity 1–5")))
    if any(getattr(record, "impact", None) for record in cards):
        entries.append(("pips", "opportunity", context.texts("Impact 1–5")))
    if any(record.votes for record in cards):
        entries.append(("votes", "quiet", context.texts("Votes")))
    return entries
