"""The run sheet of a workshop: when each step begins, how long it takes, what it opens and needs."""

from __future__ import annotations

from collections.abc import Iterator

from journeyeditor.display.path import circle
from journeyeditor.display.primitives import Box, Fill, Group, Pen, Primitive, Tag
from journeyeditor.display.theme import mixed
from journeyeditor.geometry import Rect, Size
from journeyeditor.i18n import N_
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BODY, BOLD, HAIRLINE, HEADING, LARGE, SEMIBOLD
from journeyeditor.poster.appendix.sheet import AppendixData, Bodies, column_width, flowed
from journeyeditor.poster.blocks import Block
from journeyeditor.values import later_time
from journeyeditor.vocabulary import Agenda, AgendaStep, info_of
from journeyeditor.vocabulary.terms import term

#: Columns narrower than this break the titles of most steps.
COLUMN = 330.0
#: The columns of a step: its time, the line of time with a dot, and at the right its minutes.
TIME_WIDTH, RAIL_WIDTH, MINUTES_WIDTH = 46.0, 20.0, 46.0
RAIL, DOT, PAD = 2.0, 4.2, 8.0
CHECK, BETWEEN_CHECKS = 7.6, 18.0
MAX_LINES = 40


def agenda_pages(data: AppendixData, inner: Size, context: RenderContext) -> Bodies:
    """None without steps."""
    agenda, texts = info_of(data.graph).agenda, context.texts
    if not agenda.steps:
        return []
    total = sum(step.minutes for step in agenda.steps)
    minutes = texts("{count} min").format(count=texts.number(total))
    start = f"{agenda.start}–{later_time(agenda.start, total)}" if agenda.start else ""
    count, width = column_width(inner, COLUMN)
    blocks = [*_steps(agenda, width, context), *_materials(agenda, width, context)]
    return flowed(texts("Run sheet"), [start, minutes], blocks, count, inner, context)


def _steps(agenda: Agenda, width: float, context: RenderContext) -> Iterator[Block]:
    before = 0
    for number, step in enumerate(agenda.steps):
        at = later_time(agenda.start or "00:00", before)
        # Without a time of day, the sheet says how much of the workshop is over.
        words = at if agenda.start else at.removeprefix("0")
        is_last = number == len(agenda.steps) - 1
        yield _step(step, words, width, context, is_last=is_last)
        before += step.minutes


def _step(
    step: AgendaStep, at: str, width: float, context: RenderContext, *, is_last: bool
) -> Block:
    theme, texts = context.theme, context.texts
    left = TIME_WIDTH + RAIL_WIDTH
    room = width - left - MINUTES_WIDTH
    is_pause = not (_opens(step, context) or step.note or step.materials)
    ink = theme["quiet"] if is_pause else theme["ink"]
    words: list[Primitive] = [
        *context.write(
            at,
            HEADING,
            0,
            PAD + 11.4,
            ink if is_pause else theme["title"],
            weight=BOLD,
            tabular=True,
        )
    ]
    title = context.text(
        step.title or texts("Agenda step"), LARGE + 1, room, weight=SEMIBOLD, max_lines=MAX_LINES
    )
    words += context.place(title, left, PAD, ink, width=room)
    minutes = texts("{count} min").format(count=texts.number(step.minutes))
    words += context.write(minutes, BODY + 1, width, PAD + 10.4, theme["quiet"], align="right")
    y = PAD + title.height + 2
    for text, colour in _details(step, context):
        line = context.text(text, BODY + 1, room, max_lines=MAX_LINES)
        words += context.place(line, left, y, colour, width=room)
        y += line.height + 1.5
    height = y + PAD
    middle, dot_y = TIME_WIDTH + RAIL_WIDTH / 2 - 3, PAD + 7.2
    rail = Rect(middle - RAIL / 2, dot_y, RAIL, DOT if is_last else height)
    dot = theme["quiet"] if is_pause else context.accent
    signs: list[Primitive] = [
        Box(rail, 0, mixed(context.accent, theme["paper"], 0.72), None),
        Fill(circle((middle, dot_y), DOT + 1.6), theme["paper"]),
        Fill(circle((middle, dot_y), DOT), dot),
    ]
    if is_pause:
        signs.append(Fill(circle((middle, dot_y), DOT - 1.3), theme["paper"]))
    if not is_last:
        signs.append(Box(Rect(left, height, width - left, HAIRLINE), 0, theme["hairline"], None))
    parts = (Group(tuple(signs), tag=Tag("Artifact")), Group(tuple(words), tag=Tag("P")))
    return Block(parts, height, role="LI")


def _details(step: AgendaStep, context: RenderContext) -> Iterator[tuple[str, str]]:
    """Yield the note, what the step opens and what it needs, each with its colour."""
    theme, texts = context.theme, context.texts
    if step.note:
        yield step.note, theme["ink"]
    opens = _opens(step, context)
    if opens:
        yield context.along(f"{texts('Opens')}: {', '.join(opens)}"), theme["quiet"]
    if step.materials:
        yield context.along(f"{texts('Materials')}: {', '.join(step.materials)}"), theme["quiet"]


def _opens(step: AgendaStep, context: RenderContext) -> list[str]:
    """What a step opens; that phones follow the map is usual."""
    texts, named = context.texts, []
    if step.activity != "map":
        named.append(f"{texts('Phones')} ({texts.inside_sentence(term(step.activity, texts))})")
    if step.lane:
        named.append(texts("lane {name}").format(name=term(step.lane, texts)))
    named += [term(each, texts) for each in (step.view, step.panel) if each]
    return named


def _materials(agenda: Agenda, width: float, context: RenderContext) -> list[Block]:
    """What the whole workshop needs, to be checked before it begins."""
    named = list(dict.fromkeys(each for step in agenda.steps for each in step.materials if each))
    if not named:
        return []
    theme = context.theme
    heading = context.text(context.texts(N_("Materials")), HEADING, width, weight=BOLD, max_lines=1)
    drawing: list[Primitive] = [*context.place(heading, 0, 10, theme["title"], width=width)]
    x, y = 0.0, 10 + heading.height + 6
    for name in named:
        line = context.text(name, BODY + 1, width - CHECK - 6, max_lines=MAX_LINES)
        needed = CHECK + 6 + line.width
        if x and x + needed > width:
            x, y = 0.0, y + line.height + 5
        box = Rect(x, y + 1.6, CHECK, CHECK)
        drawing.append(Box(box, 1.4, theme["paper"], Pen(0.8, theme["label"])))
        drawing += context.place(line, x + CHECK + 6, y, theme["ink"], width=line.width + 1)
        x += needed + BETWEEN_CHECKS
        if line.height > 2 * BODY:
            x, y = 0.0, y + line.height + 5
    return [Block((Group(tuple(drawing), tag=Tag("P")),), y + 18, 8.0, role="Sect")]
