"""The title block and the footer of a sheet.

Lengths are frame units: points at scale 1, the whole frame scaled with the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence

from journeyeditor.display.primitives import Bitmap, Box, Group, Primitive, Tag
from journeyeditor.display.theme import READABLE, legible
from journeyeditor.geometry import Rect
from journeyeditor.insight.review_dates import next_review
from journeyeditor.layout.recipes.card_details import asset_of
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import (
    BODY,
    BOLD,
    DISPLAY,
    HAIRLINE,
    HEADING,
)
from journeyeditor.vocabulary import MapInfo
from journeyeditor.vocabulary.map_info import MAP_TYPES, STATES

LOGO_HEIGHT, LOGO_WIDTH = 30.0, 150.0
#: Between the parts of the foot, and the share of it that its note may take.
FOOT_GAP, MOST_OF_FOOT = 12.0, 0.42
#: A footer with no room is set as small as this share of its size before words are cut off.
SMALLEST_FOOT = 0.8
FOOT_HEIGHT = 24.0
#: The title has the first size at which it fits on one line.
TITLE_SIZES = (28.5, 24.4, 19.5, DISPLAY, HEADING)
SUBTITLE, FOOT_TEXT = 9.2, 7.1
#: Between two texts on one line.
BESIDE = 18.0


def depict_title_block(
    info: MapInfo, title: str, personas: str, sheet: str, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """The title block at (0, 0) and its height; `sheet` says which one of several this is."""
    theme = context.theme
    right = min(width * 0.36, 330.0)
    client, right_height = _client(info, width, right, context)
    room = width - right - 24
    heading = context.text(title, TITLE_SIZES[0], room, weight=BOLD)
    for size in TITLE_SIZES[1:]:
        if len(heading.lines) < 2:
            break
        heading = context.text(title, size, room, weight=BOLD, max_lines=3)
    # The block is always on the side where the sheet begins, whatever script it is in.
    runs = context.place(heading, 0, 0, theme["title"], align="left", width=room, owner=info.id)
    drawing: list[Primitive] = [Group(tuple(runs), tag=Tag("H1"))]
    y = heading.height + 1
    goal = context.texts("Goal: {goal}").format(goal=info.goal) if info.goal else ""
    parts = [_subtitle(info, personas, sheet, context), goal, info.note, _measured(info, context)]
    sizes = [SUBTITLE, BODY, BODY, BODY]
    x, line_height = 0.0, 0.0
    for words, size in zip(parts, sizes, strict=True):
        if not words:
            continue
        across = context.measure(words, size)
        is_beside = bool(x) and "\n" not in words and x + across <= room
        if not is_beside:
            x, y = 0.0, y + line_height
        line = context.text(words, size, room - x, max_lines=3)
        # Everything on one line shares its baseline.
        top = y + (line_height - line.line_height) / 2 + 0.4 if is_beside else y
        runs = context.place(
            line, x, top, theme["quiet"], align="left", width=room - x, owner=info.id
        )
        drawing.append(Group(tuple(runs), tag=Tag("P" if title or len(drawing) > 1 else "H1")))
        line_height = line_height if is_beside else line.height + 1
        x = x + across + BESIDE if len(line.lines) == 1 else room
    return [*drawing, *client], max(y + line_height, right_height)


def _paragraph(runs: Sequence[Primitive]) -> Group:
    return Group(tuple(runs), tag=Tag("P"))


def _measured(info: MapInfo, context: RenderContext) -> str:
    """What the figures were measured on, and when; "" if they were not."""
    measured, texts = info.measured, context.texts
    if not measured.cases or measured.first is None or measured.last is None:
        return ""
    words = texts.plural(
        "Measured on {count} journey, {first} – {last}",
        "Measured on {count} journeys, {first} – {last}",
        measured.cases,
    )
    return words.format(
        count=texts.number(measured.cases),
        first=texts.date(measured.first),
        last=texts.date(measured.last),
    )


def _subtitle(info: MapInfo, personas: str, sheet: str, context: RenderContext) -> str:
    parts = [context.texts("Customer journey map")]
    if info.map_type:
        parts.append(context.texts(MAP_TYPES[info.map_type]))
    if info.state:
        parts.append(context.texts(STATES[info.state]))
    parts += [info.subtitle or personas, sheet]
    return " · ".join(part for part in parts if part)


def _client(
    info: MapInfo, width: float, room: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """The client's logo and the lines below it, right-aligned, and their height."""
    theme = context.theme
    drawing: list[Primitive] = []
    left, y = width - room, 4.0
    if info.brand.logo:
        asset = asset_of(info.brand.logo)
        factor = min(LOGO_HEIGHT / asset.height_px, LOGO_WIDTH / asset.width_px)
        size = (asset.width_px * factor, asset.height_px * factor)
        drawing.append(Bitmap(Rect(width - size[0], y - 4, *size), asset, info.client))
        y += size[1]
    elif info.client:
        colour = legible(theme["brand"], theme["paper"], READABLE)
        line = context.text(info.client.upper(), 11.0, room, weight=BOLD, max_lines=2)
        runs = context.place(line, left, y, colour, align="right", width=room)
        drawing.append(_paragraph(runs))
        y += line.height + 2
    review = next_review(info)
    stamps = [
        context.texts("Version {version}").format(version=info.version_label)
        if info.version_label
        else "",
        context.texts.date(info.date) if info.date else "",
        context.texts("next review by {date}").format(date=context.texts.date(review))
        if review
        else "",
    ]
    for words in (stamps, [info.project, info.author]):
        text = context.facts(words, BODY * 0.94, room)
        if text:
            line = context.text(text, BODY * 0.94, room, max_lines=2)
            runs = context.place(line, left, y, theme["quiet"], align="right", width=room)
            drawing.append(_paragraph(runs))
            y += line.height + 1
    return drawing, y


