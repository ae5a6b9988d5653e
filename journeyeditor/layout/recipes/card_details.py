"""Details of single kinds of card: pips, figures, pictures, dates and the footer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from journeyeditor.display.path import circle, polyline
from journeyeditor.display.primitives import Asset, Bitmap, Fill, Pen, Primitive, Stroke
from journeyeditor.files import decode_image
from journeyeditor.geometry import Rect
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD, SLOT_PREFERRED
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import Backstage, Common, Metric, Opportunity, PainPoint, Thought
from journeyeditor.vocabulary import Picture as PictureCard
from journeyeditor.vocabulary.touchpoint import CHANNELS

#: From one pip to the next, in radii of a pip.
PIP_STEP = 2.75
#: The least radius of a pip.
MIN_PIP = 0.9
#: Between two facts on one line, and the height of such a line in ems.
RATING_GAP, FACT_LEADING = 6.0, 1.35
#: The side of the sign before the votes.
VOTES_ICON = 6.4
SPARK_HEIGHT, SPARK_GAP = 17.0, 7.0
#: Between the target and a sparkline below it, which begins with a figure.
BELOW_GOAL = 3.0
#: A figure is set smaller, to this share of its size, before it is broken; and room for rounding.
SMALLEST_FIGURE, ROUNDING = 0.4, 0.5
#: A sparkline is this wide, at least beside its figure.
MIN_SPARK, MAX_SPARK = 18.0, 90.0
#: The dashes of the target of a series.
TARGET_DASHES = (1.8, 1.4)
CHECK_SIDE = 6.4
#: Fields of all kinds that an annotated map prints for one kind only, among its facts.
FACT_FIELDS = {"opportunity": frozenset({"status", "owner"})}
#: Pictures are no higher than this.
MAX_PICTURE_HEIGHT = 136.0

#: Kinds that may have something between title and note, ratings, and a last small line.
WITH_BODY = (Metric, PictureCard)
WITH_RATINGS = (PainPoint, Opportunity)
WITH_SMALL_PRINT = (Backstage, PictureCard, Thought, Metric, Opportunity)

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


class Rating(NamedTuple):
    """Points from 1 to 5 with the word before them, "" where the colour says which."""

    word: str
    points: int
    role: str


class FactLine(NamedTuple):
    """One line at the foot of a card: ratings from the left, votes at the right."""

    ratings: tuple[Rating, ...]
    votes: int = 0

    def width(self, context: RenderContext) -> float:
        parts = [_rating_width(rating, context) for rating in self.ratings]
        if self.votes:
            size = context.format.sizes.facts
            votes = context.measure(context.texts.number(self.votes), size)
            parts.append(votes + VOTES_ICON + 1.5)
        return sum(parts) + RATING_GAP * (len(parts) - 1)

    def depict(
        self, x: float, middle: float, width: float, context: RenderContext
    ) -> list[Primitive]:
        """Return the drawing of the line, centred on a height."""
        drawing: list[Primitive] = []
        size, pale = context.format.sizes.facts, context.theme["quiet"]
        right = x + width
        for rating in self.ratings:
            word: list[Primitive] = []
            if rating.word:
                word += context.write(rating.word, size, x, middle + 0.36 * size, pale)
            dots = x + _word_width(rating, context)
            # In a very narrow card the pips are smaller rather than over its edge.
            radius = min(context.format.pip_radius, (right - dots) / (4 * PIP_STEP + 2))
            look = rating.points, context.theme[rating.role], max(radius, MIN_PIP)
            sign = context.symbol(("pips", *look), dots, middle, partial(pips, *look))
            words = f"{rating.word}: {context.texts.number(rating.points)}"
            drawing += context.sign([*word, sign], words)
            x += _rating_width(rating, context) + RATING_GAP
        if self.votes:
            votes = context.texts.number(self.votes)
            figure = context.write(votes, size, right, middle + 0.36 * size, pale, align="right")
            left = right - context.measure(votes, size) - VOTES_ICON - 1.5
            icon = context.glyph("votes", left, middle - VOTES_ICON / 2 - 0.2, VOTES_ICON, pale)
            words = context.texts.plural("{count} vote", "{count} votes", self.votes)
            drawing += context.sign([icon, *figure], words.format(count=votes))
        return drawing


def _word_width(rating: Rating, context: RenderContext) -> float:
    size = context.format.sizes.facts
    return context.measure(rating.word, size) + 0.6 * size if rating.word else 0.0


def _rating_width(rating: Rating, context: RenderContext) -> float:
    return _word_width(rating, context) + (4 * PIP_STEP + 2) * context.format.pip_radius


def pips(points: int, colour: str, radius: float, y: float = 0.0) -> Iterator[Primitive]:
    """Yield five pips from the left end of their line: full ones for the points, then rings."""
    for i in range(5):
        x = radius * (1 + i * PIP_STEP)
        if i < points:
            yield Fill(circle((x, y), radius), colour)
        else:
            yield Stroke(circle((x, y), radius - 0.3), Pen(0.6, colour))


class CardFooter(NamedTuple):
    """The facts at the foot of a card: a date, a status and an owner in words, then ratings."""

    words: Paragraph | None
    lines: tuple[FactLine, ...]
    pitch: float

    @property
    def height(self) -> float:
        return (self.words.height if self.words else 0.0) + self.pitch * len(self.lines)

    def depict(
        self, x: float, bottom: float, width: float, context: RenderContext
    ) -> list[Primitive]:
        """Return the drawing; `bottom` is the inner lower edge of the card."""
        drawing: list[Primitive] = []
        y = bottom - self.height
        if self.words:
            drawing += context.place(self.words, x, y, context.theme["quiet"], width=width)
            y += self.words.height
        for line in self.lines:
            drawing += line.depict(x, y + self.pitch / 2, width, context)
            y += self.pitch
        return drawing


def footer(record: Common, width: float, context: RenderContext) -> CardFooter | None:
    """Return the footer of a card, None if it has none."""
    ratings = _ratings(record, context)
    size = context.format.sizes.facts
    words = ""
    if isinstance(record, Opportunity):
        is_narrow = width < SLOT_PREFERRED * context.format.growth
        words = context.facts(_fact_words(record, context, is_narrow=is_narrow), size, width)
    paragraph = context.text(words, size, width) if words else None
    lines: list[FactLine] = []
    if ratings or record.votes:
        one = FactLine(ratings, record.votes)
        if len(ratings) < 2 or one.width(context) <= width:
            lines = [one]
        else:
            lines = [FactLine((rating,)) for rating in ratings[:-1]]
            last = FactLine(ratings[-1:], record.votes)
            is_short = last.width(context) <= width
            lines += [last] if is_short else [FactLine(ratings[-1:]), FactLine((), record.votes)]
    if not (paragraph or lines):
        return None
    return CardFooter(paragraph, tuple(lines), size * FACT_LEADING)


def footer_kind(record: Common) -> tuple[object, ...]:
    """Return what the height of a card's footer depends on besides its width."""
    if isinstance(record, PainPoint):
        return bool(record.severity), bool(record.frequency), record.votes
    if isinstance(record, Opportunity):
        ratings = bool(record.impact), bool(record.effort)
        return *ratings, record.votes, record.due, record.status, record.owner
    return (record.votes,)


