"""The panel beside the map: personas, sources, legend and evidence.

It is a column beside the map, or a strip of columns above it on an upright sheet. Personas and
sources begin at the top, legend and evidence end at the bottom. If they do not fit, personas are
shortened step by step and the omission is reported. Lengths are units of the panel, which is drawn
at a scale of its own.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Bitmap, Box, Fill, Group, Pen, Primitive, Tag
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Rect, scaling, shift
from journeyeditor.i18n import Texts
from journeyeditor.layout.recipes.card_details import asset_of
from journeyeditor.layout.recipes.cards import quoted
from journeyeditor.layout.recipes.personas import PersonaStyle, marker
from journeyeditor.layout.render_context import RenderContext, is_reversed
from journeyeditor.layout.style import BOLD, HAIRLINE, LEADING, SEMIBOLD
from journeyeditor.model import JourneyGraph
from journeyeditor.poster.blocks import (
    BETWEEN,
    SECTION,
    UNDER,
    Block,
    Column,
    balanced,
    brand_colour,
    columns_of,
    drawn,
    heading_block,
    height_of,
    total_height,
)
from journeyeditor.poster.legend import SIGN_HEIGHT, SIGN_WIDTH, LegendEntry, depict_sign
from journeyeditor.poster.source_list import CLAIM, SourceDetail, source_blocks
from journeyeditor.vocabulary import Evidence, Persona

#: The width of the panel beside the map, and the space between its edge and what is in it.
WIDTH, PADDING = 142.9, 10.0
#: Type sizes: names, quotations, lists and legend.
NAME, QUOTE, TEXT = 11.6, 10.2, 7.6
#: A name is set smaller, to this share of its size, where that keeps it on one line, or its words whole.
SMALLEST_NAME = 0.7
#: Room for rounding.
ROUNDING = 0.5
#: The most extra space between two sections.
MAX_STRETCH = 11.0
#: The panel is drawn at most and at least at this scale.
MAX_SCALE, MIN_SCALE = 1.3, 0.86
#: A strip takes at most this share of the height of its sheet, and the width of its columns.
MAX_STRIP, STRIP_COLUMN, STRIP_GAP = 0.24, 118.0, 16.0
#: Personas in columns of their own may make it this much higher.
MOST_BANDS = 1.05
#: How much of a strip is filled where personas keep columns of their own: less, and they are shortened.
BAND_SHARES = (MOST_BANDS, 0.8, 0.65, 0.5)
#: Levels of detail of a persona: name and role, then the quotation, then one short list more each, then everything.
FIRST_LIST, FULL_DETAIL = 2, 5
#: Sources take at most this share of the room, so that personas have theirs.
MAX_SOURCES = 0.55
#: The most omitted personas named in a message.
MAX_NAMES = 12
#: Items of a short list.
SHORT_LIST = 2
#: Fields of a persona that fill a column.
TOLD = ("quote", "note", "goals", "needs", "frustrations")
LISTS = (("Goals", "goals"), ("Needs", "needs"), ("Frustrations", "frustrations"))


class PanelData(NamedTuple):
    """What the panel shows; `sources` are numbers by id, `entries` those of the legend.

    `evidence` is the share of claims with a source, None without claims.
    """

    graph: JourneyGraph
    people: Sequence[Persona]
    persona_styles: Mapping[str | None, PersonaStyle]
    sources: Mapping[str, int]
    entries: Sequence[LegendEntry]
    evidence: float | None = None
    has_source_list: bool = False
    has_persona_sheets: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but signs to explain."""
        return not self.people and not self.sources

    @property
    def is_brief(self) -> bool:
        """Whether there is little else than names, which would leave a column beside the map empty."""
        return not self.sources and not any(
            getattr(person, field) for person in self.people for field in TOLD
        )


class Panel(NamedTuple):
    """The drawing at (0, 0) in frame units, its height, what was omitted, and what is said of sources."""

    drawing: tuple[Primitive, ...]
    height: float
    omitted: tuple[str, ...] = ()
    detail: SourceDetail = SourceDetail.CLAIMS


