"""The side panel: personas, sources, legend and evidence.

Personas and sources are placed from the top, legend and evidence from the bottom. If they do not
fit, personas are shortened step by step and the omission is reported.

"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Bitmap, Box, Fill, Group, Pen, Primitive
from journeyeditor.display.theme import contrast
from journeyeditor.geometry import Rect, shift
from journeyeditor.i18n import Texts
from journeyeditor.insight.evidence import is_assumption, share_of_evidence
from journeyeditor.layout.grid import Grid
from journeyeditor.layout.recipes.card_details import asset_of
from journeyeditor.layout.recipes.cards import accent
from journeyeditor.layout.recipes.personas import PersonaStyle, marker
from journeyeditor.layout.render_context import RenderContext, is_reversed
from journeyeditor.layout.style import BODY, BOLD, HEADING, SEMIBOLD, SMALL
from journeyeditor.model import Element, JourneyGraph
from journeyeditor.vocabulary import KINDS, Evidence, Persona, Shape, Touchpoint

WIDTH = 150.0
#: Space between two sections, and between the heading of a list and its items.
SECTION, UNDER = 13.0, 3.0
LISTS = (("Goals", "goals"), ("Needs", "needs"), ("Frustrations", "frustrations"))


class Section(NamedTuple):
    """A drawn section at (0, 0) and its height, in frame units."""

    drawing: tuple[Primitive, ...]
    height: float


def stacked(sections: Sequence[Section], top: float, gap: float = SECTION) -> list[Primitive]:
    drawing: list[Primitive] = []
    for section in sections:
        drawing.append(Group(section.drawing, shift(0, top)))
        top += section.height + gap
    return drawing


def total(sections: Sequence[Section], gap: float = SECTION) -> float:
    return sum(section.height for section in sections) + gap * max(len(sections) - 1, 0)


def heading(words: str, y: float, context: RenderContext) -> list[Primitive]:
    """A section heading with its top at y."""
    line = context.text(words.upper(), SMALL, WIDTH, weight=BOLD, max_lines=2)
    return list(context.place(line, 0, y, context.theme["label"]))


def persona_section(
    record: Persona,
    persona_style: PersonaStyle,
    detail: int,
    is_marked: bool,
    context: RenderContext,
) -> Section:
    """A persona, with its marker if there are several; detail 3: everything, 2: short lists, 1: quote, 0: name and role."""
    theme = context.theme
    drawing: list[Primitive] = []
    radius = 21.0 if detail >= 2 else 11.0
    colour = persona_style.colour if is_marked or record.colour else context.accent
    drawing += _portrait(record, colour, radius, context)
    left = 2 * radius + 7
    name = context.text(
        record.title,
        HEADING * 0.84 if detail >= 2 else BODY + 0.6,
        WIDTH - left - 9,
        weight=SEMIBOLD,
        max_lines=14,
    )
    role = context.text(
        " · ".join(w for w in (record.role, record.segment) if w),
        SMALL + 0.6,
        WIDTH - left,
        max_lines=6,
    )
    y = max(radius - (name.height + role.height) / 2, 0.0)
    room = WIDTH - left - (9 if is_marked else 0)
    drawing += context.place(name, left, y, theme["ink"], width=room, owner=record.id)
    if is_marked and name.lines:
        end = left + (room if is_reversed(name) else max(line.width for line in name.lines))
        drawing.append(marker(persona_style, (end + 6, y + name.line_height / 2), 2.8, context))
    drawing += context.place(
        role, left, y + name.height, theme["quiet"], width=WIDTH - left, owner=record.id
    )
    y = max(2 * radius, y + name.height + role.height)
    if record.quote and detail >= 1:
        opening, closing = context.texts("“…”").split("…")
        words = record.quote if record.quote[0] in '“”"„«»' else f"{opening}{record.quote}{closing}"
        quote = context.text(
            words, BODY + (0.6 if detail >= 2 else 0), WIDTH, weight=SEMIBOLD, max_lines=8
        )
        drawing += context.place(
            quote,
            0,
            y + 6,
            theme["brand"] if contrast(theme["brand"], theme["paper"]) >= 4.5 else theme["title"],
            width=WIDTH,
            owner=record.id,
        )
        y += quote.height + 6
    if record.note and detail >= 3:
        note = context.text(record.note, SMALL + 0.4, WIDTH, max_lines=6)
        drawing += context.place(note, 0, y + 5, theme["quiet"], width=WIDTH, owner=record.id)
        y += note.height + 5
    for title, field in LISTS if detail >= 2 else ():
        items = getattr(record, field)[: None if detail >= 3 else 2]
        if items:
            drawing += heading(context.texts(title), y + 10, context)
            y += 10 + SMALL * 1.25 + UNDER
            for item in items:
                y = _item(item, y, record.id, drawing, context)
    return Section(tuple(drawing), y)


def _item(
    words: str, y: float, owner: str, drawing: list[Primitive], context: RenderContext
) -> float:
    line = context.text(words, BODY - 0.4, WIDTH - 9, max_lines=4)
    bullet = (WIDTH - 2.2 if is_reversed(line) else 2.2, y + line.first_baseline - 2.6)
    drawing.append(Fill(circle(bullet, 1.2), context.accent))
    left = 0.0 if is_reversed(line) else 9.0
    drawing += context.place(line, left, y, context.theme["ink"], width=WIDTH - 9, owner=owner)
    return y + line.height + 2.2


def _portrait(
    record: Persona, colour: str, radius: float, context: RenderContext
) -> list[Primitive]:
    """The picture in a circle, or else the initials."""
    round_ = circle((radius, radius), radius)
    if record.image:
        asset = asset_of(record.image)
        factor = 2 * radius / min(asset.width_px, asset.height_px)
        width, height = asset.width_px * factor, asset.height_px * factor
        rect = Rect(radius - width / 2, radius - height / 2, width, height)
        return [Group((Bitmap(rect, asset, record.alt or record.title),), clip=round_)]
    words = [word for word in record.title.split() if word[0].isalpha()]
    initials = "".join(
        word[0] for word in (words if len(words) < 3 else [words[0], words[-1]])
    ).upper()
    size = radius * 0.82
    runs = context.write(
        initials or "?",
        size,
        radius,
        radius + size * 0.36,
        context.theme["paper"],
        weight=BOLD,
        align="center",
    )
    return [Fill(round_, colour), *runs]


def sources_section(
    sources: Sequence[tuple[int, str, str]], room: float, context: RenderContext
) -> tuple[Section | None, int]:
    """The numbered sources (number, text, id) that fit the height, and how many did not."""
    drawing = heading(context.texts("Sources"), 0, context)
    y = SMALL * 1.25 + UNDER
    figures = max((context.measure(f"{number}", SMALL) for number, _, _ in sources), default=0.0)
    left = max(figures, 7.0) + 4
    for shown, (number, words, owner) in enumerate(sources):
        line = context.text(words, SMALL, WIDTH - left, max_lines=8)
        if y + line.height > room:
            return (Section(tuple(drawing), y) if shown else None), len(sources) - shown
        x = WIDTH if is_reversed(line) else left - 4
        drawing += context.write(
            f"{number}", SMALL, x, y + line.first_baseline, context.theme["quiet"], align="right"
        )
        x = 0.0 if is_reversed(line) else left
        drawing += context.place(
            line, x, y, context.theme["quiet"], width=WIDTH - left, owner=owner
        )
        y += max(line.height, SMALL * 1.25) + 1.6
    return (Section(tuple(drawing), y) if sources else None), 0


def legend_section(entries: Sequence[tuple[str, str, str]], context: RenderContext) -> Section:
    """The legend of (sign, colour role, words) entries."""
    drawing = heading(context.texts("Legend"), 0, context)
    y = SMALL * 1.25 + UNDER + 2
    for sign, role, words in entries:
        line = context.text(words, BODY - 0.4, WIDTH - 24, max_lines=2)
        height = max(line.height, 11.0)
        drawing += _sign(sign, role, y + height / 2, context)
        drawing += context.place(
            line, 24, y + (height - line.height) / 2, context.theme["ink"], width=WIDTH - 24
        )
        y += height + 4
    return Section(tuple(drawing), y - 4)


def _sign(sign: str, role: str, middle: float, context: RenderContext) -> list[Primitive]:
    """The sign of a legend entry, centred on a height."""
    theme = context.theme
    colour = theme[role]
    swatch = Rect(0, middle - 5.5, 16, 11)
    if sign == "card":
        return [
            Box(swatch, 2.5, theme["paper"], Pen(0.6, theme["hairline"])),
            *accent(Rect(0, middle - 5.5, 3, 11), (1.2,) * 4, role, context),
        ]
    if sign == "assumption":
        return [Box(swatch.inset(0.3), 2.5, None, Pen(0.7, theme["label"], dashes=(2.2, 1.8)))]
    if sign == "disc":
        return [context.disc("channel_other", 8, middle, 6.0, colour, theme["paper"])]
    if sign == "moment":
        points = (
            ("M", 2.5, middle - 4.2),
            ("L", 13.5, middle - 4.2),
            ("L", 8.0, middle + 4.2),
            ("Z",),
        )
        return [Fill(points, colour)]
    if sign == "pips":
        return [
            Fill(circle((2 + i * 4.2, middle), 1.6), colour if i < 3 else theme["hairline"])
            for i in range(5)
        ]
    if sign == "line":
        return [Box(Rect(0, middle - 0.5, 16, 1.0), 0.5, colour, None)]
    if sign == "arc":
        return [Fill(circle((1.5 + i * 3.2, middle), 0.9), colour) for i in range(5)]
    return [context.glyph(sign, 2.5, middle - 5.5, 11, colour)]


def evidence_section(share: float, context: RenderContext) -> Section:
    drawing = heading(context.texts("Evidence"), 0, context)
    words = context.texts("{share} of cards have a source").format(
        share=context.texts.percent(share)
    )
    line = context.text(words, BODY - 0.4, WIDTH, max_lines=2)
    y = SMALL * 1.25 + UNDER
    drawing += context.place(line, 0, y, context.theme["ink"], width=WIDTH)
    y += line.height + 4
    drawing.append(Box(Rect(0, y, WIDTH, 4.2), 2.1, context.theme["hairline"], None))
    if share > 0:
        drawing.append(Box(Rect(0, y, max(WIDTH * share, 4.2), 4.2), 2.1, context.accent, None))
    return Section(tuple(drawing), y + 4.2)


FULL_DETAIL = 3
#: A message names so many of the personas that were left out.
MAX_NAMES = 12
#: The most omitted personas named in a message.
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
    """The panel at (0, 0) in frame units, sentences on what was omitted, and whether claims are shown.

    With an appendix, all claims are printed there.

    """
    bottom = [legend_section(legend(graph, grid, context), context)]
    share = share_of_evidence(graph)
    if share is not None:
        bottom.append(evidence_section(share, context))
    footer = total(bottom)
    room = height - footer - SECTION
    people = [
        p for p in graph.personas() if isinstance(p, Persona) and (not persona or p.id == persona)
    ]
    listed = [
        (sources[record.id], source_words(record), record.id)
        for record in graph.elements("evidence")
        if isinstance(record, Evidence)
    ]
    with_claims = [
        (number, f"{words}{claim_words(graph.element(id_), context)}", id_)
        for number, words, id_ in listed
    ]
    # Sources come before the personas' details, because cards cite them by number; their claims
    # come after these.
    personas = _fitting(people, persona_styles, FULL_DETAIL, room, context)
    whole, _ = sources_section(with_claims, math.inf, context)
    is_whole = len(personas) == len(people)
    if whole and is_whole and total([*personas, whole]) <= room:
        listed = with_claims
    else:
        whole, _ = sources_section(listed, math.inf, context)
    reserved = min(whole.height + SECTION if whole else 0.0, room * MAX_SOURCES)
    top, left_out = _people(people, persona_styles, room - reserved, context, messages)
    used = total(top) + (SECTION if top else 0)
    section, omitted = sources_section(listed, room - used, context)
    if section:
        top.append(section)
    if omitted and not has_appendix:
        left_out.append(
            messages.plural(
                "{count} source is not listed in the side panel.",
                "{count} sources are not listed in the side panel.",
                omitted,
            ).format(count=omitted)
        )
    drawing = [*stacked(top, 0), *stacked(bottom, height - footer)]
    return drawing, left_out, listed is with_claims


def _fitting(
    people: Sequence[Persona],
    persona_styles: Mapping[str | None, PersonaStyle],
    detail: int,
    room: float,
    context: RenderContext,
) -> list[Section]:
    """The first personas, as many as fit at a detail; the others are not measured."""
    sections: list[Section] = []
    for person in people:
        style = persona_styles[person.id]
        section = persona_section(person, style, detail, len(people) > 1, context)
        if total([*sections, section]) > room:
            break
        sections.append(section)
    return sections


def _people(
    people: Sequence[Persona],
    persona_styles: Mapping[str | None, PersonaStyle],
    room: float,
    context: RenderContext,
    messages: Texts,
) -> tuple[list[Section], list[str]]:
    """The personas in the greatest detail that fits, and sentences on what was omitted."""
    detail = FULL_DETAIL
    top = _fitting(people, persona_styles, detail, room, context)
    while detail and len(top) < len(people):
        detail -= 1
        top = _fitting(people, persona_styles, detail, room, context)
    if len(top) < len(people):
        missing = _listed([person.title for person in people[len(top) :]], messages)
        return top, [
            messages("There is no room for {names} in the side panel.").format(names=missing)
        ]
    for i, person in enumerate(people if detail < FULL_DETAIL else ()):
        style = persona_styles[person.id]
        more = persona_section(person, style, detail + 1, len(people) > 1, context)
        longer = [*top[:i], more, *top[i + 1 :]]
        if total(longer) <= room:
            top = longer
    if detail < FULL_DETAIL:
        words = messages(
            "Personas are shortened in the side panel. Larger or wider paper shows them in full."
        )
        return top, [words]
    return top, []


def _listed(names: Sequence[str], messages: Texts) -> str:
    words = ", ".join(names[:MAX_NAMES])
    if len(names) <= MAX_NAMES:
        return words
    more = messages("and {count} more").format(count=messages.number(len(names) - MAX_NAMES))
    return f"{words} {more}"


def claim_words(record: Element, context: RenderContext) -> str:
    """A source's claim: ": claim (figure, n = sample)"."""
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