def _ratings(record: Common, context: RenderContext) -> tuple[Rating, ...]:
    """Return the ratings of a card; one without words where there is only one."""
    is_annotated, texts = context.format.annotated, context.texts
    found: list[tuple[str, int | None, str]] = []
    if isinstance(record, PainPoint):
        found = [("Severity", record.severity, "pain"), ("Frequency", record.frequency, "pain")]
    elif isinstance(record, Opportunity):
        found = [
            ("Impact", record.impact, "opportunity"),
            ("Effort", record.effort, "opportunity"),
        ]
    if not is_annotated:
        return tuple(Rating("", points, role) for _, points, role in found[:1] if points)
    return tuple(Rating(texts(word), points, role) for word, points, role in found if points)


def _fact_words(record: Opportunity, context: RenderContext, *, is_narrow: bool) -> Iterator[str]:
    """Yield the date, the status and the owner of an opportunity; a narrow card has the bare date."""
    if not context.format.annotated:
        return
    if record.due:
        due = context.texts.date(record.due)
        yield due if is_narrow else f"{context.texts('Due')} {due}"
    if record.status:
        yield record.status
    if record.owner:
        yield record.owner


def body(record: Common, width: float, context: RenderContext) -> CardBody | None:
    """Return what a kind shows between title and note, if anything."""
    if isinstance(record, Metric) and record.value is not None:
        return _figure(record, record.value, width, context)
    if isinstance(record, PictureCard) and record.image:
        return _image(record, width)
    return None


