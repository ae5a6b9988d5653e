"""The player: primitives become the operators of a content stream, in y-down coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, NamedTuple, assert_never

from journeyeditor.display.primitives import (
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
    TextRun,
)
from journeyeditor.geometry import IDENTITY, Transform
from journeyeditor.painting.bitmaps import missing
from journeyeditor.painting.pdf.form_xobjects import magnitude
from journeyeditor.painting.pdf.operators import Numbers, PathWriter, fill_operator, stroke_operator

if TYPE_CHECKING:
    from journeyeditor.painting.pdf.form_xobjects import FormXObjects
    from journeyeditor.painting.pdf.images import Images
    from journeyeditor.painting.pdf.structure import PageTags
    from journeyeditor.painting.pdf.text import TextPainter

_CAPS = {"butt": "0 J", "round": "1 J"}
_JOINS = {"miter": "0 j", "round": "1 j"}
#: An image's rows run downwards from the top of its unit square, whose y runs upwards.
_UPRIGHT = Transform(1, 0, 0, -1, 0, 1)


class PageResources(NamedTuple):
    """What all content streams of a document share; `path_writers` by number of decimals."""

    text: TextPainter
    images: Images
    forms: FormXObjects
    path_writers: dict[int, PathWriter]
    factors: Numbers


class Content:
    """Writes one content stream; `scale` is how much larger than its numbers it is drawn.

    `tags` are those of the page; there are none in a form, which belongs to where it is shown.
    """

    def __init__(
        self, page_resources: PageResources, scale: float, tags: PageTags | None = None
    ) -> None:
        self._resources = page_resources
        self._tags = tags
        self._scale = scale
        self._paths = page_resources.path_writers[decimals(scale)]
        # What the reader has in mind, to be said only when it changes; "" is not known.
        self._fill = self._stroke = self._font = ""
        self._pen: Pen | None = None
        # Where the last line of text begins, in steps of the path writer.
        self._line = 0, 0
        self._operators: list[str] = []

    def data(self) -> bytes:
        """The stream: ASCII only, text in codes that need no escaping."""
        return "\n".join(self._operators).encode("ascii")

    def play_page(self, drawing: Drawing) -> None:
        self._begin_mark()
        self.play(drawing)
        self._end_mark()

    def play(self, drawing: Drawing) -> None:  # noqa: C901 (a case for each primitive)
        for primitive in drawing:
            match primitive:
                case Box():
                    self._box(primitive)
                case TextRun():
                    self._text(primitive)
                case Fill(path, colour):
                    if path:
                        self._set_fill(colour)
                        self._operators.append(self._paths.painted_path(path, "f*"))
                case Stroke(path, pen):
                    if path:
                        self._set_pen(pen)
                        self._operators.append(self._paths.painted_path(path, "S"))
                case Group(name=name):
                    with self._tagged("Sect") if name else nullcontext():
                        self._group(primitive)
                case Bitmap(alt=alt):
                    with self._tagged("Figure", alt) if alt else nullcontext():
                        self._picture(primitive)
                case Link() | Bookmark():
                    pass  # places on the page, not marks on it: see `destinations`
                case _:
                    assert_never(primitive)

    def _box(self, box: Box) -> None:
        if box.fill:
            self._set_fill(box.fill)
        if box.pen:
            self._set_pen(box.pen)
        if box.fill or box.pen:
            paint = ("B" if box.pen else "f") if box.fill else "S"
            self._operators.append(self._paths.painted_box(box, paint))

    def _text(self, run: TextRun) -> None:
        spans = self._resources.text.spans(run, self._scale)
        if not spans:
            return
        self._begin_text(run)
        self._set_fill(run.colour)
        size = self._resources.factors[run.size]
        for (name, rise), array in spans:
            font = f"/{name} {size} Tf"
            if font != self._font:
                self._operators.append(font)
                self._font = font
            self._operators.append(f"[{array}]TJ" if rise == "0" else f"{rise} Ts [{array}]TJ 0 Ts")
        self._operators.append("ET")

    def _begin_text(self, run: TextRun) -> None:
        """Set the text position, relative to the preceding text if nothing came between."""
        step, in_one = self._paths.step, self._paths.step.in_one
        x, y = round(run.x * in_one), round(run.y * in_one)
        if self._operators and self._operators[-1] == "ET":
            left, baseline = self._line
            self._operators[-1] = f"{step[x - left]} {step[baseline - y]} Td"
        else:
            self._operators.append(f"BT\n1 0 0 -1 {step[x]} {step[y]} Tm")
        self._line = x, y

    def _group(self, group: Group) -> None:
        children, transform, clip = group.children, group.transform, group.clip
        if not children or clip == ():
            return
        form = self._resources.forms.name(children)
        if form is None and clip is None and transform == IDENTITY:
            self.play(children)
            return
        with self._within(transform):
            if clip is not None:
                self._operators.append(f"{self._paths.path(clip)} W* n")
            if form is None:
                self.play(children)
            else:
                self._operators.append(f"/{form} Do")

    def _picture(self, picture: Bitmap) -> None:
        x, y, width, height = picture.rect
        image = self._resources.images.image(picture.asset)
        if image is None:
            self.play(missing(picture))
            return
        frame = Transform(width, 0, 0, height, x, y)
        with self._within(frame.after(image.placed).after(_UPRIGHT)):
            self._operators.append(f"/{image.name} Do")

    @contextmanager
    def _within(self, transform: Transform) -> Iterator[None]:
        """Write what follows in a coordinate system of its own."""
        before = self._fill, self._stroke, self._font, self._pen, self._scale, self._paths
        a, b, c, d, e, f = transform
        factor, number = self._resources.factors, self._paths.number
        self._operators += (
            "q",
            f"{factor[a]} {factor[b]} {factor[c]} {factor[d]} {number[e]} {number[f]} cm",
        )
        self._scale *= magnitude(transform)
        self._paths = self._resources.path_writers[decimals(self._scale)]
        yield
        self._operators.append("Q")
        self._fill, self._stroke, self._font, self._pen, self._scale, self._paths = before

    @contextmanager
    def _tagged(self, kind: str, alt: str = "") -> Iterator[None]:
        """Write what follows as an element of the structure tree."""
        if self._tags is None or (kind == "Sect" and not self._tags.has_sections):
            yield
            return
        self._end_mark()
        self._tags.enter(kind, alt)
        self._begin_mark()
        yield
        self._end_mark()
        self._tags.end()
        self._begin_mark()

    def _begin_mark(self) -> None:
        if self._tags is not None:
            self._operators.append(self._tags.begin())

    def _end_mark(self) -> None:
        if self._tags is None:
            return
        if self._operators[-1].endswith("BDC"):
            self._operators.pop()
            self._tags.discard_empty()
        else:
            self._operators.append("EMC")

    def _set_fill(self, colour: Colour) -> None:
        if self._fill != colour:
            self._fill = colour
            self._operators.append(fill_operator(colour))

    def _set_pen(self, pen: Pen) -> None:
        old, number = self._pen, self._resources.factors
        if old is pen or old == pen:
            return
        if old is None or old.width != pen.width:
            self._operators.append(f"{number[pen.width]} w")
        if old is None or old.cap != pen.cap:
            self._operators.append(_CAPS[pen.cap])
        if old is None or old.join != pen.join:
            self._operators.append(_JOINS[pen.join])
        if old is None or old.dashes != pen.dashes:
            dashes = " ".join(number[length] for length in pen.dashes)
            self._operators.append(f"[{dashes}] 0 d")
        if self._stroke != pen.colour:
            self._operators.append(stroke_operator(pen.colour))
        self._pen, self._stroke = pen, pen.colour


def decimals(scale: float) -> int:
    """How many decimals keep positions within 0.015 pt on paper at this scale."""
    return 1 if scale <= 0.3 else 2 if scale <= 3 else 3 if scale <= 30 else 5
