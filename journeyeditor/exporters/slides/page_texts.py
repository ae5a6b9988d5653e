"""The texts of a page as those of shapes: runs become lines, lines blocks, blocks paragraphs.

Slides do not bring along the poster's fonts. So a text has as much room as is free beside it, and
shrinks where that is not enough, instead of being broken anew or running into its neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from journeyeditor.display.path import bounds
from journeyeditor.display.primitives import Bitmap, Box, Fill, Primitive, TextRun
from journeyeditor.exporters.slides.drawing_ml import Align, Paragraph, Run, Text
from journeyeditor.geometry import Rect
from journeyeditor.model import Element
from journeyeditor.typography.bidi import has_right_to_left
from journeyeditor.vocabulary import Editor, declaration

#: The baseline of a line below its top, and the distance of lines, as shares of the size.
ASCENT, LEADING = 0.95, 1.2
#: Room for other fonts, as shares of the width: on lines that stay as they are, on lines that are
#: broken anew, of their longest word, and with a mark behind the last word.
WIDER, BREAK, WORD, MARKED = 1.6, 1.15, 1.28, 1.03
#: Lines of a text begin or end at one place if they are not farther apart than this (points).
ALIGNED = 0.5
#: Room that stays free below the last line (points), and beside a text as a share of its height.
CLEAR, BESIDE = 1.0, 0.35
#: A text is not made smaller than this share of its size.
LEAST_SHARE = 0.6
#: Lines that are no farther above or below than this are those around a text (sizes).
AROUND = 2.5
#: What is this much lower than a page is no neighbour of a text, but a ground.
GROUND = 60.0
_STRIP = 16.0
_ALIGNMENTS: tuple[Align, ...] = ("l", "ctr", "r")
_SEMIBOLD = 600
#: So many letters of a long text are no coincidence.
LEAST = 8
#: Fields of words that people write.
_WORDS = (Editor.LINE, Editor.LINES)


class Line(NamedTuple):
    """Runs on one baseline from left to right, in slide coordinates."""

    runs: tuple[TextRun, ...]

    @property
    def is_reversed(self) -> bool:
        """Whether most letters are read from right to left."""
        letters = [sign for run in self.runs for sign in run.text if sign.isalpha()]
        return 2 * sum(map(has_right_to_left, letters)) >= max(1, len(letters))

    @property
    def in_order(self) -> list[TextRun]:
        """The runs as they are read."""
        if not self.is_reversed:
            return list(self.runs)
        ordered: list[TextRun] = []
        for run in reversed(self.runs):
            if ordered and not any(has_right_to_left(each.text) for each in (run, ordered[-1])):
                ordered.insert(_start_of_left_to_right(ordered), run)
            else:
                ordered.append(run)
        return ordered

    @property
    def text(self) -> str:
        runs = self.in_order
        return "".join(
            run.text + (" " if run.ends_word and number < len(runs) - 1 else "")
            for number, run in enumerate(runs)
        ).strip()

    @property
    def left(self) -> float:
        return min(run.x for run in self.runs)

    @property
    def right(self) -> float:
        return max(run.x + run.width for run in self.runs)

    @property
    def rect(self) -> Rect:
        run = self.runs[0]
        return Rect(self.left, run.y - run.size * 0.8, self.right - self.left, run.size)

    def edge(self, align: Align) -> float:
        """The x that lines of an alignment share."""
        return {"l": self.left, "ctr": (self.left + self.right) / 2, "r": self.right}[align]


def _start_of_left_to_right(runs: Sequence[TextRun]) -> int:
    start = len(runs)
    while start and not has_right_to_left(runs[start - 1].text):
        start -= 1
    return start


class Surroundings:
    """What is on a page, looked up by height: how much room a text has on either side."""

    def __init__(self, leaves: Iterable[Primitive], page: Rect) -> None:
        self._page = page
        self._strips: dict[int, list[Rect]] = defaultdict(list)
        self._lines: dict[int, list[Line]] = defaultdict(list)
        leaves = list(leaves)
        for line in lines_of(leaves):
            for strip in _strips(line.rect):
                self._lines[strip].append(line)
        for leaf in leaves:
            rect = _rect_of(leaf)
            if rect is not None:
                for strip in _strips(rect):
                    self._strips[strip].append(rect)

    def sides(self, rect: Rect) -> tuple[float, float]:
        """Where what is left and right of a text ends and begins, or the edges of its ground."""
        low, high = self._page.x, self._page.right
        inner = rect.inset(0.0, min(1.0, rect.height / 3))
        for other in {each for strip in _strips(inner) for each in self._strips.get(strip, ())}:
            if other.y >= inner.bottom or other.bottom <= inner.y:
                continue
            if other.x <= rect.x + CLEAR and other.right >= rect.right - CLEAR:
                if other.width > rect.width + 2 * CLEAR:
                    low, high = max(low, other.x), min(high, other.right)
            elif other.height < GROUND and other.x >= rect.right - 2 * CLEAR:
                high = min(high, other.x)
            elif other.height < GROUND and other.right <= rect.x + 2 * CLEAR:
                low = max(low, other.right)
        gap = min(BESIDE * rect.height, 3 * CLEAR)
        return low + gap, high - gap

    def alignment(self, block: Sequence[Line]) -> Align:
        """At which edge the lines of a block are one below the other, or below those around it."""
        usual: Align = "r" if block[0].is_reversed else "l"
        rect, reach = rect_of(block), AROUND * block[0].runs[0].size
        strips = _strips(rect.inset(0.0, -reach))
        own = {id(run) for line in block for run in line.runs}
        lines = {id(line.runs[0]): line for strip in strips for line in self._lines[strip]}
        others = [line for run, line in lines.items() if run not in own]

        def aligned(align: Align) -> tuple[int, bool]:
            edge = block[0].edge(align)
            count = sum(abs(line.edge(align) - edge) < ALIGNED for line in (*block, *others))
            return count, align == usual

        return max(_ALIGNMENTS, key=aligned)

    def is_marked(self, line: Line) -> bool:
        """Whether something stands right behind the last word of a line."""
        rect = line.rect
        low, high = self.sides(rect)
        before = rect.x - low if line.is_reversed else high - rect.right
        return before < rect.height


def _rect_of(leaf: Primitive) -> Rect | None:
    match leaf:
        case TextRun():
            return Line((leaf,)).rect if leaf.text.strip() else None
        case Box() | Bitmap():
            return leaf.rect
        case Fill():
            return bounds([leaf.path])
        case _:
            return None


def _strips(rect: Rect) -> range:
    return range(int(rect.y // _STRIP), int(rect.bottom // _STRIP) + 1)


def lines_of(leaves: Iterable[Primitive]) -> Iterator[Line]:
    """Join the runs that follow one another on a baseline; a box begins anew, as of a number."""
    line: list[TextRun] = []
    for run in leaves:
        if isinstance(run, Box):
            yield from _finished(line)
            line = []
        if not isinstance(run, TextRun):
            continue
        if line and not _continues(line[-1], run):
            yield from _finished(line)
            line = []
        line.append(run)
    yield from _finished(line)


def _continues(last: TextRun, run: TextRun) -> bool:
    gap = run.x - (last.x + last.width)
    is_level = abs(run.y - last.y) < 0.3 and abs(run.size - last.size) < 0.05
    return is_level and -1.0 < gap < run.size


def _finished(runs: list[TextRun]) -> Iterator[Line]:
    """Yield a line without the spaces around it."""
    while runs and not runs[-1].text.strip():
        runs = runs[:-1]
    while runs and not runs[0].text.strip():
        runs = runs[1:]
    if runs:
        yield Line(tuple(runs))


def blocks_of(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Join lines of one look below one another to blocks of text."""
    block: list[Line] = []
    for line in lines:
        if block and not _follows(block[-1], line):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _follows(one: Line, other: Line) -> bool:
    first, second = one.runs[0], other.runs[0]
    is_alike = first.colour == second.colour and abs(first.size - second.size) < 0.05
    is_alike = is_alike and _is_bold(one.runs[-1]) == _is_bold(other.runs[-1])
    gap = second.y - first.y
    is_aligned = any(abs(one.edge(align) - other.edge(align)) < first.size for align in _ALIGNMENTS)
    return is_alike and is_aligned and 0 < gap < 1.8 * first.size


