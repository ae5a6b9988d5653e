"""What every recipe draws with: typesetter, theme and the language of the map.

It also collects the problems (text cut, glyphs that no font has) that arise where text is placed,
so that the pre-flight can name them without looking at the map again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from journeyeditor import resources
from journeyeditor.display.path import Path, Segment, circle, transformed
from journeyeditor.display.primitives import (
    Box,
    Drawing,
    Fill,
    Group,
    Link,
    Pen,
    Primitive,
    Stroke,
    Tag,
    TextRun,
)
from journeyeditor.display.theme import LARGE as LARGE_CONTRAST
from journeyeditor.display.theme import Theme, contrast, legible
from journeyeditor.geometry import Rect, Transform, scaling, shift
from journeyeditor.i18n import Texts
from journeyeditor.insight.replay.volumes import Volumes
from journeyeditor.layout.links import placed, printed
from journeyeditor.layout.markup import marked
from journeyeditor.layout.style import HAIRLINE, LEADING, REGULAR, SCREEN, Format
from journeyeditor.typography import Line, Paragraph, Typesetter

#: Icons are drawn on a square of this side.
GLYPH_SIDE = 24.0
#: Icons that point along the journey; the others look the same in all scripts.
DIRECTED_GLYPHS = frozenset(
    "arrow_left arrow_right chevron_left chevron_right channel_advert channel_basket channel_chat channel_delivery channel_sms".split()
)
#: A background of less contrast to the paper has no visible edge.
FAINT = 2.0
#: What the typesetter ends a line with where it broke a word.
_SOFT_HYPHEN = "\u00ad"
#: Between two facts on one line.
DOT = " · "
#: Widths of lines are told apart from this on.
ROUNDING = 1e-6


class TextIssue(NamedTuple):
    """A problem with a text where it was placed; `element` is a record's id or ""."""

    rule: str
    element: str
    detail: str