def side_panel(
    data: PanelData, height: float, scale: float, context: RenderContext, messages: Texts
) -> Panel:
    """Return the panel beside the map; `scale` is the wanted one, reduced if less is then omitted."""
    factors = tuple(dict.fromkeys((scale, (scale + MIN_SCALE) / 2, MIN_SCALE)))

    def content_at(detail: SourceDetail, factor: float) -> _Content:
        width, room = WIDTH / factor - 2 * PADDING, height / factor - 2 * PADDING
        return _content(data, detail, width, room, context, messages, is_fixed=True)

    # What the smallest type has no room for, larger type has none for either.
    smallest = content_at(SourceDetail.CLAIMS, MIN_SCALE)
    factor, content = MIN_SCALE, smallest
    if not smallest.omitted:
        for factor in factors:
            content = smallest if factor == MIN_SCALE else content_at(smallest.detail, factor)
            if not content.omitted and content.detail == smallest.detail:
                break
    room = height / factor - 2 * PADDING
    spread = Group(
        tuple(_spread(content, room)), scaling(factor, PADDING * factor, PADDING * factor)
    )
    background = _background(Rect(0, 0, WIDTH, height), context)
    return Panel((background, spread), height, content.omitted, content.detail)


class StripSize(NamedTuple):
    """The scale of a strip, and the share of its sheet's height that it takes at most."""

    scale: float = 1.0
    most: float = MAX_STRIP


#: Strips from the largest to those that leave a dense map more of its sheet.
FULL_STRIP = StripSize()
STRIPS = (FULL_STRIP, StripSize(MIN_SCALE), StripSize(MIN_SCALE, 0.7 * MAX_STRIP))


def panel_strip(
    data: PanelData,
    width: float,
    sheet_height: float,
    context: RenderContext,
    messages: Texts,
    size: StripSize = FULL_STRIP,
) -> Panel:
    """Return the panel as a strip of columns; its height is what they need."""
    if data.is_empty:
        return _legend_strip(data, width, context)
    scale = size.scale
    most = sheet_height / scale * size.most
    strip = _strip(data, width / scale, most, context, messages)
    return strip._replace(
        drawing=(Group(strip.drawing, scaling(scale, 0, 0)),), height=strip.height * scale
    )


def _strip(
    data: PanelData, width: float, most: float, context: RenderContext, messages: Texts
) -> Panel:
    count = max(1, int((width - 2 * PADDING + STRIP_GAP) / (STRIP_COLUMN + STRIP_GAP)))
    if count - 2 < len(data.people) <= count:
        count = len(data.people)
    step, content, bands = _in_columns(data, width, most, count, context, messages)
    used = max(map(len, bands), default=count)
    if 0 < used < count:  # wider columns fill the strip
        step, content, bands = _in_columns(data, width, most, used, context, messages)
    height = sum(map(height_of, bands)) + SECTION * (len(bands) - 1)
    inside: list[Primitive] = []
    y = 0.0
    for band in bands:
        for place, blocks in enumerate(band):
            inside.append(Group(tuple(drawn(blocks, place * step)), shift(0, y)))
        y += height_of(band) + SECTION
    height += 2 * PADDING
    background = _background(Rect(0, 0, width, height), context)
    drawing = background, Group(tuple(inside), shift(PADDING, PADDING))
    return Panel(drawing, height, content.omitted, content.detail)


def _in_columns(
    data: PanelData, width: float, most: float, count: int, context: RenderContext, messages: Texts
) -> tuple[float, _Content, list[list[Column]]]:
    """Return the distance of so many columns, what fits in them, and bands of them."""
    step = (width - 2 * PADDING + STRIP_GAP) / count

    def content_in(room: float) -> _Content:
        return _content(data, SourceDetail.CLAIMS, step - STRIP_GAP, room, context, messages)

    for share in BAND_SHARES if len(data.people) > 1 else ():
        content = content_in(count * most * share)
        bands = _bands(content, count)
        height = sum(map(height_of, bands)) + SECTION * (len(bands) - 1)
        if height <= most * MOST_BANDS:
            return step, content, bands
    content = content_in(count * most)
    return step, content, [balanced([*content.top, *content.bottom], count)[0]]


def _bands(content: _Content, count: int) -> list[list[Column]]:
    """Return the content in bands of columns, each persona whole in a column of its own.

    A few are beside all else, many above it.
    """
    people = [columns_of(blocks, math.inf)[0] for blocks in content.people]
    rest = [*content.sources, *content.bottom]
    free = count - len(people)
    if free > 1:
        return [[*people, *balanced(rest, free)[0]]]
    rows = [people[start : start + count] for start in range(0, len(people), count)]
    return [*rows, balanced(rest, count)[0]]