def rect_of(block: Sequence[Line]) -> Rect:
    """The rectangle of the letters of a block."""
    rect = block[0].rect
    for line in block[1:]:
        rect = rect.united(line.rect)
    return rect


def set_text(block: Sequence[Line], around: Surroundings) -> tuple[Rect, Text]:
    """The place and the text of a block whose lines stay as they are broken."""
    align = around.alignment(block)
    leading, size = _leading(block), block[0].runs[0].size
    inner = rect_of(block)
    low, high = around.sides(inner)
    width = inner.width * WIDER
    left, right = inner.x - 0.2, inner.right + 0.2
    if align == "l":
        right = max(right, min(high, left + width))
    elif align == "r":
        left = min(left, max(low, right - width))
    else:
        reach = max(0.0, min(inner.x - low, high - inner.right, (width - inner.width) / 2))
        left, right = left - reach, right + reach
    top = block[0].runs[0].y - _baseline(size, leading)
    paragraphs = _paragraphs(block, leading, left if align == "l" else None)
    rect = Rect(left, top, right - left, leading * len(block) + CLEAR)
    return rect, Text(tuple(paragraphs), align=align, is_reversed=block[0].is_reversed)


def _paragraphs(block: Sequence[Line], leading: float, left: float | None) -> Iterable[Paragraph]:
    """A paragraph for the lines that begin at one place; `left` is that of the block, if it counts."""
    paragraphs: list[Paragraph] = []
    for line in block:
        words = [_run(run, run.text) for run in line.in_order]
        words[-1] = words[-1]._replace(text=words[-1].text.rstrip())
        indent = 0.0 if left is None else line.left - left
        indent = indent if indent > ALIGNED else 0.0
        if paragraphs and abs(indent - paragraphs[-1].indent) < ALIGNED:
            words[0] = words[0]._replace(text=f"\n{words[0].text}")
            above = paragraphs.pop()
            paragraphs.append(above._replace(runs=(*above.runs, *words)))
        else:
            paragraphs.append(Paragraph(tuple(words), leading, indent=indent))
    return paragraphs