@dataclass(slots=True)
class RenderContext:
    """Typesetter, theme and texts of a drawing, and the text issues found while drawing.

    `is_mirrored` says that the finished drawing is mirrored, since its script runs from right to left.
    All type sizes are multiplied by `type_scale`. `flow` is how many journeys take each transition, where
    that is shown.
    """

    typesetter: Typesetter
    theme: Theme
    texts: Texts
    is_mirrored: bool = False
    type_scale: float = 1.0
    format: Format = SCREEN
    flow: Volumes | None = None
    text_issues: dict[TextIssue, None] = field(default_factory=dict)
    _glyphs: dict[str, Path] = field(default_factory=dict)
    _symbols: dict[tuple[object, ...], Drawing] = field(default_factory=dict)
    #: What many parts of a drawing in this format have in common.
    shared: dict[tuple[object, ...], Any] = field(default_factory=dict, init=False)

    @property
    def accent(self) -> str:
        """The brand colour, dark enough for lines and small signs on paper."""
        return legible(self.theme["brand"], self.theme["paper"], LARGE_CONTRAST)

    def in_theme(self, theme: Theme) -> RenderContext:
        """Return a context that differs in the theme only."""
        return replace(self, theme=theme, text_issues={}, _glyphs={}, _symbols={})

    def along(self, words: str) -> str:
        """Return words whose arrows point along the journey."""
        return words.replace("→", "←") if self.is_mirrored else words

    def rim(self, background: str) -> Pen | None:
        """Return the outline of a large area, None if the area contrasts with the paper."""
        if contrast(background, self.theme["paper"]) >= FAINT:
            return None
        return Pen(HAIRLINE, self.theme["label"])

    def text(
        self,
        text: str,
        size: float,
        width: float,
        *,
        weight: int = REGULAR,
        max_lines: int | None = None,
        hyphenate: bool = True,
        trailing: float = 0.0,
        bold: tuple[tuple[int, int], ...] = (),
    ) -> Paragraph:
        """Return a text broken to a width; `trailing` is kept free after its last word.

        Addresses are printed by their titles or hosts, and stay links.
        """
        words, links = printed(text)
        paragraph = self.typesetter.typeset(
            words,
            size * self.type_scale,
            width,
            weight=weight,
            max_lines=max_lines,
            leading=LEADING,
            hyphenate=hyphenate,
            trailing=trailing,
            bold=bold,
        )
        return paragraph._replace(links=links) if links else paragraph

    def facts(self, facts: Iterable[str], size: float, width: float) -> str:
        """Return facts with a dot between two; no line ends with one, and lines are about equally long."""
        parts = single_facts(facts)
        if len(parts) < 2:
            return "".join(parts)
        lines = self._filled(parts, size, width)
        longest = self._longest(lines, size)
        while len(lines) > 1:
            shorter = self._filled(parts, size, longest - ROUNDING)
            if len(shorter) > len(lines) or self._longest(shorter, size) >= longest:
                break
            lines, longest = shorter, self._longest(shorter, size)
        return "\n".join(lines)

    def _filled(self, parts: Iterable[str], size: float, width: float) -> list[str]:
        lines: list[str] = []
        for part in parts:
            longer = f"{lines[-1]}{DOT}{part}" if lines else part
            if lines and self.measure(longer, size) > width:
                lines.append(part)
            else:
                lines[-1:] = [longer]
        return lines

    def _longest(self, lines: Sequence[str], size: float) -> float:
        return max((self.measure(line, size) for line in lines), default=0.0)

    def note(self, text: str, size: float, width: float, *, max_lines: int) -> Paragraph:
        """Return a note broken to a width, its marks shown as bold and bullets."""
        words, links = printed(text)
        note = marked(words)
        paragraph = self.text(note.text, size, width, max_lines=max_lines, bold=note.bold)
        moved = [
            link._replace(start=note.index_of(link.start), end=note.index_of(link.end))
            for link in links
        ]
        return paragraph._replace(links=tuple(moved)) if moved else paragraph

    def place(
        self,
        paragraph: Paragraph,
        x: float,
        y: float,
        colour: str,
        *,
        align: str = "start",
        width: float = 0.0,
        owner: str = "",
    ) -> list[TextRun | Link]:
        """Return the runs of a paragraph whose top is at `y`, and links over its addresses.

        Within `width`, `align` is "left", "center", "right", or "start": where each line's
        reading begins. On a mirrored sheet left and right change places when it is mirrored. `owner`
        is the id of the element the text belongs to.
        """
        if paragraph.is_cut:
            whole = " ".join(line.text for line in paragraph.lines)
            self.text_issues[TextIssue("text-cut", owner, whole)] = None
        for cluster in paragraph.missing:
            self.text_issues[TextIssue("glyph-missing", owner, cluster)] = None
        runs: list[TextRun | Link] = []
        lefts = []
        baseline = y + paragraph.first_baseline
        for line, ends_word in zip(paragraph.lines, ends_of_words(paragraph), strict=True):
            left = x
            if align == "center":
                left += (width - line.width) / 2
            elif align == "right" or (align == "start" and width > 0 and self.is_reversed(line)):
                left += width - line.width
            runs += self._line_runs(line, paragraph.size, left, baseline, colour, ends_word)
            baseline += paragraph.line_height
            lefts.append(left)
        if paragraph.links:
            runs += self._placed_links(paragraph, lefts, y)
        return runs

    def _line_runs(
        self, line: Line, size: float, left: float, y: float, colour: str, ends_word: bool
    ) -> list[TextRun]:
        runs = []
        last = len(line.runs) if ends_word and not line.right_to_left else 0
        for number, (text, face, pieces, x, width) in enumerate(line.runs, 1):
            # Once the sheet is mirrored, the runs of a line are in their order again.
            at = left + (line.width - x - width if self.is_mirrored else x)
            is_last = number == last
            runs.append(TextRun(at, y, text, face, size, colour, pieces, width, is_last))
        return runs

    def _placed_links(self, paragraph: Paragraph, lefts: list[float], top: float) -> Iterator[Link]:
        weight = _weight(paragraph)
        for link in placed(
            paragraph,
            lefts,
            top,
            lambda words: self.typesetter.measure(words, paragraph.size, weight),
        ):
            if not self.is_mirrored:
                yield link
                continue
            number = round((link.rect.y - top) / paragraph.line_height)
            line_right = lefts[number] + paragraph.lines[number].width
            yield link._replace(
                rect=link.rect._replace(x=lefts[number] + line_right - link.rect.right)
            )

    def is_reversed(self, line: Line) -> bool:
        """Return whether a line begins at the end of its column: it runs against the sheet."""
        return line.right_to_left and not self.is_mirrored

    def write(
        self,
        text: str,
        size: float,
        x: float,
        y: float,
        colour: str,
        *,
        weight: int = REGULAR,
        align: str = "left",
        owner: str = "",
        tabular: bool = False,
    ) -> list[TextRun | Link]:
        """Return one line of text whose baseline is at `y`; it is never broken or cut.

        It begins, ends or has its middle at `x`, as `align` says. Figures that stand under one
        another are `tabular`: of one width.
        """
        paragraph = self.typesetter.typeset(
            text, size * self.type_scale, 1e6, weight=weight, leading=LEADING, tabular=tabular
        )
        top = y - paragraph.first_baseline
        if align != "left":
            x -= paragraph.width if align == "right" else paragraph.width / 2
        return self.place(paragraph, x, top, colour, align="left", owner=owner)

    def measure(self, text: str, size: float, weight: int = REGULAR) -> float:
        """Return the width of one line, in map units."""
        return self.typesetter.measure(text, size * self.type_scale, weight)

    def glyph(self, name: str, x: float, y: float, side: float, colour: str) -> Primitive:
        """Return an icon whose square has its upper left corner at (x, y)."""
        key = ("glyph", name, side, colour)
        return self.symbol(key, x, y, lambda: [self._glyph(name, 0.0, 0.0, side, colour)])

    def _glyph(self, name: str, x: float, y: float, side: float, colour: str) -> Stroke:
        if name not in self._glyphs:
            path = _read_glyph(name)
            if self.is_mirrored and name not in DIRECTED_GLYPHS:
                path = transformed(path, Transform(a=-1.0, e=GLYPH_SIDE))
            self._glyphs[name] = path
        factor = side / GLYPH_SIDE
        pen = Pen(2 * factor, colour, "round", "round")
        return Stroke(transformed(self._glyphs[name], scaling(factor, x, y)), pen)

    def symbol(
        self, key: tuple[object, ...], x: float, y: float, draw: Callable[[], Iterable[Primitive]]
    ) -> Group:
        """Return a recurring drawing with its origin at (x, y).

        Drawn once for each key; painters know a recurring drawing by its identity.
        """
        if key not in self._symbols:
            self._symbols[key] = tuple(draw())
        return Group(self._symbols[key], shift(x, y))

    def sign(self, drawing: Iterable[Primitive], words: str) -> list[Primitive]:
        """Return a drawing that means something, on paper with words for those who do not see it."""
        if not self.format.annotated:
            return [*drawing]
        return [Group(tuple(drawing), tag=Tag("Figure", words))]

    def disc(
        self, name: str, x: float, y: float, radius: float, background: str, colour: str
    ) -> Group:
        side = radius * 1.16

        def draw() -> tuple[Primitive, ...]:
            icon = self._glyph(name, -side / 2, -side / 2, side, colour)
            return Fill(circle((0, 0), radius), background), icon

        return self.symbol(("disc", name, radius, background, colour), x, y, draw)


