"""The report of a comparison: both maps, their emotion curves and all differences.

It shares the poster's look but is read from a hand's distance. Lengths are frame units, as in
`title_block`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from journeyeditor.display.primitives import (
    Box,
    Group,
    Metadata,
    Page,
    Pen,
    Primitive,
    Stroke,
)
from journeyeditor.display.theme import mixed
from journeyeditor.files import map_hash
from journeyeditor.geometry import Rect, Size, shift
from journeyeditor.i18n import N_
from journeyeditor.i18n import texts as texts_of
from journeyeditor.insight.compare import Comparison
from journeyeditor.insight.comparison_text import SORTS, ComparisonText
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, HAIRLINE, HEADING, SEMIBOLD, SMALL, TITLE
from journeyeditor.model import JourneyGraph
from journeyeditor.poster import title_block
from journeyeditor.poster.blocks import Block, columns_of, drawn
from journeyeditor.poster.context import runs_right_to_left
from journeyeditor.poster.options import PosterError, PosterOptions, creation_date, requested_theme
from journeyeditor.poster.paper import SheetEdge, page_of, paper_size
from journeyeditor.poster.preflight.checks import PreflightFinding, text_findings
from journeyeditor.poster.report import curves
from journeyeditor.poster.report.differences import blocks, sign
from journeyeditor.typography import Faces, Typesetter
from journeyeditor.vocabulary import info_of
from journeyeditor.vocabulary.map_info import STATES

#: Points per frame unit, and the margin in points: type of a letter's size on letter-sized paper.
UNIT, MARGIN, PAPER = 1.14, 42.0, "A4"
CARD_PAD, BETWEEN = 11.0, 26.0
#: A report lists at most so many differences, on some hundred pages.
MAX_DIFFERENCES = 20_000


class Report(NamedTuple):
    """The finished pages, document metadata, and the results of the pre-flight."""

    pages: tuple[Page, ...]
    metadata: Metadata
    findings: tuple[PreflightFinding, ...]


def report(
    old: JourneyGraph, new: JourneyGraph, faces: Faces, comparison: Comparison | None = None
) -> Report:
    """The report on how a new map differs from an old one, in the new map's language.

    Raises PosterError for maps that differ in more places than anybody reads about.
    """
    info = info_of(new)
    texts = texts_of(info.language)
    context = RenderContext(
        Typesetter(faces, info.language),
        requested_theme(info, PosterOptions()),
        texts,
        is_mirrored=runs_right_to_left(new, info),
    )
    words = ComparisonText(old, new, texts, comparison)
    differences = len(words.comparison.differences)
    if differences > MAX_DIFFERENCES:
        sentence = N_(
            "the maps differ in {count} places, but a report lists at most {most}; compare them without a report, or split the maps"
        )
        raise PosterError(sentence, count=differences, most=MAX_DIFFERENCES)
    trim = paper_size(PAPER, "portrait")
    inner = Size((trim.width - 2 * MARGIN) / UNIT, (trim.height - 2 * MARGIN) / UNIT)
    body = [_title(words, inner.width, context), *_curves(words, inner.width, context)]
    body += blocks(words, inner.width, context)
    sheets = columns_of(body, inner.height - title_block.FOOT_HEIGHT - 6)
    states = context.along(f"{map_hash(old)} → {map_hash(new)}")
    pages = []
    for number, page in enumerate(sheets):
        drawing = drawn(page)
        count = f" · {number + 1}/{len(sheets)}"
        footer = _depict_footer(info.confidentiality, states + count, inner.width, context)
        drawing.append(Group(tuple(footer), shift(0, inner.height - title_block.FOOT_HEIGHT)))
        pages.append(
            page_of(
                tuple(drawing),
                trim,
                UNIT,
                MARGIN,
                SheetEdge(),
                number,
                is_mirrored=context.is_mirrored,
            )
        )
    findings = [
        each for each in text_findings(context.text_issues, texts_of("en")) if _matters(each)
    ]
    subject = texts("Map comparison")
    metadata = Metadata(
        f"{subject}: {info.title}",
        info.author,
        subject,
        info.language or "en",
        creation_date(),
        map_hash(new),
    )
    return Report(tuple(pages), metadata, tuple(findings))


def _depict_footer(
    confidentiality: str, imprint: str, width: float, context: RenderContext
) -> list[Primitive]:
    """Footer at (0, 0): confidentiality and the two maps compared."""
    theme = context.theme
    drawing: list[Primitive] = [Box(Rect(0, 9, width, HAIRLINE), 0, theme["hairline"], None)]
    drawing += context.write(imprint, SMALL, width, 20, theme["quiet"], align="right")
    room = width - context.measure(imprint, SMALL) - 12
    line = context.text(confidentiality, SMALL, room, max_lines=1)
    drawing += context.place(line, 0, 13.6, theme["quiet"])
    return drawing


def _matters(finding: PreflightFinding) -> bool:
    """A report has no curve with reasons, so only cut and missing text matters."""
    return finding.rule in ("glyph-missing", "text-cut")


def _title(words: ComparisonText, width: float, context: RenderContext) -> Block:
    """Title, both maps side by side and the number of differences of each sort."""
    theme, texts = context.theme, context.texts
    title = context.text(texts("Changes"), TITLE, width, weight=BOLD, max_lines=1)
    drawing: list[Primitive] = [*context.place(title, 0, 0, theme["title"])]
    y = title.height + 10
    room = (width - BETWEEN) / 2
    cards = [
        _card(graph, texts(name), is_new, room - 2 * CARD_PAD, context)
        for graph, name, is_new in ((words.old, "Before", False), (words.new, "After", True))
    ]
    height = max(part[1] for part in cards) + 2 * CARD_PAD
    for number, (part, _) in enumerate(cards):
        x = number * (room + BETWEEN)
        ground = mixed(context.accent, theme["paper"], 0.93) if number else theme["tint"]
        drawing.append(Box(Rect(x, y, room, height), 6, ground, Pen(0.6, theme["hairline"])))
        drawing.append(Group(tuple(part), shift(x + CARD_PAD, y + CARD_PAD)))
    middle, at = room + BETWEEN / 2, y + height / 2
    pen = Pen(1.6, context.accent, "round", "round")
    drawing.append(Stroke((("M", middle - 7, at), ("L", middle + 7, at)), pen))
    tip = (("M", middle + 2, at - 5), ("L", middle + 7, at), ("L", middle + 2, at + 5))
    drawing.append(Stroke(tip, pen))
    y += height + 12
    drawing += _counts(words, y, width, context)
    return Block(tuple(drawing), y + 34, bookmark=texts("Changes"))


def _card(
    graph: JourneyGraph, name: str, is_new: bool, room: float, context: RenderContext
) -> tuple[list[Primitive], float]:
    """One of the two maps at (0, 0), and its height."""
    theme, texts, info = context.theme, context.texts, info_of(graph)
    colour = context.accent if is_new else theme["quiet"]
    drawing: list[Primitive] = [
        *context.write(name.upper(), SMALL, 0, 7, colour, weight=BOLD),
    ]
    if info.state:
        drawing += _pill(texts(STATES[info.state]), room, colour, context)
    y = 13.0
    title = context.text(
        info.title or texts("Untitled map"), HEADING, room, weight=BOLD, max_lines=3
    )
    drawing += context.place(title, 0, y, theme["title"], width=room)
    y += title.height + 3
    counted = len(graph.stages()), sum(each.is_card for each in graph.elements())
    numbers = (
        texts.plural("{count} stage", "{count} stages", counted[0]),
        texts.plural("{count} card", "{count} cards", counted[1]),
    )
    version = texts("Version {version}").format(version=info.version_label)
    lines = (
        [
            info.client,
            version if info.version_label else "",
            texts.date(info.date) if info.date else "",
        ],
        [words.format(count=texts.number(n)) for words, n in zip(numbers, counted, strict=True)],
    )
    for parts in lines:
        line = context.text(" · ".join(filter(None, parts)), BODY, room, max_lines=2)
        if line.lines:
            drawing += context.place(line, 0, y, theme["quiet"], width=room)
            y += line.height
    return drawing, y


def _pill(words: str, right: float, colour: str, context: RenderContext) -> list[Primitive]:
    width = context.measure(words, SMALL, SEMIBOLD) + 11
    frame_ = Box(
        Rect(right - width, -2.6, width, 12.6), 6.3, context.theme["paper"], Pen(0.8, colour)
    )
    middle = right - width / 2
    return [
        frame_,
        *context.write(words, SMALL, middle, 6, colour, weight=SEMIBOLD, align="center"),
    ]


def _counts(
    words: ComparisonText, y: float, width: float, context: RenderContext
) -> list[Primitive]:
    drawing: list[Primitive] = []
    step = width / len(SORTS)
    for number, (what, title) in enumerate(SORTS.items()):
        x = number * step
        count = len(words.comparison.of(what))
        drawing += sign(what, x, y + 1, 13, context)
        colour = context.theme["title"] if count else context.theme["label"]
        number_text = context.texts.number(count)
        drawing += context.write(number_text, HEADING, x + 18, y + 12, colour, weight=BOLD)
        line = context.text(context.texts(title), SMALL, step - 6, max_lines=2)
        drawing += context.place(line, x, y + 17, context.theme["quiet"])
    return drawing


def _curves(words: ComparisonText, width: float, context: RenderContext) -> Sequence[Block]:
    texts = context.texts
    stages = curves.stage_pairs(words.old, words.new, words.comparison)
    curve_set = curves.curves(words.old, words.new, words.comparison, stages, width, context)
    if not curve_set:
        return ()
    title = texts("Emotions")
    drawing = context.write(title, HEADING, 0, 21, context.theme["title"], weight=BOLD)
    result = [Block(tuple(drawing), 30, is_head=True, bookmark=title)]
    was, now = (
        _state(graph, context, name)
        for graph, name in ((words.old, "Before"), (words.new, "After"))
    )
    names, names_height = curves.headers(stages, width, context)
    for pair in curve_set:
        legend, top = curves.legend(pair, was, now, width, context)
        chart = curves.depict(pair, stages, width, context)
        parts = (
            Group(tuple(legend)),
            Group(tuple(names), shift(0, top)),
            Group(tuple(chart), shift(0, top + names_height)),
        )
        height = top + names_height + curves.HEIGHT + 12
        result.append(Block(parts, height))
    return result


def _state(graph: JourneyGraph, context: RenderContext, name: str) -> str:
    """Which map a curve belongs to: "Before (as-is)"."""
    state = info_of(graph).state
    words = context.texts(name)
    return f"{words} ({context.texts(STATES[state])})" if state else words