def set_body(
    blocks: Sequence[Sequence[Line]], frame: Rect | None, record: Element, around: Surroundings
) -> tuple[Rect, Text]:
    """The text of a card: a paragraph for each block, broken anew where it is edited.

    `frame` is that of the card's box; without one, the text has a rectangle of its own.
    """
    is_reversed = blocks[0][0].is_reversed
    longest = max(_longest_word(block, record) for block in blocks)
    left, right = _columns(blocks, frame, longest, around)
    share = 1.0
    if longest > WORD * max(line.rect.width for block in blocks for line in block) + CLEAR:
        # A word that the poster hyphenates is smaller here rather than broken somewhere.
        share = max(LEAST_SHARE, min(1.0, (right - left) / longest))
    first = blocks[0]
    size, leading = first[0].runs[0].size, _leading(first)
    top = bottom = first[0].runs[0].y - _baseline(size, leading)
    paragraphs = []
    for block in blocks:
        leading, run = _leading(block), block[0].runs[-1]  # before it may be an emoji
        start = run.y - _baseline(run.size, leading)
        before, bottom = start - bottom, start + leading * len(block)
        words = words_of(block, record)
        indent = 0.0 if is_reversed else max(0.0, block[0].left - left)
        run_ = _run(run, words)._replace(text=words, size=run.size * share)
        paragraphs.append(Paragraph((run_,), leading * share, max(0.0, before), indent))
    bottom += CLEAR
    rect = frame or Rect(left - 1, top, right - left + 2, bottom - top)
    text = Text(
        tuple(paragraphs),
        max(0.0, left - rect.x),
        max(0.0, top - rect.y),
        max(0.0, rect.right - right),
        max(0.0, rect.bottom - bottom),
        align="r" if is_reversed else "l",
        is_reversed=is_reversed,
    )
    return rect, text


