"""Details of single kinds of card: pips, figures, pictures, dates and the footer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from journeyeditor.display.path import circle, polyline
from journeyeditor.display.primitives import Asset, Bitmap, Fill, Pen, Primitive, Stroke
from journeyeditor.files import decode_image
from journeyeditor.geometry import Rect
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD, HEADING, SMALL
from journeyeditor.vocabulary import Backstage, Common, Metric, Opportunity, PainPoint, Thought
from journeyeditor.vocabulary import Picture as PictureCard
from journeyeditor.vocabulary.touchpoint import CHANNELS

PIP_RADIUS, PIP_STEP = 1.75, 5.2
#: The side of the sign before the votes.
VOTES_ICON = 6.4
SPARK_HEIGHT = 17.0
#: The type of the first value of a series, and the dashes of its target.
SPARK_LABEL, TARGET_DASHES = SMALL, (1.8, 1.4)
CHECK_SIDE = 6.4
#: Pictures are no higher than this.
MAX_PICTURE_HEIGHT = 136.0

#: Channels that share an icon with another one.
CHANNEL_ALIASES = {
    "video_meeting": "video",
    "press": "blog",
    "meeting": "face_to_face",
    "in_person": "face_to_face",
    "website": "web",
    "newsletter": "email",
    "letter": "mail",
    "review": "review_site",
    "reviews": "review_site",
    "call": "phone",
    "store": "shop",
    "ad": "advert",
    "friends": "word_of_mouth",
    "payment": "checkout",
    "form": "survey",
    "comparison_site": "test_article",
    "mobile": "app",
}


class CardBody(NamedTuple):
    """What a card shows between title and note: its height, and how to draw it at (x, y)."""

    height: float
    depict: Callable[[float, float, RenderContext], list[Primitive]]


class CardFooter(NamedTuple):
    """The last line of a card: pips on the left, owner and votes on the right."""

    pips: int
    colour: str
    words: str
    votes: int

    def depict(
        self, x: float, bottom: float, width: float, context: RenderContext
    ) -> list[Primitive]:
        """Return the drawing; `bottom` is the inner lower edge of the card."""
        drawing: list[Primitive] = []
        middle = bottom - 2.2
        if self.pips:
            key = ("pips", self.pips, self.colour)
            drawing.append(context.symbol(key, x, middle, lambda: self._pips(context)))
        pale = context.theme["quiet"]
        right = x + width
        if self.votes:
            votes = context.texts.number(self.votes)
            drawing += context.write(votes, SMALL, right, middle + 2.3, pale, align="right")
            right -= context.measure(votes, SMALL) + VOTES_ICON + 1.5
            drawing.append(
                context.glyph("votes", right, middle - VOTES_ICON / 2 - 0.2, VOTES_ICON, pale)
            )
            right -= 3
        if self.words:
            left = x + (5 * PIP_STEP + 3 if self.pips else 0.0)
            line = context.text(self.words, SMALL, right - left, max_lines=1)
            drawing += context.place(line, left, middle - line.line_height / 2, pale)
        return drawing

    def _pips(self, context: RenderContext) -> Iterator[Primitive]:
        """Yield five pips from the left end of their line, as many coloured as there are points."""
        for i in range(5):
            colour = context.theme[self.colour if i < self.pips else "hairline"]
            yield Fill(circle((PIP_RADIUS + i * PIP_STEP, 0), PIP_RADIUS), colour)


def footer(record: Common, width: float, context: RenderContext) -> CardFooter | None:
    """Return the footer of a card, None if it has none."""
    pips, words = 0, ""
    if isinstance(record, PainPoint):
        pips = record.severity or 0
    elif isinstance(record, Opportunity):
        pips = record.impact or 0
        words = record.owner if width > 90 or not pips else ""
    colour = "pain" if isinstance(record, PainPoint) else "opportunity"
    if not (pips or words or record.votes):
        return None
    return CardFooter(pips, colour, words, record.votes)


def body(record: Common, width: float, context: RenderContext) -> CardBody | None:
    """Return what a kind shows between title and note, if anything."""
    if isinstance(record, Metric) and record.value is not None:
        return _figure(record, record.value, width, context)
    if isinstance(record, PictureCard) and record.image:
        return _image(record, width)
    return None


def small_print(record: Common, context: RenderContext) -> str:
    """Return the last small line of a card: system, caption, source, dates or effort."""
    words: list[str] = []
    if isinstance(record, Backstage):
        words = [record.system]
    elif isinstance(record, PictureCard):
        words = [record.caption]
    elif isinstance(record, Thought) and record.source:
        words = [f"– {record.source}"]
    elif isinstance(record, Metric):
        words = [record.source, context.texts.date(record.date) if record.date else ""]
    elif isinstance(record, Opportunity):
        effort = f"{context.texts('Effort')} {record.effort}" if record.effort else ""
        due = f"{context.texts('Due')} {context.texts.date(record.due)}" if record.due else ""
        words = [effort, due]
    return " · ".join(word for word in words if word)


def channel_glyph(channel: str) -> str:
    """Return the icon of a channel; a generic one for an unknown channel."""
    name = channel.casefold().replace(" ", "_").replace("-", "_")
    name = CHANNEL_ALIASES.get(name, name)
    return f"channel_{name}" if name in CHANNELS else "channel_other"


@lru_cache(maxsize=64)
def asset_of(image: str) -> Asset:
    """Return the bitmap in a `data:` URL."""
    import hashlib

    media_type, data, width, height = decode_image(image)
    return Asset(hashlib.sha256(data).hexdigest(), media_type, data, width, height)


def _figure(record: Metric, number: float, width: float, context: RenderContext) -> CardBody:
    """Return a metric's value with its unit, its target, and its series as a sparkline."""
    value = _with_unit(number, record.unit, context)
    value_text = context.text(value, HEADING, width, weight=BOLD, max_lines=1, hyphenate=False)
    if value_text.is_cut:
        value_text = context.text(value, HEADING * 0.75, width, weight=BOLD, max_lines=2)
    goal = None
    if record.target is not None:
        words = context.texts("target {value}").format(
            value=_with_unit(record.target, record.unit, context)
        )
        goal = context.text(words, SMALL, width, max_lines=2)
    values = [point[1] for point in record.series]
    spark = SPARK_HEIGHT if len(values) > 1 else 0.0
    has_reached = is_target_reached(record)

    def depict(x: float, y: float, context: RenderContext) -> list[Primitive]:
        drawing: list[Primitive] = [
            *context.place(value_text, x, y, context.theme["ink"], width=width, owner=record.id)
        ]
        y += value_text.height
        if goal:
            drawing += context.place(
                goal, x, y, context.theme["quiet"], width=width, owner=record.id
            )
            if has_reached:
                at = x + goal.lines[-1].width + 2.5
                bottom = y + goal.height - goal.line_height / 2
                green = context.theme["opportunity"]
                drawing.append(
                    context.glyph("check", at, bottom - CHECK_SIDE / 2, CHECK_SIDE, green)
                )
            y += goal.height
        if spark:
            first = _with_unit(values[0], record.unit, context)
            box = Rect(x, y + 4, width, spark - 6)
            drawing += _spark(values, record.target, first, box, context)
        return drawing

    return CardBody(value_text.height + (goal.height if goal else 0.0) + spark, depict)


