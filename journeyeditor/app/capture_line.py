"""The capture line at the foot of the map: cards as fast as people talk, one line after the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from journeyeditor.canvas.canvas import Canvas
from journeyeditor.canvas.proposals import Proposals, proposals
from journeyeditor.editing.changes.capturing import (
    MAX_LINES,
    Capture,
    CaptureDefaults,
    captures,
    complete,
    lines_of,
)
from journeyeditor.editing.errors import PasteError
from journeyeditor.editing.operations.workshop import capture_line, capture_lines
from journeyeditor.editing.session import Session
from journeyeditor.i18n import N_, Texts
from journeyeditor.layout.grid import stage_of
from journeyeditor.panels.kind_icons import visible_on
from journeyeditor.spelling import Lexicon
from journeyeditor.vocabulary import Stage, kind_class
from journeyeditor.widgets import icons
from journeyeditor.widgets.labels import label
from journeyeditor.widgets.spelling_marks import SpellingMarks
from journeyeditor.widgets.style import font, styled
from journeyeditor.widgets.ui_context import UiContext

#: The words of a chip are elided beyond this width, at interface size 1 (pixels).
MAX_WORDS = 240.0
#: So many lines of a pasted list are shown as chips.
MAX_ROWS = 6
#: The longest text that is pasted; Qt would cut it earlier.
MAX_TEXT = 1_000_000
CHIP, GAP, PAD, ICON = 34.0, 8.0, 11.0, 17.0
HELP = N_(
    "Words are a {kind} · stage > · #channel · −2 emotion · !pain point · +opportunity · ?note · “thought” · @persona"
)


class Chip(NamedTuple):
    """A card, a stage or a person of the line; `is_new` is not on the map yet."""

    kind: str
    words: str
    is_new: bool = False
    colour: str = ""


class ChipSize(NamedTuple):
    """The widths of a chip's words, of its kind's name, and of all of it (pixels)."""

    words: float
    kind: float
    width: float


def chips_of(captured: Capture, session: Session, texts: Texts) -> list[Chip]:
    """Return the chips of a line: its stage, its cards in the order typed, its persona."""
    graph, chips = session.graph, []
    if captured.stage:
        colour = session.layout.headers.colour_of(captured.stage)
        chips.append(Chip("stage", graph.element(captured.stage).title, colour=colour))
    elif captured.named_stage:
        chips.append(Chip("stage", captured.named_stage, is_new=True))
    for card in captured.cards:
        words = texts.signed(card.score) if card.score is not None else card.title
        chips.append(Chip(card.kind, words))
    if captured.persona:
        chips.append(Chip("persona", graph.element(captured.persona).title))
    elif captured.new_persona:
        chips.append(Chip("persona", captured.new_persona, is_new=True))
    return chips


class ChipRow(QWidget):
    """The chips of a line, painted in one row."""

    def __init__(self, ui: UiContext) -> None:
        super().__init__()
        self._ui = ui
        self._chips: Sequence[Chip] = ()
        #: Whether there is room to say what each chip is, beside its icon.
        self._shows_kinds = True
        #: The most that the words of a chip are wide (pixels).
        self._widest = math.inf
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def chips(self) -> Sequence[Chip]:
        return self._chips

    def show_chips(self, chips: Sequence[Chip]) -> None:
        self._chips = chips
        texts = self._ui.texts
        named = (f"{texts(kind_class(c.kind).look.title)}: {c.words}" for c in chips)
        self.setAccessibleName(", ".join(named))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(CHIP * self._ui.scale))

    def paintEvent(self, _: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            widths = self._fit()
            x, gap = 0.5, GAP * self._ui.scale
            for chip, width in zip(self._chips, widths, strict=True):
                self._paint(painter, chip, x)
                x += width + gap

    def _fit(self) -> list[float]:
        """Return the widths of the chips; kinds are left out, then words elided, until all fit."""
        row = float(self.width())
        room = row - GAP * self._ui.scale * len(self._chips)
        for self._shows_kinds, self._widest in ((True, math.inf), (False, math.inf), (False, row)):
            sizes = [self._measured(chip) for chip in self._chips]
            beyond = sum(size.width for size in sizes) - room
            if beyond <= 0:
                return [size.width for size in sizes]
        words = [size.words for size in sizes]
        self._widest = widest_within(words, sum(words) - beyond)
        return [self._measured(chip).width for chip in self._chips]

    def _measured(self, chip: Chip) -> ChipSize:
        scale, pad = self._ui.scale, PAD * self._ui.scale
        kind = self._kind_words(chip)
        text = min(
            QFontMetricsF(self._bold).horizontalAdvance(chip.words), self._widest, MAX_WORDS * scale
        )
        beside = QFontMetricsF(self._plain).horizontalAdvance(kind) if kind else -pad * 0.6
        return ChipSize(text, beside, 3.2 * pad + ICON * scale + text + beside)

    @property
    def _bold(self) -> QFont:
        return font(self._ui.scale, size=14, weight=600)

    @property
    def _plain(self) -> QFont:
        return font(self._ui.scale, size=13)

    def _paint(self, painter: QPainter, chip: Chip, x: float) -> None:
        scale, theme = self._ui.scale, self._ui.theme
        bold, plain, kind = self._bold, self._plain, self._kind_words(chip)
        height, pad, side = CHIP * scale - 1, PAD * scale, ICON * scale
        is_stage = chip.kind == "stage"
        text_width, kind_width, width = self._measured(chip)
        words = QFontMetricsF(bold).elidedText(
            chip.words, Qt.TextElideMode.ElideRight, text_width + 1
        )
        rect = QRectF(x, 0.5, width, height)
        look = kind_class(chip.kind).look
        accent = visible_on(theme[look.accent], theme["field"])
        path = QPainterPath()
        path.addRoundedRect(rect, 6 * scale, 6 * scale)
        is_filled = is_stage and not chip.is_new
        if is_filled:
            painter.fillPath(path, QColor(chip.colour or theme["brand"]))
            accent = ink = "#FFFFFF"
        else:
            painter.fillPath(path, QColor(theme["field"]))
            painter.save()
            painter.setClipPath(path)
            painter.fillRect(QRectF(x, 0, 4 * scale, height + 1), QColor(accent))
            painter.restore()
            style = Qt.PenStyle.DashLine if chip.is_new else Qt.PenStyle.SolidLine
            painter.setPen(
                QPen(QColor(theme["field_line"] if chip.is_new else theme["line"]), 1, style)
            )
            painter.drawPath(path)
            ink = theme["ink"]
        left = x + pad
        icons.draw(painter, look.glyph, QRectF(left, (height - side) / 2 + 0.5, side, side), accent)
        left += side + pad * 0.6
        painter.setPen(QColor(ink))
        painter.setFont(bold)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRectF(left, 0, text_width + 2, height), middle, words)
        painter.setPen(QColor(theme["quiet"]))
        painter.setFont(plain)
        left += text_width + pad * 0.6
        painter.drawText(QRectF(left, 0, kind_width + 2, height), middle, kind)

    def _kind_words(self, chip: Chip) -> str:
        """The name of a chip's kind, in a sentence; a stage says itself what it is."""
        texts = self._ui.texts
        if chip.is_new and self._widest == math.inf:
            kind = texts.inside_sentence(texts(kind_class(chip.kind).look.title))
            return texts("{kind}, not on the map").format(kind=kind)
        if chip.kind == "stage" or not self._shows_kinds:
            return ""
        return texts.inside_sentence(texts(kind_class(chip.kind).look.title))


