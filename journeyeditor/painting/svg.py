"""The SVG painter: one self-contained picture that looks the same in every viewer.

By default text is drawn as outlines, each glyph and each word defined once, so the picture needs
no font: browsers, office programs, vector editors and converters show it alike, with kerning,
Arabic and emoji as they were set (embedded fonts are ignored by most programs but browsers).
Over the outlines lies the text itself, unpainted, so that it can be searched, marked, copied
and read aloud.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING, assert_never

from journeyeditor.display.path import Path
from journeyeditor.display.primitives import (
    Bitmap,
    Bookmark,
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Metadata,
    Page,
    Pen,
    Stroke,
    Tag,
    TextRun,
)
from journeyeditor.geometry import IDENTITY, POINTS_PER_MM, Size, Transform
from journeyeditor.painting.bitmaps import missing, placed_sizes, stored_upright
from journeyeditor.painting.links import safe_target
from journeyeditor.painting.svg_fonts import EmbeddedFonts
from journeyeditor.painting.xml_characters import legal

if TYPE_CHECKING:
    from journeyeditor.glyphs import GlyphRun
    from journeyeditor.typography import Faces

#: From here on whole font units are fine enough.
_FINE_UNITS = 1000


def number(value: float, decimals: int = 2) -> str:
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def path_data(path: Path, decimals: int = 2) -> str:
    """An outline as the value of a `d` attribute."""
    return "".join(
        segment[0] + " ".join([number(value, decimals) for value in segment[1:]])
        for segment in path
    )


class GlyphStore:
    """The definitions of glyphs and words.

    Names depend on content, not on drawing order, so that changing one word changes few lines.
    """

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self.definitions: list[str] = []
        self._glyphs: dict[tuple[str, int], str | None] = {}
        self._words: dict[GlyphRun, str | None] = {}
        self._names: dict[str, object] = {}
        self._prefixes: dict[str, str] = {}

    def uses(self, run: TextRun) -> str:
        """The elements that draw a run, in font units with y upwards from (0, 0)."""
        words = []
        x = 0
        for shaped in run.pieces:
            if shaped not in self._words:
                self._words[shaped] = self._word(shaped)
            name = self._words[shaped]
            if name is not None:
                words.append(_use(name, x, 0))
            x += shaped.advance
        return "".join(words)

    def _word(self, shaped: GlyphRun) -> str | None:
        """Define a word and return its name; None if there is nothing to see."""
        uses = []
        x = 0
        for glyph in shaped.glyphs:
            name = self._glyph(shaped.face, glyph.id)
            if name is not None:
                uses.append((name, x + glyph.dx, glyph.dy))
            x += glyph.advance
        if not uses:
            return None
        if len(uses) == 1 and uses[0][1:] == (0, 0):
            return uses[0][0]
        content = "".join(_use(*use) for use in uses)
        return self._defined("w" + sha256(content.encode()).hexdigest()[:8], content)

    def _defined(self, name: str, content: str) -> str:
        """Define a word once; different words get different names."""
        while self._names.get(name, content) != content:
            name += "x"
        if name not in self._names:
            self._names[name] = content
            self.definitions.append(f'<g id="{name}">{content}</g>')
        return name

    def _glyph(self, key: str, glyph_id: int) -> str | None:
        """Define a glyph and return its name; None if it has no outline."""
        if (key, glyph_id) not in self._glyphs:
            face = self._faces.face(key)
            decimals = 0 if face.units_per_em >= _FINE_UNITS else 1
            layers = face.layers(glyph_id) if face.is_colour else ()
            outlines = layers or ((face.outline(glyph_id), ""),)
            paths = [(path_data(path, decimals), colour) for path, colour in outlines if path]
            name = f"{self._prefix(key)}-{glyph_id}" if paths else None
            if not layers and paths:
                self.definitions.append(f'<path id="{name}" d="{paths[0][0]}"/>')
            elif paths:
                content = "".join(f'<path fill="{c}" d="{data}"/>' for data, c in paths)
                self.definitions.append(f'<g id="{name}">{content}</g>')
            self._glyphs[key, glyph_id] = name
        return self._glyphs[key, glyph_id]

    def _prefix(self, key: str) -> str:
        """A prefix for names; the key of a system font would reveal a path of this machine."""
        if re.fullmatch("[a-z][a-z0-9-]*", key):
            return key
        return self._prefixes.setdefault(key, f"system{len(self._prefixes) + 1}")


def _use(name: str, x: int, y: int) -> str:
    place = (f' x="{x}"' if x else "") + (f' y="{y}"' if y else "")
    return f'<use xlink:href="#{name}"{place}/>'


#: What an `id` and the name of a `data-` attribute may hold.
_NAME, _DATA_NAME = re.compile("[A-Za-z0-9_.-]+"), re.compile("[a-z]+")


def svg(page: Page, faces: Faces, metadata: Metadata, *, has_fonts: bool = False) -> str:
    """A page as SVG, one primitive a line: lengths in points, the size in millimetres.

    With `has_fonts` text is text, in the fonts that the picture brings along: smaller and easier to
    edit, but right in browsers only.
    """
    width, height = page.size
    embedded = EmbeddedFonts(faces) if has_fonts else None
    player = _Player(faces, placed_sizes([page.drawing]), embedded)
    player.lines.append(" " + _box(Box(page.bleed_box, 0, page.background, None)))
    player.play(page.drawing, " ")
    language = ""
    if metadata.language:
        language = f" xml:lang={_quoted(metadata.language)} lang={_quoted(metadata.language)}"
    prologue = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{number(width / POINTS_PER_MM, 4)}mm"'
        f' height="{number(height / POINTS_PER_MM, 4)}mm"'
        f' viewBox="0 0 {number(width)} {number(height)}" stroke-miterlimit="10"'
        f' xml:space="preserve"{language}>',
    ]
    if metadata.title:
        prologue.append(f" <title>{_escaped(metadata.title)}</title>")
    if metadata.subject:
        prologue.append(f" <desc>{_escaped(metadata.subject)}</desc>")
    if embedded is not None:
        prologue += [f" <style>{rule}</style>" for rule in embedded.rules()]
    definitions = [f"  {line}" for line in (*player.definitions, *player.glyphs.definitions)]
    if definitions:
        prologue += [" <defs>", *definitions, " </defs>"]
    return "\n".join([*prologue, *player.lines, "</svg>", ""])


def svg_fragment(page: Page, faces: Faces, fonts: EmbeddedFonts) -> str:
    """A page as an `svg` element inside HTML: text is text, in fonts that the document embeds.

    Colours may be CSS variables. Links are left to the document.
    """
    width, height = page.size
    player = _Player(faces, placed_sizes([page.drawing]), fonts, has_links=False)
    player.play(page.drawing, " ")
    definitions = [f"  {line}" for line in (*player.definitions, *player.glyphs.definitions)]
    return "\n".join(
        [
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
            f' width="{number(width)}" height="{number(height)}"'
            f' viewBox="0 0 {number(width)} {number(height)}" stroke-miterlimit="10"'
            ' xml:space="preserve" aria-hidden="true">',
            " <defs>",
            *definitions,
            " </defs>",
            *player.lines,
            "</svg>",
        ]
    )


class _Player:
    """Collects the lines of the picture, and the definitions they refer to."""

    def __init__(
        self,
        faces: Faces,
        sizes: Mapping[str, Size],
        embedded: EmbeddedFonts | None,
        *,
        has_links: bool = True,
    ) -> None:
        self.glyphs = GlyphStore(faces)
        self._has_links = has_links
        self._embedded = embedded
        self._ids: set[str] = set()
        self.definitions: list[str] = []
        self.lines: list[str] = []
        self._images: dict[str, Transform | None] = {}
        self._sizes = sizes
        self._clips = 0

    def play(self, drawing: Drawing, indent: str) -> None:  # noqa: C901 (a case for each primitive)
        for primitive in drawing:
            match primitive:
                case Fill(path, colour):
                    data = path_data(path)
                    line = f'<path fill="{colour}" fill-rule="evenodd" d="{data}"/>'
                case Stroke(path, pen):
                    line = f'<path fill="none"{_pen(pen)} d="{path_data(path)}"/>'
                case Box():
                    line = _box(primitive)
                case TextRun():
                    line = self._text(primitive, indent)
                case Bitmap():
                    line = self._picture(primitive, indent)
                case Link():
                    line = _link(primitive) if self._has_links else ""
                case Group():
                    self._group(primitive, indent)
                    line = ""
                case Bookmark():
                    line = ""
                case _:
                    assert_never(primitive)
            if line:
                self.lines.append(indent + line)

    def _text(self, run: TextRun, indent: str) -> str:
        text = _escaped(run.text)
        family = self._embedded.family(run) if self._embedded else ""
        if family:
            return (
                f'<text x="{number(run.x)}" y="{number(run.y)}" font-size="{number(run.size)}"'
                f' textLength="{number(run.width)}" font-family="{family}"'
                f' fill="{run.colour}">{text}</text>'
            )
        ink = self.glyphs.uses(run)
        if ink:
            scale = f"{run.size / run.pieces[0].units_per_em:.8f}".rstrip("0")
            place = f"translate({number(run.x)} {number(run.y)}) scale({scale} -{scale})"
            self.lines.append(f'{indent}<g fill="{run.colour}" transform="{place}">{ink}</g>')
        if not text.strip() or run.width <= 0:
            return ""
        return (
            f'<text x="{number(run.x)}" y="{number(run.y)}" font-size="{number(run.size)}"'
            f' textLength="{number(run.width)}" lengthAdjust="spacingAndGlyphs"'
            f' font-family="sans-serif" fill-opacity="0">{text}</text>'
        )

    def _group(self, group: Group, indent: str) -> None:
        if not group.children:
            return
        attributes = self._tag_attributes(group.tag) if group.tag else ""
        if group.transform != IDENTITY:
            attributes += f' transform="{_transform(group.transform)}"'
        if group.clip is not None:
            self._clips += 1
            name = f"clip{self._clips}"
            attributes += f' clip-path="url(#{name})"'
            self.definitions.append(
                f'<clipPath id="{name}"><path clip-rule="evenodd" d="{path_data(group.clip)}"/>'
                "</clipPath>"
            )
        if not attributes:
            self.play(group.children, indent)
            return
        self.lines.append(f"{indent}<g{attributes}>")
        self.play(group.children, indent + " ")
        self.lines.append(f"{indent}</g>")

    def _tag_attributes(self, tag: Tag) -> str:
        """What the group is, for programs and screen readers."""
        attributes = ""
        if tag.record:
            if tag.record not in self._ids and _NAME.fullmatch(tag.record):
                self._ids.add(tag.record)
                attributes += f' id="record-{tag.record}"'
            attributes += f" data-id={_quoted(tag.record)}"
        for name, value in tag.data:
            if _DATA_NAME.fullmatch(name):
                attributes += f" data-{name}={_quoted(value)}"
        if tag.alt:
            attributes += f' role="img" aria-label={_quoted(tag.alt)}'
        elif tag.role == "Artifact":
            attributes += ' aria-hidden="true"'
        return attributes

    def _picture(self, picture: Bitmap, indent: str) -> str:
        asset = picture.asset
        name = f"image-{re.sub('[^0-9A-Za-z]', '', asset.key)[:16]}"
        if name not in self._images:
            stored = stored_upright(asset, self._sizes)
            self._images[name] = stored.placed if stored else None
            if stored:
                content = b64encode(stored.data).decode("ascii")
                self.definitions.append(
                    f'<image id="{name}" width="1" height="1" preserveAspectRatio="none"'
                    f' xlink:href="data:{stored.media_type};base64,{content}"/>'
                )
        placed = self._images[name]
        if placed is None:
            self.play(missing(picture), indent)
            return ""
        x, y, width, height = picture.rect
        place = _transform(Transform(width, 0, 0, height, x, y).after(placed))
        label = f' role="img" aria-label={_quoted(picture.alt)}' if picture.alt else ""
        return f'<use xlink:href="#{name}" transform="{place}"{label}/>'


def _box(box: Box) -> str:
    x, y, width, height = box.rect
    if width < 0 or height < 0 or not (box.fill or box.pen):
        return ""
    corner = f' rx="{number(box.radius)}"' if box.radius > 0 else ""
    pen = _pen(box.pen) if box.pen else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}"'
        f' height="{number(height)}"{corner} fill="{box.fill or "none"}"{pen}/>'
    )


def _link(link: Link) -> str:
    target = safe_target(link.target)
    if target is None:
        return ""
    x, y, width, height = link.rect
    return (
        f"<a xlink:href={_quoted(target)}>"
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}"'
        f' height="{number(height)}" fill="none" pointer-events="all"/></a>'
    )


def _pen(pen: Pen) -> str:
    words = f' stroke="{pen.colour}" stroke-width="{number(pen.width)}"'
    if pen.cap == "round":
        words += ' stroke-linecap="round"'
    if pen.join == "round":
        words += ' stroke-linejoin="round"'
    if pen.dashes:
        words += f' stroke-dasharray="{" ".join(number(length) for length in pen.dashes)}"'
    return words


def _transform(transform: Transform) -> str:
    factors = [f"{value:.6f}".rstrip("0").rstrip(".") for value in transform[:4]]
    if transform[:4] == IDENTITY[:4]:
        return f"translate({number(transform.e)} {number(transform.f)})"
    return f"matrix({' '.join(factors)} {number(transform.e)} {number(transform.f)})"


def _escaped(text: str) -> str:
    return escape(legal(text), quote=False)


def _quoted(text: str) -> str:
    return f'"{escape(legal(text))}"'