def _longest_word(block: Sequence[Line], record: Element) -> float:
    """About how wide the longest word of a block is, with room for another font."""
    width = sum(line.rect.width for line in block)
    letter = width / max(1, sum(len(line.text) for line in block))
    return max(1, *map(len, words_of(block, record).split() or [""])) * letter * WORD


def _columns(
    blocks: Sequence[Sequence[Line]], frame: Rect | None, longest: float, around: Surroundings
) -> tuple[float, float]:
    """The left and the right edge of a card's text, whose longest word is so wide.

    Lines are broken about where the poster breaks them, so that marks behind them fit.
    """
    is_reversed = blocks[0][0].is_reversed
    inner = rect_of([line for block in blocks for line in block])
    share = BREAK if any(len(block) > 1 for block in blocks) else WIDER
    if any(len(block) > 1 and around.is_marked(block[-1]) for block in blocks):
        share = MARKED
    sides = [around.sides(rect_of(block)) for block in blocks]
    low, high = max(side[0] for side in sides), min(side[1] for side in sides)
    if frame is not None:
        low, high = max(low, frame.x + CLEAR), min(high, frame.right - CLEAR)
    width = max(inner.width * share, longest)
    if is_reversed:
        return min(inner.x - 0.2, max(low, inner.right - width)), inner.right + 0.2
    return inner.x, max(inner.right + 0.2, min(high, inner.x + width))


def _leading(block: Sequence[Line]) -> float:
    if len(block) > 1:
        return (block[-1].runs[0].y - block[0].runs[0].y) / (len(block) - 1)
    return block[0].runs[0].size * LEADING


def _run(run: TextRun, text: str) -> Run:
    return Run(text + (" " if run.ends_word else ""), run.size, run.colour, _is_bold(run))


def _is_bold(run: TextRun) -> bool:
    weight = run.face.rpartition("-")[2]
    return weight.isdigit() and int(weight) >= _SEMIBOLD


def _baseline(size: float, leading: float) -> float:
    """How far the first baseline is below the top of a text: exact spacing adds above the line."""
    return size * ASCENT + (leading - size * LEADING) * 0.8


# ---- whose words a text shows


def words_of(block: Sequence[Line], record: Element) -> str:
    """The words of a block: those of the title as the map has them, quoted as they are drawn."""
    drawn = " ".join(line.text for line in block)
    title = " ".join(record.title.split())
    if title and letters(drawn) == letters(title):
        start = next((i for i, sign in enumerate(drawn) if sign.isalnum()), 0)
        own = next((i for i, sign in enumerate(title) if sign.isalnum()), 0)
        before = drawn[: start - own] if start > own else ""
        after = drawn[-1] if drawn[-1:] in "”»“" and title[-1:] != drawn[-1:] else ""
        return f"{before}{title}{after}"
    return drawn


def field_of(block: Sequence[Line], record: Element) -> str:
    """The name of the field that a block shows, "" if it shows none."""
    drawn = letters("".join(line.text for line in block).rstrip("…"))
    if not drawn:
        return ""
    for name, info in type(record).model_fields.items():
        declared = declaration(info)
        value = getattr(record, name)
        if declared is not None and declared.editor in _WORDS and _shows(drawn, str(value)):
            return name
    return ""


def _shows(drawn: str, words: str) -> bool:
    """Whether a block shows a text, or enough of it that this is no coincidence."""
    own = letters(words)
    return drawn == own or (len(drawn) >= LEAST and drawn in own)


def letters(words: str) -> str:
    return "".join(filter(str.isalnum, words)).casefold()
