"""The names of lanes: read upwards in the window, level on paper, with captions below them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from journeyeditor.i18n import N_
from journeyeditor.layout.lanes import Band, LaneSpec
from journeyeditor.layout.recipes.marks import Marks, marks_width
from journeyeditor.layout.render_context import RenderContext
from journeyeditor.layout.style import BOLD, SMALL
from journeyeditor.typography import Paragraph
from journeyeditor.vocabulary import kind_class

#: The room of the sign before a caption, in ems of a note.
CAPTION_INDENT = 1.03
#: Between a lane's name and the first stage; a word that is kept whole comes as near as the second.
AFTER_NAME, AFTER_WORD = 5.0, 1.5
#: A name is set smaller, to this share of its size, where that keeps a word whole.
SMALLEST_NAME = 0.9
#: Shares of the room for a name in which a word is tried to be broken.
HALVES = (0.64, 0.72, 0.8, 0.9)
#: The column of the names on paper is at most so wide.
WIDEST_COLUMN = 52.6
#: Type grows a little more than the column where a map is small.
ROUNDING = 1.0


class LaneCaption(NamedTuple):
    """Small words below a lane's name, with the sign of an assumption before them if it is one."""

    words: str = ""
    is_assumption: bool = False

    def indent(self, context: RenderContext) -> float:
        """Return the room of the sign before the words."""
        return CAPTION_INDENT * context.format.sizes.note if self.is_assumption else 0.0


NO_CAPTION = LaneCaption()


def lane_label_height(title: str, caption: LaneCaption, context: RenderContext) -> float:
    """Return the height that a lane's name needs: read upwards in the window, level on paper."""
    if not context.format.annotated:
        return min(context.measure(title, SMALL, BOLD) + 6, 96.0)
    return lane_label(title, caption, context).height + 2


class LaneLabel(NamedTuple):
    """A level lane name broken to the column of the names, its caption, and the marks behind it."""

    name: Paragraph
    caption: Paragraph | None
    marks: Marks

    @property
    def height(self) -> float:
        return self.name.height + (self.caption.height if self.caption else 0.0)


def lane_label(title: str, caption: LaneCaption, context: RenderContext) -> LaneLabel:
    """Return a level lane name and its caption, broken to the column of the names.

    That all cards of a lane are assumptions is said in words where these fit on one line, else by
    the mark alone.
    """
    key = "lane name", title, caption
    label: LaneLabel | None = context.shared.get(key)
    if label is None:
        label = context.shared[key] = _broken_label(title, caption, context)
    return label


def _broken_label(title: str, caption: LaneCaption, context: RenderContext) -> LaneLabel:
    sizes = context.format.sizes
    caption_room = context.format.label_width - AFTER_WORD
    words, indent = caption.words, caption.indent(context)
    has_words = bool(words)
    if caption.is_assumption:
        has_words = indent + context.measure(words, sizes.mark) <= caption_room
    marks = Marks(is_assumption=caption.is_assumption and not has_words)
    below = None
    if has_words:
        below = context.text(words, sizes.mark, caption_room - indent, max_lines=3)
    return LaneLabel(_lane_name(title, marks, context), below, marks)


def _lane_name(title: str, marks: Marks, context: RenderContext) -> Paragraph:
    """Return a name whose words are whole if that takes little: less space beside it, or smaller type."""
    size, width = context.format.sizes.goal, context.format.label_width
    room = width - AFTER_NAME
    words = [context.measure(word, size, BOLD) for word in title.split()] or [0.0]
    longest = max(*words, words[-1] + marks_width(marks, size, context))
    if longest > room:
        smaller = min(size * (width - AFTER_WORD) / longest, size)
        if smaller >= max(SMALLEST_NAME * size, context.format.smallest):
            size, room = smaller, width - AFTER_WORD
    behind = marks_width(marks, size, context)
    # A word that is broken is broken about its middle, where compounds have their joint.
    rooms = [room * share for share in ((*HALVES, 1.0) if longest > room else (1.0,))]
    names = [
        context.text(title, size, each, weight=BOLD, max_lines=4, trailing=behind) for each in rooms
    ]
    return next(name for name in names if len(name.lines) <= len(names[-1].lines))


def with_room_for_words(titles: Iterable[str], context: RenderContext) -> RenderContext:
    """Return a context whose column of lane names holds all words that a little more width keeps whole."""
    style = context.format
    words = (word for title in titles for word in title.split())
    widths = (
        context.measure(word, style.sizes.goal, BOLD) + AFTER_WORD + ROUNDING for word in words
    )
    width = max((width for width in widths if width <= WIDEST_COLUMN), default=0.0)
    return replace(context, format=style._replace(label_width=max(style.label_width, width)))


def lane_kind_name(spec: LaneSpec) -> str:
    """Return the English name of a lane without a title, a key of the catalogues."""
    if spec.band is Band.FUNNEL:
        return N_("Funnel")
    if spec.band is Band.CURVE:
        return "Emotion"
    return kind_class(spec.kinds[0]).look.plural if spec.kinds else "Lane"