def is_target_reached(record: Metric) -> bool:
    """Whether the value is at its target or beyond; the series shows which way leads to it."""
    if record.target is None or record.value is None or not record.series:
        return False
    if record.series[0][1] <= record.target:
        return record.value >= record.target
    return record.value <= record.target


def _with_unit(value: float, unit: str, context: RenderContext) -> str:
    if unit == "%":
        return context.texts.percent(value / 100, digits=1)
    return f"{context.texts.number(value, digits=2)}\u00a0{unit}".strip("\u00a0")


def _spark(
    values: list[float], target: float | None, first: str, box: Rect, context: RenderContext
) -> list[Primitive]:
    """Return a series as a line from its first value, written before it, to a point at the last.

    The target is a dashed line.
    """
    shown = values if target is None else [*values, target]
    low, high = min(shown), max(shown)
    span = (high - low) or 1.0
    label = context.measure(first, SPARK_LABEL) + 3.5
    left = box.x + (label if label < box.width / 2 else 1.0)
    right = box.right - 3.0

    def y_of(value: float) -> float:
        return box.bottom - (value - low) / span * box.height

    step = (right - left) / (len(values) - 1)
    points = [(left + place * step, y_of(value)) for place, value in enumerate(values)]
    colour, quiet = context.theme["metric"], context.theme["quiet"]
    drawing: list[Primitive] = []
    if target is not None:
        line = polyline([(left, y_of(target)), (right + 2, y_of(target))])
        drawing.append(Stroke(line, Pen(0.6, quiet, "butt", "miter", TARGET_DASHES)))
    if left > box.x + 1.0:
        baseline = min(max(points[0][1] + 1.9, box.y + 2.0), box.bottom + 1.9)
        drawing += context.write(first, SPARK_LABEL, box.x, baseline, quiet)
    drawing.append(Stroke(polyline(points), Pen(1.0, colour, "round", "round")))
    drawing.append(Fill(circle(points[-1], 1.8), colour))
    return drawing


def _image(record: PictureCard, width: float) -> CardBody:
    """Return a picture as wide as the card, with its aspect ratio, up to a maximum height.

    The bound is a length: a share of the width would let no fit be found on a wide sheet, where
    a smaller scale only makes the slots wider and the picture higher.
    """
    asset = asset_of(record.image)
    height = min(width * asset.height_px / asset.width_px, MAX_PICTURE_HEIGHT)
    shown = height * asset.width_px / asset.height_px

    def depict(x: float, y: float, context: RenderContext) -> list[Primitive]:
        rect = Rect(x + (width - shown) / 2, y, shown, height)
        return [Bitmap(rect, asset, record.alt or record.caption or record.title)]

    return CardBody(height, depict)