def _legend_strip(data: PanelData, width: float, context: RenderContext) -> Panel:
    """Return the signs of a map without personas and sources, side by side."""
    drawing: list[Primitive] = []
    x = y = 0.0
    for entry in data.entries:
        block = _legend_entry(entry, width - SIGN_WIDTH, context)
        across = SIGN_WIDTH + context.measure(entry.words, TEXT)
        if x and x + across > width:
            x, y = 0.0, y + block.height + BETWEEN
        drawing.append(block.at(x, y))
        x += across + STRIP_GAP
    height = y + SIGN_HEIGHT if data.entries else 0.0
    return Panel(tuple(drawing), height)


class _Content(NamedTuple):
    """The blocks of each persona, those of sources, those that end at the bottom, and what was omitted."""

    people: list[list[Block]]
    sources: list[Block]
    bottom: list[Block]
    omitted: tuple[str, ...]
    detail: SourceDetail

    @property
    def top(self) -> list[Block]:
        """The blocks from the top."""
        return [*_joined(self.people), *self.sources]


def _content(
    data: PanelData,
    most: SourceDetail,
    width: float,
    room: float,
    context: RenderContext,
    messages: Texts,
    *,
    is_fixed: bool = False,
) -> _Content:
    """Choose what fits into a height, columns below one another; `most` is what to say of sources.

    Where the height is not fixed, sources do not take what shortened personas leave of it.
    """
    bottom = legend_blocks(data.entries, width, context)
    if data.evidence is not None:
        bottom.append(_evidence_block(data.evidence, width, context))
    room -= total_height(bottom) + SECTION
    # Sources come before the details of personas, because cards cite them by number; their claims
    # come after these.
    listed = [
        (data.sources[record.id], record)
        for record in data.graph.elements("evidence")
        if isinstance(record, Evidence)
    ]
    # More than these have no room in any case; a source takes one line at least.
    first = listed[: max(int(room / (CLAIM * LEADING)), 0) + 1]
    blocks = source_blocks(first, width, context, SourceDetail.NAMES)
    reserved = min(total_height(blocks) + SECTION if blocks else 0.0, room * MAX_SOURCES)
    people, is_short, omitted = _people(data, room - reserved, width, context, messages)
    used = total_height(_joined(people)) + (SECTION if people else 0.0)
    detail = SourceDetail.NAMES
    is_listed = len(first) == len(listed) and (is_fixed or not is_short)
    for more in range(most, SourceDetail.NAMES, -1) if is_listed else ():
        richer = source_blocks(first, width, context, SourceDetail(more))
        if used + total_height(richer) <= room:
            blocks, detail = richer, SourceDetail(more)
            break
    shown = _first(blocks, room - used)
    missing = len(listed) - max(len(shown) - 1, 0)
    if missing and not data.has_source_list:
        omitted.append(
            messages.plural(
                "{count} source is not listed in the side panel.",
                "{count} sources are not listed in the side panel.",
                missing,
            ).format(count=messages.number(missing))
        )
    return _Content(people, shown, bottom, tuple(omitted), detail if listed else most)


def _first(blocks: list[Block], room: float) -> list[Block]:
    """Return the heading of a list and as many of its items as fit; nothing if none does."""
    heights = accumulate(
        block.height + (block.gap if place else 0.0) for place, block in enumerate(blocks)
    )
    shown = blocks[: sum(height <= room for height in heights)]
    return [] if len(shown) == 1 else shown


def _spread(content: _Content, height: float) -> list[Primitive]:
    """Return the content in one column, its sections moved apart to use the height."""
    blocks = [*content.top, *content.bottom]
    sections = sum(block.gap >= SECTION for block in blocks[1:])
    spare = height - total_height(blocks)
    stretch = max(min(spare / sections, MAX_STRETCH), 0.0) if sections else 0.0
    rest = max(spare - stretch * sections, 0.0)
    drawing: list[Primitive] = []
    y = 0.0
    for place, block in enumerate(blocks):
        if place:
            y += block.gap + (stretch if block.gap >= SECTION else 0.0)
            y += rest if place == len(content.top) else 0.0
        drawing.append(block.at(0, y))
        y += block.height
    return drawing


