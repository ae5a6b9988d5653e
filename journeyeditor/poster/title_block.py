"""The title block and the footer of a sheet.

Lengths are frame units: points at scale 1, the whole frame scaled with the sheet.
"""

from __future__ import annotations

from journeyeditor.display.primitives import Bitmap, Box, Primitive
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
    SMALL,
    TITLE,
)
from journeyeditor.vocabulary import MapInfo
from journeyeditor.vocabulary.map_info import MAP_TYPES, STATES

LOGO_HEIGHT, LOGO_WIDTH = 30.0, 150.0
FOOT_HEIGHT = 24.0


def depict_title_block(
    info: MapInfo, personas: str, width: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """The title block at (0, 0) and its height."""
    theme = context.theme
    right = min(width * 0.36, 330.0)
    drawing, right_height = _client(info, width, right, context)
    room = width - right - 24
    title = context.text(info.title, TITLE, room, weight=BOLD)
    for size in (TITLE * 0.8, DISPLAY, HEADING):
        if len(title.lines) < 2:
            break
        title = context.text(info.title, size, room, weight=BOLD, max_lines=3)
    # The block is always at the left, also in right-to-left languages: the client's logo is at the
    # right.
    drawing += context.place(title, 0, 0, theme["title"], align="left", width=room, owner=info.id)
    y = title.height + 3
    subtitle = context.text(_subtitle(info, personas, context), BODY + 0.6, room, max_lines=2)
    drawing += context.place(
        subtitle, 0, y, theme["quiet"], align="left", width=room, owner=info.id
    )
    y += subtitle.height
    for words in (info.goal, info.note):
        if words:
            line = context.text(words, BODY, room, max_lines=3)
            drawing += context.place(
                line, 0, y + 2, theme["quiet"], align="left", width=room, owner=info.id
            )
            y += line.height + 2
    return drawing, max(y, right_height)


def _subtitle(info: MapInfo, personas: str, context: RenderContext) -> str:
    parts = [context.texts("Customer journey map")]
    if info.map_type:
        parts.append(context.texts(MAP_TYPES[info.map_type]))
    if info.state:
        parts.append(context.texts(STATES[info.state]))
    parts.append(info.subtitle or personas)
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
        drawing += context.place(line, left, y, colour, align="right", width=room)
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
        text = " · ".join(word for word in words if word)
        if text:
            line = context.text(text, BODY * 0.94, room, max_lines=2)
            drawing += context.place(line, left, y, theme["quiet"], align="right", width=room)
            y += line.height + 1
    return drawing, y


def depict_footer(
    info: MapInfo, has_funnel: bool, imprint: str, width: float, context: RenderContext
) -> list[Primitive]:
    """Footer at (0, 0): confidentiality, origin of the figures, and the imprint."""
    theme = context.theme
    drawing: list[Primitive] = [
        Box(Rect(0, 9, width, HAIRLINE), 0, theme["hairline"], None),
    ]
    third = width / 3 - 8
    if info.confidentiality:
        line = context.text(info.confidentiality, SMALL + 0.3, third, max_lines=1)
        drawing += context.place(line, 0, 13, theme["quiet"])
    if has_funnel:
        words = context.texts(
            "Rates are computed from the counts. Stated rates that differ are marked."
        )
        line = context.text(words, SMALL + 0.3, third * 1.2, max_lines=1)
        drawing += context.place(
            line, width / 2 - third * 0.6, 13, theme["quiet"], align="center", width=third * 1.2
        )
    line = context.text(imprint, SMALL + 0.3, third, max_lines=1)
    drawing += context.place(line, width - third, 13, theme["quiet"], align="right", width=third)
    return drawing


def subject(info: MapInfo, context: RenderContext) -> str:
    return " · ".join(
        part for part in (context.texts("Customer journey map"), info.client, info.project) if part
    )
