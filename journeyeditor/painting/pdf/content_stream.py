"""The player: primitives become the operators of a content stream, in y-down coordinates.

Shaped pieces of text become strings of codes with exact positions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from journeyeditor.display.primitives import (
    REGISTRATION,
    Bitmap,
    Bookmark,
    Box,
    Colour,
    Drawing,
    Fill,
    Group,
    Link,
    Pen,
    Stroke,
    Tag,
    TextRun,
)
from journeyeditor.geometry import IDENTITY, Rect, Transform, shift
from journeyeditor.painting.bitmaps import missing
from journeyeditor.painting.pdf.navigation import clipped, destinations
from journeyeditor.painting.pdf.operators import Numbers, PathWriter, Steps
from journeyeditor.painting.pdf.structure import FIGURE

if TYPE_CHECKING:
    from journeyeditor.glyphs import GlyphRun
    from journeyeditor.painting.pdf.colour import Colours
    from journeyeditor.painting.pdf.fonts import Fonts
    from journeyeditor.painting.pdf.form_xobjects import Extents, FormXObjects
    from journeyeditor.painting.pdf.images import Images
    from journeyeditor.painting.pdf.navigation import PageAnnotations
    from journeyeditor.painting.pdf.structure import PageTags

#: The largest deviation of a letter from its typeset position, in points on paper.
TOLERANCE = 0.015


class Span(NamedTuple):
    """Glyphs of one font and rise: the inside of a TJ array."""

    style: tuple[str, str]
    array: str


class ShownText(NamedTuple):
    """Glyphs of one font and the operators that show them."""

    font: str
    operators: str


class Piece(NamedTuple):
    """A shaped piece at one size: its spans, and how much longer it is than a viewer assumes.

    `excess` is in thousandths of an em.
    """

    spans: tuple[Span, ...]
    excess: float


class TextPainter:
    """Turns text runs into operators; each line and each shaped piece is spelt once for each size."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._lines: dict[tuple[float, float, bool, tuple[GlyphRun, ...]], list[ShownText]] = {}
        self._pieces: dict[tuple[float, float], dict[GlyphRun, Piece]] = {}
        self._rises = Numbers(2)

    def shown(self, run: TextRun, scale: float) -> list[ShownText]:
        """The operators of a run drawn at `scale` times its size."""
        key = run.size, scale, run.ends_word, run.pieces
        shown = self._lines.get(key)
        if shown is None:
            shown = self._lines[key] = [
                ShownText(font, f"[{array}]TJ" if rise == "0" else f"{rise} Ts [{array}]TJ 0 Ts")
                for (font, rise), array in self._spans(run, scale)
            ]
        return shown

    def _spans(self, run: TextRun, scale: float) -> list[Span]:
        tolerance = 1000 * TOLERANCE / max(run.size * scale, 1e-3)
        cached = self._pieces.setdefault((run.size, scale), {})
        result: list[Span] = []
        style = ("", "")
        arrays: list[str] = []
        drift = 0.0
        for shaped in run.pieces:
            piece = cached.get(shaped)
            if piece is None:
                piece = cached[shaped] = self._piece(shaped, run.size, tolerance)
            if drift > tolerance or drift < -tolerance:
                arrays.append(_correction(drift, tolerance))
                drift += float(arrays[-1])
            for span_style, array in piece.spans:
                if span_style != style:
                    if arrays:
                        result.append(Span(style, _joined(arrays)))
                        arrays = []
                    style = span_style
                arrays.append(array)
            drift += piece.excess
        arrays += self._space(run, style)
        if arrays:
            result.append(Span(style, _joined(arrays)))
        return result

    def _space(self, run: TextRun, style: tuple[str, str]) -> list[str]:
        """The space behind the last word of a line: invisible, but readers separate words by it."""
        if not run.ends_word:
            return []
        space = self._fonts.space(run.face)
        return [f"({space.code})"] if space and style == (space.font, "0") else []

    def _piece(self, shaped: GlyphRun, size: float, tolerance: float) -> Piece:
        """A piece with adjustments wherever glyphs would be misplaced beyond the tolerance."""
        spans: list[Span] = []
        words: list[str] = []
        style = ("", "")
        excess = 0.0
        for font, code, width, advance, dx, dy in self._fonts.encode(shaped):
            own = (font, self._rises[dy * size / 1000] if dy else "0")
            if own != style:
                if words:
                    spans.append(Span(style, _joined(words)))
                    words = []
                style = own
            if abs(excess + dx) > tolerance:
                words.append(_correction(excess + dx, tolerance))
                excess += float(words[-1])
            words.append(f"({code})")
            excess += advance - width
        if words:
            spans.append(Span(style, _joined(words)))
        return Piece(tuple(spans), excess)