def _background(rect: Rect, context: RenderContext) -> Box:
    """Return the panel's surface; a theme that saves ink has only an outline."""
    theme = context.theme
    if theme["tint"] == theme["paper"]:
        return Box(rect, 6.0, None, Pen(HAIRLINE, theme["hairline"]))
    return Box(rect, 6.0, mixed(theme["tint"], theme["hairline"], 0.22), None)


def persona_blocks(
    record: Persona,
    persona_style: PersonaStyle,
    detail: int,
    width: float,
    context: RenderContext,
    *,
    is_marked: bool,
) -> list[Block]:
    """Return a persona, with its marker if there are several.

    `detail` is a level from 0 to FULL_DETAIL.
    """
    theme = context.theme
    blocks = [_name_block(record, persona_style, detail, width, context, is_marked=is_marked)]
    if record.quote and detail >= 1:
        size = QUOTE if detail >= FIRST_LIST else TEXT + 0.6
        quote = context.text(
            quoted(record.quote, context), size, width, weight=SEMIBOLD, max_lines=8
        )
        runs = context.place(quote, 0, 0, brand_colour(context), width=width, owner=record.id)
        gap = 9.0 if detail >= FIRST_LIST else 5.0
        blocks.append(Block(tuple(runs), quote.height, gap, role="P"))
    if record.note and detail >= FULL_DETAIL:
        note = context.text(record.note, TEXT, width, max_lines=6)
        runs = context.place(note, 0, 0, theme["quiet"], width=width, owner=record.id)
        blocks.append(Block(tuple(runs), note.height, 6.0, role="P"))
    filled = [(title, getattr(record, field)) for title, field in LISTS if getattr(record, field)]
    for title, whole in filled[: max(detail - FIRST_LIST + 1, 0)]:
        items = whole[: None if detail >= FULL_DETAIL else SHORT_LIST]
        blocks.append(heading_block(context.texts(title), width, context, role="H3"))
        for place, item in enumerate(items):
            line = context.text(item, TEXT, width, max_lines=4)
            runs = context.place(line, 0, 0, theme["ink"], width=width, owner=record.id)
            gap = BETWEEN if place else UNDER
            blocks.append(Block(tuple(runs), line.height, gap, role="LI"))
    return blocks


def _name_block(
    record: Persona,
    persona_style: PersonaStyle,
    detail: int,
    width: float,
    context: RenderContext,
    *,
    is_marked: bool,
) -> Block:
    theme = context.theme
    radius = 17.0 if detail >= FIRST_LIST else 11.0
    colour = persona_style.colour if is_marked or record.colour else context.accent
    drawing = portrait(record, colour, radius, context)
    left = 2 * radius + 7
    room = width - left - (9 if is_marked else 0)
    size = NAME if detail >= FIRST_LIST else TEXT + 1
    size *= _name_scale(record.title, size, room, context)
    name = context.text(record.title, size, room, weight=SEMIBOLD, max_lines=24)
    small = TEXT if detail >= FIRST_LIST else CLAIM
    facts = context.facts((record.role, record.segment), small, width - left)
    role = context.text(facts, small, width - left, max_lines=6)
    y = max(radius - (name.height + role.height) / 2, 0.0)
    runs = context.place(name, left, y, theme["ink"], width=room, owner=record.id)
    drawing.append(Group(tuple(runs), tag=Tag("H2", record=record.id)))
    if is_marked and name.lines:
        end = left + (room if is_reversed(name, context) else name.lines[-1].width)
        middle = y + (len(name.lines) - 0.5) * name.line_height
        drawing.append(marker(persona_style, (end + 6, middle), 2.8, context))
    drawing += context.place(
        role, left, y + name.height, theme["quiet"], width=width - left, owner=record.id
    )
    height = max(2 * radius, y + name.height + role.height)
    return Block(tuple(drawing), height, SECTION)


def _name_scale(name: str, size: float, room: float, context: RenderContext) -> float:
    """Return how much smaller a name is set to stay on one line, or else to keep its words whole."""
    whole = context.measure(name, size, SEMIBOLD)
    if SMALLEST_NAME * whole <= room:
        return min((room - ROUNDING) / whole, 1.0) if whole else 1.0
    longest = max(context.measure(word, size, SEMIBOLD) for word in name.split())
    return max(SMALLEST_NAME, min(room / longest, 1.0))