def depict_footer(
    info: MapInfo, note: str, imprint: str, width: float, context: RenderContext
) -> list[Primitive]:
    """Footer at (0, 0): confidentiality, a note, and the imprint."""
    theme = context.theme
    drawing: list[Primitive] = [Box(Rect(0, 9, width, HAIRLINE), 0, theme["hairline"], None)]
    size, most = _footer_fit((info.confidentiality, note, imprint), width, context)
    # The note stands in the middle, or gives way to what is long at the left.
    right, middle = (
        min(context.measure(words, size) + 1, width * most) if words else 0.0
        for words in (imprint, note)
    )
    left = width - sum(part + FOOT_GAP for part in (right, middle) if part)
    if info.confidentiality:
        left = min(left, context.measure(info.confidentiality, size) + 1)
    center = max((width - middle) / 2, left + FOOT_GAP if info.confidentiality else 0.0)
    center = min(center, width - right - middle - (FOOT_GAP if right else 0.0))
    for align, words, x, room in (
        ("left", info.confidentiality, 0.0, left),
        ("center", note, center, middle),
        ("right", imprint, width - right, right),
    ):
        if not words:
            continue
        line = context.text(words, size, room, max_lines=1)
        runs = context.place(line, x, 13, theme["quiet"], align=align, width=room)
        drawing.append(_paragraph(runs))
    return drawing


def _footer_fit(
    words: tuple[str, ...], width: float, context: RenderContext
) -> tuple[float, float]:
    """Return the type size of a footer, and the share of its width that one part may take.

    Words that have no room side by side are set smaller, but not so small that they are hard to read.
    """
    parts = [context.measure(part, FOOT_TEXT) for part in words if part]
    # Each part has a point more than its width, for rounding.
    room = width - FOOT_GAP * (len(parts) - 1) - len(parts)
    share = min(1.0, room / sum(parts)) if parts else 1.0
    return (FOOT_TEXT * share, 1.0) if share >= SMALLEST_FOOT else (FOOT_TEXT, MOST_OF_FOOT)


def subject(info: MapInfo, context: RenderContext) -> str:
    return " · ".join(
        part for part in (context.texts("Customer journey map"), info.client, info.project) if part
    )