def _joined(words: list[str]) -> str:
    """Join strings and numbers; adjacent strings become one, as codes contain no parentheses."""
    return "".join(words).replace(")(", "")


def _correction(distance: float, tolerance: float) -> str:
    """The TJ adjustment (which is subtracted), no finer than needed."""
    return str(round(-distance)) if tolerance >= 1 else f"{-distance:.2f}"


_CAPS = {"butt": "0 J", "round": "1 J"}
_JOINS = {"miter": "0 j", "round": "1 j"}
#: An image's rows run downwards from the top of its unit square, whose y runs upwards.
_UPRIGHT = Transform(1, 0, 0, -1, 0, 1)
#: A record of fewer parts has nothing of its own to say where they stand.
_MIN_PARTS = 2
#: The thinnest line that every press and printer holds, in points on the paper.
MIN_LINE = 0.25


class PageResources(NamedTuple):
    """What all content streams of a document share; `path_writers` by number of decimals."""

    text: TextPainter
    images: Images
    forms: FormXObjects
    extents: Extents
    colours: Colours
    path_writers: dict[int, PathWriter]
    factors: Numbers


class GraphicsState(NamedTuple):
    """What a reader knows at a place of a stream, and where that is on the page.

    A colour or a font that is "" is not known. `origin` is where the stream's coordinates begin, in
    steps of its path writer.
    """

    fill: str
    stroke: str
    font: str
    pen: Pen | None
    scale: float
    paths: PathWriter
    origin: Steps
    transform: Transform
    window: Rect | None


class PagePlace(NamedTuple):
    """What a page's content adds outside its stream: tags, links and bookmarks.

    `frame` is the visible part of the page, with y downwards.
    """

    tags: PageTags
    annotations: PageAnnotations
    frame: Rect