def portrait(
    record: Persona, colour: str, radius: float, context: RenderContext
) -> list[Primitive]:
    """Return the picture in a circle, or else the initials."""
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
    return [Group((Fill(round_, colour), *runs), tag=Tag("Artifact"))]


def legend_blocks(
    entries: Sequence[LegendEntry], width: float, context: RenderContext
) -> list[Block]:
    """Return the entries of the legend below their heading."""
    if not entries:
        return []
    blocks = [heading_block(context.texts("Legend"), width, context)]
    blocks += [_legend_entry(entry, width - SIGN_WIDTH, context) for entry in entries]
    blocks[1] = blocks[1]._replace(gap=UNDER + 1)
    return blocks


def _legend_entry(entry: LegendEntry, room: float, context: RenderContext) -> Block:
    line = context.text(entry.words, TEXT, room, max_lines=3)
    height = max(line.height, SIGN_HEIGHT)
    drawing = depict_sign(entry, height / 2, context)
    y = (height - line.height) / 2
    drawing += context.place(line, SIGN_WIDTH, y, context.theme["ink"], width=room)
    return Block(tuple(drawing), height, BETWEEN, role="LI")


def _evidence_block(share: float, width: float, context: RenderContext) -> Block:
    """Return the share of cards with a source, in words and as a bar from zero."""
    heading = heading_block(context.texts("Evidence"), width, context)
    words = context.texts("{share} of cards have a source").format(
        share=context.texts.percent(share)
    )
    line = context.text(words, TEXT, width, max_lines=3)
    y = heading.height + UNDER
    drawing: list[Primitive] = [heading.at(0, 0)]
    drawing += context.place(line, 0, y, context.theme["ink"], width=width)
    y += line.height + 4
    drawing.append(Box(Rect(0, y, width, 3.8), 1.9, context.theme["hairline"], None))
    if share > 0:
        drawing.append(Box(Rect(0, y, max(width * share, 3.8), 3.8), 1.9, context.accent, None))
    return Block(tuple(drawing), y + 3.8, SECTION)


def _joined(people: Sequence[list[Block]]) -> list[Block]:
    return [block for blocks in people for block in blocks]


def _fitting(
    data: PanelData, detail: int, room: float, width: float, context: RenderContext
) -> list[list[Block]]:
    """Return the first personas, as many as fit at a detail; the others are not measured."""
    found: list[list[Block]] = []
    for person in data.people:
        blocks = _persona(data, person, detail, width, context)
        if total_height(_joined([*found, blocks])) > room:
            break
        found.append(blocks)
    return found


def _persona(
    data: PanelData, person: Persona, detail: int, width: float, context: RenderContext
) -> list[Block]:
    style = data.persona_styles[person.id]
    is_marked = len(data.people) > 1
    return persona_blocks(person, style, detail, width, context, is_marked=is_marked)


def _people(
    data: PanelData, room: float, width: float, context: RenderContext, messages: Texts
) -> tuple[list[list[Block]], bool, list[str]]:
    """Return the personas in the greatest detail that fits, whether that is little, and what was omitted."""
    detail = FULL_DETAIL
    top = _fitting(data, detail, room, width, context)
    while detail and len(top) < len(data.people):
        detail -= 1
        top = _fitting(data, detail, room, width, context)
    if len(top) < len(data.people):
        missing = messages.listed([person.title for person in data.people[len(top) :]], MAX_NAMES)
        message = messages("There is no room for {names} in the side panel.")
        return top, True, [message.format(names=missing)]
    if detail == FULL_DETAIL:
        return top, False, []
    # The first personas get more, but no lists where others have none.
    for place, person in enumerate(data.people if detail >= FIRST_LIST else ()):
        for more in range(FULL_DETAIL, detail, -1):
            longer = [*top]
            longer[place] = _persona(data, person, more, width, context)
            if total_height(_joined(longer)) <= room:
                top = longer
                break
    words = messages(
        "Personas are shortened in the side panel. Persona sheets behind the poster show them in full."
    )
    return top, True, [] if data.has_persona_sheets else [words]