def widest_within(widths: Sequence[float], room: float) -> float:
    """Return the width that the widest are cut to, so that all fit into the room."""
    ordered = sorted(widths)
    for index, width in enumerate(ordered):
        share = max(room, 0) / (len(ordered) - index)
        if width > share:
            return share
        room -= width
    return math.inf


class CaptureBar(QFrame):
    """The line with its chips, the proposed cards on the map, and what may be typed.

    Enter adds the cards of the line and keeps stage and kind for the next one; Tab completes a name;
    Escape closes. A pasted list is shown line by line, and Enter adds all of it in one step.
    """

    HELP = "workshop#capture"

    closed = Signal()

    def __init__(self, ui: UiContext, canvas: Canvas) -> None:
        super().__init__()
        self._ui, self._canvas = ui, canvas
        self._session: Session | None = None
        self._defaults = CaptureDefaults()
        styled(self, "footer")
        self.line = QLineEdit()
        self.line.setMaxLength(MAX_TEXT)
        SpellingMarks(self.line, ui, self._lexicon)
        self.chips = ChipRow(ui)
        #: The chips of a pasted list, from its second line on.
        self.more = [ChipRow(ui) for _ in range(MAX_ROWS - 1)]
        self._count = label("", "secondary")
        self._help = label("", "secondary")
        upper = QHBoxLayout()
        upper.addWidget(self.chips, 1)
        upper.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 10, 20, 12)
        column.setSpacing(8)
        column.addLayout(upper)
        for row in self.more:
            column.addWidget(row)
            row.hide()
        column.addWidget(self.line)
        column.addWidget(self._help)
        self.line.textChanged.connect(self._show)
        self.line.installEventFilter(self)
        ui.changed.connect(self._retranslate)
        self._retranslate()
        self.hide()

    def show_session(self, session: Session | None) -> None:
        self._session = session
        self._defaults = CaptureDefaults()
        self.end()

    def begin(self) -> None:
        """Open the line; the stage is that of what is selected."""
        session = self._session
        if session is None:
            return
        if not session.graph.has_element(self._defaults.stage):
            self._defaults = CaptureDefaults(self._selected_stage(session))
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._show()

    def end(self) -> None:
        was_open = not self.isHidden()
        self.hide()
        self._canvas.show_proposals(Proposals())
        if was_open:
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._handle_key(Qt.Key(event.key()))
        return False

    def _handle_key(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            return key == Qt.Key.Key_Tab and self._complete()
        return True

    def paste(self, text: str) -> None:
        """Open the line with a list, to be looked at before it is entered."""
        self.begin()
        self.line.setText(text)

    def _lines(self) -> list[str]:
        return lines_of(self.line.text())

    def _captured(self) -> list[Capture]:
        if self._session is None:
            return []
        lines = self._lines()[:MAX_LINES]
        return captures(self._session.graph, lines, self._defaults, self._ui.texts)

    def _lexicon(self) -> Lexicon | None:
        return self._session.lexicon((), self._ui.texts.language) if self._session else None

    def _enter(self) -> None:
        captured, session = self._captured(), self._session
        if not captured or session is None or not self.line.text().strip():
            return
        if len(captured) == 1:
            capture_line(session, captured[0])
            self._defaults = captured[0].defaults
        else:
            try:
                self._defaults = capture_lines(
                    session, self._lines(), self._defaults, self._ui.texts
                )
            except PasteError as error:
                self._help.setText(error.message(self._ui.texts))
                return
        self.line.clear()
        first = next(iter(session.selection.ids), "")
        rect = session.layout.rect(first) if first else None
        if rect is not None:
            self._canvas.view.reveal(rect)

    def _complete(self) -> bool:
        """Fill in the name that the line ends with; return whether there is one."""
        if self._session is None:
            return False
        found = complete(self._session.graph, self.line.text(), self._ui.texts)
        if found is not None:
            self.line.setText(found.line)
        return found is not None

    def _show(self) -> None:
        captured, session, texts = self._captured(), self._session, self._ui.texts
        if not captured or session is None or self.isHidden():
            return
        shown = captured[:MAX_ROWS]
        for row, each in zip((self.chips, *self.more), shown, strict=False):
            row.show_chips(chips_of(each, session, texts))
        for number, row in enumerate(self.more, 1):
            row.setVisible(number < len(shown))
        count = sum(len(each.cards) for each in captured)
        words = texts.plural("{count} card", "{count} cards", count)
        self._count.setText(words.format(count=texts.number(count)) if count else "")
        first = captured[0]
        score = next((card.score for card in first.cards if card.score is not None), 0.0)
        self._canvas.show_proposals(proposals(session.layout, first, texts.signed(score)))
        self._show_help(captured)

    def _show_help(self, captured: Sequence[Capture]) -> None:
        """Show what may be typed, what Tab would fill in, or what Enter does with a pasted list."""
        texts, session = self._ui.texts, self._session
        if len(captured) > 1:
            words = texts("Enter adds the cards of {count} lines in one step.")
            self._help.setText(words.format(count=texts.number(len(captured))))
            return
        found = complete(session.graph, self.line.text(), texts) if session else None
        if found is not None:
            self._help.setText(texts("Tab fills in “{name}”").format(name=found.filled))
            return
        if captured[0].cards and not captured[0].stage:
            self._help.setText(texts("These cards wait in the inbox."))
            return
        kind = texts.inside_sentence(texts(kind_class(self._defaults.kind).look.title))
        self._help.setText(texts(HELP).format(kind=kind))

    def _selected_stage(self, session: Session) -> str:
        element = session.element(session.selection.primary)
        if element is None:
            return ""
        own = element.id if isinstance(element, Stage) else stage_of(session.graph, element)
        return own or ""

    def _retranslate(self) -> None:
        texts = self._ui.texts
        self.line.setFont(font(self._ui.scale, size=18))
        self.line.setMinimumHeight(round(44 * self._ui.scale))
        self.line.setPlaceholderText(texts("stage > what happens #channel -2 !pain point"))
        self.line.setAccessibleName(texts("Capture line"))
        self._show()