class Content:
    """Writes one content stream; `scale` is how much larger than its numbers it is drawn.

    `place` is that of a page; a form has none, because it belongs to where it is shown.
    """

    def __init__(
        self, page_resources: PageResources, scale: float, place: PagePlace | None = None
    ) -> None:
        self._resources = page_resources
        self._tags = place.tags if place else None
        self._annotations = place.annotations if place else None
        self._window = self._frame = place.frame if place else None
        self._transform = IDENTITY
        self._scale = scale
        self._paths = page_resources.path_writers[decimals(scale)]
        # Where the coordinates of the stream begin, and the last line of text, in steps.
        self._origin: Steps = 0, 0
        self._line: Steps = 0, 0
        # What the reader has in mind, to be said only when it changes; "" is not known.
        self._fill = self._stroke = self._font = ""
        self._pen: Pen | None = None
        self._operators: list[str] = []
        self._players: dict[type, Callable[[Any], None]] = {
            Box: self._box,
            TextRun: self._text,
            Fill: self._filled,
            Stroke: self._stroked,
            Group: self._tagged_group,
            Bitmap: self._tagged_picture,
            Link: self._place,
            Bookmark: self._place,
        }

    def data(self) -> bytes:
        """The stream: ASCII only, text in codes that need no escaping."""
        return "\n".join(self._operators).encode("ascii")

    def play_page(self, drawing: Drawing) -> None:
        self.play(drawing)
        if self._tags is not None:
            self._operators += self._tags.end()

    def play(self, drawing: Drawing) -> None:
        players = self._players
        for primitive in drawing:
            players[type(primitive)](primitive)

    def _filled(self, fill: Fill) -> None:
        if fill.path:
            self._mark_graphics()
            self._set_fill(fill.colour)
            self._operators.append(self._paths.painted_path(fill.path, "f*", self._origin))

    def _stroked(self, stroke: Stroke) -> None:
        if stroke.path:
            self._mark_graphics()
            self._set_pen(stroke.pen)
            self._operators.append(self._paths.painted_path(stroke.path, "S", self._origin))

    def _place(self, place: Link | Bookmark) -> None:
        self._annotate((place,), self._transform)

    def _annotate(self, drawing: Drawing, transform: Transform) -> None:
        """Note the links and bookmarks of a drawing, which are places and not marks on the page."""
        if self._annotations is not None and self._window is not None:
            for place in destinations(drawing, transform, self._window):
                self._annotations.add(place)

    def _box(self, box: Box) -> None:
        if not (box.fill or box.pen):
            return
        self._mark_graphics()
        if box.fill:
            self._set_fill(box.fill)
        if box.pen:
            self._set_pen(box.pen)
        else:
            box = self._thickened(box)
        paint = ("B" if box.pen else "f") if box.fill else "S"
        self._operators.append(self._paths.painted_box(box, paint, self._origin))

    def _thickened(self, box: Box) -> Box:
        x, y, width, height = box.rect
        least = MIN_LINE / max(self._scale, 1e-6)
        if (width >= least and height >= least) or not (width > 0 and height > 0):
            return box
        wide, high = max(width, least), max(height, least)
        rect = Rect(x - (wide - width) / 2, y - (high - height) / 2, wide, high)
        return box._replace(rect=rect)

    def _text(self, run: TextRun) -> None:
        shown = self._resources.text.shown(run, self._scale)
        if not shown:
            return
        if self._tags is not None:
            self._operators += self._tags.text()
        self._begin_text(run)
        self._set_fill(run.colour)
        size = self._resources.factors[run.size]
        for name, operators in shown:
            font = f"/{name} {size} Tf"
            if font != self._font:
                self._operators.append(font)
                self._font = font
            self._operators.append(operators)
        self._operators.append("ET")

    def _begin_text(self, run: TextRun) -> None:
        """Set the text position, relative to the preceding text if nothing came between."""
        step, in_one = self._paths.step, self._paths.step.in_one
        x, y = round(run.x * in_one), round(run.y * in_one)
        if self._operators and self._operators[-1] == "ET":
            left, baseline = self._line
            self._operators[-1] = f"{step[x - left]} {step[baseline - y]} Td"
        else:
            left, top = self._origin
            self._operators.append(f"BT\n1 0 0 -1 {step[x - left]} {step[y - top]} Tm")
        self._line = x, y

    def _tagged_group(self, group: Group) -> None:
        tag = group.tag
        if tag is None or not tag.role or self._tags is None:
            self._group(group)
            return
        area = None
        if tag.role == FIGURE:
            area = self._resources.extents.of(group.children) or Rect(0, 0, 0, 0)
        self._open_tag(tag, area, group.transform)
        self._group(group)
        self._close_tag()

    def _tagged_picture(self, picture: Bitmap) -> None:
        if not picture.alt:
            self._picture(picture)
            return
        self._open_tag(Tag(FIGURE, picture.alt), picture.rect)
        self._picture(picture)
        self._close_tag()

    def _group(self, group: Group) -> None:
        children, transform, clip = group.children, group.transform, group.clip
        if not children or clip == ():
            return
        form = self._resources.forms.name(children)
        if clip is None and form is not None:
            self._form(form, children, transform)
        elif clip is None and transform == IDENTITY:
            self._record(group)
        else:
            outside = self._enter(transform)
            if clip is not None:
                self._operators.append(f"{self._paths.path(clip)} W* n")
                if self._window is not None:
                    self._window = clipped(clip, self._transform, self._window)
            if form is None:
                self.play(children)
            else:
                self._form(form, children, IDENTITY)
            self._leave(outside)

    def _record(self, group: Group) -> None:
        """Play a group; if it is a record, in coordinates that begin at its first part.

        Cards of a kind then differ in one place only, and deflate makes next to nothing of the rest.
        """
        start = _start(group) if self._origin == (0, 0) else None
        if start is None:
            self.play(group.children)
            return
        outside = self._begin(shift(*start))
        whole = self._paths.whole
        self._origin = whole[start[0]], whole[start[1]]
        self.play(group.children)
        self._leave(outside)

    def _form(self, name: str, drawing: Drawing, transform: Transform) -> None:
        """Show a recurring drawing."""
        forms = self._resources.forms
        if forms.has_places(drawing):
            self._annotate(drawing, self._transform.after(transform))
        if self._tags is not None:
            has_text = forms.has_text(drawing)
            self._operators += self._tags.text() if has_text else self._tags.graphics()
        is_here = transform == IDENTITY and self._origin == (0, 0)
        shown = f"/{name} Do"
        self._operators.append(shown if is_here else f"{self._moved(transform)} {shown} Q")

    def _picture(self, picture: Bitmap) -> None:
        x, y, width, height = picture.rect
        image = self._resources.images.image(picture.asset)
        if image is None:
            self.play(missing(picture))
            return
        frame = Transform(width, 0, 0, height, x, y)
        self._mark_graphics()
        moved = self._moved(frame.after(image.placed).after(_UPRIGHT))
        self._operators.append(f"{moved} /{image.name} Do Q")

    def _enter(self, transform: Transform) -> GraphicsState:
        """Begin a coordinate system of its own; return the state outside."""
        outside = self._begin(transform)
        self._origin = 0, 0
        self._scale *= transform.magnitude
        if self._pen is not None and self._pen.width * min(outside.scale, self._scale) < MIN_LINE:
            self._pen = None  # its width depends on the scale
        self._transform = self._transform.after(transform)
        self._paths = self._resources.path_writers[decimals(self._scale)]
        return outside

    def _begin(self, transform: Transform) -> GraphicsState:
        """Begin what `_leave` ends; return the state outside."""
        if self._tags is not None:
            self._operators += self._tags.border()
        self._operators.append(self._moved(transform))
        return GraphicsState(
            self._fill,
            self._stroke,
            self._font,
            self._pen,
            self._scale,
            self._paths,
            self._origin,
            self._transform,
            self._window,
        )

    def _moved(self, transform: Transform) -> str:
        """The operators that save the state and transform what follows."""
        a, b, c, d, e, f = transform
        place = self._paths.place(e, f, self._origin)
        if a == d == 1 and b == c == 0:
            return f"q 1 0 0 1 {place} cm"
        factor = self._resources.factors
        return f"q {factor[a]} {factor[b]} {factor[c]} {factor[d]} {place} cm"

    def _leave(self, outside: GraphicsState) -> None:
        if self._tags is not None:
            self._operators += self._tags.border()
        self._operators.append("Q")
        self._fill, self._stroke, self._font, self._pen, self._scale, self._paths = outside[:6]
        self._origin, self._transform, self._window = outside[6:]

    def _open_tag(
        self, tag: Tag, area: Rect | None = None, transform: Transform = IDENTITY
    ) -> None:
        """Write what follows as an element; a figure covers an area in its own coordinates."""
        if self._tags is None:
            return
        box = None
        if area is not None and self._frame is not None:
            x, y, width, height = self._transform.after(transform).box(area)
            box = Rect(x, self._frame.height - y - height, width, height)
        self._operators += self._tags.enter(tag, box)

    def _close_tag(self) -> None:
        if self._tags is not None:
            self._operators += self._tags.leave()

    def _mark_graphics(self) -> None:
        if self._tags is not None:
            self._operators += self._tags.graphics()

    def _set_fill(self, colour: Colour) -> None:
        if self._fill != colour:
            self._fill = colour
            self._operators.append(self._resources.colours.fill(colour))

    def _set_pen(self, pen: Pen) -> None:
        old, number = self._pen, self._resources.factors
        if old is pen or old == pen:
            return
        if old is None or old.width != pen.width:
            width = max(pen.width, MIN_LINE / max(self._scale, 1e-6))
            self._operators.append(f"{number[width]} w")
        if old is None or old.cap != pen.cap:
            self._operators.append(_CAPS[pen.cap])
        if old is None or old.join != pen.join:
            self._operators.append(_JOINS[pen.join])
        if old is None or old.dashes != pen.dashes:
            dashes = " ".join(number[length] for length in pen.dashes)
            self._operators.append(f"[{dashes}] 0 d")
        if self._stroke != pen.colour:
            colours = self._resources.colours
            on_all = pen.colour == REGISTRATION
            self._operators.append(colours.all_inks if on_all else colours.stroke(pen.colour))
        self._pen, self._stroke = pen, pen.colour


def _start(group: Group) -> tuple[float, float] | None:
    """Where the first part of a record stands; None if nothing is saved by starting there."""
    if group.tag is None or not group.tag.record or len(group.children) < _MIN_PARTS:
        return None
    match group.children[0]:
        case Group(transform=transform) if transform != IDENTITY:
            return transform.e, transform.f
        case TextRun(x=x, y=y) | Box(rect=Rect(x=x, y=y)):
            return x, y
    return None


def decimals(scale: float) -> int:
    """How many decimals keep positions within 0.015 pt on paper at this scale."""
    return 1 if scale <= 0.3 else 2 if scale <= 3 else 3 if scale <= 30 else 5
