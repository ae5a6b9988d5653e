"""The primitives of a drawing: all that a painter can be asked for.

Lengths are points, y downwards, colours opaque sRGB as "#RRGGBB". A thing that only one
painter could do does not exist here, and no painter measures text or decides a size: text
comes shaped and placed. Selection, hover and handles are never part of a drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from typing import Literal, NamedTuple, TypeAlias, assert_never

from journeyeditor.display.path import Path, bounds
from journeyeditor.geometry import IDENTITY, Point, Rect, Size, Transform
from journeyeditor.glyphs import GlyphRun

Colour: TypeAlias = str
#: The colour of printer's marks: black on screens, all inks on a press. No theme has it.
REGISTRATION: Colour = "#000001"


class Pen(NamedTuple):
    """How a line is drawn; `dashes` are lengths in points, alternating on and off.

    `cap` is "butt" or "round", `join` is "miter" (limit 10) or "round".
    """

    width: float
    colour: Colour
    cap: str = "butt"
    join: str = "miter"
    dashes: tuple[float, ...] = ()


class Fill(NamedTuple):
    """A filled outline, by the even-odd rule."""

    path: Path
    colour: Colour


class Stroke(NamedTuple):
    """A line along an outline."""

    path: Path
    pen: Pen


class Box(NamedTuple):
    """A rectangle with round corners; `radius` is at most half the shorter side."""

    rect: Rect
    radius: float
    fill: Colour | None
    pen: Pen | None


class TextRun(NamedTuple):
    """Text of one face on one baseline; (`x`, `y`) is the origin of its first glyph.

    `text` is the logical text; `pieces` are in drawing order and follow one another by their
    advances times `size` / units per em. `width` is the sum of these advances, in points.
    `ends_word` says that a space follows which the end of the line has swallowed.
    """

    x: float
    y: float
    text: str
    face: str
    size: float
    colour: Colour
    pieces: tuple[GlyphRun, ...]
    width: float
    ends_word: bool = False


class Asset(NamedTuple):
    """A bitmap from the map's file: PNG or JPEG bytes and their size in pixels.

    `key` is the SHA-256 of the bytes, so that the same picture is embedded once.
    """

    key: str
    media_type: str
    data: bytes
    width_px: int
    height_px: int


class Bitmap(NamedTuple):
    """A bitmap stretched to a rectangle; `alt` is its text alternative."""

    rect: Rect
    asset: Asset
    alt: str = ""


#: Standard structure types of PDF; "Artifact" is what only decorates a page or recurs on each.
Role: TypeAlias = Literal[
    "",
    "Artifact",
    "Sect",
    "H1",
    "H2",
    "H3",
    "P",
    "L",
    "LI",
    "Table",
    "TR",
    "TH",
    "TD",
    "Figure",
]
Scope: TypeAlias = Literal["", "Row", "Column"]


class Tag(NamedTuple):
    """What a group is, for readers and programs that do not see it.

    `alt` is a text alternative; a figure is nothing without one. `scope` is that of a TH. `record`
    is the id of the record shown, `data` are further facts about it by name ("kind", "stage",
    "persona").
    """

    role: Role = ""
    alt: str = ""
    scope: Scope = ""
    record: str = ""
    data: tuple[tuple[str, str], ...] = ()


class Group(NamedTuple):
    """Primitives in a coordinate system of their own, clipped to an outline in that system.

    `rotated` text is a group with a rotating transform. `name` is for people who read dumps.
    """

    children: Drawing
    transform: Transform = IDENTITY
    clip: Path | None = None
    name: str = ""
    tag: Tag | None = None


class Link(NamedTuple):
    """An area to click that opens an address (http, https or mailto)."""

    rect: Rect
    target: str


class Bookmark(NamedTuple):
    """An entry of the document's outline; level 0 is the outermost."""

    title: str
    at: Point
    level: int


Primitive: TypeAlias = Fill | Stroke | Box | TextRun | Bitmap | Group | Link | Bookmark
Drawing: TypeAlias = tuple[Primitive, ...]


class Page(NamedTuple):
    """A page: its full size (the media), its size after trimming, and its drawing.

    `trim` is the finished sheet inside the media; without bleed and marks it is the whole media.
    `background` is painted under the drawing, on the sheet and `bleed` beyond it on every side.
    """

    size: Size
    trim: Rect
    drawing: Drawing
    label: str = ""
    bleed: float = 0.0
    background: Colour = "#FFFFFF"

    @property
    def bleed_box(self) -> Rect:
        return self.trim.inset(-self.bleed)


class Metadata(NamedTuple):
    """The properties of a document; `language` is a BCP 47 tag such as "sv".

    `created` is with a time zone. `source_hash` names the state of the map that is shown.
    """

    title: str
    author: str = ""
    subject: str = ""
    language: str = "en"
    created: datetime | None = None
    source_hash: str = ""


class Attachment(NamedTuple):
    """A file that travels inside a document; `description` is one line for people."""

    name: str
    media_type: str
    data: bytes
    description: str = ""


#: A mitre sticks out this many pen widths at most: half the limit of 10.
_MITRE = 5.0
#: Letters with stacked marks, and scripts that hang low, stay within so many sizes.
_TEXT_REACH = 2.0


def extent(primitive: Primitive, *, ink: bool = False) -> Rect | None:
    """The bounding box of a primitive in its own coordinates; None if it is empty.

    Text counts as the box of its line. With `ink` the box contains all marks, however far letters and
    mitres stick out, and only marks; it may be larger than them, never smaller.
    """
    match primitive:
        case Fill() | Stroke():
            return _path_extent(primitive, ink=ink)
        case Box(rect=rect, pen=box_pen):
            return rect.inset(-box_pen.width) if box_pen else rect
        case TextRun(x=x, y=y, size=size, width=width):
            reach = size * _TEXT_REACH
            ink_box = Rect(x - reach, y - reach, width + 2 * reach, 2 * reach)
            return ink_box if ink else Rect(x, y - size * 1.1, width, size * 1.5)
        case Bitmap(rect=rect):
            return rect
        case Link(rect=rect):
            return None if ink else rect
        case Bookmark(at=at):
            return None if ink else Rect(at.x, at.y, 0.1, 0.1)
        case Group(children=children, transform=transform):
            inner = extent_of(children, ink=ink)
            return None if inner is None else transform.box(inner)
        case _:
            assert_never(primitive)


def extent_of(drawing: Iterable[Primitive], *, ink: bool = False) -> Rect | None:
    """The bounding box of a drawing, as `extent` measures its primitives; None if it is empty."""
    boxes = [box for each in drawing if (box := extent(each, ink=ink)) is not None]
    return reduce(Rect.united, boxes) if boxes else None


def _path_extent(primitive: Fill | Stroke, *, ink: bool) -> Rect | None:
    if not any(len(segment) > 1 for segment in primitive.path):
        return None
    box = bounds([primitive.path])
    if isinstance(primitive, Fill):
        return box
    pen = primitive.pen
    return box.inset(-pen.width * (_MITRE if ink and pen.join == "miter" else 1.0))