def small_print(record: Common, context: RenderContext) -> list[str]:
    """Return the words of the last small line of a card: system, caption, source, dates or effort."""
    words: list[str] = []
    if isinstance(record, Backstage):
        words = [record.system]
    elif isinstance(record, PictureCard):
        words = [record.caption]
    elif isinstance(record, Thought) and record.source:
        words = [f"– {record.source}"]
    elif isinstance(record, Metric):
        words = [record.source, context.texts.date(record.date) if record.date else ""]
    elif isinstance(record, Opportunity) and not context.format.annotated:
        effort = f"{context.texts('Effort')} {record.effort}" if record.effort else ""
        due = f"{context.texts('Due')} {context.texts.date(record.due)}" if record.due else ""
        words = [effort, due]
    return words


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
    """Return a metric's value with its unit, its target, and its series as a sparkline.

    The sparkline stands beside the figure where there is room, else below the target.
    """
    sizes = context.format.sizes
    whole = context.measure(_with_unit(number, record.unit, context), sizes.figure, BOLD)
    is_apart = record.unit not in ("", "%") and (context.format.annotated or whole > width)
    value = _with_unit(number, "" if is_apart else record.unit, context)
    # A figure is never broken or cut: a very long one becomes smaller.
    share = min((width - ROUNDING) / context.measure(value, sizes.figure, BOLD), 1.0)
    size = sizes.figure * max(share, SMALLEST_FIGURE)
    value_text = context.text(value, size, width, weight=BOLD, max_lines=2, hyphenate=False)
    words = [record.unit] if is_apart else []
    if record.target is not None:
        goal_value = _with_unit(record.target, "" if is_apart else record.unit, context)
        words.append(context.texts("target {value}").format(value=goal_value))
    facts = context.facts(words, sizes.facts, width)
    goal = context.text(facts, sizes.facts, width, max_lines=6) if facts else None
    values = [point[1] for point in record.series]
    room = min(width - value_text.width - SPARK_GAP, MAX_SPARK)
    is_beside = context.format.annotated and room >= MIN_SPARK
    spark = SPARK_HEIGHT + BELOW_GOAL if len(values) > 1 and not is_beside else 0.0
    first = _with_unit(values[0], "" if is_apart else record.unit, context) if values else ""
    has_reached = is_target_reached(record)

    def depict(x: float, y: float, context: RenderContext) -> list[Primitive]:
        drawing: list[Primitive] = [
            *context.place(value_text, x, y, context.theme["ink"], width=width, owner=record.id)
        ]
        if is_beside and len(values) > 1:
            left = x + value_text.width + SPARK_GAP
            place = Rect(left, y + 3, room, value_text.height - 6)
            drawing += _spark(values, record.target, first, place, context)
        y += value_text.height
        if goal:
            drawing += context.place(
                goal, x, y, context.theme["quiet"], width=width, owner=record.id
            )
            if has_reached:
                at = x + goal.lines[-1].width + 2.5
                bottom = y + goal.height - goal.line_height / 2
                green = context.theme["opportunity"]
                check = context.glyph("check", at, bottom - CHECK_SIDE / 2, CHECK_SIDE, green)
                drawing += context.sign([check], context.texts("Target reached"))
            y += goal.height
        if spark:
            top = y + 4 + BELOW_GOAL
            box = Rect(x, top, min(width, MAX_SPARK), SPARK_HEIGHT - 6)
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
    label = context.measure(first, context.format.sizes.mark) + 3.5
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
        drawing += context.write(first, context.format.sizes.mark, box.x, baseline, quiet)
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