def single_facts(facts: Iterable[str]) -> list[str]:
    """Return facts between which a line may end."""
    return [part for words in facts if words for part in words.split(DOT) if part]


def _weight(paragraph: Paragraph) -> int:
    faces = (run.face for line in paragraph.lines for run in line.runs)
    digits = next(faces, "").rpartition("-")[2]
    return int(digits) if digits.isdigit() else REGULAR


def is_reversed(paragraph: Paragraph, context: RenderContext) -> bool:
    """Return whether a text begins at the end of its column, and so does its bullet or number."""
    return bool(paragraph.lines) and context.is_reversed(paragraph.lines[0])


def ends_of_words(paragraph: Paragraph) -> Iterator[bool]:
    """Yield for each line whether a word ends with it, so that a space belongs behind it."""
    place = 0
    for line in paragraph.lines[:-1]:
        words = line.text.rstrip(_SOFT_HYPHEN)
        found = paragraph.text.find(words, place)
        if found < 0:  # control characters were left out of the line
            yield words == line.text
            continue
        place = found + len(words)
        yield words == line.text and paragraph.text[place : place + 1].isspace()
    if paragraph.lines:
        yield True


def hairline(rect: Rect, colour: str, width: float) -> Box:
    """Return a line as a thin filled bar, which has the same width on every painter."""
    return Box(Rect(rect.x, rect.y - width / 2, rect.width, width), 0, colour, None)


def _read_glyph(name: str) -> Path:
    """Read an icon: one path of absolute M, L, C and Z, as packaging/glyphs.py writes it."""
    source = resources.path("glyphs", f"{name}.svg").read_text(encoding="utf-8")
    match = re.search(r' d="([^"]*)"', source)
    assert match is not None, name
    segments: list[Segment] = []
    for word in match[1].split():
        if word.isalpha():
            segments.append((word,))
        else:
            segments[-1] = (*segments[-1], float(word))
    return tuple(segments)
